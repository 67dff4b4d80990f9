using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>A conversation is no part of its surge: it is decided by itself from now on, and does not come back to that surge.</summary>
public sealed record LeaveSurge(long ConversationId, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class LeaveSurgeHandler(TicketsDb db) : IRequestHandler<LeaveSurge, Unit>
{
    public async Task<Unit> Handle(LeaveSurge request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        conversation.LeaveSurge(request.By.Actor, request.At);
        return Unit.Value;
    }
}
