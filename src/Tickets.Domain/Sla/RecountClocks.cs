using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>
/// Counts some running clocks again by the oldest decree that is not through yet: their due times, a line of history for each that moved, one corrected date to
/// each citizen whose promise did, and how far the decree is, all in one transaction. A process that dies amid it has done nothing; the next goes on from there.
/// </summary>
/// <param name="Now">When the decree reaches them.</param>
/// <param name="AtMost">How many clocks at once: others write between two batches.</param>
/// <returns>How many clocks were looked at; null when no decree waits.</returns>
public sealed record RecountClocks(DateTimeOffset Now, int AtMost) : IRequest<int?>;

internal sealed class RecountClocksHandler(TicketsDb db, Timetables timetables, WriteNotices notices) : IRequestHandler<RecountClocks, int?>
{
    // Another process may start clocks by the version before until it reads the timetable again; see Timetables.
    private static readonly TimeSpan OthersKnowAfter = TimeSpan.FromMinutes(3);

    private static readonly string[] Changing = [nameof(Clock.Id), nameof(Clock.Calendar), nameof(Clock.DueAt), nameof(Clock.WarnAt), nameof(Clock.RungAt), nameof(Clock.NextAt), nameof(Clock.EarlierAims)];

    public async Task<int?> Handle(RecountClocks request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var straggling = request.Now - OthersKnowAfter;
        var decrees = db.Calendars.AsNoTracking().Where(c => c.RecountedTo != null);
        var decree =
            await decrees.Where(c => c.RecountedAt == null).OrderBy(c => c.Id).FirstOrDefaultAsync(cancellationToken)
            ?? await decrees.Where(c => c.EnteredAt > straggling).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken);
        if (decree is null)
            return null;
        string[] former = [.. Enumerable.Range(1, decree.Version - 1).Select(v => $"{decree.Code}@{v}")];
        // Looking for them costs no turn of the writers.
        var ids = await Waiting(former, decree.RecountedTo!.Value).OrderBy(c => c.Id).Take(request.AtMost).Select(c => c.Id).ToListAsync(cancellationToken);
        if (ids.Count == 0 && decree.RecountedAt is not null)
            return null;
        await db.Change(() => Batch(decree, former, ids.Count == 0 ? decree.RecountedTo.Value : ids[^1], request.Now, cancellationToken), cancellationToken);
        return ids.Count;
    }

    /// <summary>As <see cref="Clock.Recount"/>; a clock for which the new version has no time stays with its own.</summary>
    internal static bool Recount(Clock clock, Timetable timetable, string calendar, DateTimeOffset at, string reason)
    {
        try
        {
            return clock.Recount(timetable, calendar, at, reason);
        }
        catch (CalendarRefused)
        {
            return false;
        }
    }

    private IQueryable<Clock> Waiting(string[] former, long after) =>
        db.Clocks.AsNoTracking().Where(c => c.Id > after && c.MetAt == null && c.StoppedAt == null && former.Contains(c.Calendar));

    private async Task Batch(CalendarVersion decree, string[] former, long upTo, DateTimeOffset now, CancellationToken cancellation)
    {
        // Two workers at once: the second waits here, finds that the first was there, and does nothing.
        if (await Claim(decree, upTo, cancellation) == 0)
            return;
        var timetable = await Known(decree, cancellation);
        var rows = await (
            from clock in Waiting(former, decree.RecountedTo!.Value).Where(c => c.Id <= upTo)
            from ticket in db.Tickets.IgnoreAutoIncludes().Where(t => t.Id == clock.TicketId).DefaultIfEmpty()
            orderby clock.Id
            select new { Clock = clock, Number = (string?)ticket.Number }
        ).ToListAsync(cancellation);
        var moved = new List<Moved>();
        var relabelled = new List<long>();
        var aimedAnew = new List<Clock>();
        foreach (var row in rows)
        {
            var (due, warn) = (row.Clock.DueAt, row.Clock.WarnAt);
            if (!Recount(row.Clock, timetable, decree.Label, now, decree.Reason ?? "–"))
                continue;
            if (row.Clock.DueAt != due)
                moved.Add(new(row.Clock, row.Number, due));
            if (row.Clock.DueAt != due || row.Clock.WarnAt != warn)
                aimedAnew.Add(row.Clock);
            else
                relabelled.Add(row.Clock.Id);
        }

        await Write(decree, aimedAnew, relabelled, cancellation);
        await Remember(decree, moved, now, cancellation);
        var told = await Tell(decree, moved, now, cancellation);
        await db
            .Calendars.Where(c => c.Id == decree.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.Recounted, c => c.Recounted + rows.Count)
                        .SetProperty(c => c.Moved, c => c.Moved + moved.Count)
                        .SetProperty(c => c.Told, c => c.Told + told)
                        .SetProperty(c => c.RecountedAt, c => rows.Count == 0 && c.RecountedAt == null ? now : c.RecountedAt),
                cancellation
            );
    }

    private Task<int> Claim(CalendarVersion decree, long upTo, CancellationToken cancellation)
    {
        var from = decree.RecountedTo;
        return db.Calendars.Where(c => c.Id == decree.Id && c.RecountedTo == from).ExecuteUpdateAsync(s => s.SetProperty(c => c.RecountedTo, upTo), cancellation);
    }

    private async Task<Timetable> Known(CalendarVersion decree, CancellationToken cancellation)
    {
        var timetable = await timetables.Current(cancellation);
        if (timetable.Knows(decree.Label))
            return timetable;
        timetables.Forget();
        return await timetables.Current(cancellation);
    }

    // A million clocks one statement each would take minutes, with the database locked for most of them: a batch is one statement.
    private async Task Write(CalendarVersion decree, List<Clock> aimedAnew, List<long> relabelled, CancellationToken cancellation)
    {
        if (relabelled.Count > 0)
        {
            long[] ids = [.. relabelled];
            await db.Clocks.Where(c => EF.Parameter(ids).Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Calendar, decree.Label), cancellation);
        }

        if (aimedAnew.Count == 0)
            return;
        await db.WriteOver(aimedAnew, Changing, cancellation);
        // Whoever read these tickets before loses: what they know of the clocks is out of date.
        long[] tickets = [.. aimedAnew.Select(c => c.TicketId).OfType<long>().Distinct()];
        long[] conversations = [.. aimedAnew.Where(c => c.TicketId is null).Select(c => c.ConversationId).OfType<long>().Distinct()];
        await db.Tickets.IgnoreAutoIncludes().Where(t => EF.Parameter(tickets).Contains(t.Id)).ExecuteUpdateAsync(s => s.SetProperty(t => t.Version, t => t.Version + 1), cancellation);
        if (conversations.Length > 0)
            await db
                .Conversations.IgnoreAutoIncludes()
                .Where(c => EF.Parameter(conversations).Contains(c.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Version, c => c.Version + 1), cancellation);
    }

    private Task Remember(CalendarVersion decree, List<Moved> moved, DateTimeOffset now, CancellationToken cancellation) =>
        db.RecordMany(
            [
                // What waits in the inbox keeps it with its clock alone.
                .. from m in moved
                   where m.Number is not null
                   select (
                       m.Clock.TicketId!.Value,
                       (TicketEvent)new ClockRecounted(m.Number!, m.Clock.Kind, m.Clock.Cycle, m.WasDueAt, m.Clock.DueAt, decree.Label, decree.Reason ?? "–")
                   ),
            ],
            now,
            cancellation
        );

    // Only who had been told a date is told another.
    private async Task<int> Tell(CalendarVersion decree, List<Moved> moved, DateTimeOffset now, CancellationToken cancellation)
    {
        var promises = moved.Where(m => m.Clock.Kind == ClockKind.Resolution && m.Number is not null).ToDictionary(m => m.Number!);
        if (promises.Count == 0)
            return 0;
        string[] keys = [.. promises.Keys.Select(WriteNotices.AcknowledgementOf)];
        var told = await db
            .Notices.Where(n => EF.Parameter(keys).Contains(n.Key) && n.State == NoticeState.Sent && n.TicketId != null)
            .Select(n => n.TicketId!.Value)
            .ToListAsync(cancellation);
        if (told.Count == 0)
            return 0;
        long[] ids = [.. told];
        var tickets = await db.Tickets.Include(t => t.Citizen).Where(t => EF.Parameter(ids).Contains(t.Id)).ToListAsync(cancellation);
        return await notices.CorrectDeadlines(tickets.ToDictionary(t => t, t => promises[t.Number].WasDueAt), decree.Label, decree.Reason ?? "–", now, cancellation);
    }

    private sealed record Moved(Clock Clock, string? Number, DateTimeOffset WasDueAt);
}
