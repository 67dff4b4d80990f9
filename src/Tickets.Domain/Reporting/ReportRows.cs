namespace Tickets.Domain.Reporting;

/// <summary>
/// Reports as tables: a cell is a text, a whole number, a number of hours, an instant, or null for what is unknown. The headers are a contract: columns are added at
/// the end, never renamed.
/// </summary>
public static class ReportRows
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

    /// <summary>A row for each group, and a last one for all.</summary>
    public static IEnumerable<object?[]> Of(SlaStatistics statistics) =>
        statistics.Groups.Select(g => Row("group", statistics, g)).Append(Row("total", statistics, statistics.Total));

    private static object?[] Row(string scope, SlaStatistics statistics, SlaFigures figures) =>
        [
            scope,
            statistics.From,
            statistics.To,
            .. FirstGroups.Select(n => figures.Key.GetValueOrDefault(n)),
            figures.Received,
            figures.Merged,
            figures.Invalid,
            figures.Referred,
            figures.Reopened,
            figures.AnsweredInTime,
            figures.AnsweredLate,
            figures.Unanswered,
            figures.UnansweredOverdue,
            figures.ResolvedInTime,
            figures.ResolvedLate,
            figures.Unresolved,
            figures.UnresolvedOverdue,
            figures.Breached,
            figures.FirstResponseMedianHours,
            figures.FirstResponseP90Hours,
            figures.ResolutionMedianHours,
            figures.ResolutionP90Hours,
            figures.Backlog,
            .. LaterGroups.Select(n => figures.Key.GetValueOrDefault(n)),
        ];

    /// <summary>A ticket and one of its clocks.</summary>
    public static object?[] Of(CaseRow row) =>
        [
            row.Number,
            row.Directorate,
            row.Topic,
            row.Platform.ToString(),
            ReportGroups.NameOf(row.Priority),
            row.Officer,
            row.Status.ToString(),
            row.OpenedAt,
            row.ResolvedAt,
            row.ClosedAt,
            row.Clock.ToString(),
            row.Cycle,
            row.StartedAt,
            row.DueAt,
            row.MetAt,
            row.BreachedAt,
            row.StoppedAt,
            row.UsedHours,
            row.Policy,
            row.Calendar,
            row.Region,
        ];
}
