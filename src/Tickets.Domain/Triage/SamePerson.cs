using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>Somebody who is likely the same person on another platform: proposed, never linked silently.</summary>
/// <param name="Citizen">Key.</param>
/// <param name="Platform">Where.</param>
/// <param name="Name">The name shown there.</param>
/// <param name="Because">Why: <c>nik</c>, <c>phone</c>, <c>name-region</c>.</param>
/// <param name="Linked">True once somebody linked them.</param>
public sealed record LikelyPerson(long Citizen, Platform Platform, string? Name, IReadOnlyList<string> Because, bool Linked);

/// <summary>Keeps what identifies citizens as keyed hashes, and finds who may be the same person.</summary>
public sealed class SamePerson(TicketsDb db, MarkKey key)
{
    private const int Most = 5;
    private const int ShortestName = 6;

    /// <summary>Keeps the marks of a message, in the caller's transaction; twice is once.</summary>
    public async Task Keep(Conversation conversation, Message message, CancellationToken cancellation)
    {
        if (message is not { Text: { } text, Assessment: { } assessment } || assessment.PersonalData.Count == 0)
            return;
        var marks = assessment
            .PersonalData.Where(p => p.Type is PersonalDataType.Nik or PersonalDataType.Phone && p.Start >= 0 && p.Length > 0 && p.Start + p.Length <= text.Length)
            .Select(p => (Kind: p.Type, Hash: key.Of(p.Type, text.AsSpan(p.Start, p.Length))))
            .Where(m => m.Hash is not null)
            .Distinct()
            .ToList();
        if (marks.Count == 0)
            return;
        var citizen = conversation.Citizen;
        string[] hashes = [.. marks.Select(m => m.Hash!)];
        var known = citizen.Id == 0 ? [] : await db.CitizenMarks.Where(m => m.CitizenId == citizen.Id && hashes.Contains(m.Hash)).Select(m => m.Hash).ToListAsync(cancellation);
        known.AddRange(db.CitizenMarks.Local.Where(m => ReferenceEquals(m.Citizen, citizen)).Select(m => m.Hash));
        foreach (var (kind, hash) in marks.Where(m => !known.Contains(m.Hash!)))
            db.Add(new CitizenMark(citizen, kind, hash!, message.ReceivedAt));
    }

    /// <summary>The keys of all citizens that somebody linked to this one, itself among them.</summary>
    public async Task<List<long>> LinkedTo(Citizen citizen, CancellationToken cancellation) =>
        citizen.PersonId is { } person ? await db.Citizens.Where(c => c.PersonId == person).Select(c => c.Id).ToListAsync(cancellation) : [citizen.Id];

    /// <summary>Whether the citizen of a conversation is the one whose plea a ticket is, here or, as somebody linked them, on another platform.</summary>
    public async Task<bool> Owns(Conversation conversation, Ticket ticket, CancellationToken cancellation) =>
        conversation.CitizenId == ticket.CitizenId || (await LinkedTo(conversation.Citizen, cancellation)).Contains(ticket.CitizenId);

    /// <summary>Who may be the same person: the same NIK or telephone number, or the same name and regency; and who was linked.</summary>
    public async Task<IReadOnlyList<LikelyPerson>> Of(Citizen citizen, string? region, CancellationToken cancellation)
    {
        var byMark = await db
            .CitizenMarks.Where(m => m.CitizenId == citizen.Id)
            .Join(db.CitizenMarks.Where(o => o.CitizenId != citizen.Id), m => new { m.Kind, m.Hash }, o => new { o.Kind, o.Hash }, (m, o) => new { o.CitizenId, o.Kind })
            .Distinct()
            .OrderByDescending(m => m.CitizenId)
            .ThenBy(m => m.Kind)
            .Take(Most * 2)
            .ToListAsync(cancellation);
        var reasons = byMark.GroupBy(m => m.CitizenId).ToDictionary(g => g.Key, g => g.Select(m => m.Kind == PersonalDataType.Nik ? "nik" : "phone").ToList());
        // A province alone has millions: only a regency with the name says anything.
        if (citizen.Name?.Trim().ToLowerInvariant() is { Length: >= ShortestName } name && region is { Length: 5 })
            foreach (var id in await db
                .Citizens.Where(c => c.Id != citizen.Id && TicketsDb.Lower(c.Name!) == name && db.Tickets.Any(t => t.CitizenId == c.Id && t.Region == region))
                .OrderByDescending(c => c.Id)
                .Take(Most)
                .Select(c => c.Id)
                .ToListAsync(cancellation))
                (reasons.TryGetValue(id, out var because) ? because : reasons[id] = []).Add("name-region");
        foreach (var id in (await LinkedTo(citizen, cancellation)).Where(id => id != citizen.Id))
            reasons.TryAdd(id, []);
        long[] ids = [.. reasons.Keys];
        var people = await db.Citizens.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(cancellation);
        return
        [
            .. people
                .Select(p => new LikelyPerson(p.Id, p.Platform, p.Name, reasons[p.Id], citizen.PersonId is not null && p.PersonId == citizen.PersonId))
                .OrderByDescending(p => p.Linked)
                .ThenByDescending(p => p.Because.Count)
                .Take(Most),
        ];
    }
}
