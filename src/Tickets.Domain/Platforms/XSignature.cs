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
        if (string.IsNullOrEmpty(secret) || !header.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        // 32 bytes are 44 characters of base64; longer is no signature.
        var base64 = header[Prefix.Length..];
        if (base64.Length != 44 || !Convert.TryFromBase64Chars(base64, claimed, out var written) || written != claimed.Length)
            return false;
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, computed);
        return CryptographicOperations.FixedTimeEquals(computed, claimed);
    }

    /// <summary>The header's value for these bytes, and the <c>response_token</c> for a challenge of these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret) => Prefix + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
