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
/// <param name="Promised">All working time from start to due time, pauses left out: what the spans, and also the runs, add up to, with what was brought along.</param>
/// <param name="Brought">Working time that an older promise had used when its ticket was merged in; null when none was.</param>
/// <param name="Over">Working time used after the due time; null when there is none. Used is promised less left, or promised plus over.</param>
/// <param name="Runs">The same spans as people read them: equal days one after another are one line.</param>
/// <param name="Closures">What was closed although the week says it is open, by name; these did not count.</param>
/// <param name="Seasons">The seasons whose hours counted, by name.</param>
/// <param name="PolicyName">What the policy is called.</param>
/// <param name="CalendarName">What the calendar is called.</param>
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
    IReadOnlyList<Escalation> Escalations,
    string Promised,
    string? Brought,
    string? Over,
    IReadOnlyList<CountedRun> Runs,
    IReadOnlyList<SkippedClosure> Closures,
    IReadOnlyList<string> Seasons,
    string PolicyName,
    string CalendarName
);

internal sealed class ExplainClocksHandler(TicketsDb db, Timetables timetables) : IRequestHandler<ExplainClocks, IReadOnlyList<ExplainedClock>>
{
    public async Task<IReadOnlyList<ExplainedClock>> Handle(ExplainClocks request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        var timetable = await timetables.For(ticket, cancellationToken);
        return [.. ticket.Clocks.OrderBy(c => c.Id).Select(c => Explain(c, timetable, request.Now))];
    }

    internal static ExplainedClock Explain(Clock clock, Timetable timetable, DateTimeOffset now)
    {
        var calendar = timetable.Calendar(clock.Calendar);
        var until = clock.PausedSince ?? now;
        var used = clock.Used ?? clock.UsedBy(clock.StoppedAt ?? (now > clock.StartedAt ? now : clock.StartedAt), timetable);
        var left = !clock.Runs ? (TimeSpan?)null : until < clock.DueAt ? calendar.Elapsed(until, clock.DueAt) : TimeSpan.Zero;
        var (stretches, brought) = clock.Counted();
        List<WorkingSpan> spans = [.. stretches.SelectMany(s => timetable.Calendar(s.Calendar).Spans(s.From, s.To))];
        var promised = brought + TimeSpan.FromTicks(spans.Sum(s => s.Length.Ticks));
        List<CountedRun> runs =
        [
            .. stretches
                .GroupBy(s => s.Calendar)
                .SelectMany(g => CountedRun.Of(g.SelectMany(s => timetable.Calendar(s.Calendar).Spans(s.From, s.To)), timetable.Calendar(g.Key).Definition)),
        ];
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
            spans,
            clock.EarlierAims,
            clock.Escalations,
            WorkingDuration.Write(promised),
            brought > TimeSpan.Zero ? WorkingDuration.Write(brought) : null,
            used > promised ? WorkingDuration.Write(used - promised) : null,
            runs,
            [.. stretches.SelectMany(s => SkippedClosure.Within([(s.From, s.To)], timetable.Calendar(s.Calendar).Definition))],
            [.. runs.Select(r => r.Season).OfType<string>().Distinct()],
            timetable.PolicyName(clock.Policy),
            timetable.CalendarName(clock.Calendar)
        );
    }
}

/// <summary>Equal working days one after another, or a single one.</summary>
/// <param name="From">The first date, in the calendar's zone.</param>
/// <param name="To">The last date.</param>
/// <param name="Days">How many days; dates between that are closed are not among them.</param>
/// <param name="Hours">What counted of each, by the wall clock; an end on the next morning is before its beginning.</param>
/// <param name="Each">Working time of each, ISO 8601.</param>
/// <param name="Total">Working time of all, ISO 8601.</param>
/// <param name="Season">The season whose hours they are; null outside any, or in one without a name.</param>
public sealed record CountedRun(DateOnly From, DateOnly To, int Days, IReadOnlyList<IReadOnlyList<string>> Hours, string Each, string Total, string? Season)
{
    internal static IEnumerable<CountedRun> Of(IEnumerable<WorkingSpan> spans, WorkingCalendarDefinition definition)
    {
        List<Day> run = [];
        foreach (var day in DaysOf(spans, definition))
        {
            if (run.Count > 0 && !day.Equals(run[0]))
            {
                yield return Told(run);
                run.Clear();
            }

            run.Add(day);
        }

        if (run.Count > 0)
            yield return Told(run);
    }

