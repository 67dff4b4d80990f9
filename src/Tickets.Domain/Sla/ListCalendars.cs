using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>Working calendars: the newest version of each, by code; or every version of one, the newest first.</summary>
/// <param name="Code">Only this one; null for all.</param>
/// <param name="EveryVersion">True for earlier versions too: clocks name the one that counts for them.</param>
public sealed record ListCalendars(string? Code = null, bool EveryVersion = false) : IRequest<Page<ListedCalendar>>;

/// <summary>A version of a working calendar.</summary>
/// <param name="Code">The calendar: <c>NASIONAL</c>, <c>24X7</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="Name">As people call it.</param>
/// <param name="EffectiveFrom">From when it counts, UTC.</param>
/// <param name="Definition">Hours, seasons and closures, in the form in which the calculator takes a calendar inline.</param>
public sealed record ListedCalendar(string Code, int Version, string Name, DateTimeOffset EffectiveFrom, JsonElement Definition)
{
    internal static ListedCalendar From(CalendarVersion c) => new(c.Code, c.Version, c.Name, c.EffectiveFrom, JsonElement.Parse(c.Definition));
}

internal sealed class ListCalendarsHandler(TicketsDb db) : IRequestHandler<ListCalendars, Page<ListedCalendar>>
{
    public async Task<Page<ListedCalendar>> Handle(ListCalendars request, CancellationToken cancellationToken)
    {
        var calendars = db.Calendars.AsNoTracking().Where(c => request.Code == null || c.Code == request.Code);
        if (!request.EveryVersion)
            calendars = calendars.Where(c => !db.Calendars.Any(newer => newer.Code == c.Code && newer.Version > c.Version));
        return new(await calendars.OrderBy(c => c.Code).ThenByDescending(c => c.Version).Select(c => ListedCalendar.From(c)).ToListAsync(cancellationToken), Next: null);
    }
}
