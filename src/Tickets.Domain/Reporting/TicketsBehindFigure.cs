using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Reporting;

/// <summary>A figure of the statistics that counts tickets, by the name that the contract gives it.</summary>
public enum ReportFigure
{
    /// <summary><see cref="SlaFigures.Received"/>.</summary>
    Received,

    /// <summary><see cref="SlaFigures.Merged"/>.</summary>
    Merged,

    /// <summary><see cref="SlaFigures.Invalid"/>.</summary>
    Invalid,

    /// <summary><see cref="SlaFigures.Referred"/>.</summary>
    Referred,

    /// <summary><see cref="SlaFigures.Reopened"/>, which counts reopenings: a ticket may have several.</summary>
    Reopened,

    /// <summary><see cref="SlaFigures.AnsweredInTime"/>.</summary>
    AnsweredInTime,

    /// <summary><see cref="SlaFigures.AnsweredLate"/>.</summary>
    AnsweredLate,

    /// <summary><see cref="SlaFigures.Unanswered"/>.</summary>
    Unanswered,

    /// <summary><see cref="SlaFigures.UnansweredOverdue"/>.</summary>
    UnansweredOverdue,

    /// <summary><see cref="SlaFigures.ResolvedInTime"/>.</summary>
    ResolvedInTime,

    /// <summary><see cref="SlaFigures.ResolvedLate"/>.</summary>
    ResolvedLate,

    /// <summary><see cref="SlaFigures.Unresolved"/>.</summary>
    Unresolved,

    /// <summary><see cref="SlaFigures.UnresolvedOverdue"/>.</summary>
    UnresolvedOverdue,

    /// <summary><see cref="SlaFigures.Breached"/>.</summary>
    Breached,

    /// <summary><see cref="SlaFigures.Backlog"/>.</summary>
    Backlog,
}

/// <summary>
/// The tickets that a figure of the statistics counts, in the order of opening. Each ticket is counted by the statistics' own tally, so that the list is as long as
/// the figure says. As there, nothing of it names or quotes a citizen.
/// </summary>
/// <param name="From">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="To">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="Figure">Which figure.</param>
/// <param name="Group">
/// The key of the group whose figure it is, by the names of <see cref="ReportGroups"/>: only the groups named in it tell tickets apart. A null value is the group of
/// those that have none.
/// </param>
/// <param name="Page">Which page.</param>
/// <param name="By">Who asks; of another directorate's tickets they learn nothing.</param>
/// <param name="Now">The time of asking.</param>
public sealed record TicketsBehindFigure(
    string? From,
    string? To,
    ReportFigure Figure,
    IReadOnlyDictionary<ReportGroup, string?> Group,
    PageOf Page,
    Caller By,
    DateTimeOffset Now
) : IRequest<CountedTickets>;

/// <summary>The tickets of a figure.</summary>
/// <param name="Count">The figure itself.</param>
/// <param name="Items">The tickets; one is here once, however often it is counted.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record CountedTickets(int Count, IReadOnlyList<CountedTicket> Items, string? Next);

/// <summary>A ticket that a figure counts. Instants are told at +07:00.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Directorate">Code of the directorate that has it.</param>
/// <param name="Officer">Login of the officer who has it.</param>
/// <param name="OfficerName">Their name.</param>
/// <param name="Platform">Where the citizen wrote first.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ResolvedAt">When it was last resolved.</param>
/// <param name="Broken">The promises to the citizen that were broken by the time of asking.</param>
public sealed record CountedTicket(
    string Number,
    TicketStatus Status,
    string Topic,
    Priority Priority,
    string? Directorate,
    string? Officer,
    string? OfficerName,
    Platform Platform,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ResolvedAt,
    IReadOnlyList<ClockKind> Broken
);

internal sealed class TicketsBehindFigureHandler(TicketsDb db) : IRequestHandler<TicketsBehindFigure, CountedTickets>
{
    private static readonly Dictionary<string, string?> Whole = [];

    public async Task<CountedTickets> Handle(TicketsBehindFigure request, CancellationToken cancellationToken)
    {
        var period = ReportPeriod.Of(request.From, request.To, request.Now);
        RefuseWhatIsNoMonth(request.Group);
        var wanted = request.Page.Take;
        var after = request.Page.After;
        var count = 0;
        List<(long Opened, long Id)> found = [];
        await foreach (var (ticket, clocks) in Candidates(period, request, cancellationToken))
        {
            if (Counted(ticket, clocks, period, request) is not (> 0 and var times))
                continue;
            count += times;
            var place = (ticket.OpenedAt.UtcTicks, ticket.Id);
            if ((after is not { } last || place.CompareTo((last.Sort, last.Id)) > 0) && found.Count <= wanted)
                found.Add(place);
        }

        var next = found.Count > wanted;
        if (next)
            found.RemoveAt(wanted);
        return new CountedTickets(
            count,
            await Shown([.. found.Select(f => f.Id)], request.Now, cancellationToken),
            next ? string.Create(CultureInfo.InvariantCulture, $"{found[^1].Opened}.{found[^1].Id}") : null
        );
    }

