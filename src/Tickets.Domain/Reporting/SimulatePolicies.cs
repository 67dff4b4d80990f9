using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Words;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Reporting;

/// <summary>
/// What if: the closed tickets that were opened in a period, judged as they were and as other promises or another calendar would have judged them. What people did
/// and when stays as it was, and so does what the ticket was about at each moment; only due times and working time are counted anew (see <see cref="Replay"/>).
/// Nothing is changed.
/// </summary>
/// <param name="From">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="To">See <see cref="ReportPeriod.Of"/>.</param>
/// <param name="GroupBy">See <see cref="ReportGroups.Parse"/>.</param>
/// <param name="Policies">Lie over those in force: one of the same code replaces it. Null or empty for those in force.</param>
/// <param name="Calendar">
/// Counts in place of the national calendar: a code, each moment by the version in force then, or an inline calendar, all the time. Undefined for as it is.
/// </param>
/// <param name="Calendars">Others by the code that they stand in for.</param>
/// <param name="By">Who asks; of another directorate's tickets they learn nothing.</param>
/// <param name="Now">The time of asking.</param>
/// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>, <see cref="Refusal.UnknownReference"/>.</exception>
/// <exception cref="CalendarRefused">A calendar or a duration that is none.</exception>
public sealed record SimulatePolicies(
    string? From,
    string? To,
    string? GroupBy,
    IReadOnlyList<SimulatedPolicy>? Policies,
    JsonElement Calendar,
    IReadOnlyDictionary<string, JsonElement>? Calendars,
    Caller By,
    DateTimeOffset Now
) : IRequest<Simulation>
{
    /// <summary>So many tickets at most: beyond it the period is to be shorter.</summary>
    public const int MostTickets = 200_000;
}

/// <summary>A policy that is not, or not yet.</summary>
/// <param name="Code">Replaces the one of this code, or stands beside those there are.</param>
/// <param name="Targets">Its promises, one a clock.</param>
/// <param name="Priority">Only tickets of this priority; null for all, as with the others.</param>
/// <param name="Topic">Only tickets of this topic.</param>
/// <param name="Directorate">Only tickets of this directorate.</param>
/// <param name="Platform">Only tickets from this platform.</param>
/// <param name="Sp4nClass">Only tickets of this class.</param>
public sealed record SimulatedPolicy(
    string Code,
    IReadOnlyList<SlaTarget> Targets,
    Priority? Priority = null,
    string? Topic = null,
    string? Directorate = null,
    Platform? Platform = null,
    Sp4nClass? Sp4nClass = null
);

/// <summary>The SLA figures that were and that would have been.</summary>
/// <param name="From">First instant that is covered, +07:00.</param>
/// <param name="To">First instant that is not, +07:00.</param>
/// <param name="AsOf">When it was made, +07:00.</param>
/// <param name="GroupBy">By what the groups are told apart; empty for none.</param>
/// <param name="Tickets">How many closed tickets were replayed.</param>
/// <param name="NotPromised">Clocks that ran and that nothing would have promised.</param>
/// <param name="Groups">Side by side, by their keys in order.</param>
/// <param name="Total">All of them together.</param>
public sealed record Simulation(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    IReadOnlyList<string> GroupBy,
    int Tickets,
    int NotPromised,
    IReadOnlyList<WasAndWould> Groups,
    WasAndWould Total
);

/// <summary>The same tickets, judged twice.</summary>
public sealed record WasAndWould(SlaFigures Was, SlaFigures Would);

internal sealed class SimulatePoliciesShape : AbstractValidator<SimulatePolicies>
{
    private const int MostPolicies = 50;
    private const int MostCalendars = 20;

    public SimulatePoliciesShape()
    {
        RuleFor(r => r.Policies).Must(p => p is null || p.Count <= MostPolicies).Says("shape.atMost", ("most", $"{MostPolicies}"));
        RuleFor(r => r.Calendars).Must(c => c is null || c.Count <= MostCalendars).Says("shape.atMost", ("most", $"{MostCalendars}"));
        RuleForEach(r => r.Policies)
            .ChildRules(policy =>
            {
                policy.RuleFor(p => p.Code).NotEmpty().MaximumLength(64);
                policy.RuleFor(p => p.Targets).NotEmpty();
                policy.RuleFor(p => p.Targets).Must(t => t.DistinctBy(x => x.Clock).Count() == t.Count).Says("shape.oneAClock").When(p => p.Targets is not null);
                policy
                    .RuleForEach(p => p.Targets)
                    .ChildRules(target =>
                    {
                        target.RuleFor(t => t.Clock).IsInEnum();
                        target.RuleFor(t => t.Duration).NotEmpty().MaximumLength(32);
                        target.RuleFor(t => t.Calendar).NotEmpty().MaximumLength(64);
                    });
            });
        RuleFor(r => r.Policies)
            .Must(p => p!.DistinctBy(x => x.Code).Count() == p!.Count)
            .Says("shape.oneACode")
            .When(r => r.Policies is not null);
    }
}

internal sealed class SimulatePoliciesHandler(TicketsDb db, Timetables timetables) : IRequestHandler<SimulatePolicies, Simulation>
{
    // Tickets read at once, with their history.
    private const int AtOnce = 500;

