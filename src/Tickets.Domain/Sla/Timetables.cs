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
    private volatile Kept? kept;
    private int changes;

    /// <summary>The timetable in force.</summary>
    public async ValueTask<Timetable> Current(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        // What was read while somebody changed it is good for that question, but not for later ones.
        var known = Volatile.Read(ref changes);
        if (kept is { } fresh && fresh.Changes == known && now - fresh.ReadAt < Lasts && now >= fresh.ReadAt)
            return fresh.Table;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var policies = await db.SlaPolicies.AsNoTracking().ToListAsync(cancellation);
        var calendars = await db.Calendars.AsNoTracking().ToListAsync(cancellation);
        var table = new Timetable(policies, calendars);
        kept = new Kept(table, now, known);
        return table;
    }

    /// <summary>The timetable in force for a ticket: another process may have begun a version of a policy or calendar that this one has not read yet.</summary>
    public ValueTask<Timetable> For(Ticket ticket, CancellationToken cancellation) => For(ticket.Clocks, cancellation);

    /// <inheritdoc cref="For(Ticket, CancellationToken)"/>
    public ValueTask<Timetable> For(Conversation conversation, CancellationToken cancellation) => For(conversation.Clocks, cancellation);

    private async ValueTask<Timetable> For(IReadOnlyList<Clock> clocks, CancellationToken cancellation)
    {
        var table = await Current(cancellation);
        if (clocks.All(table.Knows))
            return table;
        Forget();
        return await Current(cancellation);
    }

    /// <summary>Something changed: read again next time.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    private sealed record Kept(Timetable Table, DateTimeOffset ReadAt, int Changes);
}
