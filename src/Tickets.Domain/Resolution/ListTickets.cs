using System.Text.RegularExpressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Regions;

namespace Tickets.Domain.Resolution;

/// <summary>Which due times are wanted.</summary>
public enum Due
{
    /// <summary>A running clock is past its due time.</summary>
    Late,

    /// <summary>A running clock is due before midnight, Jakarta time, late ones included.</summary>
    Today,

    /// <summary>A running clock is due within seven days, late ones included.</summary>
    Week,
}

/// <summary>Tickets the caller may see, newest first.</summary>
/// <param name="Status">Only these; empty for all.</param>
/// <param name="Directorate">Only of this one.</param>
/// <param name="Officer">Only of this officer's login; <c>none</c> for those in queues.</param>
/// <param name="Topic">Only about this.</param>
/// <param name="Platform">Only from there.</param>
/// <param name="Due">Only with such due times.</param>
/// <param name="Q">Only with this number, whole or the six digits and more at its end, or these words in the subject, in capitals or not.</param>
/// <param name="Page">Which page.</param>
/// <param name="By">Who asks.</param>
/// <param name="Now">The present.</param>
/// <param name="Region">Only from this region: a province with all in it (<c>33</c>), or a regency or city (<c>33.03</c>).</param>
public sealed record ListTickets(
    IReadOnlyList<TicketStatus> Status,
    string? Directorate,
    string? Officer,
    string? Topic,
    Platform? Platform,
    Due? Due,
    string? Q,
    PageOf Page,
    Caller By,
    DateTimeOffset Now,
    string? Region = null
) : IRequest<Page<TicketView>>;

/// <summary>A ticket.</summary>
/// <param name="Number"><c>KMS-2026-000123</c>.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Sp4nClass">Its class by SP4N-LAPOR, once set.</param>
/// <param name="Directorate">Code of the directorate that has it.</param>
/// <param name="Officer">The officer's login; null in the queue.</param>
/// <param name="Platform">Where the citizen wrote.</param>
/// <param name="Citizen">Whose plea it is.</param>
/// <param name="Subject">One line in the citizen's words, personal data masked.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="ResolvedAt">UTC.</param>
/// <param name="ClosedAt">UTC.</param>
/// <param name="ClosesAt">When it closes by itself, UTC.</param>
/// <param name="MergedInto">Number of the ticket it went into.</param>
/// <param name="Agency">The agency it was referred to.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
/// <param name="Clocks">Its promises.</param>
/// <param name="Region">Code of the region that the words name: <c>33</c> a province, <c>33.03</c> a regency or city; null when they name none.</param>
/// <param name="RegionName">Its name.</param>
public sealed record TicketView(
    string Number,
    TicketStatus Status,
    string Topic,
    Priority Priority,
    Sp4nClass? Sp4nClass,
    string? Directorate,
    string? Officer,
    Platform Platform,
    CitizenView Citizen,
    string Subject,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? ClosesAt,
    string? MergedInto,
    string? Agency,
    int Version,
    IReadOnlyList<ClockView> Clocks,
    string? Region,
    string? RegionName
)
{
    internal static TicketView Of(Ticket ticket) =>
        new(
            ticket.Number,
            ticket.Status,
            ticket.Topic,
            ticket.Priority,
            ticket.Sp4nClass,
            ticket.Directorate,
            ticket.Officer?.Login,
            ticket.Platform,
            new CitizenView(ticket.CitizenId, ticket.Citizen.Name),
            ticket.Subject,
            ticket.OpenedAt,
            ticket.ResolvedAt,
            ticket.ClosedAt,
            ticket.ClosesAt,
            ticket.MergedInto,
            ticket.Agency,
            ticket.Version,
            [.. ticket.Clocks.OrderBy(c => c.Id).Select(ClockView.Of)],
            ticket.Region,
            AllRegions.Title(ticket.Region)
        );
}

/// <summary>A citizen as staff sees them.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">The name shown on the platform.</param>
public sealed record CitizenView(long Id, string? Name);

