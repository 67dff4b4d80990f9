using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Reporting;

/// <summary>What statistics need of a ticket, no more: nothing of it names or quotes a citizen.</summary>
internal sealed record TicketFacts(
    long Id,
    DateTimeOffset OpenedAt,
    TicketStatus Status,
    bool Merged,
    string? Directorate,
    string Topic,
    Platform Platform,
    string? Officer,
    Priority Priority,
    string? Region
)
{
    /// <summary>Of a ticket that was read already, with its officer.</summary>
    public static TicketFacts Of(Ticket ticket) =>
        new(
            ticket.Id,
            ticket.OpenedAt,
            ticket.Status,
            ticket.MergedInto is not null,
            ticket.Directorate,
            ticket.Topic,
            ticket.Platform,
            ticket.Officer?.Login,
            ticket.Priority,
            ticket.Region
        );
}

/// <summary>What statistics need of a clock.</summary>
internal sealed record ClockFacts(
    ClockKind Kind,
    int Cycle,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? StoppedAt,
    DateTimeOffset? PausedSince,
    TimeSpan? Used
)
{
    /// <summary>Of a clock that was read already.</summary>
    public static ClockFacts Of(Clock clock) =>
        new(clock.Kind, clock.Cycle, clock.StartedAt, clock.DueAt, clock.MetAt, clock.BreachedAt, clock.StoppedAt, clock.PausedSince, clock.Used);

    /// <summary>When the promise was broken: the due time, written down or not, once an instant after it has passed while the clock ran.</summary>
    public DateTimeOffset? BrokenBy(DateTimeOffset now) => BreachedAt ?? (DueAt < (MetAt ?? StoppedAt ?? PausedSince ?? now) ? DueAt : null);

    /// <summary>Begun before that instant, and by then neither met nor fallen away.</summary>
    public bool IsOpenAt(DateTimeOffset instant) => StartedAt < instant && ((MetAt ?? StoppedAt) is not { } over || over >= instant);
}

/// <summary>Reading what statistics need.</summary>
internal static class Facts
{
    /// <summary>
    /// Tickets in the order of opening, each with those of its clocks that are asked for; one that has none of them is left out. One pass, a row a clock: of a
    /// ticket that was handed on nothing is kept.
    /// </summary>
    /// <param name="tickets">Which tickets.</param>
    /// <param name="which">Which of their clocks.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async IAsyncEnumerable<(TicketFacts Ticket, IReadOnlyList<ClockFacts> Clocks)> WithClocks(
        this IQueryable<Ticket> tickets,
        Expression<Func<Clock, bool>> which,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var rows =
            from ticket in tickets
            from clock in ticket.Clocks.AsQueryable().Where(which)
            orderby ticket.OpenedAt, ticket.Id
            select new
            {
                Ticket = new TicketFacts(
                    ticket.Id,
                    ticket.OpenedAt,
                    ticket.Status,
                    ticket.MergedInto != null,
                    ticket.Directorate,
                    ticket.Topic,
                    ticket.Platform,
                    ticket.Officer!.Login,
                    ticket.Priority,
                    ticket.Region
                ),
                Clock = new ClockFacts(clock.Kind, clock.Cycle, clock.StartedAt, clock.DueAt, clock.MetAt, clock.BreachedAt, clock.StoppedAt, clock.PausedSince, clock.Used),
            };
        TicketFacts? current = null;
        List<ClockFacts> clocks = [];
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (current is not null && current.Id != row.Ticket.Id)
            {
                yield return (current, clocks);
                clocks = [];
            }

            current = row.Ticket;
            clocks.Add(row.Clock);
        }

        if (current is not null)
            yield return (current, clocks);
    }
}
