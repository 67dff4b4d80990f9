using MediatR;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>Why each clock of a ticket is due when it is.</summary>
public sealed record ExplainClocks(string Number, Caller By, DateTimeOffset Now) : IRequest<IReadOnlyList<ExplainedClock>>;

/// <summary>One clock, and what was counted. All instants UTC; durations ISO 8601 in working time.</summary>
/// <param name="Kind">What it promises.</param>
/// <param name="Cycle">Which round.</param>
/// <param name="Policy">Policy and version.</param>
/// <param name="Calendar">Calendar and version.</param>
/// <param name="Target">The promised working time.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="WarnAt">When people are warned.</param>
/// <param name="MetAt">When it was kept.</param>
/// <param name="BreachedAt">When it was broken.</param>
/// <param name="PausedSince">Since when it stands.</param>
/// <param name="StoppedAt">When it fell away.</param>
/// <param name="Used">Working time used by now, or until it was met; pauses left out.</param>
/// <param name="Left">Working time left until it is due; null when it no longer runs.</param>
/// <param name="Pauses">When it stood still, and why.</param>
/// <param name="Spans">The working spans from start to due time, pauses cut out.</param>
/// <param name="EarlierAims">What it said before another policy, calendar or an older promise was taken.</param>
/// <param name="Escalations">The rungs of the ladder that were reached.</param>
public sealed record ExplainedClock(
    ClockKind Kind,
    int Cycle,
    string Policy,
    string Calendar,
    string Target,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset WarnAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? PausedSince,
    DateTimeOffset? StoppedAt,
    string Used,
    string? Left,
    IReadOnlyList<ClockPause> Pauses,
    IReadOnlyList<WorkingSpan> Spans,
    IReadOnlyList<EarlierAim> EarlierAims,
    IReadOnlyList<Escalation> Escalations
);

internal sealed class ExplainClocksHandler(TicketsDb db, Timetables timetables) : IRequestHandler<ExplainClocks, IReadOnlyList<ExplainedClock>>
{
    public async Task<IReadOnlyList<ExplainedClock>> Handle(ExplainClocks request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        var timetable = await timetables.For(ticket, cancellationToken);
        return [.. ticket.Clocks.OrderBy(c => c.Id).Select(c => Explain(c, timetable, request.Now))];
    }

    private static ExplainedClock Explain(Clock clock, Timetable timetable, DateTimeOffset now)
    {
        var calendar = timetable.Calendar(clock.Calendar);
        var until = clock.PausedSince ?? now;
        var used = clock.Used ?? clock.UsedBy(clock.StoppedAt ?? (now > clock.StartedAt ? now : clock.StartedAt), timetable);
        var left = !clock.Runs ? (TimeSpan?)null : until < clock.DueAt ? calendar.Elapsed(until, clock.DueAt) : TimeSpan.Zero;
        return new ExplainedClock(
            clock.Kind,
            clock.Cycle,
            clock.Policy,
            clock.Calendar,
            clock.Target,
            clock.StartedAt,
            clock.DueAt,
            clock.WarnAt,
            clock.MetAt,
            clock.BreachedAt,
            clock.PausedSince,
            clock.StoppedAt,
            WorkingDuration.Write(used),
            left is { } some ? WorkingDuration.Write(some) : null,
            clock.Pauses,
            [.. Counted(clock, calendar)],
            clock.EarlierAims,
            clock.Escalations
        );
    }

    private static IEnumerable<WorkingSpan> Counted(Clock clock, WorkingCalendar calendar)
    {
        var from = clock.StartedAt;
        foreach (var pause in clock.Pauses)
        {
            foreach (var span in calendar.Spans(from, pause.From))
                yield return span;
            from = pause.To ?? clock.DueAt;
        }

        if (from < clock.DueAt)
            foreach (var span in calendar.Spans(from, clock.DueAt))
                yield return span;
    }
}
