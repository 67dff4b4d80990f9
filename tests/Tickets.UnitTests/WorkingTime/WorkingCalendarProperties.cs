using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

/// <summary>
/// What holds for every calendar: random weeks with nights, seasons, closures and half days, in zones with and without clock changes, around
/// dates on which clocks change. A failure prints its calendar as JSON and the questions asked.
/// </summary>
public sealed class WorkingCalendarProperties
{
    // Clock changes of an hour in either hemisphere, of half an hour, at midnight (Cairo), across midnight (St John's before 2011), and none.
    private static readonly (string Zone, DateOnly Around)[] Places =
    [
        ("Asia/Jakarta", new(2026, 3, 19)), ("Asia/Jayapura", new(2025, 12, 31)), ("UTC", new(2024, 2, 29)),
        ("Europe/Berlin", new(2026, 3, 29)), ("Europe/Berlin", new(2026, 10, 25)), ("America/New_York", new(2026, 3, 8)), ("America/New_York", new(2026, 11, 1)),
        ("Australia/Lord_Howe", new(2026, 4, 5)), ("Australia/Lord_Howe", new(2026, 10, 4)), ("Africa/Cairo", new(2026, 4, 24)),
        ("Africa/Cairo", new(2026, 10, 30)), ("America/St_Johns", new(2010, 11, 7)), ("Pacific/Kiritimati", new(2025, 12, 31)),
    ];

    private static readonly Gen<Case> Cases =
        from place in Gen.Elements(Places)
        from hours in Week()
        from seasons in Seasons(place.Around)
        from closures in Gen.ListOf(Closure(place.Around), 4)
        from start in Gen.Choose(-4 * 24 * 60, 4 * 24 * 60)
        from ticks in Gen.Choose(0, 3)
        from first in Durations()
        from second in Durations()
        select new Case(
            new() { TimeZone = place.Zone, Hours = hours, Seasons = seasons, Closures = closures },
            new DateTimeOffset(place.Around.ToDateTime(new(12, 0)), TimeSpan.Zero).AddMinutes(start).AddTicks(ticks),
            first,
            second);

    [Fact]
    public void The_working_time_until_a_due_time_is_the_duration() => Holds(500, (calendar, one) =>
        Due(calendar, one.From, one.First) is not { } due || calendar.Elapsed(one.From, due).Ticks == one.First);

    [Fact]
    public void A_duration_can_be_used_up_in_two_parts() => Holds(500, (calendar, one) =>
        Due(calendar, one.From, one.First) is not { } between || Due(calendar, between, one.Second) == Due(calendar, one.From, one.First + one.Second));

    [Fact]
    public void Working_time_adds_up_over_any_instant_between() => Holds(500, (calendar, one) =>
    {
        var (between, to) = (one.From.AddTicks(one.First), one.From.AddTicks(one.First + one.Second));
        return calendar.Elapsed(one.From, to) == calendar.Elapsed(one.From, between) + calendar.Elapsed(between, to);
    });

    [Fact]
    public void A_later_start_and_a_longer_duration_are_never_due_earlier() => Holds(500, (calendar, one) =>
        Due(calendar, one.From, one.First) is not { } due
        || ((Due(calendar, one.From, one.First + one.Second) ?? DateTimeOffset.MaxValue) >= due
            && (Due(calendar, one.From.AddTicks(one.Second), one.First) ?? DateTimeOffset.MaxValue) >= due));

    [Fact]
    public void The_tick_before_a_due_time_is_open_and_never_inside_a_closure() => Holds(500, (calendar, one) =>
        one.First == 0 || Due(calendar, one.From, one.First) is not { } due || new WallClockReference(one.Definition).IsOpen(Instant.FromDateTimeOffset(due.AddTicks(-1))));

    [Fact]
    public void The_same_hours_in_another_zone_are_the_same_shifted() => Holds(300, (_, one) =>
    {
        // Only zones without clock changes can be shifted whole.
        var (west, east) = (Compiled(one.Definition with { TimeZone = "Asia/Jakarta" }), Compiled(one.Definition with { TimeZone = "Asia/Jayapura" }));
        var twoHours = TimeSpan.FromHours(2);
        return west is null || east is null
            || (Due(west, one.From, one.First) == Due(east, one.From - twoHours, one.First) + twoHours
                && Due(west, one.From, 3, days: true) == Due(east, one.From - twoHours, 3, days: true) + twoHours);
    });

    [Fact]
    public void The_spans_are_in_order_apart_and_add_up() => Holds(500, (calendar, one) =>
    {
        var to = one.From.AddTicks(one.First + one.Second);
        var spans = calendar.Spans(one.From, to).ToList();
        return spans.Sum(span => span.Length.Ticks) == calendar.Elapsed(one.From, to).Ticks
            && spans.TrueForAll(span => span.Start < span.End && span.Start >= one.From && span.End <= to)
            && spans.Zip(spans.Skip(1)).All(pair => pair.First.End < pair.Second.Start);
    });

    [Fact]
    public void Answers_are_those_of_walking_minute_by_minute() => Holds(150, (calendar, one) =>
    {
        var reference = new WallClockReference(one.Definition);
        var from = Instant.FromDateTimeOffset(one.From);
        var limit = from.Plus(NodaTime.Duration.FromDays(12));
        var due = reference.Due(from, one.First, limit);
        var to = one.From.AddTicks(one.Second);
        return (due is null || Due(calendar, one.From, one.First) == due.Value.ToDateTimeOffset())
            && calendar.Elapsed(one.From, to).Ticks == reference.Elapsed(from, Instant.FromDateTimeOffset(to));
    });

