using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Resolution;

/// <summary>How much waits where, for the counters beside the menu.</summary>
public sealed record CountWork(Caller By, DateTimeOffset Now) : IRequest<WorkCounts>;

/// <summary>How much waits. Null where the caller has no business.</summary>
/// <param name="Inbox">Conversations to triage.</param>
/// <param name="Mine">Open tickets in the caller's own hands.</param>
/// <param name="Late">Open tickets past a due time, of those that the caller sees.</param>
/// <param name="Unread">What the caller was told of and has not read; null for a machine.</param>
public sealed record WorkCounts(int? Inbox, int? Mine, int? Late, int? Unread);

internal sealed class CountWorkHandler(TicketsDb db) : IRequestHandler<CountWork, WorkCounts>
{
    public async Task<WorkCounts> Handle(CountWork request, CancellationToken cancellationToken)
    {
        TicketStatus[] open = [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen];
        var by = request.By;
        var seen = by.SeesAll ? db.Tickets : db.Tickets.Where(t => t.Directorate == by.Directorate);
        // From the clocks that are late to their tickets: asked the other way round, every open ticket would be looked at.
        var late = db.Clocks.Where(c => c.MetAt == null && c.StoppedAt == null && c.PausedSince == null && c.DueAt < request.Now && c.TicketId != null).Select(c => c.TicketId!.Value);
        return new WorkCounts(
            by.IsAny(Roles.AdminSocial | Roles.Administrator)
                ? await db.Conversations.CountAsync(c => c.InboxRank != null && !db.Set<Handling>().Any(h => h.ConversationId == c.Id && h.RestsUntil > request.Now && c.LastHeardAt <= h.RestedAt), cancellationToken)
                : null,
            by.IsAny(Roles.Officer) && by.Actor.UserId is { } me ? await db.Tickets.CountAsync(t => t.OfficerId == me && open.Contains(t.Status), cancellationToken) : null,
            by.IsAny(Roles.Officer | Roles.Supervisor | Roles.AdminSocial | Roles.Administrator | Roles.Director | Roles.Inspectorate)
                ? await seen.CountAsync(
                    t => open.Contains(t.Status) && late.Contains(t.Id),
                    cancellationToken
                )
                : null,
            by.Actor.UserId is { } told ? await db.Notifications.CountAsync(n => n.UserId == told && n.ReadAt == null && n.TellAt <= request.Now, cancellationToken) : null
        );
    }
}
