using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// Answers two questions about working time, exact to the tick of 100 ns: when is a duration used up, and how much working time lies between
/// two instants.
/// </summary>
/// <remarks>
/// <para>
/// Instants come in with any offset and go out in UTC; hours, seasons and closures are by the wall clock of the calendar's own zone. With
/// Mon–Thu 07:30–12:00, 13:00–16:00 in Asia/Jakarta:
/// </para>
/// <list type="bullet">
/// <item><c>Due(Mon 11:00 +07:00, PT2H)</c> is Mon 14:00 +07:00: one hour before the break, one after it.</item>
/// <item><c>Due(Mon 11:00 +07:00, PT1H)</c> is Mon 12:00 +07:00: what is used up at the end of a span is due there, not at 13:00.</item>
/// <item><c>Due(Sun 20:00 +07:00, PT0S)</c> is Sun 20:00 +07:00: nothing to count is due at once.</item>
/// <item><c>Due(Fri any time, P5WD)</c> is the end of the last span of next Friday, or later by each closure between.</item>
/// <item><c>Elapsed(Mon 11:00, Mon 14:00)</c> is 02:00:00.</item>
/// </list>
/// <para>
/// A span across midnight belongs to the day it starts on; so does its end, for working days. A season replaces the whole week for spans that
/// start while it runs; where a night of one week and a morning of the other overlap at its edges, the time counts once. A closure takes out
/// the wall-clock time of its own date only, the tail of a span from the evening before included.
/// </para>
/// <para>
/// Where a clock is set forward or back, what counts is the time that physically passes: a night from 22:00 to 06:00 is then seven hours, or
/// nine. A span that opens or closes at a time the clock shows twice means the first; at a time it skips, the same moment told by the
/// old offset (RFC 5545, 3.3.5). A closure takes out every instant at which the clock shows its time.
/// </para>
/// <para>
/// Safe for many threads. A year is worked out when first asked about and then kept; an answer takes the same few hundred nanoseconds at most for
/// an hour and for a century, and allocates nothing once the years at both its ends are known.
/// </para>
/// </remarks>
public sealed class WorkingCalendar
{
    // Instants of 1970 to 2200 written in any offset lie in these UTC years.
    private const int FirstYear = 1969;
    private const int LastYear = 2201;
    private const int LastYearDue = 2200;
    private const int NotYetKnown = -1;

    // A promise may take this much longer on the wall clock than it says, and ten years: no office works less than one day in ten. What takes longer is none.
    private const int MostTimesLonger = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(3653);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromDays(28);
    private static readonly DateTimeOffset LastLook = new(2200, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly OpeningHours hours;
    private readonly WorkingYear?[] years = new WorkingYear?[LastYear - FirstYear + 1];
    private readonly WorkingDaysOfYear?[] workingDays = new WorkingDaysOfYear?[LastYear - FirstYear + 1];

    // Kept apart from the years: a question over two centuries needs their sums, and should not keep two centuries in memory.
    private readonly long[] totals = new long[LastYear - FirstYear + 1];
    private readonly int[] dayCounts = new int[LastYear - FirstYear + 1];

    private WorkingCalendar(WorkingCalendarDefinition definition, bool spliced)
    {
        Definition = definition;
        hours = new(definition, spliced);
        Array.Fill(totals, NotYetKnown);
        Array.Fill(dayCounts, NotYetKnown);
    }

    /// <summary>Open at every instant, in UTC: for promises that run round the clock. Code <see cref="NationalCalendar.RoundTheClockCode"/>.</summary>
    public static WorkingCalendar RoundTheClock { get; } = Compile(new()
    {
        TimeZone = "UTC",
        Hours = Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => (IReadOnlyList<HourSpan>)[HourSpan.Between("00:00", "24:00")]),
    });

    /// <summary>What this calendar was made from. It is not read again: changing its lists afterwards changes nothing here.</summary>
    public WorkingCalendarDefinition Definition { get; }

    /// <summary>Checks a definition and makes it fit for questions. Costs some microseconds; keep the result of a named calendar.</summary>
    /// <exception cref="CalendarRefused">
    /// An unknown zone; spans that overlap (also across midnight) or are empty; seasons or closures that overlap, end before they begin or
    /// leave 1970–2200; a calendar that never opens.
    /// </exception>
    public static WorkingCalendar Compile(WorkingCalendarDefinition definition) => Checked(definition, spliced: false);

    // Many versions together may have more seasons and closures than one may.
    internal static WorkingCalendar CompileSpliced(WorkingCalendarDefinition definition) => Checked(definition, spliced: true);

    private static WorkingCalendar Checked(WorkingCalendarDefinition definition, bool spliced)
    {
        var calendar = new WorkingCalendar(definition, spliced);
        for (var year = FirstYear + 1; year <= LastYearDue; year++)
        {
            if (calendar.Total(year) > 0)
                return calendar;
        }
        throw CalendarRefused.CalendarNeverOpens();
    }

