using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// What people decree about working time, as they write it: weekly hours, seasons with a week of their own, closures. Code, name and
/// version of a calendar are kept around it, not in it.
/// </summary>
/// <remarks>
/// <para>As JSON (System.Text.Json reads and writes exactly this):</para>
/// <code>
/// { "timeZone": "Asia/Jakarta",
///   "hours":   { "monday": [["07:30","12:00"],["13:00","16:00"]], "saturday": [] },
///   "seasons": [ { "name": "Ramadan 1447", "from": "2026-02-18", "to": "2026-03-19", "hours": { "monday": [["08:00","12:00"]] } } ],
///   "closures":[ { "date": "2026-08-17", "name": "Kemerdekaan" },
///                { "date": "2026-12-24", "from": "12:00", "to": "24:00", "name": "half day" } ] }
/// </code>
/// <para>
/// A weekday left out is closed. <c>hours</c>, <c>seasons</c>, <c>closures</c> and every <c>name</c> may be left out. Unknown fields are refused:
/// a misspelt "closure" must not become a promise that ignores a holiday.
/// </para>
/// <para>Reading checks the shape; <see cref="WorkingCalendar.Compile"/> checks the rules (overlaps, order, zone, range).</para>
/// </remarks>
[JsonConverter(typeof(WorkingCalendarJson))]
public sealed record WorkingCalendarDefinition
{
    /// <summary>A TZDB name: <c>Asia/Jakarta</c> (WIB), <c>Asia/Makassar</c> (WITA), <c>Asia/Jayapura</c> (WIT), <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The week outside every season; a weekday left out is closed.</summary>
    public IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>> Hours { get; init; } = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>();

    /// <summary>Weeks that replace the whole of <see cref="Hours"/> while they run. No two may share a date.</summary>
    public IReadOnlyList<CalendarSeason> Seasons { get; init; } = [];

    /// <summary>Holidays, collective leave, half days. A date may have several, also overlapping ones.</summary>
    public IReadOnlyList<CalendarClosure> Closures { get; init; } = [];

    /// <summary>Reads a calendar from JSON text.</summary>
    /// <exception cref="CalendarRefused">Not JSON, an unknown, missing or ill-typed field, a bad time or date.</exception>
    public static WorkingCalendarDefinition Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return WorkingCalendarJson.ReadCalendar(document.RootElement);
        }
        catch (JsonException)
        {
            throw CalendarRefused.NotACalendar();
        }
    }

    /// <summary>The date that the zone's wall clock shows at an instant.</summary>
    /// <exception cref="CalendarRefused">The zone is unknown.</exception>
    public DateOnly DateAt(DateTimeOffset instant) => DateOnly.FromDayNumber((int)(KnownZone.ToLocal(instant.UtcTicks) / TimeSpan.TicksPerDay));

    /// <summary>What the zone's wall clock shows at an instant.</summary>
    /// <exception cref="CalendarRefused">The zone is unknown.</exception>
    public DateTime WallClockAt(DateTimeOffset instant) => new(KnownZone.ToLocal(instant.UtcTicks));

    /// <summary>When the zone's wall clock shows the time of a closure, in UTC: seldom more than one stretch.</summary>
    /// <exception cref="CalendarRefused">The zone is unknown.</exception>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> WhenShown(CalendarClosure closure)
    {
        var midnight = closure.Date.DayNumber * TimeSpan.TicksPerDay;
        return KnownZone
            .WhenShown(midnight + (closure.From ?? TimeSpan.Zero).Ticks, midnight + (closure.To ?? TimeSpan.FromDays(1)).Ticks)
            .Select(s => (new DateTimeOffset(s.Start, TimeSpan.Zero), new DateTimeOffset(s.End, TimeSpan.Zero)));
    }

    /// <summary>When a date begins in the zone, in UTC.</summary>
    /// <exception cref="CalendarRefused">The zone is unknown.</exception>
    public DateTimeOffset StartOf(DateOnly date) => new(KnownZone.ToInstant(date.DayNumber * TimeSpan.TicksPerDay), TimeSpan.Zero);

    private ZoneOffsets KnownZone => ZoneOffsets.Find(TimeZone) ?? throw CalendarRefused.UnknownTimeZone(Quoted.Short(TimeZone));

    /// <summary>Reads a calendar from a part of a larger JSON document, such as the <c>calendar</c> of a request.</summary>
    /// <exception cref="CalendarRefused">As <see cref="Parse(string)"/>.</exception>
    public static WorkingCalendarDefinition Parse(JsonElement json) => WorkingCalendarJson.ReadCalendar(json);
}

