using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Regions;
using Tickets.Domain.Words;

namespace Tickets.Domain.Persistence;

/// <summary>One line of a history as people read it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Type">The event's name.</param>
/// <param name="Text">A plain sentence.</param>
public sealed record HistoryLine(DateTimeOffset At, string Actor, string Type, string Text)
{
    /// <summary>An event in a language.</summary>
    /// <param name="row">The event.</param>
    /// <param name="language">id or en.</param>
    /// <param name="names">What codes and logins are called; see <see cref="History.Say"/>.</param>
    public static HistoryLine Of(EventRow row, string language, IReadOnlyDictionary<string, string>? names = null) =>
        new(row.At, row.ActorKind == ActorKind.System ? Sentences.Say(language, "actor.system") : row.ActorName, row.Type, History.Say(row.Type, row.Payload, language, names));

    /// <summary>What the directorates, topics, regions and calendars are called that a history may speak of.</summary>
    /// <param name="db">Where they are.</param>
    /// <param name="language">id or en.</param>
    /// <param name="cancellation">Given up.</param>
    public static async Task<IReadOnlyDictionary<string, string>> Names(TicketsDb db, string language, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var topic in await db.Topics.AsNoTracking().Select(t => new { t.Code, t.Name, t.NameEn }).ToListAsync(cancellation))
            names[topic.Code] = language == "en" ? topic.NameEn : topic.Name;
        foreach (var unit in await db.Directorates.AsNoTracking().Select(d => new { d.Code, d.Name }).ToListAsync(cancellation))
            names[unit.Code] = unit.Name;
        foreach (var region in AllRegions.List)
            names[region.Code] = AllRegions.Title(region.Code)!;
        foreach (var calendar in await db.Calendars.AsNoTracking().OrderBy(c => c.Version).Select(c => new { c.Code, c.Name }).ToListAsync(cancellation))
            names["calendar/" + calendar.Code] = calendar.Name;
        return names;
    }
}