    public async Task<Simulation> Handle(SimulatePolicies request, CancellationToken cancellationToken)
    {
        var period = ReportPeriod.Of(request.From, request.To, request.Now);
        var groups = ReportGroups.Parse(request.GroupBy);
        var timetable = await Supposed(request, await timetables.Current(cancellationToken), cancellationToken);
        var closed = db
            .Tickets.AsNoTracking()
            .SeenBy(request.By)
            .Where(t => t.OpenedAt >= period.From && t.OpenedAt < period.To && t.Status == TicketStatus.Closed && t.MergedInto == null);
        if (await closed.IgnoreAutoIncludes().Take(SimulatePolicies.MostTickets + 1).CountAsync(cancellationToken) > SimulatePolicies.MostTickets)
            throw new RefusedException(Refusal.Invalid, ("detail", "simulation.tooMany"), ("most", SimulatePolicies.MostTickets.ToString(CultureInfo.InvariantCulture)));

        var (was, would) = (new Tallies(groups), new Tallies(groups));
        var (tickets, notPromised) = (0, 0);
        await foreach (var (ticket, replay) in Replayed(closed, timetable, cancellationToken))
        {
            tickets++;
            List<ClockFacts> were = [.. ticket.Clocks.Select(ClockFacts.Of)];
            List<ClockFacts> replayed = [.. ticket.Clocks.Select(c => replay.Of(ticket, c)).OfType<ClockFacts>()];
            notPromised += were.Count - replayed.Count;
            Count(was, ticket, were, request.Now);
            Count(would, ticket, replayed, request.Now);
        }

        return new Simulation(
            period.From,
            period.To,
            request.Now.ToOffset(ReportPeriod.Wib),
            [.. groups.Select(ReportGroups.NameOf)],
            tickets,
            notPromised,
            [.. was.InOrder().Zip(would.InOrder(), (a, b) => new WasAndWould(a, b))],
            new WasAndWould(was.Total.Figures(), would.Total.Figures())
        );
    }

    private async IAsyncEnumerable<(Ticket Ticket, Replay Replay)> Replayed(IQueryable<Ticket> closed, Timetable timetable, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (opened, last, read) = (DateTimeOffset.MinValue, 0L, AtOnce);
        while (read == AtOnce)
        {
            var page = await closed
                .Include(t => t.Officer)
                .Where(t => t.OpenedAt > opened || (t.OpenedAt == opened && t.Id > last))
                .OrderBy(t => t.OpenedAt)
                .ThenBy(t => t.Id)
                .Take(AtOnce)
                .ToListAsync(cancellation);
            var replay = await Replay.Of(page, db, timetable, cancellation);
            foreach (var ticket in page)
                yield return (ticket, replay);
            read = page.Count;
            if (read > 0)
                (opened, last) = (page[^1].OpenedAt, page[^1].Id);
        }
    }

    private static void Count(Tallies tallies, Ticket ticket, List<ClockFacts> clocks, DateTimeOffset now)
    {
        var facts = TicketFacts.Of(ticket);
        tallies.Total.Count(facts, clocks, now);
        tallies.Of(facts, ReportPeriod.MonthOf(ticket.OpenedAt))?.Count(facts, clocks, now);
    }

    private async Task<Timetable> Supposed(SimulatePolicies request, Timetable real, CancellationToken cancellation)
    {
        var inForce = (await db.SlaPolicies.AsNoTracking().Where(p => !p.Withdrawn).ToListAsync(cancellation)).GroupBy(p => p.Code).Select(g => g.MaxBy(p => p.Version)!);
        var policies = inForce.ToDictionary(
            p => p.Code,
            p => (Policy: new SimulatedPolicy(p.Code, p.Targets, p.Priority, p.Topic, p.Directorate, p.Platform, p.Sp4nClass), Since: p.EffectiveFrom),
            StringComparer.Ordinal
        );
        foreach (var policy in request.Policies ?? [])
        {
            foreach (var target in policy.Targets)
                WorkingDuration.OfAPromise(target.Duration);
            policies[policy.Code] = (policy, request.Now);
        }

        if (policies.Values.All(p => p.Policy is not { Priority: null, Topic: null, Directorate: null, Platform: null, Sp4nClass: null }))
            throw new RefusedException(Refusal.Invalid, ("detail", "simulation.noCatchAll"));
        // What closes for good is counted by the national calendar, or by every hour, as it would be for real.
        string[] codes = [.. policies.Values.SelectMany(p => p.Policy.Targets).Select(t => t.Calendar), NationalCalendar.Code, NationalCalendar.RoundTheClockCode];
        List<CalendarVersion> calendars = [.. codes.Distinct(StringComparer.Ordinal).SelectMany(VersionsFor)];
        // All of them are in force from the beginning, and of two that say as much the one that was in force later still wins.
        List<DateTimeOffset> order = [.. policies.Values.Select(p => p.Since).Distinct().Order()];
        return new Timetable(
            policies.Values.Select(p => new SlaPolicy(
                p.Policy.Code,
                1,
                p.Policy.Code,
                DateTimeOffset.MinValue.AddTicks(order.IndexOf(p.Since)),
                p.Policy.Targets,
                p.Policy.Priority,
                p.Policy.Topic,
                p.Policy.Directorate,
                p.Policy.Platform,
                p.Policy.Sp4nClass
            )),
            calendars
        );

        IReadOnlyList<CalendarVersion> VersionsFor(string code)
        {
            if (request.Calendars is { } others && others.TryGetValue(code, out var other))
                return Read(other, code);
            if (code == NationalCalendar.Code && request.Calendar.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
                return Read(request.Calendar, code);
            return Known(code);
        }

        IReadOnlyList<CalendarVersion> Read(JsonElement calendar, string code) =>
            calendar.ValueKind == JsonValueKind.String
                ? [.. Known(CalendarsAsked.Code(calendar)).Select(v => v.StandingInFor(code))]
                : [new(code, 1, code, DateTimeOffset.UnixEpoch, JsonSerializer.Serialize(WorkingCalendarDefinition.Parse(calendar)))];

        IReadOnlyList<CalendarVersion> Known(string code) =>
            real.HasCalendar(code) ? real.VersionsOf(code) : throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Calendar), ("key", Quoted.Short(code)));
    }
}