    /// <summary>The first instant at which the duration is used up, in UTC; a duration of zero is due at <paramref name="from"/> itself.</summary>
    /// <param name="from">When the clock starts, in or out of hours, with any offset; 1970 to 2200.</param>
    /// <param name="duration">Time, or working days: these count by date, so that any moment of a date has the same answer.</param>
    /// <exception cref="CalendarRefused"><paramref name="from"/> is out of range, or the calendar closes for good before the duration is used up.</exception>
    public DateTimeOffset Due(DateTimeOffset from, WorkingDuration duration)
    {
        CheckInRange(from);
        if (duration.IsZero)
            return from.ToUniversalTime();
        var due = duration.CountsWorkingDays ? EndOfWorkingDay(from, duration) : WhenUsedUp(from, duration);
        var answer = new DateTimeOffset(due, TimeSpan.Zero);
        // An answer that could not be asked about again is no answer.
        return answer.Year <= LastYearDue ? answer : throw CalendarRefused.NotEnoughWorkingTime(duration);
    }

    /// <summary>As <see cref="Due"/> for what is promised to somebody: false where the calendar closes for good before, or for so long that it would be no promise.</summary>
    /// <remarks>So long: ten times the duration and ten years of the wall clock.</remarks>
    public bool TryDue(DateTimeOffset from, WorkingDuration duration, out DateTimeOffset due)
    {
        try
        {
            due = Due(from, duration);
            return due - from <= Horizon(duration);
        }
        catch (CalendarRefused never) when (never.Reason == CalendarRefusal.NotEnoughWorkingTime)
        {
            due = default;
            return false;
        }
    }

    /// <summary>
    /// Refuses a duration that could not be promised at some time to come: a calendar that has hours for this year alone is due today, and refuses whoever asks next
    /// year. Looks ahead as far as the years to 2200 leave the duration its time.
    /// </summary>
    /// <param name="from">The first instant at which it may be promised.</param>
    /// <param name="duration">The promise.</param>
    /// <exception cref="CalendarRefused"><see cref="CalendarRefusal.NotEnoughWorkingTime"/>, with the first date from which on it cannot be promised.</exception>
    public void RefuseUnlessAlwaysReached(DateTimeOffset from, WorkingDuration duration)
    {
        // Between two looks an answer is off by their distance at most, for later is never due sooner.
        var last = LastLook - Horizon(duration);
        for (var at = from; at <= last || at == from; at += BetweenLooks)
            if (!TryDue(at, duration, out _))
                throw CalendarRefused.ClosesForGood(duration, FirstOutOfReach(at == from ? at : at - BetweenLooks, duration));
    }

    private DateOnly FirstOutOfReach(DateTimeOffset at, WorkingDuration duration)
    {
        while (TryDue(at, duration, out _))
            at = at.AddDays(1);
        return DateOnly.FromDayNumber((int)(hours.Zone.ToLocal(at.UtcTicks) / TimeSpan.TicksPerDay));
    }

    private static TimeSpan Horizon(WorkingDuration duration) =>
        LongestPause + (duration.CountsWorkingDays ? TimeSpan.FromDays(duration.WorkingDays) : TimeSpan.FromTicks(duration.Ticks)) * MostTimesLonger;

    /// <summary>The working time from one instant to another: 02:00:00 from Mon 11:00 to Mon 14:00 with a break of an hour.</summary>
    /// <exception cref="CalendarRefused">Either is out of 1970–2200, or <paramref name="to"/> lies before <paramref name="from"/>.</exception>
    public TimeSpan Elapsed(DateTimeOffset from, DateTimeOffset to)
    {
        CheckOrder(from, to);
        var (firstYear, lastYear) = (YearOf(from), YearOf(to));
        var worked = Year(lastYear).Before(to.UtcTicks) - Year(firstYear).Before(from.UtcTicks);
        return TimeSpan.FromTicks(worked + TotalUpTo(firstYear, lastYear));
    }

    /// <summary>
    /// The stretches that <see cref="Elapsed"/> counts, in order, cut at both ends; touching spans are one. Their lengths add up to it, to the tick.
    /// To explain a due time: <c>Spans(from, Due(from, duration))</c>.
    /// </summary>
    /// <exception cref="CalendarRefused">As <see cref="Elapsed"/>, at once and not when the first span is taken.</exception>
    public IEnumerable<WorkingSpan> Spans(DateTimeOffset from, DateTimeOffset to)
    {
        CheckOrder(from, to);
        return SpansBetween(from.UtcTicks, to.UtcTicks, YearOf(from), YearOf(to));
    }

