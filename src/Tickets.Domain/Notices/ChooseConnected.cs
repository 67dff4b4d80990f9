using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Of several pages or channels that the platform offered the administrator chooses one, and the channel is connected with it.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Session">The key of the session that set out.</param>
/// <param name="Choice">The platform's id of the one.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.ConnectionEnded"/>, <see cref="Refusal.UnknownReference"/>.</exception>
public sealed record ChooseConnected(Platform Platform, long Session, string Choice, Caller By, DateTimeOffset At) : IRequest<ConnectionStage>, IChange;

internal sealed class ChooseConnectedHandler(TicketsDb db, SealedSettings seal) : IRequestHandler<ChooseConnected, ConnectionStage>
{
    public async Task<ConnectionStage> Handle(ChooseConnected request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, cancellationToken);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        if (PendingConnection.In(settings) is not { Stage: ConnectionStage.Choose, Found: { } found } pending || pending.Session != request.Session || pending.EndsAt < request.At)
            throw new RefusedException(Refusal.ConnectionEnded);
        var chosen = found.FirstOrDefault(f => f.Id == request.Choice) ?? throw new RefusedException(Refusal.UnknownReference, ("what", "channel"), ("key", request.Choice));
        await ConnectFound.Connect(db, seal, channel, settings, pending, chosen, request.By, request.At);
        return ConnectionStage.Connected;
    }
}
