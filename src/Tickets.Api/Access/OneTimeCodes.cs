using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
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

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(user.AuthenticatorKey is { Length: > 0 });

    /// <summary>The person's app makes them.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => throw new NotSupportedException("An authenticator app makes the codes.");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (user.AuthenticatorKey is not { Length: > 0 } key)
            return false;
        var codes = new Totp(Base32Encoding.ToBytes(key), StepSeconds);
        return codes.VerifyTotp(time.GetUtcNow().UtcDateTime, token, out var step, new VerificationWindow(StepsAround, StepsAround)) && await Takes(user, key, step);
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
}
