namespace Tickets.Domain.Reporting;

/// <summary>How a report is written.</summary>
public enum ReportFormat
{
    /// <summary>For machines and charts.</summary>
    Json,

    /// <summary>For spreadsheets and programs of all kinds.</summary>
    Csv,

    /// <summary>For Excel.</summary>
    Xlsx,
}

/// <summary>Formats by the names that the contract gives them.</summary>
public static class ReportFormats
{
    /// <summary>The format of this name; null means <see cref="ReportFormat.Json"/>.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for a name nobody knows.</exception>
    public static ReportFormat Parse(string? name) =>
        name?.ToLowerInvariant() switch
        {
            null or "" or "json" => ReportFormat.Json,
            "csv" => ReportFormat.Csv,
            "xlsx" => ReportFormat.Xlsx,
            var other => throw new RefusedException(Refusal.Invalid, ("detail", "report.format"), ("value", other.Length > 40 ? other[..40] + "…" : other)),
        };
}
