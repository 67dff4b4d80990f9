using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Resolution;

/// <summary>How much open work there is, how pressing it is, and who carries it; however much that is, where a list would end.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Now">The present.</param>
public sealed record SumUpQueue(Caller By, DateTimeOffset Now) : IRequest<QueueSummary>;

/// <summary>Open work in figures, of what the caller sees.</summary>
/// <param name="Open">Tickets that are not ended.</param>
/// <param name="Late">Of them, with a running clock past its due time.</param>
/// <param name="Soon">Of them, neither late nor waiting, and due by the end of the next working day.</param>
/// <param name="Waiting">Of them, not late, for whose citizens the ministry waits.</param>
/// <param name="Unassigned">Of them, in nobody's hands.</param>
/// <param name="NextWorkingDayEnds">When the next working day ends, UTC.</param>
/// <param name="Officers">Who carries how much; whoever carries nothing is left out.</param>
public sealed record QueueSummary(int Open, int Late, int Soon, int Waiting, int Unassigned, DateTimeOffset NextWorkingDayEnds, IReadOnlyList<OfficerLoad> Officers);

/// <summary>What one officer carries.</summary>
/// <param name="Login">Their login.</param>
/// <param name="Open">Open tickets.</param>
/// <param name="Late">Of them, late.</param>
/// <param name="Soon">Of them, neither late nor waiting, and due by the end of the next working day.</param>
public sealed record OfficerLoad(string Login, int Open, int Late, int Soon);

internal sealed class SumUpQueueHandler(TicketsDb db, Timetables timetables) : IRequestHandler<SumUpQueue, QueueSummary>
{
    public async Task<QueueSummary> Handle(SumUpQueue request, CancellationToken cancellationToken)
    {
        TicketStatus[] open = [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen];
        var seen = db.Tickets.IgnoreAutoIncludes().Where(t => open.Contains(t.Status));
        if (!request.By.SeesAll)
            seen = seen.Where(t => t.Directorate == request.By.Directorate);
        var running = db.Clocks.Where(c => c.MetAt == null && c.StoppedAt == null && c.PausedSince == null && c.TicketId != null);
        var carried = await seen.GroupBy(t => t.OfficerId).Select(g => new { OfficerId = g.Key, Open = g.Count() }).ToListAsync(cancellationToken);
        var waiting = await seen.CountAsync(
            t => (t.Status == TicketStatus.WaitingOnCitizen && !running.Any(c => c.TicketId == t.Id && c.DueAt < request.Now)) || !running.Any(c => c.TicketId == t.Id),
            cancellationToken
        );
        var timetable = await timetables.Current(cancellationToken);
        var ends = ListQueueHandler.NextWorkingDay(timetable, request.Now);
        // From the clocks that press to their tickets: asked the other way round, every open ticket would be looked at.
        var pressing = await running
            .Where(c => c.DueAt <= ends)
            .Join(seen, c => c.TicketId, t => t.Id, (c, t) => new { t.Id, t.OfficerId, t.Status, c.DueAt })
            .GroupBy(x => new { x.Id, x.OfficerId, x.Status })
            .Select(g => new { g.Key.OfficerId, g.Key.Status, First = g.Min(x => x.DueAt) })
            .ToListAsync(cancellationToken);
        long[] people = [.. carried.Select(c => c.OfficerId).OfType<long>()];
        var logins = await db.Users.Where(u => people.Contains(u.Id)).Select(u => new { u.Id, u.Login }).ToDictionaryAsync(u => u.Id, u => u.Login, cancellationToken);
        pressing.RemoveAll(p => p.Status == TicketStatus.WaitingOnCitizen && p.First >= request.Now);
        var of = pressing.ToLookup(p => p.OfficerId, p => p.First < request.Now);
        return new QueueSummary(
            carried.Sum(c => c.Open),
            pressing.Count(p => p.First < request.Now),
            pressing.Count(p => p.First >= request.Now),
            waiting,
            carried.Where(c => c.OfficerId is null).Sum(c => c.Open),
            ends,
            [
                .. carried
                    .Where(c => c.OfficerId is { } id && logins.ContainsKey(id))
                    .Select(c => new OfficerLoad(logins[c.OfficerId!.Value], c.Open, of[c.OfficerId].Count(late => late), of[c.OfficerId].Count(late => !late)))
                    .OrderByDescending(o => o.Open)
                    .ThenBy(o => o.Login, StringComparer.Ordinal),
            ]
        );
    }
}
