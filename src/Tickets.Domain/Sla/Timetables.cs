using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>
/// The timetable in force, read once and kept until somebody changes a policy or calendar; in other processes a change counts within a minute.
/// </summary>
public sealed class Timetables(IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);
    private (Timetable Table, DateTimeOffset ReadAt)? kept;

    /// <summary>The timetable in force.</summary>
    public async ValueTask<Timetable> Current(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (kept is { } fresh && now - fresh.ReadAt < Lasts && now >= fresh.ReadAt)
            return fresh.Table;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var policies = await db.SlaPolicies.AsNoTracking().ToListAsync(cancellation);
        var calendars = await db.Calendars.AsNoTracking().ToListAsync(cancellation);
        var table = new Timetable(policies, calendars);
        kept = (table, now);
        return table;
    }

    /// <summary>Something changed: read again next time.</summary>
    public void Forget() => kept = null;
}
