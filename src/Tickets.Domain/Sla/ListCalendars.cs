using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>Working calendars: the newest version of each, by code; or every version of one, the newest first.</summary>
/// <param name="Code">Only this one; null for all.</param>
/// <param name="EveryVersion">True for earlier versions too: clocks name the one that counts for them.</param>
/// <param name="Version">Only this version.</param>
public sealed record ListCalendars(string? Code = null, bool EveryVersion = false, int? Version = null) : IRequest<Page<ListedCalendar>>;

/// <summary>A version of a working calendar.</summary>
/// <param name="Code">The calendar: <c>NASIONAL</c>, <c>24X7</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="Name">As people call it.</param>
/// <param name="EffectiveFrom">From when it counts, UTC.</param>
/// <param name="Definition">Hours, seasons and closures, in the form in which the calculator takes a calendar inline.</param>
/// <param name="EffectiveOn">The first date that it counts, in the calendar's zone; dates before it are counted by the versions before it.</param>
/// <param name="Reason">The decree; null where nobody gave one.</param>
/// <param name="EnteredAt">When it was entered, UTC.</param>
/// <param name="State">How far the running clocks have been counted again by it.</param>
/// <param name="Total">How many ran by earlier versions when it was entered.</param>
/// <param name="Done">How many of these have been looked at; clocks that ended meanwhile are not among them.</param>
/// <param name="Moved">How many of these are due at another time now.</param>
/// <param name="Told">How many citizens were sent a corrected date.</param>
/// <param name="DoneAt">When the last was reached, UTC.</param>
public sealed record ListedCalendar(
    string Code,
    int Version,
    string Name,
    DateTimeOffset EffectiveFrom,
    JsonElement Definition,
    DateOnly EffectiveOn,
    string? Reason,
    DateTimeOffset EnteredAt,
    RecountState State,
    int Total,
    int Done,
    int Moved,
    int Told,
    DateTimeOffset? DoneAt
)
{
    internal static ListedCalendar From(CalendarVersion c) =>
        new(
            c.Code,
            c.Version,
            c.Name,
            c.EffectiveFrom,
            JsonElement.Parse(c.Definition),
            c.EffectiveOn,
            c.Reason,
            c.EnteredAt,
            c.Recount,
            c.ToRecount,
            c.Recounted,
            c.Moved,
            c.Told,
            c.RecountedAt
        );
}

internal sealed class ListCalendarsHandler(TicketsDb db) : IRequestHandler<ListCalendars, Page<ListedCalendar>>
{
    public async Task<Page<ListedCalendar>> Handle(ListCalendars request, CancellationToken cancellationToken)
    {
        var calendars = db.Calendars.AsNoTracking().Where(c => request.Code == null || c.Code == request.Code);
        if (request.Version is { } version)
            calendars = calendars.Where(c => c.Version == version);
        else if (!request.EveryVersion)
            calendars = calendars.Where(c => !db.Calendars.Any(newer => newer.Code == c.Code && newer.Version > c.Version));
        return new(await calendars.OrderBy(c => c.Code).ThenByDescending(c => c.Version).Select(c => ListedCalendar.From(c)).ToListAsync(cancellationToken), Next: null);
    }
}
