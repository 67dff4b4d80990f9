using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediatR;
using Tickets.Domain.Audit;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>When working time that begins at an instant is used up, on any calendar.</summary>
/// <param name="Calendar">A calendar's code as a JSON string, or an inline calendar as a JSON object.</param>
/// <param name="From">ISO 8601 with an offset, to the tick.</param>
/// <param name="Duration">ISO 8601 (<c>PT4H30M</c>) or working days (<c>P5WD</c>).</param>
/// <param name="At">Now: decides which version of a known calendar counts.</param>
/// <exception cref="CalendarRefused">What cannot be counted, by name.</exception>
/// <exception cref="RefusedException"><see cref="Refusal.UnknownReference"/> for a code nobody knows.</exception>
public sealed record CountDue(JsonElement Calendar, string? From, string? Duration, DateTimeOffset At) : IRequest<CountedDue>;

/// <summary>When it is used up.</summary>
/// <param name="Due">With the offset of the calendar's zone at that instant.</param>
public sealed record CountedDue(DateTimeOffset Due);

/// <summary>How much working time lies between two instants, on any calendar.</summary>
/// <param name="Calendar">A calendar's code as a JSON string, or an inline calendar as a JSON object.</param>
/// <param name="From">ISO 8601 with an offset, to the tick.</param>
/// <param name="To">The same; not before <paramref name="From"/>.</param>
/// <param name="At">Now: decides which version of a known calendar counts.</param>
/// <exception cref="CalendarRefused">What cannot be counted, by name.</exception>
/// <exception cref="RefusedException"><see cref="Refusal.UnknownReference"/> for a code nobody knows.</exception>
public sealed record CountElapsed(JsonElement Calendar, string? From, string? To, DateTimeOffset At) : IRequest<CountedElapsed>;

/// <summary>How much it is.</summary>
/// <param name="Duration">ISO 8601 in hours, minutes and seconds: <c>PT4H30M</c>; none is <c>PT0S</c>.</param>
public sealed record CountedElapsed(string Duration);

internal sealed class CountDueHandler(CalendarsAsked calendars) : IRequestHandler<CountDue, CountedDue>
{
    public async Task<CountedDue> Handle(CountDue request, CancellationToken cancellationToken)
    {
        var calendar = await calendars.Find(request.Calendar, request.At, cancellationToken);
        var from = Instants.Read("from", request.From);
        var duration = WorkingDuration.Parse(request.Duration ?? throw CalendarRefused.FieldMissing("duration"));
        return new(Instants.OnTheWallOf(calendar, calendar.Due(from, duration)));
    }
}

internal sealed class CountElapsedHandler(CalendarsAsked calendars) : IRequestHandler<CountElapsed, CountedElapsed>
{
    public async Task<CountedElapsed> Handle(CountElapsed request, CancellationToken cancellationToken)
    {
        var calendar = await calendars.Find(request.Calendar, request.At, cancellationToken);
        return new(WorkingDuration.Write(calendar.Elapsed(Instants.Read("from", request.From), Instants.Read("to", request.To))));
    }
}

/// <summary>
/// The calendars that questions name. Known ones are compiled already; a few inline ones are kept, since an editor's preview asks about one calendar again and
/// again and its years are worked out once.
/// </summary>
internal sealed class CalendarsAsked(Timetables timetables)
{
    private const int MostKept = 32;

    private readonly ConcurrentDictionary<string, WorkingCalendar> inline = new(StringComparer.Ordinal);

    public async ValueTask<WorkingCalendar> Find(JsonElement calendar, DateTimeOffset at, CancellationToken cancellation)
    {
        if (calendar.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            throw CalendarRefused.FieldMissing("calendar");
        if (calendar.ValueKind != JsonValueKind.String)
            return Inline(calendar);
        var code = Code(calendar);
        var timetable = await timetables.Current(cancellation);
        if (!timetable.HasCalendar(code))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Calendar), ("key", Quoted.Short(code)));
        return timetable.Calendar(timetable.CurrentCalendar(code, at));
    }

    /// <summary>The code of a calendar that is named.</summary>
    internal static string Code(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Well-formed JSON can hold an escape that is half a character, which no string can.
            throw CalendarRefused.NotACalendar();
        }
    }

    private WorkingCalendar Inline(JsonElement calendar)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(calendar.GetRawText())));
        if (inline.TryGetValue(hash, out var known))
            return known;
        var compiled = WorkingCalendar.Compile(WorkingCalendarDefinition.Parse(calendar));
        if (inline.Count >= MostKept)
            inline.Clear();
        return inline.GetOrAdd(hash, compiled);
    }
}

/// <summary>Instants as the calculator reads and writes them.</summary>
internal static class Instants
{
    private static readonly string[] Shapes = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>ISO 8601 with an offset: without one it would mean whatever zone the server happens to be in. Finer than a tick is refused, not rounded.</summary>
    /// <exception cref="CalendarRefused"><see cref="CalendarRefusal.FieldMissing"/>, <see cref="CalendarRefusal.BadInstant"/>.</exception>
    public static DateTimeOffset Read(string field, string? text)
    {
        if (text is null)
            throw CalendarRefused.FieldMissing(field);
        var hasOffset = text.EndsWith('Z') || (text.Length > 16 && text.AsSpan(16).IndexOfAny('+', '-') >= 0);
        return hasOffset && DateTimeOffset.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : throw CalendarRefused.BadInstant(Quoted.Short(text));
    }

    /// <summary>The same instant with the offset that the calendar's zone has at it; in UTC where that is no whole number of minutes, as of old.</summary>
    public static DateTimeOffset OnTheWallOf(WorkingCalendar calendar, DateTimeOffset instant)
    {
        var offset = new TimeSpan(ZoneOffsets.Find(calendar.Definition.TimeZone)!.ToLocal(instant.UtcTicks) - instant.UtcTicks);
        return offset.Ticks % TimeSpan.TicksPerMinute == 0 ? instant.ToOffset(offset) : instant.ToUniversalTime();
    }
}
