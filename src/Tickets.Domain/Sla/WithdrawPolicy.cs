using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>No new ticket is judged by a policy any more, in any version; what it judged before it goes on judging. Repeating it is harmless.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.MustRemain"/> for the policy that catches all; <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record WithdrawPolicy(string Code, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class WithdrawPolicyHandler(TicketsDb db, Timetables timetables) : IRequestHandler<WithdrawPolicy, Unit>
{
    public async Task<Unit> Handle(WithdrawPolicy request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var versions = await db.SlaPolicies.Where(p => p.Code == request.Code).ToListAsync(cancellationToken);
        if (versions.Count == 0)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.SlaPolicy), ("key", request.Code));
        if (request.Code == SavePolicy.CatchAll)
            throw new RefusedException(Refusal.MustRemain, ("what", Setting.SlaPolicy), ("key", request.Code));
        if (versions.TrueForAll(p => p.Withdrawn))
            return Unit.Value;
        request.Version.MustBe(versions.Max(p => p.Version), request.Code);
        foreach (var version in versions)
            version.Withdraw();
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.SlaPolicy, request.Code, Was.Withdrawn));
        db.AfterCommit(timetables.Forget);
        return Unit.Value;
    }
}
