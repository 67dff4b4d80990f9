namespace Tickets.Domain.WorkingTime;

/// <summary>
/// A checked definition: which instants are open, date by date. Everything that is kept per year is made from here.
/// </summary>
internal sealed class OpeningHours
{
    // A whole day in quarters of an hour with a pause in each; beyond it a calendar is an attack on memory, not an office.
    private const int MostSpansADay = 48;
    private const int MostSeasons = 1_000;
    private const int MostClosures = 20_000;

    private static readonly DateOnly FirstDate = new(1970, 1, 1);
    private static readonly DateOnly LastDate = new(2200, 12, 31);

    private readonly Day[] week;
    private readonly Season[] seasons;
    private readonly long[] closedFrom;
    private readonly long[] closedTo;

    public OpeningHours(WorkingCalendarDefinition definition, bool spliced = false)
    {
        Zone = ZoneOffsets.Find(definition.TimeZone) ?? throw CalendarRefused.UnknownTimeZone(Quoted.Short(definition.TimeZone));
        if (!spliced && definition.Seasons.Count > MostSeasons)
            throw CalendarRefused.CalendarTooLarge("seasons", "musim", MostSeasons);
        if (!spliced && definition.Closures.Count > MostClosures)
            throw CalendarRefused.CalendarTooLarge("closures", "penutupan", MostClosures);
        week = CheckedWeek(definition.Hours);
        seasons = CheckedSeasons(definition.Seasons);
        (closedFrom, closedTo) = CheckedClosures(definition.Closures, Zone);
    }

    public ZoneOffsets Zone { get; }

    /// <summary>
    /// The open stretches of the dates first to last (day numbers of <see cref="DateOnly"/>, both inclusive), closures taken out. A stretch carries
    /// the date its span starts on. Stretches are in the order of dates; at the edges of seasons and clock changes they may touch, overlap or
    /// change places.
    /// </summary>
    public Stretches Between(int firstDay, int lastDay)
    {
        var found = new Stretches(2 * (lastDay - firstDay + 1));
        var season = 0;
        var closure = 0;
        for (var date = firstDay; date <= lastDay; date++)
        {
            while (season < seasons.Length && seasons[season].LastDay < date)
                season++;
            var days = season < seasons.Length && seasons[season].FirstDay <= date ? seasons[season].Week : week;
            var day = days[(date + 1) % 7];
            if (day.From.Length == 0)
                continue;

            var midnight = date * TimeSpan.TicksPerDay;
            if (Zone.RunsEvenly(midnight, midnight + (2 * TimeSpan.TicksPerDay), out var offset))
            {
                for (var i = 0; i < day.From.Length; i++)
                    AddOutsideClosures(ref found, date, midnight + day.From[i] - offset, midnight + day.To[i] - offset, ref closure);
            }
            // A date that a zone skipped altogether (Samoa, 30 December 2011) has no working time to shift elsewhere.
            else if (Zone.WhenShown(midnight, midnight + TimeSpan.TicksPerDay).Any())
            {
                for (var i = 0; i < day.From.Length; i++)
                    AddOutsideClosures(ref found, date, Zone.ToInstant(midnight + day.From[i]), Zone.ToInstant(midnight + day.To[i]), ref closure);
            }
        }
        return found;
    }

    private void AddOutsideClosures(ref Stretches found, int date, long start, long end, ref int closure)
    {
        // The hint only ever lags by the few stretches that changed places.
        while (closure > 0 && closedTo[closure - 1] > start)
            closure--;
        while (closure < closedTo.Length && closedTo[closure] <= start)
            closure++;
        for (var i = closure; i < closedFrom.Length && closedFrom[i] < end; i++)
        {
            found.Add(date, start, closedFrom[i]);
            start = closedTo[i];
        }
        found.Add(date, start, end);
    }

    private static Day[] CheckedWeek(IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>> hours)
    {
        var days = new HourSpan[7][];
        for (var day = 0; day < 7; day++)
            days[day] = hours.TryGetValue((DayOfWeek)day, out var spans) ? CheckedDay((DayOfWeek)day, spans) : [];
        for (var day = 0; day < 7; day++)
        {
            var tomorrow = days[(day + 1) % 7];
            if (days[day].Length > 0 && tomorrow.Length > 0 && End(days[day][^1]) - TimeSpan.FromDays(1) > tomorrow[0].From)
                throw CalendarRefused.SpansOverlap((DayOfWeek)day, days[day][^1], tomorrow[0]);
        }
        return [.. days.Select(spans => new Day([.. spans.Select(span => span.From.Ticks)], [.. spans.Select(span => End(span).Ticks)]))];
    }

