using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>A person says that a channel is mended, or will not wait for what the platform asked for: the next words are tried at once. Twice is once.</summary>
/// <param name="Platform">Which.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
public sealed record LiftHold(Platform Platform, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class LiftHoldHandler(TicketsDb db) : IRequestHandler<LiftHold, Unit>
{
    public async Task<Unit> Handle(LiftHold request, CancellationToken cancellationToken)
    {
        var channel =
            await db.Channels.SingleOrDefaultAsync(c => c.Platform == request.Platform, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Channel), ("key", request.Platform.ToString()));
        var said = channel.Detail;
        if (!channel.Lift())
            return Unit.Value;
        await db.TryHeldWords(request.Platform, request.At, cancellationToken);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Channel, request.Platform.ToString(), Was.Released, said));
        return Unit.Value;
    }
}
