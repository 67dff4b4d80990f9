using NodaTime;
using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

/// <summary>
/// Working time found the slow way, one minute after another, sharing no code with the calendar: for definitions in whole minutes. Each
/// instant is asked two questions. Does the wall clock show a closure of its date? Is a span that started on its date, or on one of the two before,
/// open? Zones and clock changes are NodaTime's own.
/// </summary>
internal sealed class WallClockReference(WorkingCalendarDefinition definition)
{
    private readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[definition.TimeZone];
    private readonly Dictionary<DateOnly, List<(Instant Open, Instant Close)>> spansOf = [];

    public bool IsOpen(Instant instant)
    {
        var shown = instant.InZone(zone).LocalDateTime;
        return !IsClosed(shown) && DatesAround(shown).Any(date => IsOpenFor(date, instant));
    }

    public long Elapsed(Instant from, Instant to)
    {
        var ticks = 0L;
        for (var minute = Floor(from); minute < to; minute += Duration.FromMinutes(1))
        {
            if (IsOpen(minute))
                ticks += (Min(minute + Duration.FromMinutes(1), to) - Max(minute, from)).BclCompatibleTicks;
        }
        return ticks;
    }

    public Instant? Due(Instant from, long ticks, Instant limit)
    {
        if (ticks == 0)
            return from;
        for (var minute = Floor(from); minute < limit; minute += Duration.FromMinutes(1))
        {
            if (!IsOpen(minute))
                continue;
            var start = Max(minute, from);
            var open = (minute + Duration.FromMinutes(1) - start).BclCompatibleTicks;
            if (ticks <= open)
                return start.PlusTicks(ticks);
            ticks -= open;
        }
        return null;
    }

    public Instant? EndOfWorkingDay(Instant from, int number, Instant limit)
    {
        var date = from.InZone(zone).Date.ToDateOnly();
        for (var left = number; left > 0 || number == 0;)
        {
            if (number == 0)
                return from;
            date = date.AddDays(1);
            if (zone.AtStartOfDay(LocalDate.FromDateOnly(date)).ToInstant() > limit)
                return null;
            if (LastOpenMinute(date) is { } end && --left == 0)
                return end;
        }
        return null;
    }

    private Instant? LastOpenMinute(DateOnly date)
    {
        Instant? last = null;
        foreach (var (open, close) in SpansOf(date))
        {
            for (var minute = open; minute < close; minute += Duration.FromMinutes(1))
            {
                var end = minute + Duration.FromMinutes(1);
                if (!IsClosed(minute.InZone(zone).LocalDateTime) && (last is null || end > last))
                    last = end;
            }
        }
        return last;
    }

    private bool IsClosed(LocalDateTime shown) => definition.Closures.Any(closure =>
        closure.Date == shown.Date.ToDateOnly()
        && (closure.From ?? TimeSpan.Zero).Ticks <= shown.TickOfDay
        && shown.TickOfDay < (closure.To ?? TimeSpan.FromDays(1)).Ticks);

    private bool IsOpenFor(DateOnly date, Instant instant) => SpansOf(date).Any(span => span.Open <= instant && instant < span.Close);

    private List<(Instant Open, Instant Close)> SpansOf(DateOnly date)
    {
        if (!spansOf.TryGetValue(date, out var spans))
        {
            var hours = definition.Seasons.FirstOrDefault(season => season.From <= date && date <= season.To)?.Hours ?? definition.Hours;
            spans = [.. hours.GetValueOrDefault(date.DayOfWeek, []).Select(span => (Told(date, span.From), Told(span.To > span.From ? date : date.AddDays(1), span.To)))];
            spansOf.Add(date, spans);
        }
        return spans;
    }

    private Instant Told(DateOnly date, TimeSpan time) => (LocalDate.FromDateOnly(date).AtMidnight() + Period.FromTicks(time.Ticks)).InZoneLeniently(zone).ToInstant();

    private static IEnumerable<DateOnly> DatesAround(LocalDateTime shown) => Enumerable.Range(-2, 4).Select(days => shown.Date.ToDateOnly().AddDays(days));

    private static Instant Floor(Instant instant) => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / NodaConstants.TicksPerMinute * NodaConstants.TicksPerMinute);

    private static Instant Min(Instant a, Instant b) => a < b ? a : b;

    private static Instant Max(Instant a, Instant b) => a > b ? a : b;
}
