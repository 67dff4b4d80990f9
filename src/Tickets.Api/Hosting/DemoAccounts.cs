using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Hosting;

/// <summary>Passwords of the demonstration's people: known to everybody, which is why they open nothing once the demonstration is off.</summary>
internal static class DemoAccounts
{
    /// <summary>The same for all of them, printed at start.</summary>
    public const string Password = "peragaan-kemensos";

    public static async Task Arrange(IServiceProvider services, bool on, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        string[] logins = [.. DemoPeople.All.Select(p => p.Login)];
        await db.Change(() => on ? LetIn(db, logins, cancellation) : ShutOut(db, logins, at, cancellation), cancellation);
    }

    private static async Task LetIn(TicketsDb db, string[] logins, CancellationToken cancellation)
    {
        var without = await db.Users.Where(u => logins.Contains(u.Login) && !db.Set<Account>().Any(a => a.UserId == u.Id && a.PasswordHash != null)).ToListAsync(cancellation);
        if (without.Count == 0)
            return;
        // One hash for all: it is one password, and each hash costs what a sign-in costs.
        var hash = new PasswordHasher<Account>().HashPassword(null!, Password);
        foreach (var user in without)
        {
            var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.UserId == user.Id, cancellation);
            if (account is null)
                db.Add(account = new Account(user, Guid.CreateVersion7().ToString("N")));
            account.PasswordIs(hash);
        }
    }

    private static async Task ShutOut(TicketsDb db, string[] logins, DateTimeOffset at, CancellationToken cancellation)
    {
        await db.Set<Account>().Where(a => logins.Contains(a.User.Login) && a.PasswordHash != null).ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, (string?)null), cancellation);
        await db.Set<Session>().Where(s => logins.Contains(s.User.Login) && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, at), cancellation);
    }
}
