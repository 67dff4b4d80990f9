using System.Globalization;
using System.Text;
using CsvHelper;

namespace Tickets.Domain.Reporting;

/// <summary>
/// Reports as CSV (RFC 4180, commas, UTF-8 with a byte order mark so that Excel reads it as such). The headers below are a contract: columns are added at
/// the end, never renamed. Instants are ISO 8601 at +07:00, hours have a decimal point, what is unknown is empty. A text that a spreadsheet would run as a
/// formula (it begins with = + - @, tab or CR) has an apostrophe put before it.
/// </summary>
public static class ReportCsv
{
    // Groups that were there before others stand before the figures, later ones after them: a column never moves.
    private static readonly string[] LaterGroups = [ReportGroups.NameOf(ReportGroup.Province)];
    private static readonly string[] FirstGroups = [.. ReportGroups.Names.Except(LaterGroups)];

    /// <summary>The columns of the statistics: a row for each group (<c>scope</c> is <c>group</c>), and a last one for all (<c>total</c>).</summary>
    public static readonly IReadOnlyList<string> StatisticsColumns =
    [
        "scope",
        "from",
        "to",
        .. FirstGroups,
        "received",
        "merged",
        "invalid",
        "referred",
        "reopened",
        "answeredInTime",
        "answeredLate",
        "unanswered",
        "unansweredOverdue",
        "resolvedInTime",
        "resolvedLate",
        "unresolved",
        "unresolvedOverdue",
        "breached",
        "firstResponseMedianHours",
        "firstResponseP90Hours",
        "resolutionMedianHours",
        "resolutionP90Hours",
        "backlog",
        .. LaterGroups,
    ];

    /// <summary>The columns of the cases: a row for each ticket and clock.</summary>
    public static readonly IReadOnlyList<string> CaseColumns =
    [
        "number",
        "directorate",
        "topic",
        "platform",
        "priority",
        "officer",
        "status",
        "openedAt",
        "resolvedAt",
        "closedAt",
        "clock",
        "cycle",
        "startedAt",
        "dueAt",
        "metAt",
        "breachedAt",
        "stoppedAt",
        "usedHours",
        "policy",
        "calendar",
        "region",
    ];

    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    /// <summary>Writes statistics; the stream stays open.</summary>
    public static Task Write(SlaStatistics statistics, Stream to, CancellationToken cancellation) =>
        Write(StatisticsColumns, Rows(statistics).ToAsyncEnumerable(), to, cancellation);

    /// <summary>Writes cases as they come; the stream stays open.</summary>
    public static Task Write(IAsyncEnumerable<CaseRow> cases, Stream to, CancellationToken cancellation) => Write(CaseColumns, cases.Select(Row), to, cancellation);

    private static async Task Write(IReadOnlyList<string> columns, IAsyncEnumerable<string?[]> rows, Stream to, CancellationToken cancellation)
    {
        await to.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellation);
        await using var csv = CsvWriter.Create(to, Options, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns], cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
            await csv.WriteRecordAsync(row!, cancellation);
        await csv.FlushAsync(cancellation);
    }

    private static IEnumerable<string?[]> Rows(SlaStatistics statistics) =>
        statistics.Groups.Select(g => Row("group", statistics, g)).Append(Row("total", statistics, statistics.Total));

    private static string?[] Row(string scope, SlaStatistics statistics, SlaFigures figures) =>
        [
            scope,
            Instants.Tell(statistics.From),
            Instants.Tell(statistics.To),
            .. FirstGroups.Select(n => figures.Key.GetValueOrDefault(n)),
            Tell(figures.Received),
            Tell(figures.Merged),
            Tell(figures.Invalid),
            Tell(figures.Referred),
            Tell(figures.Reopened),
            Tell(figures.AnsweredInTime),
            Tell(figures.AnsweredLate),
            Tell(figures.Unanswered),
            Tell(figures.UnansweredOverdue),
            Tell(figures.ResolvedInTime),
            Tell(figures.ResolvedLate),
            Tell(figures.Unresolved),
            Tell(figures.UnresolvedOverdue),
            Tell(figures.Breached),
            Tell(figures.FirstResponseMedianHours),
            Tell(figures.FirstResponseP90Hours),
            Tell(figures.ResolutionMedianHours),
            Tell(figures.ResolutionP90Hours),
            Tell(figures.Backlog),
            .. LaterGroups.Select(n => figures.Key.GetValueOrDefault(n)),
        ];

    private static string?[] Row(CaseRow row) =>
        [
            row.Number,
            row.Directorate,
            row.Topic,
            row.Platform.ToString(),
            ReportGroups.NameOf(row.Priority),
            row.Officer,
            row.Status.ToString(),
            Instants.Tell(row.OpenedAt),
            Tell(row.ResolvedAt),
            Tell(row.ClosedAt),
            row.Clock.ToString(),
            Tell(row.Cycle),
            Instants.Tell(row.StartedAt),
            Instants.Tell(row.DueAt),
            Tell(row.MetAt),
            Tell(row.BreachedAt),
            Tell(row.StoppedAt),
            Tell(row.UsedHours),
            row.Policy,
            row.Calendar,
            row.Region,
        ];

    private static string Tell(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Tell(double? hours) => hours?.ToString("0.##", CultureInfo.InvariantCulture);

    private static string? Tell(DateTimeOffset? instant) => instant is { } at ? Instants.Tell(at) : null;
}
