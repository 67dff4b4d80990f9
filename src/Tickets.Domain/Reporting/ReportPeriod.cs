using System.Globalization;
using Tickets.Domain.Words;

namespace Tickets.Domain.Reporting;

/// <summary>What a report covers: tickets opened at <paramref name="From"/> or later, and before <paramref name="To"/>.</summary>
/// <param name="From">First instant, told in western Indonesian time (+07:00).</param>
/// <param name="To">First instant after it, told in western Indonesian time (+07:00).</param>
public sealed record ReportPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Days and months of reports are those of western Indonesia.</summary>
    public static readonly TimeSpan Wib = Sentences.Wib;

    /// <summary>What is covered when nobody says from when.</summary>
    public const int UsualDays = 30;

    /// <summary>The longest that is covered.</summary>
    public const int MostYears = 5;

    /// <summary>Reads it as people write it.</summary>
    /// <param name="from">A date (<c>2026-11-01</c>, its midnight in Jakarta) or an instant with an offset; null: 30 days before the end.</param>
    /// <param name="to">Likewise, and not covered itself: <c>2026-12-01</c> ends with November; null: now.</param>
    /// <param name="now">The time of asking.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: unreadable, backwards, or longer than five years.</exception>
    public static ReportPeriod Of(string? from, string? to, DateTimeOffset now)
    {
        var end = Read("to", to) ?? now.ToOffset(Wib);
        var start = Read("from", from) ?? end.AddDays(-UsualDays);
        if (end < start)
            throw new RefusedException(Refusal.Invalid, ("detail", "report.backwards"), ("from", Instants.Tell(start)), ("to", Instants.Tell(end)));
        if (end > start.AddYears(MostYears))
            throw new RefusedException(Refusal.Invalid, ("detail", "report.tooLong"), ("years", MostYears.ToString(CultureInfo.InvariantCulture)));
        return new ReportPeriod(start, end);
    }

    /// <summary>The month in Jakarta of an instant: <c>2026-11</c>.</summary>
    public static string MonthOf(DateTimeOffset instant) => instant.ToOffset(Wib).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The months that it touches, each with the part of it that is covered.</summary>
    internal IEnumerable<ReportPeriod> Months()
    {
        for (var start = From; start < To;)
        {
            var next = new DateTimeOffset(start.Year, start.Month, 1, 0, 0, 0, Wib).AddMonths(1);
            yield return new ReportPeriod(start, next < To ? next : To);
            start = next;
        }
    }

    private static DateTimeOffset? Read(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && IsSensible(date.Year))
            return new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), Wib);
        // A plus sign that was not escaped in the address arrives as a space.
        if (DateTimeOffset.TryParseExact(text.Replace(' ', '+'), InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && IsSensible(instant.Year))
            return instant.ToOffset(Wib);
        throw new RefusedException(Refusal.Invalid, ("detail", "report.unreadable"), ("name", name), ("value", text.Length > 40 ? text[..40] + "…" : text));
    }

    // An offset or Z must be there: without it the server's own zone would decide.
    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    private static bool IsSensible(int year) => year is >= 1970 and <= 2200;
}

/// <summary>How reports tell instants.</summary>
internal static class Instants
{
    /// <summary>ISO 8601 with the offset of Jakarta, to the tick where a part of a second matters: <c>2026-11-23T16:00:00+07:00</c>.</summary>
    public static string Tell(DateTimeOffset instant) => instant.ToOffset(ReportPeriod.Wib).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
