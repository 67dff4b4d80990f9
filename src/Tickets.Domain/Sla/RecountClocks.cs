using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>
/// Writes down some running clocks as counted by the oldest decree that is not through yet: their due times, a line of history for each that moved, and how far
/// the decree is, all in one transaction. When all decrees are through, some citizens whose promise moved are told one corrected date. A process that dies amid it
/// has done nothing; the next goes on from there.
/// </summary>
/// <param name="Now">When the decree reaches them.</param>
/// <param name="AtMost">How many clocks at once: others write between two batches.</param>
/// <param name="Counted">What <see cref="CountClocks"/> counted ahead; null to count now.</param>
/// <returns>How many clocks were looked at, 0 when another process was faster; null when no decree waits.</returns>
public sealed record RecountClocks(DateTimeOffset Now, int AtMost, CountedClocks? Counted = null) : IRequest<int?>;

/// <summary>
/// Counts the next clocks by the oldest decree that is not through yet, and writes nothing: it needs no turn of the writers, so that one core may count while
/// another writes.
/// </summary>
/// <param name="Now">When the decree reaches them.</param>
/// <param name="AtMost">How many clocks at once.</param>
/// <param name="After">What was counted before and is being written; null to begin where the decree is.</param>
/// <returns>Null when no decree waits to be counted.</returns>
public sealed record CountClocks(DateTimeOffset Now, int AtMost, CountedClocks? After = null) : IRequest<CountedClocks?>;

/// <summary>Clocks as a decree counts them, before they are written down.</summary>
public sealed class CountedClocks
{
    internal CountedClocks(CalendarVersion decree, long from, long upTo) => (Decree, From, UpTo) = (decree, from, upTo);

    /// <summary>How many were looked at.</summary>
    public int Looked { get; internal set; }

    internal CalendarVersion Decree { get; }

    internal long From { get; }

    internal long UpTo { get; }

    // The tickets as they were read: what is written down later must still be true of them.
    internal Dictionary<long, int> Versions { get; } = [];

    internal List<long> OfConversations { get; } = [];

    internal List<Recounted> Clocks { get; } = [];
}

// Rows as the database takes them, made ahead: while they are written nobody else can write.
internal sealed record Recounted(long Clock, long? Ticket, long? Conversation, string? Row, string? History, bool Moved);

