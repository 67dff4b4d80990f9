using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Audit;

/// <summary>The lines of the audit that are sought, the newest first, to be taken along. That somebody took them stands in the audit itself.</summary>
/// <param name="Sought">Only what matches; null for all.</param>
/// <param name="Language">In which language the lines are told: id or en.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record ExportEvents(SoughtEvents? Sought, string Language, Caller By, DateTimeOffset At) : IRequest<IAsyncEnumerable<ListedEvent>>;

internal sealed class ExportEventsHandler(TicketsDb db) : IRequestHandler<ExportEvents, IAsyncEnumerable<ListedEvent>>
{
    // A slow reader of the answer holds no lock of the database, and no more than these are in memory.
    private const int AtOnce = 500;

    public async Task<IAsyncEnumerable<ListedEvent>> Handle(ExportEvents request, CancellationToken cancellationToken)
    {
        // What is recorded by the asking itself is not part of the answer.
        var newest = await db.Events.MaxAsync(e => (long?)e.Id, cancellationToken) ?? 0;
        await db.Change(
            () =>
            {
                db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Audit, Setting.Audit, Was.Exported, Said(request.Sought)));
                return Task.CompletedTask;
            },
            cancellationToken
        );
        return Lines(request, newest, await db.NamesForTheAudit(request.Language, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<ListedEvent> Lines(ExportEvents request, long newest, IReadOnlyDictionary<string, string> names, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sought = db.Events.AsNoTracking().Only(request.Sought, request.Language, names);
        for (var before = newest + 1; ;)
        {
            var page = await sought.Where(e => e.Id < before).Listed(AtOnce, request.Language, names, cancellation);
            foreach (var line in page)
                yield return line;
            if (page.Count < AtOnce)
                yield break;
            before = page[^1].Id;
        }
    }

    private static string? Said(SoughtEvents? sought)
    {
        string?[] parts = [sought?.Actor, sought?.Kind?.ToString(), sought?.Subject, sought?.Text, sought?.From is { } from ? AuditCsv.Tell(from) : null, sought?.To is { } to ? AuditCsv.Tell(to) : null];
        var said = string.Join(", ", parts.OfType<string>());
        return said.Length == 0 ? null : said;
    }
}

/// <summary>
/// The audit as CSV (RFC 4180, UTF-8 with a byte order mark so that Excel reads it as such). The headers are a contract: columns are added at the end, never
/// renamed. Instants are ISO 8601 at +07:00. A text that a spreadsheet would run as a formula has an apostrophe put before it.
/// </summary>
public static class AuditCsv
{
    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<string> Columns = ["id", "at", "recordedAt", "type", "ticket", "actorKind", "actor", "text", "kind", "coded"];

    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    /// <summary>Writes lines as they come; the stream stays open.</summary>
    public static async Task Write(IAsyncEnumerable<ListedEvent> lines, Stream to, CancellationToken cancellation)
    {
        await to.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellation);
        await using var csv = CsvWriter.Create(to, Options, leaveOpen: true);
        await csv.WriteRecordAsync([.. Columns], cancellation);
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            string?[] row = [line.Id.ToString(CultureInfo.InvariantCulture), Tell(line.At), Tell(line.RecordedAt), line.Type, line.Ticket, line.ActorKind.ToString(), line.Actor, line.Text, line.Kind.ToString(), line.Coded];
            await csv.WriteRecordAsync(row!, cancellation);
        }

        await csv.FlushAsync(cancellation);
    }

    internal static string Tell(DateTimeOffset instant) => instant.ToOffset(Sentences.Wib).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
