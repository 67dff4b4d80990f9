using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// Reads whole days off from an iCalendar file (RFC 5545), as ministries and calendar programs publish them: one closure a date.
/// </summary>
/// <remarks>
/// Read are folded lines, also those that were folded inside a letter of several bytes (RFC 5545, 3.1), <c>DTSTART</c> and <c>DTEND</c> as dates (the end is the first date after), <c>DURATION</c> in days or weeks, <c>SUMMARY</c>,
/// <c>STATUS:CANCELLED</c>, <c>EXDATE</c>, and a yearly <c>RRULE</c> on the same date with <c>INTERVAL</c>, <c>COUNT</c> or <c>UNTIL</c>. What would close other
/// dates than the reader thinks is refused by name: events with a time of day, other recurrences, <c>RDATE</c>, changed single occurrences.
/// </remarks>
public static class ClosuresFromIcs
{
    /// <summary>So many dates at most; more is no list of holidays.</summary>
    public const int MostDates = 5_000;

    private const int MostDaysAnEvent = 31;
    private const int YearsOfARuleWithoutEnd = 10;

    /// <summary>The dates in order.</summary>
    /// <param name="file">The file as it came, UTF-8, or UTF-16 with its byte order mark: decoded before it is unfolded it would lose letters.</param>
    /// <param name="thisYear">
    /// The year of reading: a rule without end goes on for ten years from then, or from its own beginning where that is later. Calendar programs write the first
    /// of January as one event of long ago.
    /// </param>
    /// <exception cref="CalendarRefused">
    /// <see cref="CalendarRefusal.NotAnIcsFile"/>, <see cref="CalendarRefusal.EventWithTime"/>, <see cref="CalendarRefusal.RecurrenceNotSupported"/>,
    /// <see cref="CalendarRefusal.FieldMissing"/>, <see cref="CalendarRefusal.BadDate"/>, <see cref="CalendarRefusal.DateOutOfRange"/>,
    /// <see cref="CalendarRefusal.CalendarTooLarge"/>.
    /// </exception>
    public static IReadOnlyList<CalendarClosure> Read(ReadOnlySpan<byte> file, int thisYear)
    {
        List<CalendarClosure> closures = [];
        Stack<string> within = [];
        Event? current = null;
        var any = false;
        foreach (var (name, parameters, value) in Unfolded(file).Select(Property))
        {
            if (name == "BEGIN")
            {
                any |= within.Count == 0 && IsNamed(value, "VCALENDAR");
                if (!any)
                    throw CalendarRefused.NotAnIcsFile();
                within.Push(value);
                if (IsNamed(value, "VEVENT"))
                    current = new();
            }
            else if (name == "END")
            {
                if (!within.TryPop(out var begun) || !IsNamed(begun, value))
                    throw CalendarRefused.NotAnIcsFile();
                if (IsNamed(value, "VEVENT"))
                    closures.AddRange(current!.Closures(thisYear));
                if (closures.Count > MostDates)
                    throw CalendarRefused.CalendarTooLarge("dates in a file", "tanggal dalam berkas", MostDates);
            }
            // An alarm inside an event has a duration and a summary of its own.
            else if (within.TryPeek(out var component) && IsNamed(component, "VEVENT"))
                current!.Take(name, parameters, value);
        }

        return any && within.Count == 0 ? [.. closures.OrderBy(c => c.Date)] : throw CalendarRefused.NotAnIcsFile();
    }

    private static bool IsNamed(string value, string name) => value.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static List<string> Unfolded(ReadOnlySpan<byte> file)
    {
        var rest = TextFiles.InUtf8(file);
        List<string> lines = [];
        var line = new ArrayBufferWriter<byte>();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            var part = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (part.Length > 0 && part[0] is (byte)' ' or (byte)'\t')
            {
                line.Write(part[1..]);
                continue;
            }

            End();
            line.Write(part);
        }

        End();
        return lines;

