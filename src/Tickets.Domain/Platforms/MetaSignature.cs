using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>
/// What proves that a delivery is Meta's: <c>X-Hub-Signature-256</c> over the raw body, and the handshake of a webhook
/// (developers.facebook.com/docs/graph-api/webhooks/getting-started). Pure, and in constant time where a secret is compared.
/// </summary>
public static class MetaSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string Header = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";

    /// <summary>True when the header has the form of a signature, true or false: without it there is nothing to read a body for.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> header)
    {
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        return Claims(header, claimed);
    }

    /// <summary>
    /// True when <paramref name="header"/> is <c>sha256=</c> and the HMAC-SHA256, in hexadecimal, of exactly these bytes. Meta signs the bytes it
    /// sends, with its own escapes, so the body must not have been parsed and written again. Without a secret nothing matches.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> body, ReadOnlySpan<char> header, string? secret)
    {
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        if (string.IsNullOrEmpty(secret) || !Claims(header, claimed))
            return false;
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(body, secret, computed);
        return CryptographicOperations.FixedTimeEquals(computed, claimed);
    }

    /// <summary>The header's value for these bytes: what Meta would send.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret)
    {
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(body, secret, computed);
        return Prefix + Convert.ToHexStringLower(computed);
    }

    /// <summary>
    /// The handshake: what to answer to <c>GET ?hub.mode=subscribe&amp;hub.verify_token=…&amp;hub.challenge=…</c>, namely the challenge; null
    /// when it must be refused.
    /// </summary>
    public static string? Handshake(string? mode, string? verifyToken, string? challenge, string? expectedToken)
    {
        if (string.IsNullOrEmpty(expectedToken) || verifyToken is null || string.IsNullOrEmpty(challenge))
            return null;
        if (!string.Equals(mode, "subscribe", StringComparison.Ordinal))
            return null;
        // Hashed first, so that not even the length of the expected word shows in the time.
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(verifyToken), given);
        SHA256.HashData(Encoding.UTF8.GetBytes(expectedToken), expected);
        return CryptographicOperations.FixedTimeEquals(given, expected) ? challenge : null;
    }

    private static bool Claims(ReadOnlySpan<char> header, Span<byte> claimed) =>
        header.StartsWith(Prefix, StringComparison.Ordinal)
        && header.Length == Prefix.Length + SHA256.HashSizeInBytes * 2
        && Convert.FromHexString(header[Prefix.Length..], claimed, out _, out var written) == OperationStatus.Done
        && written == claimed.Length;

    private static void Compute(ReadOnlySpan<byte> body, string secret, Span<byte> destination)
    {
        const int OnStack = 256;
        var length = Encoding.UTF8.GetByteCount(secret);
        var key = length <= OnStack ? stackalloc byte[OnStack] : new byte[length];
        Encoding.UTF8.GetBytes(secret, key);
        HMACSHA256.HashData(key[..length], body, destination);
    }
}