/// <summary>Open from one time of day to another, by the wall clock of the calendar's zone.</summary>
/// <param name="From">The time it opens, 00:00 inclusive to 24:00 exclusive.</param>
/// <param name="To">
/// The time it closes. 24:00 is the end of the day. A time before <paramref name="From"/> is on the next morning: 22:00 to 06:00 is one night of
/// eight hours and belongs to the day it starts on.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HourSpan(TimeSpan From, TimeSpan To)
{
    /// <summary>Reads two times of day: <c>HourSpan.Between("07:30", "12:00")</c>.</summary>
    /// <exception cref="CalendarRefused">Either is not a time from 00:00 to 24:00.</exception>
    public static HourSpan Between(string from, string to) => new(TimesOfDay.Read(from), TimesOfDay.Read(to));

    public override string ToString() => $"{TimesOfDay.Write(From)}–{TimesOfDay.Write(To)}";
}

/// <summary>A stretch of dates with a week of its own, such as Ramadan.</summary>
/// <param name="From">The first date; spans that start on it follow this week.</param>
/// <param name="To">The last date, inclusive. A night span that starts on it runs on into the next morning.</param>
/// <param name="Hours">The whole week; a weekday left out is closed.</param>
/// <param name="Name">For people.</param>
public sealed record CalendarSeason(
    DateOnly From, DateOnly To, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>> Hours, string? Name = null)
{
    public override string ToString() => $"{Name} {Dates.Write(From)}–{Dates.Write(To)}".TrimStart();
}

/// <summary>Wall-clock time of one date on which nobody works: all of it, or from–to.</summary>
/// <param name="Date">The date in the calendar's zone.</param>
/// <param name="From">Null for the whole date.</param>
/// <param name="To">Null for the whole date; 24:00 is the end of the date. A closure never runs into the next date: give that one its own.</param>
/// <param name="Name">For people.</param>
public sealed record CalendarClosure(DateOnly Date, TimeSpan? From = null, TimeSpan? To = null, string? Name = null);

internal static class TimesOfDay
{
    private static readonly string[] Shapes = [@"hh\:mm", @"hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF"];

    public static TimeSpan Read(string text)
    {
        if (text == "24:00")
            return TimeSpan.FromDays(1);
        return TimeSpan.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, out var time) ? time : throw CalendarRefused.BadTime(Quoted.Short(text));
    }

    public static string Write(TimeSpan time)
    {
        if (time == TimeSpan.FromDays(1))
            return "24:00";
        if (time < TimeSpan.Zero || time > TimeSpan.FromDays(1))
            return time.ToString("c", CultureInfo.InvariantCulture);
        var shape = time.Ticks % TimeSpan.TicksPerMinute == 0 ? Shapes[0] : time.Ticks % TimeSpan.TicksPerSecond == 0 ? Shapes[1] : Shapes[2];
        return time.ToString(shape, CultureInfo.InvariantCulture);
    }
}

internal static class Dates
{
    public static DateOnly Read(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw CalendarRefused.BadDate(Quoted.Short(text));

    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal static class Weekdays
{
    private static readonly string[] InEnglish = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] InIndonesian = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];

    public static DayOfWeek Read(string text)
    {
        var day = Array.IndexOf(InEnglish, text);
        return day >= 0 ? (DayOfWeek)day : throw CalendarRefused.UnknownWeekday(Quoted.Short(text));
    }

    public static string English(DayOfWeek day) => InEnglish[(int)day];

    public static string Indonesian(DayOfWeek day) => InIndonesian[(int)day];
}

internal static class Quoted
{
    /// <summary>A stranger's text is quoted in refusals; a long one would be echoed whole.</summary>
    public static string Short(string text) => text.Length <= 64 ? text : AtMost(text, 64) + "…";

    /// <summary>Its beginning; no character of two units is cut in half, for half of one is no text.</summary>
    public static string AtMost(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