internal sealed class RecountClocksHandler(TicketsDb db, Timetables timetables, WriteNotices notices)
    : IRequestHandler<RecountClocks, int?>,
        IRequestHandler<CountClocks, CountedClocks?>
{
    // Each is a matter of several statements, and others wait meanwhile.
    private const int MostTold = 200;

    // Another process may start clocks by the version before until it reads the timetable again; see Timetables.
    private static readonly TimeSpan OthersKnowAfter = TimeSpan.FromMinutes(3);

    private static readonly string[] Changing = [nameof(Clock.Id), nameof(Clock.Calendar), nameof(Clock.DueAt), nameof(Clock.WarnAt), nameof(Clock.RungAt), nameof(Clock.NextAt), nameof(Clock.EarlierAims)];

    public async Task<int?> Handle(RecountClocks request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        if ((request.Counted ?? await Count(null, request.AtMost, request.Now, cancellationToken)) is not { } counted)
            return await TellSome(Math.Min(request.AtMost, MostTold), request.Now, cancellationToken);
        return await db.Change(() => Write(counted, request.Now, cancellationToken), cancellationToken);
    }

    public Task<CountedClocks?> Handle(CountClocks request, CancellationToken cancellationToken) => Count(request.After, request.AtMost, request.Now, cancellationToken);

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

    // ---- counting, beside whoever writes -----------------------------------------------------------------------------------------------

    private async Task<CountedClocks?> Count(CountedClocks? after, int atMost, DateTimeOffset now, CancellationToken cancellation)
    {
        if ((after?.Decree ?? await ToRecount(now, cancellation)) is not { } decree)
            return null;
        var from = after?.UpTo ?? decree.RecountedTo!.Value;
        var running = Running(decree).Where(c => c.Id > from).OrderBy(c => c.Id).Take(atMost);
        var rows = await WithTickets(running).ToListAsync(cancellation);
        if (rows.Count == 0 && decree.RecountedAt is not null)
            return null;
        var timetable = await Known(decree, cancellation);
        var counted = new CountedClocks(decree, from, rows.Count == 0 ? from : rows[^1].Clock.Id) { Looked = rows.Count };
        foreach (var row in rows)
        {
            if (row is not { Number: { } number, Version: { } version })
            {
                counted.OfConversations.Add(row.Clock.Id);
                continue;
            }

            counted.Versions[row.Clock.TicketId!.Value] = version;
            if (CountOne(row.Clock, number, timetable, decree, now) is { } one)
                counted.Clocks.Add(one);
        }

        return counted;
    }

    private async Task<CalendarVersion?> ToRecount(DateTimeOffset now, CancellationToken cancellation)
    {
        var straggling = now - OthersKnowAfter;
        var decrees = await db
            .Calendars.AsNoTracking()
            .Where(c => c.RecountedTo != null && (c.RecountedAt == null || c.EnteredAt > straggling))
            .OrderBy(c => c.Id)
            .ToListAsync(cancellation);
        return decrees.Find(c => c.RecountedAt is null) ?? decrees.LastOrDefault();
    }

    private IQueryable<Clock> Running(CalendarVersion decree)
    {
        string[] former = [.. Enumerable.Range(1, decree.Version - 1).Select(v => $"{decree.Code}@{v}")];
        return db.Clocks.AsNoTracking().Where(c => c.MetAt == null && c.StoppedAt == null && former.Contains(c.Calendar));
    }

    private IQueryable<Row> WithTickets(IQueryable<Clock> clocks) =>
        from clock in clocks
        from ticket in db.Tickets.IgnoreAutoIncludes().Where(t => t.Id == clock.TicketId).DefaultIfEmpty()
        orderby clock.Id
        select new Row(clock, ticket!.Number, (int?)ticket.Version);

    private async Task<Timetable> Known(CalendarVersion decree, CancellationToken cancellation)
    {
        var timetable = await timetables.Current(cancellation);
        if (timetable.Knows(decree.Label))
            return timetable;
        timetables.Forget();
        return await timetables.Current(cancellation);
    }

    // Null for a clock that stays as it is.
    private Recounted? CountOne(Clock clock, string? number, Timetable timetable, CalendarVersion decree, DateTimeOffset now)
    {
        var (due, warn) = (clock.DueAt, clock.WarnAt);
        if (!Recount(clock, timetable, decree.Label, now, decree.Reason ?? "–"))
            return null;
        var moved = clock.DueAt != due;
        return new(
            clock.Id,
            clock.TicketId,
            clock.ConversationId,
            moved || clock.WarnAt != warn ? db.RowOf(clock, Changing) : null,
            // What waits in the inbox keeps it with its clock alone.
            moved && clock.TicketId is { } ticket && number is not null
                ? TicketsDb.RowOf(ticket, new ClockRecounted(number, clock.Kind, clock.Cycle, due, clock.DueAt, decree.Label, decree.Reason ?? "–"))
                : null,
            moved
        );
    }

    // ---- writing -----------------------------------------------------------------------------------------------------------------------

    private async Task<int> Write(CountedClocks counted, DateTimeOffset now, CancellationToken cancellation)
    {
        // Two workers at once: the second waits here, finds that the first was there, and does nothing.
        if (await Claim(counted, cancellation) == 0)
            return 0;
        var clocks = await AsTheyAreNow(counted, now, cancellation);
        await WriteClocks(clocks, counted.Decree.Label, cancellation);
        await db.RecordMany([.. clocks.Select(c => c.History).OfType<string>()], now, cancellation);
        var moved = clocks.Count(c => c.Moved);
        await db
            .Calendars.Where(c => c.Id == counted.Decree.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.Recounted, c => c.Recounted + counted.Looked)
                        .SetProperty(c => c.Moved, c => c.Moved + moved)
                        .SetProperty(c => c.RecountedAt, c => counted.Looked == 0 && c.RecountedAt == null ? now : c.RecountedAt),
                cancellation
            );
        return counted.Looked;
    }

    private Task<int> Claim(CountedClocks counted, CancellationToken cancellation) =>
        db.Calendars.Where(c => c.Id == counted.Decree.Id && c.RecountedTo == counted.From).ExecuteUpdateAsync(s => s.SetProperty(c => c.RecountedTo, counted.UpTo), cancellation);

    // What somebody wrote since it was counted is counted again, and so is what waits in the inbox: there is little of either.
    private async Task<List<Recounted>> AsTheyAreNow(CountedClocks counted, DateTimeOffset now, CancellationToken cancellation)
    {
        long[] tickets = [.. counted.Versions.Keys];
        var versions = await db
            .Tickets.IgnoreAutoIncludes()
            .Where(t => EF.Parameter(tickets).Contains(t.Id))
            .Select(t => new { t.Id, t.Version })
            .ToListAsync(cancellation);
        var changed = versions.Where(v => counted.Versions[v.Id] != v.Version).Select(v => v.Id).ToHashSet();
        if (changed.Count + counted.OfConversations.Count == 0)
            return counted.Clocks;
        long[] again = [.. changed];
        long[] ofConversations = [.. counted.OfConversations];
        var rows = await WithTickets(
                Running(counted.Decree)
                    .Where(c => c.Id > counted.From && c.Id <= counted.UpTo)
                    .Where(c => EF.Parameter(ofConversations).Contains(c.Id) || (c.TicketId != null && EF.Parameter(again).Contains(c.TicketId.Value)))
            )
            .ToListAsync(cancellation);
        var timetable = await Known(counted.Decree, cancellation);
        return
        [
            .. counted.Clocks.Where(c => c.Ticket is not { } ticket || !changed.Contains(ticket)),
            .. rows.Select(r => CountOne(r.Clock, r.Number, timetable, counted.Decree, now)).OfType<Recounted>(),
        ];
    }

    // A million clocks one statement each would take minutes, with the database locked for most of them: a batch is one statement.
    private async Task WriteClocks(List<Recounted> clocks, string label, CancellationToken cancellation)
    {
        long[] relabelled = [.. clocks.Where(c => c.Row is null).Select(c => c.Clock)];
        if (relabelled.Length > 0)
            await db.Clocks.Where(c => EF.Parameter(relabelled).Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Calendar, label), cancellation);
        var aimedAnew = clocks.FindAll(c => c.Row is not null);
        await db.WriteOver<Clock>([.. aimedAnew.Select(c => c.Row!)], Changing, cancellation);
        // Whoever read these before loses: what they know of the clocks is out of date.
        long[] tickets = [.. aimedAnew.Select(c => c.Ticket).OfType<long>().Distinct()];
        long[] conversations = [.. aimedAnew.Where(c => c.Ticket is null).Select(c => c.Conversation).OfType<long>().Distinct()];
        if (tickets.Length > 0)
            await db
                .Tickets.IgnoreAutoIncludes()
                .Where(t => EF.Parameter(tickets).Contains(t.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.Version, t => t.Version + 1), cancellation);
        if (conversations.Length > 0)
            await db
                .Conversations.IgnoreAutoIncludes()
                .Where(c => EF.Parameter(conversations).Contains(c.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Version, c => c.Version + 1), cancellation);
    }

    // ---- telling -----------------------------------------------------------------------------------------------------------------------

    // After all have been counted: of several decrees in a row a citizen hears once, by the last of them.
    private async Task<int?> TellSome(int atMost, DateTimeOffset now, CancellationToken cancellation)
    {
        var straggling = now - OthersKnowAfter;
        var decrees = await db.Calendars.AsNoTracking().Where(c => c.ToldTo != null && (c.ToldAt == null || c.EnteredAt > straggling)).OrderBy(c => c.Id).ToListAsync(cancellation);
        if ((decrees.Find(c => c.ToldAt is null) ?? decrees.LastOrDefault()) is not { } decree)
            return null;
        var (label, from) = (decree.Label, decree.ToldTo!.Value);
        var promises = await db
            .Clocks.AsNoTracking()
            .Where(c => c.Id > from && c.Kind == ClockKind.Resolution && c.MetAt == null && c.StoppedAt == null && c.TicketId != null && c.Calendar == label)
            .OrderBy(c => c.Id)
            .Take(atMost)
            .Select(c => new
            {
                c.Id,
                TicketId = c.TicketId!.Value,
                c.EarlierAims,
            })
            .ToListAsync(cancellation);
        if (promises.Count == 0 && decree.ToldAt is not null)
            return null;
        await db.Change(
            async () =>
            {
                var upTo = promises.Count == 0 ? from : promises[^1].Id;
                if (await db.Calendars.Where(c => c.Id == decree.Id && c.ToldTo == from).ExecuteUpdateAsync(s => s.SetProperty(c => c.ToldTo, upTo), cancellation) == 0)
                    return;
                var moved = promises.FindAll(p => p.EarlierAims.Count > 0).ConvertAll(p => p.TicketId);
                var told = moved.Count == 0 ? 0 : await notices.CorrectDeadlines(moved, label, decree.Reason ?? "–", now, cancellation);
                await db
                    .Calendars.Where(c => c.Id == decree.Id)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(c => c.Told, c => c.Told + told)
                                .SetProperty(c => c.ToldAt, c => promises.Count == 0 && c.ToldAt == null ? now : c.ToldAt),
                        cancellation
                    );
            },
            cancellation
        );
        return promises.Count;
    }

    private sealed record Row(Clock Clock, string? Number, int? Version);
}
