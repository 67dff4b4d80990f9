using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>A routing rule is taken away; what no rule names goes to <see cref="RouteToDirectorate.Fallback"/>.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record DeleteRoutingRule(long Id, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DeleteRoutingRuleHandler(TicketsDb db) : IRequestHandler<DeleteRoutingRule, Unit>
{
    public async Task<Unit> Handle(DeleteRoutingRule request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var rule =
            await db.RoutingRules.SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.RoutingRule), ("key", request.Id.ToString()));
        request.Version.MustBe(rule.Version, rule.Id.ToString());
        db.Remove(rule);
        var said = $"{rule.Order}: {rule.Topic ?? "*"}, {rule.Region ?? "*"} → {rule.Directorate}";
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.RoutingRule, rule.Id.ToString(), Was.Deleted, said));
        return Unit.Value;
    }
}
