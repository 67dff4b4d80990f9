using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>A unit that nothing speaks of is taken away; one that is in use can only be deactivated.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>, <see cref="Refusal.MustRemain"/>, <see cref="Refusal.InUse"/>.</exception>
public sealed record DeleteDirectorate(string Code, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DeleteDirectorateHandler(TicketsDb db) : IRequestHandler<DeleteDirectorate, Unit>
{
    public async Task<Unit> Handle(DeleteDirectorate request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var directorate =
            await db.Directorates.SingleOrDefaultAsync(d => d.Code == request.Code, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Directorate), ("key", request.Code));
        request.Version.MustBe(directorate.Version, request.Code);
        if (request.Code == RouteToDirectorate.Fallback)
            throw new RefusedException(Refusal.MustRemain, ("what", Setting.Directorate), ("key", request.Code));
        if (await IsUsed(request.Code, cancellationToken))
            throw new RefusedException(Refusal.InUse, ("what", Setting.Directorate), ("key", request.Code));
        db.Remove(directorate);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Directorate, request.Code, Was.Deleted));
        return Unit.Value;
    }

    private async Task<bool> IsUsed(string code, CancellationToken cancellation) =>
        await db.Tickets.AnyAsync(t => t.Directorate == code, cancellation)
        || await db.Users.AnyAsync(u => u.Directorate == code, cancellation)
        || await db.ApiKeys.AnyAsync(k => k.Directorate == code && k.RevokedAt == null, cancellation)
        || await db.RoutingRules.AnyAsync(r => r.Directorate == code, cancellation)
        || await db.SlaPolicies.AnyAsync(p => p.Directorate == code, cancellation);
}
