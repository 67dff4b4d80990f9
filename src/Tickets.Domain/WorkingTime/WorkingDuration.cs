using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// How much working time a promise allows: a length of time (<c>PT4H30M</c>) or a number of working days (<c>P5WD</c>).
/// </summary>
/// <remarks>
/// <para>
/// ISO 8601 with hours, minutes and seconds, the smallest of them with a fraction: <c>PT4H30M</c>, <c>PT0.5S</c>, <c>PT1.5H</c>.
/// The unit is one tick (100 ns); what is finer is refused, not rounded.
/// </para>
/// <para>
/// As everywhere in ISO 8601 a day is 24 hours and a week seven such days: <c>P1DT2H</c> is 26 hours of working time, which may take a week and more of the
/// wall clock. <c>P1M</c> and <c>P1Y</c> have no length of their own and are refused. A policy takes neither (<see cref="OfAPromise"/>): who writes <c>P5D</c>
/// there means <c>P5WD</c>. The longest duration is 20 years: 7305 days of time, or 7305 working days.
/// </para>
/// </remarks>
public readonly record struct WorkingDuration
{
    /// <summary>Twenty years of 365.25 days.</summary>
    public const int LongestInDays = 7305;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");

    private WorkingDuration(long ticks, int workingDays)
    {
        Ticks = ticks;
        WorkingDays = workingDays;
        CountsWorkingDays = false;
    }

    private WorkingDuration(int workingDays)
    {
        Ticks = 0;
        WorkingDays = workingDays;
        CountsWorkingDays = true;
    }

    /// <summary>The length in ticks of 100 ns; 0 when working days are counted.</summary>
    public long Ticks { get; }

    /// <summary>The number of working days; 0 when time is counted.</summary>
    public int WorkingDays { get; }

    /// <summary>Whether this is <c>P5WD</c> rather than <c>PT4H</c>.</summary>
    public bool CountsWorkingDays { get; }

    /// <summary>Whether it is due at once, whatever the calendar says.</summary>
    public bool IsZero => Ticks == 0 && WorkingDays == 0;

    /// <summary>A length of working time.</summary>
    /// <exception cref="CalendarRefused">Negative, or longer than 20 years.</exception>
    public static WorkingDuration OfTime(TimeSpan time)
    {
        if (time < TimeSpan.Zero)
            throw CalendarRefused.NegativeDuration(Write(time));
        if (time.Ticks > LongestInDays * TimeSpan.TicksPerDay)
            throw CalendarRefused.DurationTooLong(Write(time));
        return new(time.Ticks, 0);
    }

    /// <summary>A number of working days.</summary>
    /// <exception cref="CalendarRefused">Negative, or more than 7305.</exception>
    public static WorkingDuration OfWorkingDays(int days)
    {
        if (days < 0)
            throw CalendarRefused.NegativeDuration($"P{days}WD");
        if (days > LongestInDays)
            throw CalendarRefused.DurationTooLong($"P{days}WD");
        return new(days);
    }

    /// <summary>Reads <c>PT4H30M</c>, <c>PT0.5S</c>, <c>P1DT2H</c> or <c>P5WD</c>.</summary>
    /// <exception cref="CalendarRefused">Not a duration, in calendar units, negative, or longer than 20 years.</exception>
    public static WorkingDuration Parse(string text) => Read(text, out var duration) is { } refusal ? throw refusal : duration;

    /// <summary>
    /// As <see cref="Parse"/>, for what an administrator promises: weeks and days are refused, since a "day" of working time is 24 hours to one reader and one
    /// working day to the next. Write <c>PT24H</c> or <c>P1WD</c>.
    /// </summary>
    /// <exception cref="CalendarRefused">As <see cref="Parse"/>, and <see cref="CalendarRefusal.DurationInCalendarUnits"/>.</exception>
    public static WorkingDuration OfAPromise(string text)
    {
        var duration = Parse(text);
        var time = text.IndexOf('T');
        return duration.CountsWorkingDays || time == 1 ? duration : throw CalendarRefused.DurationInCalendarUnits(text);
    }

    /// <summary>As <see cref="Parse"/>, answering false instead of refusing.</summary>
    public static bool TryParse(string? text, out WorkingDuration duration)
    {
        duration = default;
        return text is not null && Read(text, out duration) is null;
    }

    /// <summary>
    /// Writes a length of time the way <see cref="Parse"/> reads it, however long it is: 5 h 30 min are <c>PT5H30M</c>, nothing is <c>PT0S</c>.
    /// </summary>
    public static string Write(TimeSpan time)
    {
        var text = new StringBuilder(time < TimeSpan.Zero ? "-PT" : "PT");
        // Negating the ticks as unsigned survives TimeSpan.MinValue.
        var ticks = time < TimeSpan.Zero ? 0UL - (ulong)time.Ticks : (ulong)time.Ticks;
        var (hours, minutes) = (ticks / TimeSpan.TicksPerHour, ticks / TimeSpan.TicksPerMinute % 60);
        var (seconds, fraction) = (ticks / TimeSpan.TicksPerSecond % 60, ticks % TimeSpan.TicksPerSecond);
        if (hours > 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{minutes}M");
        if (fraction > 0)
            text.Append(CultureInfo.InvariantCulture, $"{seconds}.{fraction.ToString("D7", CultureInfo.InvariantCulture).TrimEnd('0')}S");
        else if (seconds > 0 || ticks == 0)
            text.Append(CultureInfo.InvariantCulture, $"{seconds}S");
        return text.ToString();
    }

    /// <summary>ISO 8601, in whole hours, minutes and seconds: <c>PT90M</c> is written <c>PT1H30M</c>.</summary>
    public override string ToString() =>
        CountsWorkingDays ? string.Create(CultureInfo.InvariantCulture, $"P{WorkingDays}WD") : Write(TimeSpan.FromTicks(Ticks));

    private static CalendarRefused? Read(string text, out WorkingDuration duration)
    {
        duration = default;
        // A stranger's text is quoted in the refusal; a long one would be echoed whole.
        if (text.Length > 64)
            return CalendarRefused.BadDuration(text[..64] + "…");
        if (text.StartsWith('-') && text.Length > 1 && text[1] == 'P' || text.StartsWith('P') && text.Contains('-'))
            return CalendarRefused.NegativeDuration(text);
        if (!text.StartsWith('P'))
            return CalendarRefused.BadDuration(text);
        if (text.EndsWith("WD", StringComparison.Ordinal))
            return ReadWorkingDays(text, out duration);
        var time = text.IndexOf('T');
        var dates = time < 0 ? text.AsSpan(1) : text.AsSpan(1, time - 1);
        if (dates.IndexOfAny('Y', 'M') > 0 || dates.IndexOf("WD") > 0)
            return CalendarRefused.DurationInCalendarUnits(text);
        return ReadTime(text, out duration);
    }

    private static CalendarRefused? ReadWorkingDays(string text, out WorkingDuration duration)
    {
        duration = default;
        var digits = text.AsSpan(1, text.Length - 3);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return CalendarRefused.BadDuration(text);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > LongestInDays)
            return CalendarRefused.DurationTooLong(text);
        duration = new(days);
        return null;
    }

    private static CalendarRefused? ReadTime(string text, out WorkingDuration duration)
    {
        duration = default;
        var rest = text.AsSpan(1);
        var units = "WD".AsSpan();
        var total = 0m;
        if (rest.IsEmpty)
            return CalendarRefused.BadDuration(text);
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T')
            {
                // A T that nothing follows, or a second one.
                if (rest.Length == 1 || text.IndexOf('T') < text.Length - rest.Length)
                    return CalendarRefused.BadDuration(text);
                units = "HMS";
                rest = rest[1..];
            }

            var length = rest.IndexOfAnyExcept(NumberCharacters);
            var unit = length > 0 ? units.IndexOf(rest[length]) : -1;
            if (unit < 0 || !char.IsAsciiDigit(rest[0]) || !char.IsAsciiDigit(rest[length - 1]))
                return CalendarRefused.BadDuration(text);
            var point = rest[..length].IndexOfAny('.', ',');
            // ISO 8601 allows a fraction in the smallest unit only, and either sign for it.
            if (point >= 0 && (length + 1 < rest.Length || rest[(point + 1)..length].IndexOfAny('.', ',') >= 0))
                return CalendarRefused.BadDuration(text);
            var ticksPerUnit = units[unit] switch { 'W' => 7 * TimeSpan.TicksPerDay, 'D' => TimeSpan.TicksPerDay, 'H' => TimeSpan.TicksPerHour, 'M' => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerSecond };
            var whole = point < 0 ? rest[..length] : rest[..point];
            // Eighteen digits hold every duration that is not far too long, and no decimal overflows on them.
            if (whole.TrimStart('0').Length > 18)
                return CalendarRefused.DurationTooLong(text);
            total += decimal.Parse(whole.TrimStart('0') is { IsEmpty: false } digits ? digits : "0", NumberStyles.None, CultureInfo.InvariantCulture) * ticksPerUnit;
            if (point >= 0)
            {
                var fraction = rest[(point + 1)..length].TrimEnd('0');
                if (fraction.Length > 15)
                    return CalendarRefused.BadDuration(text);
                if (!fraction.IsEmpty)
                    total += decimal.Parse($"0.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * ticksPerUnit;
            }
            units = units[(unit + 1)..];
            rest = rest[(length + 1)..];
        }
        if (total != decimal.Truncate(total))
            return CalendarRefused.BadDuration(text);
        if (total > LongestInDays * TimeSpan.TicksPerDay)
            return CalendarRefused.DurationTooLong(text);
        duration = new((long)total, 0);
        return null;
    }
}