/// <summary>One promise. All instants UTC.</summary>
/// <param name="Kind">What it promises.</param>
/// <param name="Cycle">Which round.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="MetAt">When it was kept, in time or late.</param>
/// <param name="BreachedAt">When it was broken: its due time.</param>
/// <param name="PausedSince">Since when it stands.</param>
/// <param name="StoppedAt">When it fell away.</param>
/// <param name="Policy">Policy and version.</param>
/// <param name="Calendar">Calendar and version.</param>
public sealed record ClockView(
    ClockKind Kind,
    int Cycle,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? PausedSince,
    DateTimeOffset? StoppedAt,
    string Policy,
    string Calendar
)
{
    internal static ClockView Of(Clock clock) =>
        new(clock.Kind, clock.Cycle, clock.StartedAt, clock.DueAt, clock.MetAt, clock.BreachedAt, clock.PausedSince, clock.StoppedAt, clock.Policy, clock.Calendar);
}

internal sealed partial class ListTicketsHandler(TicketsDb db) : IRequestHandler<ListTickets, Page<TicketView>>
{
    public async Task<Page<TicketView>> Handle(ListTickets request, CancellationToken cancellationToken)
    {
        var found = db.Tickets.AsNoTracking().Include(t => t.Citizen).Include(t => t.Officer).AsQueryable();
        if (!request.By.SeesAll)
            found = found.Where(t => t.Directorate == request.By.Directorate);
        if (request.Status.Count > 0)
            found = found.Where(t => request.Status.Contains(t.Status));
        if (request.Directorate is { } directorate)
            found = found.Where(t => t.Directorate == directorate);
        if (request.Officer == "none")
            found = found.Where(t => t.OfficerId == null);
        else if (request.Officer is { } officer)
            found = found.Where(t => t.Officer!.Login == officer);
        if (request.Topic is { } topic)
            found = found.Where(t => t.Topic == topic);
        if (request.Platform is { } platform)
            found = found.Where(t => t.Platform == platform);
        if (request.Region is { } region)
            found = found.Where(t => t.Region == region || t.Region!.StartsWith(region + "."));
        if (Before(request.Due, request.Now) is { } before)
        {
            // From the clocks to their tickets: asked the other way round, every ticket would be looked at.
            var due = db.Clocks.Where(c => c.MetAt == null && c.StoppedAt == null && c.PausedSince == null && c.DueAt < before && c.TicketId != null).Select(c => c.TicketId!.Value);
            found = found.Where(t => due.Contains(t.Id));
        }

        if (request.Q?.Trim() is { Length: > 0 } q)
            found = await Searched(found, q, request.Now, cancellationToken);
        if (request.Page.After is { } after)
            found = found.Where(t => t.Id < after.Id);
        var rows = await found.OrderByDescending(t => t.Id).Take(request.Page.Take + 1).AsSplitQuery().ToListAsync(cancellationToken);
        var page = request.Page.Cut(rows, t => (0, t.Id));
        return new Page<TicketView>([.. page.Items.Select(TicketView.Of)], page.Next);
    }

    // A whole number is found by its index; other words by theirs.
    private async Task<IQueryable<Ticket>> Searched(IQueryable<Ticket> tickets, string q, DateTimeOffset now, CancellationToken cancellation)
    {
        var number = q.ToUpperInvariant();
        if (Sequence().IsMatch(q))
        {
            // People read the digits at its end from a letter or over the telephone; they mean this year's, and early in a year perhaps the last one's.
            var year = now.ToOffset(TimeSpan.FromHours(7)).Year;
            string[] numbers = [$"KMS-{year:D4}-{q}", $"KMS-{year - 1:D4}-{q}"];
            if (await tickets.AnyAsync(t => numbers.Contains(t.Number), cancellation))
                return tickets.Where(t => numbers.Contains(t.Number));
        }

        return WholeNumber().IsMatch(number) ? tickets.Where(t => t.Number == number) : tickets.About(db, q);
    }

    [GeneratedRegex("^KMS-[0-9]{4}-[0-9]{6,}$", RegexOptions.None, 1000)]
    private static partial Regex WholeNumber();

    [GeneratedRegex("^[0-9]{6,9}$", RegexOptions.None, 1000)]
    private static partial Regex Sequence();

    private static DateTimeOffset? Before(Due? due, DateTimeOffset now)
    {
        var jakarta = now.ToOffset(TimeSpan.FromHours(7));
        return due switch
        {
            Due.Late => now,
            Due.Today => new DateTimeOffset(jakarta.Date.AddDays(1), jakarta.Offset),
            Due.Week => now.AddDays(7),
            null => null,
        };
    }
}
