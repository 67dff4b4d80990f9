using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Access;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, six digits, half a minute each). A code is taken once, and none from before it is taken after (section 5.2):
/// who looked over a shoulder can do nothing with what they read. The steps taken are kept with the account, so it holds in every process.
/// </summary>
internal sealed class OneTimeCodes(TicketsDb db, TimeProvider time) : IUserTwoFactorTokenProvider<Account>
{
    private const int StepSeconds = 30;

    // As far as the clock of a telephone may be wrong, and people slow.
    private const int StepsAround = 2;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(user.AuthenticatorKey is { Length: > 0 });

    /// <summary>The person's app makes them.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => throw new NotSupportedException("An authenticator app makes the codes.");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (user.AuthenticatorKey is not { Length: > 0 } key)
            return false;
        var (secret, given) = (Bytes(key), Encoding.UTF8.GetBytes(token));
        var now = time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        for (var step = now - StepsAround; step <= now + StepsAround; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), given) && await Takes(user, key, step))
                return true;
        return false;
    }

    // Asked and written in one statement: of two who come at once with the same code, one finds it taken.
    private async Task<bool> Takes(Account user, string key, long step) =>
        await db.Change(
            () =>
                db.Set<Account>()
                    .Where(a => a.UserId == user.UserId && a.AuthenticatorKey == key && (a.LastCodeStep == null || a.LastCodeStep < step))
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.LastCodeStep, step), CancellationToken.None),
            CancellationToken.None
        ) == 1;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 and the apps people have say SHA-1; what is hashed is a secret key and a counter.")]
    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(secret, counter);
        // RFC 4226, section 5.3: the last four bits say where the number stands.
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    // RFC 4648, section 6.
    private static byte[] Bytes(string base32)
    {
        List<byte> bytes = [];
        var (held, bits) = (0, 0);
        foreach (var letter in base32.TrimEnd('='))
        {
            (held, bits) = ((held << 5) | Letters.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal), bits + 5);
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}
