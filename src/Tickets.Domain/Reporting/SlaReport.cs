using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Reporting;

/// <summary>
/// SLA statistics of the tickets opened in a period, in groups and in all, judged by recorded instants as they stand at <paramref name="Now"/>: a promise
/// past its due time is broken whether or not the SLA clock has written it down.
/// </summary>
/// <param name="From">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="To">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="GroupBy">See <see cref="ReportGroups.Parse"/>.</param>
/// <param name="By">Who asks; of another directorate's tickets they learn nothing.</param>
/// <param name="Now">The time of asking.</param>
public sealed record SlaReport(string? From, string? To, string? GroupBy, Caller By, DateTimeOffset Now) : IRequest<SlaStatistics>;

/// <summary>SLA statistics.</summary>
/// <param name="From">First instant that is covered, +07:00.</param>
/// <param name="To">First instant that is not, +07:00.</param>
/// <param name="AsOf">When it was made, +07:00.</param>
/// <param name="GroupBy">By what the groups are told apart; empty for none.</param>
/// <param name="Groups">Groups with a ticket received or open, by their keys in order, none last.</param>
/// <param name="Total">All of them together.</param>
public sealed record SlaStatistics(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<SlaFigures> Groups,
    SlaFigures Total
);

internal sealed class SlaReportHandler(TicketsDb db) : IRequestHandler<SlaReport, SlaStatistics>
{
    public async Task<SlaStatistics> Handle(SlaReport request, CancellationToken cancellationToken)
    {
        var period = ReportPeriod.Of(request.From, request.To, request.Now);
        var tallies = new Tallies(ReportGroups.Parse(request.GroupBy));
        await CountReceived(tallies, period, request, cancellationToken);
        await CountBacklog(tallies, period, request, cancellationToken);
        return new SlaStatistics(
            period.From,
            period.To,
            request.Now.ToOffset(ReportPeriod.Wib),
            [.. tallies.Groups.Select(ReportGroups.NameOf)],
            tallies.InOrder(),
            tallies.Total.Figures()
        );
    }

    // Every ticket has a clock, for every policy promises a resolution.
    private async Task CountReceived(Tallies tallies, ReportPeriod period, SlaReport request, CancellationToken cancellation)
    {
        var received = db.Tickets.SeenBy(request.By).Where(t => t.OpenedAt >= period.From && t.OpenedAt < period.To);
        await foreach (var (ticket, clocks) in received.WithClocks(c => true, cancellation))
        {
            tallies.Total.Count(ticket, clocks, request.Now);
            tallies.Of(ticket, ReportPeriod.MonthOf(ticket.OpenedAt))?.Count(ticket, clocks, request.Now);
        }
    }

    // A ticket is open while a cycle of its resolution is neither met nor fallen away. One pass over those that were at any end that is asked for.
    private async Task CountBacklog(Tallies tallies, ReportPeriod period, SlaReport request, CancellationToken cancellation)
    {
        List<(string? Month, DateTimeOffset End)> ends = tallies.Groups.Contains(ReportGroup.Month)
            ? [.. period.Months().Where(m => m.From <= request.Now).Select(m => (ReportPeriod.MonthOf(m.From), m.To))]
            : [(null, period.To)];
        var (first, last) = (ends.Select(e => e.End).Append(period.To).Min(), period.To);
        var open = db
            .Tickets.SeenBy(request.By)
            .Where(t => t.OpenedAt < last)
            .WithClocks(
                c =>
                    c.Kind == ClockKind.Resolution
                    && c.StartedAt < last
                    && (c.MetAt == null || c.MetAt >= first)
                    && (c.StoppedAt == null || c.StoppedAt >= first),
                cancellation
            );
        await foreach (var (ticket, clocks) in open)
            foreach (var clock in clocks)
            {
                if (clock.IsOpenAt(period.To))
                    tallies.Total.CountOpen();
                foreach (var (month, end) in ends)
                    if (clock.IsOpenAt(end))
                        tallies.Of(ticket, month)?.CountOpen();
            }
    }
}

/// <summary>A tally for every group that occurs, and one for all.</summary>
internal sealed class Tallies(IReadOnlyList<ReportGroup> groups)
{
    private readonly Dictionary<(string? First, string? Second), SlaTally> byKey = [];

    public IReadOnlyList<ReportGroup> Groups => groups;

    public SlaTally Total { get; } = new(new Dictionary<string, string?>());

    /// <summary>The tally of the ticket's group; null when there are no groups.</summary>
    public SlaTally? Of(TicketFacts ticket, string? month)
    {
        if (groups.Count == 0)
            return null;
        var key = (ValueOf(groups[0], ticket, month), groups.Count == 1 ? null : ValueOf(groups[1], ticket, month));
        if (!byKey.TryGetValue(key, out var tally))
            byKey[key] = tally = new SlaTally(groups.Zip([key.Item1, key.Item2]).ToDictionary(g => ReportGroups.NameOf(g.First), g => g.Second));
        return tally;
    }

    public IReadOnlyList<SlaFigures> InOrder() =>
        [
            .. byKey
                .OrderBy(t => t.Key.First is null)
                .ThenBy(t => t.Key.First, StringComparer.Ordinal)
                .ThenBy(t => t.Key.Second is null)
                .ThenBy(t => t.Key.Second, StringComparer.Ordinal)
                .Select(t => t.Value.Figures()),
        ];

    private static string? ValueOf(ReportGroup group, TicketFacts ticket, string? month) =>
        group switch
        {
            ReportGroup.Directorate => ticket.Directorate,
            ReportGroup.Topic => ticket.Topic,
            ReportGroup.Platform => ticket.Platform.ToString(),
            ReportGroup.Officer => ticket.Officer,
            ReportGroup.Priority => ReportGroups.NameOf(ticket.Priority),
            ReportGroup.Month => month,
            ReportGroup.Province => ticket.Region?[..2],
        };
}

internal static class Seeing
{
    /// <summary>The tickets that a caller may see; without clocks unless they are asked for.</summary>
    public static IQueryable<Ticket> SeenBy(this IQueryable<Ticket> tickets, Caller caller) =>
        caller.Narrowed is { } directorate ? tickets.Where(t => t.Directorate == directorate) : tickets;
}
