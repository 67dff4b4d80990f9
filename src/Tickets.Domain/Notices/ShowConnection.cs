using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Where the connecting of a channel stands, for the session that set out; for all others there is none.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Session">The key of the session.</param>
/// <param name="Now">The present.</param>
/// <exception cref="RefusedException"><see cref="Refusal.ConnectionEnded"/>.</exception>
public sealed record ShowConnection(Platform Platform, long Session, DateTimeOffset Now) : IRequest<ShownConnection>;

/// <summary>Where the connecting of a channel stands.</summary>
/// <param name="Stage">Waiting, Choose, Connected or Failed.</param>
/// <param name="Fault">Why it came to nothing: Denied, NotTaken, NothingToConnect; null when it did not.</param>
/// <param name="Detail">What the platform said, by codes.</param>
/// <param name="Choices">What may be connected; when connected, what was.</param>
public sealed record ShownConnection(ConnectionStage Stage, ConnectionFault? Fault, string? Detail, IReadOnlyList<ConnectionChoice> Choices);

/// <summary>A page, account or channel.</summary>
/// <param name="Id">The platform's id of it.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Detail">What comes with it, as the Instagram account of a page.</param>
public sealed record ConnectionChoice(string Id, string Name, string? Detail);

internal sealed class ShowConnectionHandler(TicketsDb db, SealedSettings seal) : IRequestHandler<ShowConnection, ShownConnection>
{
    public async Task<ShownConnection> Handle(ShowConnection request, CancellationToken cancellationToken)
    {
        var channel = await db.Channels.AsNoTracking().SingleAsync(c => c.Platform == request.Platform, cancellationToken);
        return PendingConnection.In(seal.Open(channel.Platform, channel.Sealed)) is { } pending && pending.Session == request.Session && pending.EndsAt >= request.Now
            ? new ShownConnection(pending.Stage, pending.Fault, pending.Detail, [.. (pending.Found ?? []).Select(f => new ConnectionChoice(f.Id, f.Name, f.Detail))])
            : throw new RefusedException(Refusal.ConnectionEnded);
    }
}
