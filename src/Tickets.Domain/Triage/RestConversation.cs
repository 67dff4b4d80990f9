using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>An admin puts a conversation aside until later; it comes back to the inbox by itself, and at once when the citizen writes anew.</summary>
/// <param name="ConversationId">Which.</param>
/// <param name="Until">When it comes back; null for now.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.ConversationNotWaiting"/>, <see cref="Refusal.Invalid"/>, <see cref="Refusal.SomebodyAnswers"/>.</exception>
public sealed record RestConversation(long ConversationId, DateTimeOffset? Until, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class RestConversationHandler(TicketsDb db) : IRequestHandler<RestConversation, Unit>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    public async Task<Unit> Handle(RestConversation request, CancellationToken cancellationToken)
    {
        if (request.Until is { } until && (until <= request.At || until > request.At + Longest))
            throw new RefusedException(Refusal.Invalid, ("detail", "until"));
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        if (conversation.State != ConversationState.Waiting)
            throw new RefusedException(Refusal.ConversationNotWaiting, ("id", request.ConversationId.ToString()));
        var handling = await db.HandlingOf(request.ConversationId, request.By, cancellationToken);
        handling.RefuseOthers(request.By.Actor.UserId, request.At);
        handling.Rest(request.Until, request.At);
        return Unit.Value;
    }
}
