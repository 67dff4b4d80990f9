using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>What a file of holidays would add to a working calendar. It is entered as any other change by decree.</summary>
/// <param name="Code">The calendar.</param>
/// <param name="Format">ics or csv.</param>
/// <param name="File">The file as it came.</param>
/// <param name="From">The first date that the decree is to count, <c>yyyy-MM-dd</c>; null for the first that the file adds.</param>
/// <param name="Now">When it is read.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
/// <exception cref="CalendarRefused">The file cannot be read, by name.</exception>
public sealed record ReadClosures(string Code, string? Format, ReadOnlyMemory<byte> File, string? From, DateTimeOffset Now) : IRequest<ClosuresRead>;

/// <summary>What a file of holidays says, held against the newest version of a calendar.</summary>
/// <param name="Added">What would be added.</param>
/// <param name="AlreadyThere">What the calendar closes already; it keeps its own names.</param>
/// <param name="EffectiveFrom">The first date that changes; null when none does.</param>
/// <param name="Definition">The calendar with what would be added.</param>
/// <param name="Version">The version it was held against: entered over a later one, it would undo that.</param>
public sealed record ClosuresRead(IReadOnlyList<ReadClosure> Added, IReadOnlyList<ReadClosure> AlreadyThere, DateOnly? EffectiveFrom, JsonElement Definition, int Version);

/// <summary>A date off.</summary>
public sealed record ReadClosure(DateOnly Date, string? Name);

/// <summary>What a file of holidays made of a calendar, or would make.</summary>
/// <param name="Added">What was or would be added.</param>
/// <param name="AlreadyThere">What the calendar closed already.</param>
/// <param name="Version">The new version; null when nothing was to be added.</param>
/// <param name="Effect">What would move; null unless it was a preview.</param>
public sealed record ClosuresImported(IReadOnlyList<ReadClosure> Added, IReadOnlyList<ReadClosure> AlreadyThere, ListedCalendar? Version, DecreeEffect? Effect);

internal sealed class ReadClosuresShape : AbstractValidator<ReadClosures>
{
    public ReadClosuresShape() =>
        RuleFor(r => r.Format).Must(f => f is "ics" or "csv").Says("shape.format");
}

internal sealed class ReadClosuresHandler(TicketsDb db) : IRequestHandler<ReadClosures, ClosuresRead>
{
    public async Task<ClosuresRead> Handle(ReadClosures request, CancellationToken cancellationToken)
    {
        var versions = await db.Calendars.AsNoTracking().Where(c => c.Code == request.Code).OrderBy(c => c.Version).ToListAsync(cancellationToken);
        if (versions.Count == 0)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Calendar), ("key", request.Code));
        var read = request.Format == "ics" ? ClosuresFromIcs.Read(request.File.Span, request.Now.Year) : ClosuresFromCsv.Read(request.File.Span);
        if (read.FirstOrDefault(c => c.Date.Year is < 1970 or > 2200) is { } far)
            throw CalendarRefused.DateOutOfRange(Dates.Write(far.Date));
        // What is closed on a date, the version says that counts on it.
        var inForce = new Timetable([], versions).Calendar(versions[^1].Label).Definition;
        var closed = inForce.Closures.Where(c => c.From is null).Select(c => c.Date).ToHashSet();
        List<CalendarClosure> added = [.. read.DistinctBy(c => (c.Date, c.Name)).Where(c => !closed.Contains(c.Date))];
        DateOnly? first = added.Count == 0 ? null : request.From is { } told ? Dates.Read(told) : added[0].Date;
        var definition = AsOf(first ?? DateOnly.MaxValue, versions, inForce);
        return new(
            [.. added.Select(c => new ReadClosure(c.Date, c.Name))],
            [.. read.Where(c => closed.Contains(c.Date)).Select(c => new ReadClosure(c.Date, c.Name))],
            first,
            JsonElement.Parse(JsonSerializer.Serialize(definition with { Closures = [.. definition.Closures.Concat(added).OrderBy(c => c.Date)] })),
            versions[^1].Version
        );
    }

    // The new version replaces the newest from its date on. Where the newest takes effect only later, hours that others decreed until then stay as they were.
    private static WorkingCalendarDefinition AsOf(DateOnly first, List<CalendarVersion> versions, WorkingCalendarDefinition inForce) =>
        versions.Count == 1 || first >= versions[^1].EffectiveOn
            ? WorkingCalendarDefinition.Parse(versions[^1].Definition)
            : inForce with { Seasons = [.. inForce.Seasons.Where(s => s.To >= first).Select(s => s.From < first ? s with { From = first } : s)] };
}
