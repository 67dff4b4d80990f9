using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>A key is refused from now on. Repeating it is harmless.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.LastAdministrator"/> when no other key would open the settings.</exception>
public sealed record RevokeKey(long Id, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class RevokeKeyHandler(TicketsDb db) : IRequestHandler<RevokeKey, Unit>
{
    public async Task<Unit> Handle(RevokeKey request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var key =
            await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == request.Id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.ApiKey), ("key", request.Id.ToString()));
        if (key.RevokedAt is not null)
            return Unit.Value;
        var administrators = await Administrators().ToListAsync(cancellationToken);
        if (administrators.Contains(key.Id) && administrators.Count == 1)
            throw new RefusedException(Refusal.LastAdministrator);
        key.Revoke(request.At);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.ApiKey, $"{key.Id} {key.Name}", Was.Revoked));
        return Unit.Value;
    }

    private IQueryable<long> Administrators() =>
        db
            .ApiKeys.Where(k => k.RevokedAt == null)
            .Where(k =>
                (k.UserId == null && (k.Roles & Roles.Administrator) != Roles.None)
                || db.Users.Any(u => u.Id == k.UserId && u.Active && (u.Roles & Roles.Administrator) != Roles.None)
            )
            .Select(k => k.Id);
}
