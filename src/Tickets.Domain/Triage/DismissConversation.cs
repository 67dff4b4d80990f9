using FluentValidation;
using MediatR;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>An admin finds that a conversation needs no ticket. It comes back when the citizen asks for help in new words.</summary>
public sealed record DismissConversation(long ConversationId, string Reason, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DismissConversationShape : AbstractValidator<DismissConversation>
{
    public DismissConversationShape() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(200);
}

internal sealed class DismissConversationHandler(TicketsDb db, Timetables timetables, KeepDecisions decisions) : IRequestHandler<DismissConversation, Unit>
{
    public async Task<Unit> Handle(DismissConversation request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, request.Version, cancellationToken);
        await db.RefuseWhileSomebodyAnswers([conversation.Id], request.By, request.At, cancellationToken);
        conversation.Dismiss(request.Reason.Trim(), await timetables.For(conversation, cancellationToken), request.By.Actor, request.At);
        await decisions.Dismissed(conversation, request.Reason, request.At, cancellationToken);
        return Unit.Value;
    }
}
