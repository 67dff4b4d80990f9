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
/// <param name="Text">The file.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
/// <exception cref="CalendarRefused">The file cannot be read, by name.</exception>
public sealed record ReadClosures(string Code, string? Format, string Text) : IRequest<ClosuresRead>;

/// <summary>What a file of holidays says, held against the newest version of a calendar.</summary>
/// <param name="Added">What would be added.</param>
/// <param name="AlreadyThere">What the calendar closes already; it keeps its own names.</param>
/// <param name="EffectiveFrom">The first date that changes; null when none does.</param>
/// <param name="Definition">The calendar with what would be added.</param>
public sealed record ClosuresRead(IReadOnlyList<ReadClosure> Added, IReadOnlyList<ReadClosure> AlreadyThere, DateOnly? EffectiveFrom, JsonElement Definition);

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
        var newest =
            await db.Calendars.AsNoTracking().Where(c => c.Code == request.Code).OrderByDescending(c => c.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Calendar), ("key", request.Code));
        var read = request.Format == "ics" ? ClosuresFromIcs.Read(request.Text) : ClosuresFromCsv.Read(request.Text);
        if (read.FirstOrDefault(c => c.Date.Year is < 1970 or > 2200) is { } far)
            throw CalendarRefused.DateOutOfRange(Dates.Write(far.Date));
        var definition = WorkingCalendarDefinition.Parse(newest.Definition);
        var closed = definition.Closures.Where(c => c.From is null).Select(c => c.Date).ToHashSet();
        List<CalendarClosure> added = [.. read.DistinctBy(c => (c.Date, c.Name)).Where(c => !closed.Contains(c.Date))];
        return new(
            [.. added.Select(c => new ReadClosure(c.Date, c.Name))],
            [.. read.Where(c => closed.Contains(c.Date)).Select(c => new ReadClosure(c.Date, c.Name))],
            added.Count == 0 ? null : added[0].Date,
            JsonElement.Parse(JsonSerializer.Serialize(definition with { Closures = [.. definition.Closures.Concat(added).OrderBy(c => c.Date)] }))
        );
    }
}