    private static HourSpan[] CheckedDay(DayOfWeek day, IReadOnlyList<HourSpan> spans)
    {
        if (spans.Count > MostSpansADay)
            throw CalendarRefused.CalendarTooLarge("spans a day", "rentang sehari", MostSpansADay);
        foreach (var span in spans)
        {
            CheckTime(span.From);
            CheckTime(span.To);
            if (span.From == span.To || span.From == TimeSpan.FromDays(1))
                throw CalendarRefused.SpanEndsBeforeItBegins(day, span);
        }
        HourSpan[] ordered = [.. spans.OrderBy(span => span.From)];
        for (var i = 1; i < ordered.Length; i++)
        {
            if (End(ordered[i - 1]) > ordered[i].From)
                throw CalendarRefused.SpansOverlap(day, ordered[i - 1], ordered[i]);
        }
        return ordered;
    }

    private static Season[] CheckedSeasons(IReadOnlyList<CalendarSeason> seasons)
    {
        foreach (var season in seasons)
        {
            CheckDate(season.From);
            CheckDate(season.To);
            if (season.To < season.From)
                throw CalendarRefused.SeasonEndsBeforeItBegins(season);
        }
        CalendarSeason[] ordered = [.. seasons.OrderBy(season => season.From)];
        for (var i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].From <= ordered[i - 1].To)
                throw CalendarRefused.SeasonsOverlap(ordered[i - 1], ordered[i]);
        }
        return [.. ordered.Select(season => new Season(season.From.DayNumber, season.To.DayNumber, CheckedWeek(season.Hours)))];
    }

    private static (long[] From, long[] To) CheckedClosures(IReadOnlyList<CalendarClosure> closures, ZoneOffsets zone)
    {
        var shown = closures.SelectMany(closure => WhenClosed(closure, zone)).Order().ToList();
        var merged = new List<(long Start, long End)>(shown.Count);
        foreach (var next in shown)
        {
            if (merged.Count > 0 && next.Start <= merged[^1].End)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, next.End));
            else
                merged.Add(next);
        }
        return ([.. merged.Select(stretch => stretch.Start)], [.. merged.Select(stretch => stretch.End)]);
    }

    private static IEnumerable<(long Start, long End)> WhenClosed(CalendarClosure closure, ZoneOffsets zone)
    {
        CheckDate(closure.Date);
        if (closure.From.HasValue != closure.To.HasValue)
            throw CalendarRefused.ClosureHalfGiven(closure.Date);
        var (from, to) = (closure.From ?? TimeSpan.Zero, closure.To ?? TimeSpan.FromDays(1));
        CheckTime(from);
        CheckTime(to);
        if (to <= from)
            throw CalendarRefused.ClosureEndsBeforeItBegins(closure.Date);
        var midnight = closure.Date.DayNumber * TimeSpan.TicksPerDay;
        return zone.WhenShown(midnight + from.Ticks, midnight + to.Ticks);
    }

    private static TimeSpan End(HourSpan span) => span.To > span.From ? span.To : span.To + TimeSpan.FromDays(1);

    private static void CheckTime(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(1))
            throw CalendarRefused.BadTime(TimesOfDay.Write(time));
    }

    private static void CheckDate(DateOnly date)
    {
        if (date < FirstDate || date > LastDate)
            throw CalendarRefused.DateOutOfRange(Dates.Write(date));
    }

    /// <summary>Ticks after midnight, in order; an end may lie on the next day.</summary>
    private readonly record struct Day(long[] From, long[] To);

    private sealed record Season(int FirstDay, int LastDay, Day[] Week);
}

/// <summary>Stretches of instants in three growing columns.</summary>
internal struct Stretches(int capacity)
{
    public int[] Dates { get; private set; } = new int[capacity];

    public long[] Starts { get; private set; } = new long[capacity];

    public long[] Ends { get; private set; } = new long[capacity];

    public int Count { get; private set; }

    /// <summary>Nothing is added for an empty stretch, or for one that a clock change turned inside out.</summary>
    public void Add(int date, long start, long end)
    {
        if (end <= start)
            return;
        if (Count == Starts.Length)
        {
            var (dates, starts, ends) = (Dates, Starts, Ends);
            Array.Resize(ref dates, 2 * Count);
            Array.Resize(ref starts, 2 * Count);
            Array.Resize(ref ends, 2 * Count);
            (Dates, Starts, Ends) = (dates, starts, ends);
        }
        Dates[Count] = date;
        Starts[Count] = start;
        Ends[Count] = end;
        Count++;
    }
}
