using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Intake;

/// <summary>An administrator asks for another reading of a delivery that failed or was unknown; the next sweep reads it.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.DeliveryNotFailed"/>.</exception>
public sealed record RetryDelivery(long Id, Caller By, DateTimeOffset At) : IRequest<ListedDelivery>, IChange;

internal sealed class RetryDeliveryHandler(TicketsDb db) : IRequestHandler<RetryDelivery, ListedDelivery>
{
    public async Task<ListedDelivery> Handle(RetryDelivery request, CancellationToken cancellationToken)
    {
        var delivery =
            await db.Deliveries.SingleOrDefaultAsync(d => d.Id == request.Id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Delivery), ("key", request.Id.ToString()));
        delivery.ReadAgain();
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Delivery, delivery.Id.ToString(), Was.Retried));
        await db.SaveChangesAsync(cancellationToken);
        return await db.Deliveries.Where(d => d.Id == delivery.Id).Select(ListedDelivery.Of).SingleAsync(cancellationToken);
    }
}