    private static CountedRun Told(List<Day> run) =>
        new(
            run[0].Date,
            run[^1].Date,
            run.Count,
            [.. run[0].Spans.Select(s => (IReadOnlyList<string>)[TimesOfDay.Write(s.From), TimesOfDay.Write(s.To)])],
            WorkingDuration.Write(run[0].Length),
            WorkingDuration.Write(run[0].Length * run.Count),
            run[0].Season
        );

    private static IEnumerable<Day> DaysOf(IEnumerable<WorkingSpan> spans, WorkingCalendarDefinition definition) =>
        spans
            .SelectMany(s => AtMidnights(s, definition))
            .GroupBy(s => definition.DateAt(s.Start))
            .Select(day => new Day(
                day.Key,
                [.. day.Select(s => (WallClock(s.Start, definition), End(s.End, definition)))],
                TimeSpan.FromTicks(day.Sum(s => s.Length.Ticks)),
                definition.Seasons.FirstOrDefault(s => s.From <= day.Key && day.Key <= s.To)?.Name
            ));

    // A night is one span; what is open for a day and more is told day by day.
    private static IEnumerable<WorkingSpan> AtMidnights(WorkingSpan span, WorkingCalendarDefinition definition)
    {
        while (span.Length > TimeSpan.FromDays(1))
        {
            var midnight = definition.StartOf(definition.DateAt(span.Start).AddDays(1));
            yield return span with { End = midnight };
            span = span with { Start = midnight };
        }

        yield return span;
    }

    private static TimeSpan WallClock(DateTimeOffset instant, WorkingCalendarDefinition definition) => definition.WallClockAt(instant).TimeOfDay;

    private static TimeSpan End(DateTimeOffset instant, WorkingCalendarDefinition definition) =>
        WallClock(instant, definition) is var time && time == TimeSpan.Zero ? TimeSpan.FromDays(1) : time;

    private sealed record Day(DateOnly Date, IReadOnlyList<(TimeSpan From, TimeSpan To)> Spans, TimeSpan Length, string? Season)
    {
        public bool Equals(Day? other) => other is not null && Length == other.Length && Season == other.Season && Spans.SequenceEqual(other.Spans);

        public override int GetHashCode() => HashCode.Combine(Length, Season, Spans.Count);
    }
}

/// <summary>A closure that took working time away.</summary>
/// <param name="Date">Its date, in the calendar's zone.</param>
/// <param name="From">From when, by the wall clock; null for the whole date.</param>
/// <param name="To">Until when; null for the whole date.</param>
/// <param name="Name">For people.</param>
/// <param name="Length">The working time that would have counted without any closure, ISO 8601.</param>
public sealed record SkippedClosure(DateOnly Date, string? From, string? To, string? Name, string Length)
{
    internal static IEnumerable<SkippedClosure> Within(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> counted, WorkingCalendarDefinition definition)
    {
        if (counted.Count == 0)
            yield break;
        var (first, last) = (definition.DateAt(counted[0].From), definition.DateAt(counted[^1].To));
        List<CalendarClosure> closures = [.. definition.Closures.Where(c => c.Date >= first && c.Date <= last).OrderBy(c => c.Date).ThenBy(c => c.From)];
        if (closures.Count == 0)
            yield break;
        var withoutAny = WorkingCalendar.CompileSpliced(definition with { Closures = [] });
        foreach (var closure in closures)
        {
            var ticks = (
                from shown in definition.WhenShown(closure)
                from part in counted
                let start = shown.From > part.From ? shown.From : part.From
                let end = shown.To < part.To ? shown.To : part.To
                where start < end
                select withoutAny.Elapsed(start, end).Ticks
            ).Sum();
            if (ticks > 0)
                yield return new(closure.Date, Told(closure.From), Told(closure.To), closure.Name, WorkingDuration.Write(new TimeSpan(ticks)));
        }
    }

    private static string? Told(TimeSpan? time) => time is { } some ? TimesOfDay.Write(some) : null;
}
