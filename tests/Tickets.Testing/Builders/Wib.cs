using System.Globalization;

namespace Tickets.Testing.Builders;

/// <summary>Western Indonesian time (UTC+7, no daylight saving), in which people tell the hours that tests speak of.</summary>
public static class Wib
{
    /// <summary>The zone's offset.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary><c>2026-11-20 10:00</c>, with seconds and fractions where they matter.</summary>
    public static DateTimeOffset At(string wallClock) => new(DateTime.Parse(wallClock, CultureInfo.InvariantCulture), Offset);
}