        void End()
        {
            if (line.WrittenCount > 0)
                lines.Add(Encoding.UTF8.GetString(line.WrittenSpan));
            line.ResetWrittenCount();
        }
    }

    private static (string Name, string Parameters, string Value) Property(string line)
    {
        // A colon within quotes belongs to a parameter.
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (line[i] != ':' || quoted)
                continue;
            var named = line[..i];
            var semicolon = named.IndexOf(';');
            return semicolon < 0
                ? (named.ToUpperInvariant(), "", line[(i + 1)..])
                : (named[..semicolon].ToUpperInvariant(), named[(semicolon + 1)..].ToUpperInvariant(), line[(i + 1)..]);
        }

        throw CalendarRefused.NotAnIcsFile();
    }

    private static DateOnly Date(string name, string parameters, string value)
    {
        if (value.Contains('T', StringComparison.Ordinal) || parameters.Contains("TZID", StringComparison.Ordinal))
            throw CalendarRefused.EventWithTime($"{name}:{Quoted.Short(value)}");
        if (!DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw CalendarRefused.BadDate(Quoted.Short(value));
        return date.Year is >= 1970 and <= 2200 ? date : throw CalendarRefused.DateOutOfRange(Dates.Write(date));
    }

    private sealed class Event
    {
        private readonly HashSet<DateOnly> except = [];
        private DateOnly? start;
        private DateOnly? end;
        private int? days;
        private string? name;
        private string? rule;
        private bool cancelled;

        public void Take(string property, string parameters, string value)
        {
            switch (property)
            {
                case "DTSTART":
                    start = Date(property, parameters, value);
                    break;
                case "DTEND":
                    end = Date(property, parameters, value);
                    break;
                case "DURATION":
                    days = Days(value);
                    break;
                case "SUMMARY":
                    name = Text(value);
                    break;
                case "STATUS":
                    cancelled = IsNamed(value, "CANCELLED");
                    break;
                case "RRULE":
                    rule = rule is null ? value.ToUpperInvariant() : throw CalendarRefused.RecurrenceNotSupported("RRULE, RRULE");
                    break;
                case "EXDATE":
                    foreach (var one in value.Split(','))
                        except.Add(Date(property, parameters, one));
                    break;
                case "RDATE" or "EXRULE" or "RECURRENCE-ID":
                    throw CalendarRefused.RecurrenceNotSupported($"{property}:{Quoted.Short(value)}");
            }
        }

        public IEnumerable<CalendarClosure> Closures(int thisYear)
        {
            var first = start ?? throw CalendarRefused.FieldMissing("DTSTART");
            if (string.IsNullOrWhiteSpace(name))
                throw CalendarRefused.FieldMissing("SUMMARY");
            var length = end is { } after ? after.DayNumber - first.DayNumber : days ?? 1;
            // Some programs write the same date for both.
            length = length == 0 ? 1 : length;
            if (length < 0)
                throw CalendarRefused.ClosureEndsBeforeItBegins(first);
            if (length > MostDaysAnEvent)
                throw CalendarRefused.CalendarTooLarge("days in one event", "hari dalam satu acara", MostDaysAnEvent);
            return cancelled
                ? []
                : from date in Occurrences(first, thisYear) where !except.Contains(date) from day in Enumerable.Range(0, length) select new CalendarClosure(date.AddDays(day), Name: name);
        }

        private IEnumerable<DateOnly> Occurrences(DateOnly first, int thisYear)
        {
            if (rule is null)
                return [first];
            var parts = rule.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToList();
            int interval = 1, count = int.MaxValue;
            var until = new DateOnly(Math.Max(first.Year, thisYear) + YearsOfARuleWithoutEnd, 12, 31);
            var yearly = false;
            foreach (var part in parts)
            {
                var (key, value) = (part[0], part.Length == 2 ? part[1] : "");
                var understood = key switch
                {
                    "FREQ" => yearly = value == "YEARLY",
                    "INTERVAL" => int.TryParse(value, CultureInfo.InvariantCulture, out interval) && interval is > 0 and <= 100,
                    "COUNT" => int.TryParse(value, CultureInfo.InvariantCulture, out count) && count is > 0 and <= 300,
                    "UNTIL" => value.Length >= 8 && DateOnly.TryParseExact(value[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out until),
                    "WKST" => true,
                    "BYMONTH" => value == first.Month.ToString(CultureInfo.InvariantCulture),
                    "BYMONTHDAY" => value == first.Day.ToString(CultureInfo.InvariantCulture),
                    _ => false,
                };
                if (!understood)
                    throw CalendarRefused.RecurrenceNotSupported(Quoted.Short(rule));
            }

            if (!yearly)
                throw CalendarRefused.RecurrenceNotSupported(Quoted.Short(rule));
            if (count < int.MaxValue)
                until = new DateOnly(2200, 12, 31);
            return Yearly(first, interval).TakeWhile(d => d <= until).Take(count);
        }

        // 29 February is there in leap years only; a year without it does not count (RFC 5545, 3.3.10).
        private static IEnumerable<DateOnly> Yearly(DateOnly first, int interval)
        {
            for (var year = first.Year; year <= 2200; year += interval)
                if (first.Day <= DateTime.DaysInMonth(year, first.Month))
                    yield return new DateOnly(year, first.Month, first.Day);
        }

        private static int Days(string value)
        {
            var unit = value.Length > 2 && value[0] == 'P' ? value[^1] : ' ';
            return unit is 'D' or 'W' && int.TryParse(value[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1000
                ? number * (unit == 'W' ? 7 : 1)
                : throw CalendarRefused.EventWithTime($"DURATION:{Quoted.Short(value)}");
        }

        private static string Text(string value)
        {
            var text = new StringBuilder(value.Length);
            for (var i = 0; i < value.Length; i++)
                text.Append(value[i] != '\\' || i + 1 == value.Length ? value[i] : value[++i] is 'n' or 'N' ? ' ' : value[i]);
            return Quoted.AtMost(text.ToString().Trim(), 200);
        }
    }
}
