using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Audit;

internal static class NamesOfSettings
{
    /// <summary>What everything is called now of which the audit may speak; see <see cref="Words.History.Say"/>.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NamesForTheAudit(this TicketsDb db, string language, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(await HistoryLine.Names(db, language, cancellation), StringComparer.Ordinal);
        foreach (var person in await db.Users.AsNoTracking().Select(u => new { u.Login, u.Name }).ToListAsync(cancellation))
            names.TryAdd(person.Login, person.Name);
        foreach (var policy in await db.SlaPolicies.AsNoTracking().OrderBy(p => p.Version).Select(p => new { p.Code, p.Name }).ToListAsync(cancellation))
            names[$"{Setting.SlaPolicy}/{policy.Code}"] = policy.Name;
        foreach (var programme in await db.Programmes.AsNoTracking().Select(p => new { p.Code, p.Name }).ToListAsync(cancellation))
            names[$"{Setting.Programme}/{programme.Code}"] = programme.Name;
        foreach (var reply in await db.Set<SavedReply>().AsNoTracking().Select(r => new { r.Code, r.Title }).ToListAsync(cancellation))
            names[$"{Setting.SavedReply}/{reply.Code}"] = reply.Title;
        return names;
    }
}
