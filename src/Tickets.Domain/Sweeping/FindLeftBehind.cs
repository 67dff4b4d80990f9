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
/// <param name="PutAsideAfter">
/// Not null to look also at events that were put aside, those after this one: a process that just started may know what the one before it did not.
/// </param>
public sealed record FindLeftBehind(DateTimeOffset Now, TimeSpan Grace, long? PutAsideAfter = null) : IRequest<LeftBehind>;

/// <summary>What to ask for again.</summary>
/// <param name="Deliveries">Raw deliveries nobody read.</param>
/// <param name="NewTickets">Numbers of tickets nobody routed.</param>
/// <param name="Notices">Keys of words whose time has come.</param>
/// <param name="Blocked">Keys of words for which nobody has looked for another way.</param>
/// <param name="Unpublished">Events the bus has not got, oldest first.</param>
/// <param name="Unknown">Events that wait for the bus and that this version does not know: a newer one wrote them.</param>
/// <param name="MorePutAside">After which one to look on when there may be more that were put aside; null when all were looked at, or none were asked for.</param>
public sealed record LeftBehind(
    IReadOnlyList<long> Deliveries,
    IReadOnlyList<string> NewTickets,
    IReadOnlyList<string> Notices,
    IReadOnlyList<string> Blocked,
    IReadOnlyList<EventRow> Unpublished,
    IReadOnlyList<UnknownEvent> Unknown,
    long? MorePutAside
);

/// <summary>An event that this version cannot read.</summary>
/// <param name="Id">Its sequence.</param>
/// <param name="Type">Its name.</param>
public sealed record UnknownEvent(long Id, string Type);

internal sealed class FindLeftBehindHandler(TicketsDb db) : IRequestHandler<FindLeftBehind, LeftBehind>
{
    private const int AtOnce = 500;
    private static readonly string[] Known = [.. TicketEventNames.Known];

    public async Task<LeftBehind> Handle(FindLeftBehind request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var since = request.Now - request.Grace;
        if (request.PutAsideAfter is null && !await Anything(since, cancellationToken))
            return new LeftBehind([], [], [], [], [], [], null);
        var putAsideAfter = request.PutAsideAfter ?? long.MaxValue;
        var unpublished = await db
            .Events.AsNoTracking()
            .Where(e => e.Outbox != null && (e.Outbox == true || e.Id > putAsideAfter) && EF.Constant(Known).Contains(e.Type) && e.RecordedAt <= since)
            .OrderBy(e => e.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        // The process that wrote them knows them and publishes them itself, unless it could not until now.
        var unknown = await db
            .Events.Where(e => e.Outbox != null && e.Outbox == true && !EF.Constant(Known).Contains(e.Type) && e.RecordedAt <= since)
            .OrderBy(e => e.Id)
            .Take(AtOnce)
            .Select(e => new UnknownEvent(e.Id, e.Type))
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
        return new LeftBehind(deliveries, tickets, notices, blocked, unpublished, unknown, request.PutAsideAfter is not null && unpublished.Count == AtOnce ? unpublished[^1].Id : null);
    }

    // Most times there is nothing: one question a second that takes a step into each index, instead of seven.
    private Task<bool> Anything(DateTimeOffset since, CancellationToken cancellation) =>
        db
            .Events.Where(e => e.Outbox != null && e.Outbox == true && e.RecordedAt <= since)
            .Select(e => e.Id)
            .Concat(db.Deliveries.Where(d => d.Unread != null && d.ReceivedAt <= since).Select(d => d.Id))
            .Concat(db.Tickets.Where(t => t.Status == TicketStatus.New && t.OpenedAt <= since).Select(t => t.Id))
            .Concat(db.Notices.Where(n => n.NextAttemptAt != null && n.NextAttemptAt <= since).Select(n => n.Id))
            .Concat(db.Notices.Where(n => n.SeeksOtherWay == true).Select(n => n.Id))
            .AnyAsync(cancellation);
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

/// <summary>These events cannot be published by this version: they no longer wait, and stand in the audit's list of what was put aside until a person looks.</summary>
public sealed record PutEventsAside(IReadOnlyList<long> Ids) : IRequest<Unit>;

internal sealed class PutEventsAsideHandler(TicketsDb db, WriteTurns turns) : IRequestHandler<PutEventsAside, Unit>
{
    public async Task<Unit> Handle(PutEventsAside request, CancellationToken cancellationToken)
    {
        long[] ids = [.. request.Ids];
        using var turn = await turns.Take(cancellationToken);
        await db
            .Events.Where(e => EF.Parameter(ids).Contains(e.Id) && e.Outbox != null)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Outbox, (bool?)false), cancellationToken);
        return Unit.Value;
    }
}
