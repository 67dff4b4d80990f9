using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Retention;

/// <summary>How long words and names are kept, and what the next night would take away.</summary>
/// <param name="At">When it is asked.</param>
public sealed record ShowRetention(DateTimeOffset At) : IRequest<ShownRetention>;

/// <summary>The rules of retention.</summary>
/// <param name="ClosedMonths">So many months after the end of a ticket its words and names are taken away; null: never.</param>
/// <param name="RemovedDays">So many days after its writer took a message away, people no longer see its words; 0: at once.</param>
/// <param name="DeliveryDays">So many days after its arrival a raw delivery that was read is deleted; null: never.</param>
/// <param name="KeptOn">The last night on which they were kept, a date in Jakarta; null before the first.</param>
/// <param name="TicketsDue">How many tickets are older than that and still have their words.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ShownRetention(int? ClosedMonths, int RemovedDays, int? DeliveryDays, DateOnly? KeptOn, int TicketsDue, int Version);

internal sealed class ShowRetentionHandler(TicketsDb db) : IRequestHandler<ShowRetention, ShownRetention>
{
    public async Task<ShownRetention> Handle(ShowRetention request, CancellationToken cancellationToken)
    {
        var rules = await db.RetentionRules.AsNoTracking().SingleAsync(cancellationToken);
        return await db.Shown(rules, request.At, cancellationToken);
    }
}

internal static class WhatIsKept
{
    public static async Task<ShownRetention> Shown(this TicketsDb db, RetentionRules rules, DateTimeOffset at, CancellationToken cancellation) =>
        new(
            rules.ClosedMonths,
            rules.RemovedDays,
            rules.DeliveryDays,
            rules.KeptOn is { } day ? DateOnly.FromDayNumber(day) : null,
            rules.EndedBefore(at) is { } before ? await db.TicketsToForget(before).CountAsync(cancellation) : 0,
            rules.Version
        );

    /// <summary>What ended before this instant has been kept long enough; null: everything is kept.</summary>
    public static DateTimeOffset? EndedBefore(this RetentionRules rules, DateTimeOffset now) =>
        // Months as the ministry's seat counts them.
        rules.ClosedMonths is { } months ? now.ToOffset(Sentences.Wib).AddMonths(-months).ToUniversalTime() : null;

    /// <summary>
    /// Tickets whose words have been kept long enough. What went into another ticket lives on there, and is kept as long as that one; while words of ours are
    /// still on their way, nothing is taken from under them.
    /// </summary>
    public static IQueryable<Ticket> TicketsToForget(this TicketsDb db, DateTimeOffset endedBefore) =>
        db.Tickets.IgnoreAutoIncludes()
            .Where(t =>
                t.ForgottenAt == null
                && t.ClosedAt != null
                && t.ClosedAt < endedBefore
                && (t.Status == TicketStatus.Closed || t.Status == TicketStatus.Referred || t.Status == TicketStatus.Invalid)
                && (t.MergedInto == null || db.Tickets.Any(o => o.Number == t.MergedInto && o.ForgottenAt != null))
                && !db.Notices.Any(n => n.TicketId == t.Id && ((n.State == NoticeState.Pending && n.NextAttemptAt != null) || n.State == NoticeState.Sending))
            );
}
