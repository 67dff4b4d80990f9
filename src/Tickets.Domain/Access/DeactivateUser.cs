using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>
/// A member of staff leaves: shut out, the keys revoked, the open tickets back in the queue. The name stays in the history. Repeating it is harmless.
/// </summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.LastAdministrator"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record DeactivateUser(string Login, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DeactivateUserHandler(TicketsDb db) : IRequestHandler<DeactivateUser, Unit>
{
    public async Task<Unit> Handle(DeactivateUser request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var user =
            await db.Users.SingleOrDefaultAsync(u => u.Login == request.Login, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.User), ("key", request.Login));
        if (!user.Active)
            return Unit.Value;
        request.Version.MustBe(user.Version, user.Login);
        await db.RefuseLastAdministrator(user, cancellationToken);
        user.Change(user.Name, user.Roles, user.Directorate, onDuty: false, active: false);
        foreach (var key in await db.ApiKeys.Where(k => k.UserId == user.Id && k.RevokedAt == null).ToListAsync(cancellationToken))
            key.Revoke(request.At);
        await db.HandBackWork(user, request.By.Actor, request.At, cancellationToken);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.User, user.Login, Was.Deactivated));
        return Unit.Value;
    }
}
