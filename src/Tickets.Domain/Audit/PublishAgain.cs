using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Audit;

/// <summary>An administrator asks for an event to be published that was put aside.</summary>
/// <param name="Id">Its sequence.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>: no such event was put aside.</exception>
public sealed record PublishAgain(long Id, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class PublishAgainHandler(TicketsDb db) : IRequestHandler<PublishAgain, Unit>
{
    public async Task<Unit> Handle(PublishAgain request, CancellationToken cancellationToken)
    {
        var waits = await db
            .Events.Where(e => e.Id == request.Id && e.Outbox == false)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Outbox, (bool?)true), cancellationToken);
        if (waits == 0)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Event), ("key", request.Id.ToString()));
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Event, request.Id.ToString(), Was.Retried));
        return Unit.Value;
    }
}
