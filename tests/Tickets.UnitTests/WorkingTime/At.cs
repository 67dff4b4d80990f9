using System.Globalization;
using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

/// <summary>Instants and calendars as the tests write them.</summary>
internal static class At
{
    /// <summary><c>"2026-08-14 16:00 +07:00"</c>; without an offset it is UTC.</summary>
    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A calendar from its JSON, with single quotes for double ones.</summary>
    public static WorkingCalendar Calendar(string json) => WorkingCalendar.Compile(WorkingCalendarDefinition.Parse(json.Replace('\'', '"')));
}