    private long TotalUpTo(int firstYear, int lastYear)
    {
        // One pass without a branch a year, for questions over centuries: what is not yet known is the only negative number.
        var (sum, signs) = (0L, 0L);
        foreach (var total in totals.AsSpan(firstYear - FirstYear, lastYear - firstYear))
        {
            sum += total;
            signs |= total;
        }
        if (signs >= 0)
            return sum;
        sum = 0;
        for (var year = firstYear; year < lastYear; year++)
            sum += Total(year);
        return sum;
    }

    private long WhenUsedUp(DateTimeOffset from, WorkingDuration duration)
    {
        var year = YearOf(from);
        var worked = Year(year).Before(from.UtcTicks) + duration.Ticks;
        for (; year <= LastYearDue; year++)
        {
            var total = Total(year);
            if (worked <= total)
                return Year(year).InstantAfter(worked);
            worked -= total;
        }
        throw CalendarRefused.NotEnoughWorkingTime(duration);
    }

    private long EndOfWorkingDay(DateTimeOffset from, WorkingDuration duration)
    {
        var date = DateOnly.FromDayNumber((int)(hours.Zone.ToLocal(from.UtcTicks) / TimeSpan.TicksPerDay));
        var year = date.Year;
        var number = WorkingDays(year).Through(date.DayNumber) + duration.WorkingDays;
        for (; year <= LastYearDue; year++)
        {
            var count = DayCount(year);
            if (number <= count)
                return WorkingDays(year).End(number);
            number -= count;
        }
        throw CalendarRefused.NotEnoughWorkingTime(duration);
    }

    private IEnumerable<WorkingSpan> SpansBetween(long from, long to, int firstYear, int lastYear)
    {
        var (start, end) = (from, from);
        for (var number = firstYear; number <= lastYear; number++)
        {
            var year = Year(number);
            for (var i = year.FirstEndingAfter(from); i < year.Count && year.Span(i).Start < to; i++)
            {
                var span = year.Span(i);
                // A span that the turn of the UTC year cut in two is told as one.
                if (span.Start > end)
                {
                    if (end > start)
                        yield return new(new(start, TimeSpan.Zero), new(end, TimeSpan.Zero));
                    start = span.Start;
                }
                end = Math.Min(span.End, to);
            }
        }
        if (end > start)
            yield return new(new(start, TimeSpan.Zero), new(end, TimeSpan.Zero));
    }

    private WorkingYear Year(int year)
    {
        ref var known = ref years[year - FirstYear];
        // Two threads may both work a year out; the answers are the same and one of them stays.
        return Volatile.Read(ref known) ?? Interlocked.CompareExchange(ref known, new(hours, year), null) ?? known;
    }

    private long Total(int year)
    {
        var total = Volatile.Read(ref totals[year - FirstYear]);
        return total != NotYetKnown ? total : FindTotal(year);
    }

    private long FindTotal(int year)
    {
        var total = (Volatile.Read(ref years[year - FirstYear]) ?? new(hours, year)).Total;
        Volatile.Write(ref totals[year - FirstYear], total);
        return total;
    }

    private WorkingDaysOfYear WorkingDays(int year)
    {
        ref var known = ref workingDays[year - FirstYear];
        return Volatile.Read(ref known) ?? Interlocked.CompareExchange(ref known, new(hours, year), null) ?? known;
    }

    private int DayCount(int year)
    {
        var count = Volatile.Read(ref dayCounts[year - FirstYear]);
        return count != NotYetKnown ? count : FindDayCount(year);
    }

    private int FindDayCount(int year)
    {
        var count = (Volatile.Read(ref workingDays[year - FirstYear]) ?? new(hours, year)).Count;
        Volatile.Write(ref dayCounts[year - FirstYear], count);
        return count;
    }

    private static int YearOf(DateTimeOffset instant) => instant.UtcDateTime.Year;

    private static void CheckOrder(DateTimeOffset from, DateTimeOffset to)
    {
        CheckInRange(from);
        CheckInRange(to);
        if (to < from)
            throw CalendarRefused.ToBeforeFrom(from, to);
    }

    private static void CheckInRange(DateTimeOffset instant)
    {
        // As it was written, or in UTC: midnight of 1 January 1970 in Jakarta is in range, and so is every answer given here.
        if (instant.Year is < 1970 or > LastYearDue && YearOf(instant) is < 1970 or > LastYearDue)
            throw CalendarRefused.DateOutOfRange(instant.ToString("O"));
    }
}

/// <summary>One stretch of working time, from its start up to its end, in UTC.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WorkingSpan(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Its working time; in JSON ISO 8601, as <c>PT4H30M</c>.</summary>
    [JsonConverter(typeof(AsWorkingDuration))]
    public TimeSpan Length => End - Start;

    private sealed class AsWorkingDuration : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("The length of a span follows from its ends.");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(WorkingDuration.Write(value));
    }
}
