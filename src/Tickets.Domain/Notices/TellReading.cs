using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>
/// A channel was read, or could not be: one that cannot be read is broken, and alarms the administrators once; one that can be read again is well by itself, unless
/// sending found something too. Repeating it is harmless.
/// </summary>
/// <param name="Platform">Which.</param>
/// <param name="Fault">What the platform said; null when it was read.</param>
/// <param name="At">When, UTC.</param>
public sealed record TellReading(Platform Platform, string? Fault, DateTimeOffset At) : IRequest<Unit>;

internal sealed class TellReadingHandler(TicketsDb db) : IRequestHandler<TellReading, Unit>
{
    public async Task<Unit> Handle(TellReading request, CancellationToken cancellationToken)
    {
        // Told with every reading, and nearly always no news: looked at first without a turn at writing.
        var looked = await db.Channels.AsNoTracking().SingleAsync(c => c.Platform == request.Platform, cancellationToken);
        if (request.Fault is null ? looked.Unreadable : !looked.Broken)
            await db.Change(() => Tell(request, cancellationToken), cancellationToken);
        return Unit.Value;
    }

    private async Task Tell(TellReading request, CancellationToken cancellation)
    {
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, cancellation);
        if (request.Fault is null)
            channel.IsReadAgain();
        else if (channel.CannotBeRead(request.Fault))
            await db.AlarmOfChannel(channel.Platform, channel.Detail!, request.At, cancellation);
    }
}