    [Fact]
    public void Working_days_are_those_of_walking_date_by_date() => Holds(150, (calendar, one) =>
    {
        var reference = new WallClockReference(one.Definition);
        var from = Instant.FromDateTimeOffset(one.From);
        var limit = from.Plus(NodaTime.Duration.FromDays(12));
        return Enumerable.Range(0, 6).All(days =>
            reference.EndOfWorkingDay(from, days, limit) is not { } end || Due(calendar, one.From, days, days: true) == end.ToDateTimeOffset());
    });

    private static void Holds(int cases, Func<WorkingCalendar, Case, bool> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true),
            Prop.ForAll(Cases.ToArbitrary(), one => Compiled(one.Definition) is not { } calendar || property(calendar, one)));

    private static WorkingCalendar? Compiled(WorkingCalendarDefinition definition)
    {
        try
        {
            return WorkingCalendar.Compile(definition);
        }
        catch (CalendarRefused refused) when (refused.Reason == CalendarRefusal.CalendarNeverOpens)
        {
            return null;
        }
    }

    private static DateTimeOffset? Due(WorkingCalendar calendar, DateTimeOffset from, long amount, bool days = false)
    {
        try
        {
            return calendar.Due(from, days ? WorkingDuration.OfWorkingDays((int)amount) : WorkingDuration.OfTime(TimeSpan.FromTicks(amount)));
        }
        catch (CalendarRefused refused) when (refused.Reason == CalendarRefusal.NotEnoughWorkingTime)
        {
            return null;
        }
    }

    /// <summary>Nothing, some ticks, some minutes (so that spans are used up exactly), or both: up to four days.</summary>
    private static Gen<long> Durations() =>
        from minutes in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(0, 8).Select(halves => halves * 30)), (6, Gen.Choose(0, 4 * 24 * 60)))
        from ticks in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 600_000_000)))
        select (minutes * TimeSpan.TicksPerMinute) + ticks;

    private static Gen<IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>>> Week() =>
        from days in Gen.ListOf(Day(), 7)
        select (IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>>)WithoutOverlaps([.. days]);

    private static Gen<List<HourSpan>> Day() =>
        from times in Gen.Frequency((1, Gen.Constant<List<int>>([])), (5, Gen.ListOf(Minute(), 4).Select(list => list.ToList())))
        from night in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 16).Select(halves => halves * 30)))
        select Spans([.. times.Order()], night);

    /// <summary>Mostly on the half hour, where spans, closures and clock changes meet.</summary>
    private static Gen<int> Minute() => Gen.Frequency((4, Gen.Choose(0, 48).Select(halves => halves * 30)), (1, Gen.Choose(0, 24 * 60)));

    private static List<HourSpan> Spans(int[] times, int night)
    {
        List<HourSpan> spans = [];
        for (var i = 0; i + 1 < times.Length; i += 2)
        {
            if (times[i] < times[i + 1])
                spans.Add(new(TimeSpan.FromMinutes(times[i]), TimeSpan.FromMinutes(times[i + 1])));
        }
        var last = spans.Count > 0 ? spans[^1].To : TimeSpan.FromHours(20);
        if (night > 0 && last < TimeSpan.FromDays(1) && night < last.TotalMinutes)
            spans.Add(new(last, TimeSpan.FromMinutes(night)));
        return spans;
    }

    /// <summary>A night that would run into the next morning's spans moves them aside, as the rules ask.</summary>
    private static Dictionary<DayOfWeek, IReadOnlyList<HourSpan>> WithoutOverlaps(List<HourSpan>[] days)
    {
        for (var day = 0; day < 7; day++)
        {
            if (days[day] is [.., var night] && night.To <= night.From)
                days[(day + 1) % 7].RemoveAll(span => span.From < night.To);
        }
        return Enumerable.Range(0, 7).Where(day => days[day].Count > 0).ToDictionary(day => (DayOfWeek)day, day => (IReadOnlyList<HourSpan>)days[day]);
    }

    private static Gen<IReadOnlyList<CalendarSeason>> Seasons(DateOnly around) =>
        from first in Gen.Choose(-5, 5)
        from length in Gen.Choose(0, 4)
        from gap in Gen.Choose(1, 3)
        from hours in Week()
        from later in Week()
        from count in Gen.Choose(0, 2)
        select (IReadOnlyList<CalendarSeason>)new CalendarSeason[]
        {
            new(around.AddDays(first), around.AddDays(first + length), hours),
            new(around.AddDays(first + length + gap), around.AddDays(first + length + gap + 2), later),
        }[..count];

    private static Gen<CalendarClosure> Closure(DateOnly around) =>
        from days in Gen.Choose(-4, 8)
        from whole in Gen.Choose(0, 2)
        from one in Minute()
        from other in Minute()
        select whole == 0 || one == other
            ? new CalendarClosure(around.AddDays(days))
            : new CalendarClosure(around.AddDays(days), TimeSpan.FromMinutes(Math.Min(one, other)), TimeSpan.FromMinutes(Math.Max(one, other)));

    private sealed record Case(WorkingCalendarDefinition Definition, DateTimeOffset From, long First, long Second)
    {
        public override string ToString() =>
            $"{System.Text.Json.JsonSerializer.Serialize(Definition)} from {From:O}, {WorkingDuration.Write(new(First))}, {WorkingDuration.Write(new(Second))}";
    }
}
