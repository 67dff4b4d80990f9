using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>Somebody is done with a conversation, or left it: others may answer.</summary>
public sealed record ReleaseConversation(long ConversationId, Caller By) : IRequest<Unit>, IChange;

internal sealed class ReleaseConversationHandler(TicketsDb db) : IRequestHandler<ReleaseConversation, Unit>
{
    public async Task<Unit> Handle(ReleaseConversation request, CancellationToken cancellationToken)
    {
        if (request.By.Actor.UserId is { } user && await db.Set<Handling>().SingleOrDefaultAsync(h => h.ConversationId == request.ConversationId, cancellationToken) is { } handling)
            handling.Release(user);
        return Unit.Value;
    }
}
