using System.Collections.Concurrent;
using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// The offsets of one TZDB zone over the years that a calendar covers, as plain sorted arrays: asking NodaTime for each answer may allocate.
/// All instants and wall-clock times are ticks since 0001-01-01, of UTC and of the zone's own clock.
/// </summary>
internal sealed class ZoneOffsets
{
    // The working years 1970 to 2200 with a year to spare on either side, for spans and dates that cross the border.
    private static readonly Instant FirstInstant = Instant.FromUtc(1968, 1, 1, 0, 0);
    private static readonly Instant LastInstant = Instant.FromUtc(2203, 1, 1, 0, 0);

    // GetZoneOrNull also invents zones such as UTC+01:23:45; only names that TZDB lists are zones here, which bounds this cache too.
    private static readonly FrozenSet<string> Names = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ZoneOffsets> Known = new(StringComparer.Ordinal);

    private readonly long[] starts;
    private readonly long[] offsets;
    private readonly long[] localEnds;

    private ZoneOffsets(DateTimeZone zone)
    {
        var intervals = zone.GetZoneIntervals(new(FirstInstant, LastInstant), ZoneEqualityComparer.Options.OnlyMatchWallOffset).ToList();
        starts = [.. intervals.Select((interval, i) => i == 0 ? 0 : interval.Start.ToDateTimeUtc().Ticks)];
        offsets = [.. intervals.Select(interval => interval.WallOffset.Ticks)];
        localEnds = [.. intervals.Select((_, i) => i + 1 < intervals.Count ? starts[i + 1] + offsets[i] : DateTime.MaxValue.Ticks)];
    }

    /// <summary>Null for a name that TZDB does not have. Names are case-sensitive, as in TZDB.</summary>
    public static ZoneOffsets? Find(string id) => Names.Contains(id) ? Known.GetOrAdd(id, name => new(DateTimeZoneProviders.Tzdb[name])) : null;

    public long ToLocal(long instant)
    {
        var (low, high) = (0, starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (starts[middle] <= instant)
                low = middle;
            else
                high = middle - 1;
        }
        return instant + offsets[low];
    }

    /// <summary>
    /// When the wall clock shows this time: the first time of two; a time that the clock skips is read with the offset before the gap, so that
    /// 02:30 becomes 03:30. These are the rules of iCalendar (RFC 5545, 3.3.5) and of NodaTime's lenient resolver.
    /// </summary>
    public long ToInstant(long local)
    {
        var interval = FirstEndingAfter(local);
        return interval > 0 && local < starts[interval] + offsets[interval] ? local - offsets[interval - 1] : local - offsets[interval];
    }

    /// <summary>Whether the clock runs evenly from one wall-clock time to the other, each shown once; if so, by which offset.</summary>
    public bool RunsEvenly(long localFrom, long localTo, out long offset)
    {
        var interval = FirstEndingAfter(localFrom);
        offset = offsets[interval];
        return starts[interval] + offset <= localFrom && localTo <= localEnds[interval];
    }

    /// <summary>Every stretch of instants at which the wall clock shows a time from–to: none in a gap, two where the clock is set back.</summary>
    public IEnumerable<(long Start, long End)> WhenShown(long localFrom, long localTo)
    {
        for (var i = FirstEndingAfter(localFrom); i < starts.Length && starts[i] + offsets[i] < localTo; i++)
        {
            var start = Math.Max(localFrom - offsets[i], starts[i]);
            var end = Math.Min(localTo, localEnds[i]) - offsets[i];
            if (start < end)
                yield return (start, end);
        }
    }

    private int FirstEndingAfter(long local)
    {
        var (low, high) = (0, starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (localEnds[middle] > local)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
