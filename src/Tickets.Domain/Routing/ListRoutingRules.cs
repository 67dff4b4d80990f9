using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>Which directorate gets which tickets, in the order in which the rules are asked.</summary>
/// <param name="Id">Only this one; null for all.</param>
public sealed record ListRoutingRules(long? Id = null) : IRequest<Page<ListedRoutingRule>>;

/// <summary>A rule.</summary>
/// <param name="Id">Key within the database; a ticket's history names the rule that decided by it.</param>
/// <param name="Order">Lower comes first; of equals, the more specific.</param>
/// <param name="Topic">Topic code; null matches all.</param>
/// <param name="Region">Region code: <c>33</c> for a province and all in it, <c>33.03</c> for a regency or city; null matches all.</param>
/// <param name="Directorate">Where the ticket goes.</param>
/// <param name="Note">Why, and from which source.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ListedRoutingRule(long Id, int Order, string? Topic, string? Region, string Directorate, string? Note, int Version)
{
    internal static ListedRoutingRule From(RoutingRule rule) => new(rule.Id, rule.Order, rule.Topic, rule.Region, rule.Directorate, rule.Note, rule.Version);
}

internal sealed class ListRoutingRulesHandler(TicketsDb db) : IRequestHandler<ListRoutingRules, Page<ListedRoutingRule>>
{
    public async Task<Page<ListedRoutingRule>> Handle(ListRoutingRules request, CancellationToken cancellationToken)
    {
        var rules = await db.RoutingRules.Where(r => request.Id == null || r.Id == request.Id).Select(r => ListedRoutingRule.From(r)).ToListAsync(cancellationToken);
        return new(
            [.. rules.OrderBy(r => r.Order).ThenByDescending(r => (r.Topic is null ? 0 : 1) + (r.Region is null ? 0 : 1)).ThenByDescending(r => r.Region?.Length ?? 0).ThenBy(r => r.Id)],
            Next: null
        );
    }
}
