using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Routing;

/// <summary>Brings tickets to directorates and officers, in the caller's transaction.</summary>
public sealed class RouteToDirectorate(TicketsDb db, Timetables timetables, WriteNotices notices)
{
    /// <summary>Where everything goes that no rule names.</summary>
    public const string Fallback = "HUMAS";

    // Read once for a unit of work, which may route many; the work of each officer counts what this unit gave them.
    private readonly Dictionary<string, List<OnDuty>> onDuty = [];
    private IReadOnlyList<RoutingRule>? inForce;
    private Guid? readIn;

    /// <summary>Where the rules would bring a matter.</summary>
    public async Task<string> Advise(string topic, string? region, CancellationToken cancellation) => (await Matching(topic, region, cancellation))?.Directorate ?? Fallback;

    /// <summary>By the first rule that matches, and there to the officer on duty with the least open work.</summary>
    public async Task ByRules(Ticket ticket, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        var rule = await Matching(ticket.Topic, ticket.Region, cancellation);
        await To(rule?.Directorate ?? Fallback, rule is null ? "fallback" : $"rule {rule.Id}: {rule.Topic ?? "*"}", ticket, by, at, cancellation);
    }

    /// <summary>The first rule that matches a matter; null when none does.</summary>
    public async Task<RoutingRule?> Matching(string topic, string? region, CancellationToken cancellation)
    {
        ForgetEarlierWork();
        return (inForce ??= await RulesInForce(cancellation)).FirstOrDefault(r => r.Matches(topic, region));
    }

    // What an earlier transaction read is of no context any more, and one that the database undid gave nobody any work.
    private void ForgetEarlierWork()
    {
        var now = db.Database.CurrentTransaction?.TransactionId;
        if (now == readIn)
            return;
        readIn = now;
        onDuty.Clear();
        inForce = null;
    }

    private async Task<IReadOnlyList<RoutingRule>> RulesInForce(CancellationToken cancellation)
    {
        var rules = await db.RoutingRules.AsNoTracking().ToListAsync(cancellation);
        var active = await db.Directorates.Where(d => d.Active).Select(d => d.Code).ToListAsync(cancellation);
        return
        [
            .. rules
                .Where(r => active.Contains(r.Directorate))
                .OrderBy(r => r.Order)
                .ThenByDescending(r => (r.Topic is null ? 0 : 1) + (r.Region is null ? 0 : 1))
                .ThenByDescending(r => r.Region?.Length ?? 0)
                .ThenBy(r => r.Id),
        ];
    }

    /// <summary>To a directorate that is chosen, and there to an officer who is chosen too, or else to the one on duty with the least open work.</summary>
    public async Task To(string directorate, string reason, Ticket ticket, Actor by, DateTimeOffset at, CancellationToken cancellation, User? officer = null)
    {
        ticket.Route(directorate, officer ?? await OfficerOf(directorate, at, cancellation), reason, await timetables.For(ticket, cancellation), by, at);
        await notices.Acknowledge(ticket, at, cancellation);
    }

    /// <summary>Somebody to whom a ticket of a directorate can be given.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.UnknownReference"/>, <see cref="Refusal.OfficerOfAnotherDirectorate"/>, <see cref="Refusal.OfficerNotActive"/>.</exception>
    public async Task<User> Chosen(string login, string? directorate, CancellationToken cancellation)
    {
        var officer =
            await db.Users.SingleOrDefaultAsync(u => u.Login == login && (u.Roles & Roles.Officer) != Roles.None && u.Directorate != null, cancellation)
            ?? throw new RefusedException(Refusal.UnknownReference, ("what", "petugas"), ("key", login));
        if (directorate is not null && officer.Directorate != directorate)
            throw new RefusedException(Refusal.OfficerOfAnotherDirectorate, ("officer", login), ("directorate", directorate));
        return officer.Active ? officer : throw new RefusedException(Refusal.OfficerNotActive, ("officer", login));
    }

    /// <summary>The officer of a directorate on duty and not absent with the least open work; null when none is, and the ticket waits in the queue.</summary>
    public async Task<User?> OfficerOf(string directorate, DateTimeOffset at, CancellationToken cancellation)
    {
        ForgetEarlierWork();
        if (!onDuty.TryGetValue(directorate, out var officers))
            onDuty[directorate] = officers = await OfficersOnDuty(directorate, at, cancellation);
        if (officers.MinBy(o => (o.OpenWork, o.Officer.Id)) is not { } least)
            return null;
        least.OpenWork++;
        return least.Officer;
    }

    private async Task<List<OnDuty>> OfficersOnDuty(string directorate, DateTimeOffset at, CancellationToken cancellation)
    {
        var officers = await db
            .Users.Where(u => u.Directorate == directorate && u.OnDuty && u.Active && (u.Roles & Roles.Officer) != Roles.None)
            .ToListAsync(cancellation);
        return [.. officers.Where(o => !o.IsAbsent(at)).Select(o => new OnDuty(o, o.OpenWork))];
    }

    private sealed class OnDuty(User officer, int openWork)
    {
        public User Officer { get; } = officer;

        public int OpenWork { get; set; } = openWork;
    }
}
