using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Resolution;

/// <summary>Open work by the time that is left, most pressing first: what an officer does next and what a supervisor looks at.</summary>
/// <param name="Officer">Only of this officer's login; <c>none</c> for those nobody has; null for all that the caller sees.</param>
/// <param name="Directorate">Only of this one.</param>
/// <param name="By">Who asks.</param>
/// <param name="Now">The present.</param>
/// <param name="Topic">Only about this.</param>
/// <param name="Q">Only with this in the number, the subject or the citizen's name, in capitals or not.</param>
/// <param name="Cursor">Where the page begins, as the page before told it; null for the first.</param>
/// <param name="Limit">1 to 500 rows; 500 unless told.</param>
public sealed record ListQueue(string? Officer, string? Directorate, Caller By, DateTimeOffset Now, string? Topic = null, string? Q = null, string? Cursor = null, int? Limit = null) : IRequest<WorkQueue>
{
    /// <summary>The most rows at once.</summary>
    public const int Most = 500;

    /// <summary>How many rows.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for none or too many.</exception>
    public int Take => Limit is < 1 or > Most ? throw new RefusedException(Refusal.Invalid, ("detail", "request.limit"), ("most", Most.ToString(CultureInfo.InvariantCulture))) : Limit ?? Most;
}

/// <summary>Open work.</summary>
/// <param name="Items">Most pressing first.</param>
/// <param name="NextWorkingDayEnds">Until here counts as due within the next working day, UTC.</param>
/// <param name="Truncated">True when there is more than is shown.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record WorkQueue(IReadOnlyList<QueueItem> Items, DateTimeOffset NextWorkingDayEnds, bool Truncated, string? Next);

/// <summary>One ticket in the queue.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Subject">One line in the citizen's words.</param>
/// <param name="Citizen">The name shown on the platform.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Platform">Where the citizen wrote.</param>
/// <param name="Directorate">Code.</param>
/// <param name="Officer">The officer's login.</param>
/// <param name="OfficerName">The officer's name.</param>
/// <param name="Clock">The clock that is due next; null when all stand.</param>
/// <param name="Calendar">Its calendar and version.</param>
/// <param name="DueAt">When, UTC.</param>
/// <param name="Left">Working time left, ISO 8601; zero when it is over.</param>
/// <param name="Share">Of its working time used, 0 to 1 and beyond.</param>
/// <param name="Late">True when it is past due.</param>
/// <param name="PausedSince">Since when the resolution stands, UTC.</param>
/// <param name="LastFrom">citizen or ministry: who spoke last.</param>
/// <param name="LastAt">When, UTC.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record QueueItem(
    string Number,
    TicketStatus Status,
    string Subject,
    string? Citizen,
    string Topic,
    Priority Priority,
    Platform Platform,
    string? Directorate,
    string? Officer,
    string? OfficerName,
    ClockKind? Clock,
    string? Calendar,
    DateTimeOffset? DueAt,
    string? Left,
    double? Share,
    bool Late,
    DateTimeOffset? PausedSince,
    string LastFrom,
    DateTimeOffset LastAt,
    int Version
);

internal sealed class ListQueueHandler(TicketsDb db, Timetables timetables) : IRequestHandler<ListQueue, WorkQueue>
{
    // Sorts behind every instant: the citizen is awaited.
    private const long Waiting = long.MaxValue;
    private static readonly TicketStatus[] Open = [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen];

    public async Task<WorkQueue> Handle(ListQueue request, CancellationToken cancellationToken)
    {
        var found = Sought(request);
        var rows = await Rows(found, request, cancellationToken);
        var truncated = rows.Count > request.Take;
        if (truncated)
            rows.RemoveAt(request.Take);
        var next = truncated ? string.Create(CultureInfo.InvariantCulture, $"{rows[^1].Sort}.{rows[^1].Id}") : null;
        long[] wanted = [.. rows.Select(r => r.Id)];
        var loaded = await db
            .Tickets.AsNoTracking()
            .Include(t => t.Citizen)
            .Include(t => t.Officer)
            .Where(t => wanted.Contains(t.Id))
            .AsSplitQuery()
            .ToDictionaryAsync(t => t.Id, cancellationToken);
        List<Ticket> tickets = [.. wanted.Where(loaded.ContainsKey).Select(id => loaded[id])];
        long?[] ids = [.. tickets.Select(t => t.Id)];
        var heard = await db.Conversations.Where(c => ids.Contains(c.TicketId)).GroupBy(c => c.TicketId!.Value).Select(g => new { Id = g.Key, At = g.Max(c => c.LastMessageAt) }).ToDictionaryAsync(g => g.Id, g => g.At, cancellationToken);
        NoticeKind[] ours = [NoticeKind.Reply, NoticeKind.Question, NoticeKind.Closure];
        var said = await db.Notices.Where(n => ids.Contains(n.TicketId) && ours.Contains(n.Kind)).GroupBy(n => n.TicketId!.Value).Select(g => new { Id = g.Key, At = g.Max(n => n.CreatedAt) }).ToDictionaryAsync(g => g.Id, g => g.At, cancellationToken);
        var timetable = await timetables.Current(cancellationToken);
        var items = tickets.ConvertAll(t => Of(t, timetable, heard.GetValueOrDefault(t.Id, t.OpenedAt), said.TryGetValue(t.Id, out var at) ? at : null, request.Now));
        return new WorkQueue(items, NextWorkingDay(timetable, request.Now), truncated, next);
    }

