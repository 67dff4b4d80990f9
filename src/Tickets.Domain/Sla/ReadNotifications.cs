using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>The caller has read one of their notifications, or all that they were told of. Repeating it keeps the first time.</summary>
/// <param name="Id">Which; null for all.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> for one that is not theirs.</exception>
public sealed record ReadNotifications(long? Id, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class ReadNotificationsHandler(TicketsDb db) : IRequestHandler<ReadNotifications, Unit>
{
    public async Task<Unit> Handle(ReadNotifications request, CancellationToken cancellationToken)
    {
        var theirs = db.Notifications.Where(n => n.UserId == request.By.Actor.UserId && n.TellAt <= request.At);
        if (request.Id is { } id)
        {
            var one = await theirs.SingleOrDefaultAsync(n => n.Id == id, cancellationToken);
            (one ?? throw new RefusedException(Refusal.NotFound, ("what", "notification"), ("key", id.ToString()))).Read(request.At);
        }
        else
        {
            await theirs.Where(n => n.ReadAt == null).ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, request.At), cancellationToken);
        }

        return Unit.Value;
    }
}
