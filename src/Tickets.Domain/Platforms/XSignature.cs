using System.Security.Cryptography;
using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>
/// What proves that a delivery is X's: <c>x-twitter-webhooks-signature</c> over the raw body, and the answer to its challenge
/// (docs.x.com/x-api/webhooks/introduction): HMAC-SHA256 by the consumer secret, in base64.
/// </summary>
public static class XSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string Header = "x-twitter-webhooks-signature";

    private const string Prefix = "sha256=";

    /// <summary>True when the header is <c>sha256=</c> and the signature of exactly these bytes. Without a secret nothing matches.</summary>
    public static bool Matches(ReadOnlySpan<byte> body, ReadOnlySpan<char> header, string? secret)
    {
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        if (string.IsNullOrEmpty(secret) || !Claims(header, claimed))
            return false;
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, computed);
        return CryptographicOperations.FixedTimeEquals(computed, claimed);
    }

    /// <summary>Whether a header is a signature at all, of whatever.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> header)
    {
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        return Claims(header, claimed);
    }

    // 32 bytes are 44 characters of base64; longer is no signature.
    private static bool Claims(ReadOnlySpan<char> header, Span<byte> claimed) =>
        header.StartsWith(Prefix, StringComparison.Ordinal)
        && header.Length == Prefix.Length + 44
        && Convert.TryFromBase64Chars(header[Prefix.Length..], claimed, out var written)
        && written == claimed.Length;

    /// <summary>The header's value for these bytes, and the <c>response_token</c> for a challenge of these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret) => Prefix + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