    private IQueryable<Ticket> Sought(ListQueue request)
    {
        var found = db.Tickets.IgnoreAutoIncludes().Where(t => Open.Contains(t.Status));
        if (!request.By.SeesAll)
            found = found.Where(t => t.Directorate == request.By.Directorate);
        if (request.Directorate is { } directorate)
            found = found.Where(t => t.Directorate == directorate);
        if (request.Officer == "none")
            found = found.Where(t => t.OfficerId == null);
        else if (request.Officer is { } officer)
            found = found.Where(t => t.Officer!.Login == officer);
        if (request.Topic is { } topic)
            found = found.Where(t => t.Topic == topic);
        if (request.Q?.Trim().ToLowerInvariant() is { Length: > 0 } q)
            found = found.Where(t => TicketsDb.Lower(t.Number).Contains(q) || TicketsDb.Lower(t.Subject).Contains(q) || TicketsDb.Lower(t.Citizen.Name!).Contains(q));
        return found;
    }

    // First what the ministry has to do, by the clock that is due next, then what waits for its citizen, unless a promise about it is late already.
    private async Task<List<Row>> Rows(IQueryable<Ticket> found, ListQueue request, CancellationToken cancellation)
    {
        var after = new PageOf(request.Cursor, Limit: null).After;
        if (after is { } from && (from.Sort < 0 || (from.Sort > DateTime.MaxValue.Ticks && from.Sort != Waiting)))
            throw new RefusedException(Refusal.Invalid, ("detail", "request.cursor"));
        var running = db.Clocks.Where(c => c.MetAt == null && c.StoppedAt == null && c.PausedSince == null && c.TicketId != null);
        List<Row> rows = [];
        if (after is not { Sort: Waiting })
        {
            // Along the index of running clocks, as far as the page goes: sorting all open tickets by their clocks would look at each of them.
            var due = running.Where(c => !running.Any(e => e.TicketId == c.TicketId && (e.DueAt < c.DueAt || (e.DueAt == c.DueAt && e.Id < c.Id))));
            if (after is { } last)
            {
                var instant = new DateTimeOffset(last.Sort, TimeSpan.Zero);
                due = due.Where(c => c.DueAt > instant || (c.DueAt == instant && c.TicketId > last.Id));
            }

            var page = await due.Where(c => found.Any(t => t.Id == c.TicketId && (t.Status != TicketStatus.WaitingOnCitizen || c.DueAt < request.Now)))
                .OrderBy(c => c.DueAt)
                .ThenBy(c => c.TicketId)
                .Take(request.Take + 1)
                .Select(c => new { Id = c.TicketId!.Value, c.DueAt })
                .ToListAsync(cancellation);
            rows.AddRange(page.Select(r => new Row(r.DueAt.UtcTicks, r.Id)));
        }

        if (rows.Count <= request.Take)
        {
            var since = after is { Sort: Waiting } past ? past.Id : 0;
            var waiting = await found
                .Where(t => t.Id > since && ((t.Status == TicketStatus.WaitingOnCitizen && !running.Any(c => c.TicketId == t.Id && c.DueAt < request.Now)) || !running.Any(c => c.TicketId == t.Id)))
                .OrderBy(t => t.Id)
                .Take(request.Take + 1 - rows.Count)
                .Select(t => t.Id)
                .ToListAsync(cancellation);
            rows.AddRange(waiting.Select(id => new Row(Waiting, id)));
        }

        return rows;
    }

    private sealed record Row(long Sort, long Id);

    private static QueueItem Of(Ticket ticket, Timetable timetable, DateTimeOffset heard, DateTimeOffset? said, DateTimeOffset now)
    {
        var clock = ticket.Clocks.Where(c => c.Runs && c.PausedSince is null).MinBy(c => c.DueAt);
        string? left = null;
        double? share = null;
        if (clock is not null && timetable.Knows(clock.Calendar))
        {
            var calendar = timetable.Calendar(clock.Calendar);
            var remains = now < clock.DueAt ? calendar.Elapsed(now, clock.DueAt) : TimeSpan.Zero;
            var used = clock.UsedBy(now > clock.StartedAt ? now : clock.StartedAt, timetable);
            left = WorkingDuration.Write(remains);
            share = used + remains > TimeSpan.Zero ? used / (used + remains) : 1;
        }

        var ministry = said is { } at && at >= heard;
        return new QueueItem(
            ticket.Number,
            ticket.Status,
            ticket.Subject,
            ticket.Citizen.Name,
            ticket.Topic,
            ticket.Priority,
            ticket.Platform,
            ticket.Directorate,
            ticket.Officer?.Login,
            ticket.Officer?.Name,
            clock?.Kind,
            clock?.Calendar,
            clock?.DueAt,
            left,
            share,
            clock is not null && clock.DueAt < now,
            ticket.Clocks.Where(c => c.Runs).Select(c => c.PausedSince).FirstOrDefault(p => p is not null),
            ministry ? "ministry" : "citizen",
            ministry ? said!.Value : heard,
            ticket.Version
        );
    }

    internal static DateTimeOffset NextWorkingDay(Timetable timetable, DateTimeOffset now) =>
        timetable.WhenDue(timetable.CurrentCalendar(NationalCalendar.Code, now), now, WorkingDuration.OfWorkingDays(1), now).DueAt;
}
