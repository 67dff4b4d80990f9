namespace Tickets.Domain.WorkingTime;

/// <summary>
/// The working time of one UTC year: disjoint spans in order, and before each the working ticks of the year so far. Cut at the year's ends,
/// so that no tick is in two years whatever the zone.
/// </summary>
internal sealed class WorkingYear
{
    private readonly SortedTicks starts;
    private readonly SortedTicks before;
    private readonly long[] ends;

    public WorkingYear(OpeningHours hours, int year)
    {
        // A span that starts on a date can touch UTC from 14 hours before that date (UTC+14) to 60 hours after (a night in UTC-12).
        var open = hours.Between(new DateOnly(year, 1, 1).DayNumber - 3, new DateOnly(year, 12, 31).DayNumber + 2);
        SortWhereDatesInterlock(open);
        var (yearStart, yearEnd) = (new DateTime(year, 1, 1).Ticks, new DateTime(year + 1, 1, 1).Ticks);
        var count = Merge(open, yearStart, yearEnd);
        starts = new(open.Starts[..count]);
        ends = open.Ends[..count];
        var worked = new long[count];
        for (var i = 0; i < count; i++)
        {
            worked[i] = Total;
            Total += ends[i] - starts[i];
        }
        before = new(worked);
    }

    /// <summary>Working ticks of the year.</summary>
    public long Total { get; }

    public int Count => starts.Count;

    /// <summary>Working ticks of the year before this instant.</summary>
    public long Before(long instant)
    {
        var i = starts.LastAtOrBelow(instant);
        return i < 0 ? 0 : before[i] + Math.Min(instant, ends[i]) - starts[i];
    }

    /// <summary>The first instant before which this many ticks have been worked; 0 &lt; worked ≤ <see cref="Total"/>.</summary>
    public long InstantAfter(long worked)
    {
        // "Below worked" and not "at": what is used up at the end of a span is due there, not at the start of the next.
        var i = before.LastAtOrBelow(worked - 1);
        return starts[i] + (worked - before[i]);
    }

    /// <summary>The first span that ends after this instant; <see cref="Count"/> if none does.</summary>
    public int FirstEndingAfter(long instant)
    {
        var i = starts.LastAtOrBelow(instant);
        return i < 0 || ends[i] <= instant ? i + 1 : i;
    }

    public (long Start, long End) Span(int index) => (starts[index], ends[index]);

    private static void SortWhereDatesInterlock(Stretches open)
    {
        for (var i = 1; i < open.Count; i++)
        {
            if (open.Starts[i] >= open.Starts[i - 1])
                continue;
            Array.Sort(open.Starts, open.Ends, 0, open.Count);
            return;
        }
    }

    private static int Merge(Stretches open, long yearStart, long yearEnd)
    {
        var count = 0;
        for (var i = 0; i < open.Count; i++)
        {
            var (start, end) = (Math.Max(open.Starts[i], yearStart), Math.Min(open.Ends[i], yearEnd));
            if (end <= start)
                continue;
            if (count > 0 && start <= open.Ends[count - 1])
            {
                open.Ends[count - 1] = Math.Max(open.Ends[count - 1], end);
                continue;
            }
            open.Starts[count] = start;
            open.Ends[count] = end;
            count++;
        }
        return count;
    }
}

/// <summary>The working days among the dates of one year in the calendar's zone, and the instant each ends.</summary>
internal sealed class WorkingDaysOfYear
{
    private readonly int firstDay;
    private readonly short[] through;
    private readonly long[] ends;

    public WorkingDaysOfYear(OpeningHours hours, int year)
    {
        firstDay = new DateOnly(year, 1, 1).DayNumber;
        var lastDay = new DateOnly(year, 12, 31).DayNumber;
        var open = hours.Between(firstDay, lastDay);
        through = new short[lastDay - firstDay + 1];
        ends = new long[through.Length];
        var next = 0;
        for (var date = firstDay; date <= lastDay; date++)
        {
            for (; next < open.Count && open.Dates[next] == date; next++)
            {
                if (ends[Count] < open.Ends[next])
                    ends[Count] = open.Ends[next];
            }
            if (ends[Count] > 0)
                Count++;
            through[date - firstDay] = (short)Count;
            if (Count == ends.Length)
                break;
        }
        Array.Resize(ref ends, Count);
    }

    public int Count { get; }

    /// <summary>How many working days of the year have come by the end of this date.</summary>
    public int Through(int date) => through[date - firstDay];

    /// <summary>When the working day of this number ends; the first of the year is 1.</summary>
    public long End(int number) => ends[number - 1];
}
