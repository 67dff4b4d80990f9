using System.Globalization;
using System.Text;
using CsvHelper;

namespace Tickets.Domain.Reporting;

/// <summary>
/// Reports as CSV (RFC 4180, commas, UTF-8 with a byte order mark so that Excel reads it as such). The columns are those of <see cref="ReportRows"/>.
/// Instants are ISO 8601 at +07:00, hours have a decimal point, what is unknown is empty. A text that a spreadsheet would run as a
/// formula (it begins with = + - @, tab or CR) has an apostrophe put before it.
/// </summary>
public static class ReportCsv
{
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    /// <summary>Writes statistics; the stream stays open.</summary>
    public static Task Write(SlaStatistics statistics, Stream to, CancellationToken cancellation) =>
        Write(ReportRows.StatisticsColumns, ReportRows.Of(statistics).ToAsyncEnumerable(), to, cancellation);

    /// <summary>Writes cases as they come; the stream stays open.</summary>
    public static Task Write(IAsyncEnumerable<CaseRow> cases, Stream to, CancellationToken cancellation) => Write(ReportRows.CaseColumns, cases.Select(ReportRows.Of), to, cancellation);

    private static async Task Write(IReadOnlyList<string> columns, IAsyncEnumerable<object?[]> rows, Stream to, CancellationToken cancellation)
    {
        await to.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellation);
        await using var csv = CsvWriter.Create(to, Options, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns], cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            string?[] told = [.. row.Select(Tell)];
            await csv.WriteRecordAsync(told!, cancellation);
        }
        await csv.FlushAsync(cancellation);
    }

    private static string? Tell(object? cell) =>
        cell switch
        {
            null => null,
            string text => text,
            int number => number.ToString(CultureInfo.InvariantCulture),
            double hours => hours.ToString("0.##", CultureInfo.InvariantCulture),
            DateTimeOffset at => Instants.Tell(at),
            _ => throw new InvalidOperationException($"No cell holds {cell.GetType().Name}."),
        };
}