    // Every ticket was opened in a month: for none of them, or for a word that is none, there is no figure.
    private static void RefuseWhatIsNoMonth(IReadOnlyDictionary<ReportGroup, string?> group)
    {
        if (group.TryGetValue(ReportGroup.Month, out var month) && !DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw new RefusedException(Refusal.Invalid, ("detail", "report.unreadable"), ("name", "month"), ("value", Conversation.Shorten(month ?? "none", 40)));
    }

    private static int Counted(TicketFacts ticket, IReadOnlyList<ClockFacts> clocks, ReportPeriod period, TicketsBehindFigure request)
    {
        var month = request.Group.GetValueOrDefault(ReportGroup.Month);
        if (request.Figure == ReportFigure.Backlog)
            return BacklogEnd(month, period, request.Now) is { } end ? clocks.Count(c => c.Kind == ClockKind.Resolution && c.IsOpenAt(end)) : 0;
        if (month is not null && ReportPeriod.MonthOf(ticket.OpenedAt) != month)
            return 0;
        var tally = new SlaTally(Whole);
        tally.Count(ticket, clocks, request.Now);
        return Of(request.Figure, tally.Figures());
    }

    // As the statistics count it: at the end of the month that is asked for, or of the period.
    private static DateTimeOffset? BacklogEnd(string? month, ReportPeriod period, DateTimeOffset now) =>
        month is null ? period.To : period.Months().Where(m => m.From <= now && ReportPeriod.MonthOf(m.From) == month).Select(m => (DateTimeOffset?)m.To).FirstOrDefault();

    private static int Of(ReportFigure figure, SlaFigures figures) =>
        figure switch
        {
            ReportFigure.Received => figures.Received,
            ReportFigure.Merged => figures.Merged,
            ReportFigure.Invalid => figures.Invalid,
            ReportFigure.Referred => figures.Referred,
            ReportFigure.Reopened => figures.Reopened,
            ReportFigure.AnsweredInTime => figures.AnsweredInTime,
            ReportFigure.AnsweredLate => figures.AnsweredLate,
            ReportFigure.Unanswered => figures.Unanswered,
            ReportFigure.UnansweredOverdue => figures.UnansweredOverdue,
            ReportFigure.ResolvedInTime => figures.ResolvedInTime,
            ReportFigure.ResolvedLate => figures.ResolvedLate,
            ReportFigure.Unresolved => figures.Unresolved,
            ReportFigure.UnresolvedOverdue => figures.UnresolvedOverdue,
            ReportFigure.Breached => figures.Breached,
            ReportFigure.Backlog => figures.Backlog,
        };

    // As the statistics read them; in the group alone that is asked for.
    private IAsyncEnumerable<(TicketFacts Ticket, IReadOnlyList<ClockFacts> Clocks)> Candidates(ReportPeriod period, TicketsBehindFigure request, CancellationToken cancellation)
    {
        var tickets = InGroup(db.Tickets.SeenBy(request.By), request.Group).Where(t => t.OpenedAt < period.To);
        if (request.Figure != ReportFigure.Backlog)
            tickets = tickets.Where(t => t.OpenedAt >= period.From);
        return tickets.WithClocks(c => true, cancellation);
    }

    private static IQueryable<Ticket> InGroup(IQueryable<Ticket> tickets, IReadOnlyDictionary<ReportGroup, string?> group)
    {
        foreach (var (by, value) in group)
            tickets = by switch
            {
                ReportGroup.Directorate => tickets.Where(t => t.Directorate == value),
                ReportGroup.Topic => tickets.Where(t => t.Topic == value),
                ReportGroup.Platform => Named<Platform>("platform", value) is var platform ? tickets.Where(t => t.Platform == platform) : tickets,
                ReportGroup.Officer => value is null ? tickets.Where(t => t.OfficerId == null) : tickets.Where(t => t.Officer!.Login == value),
                ReportGroup.Priority => Named<Priority>("priority", value) is var priority ? tickets.Where(t => t.Priority == priority) : tickets,
                ReportGroup.Province => value is null ? tickets.Where(t => t.Region == null) : tickets.Where(t => t.Region!.Substring(0, 2) == value),
                ReportGroup.Month => tickets,
            };
        return tickets;
    }

    private static T Named<T>(string parameter, string? value)
        where T : struct, Enum =>
        Enum.TryParse<T>(value, ignoreCase: true, out var named) && Enum.IsDefined(named)
            ? named
            : throw new RefusedException(
                Refusal.Invalid,
                ("detail", "request.choice"),
                ("parameter", parameter),
                ("known", string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)))
            );

    private async Task<IReadOnlyList<CountedTicket>> Shown(long[] ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var tickets = await db
            .Tickets.Where(t => ids.Contains(t.Id))
            .OrderBy(t => t.OpenedAt)
            .ThenBy(t => t.Id)
            .Select(t => new
            {
                t.Number,
                t.Status,
                t.Topic,
                t.Priority,
                t.Directorate,
                Officer = t.Officer!.Login,
                OfficerName = t.Officer!.Name,
                t.Platform,
                t.OpenedAt,
                t.ResolvedAt,
                Clocks = t.Clocks.Select(c => new ClockFacts(c.Kind, c.Cycle, c.StartedAt, c.DueAt, c.MetAt, c.BreachedAt, c.StoppedAt, c.PausedSince, c.Used)).ToList(),
            })
            .ToListAsync(cancellation);
        return tickets.ConvertAll(t => new CountedTicket(
            t.Number,
            t.Status,
            t.Topic,
            t.Priority,
            t.Directorate,
            t.Officer,
            t.OfficerName,
            t.Platform,
            t.OpenedAt.ToOffset(ReportPeriod.Wib),
            t.ResolvedAt?.ToOffset(ReportPeriod.Wib),
            [.. t.Clocks.Where(c => c.Kind is not (ClockKind.Triage or ClockKind.Custody) && c.BrokenBy(now) is not null).Select(c => c.Kind).Distinct().Order()]
        ));
    }
}
