using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Api.Access;

/// <summary>Where ASP.NET Core Identity finds and keeps accounts: the product's own tables and transactions (docs/decisions/0009).</summary>
internal sealed class AccountsOfStaff(TicketsDb db)
    : IUserPasswordStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserLockoutStore<Account>,
        IUserTwoFactorStore<Account>,
        IUserAuthenticatorKeyStore<Account>,
        IUserTwoFactorRecoveryCodeStore<Account>
{
    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        // Logins are lower case in the database; Identity asks in capitals.
        var login = normalizedUserName.ToLowerInvariant();
        return await db.Set<Account>().Include(a => a.User).SingleOrDefaultAsync(a => a.User.Login == login, cancellationToken);
    }

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.Set<Account>().Include(a => a.User).SingleOrDefaultAsync(a => a.UserId == id, cancellationToken)
            : null;

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        await db.Change(
            () =>
            {
                db.Add(user);
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        try
        {
            await db.Change(() => Task.CompletedTask, cancellationToken);
            return IdentityResult.Success;
        }
        catch (DbUpdateConcurrencyException)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
    }

    /// <summary>Accounts go with their users, who are shut out and never deleted.</summary>
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException("Users are deactivated, not deleted.");

    // Counted in the database: of two wrong tries at once, both count.
    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        var tries = await db.Change(
            async () =>
            {
                await db.Set<Account>().Where(a => a.UserId == user.UserId).ExecuteUpdateAsync(s => s.SetProperty(a => a.FailedTries, a => a.FailedTries + 1), cancellationToken);
                return await db.Set<Account>().Where(a => a.UserId == user.UserId).Select(a => a.FailedTries).SingleAsync(cancellationToken);
            },
            cancellationToken
        );
        user.FailedTriesAre(tries);
        return tries;
    }

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Done(() => user.FailedTriesAre(0));

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.FailedTries);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.LockedUntil);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Done(() => user.IsLockedUntil(lockoutEnd));

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) => Done(() => user.PasswordIs(passwordHash));

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Stamp);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Done(() => user.StampIs(stamp));

    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.NeedsCode);

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Done(() => user.AsksForCode(enabled));

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.AuthenticatorKey);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) => Done(() => user.AuthenticatorKeyIs(key));

    public Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Done(() => user.RecoveryCodesAre(string.Join(';', recoveryCodes.Select(Hashed))));

    // Struck out in the database: of two who come at once with the same code, one finds it gone.
    public async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var before = user.RecoveryCodes;
        var codes = before.Split(';', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!codes.Remove(Hashed(code.Trim().ToUpperInvariant())))
            return false;
        var left = string.Join(';', codes);
        var struck = await db.Change(
            () => db.Set<Account>().Where(a => a.UserId == user.UserId && a.RecoveryCodes == before).ExecuteUpdateAsync(s => s.SetProperty(a => a.RecoveryCodes, left), cancellationToken),
            cancellationToken
        );
        if (struck == 0)
            return false;
        // It is written: what is saved later must not write it once more, over what others struck out meanwhile.
        var known = db.Entry(user).Property(a => a.RecoveryCodes);
        (known.CurrentValue, known.OriginalValue) = (left, left);
        return true;
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.RecoveryCodes.Split(';', StringSplitOptions.RemoveEmptyEntries).Length);

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.UserId.ToString(CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.User.Login);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.User.Login.ToUpperInvariant());

    // A login stays: the history knows people by it.
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The database belongs to the request.
    }

    // Recovery codes are random enough for a fast hash.
    private static string Hashed(string code) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code)))[..32];

    private static Task Done(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}

/// <summary>Refuses a password that holds the login: it is what a guesser tries first.</summary>
internal sealed class NotTheLogin : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            password?.Contains(user.User.Login, StringComparison.OrdinalIgnoreCase) == true
                ? IdentityResult.Failed(new IdentityError { Code = "PasswordContainsLogin", Description = "password.same" })
                : IdentityResult.Success
        );
}

/// <summary>Identity's reasons in the words of this service.</summary>
internal static class PasswordRules
{
    public static string Why(IdentityResult refused, string language) =>
        string.Join(
            " ",
            refused
                .Errors.Select(e => e.Code switch
                {
                    nameof(IdentityErrorDescriber.PasswordTooShort) => "password.length",
                    nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => "password.varied",
                    "PasswordContainsLogin" => "password.same",
                    _ => e.Description,
                })
                .Distinct()
                .Select(key => Sentences.Find(language, key) ?? key)
        );
}
