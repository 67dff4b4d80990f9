using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sweeping;

/// <summary>
/// What the rows say should have gone on and has not: the messages that would have told so were lost, in a crash or with a broker. Asked again and again;
/// everything found is safe to do twice.
/// </summary>
/// <param name="Now">The present.</param>
/// <param name="Grace">What is younger is left to the messages that are under way.</param>
public sealed record FindLeftBehind(DateTimeOffset Now, TimeSpan Grace) : IRequest<LeftBehind>;

/// <summary>What to ask for again.</summary>
/// <param name="Deliveries">Raw deliveries nobody read.</param>
/// <param name="NewTickets">Numbers of tickets nobody routed.</param>
/// <param name="Notices">Keys of words whose time has come.</param>
/// <param name="Blocked">Keys of words for which nobody has looked for another way.</param>
/// <param name="Breaches">Breaches no supervisor was told of.</param>
/// <param name="Unpublished">Events the bus has not got, oldest first.</param>
public sealed record LeftBehind(
    IReadOnlyList<long> Deliveries,
    IReadOnlyList<string> NewTickets,
    IReadOnlyList<string> Notices,
    IReadOnlyList<string> Blocked,
    IReadOnlyList<SlaBreached> Breaches,
    IReadOnlyList<EventRow> Unpublished
);

internal sealed class FindLeftBehindHandler(TicketsDb db) : IRequestHandler<FindLeftBehind, LeftBehind>
{
    private const int AtOnce = 500;

    public async Task<LeftBehind> Handle(FindLeftBehind request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var since = request.Now - request.Grace;
        var unpublished = await db
            .Events.AsNoTracking()
            .Where(e => e.Outbox != null && e.RecordedAt <= since)
            .OrderBy(e => e.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        var deliveries = await db
            .Deliveries.Where(d => d.Unread != null && d.ReceivedAt <= since)
            .OrderBy(d => d.Id)
            .Take(AtOnce)
            .Select(d => d.Id)
            .ToListAsync(cancellationToken);
        var tickets = await db
            .Tickets.Where(t => t.Status == TicketStatus.New && t.OpenedAt <= since)
            .OrderBy(t => t.OpenedAt)
            .Take(AtOnce)
            .Select(t => t.Number)
            .ToListAsync(cancellationToken);
        // Of a channel that is held nothing goes out: its notices wait as they are.
        var held = await db.Channels.Where(c => c.HeldUntil != null && c.HeldUntil > request.Now).Select(c => c.Platform).ToListAsync(cancellationToken);
        var notices = await db
            .Notices.Where(n => n.NextAttemptAt != null && n.NextAttemptAt <= since && !held.Contains(n.Platform))
            .OrderByDescending(n => n.Urgent)
            .ThenBy(n => n.NextAttemptAt)
            .Take(AtOnce)
            .Select(n => n.Key)
            .ToListAsync(cancellationToken);
        var blocked = await db
            .Notices.Where(n => n.SeeksOtherWay == true)
            .OrderBy(n => n.Id)
            .Take(AtOnce)
            .Select(n => n.Key)
            .ToListAsync(cancellationToken);
        var breaches = await (
            from clock in db.Clocks
            join ticket in db.Tickets.IgnoreAutoIncludes() on clock.TicketId equals ticket.Id
            where clock.BreachedAt != null && clock.EscalatedAt == null && clock.BreachedAt <= since
            orderby clock.BreachedAt
            select new SlaBreached(ticket.Number, clock.Kind, clock.Cycle, clock.DueAt)
        )
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        return new LeftBehind(deliveries, tickets, notices, blocked, breaches, unpublished);
    }
}

/// <summary>The bus has these events now.</summary>
public sealed record MarkPublished(IReadOnlyList<long> Ids) : IRequest<Unit>;

internal sealed class MarkPublishedHandler(TicketsDb db, WriteTurns turns) : IRequestHandler<MarkPublished, Unit>
{
    public async Task<Unit> Handle(MarkPublished request, CancellationToken cancellationToken)
    {
        long[] ids = [.. request.Ids];
        using var turn = await turns.Take(cancellationToken);
        await db.Events.Where(e => EF.Parameter(ids).Contains(e.Id)).ExecuteUpdateAsync(s => s.SetProperty(e => e.Outbox, (bool?)null), cancellationToken);
        return Unit.Value;
    }
}
