using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Reporting;

/// <summary>
/// The cases behind the statistics: a row for each ticket opened in a period and each of its clocks, in the order of opening. No citizen's name or word.
/// </summary>
/// <param name="From">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="To">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="Directorate">Only tickets that this directorate has; null for all that the caller sees.</param>
/// <param name="By">Who asks; of another directorate's tickets they learn nothing.</param>
/// <param name="Now">The time of asking: a promise past its due time by then is broken.</param>
public sealed record CaseReport(string? From, string? To, string? Directorate, Caller By, DateTimeOffset Now) : IRequest<IAsyncEnumerable<CaseRow>>;

/// <summary>A ticket and one of its clocks. Instants are told at +07:00.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Directorate">Code of the directorate that has it.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Platform">Where the citizen wrote first.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Officer">Login of the officer who has it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ResolvedAt">When it was last resolved.</param>
/// <param name="ClosedAt">When it ended: closed, referred, invalid or merged.</param>
/// <param name="Clock">What is promised.</param>
/// <param name="Cycle">Which round, from 1.</param>
/// <param name="StartedAt">When the clock started.</param>
/// <param name="DueAt">When it is due, pauses that have ended counted in.</param>
/// <param name="MetAt">When the promise was kept, in time or late.</param>
/// <param name="BreachedAt">The due time, when the promise was broken by the time of asking.</param>
/// <param name="StoppedAt">When the promise fell away.</param>
/// <param name="UsedHours">Working hours of the clock's calendar used until it was met, pauses left out, to a hundredth; null before.</param>
/// <param name="Policy">The policy and its version: <c>normal@1</c>.</param>
/// <param name="Calendar">The calendar and its version: <c>NASIONAL@1</c>.</param>
/// <param name="Region">Code of the region that the words name: <c>33</c> a province, <c>33.03</c> a regency or city; null when they name none.</param>
public sealed record CaseRow(
    string Number,
    string? Directorate,
    string Topic,
    Platform Platform,
    Priority Priority,
    string? Officer,
    TicketStatus Status,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt,
    ClockKind Clock,
    int Cycle,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? StoppedAt,
    double? UsedHours,
    string Policy,
    string Calendar,
    string? Region = null
);

internal sealed class CaseReportHandler(TicketsDb db) : IRequestHandler<CaseReport, IAsyncEnumerable<CaseRow>>
{
    /// <summary>Tickets read at once: a slow reader of the answer holds no lock of the database, and no more than these are in memory.</summary>
    internal const int AtOnce = 500;

    public async Task<IAsyncEnumerable<CaseRow>> Handle(CaseReport request, CancellationToken cancellationToken)
    {
        var period = ReportPeriod.Of(request.From, request.To, request.Now);
        if (request.Directorate is { } code && !(request.By.Sees(code) && await db.Directorates.AnyAsync(d => d.Code == code, cancellationToken)))
            throw new RefusedException(Refusal.NotFound, ("what", "direktorat"), ("key", code));
        return Rows(period, request, cancellationToken);
    }

    private async IAsyncEnumerable<CaseRow> Rows(ReportPeriod period, CaseReport request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var tickets = db.Tickets.SeenBy(request.By).Where(t => t.OpenedAt < period.To);
        if (request.Directorate is { } directorate)
            tickets = tickets.Where(t => t.Directorate == directorate);
        var (opened, last, read) = (period.From, 0L, AtOnce);
        while (read == AtOnce)
        {
            var page = await tickets
                .Where(t => t.OpenedAt > opened || (t.OpenedAt == opened && t.Id > last))
                .OrderBy(t => t.OpenedAt)
                .ThenBy(t => t.Id)
                .Take(AtOnce)
                .Select(t => new
                {
                    t.Id,
                    t.Number,
                    t.Directorate,
                    t.Topic,
                    t.Platform,
                    t.Priority,
                    t.Region,
                    Officer = t.Officer!.Login,
                    t.Status,
                    t.OpenedAt,
                    t.ResolvedAt,
                    t.ClosedAt,
                    Clocks = t
                        .Clocks.OrderBy(c => c.StartedAt)
                        .ThenBy(c => c.Id)
                        .Select(c => new
                        {
                            Facts = new ClockFacts(c.Kind, c.Cycle, c.StartedAt, c.DueAt, c.MetAt, c.BreachedAt, c.StoppedAt, c.PausedSince, c.Used),
                            c.Policy,
                            c.Calendar,
                        })
                        .ToList(),
                })
                .ToListAsync(cancellation);
            foreach (var ticket in page)
                foreach (var clock in ticket.Clocks)
                    yield return new CaseRow(
                        ticket.Number,
                        ticket.Directorate,
                        ticket.Topic,
                        ticket.Platform,
                        ticket.Priority,
                        ticket.Officer,
                        ticket.Status,
                        Here(ticket.OpenedAt),
                        Here(ticket.ResolvedAt),
                        Here(ticket.ClosedAt),
                        clock.Facts.Kind,
                        clock.Facts.Cycle,
                        Here(clock.Facts.StartedAt),
                        Here(clock.Facts.DueAt),
                        Here(clock.Facts.MetAt),
                        Here(clock.Facts.BrokenBy(request.Now)),
                        Here(clock.Facts.StoppedAt),
                        clock.Facts.Used is { } used ? Math.Round(used.TotalHours, 2) : null,
                        clock.Policy,
                        clock.Calendar,
                        ticket.Region
                    );
            read = page.Count;
            if (read > 0)
                (opened, last) = (page[^1].OpenedAt, page[^1].Id);
        }
    }

    private static DateTimeOffset Here(DateTimeOffset instant) => instant.ToOffset(ReportPeriod.Wib);

    private static DateTimeOffset? Here(DateTimeOffset? instant) => instant?.ToOffset(ReportPeriod.Wib);
}
