using FluentValidation;
using MediatR;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>An admin attaches a conversation to a ticket that runs already.</summary>
public sealed record LinkConversation(long ConversationId, string Number, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class LinkConversationShape : AbstractValidator<LinkConversation>
{
    public LinkConversationShape() => RuleFor(r => r.Number).NotEmpty().MaximumLength(20);
}

internal sealed class LinkConversationHandler(TicketsDb db, Timetables timetables, KeepDecisions decisions) : IRequestHandler<LinkConversation, Unit>
{
    public async Task<Unit> Handle(LinkConversation request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, request.Version, cancellationToken);
        await db.RefuseWhileSomebodyAnswers([conversation.Id], request.By, request.At, cancellationToken);
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        if (ticket.HasEnded)
            throw new RefusedException(Refusal.MergeTargetEnded, ("number", ticket.Number));
        conversation.JoinTicket(ticket, await timetables.For(conversation, cancellationToken), request.By.Actor, request.At, opening: false);
        await decisions.Linked(conversation, ticket, request.At, cancellationToken);
        await db.GiveWords(conversation, ticket, cancellationToken);
        // What the citizen was asked for has come, by another way.
        if (ticket.Status == TicketStatus.WaitingOnCitizen && conversation.CitizenId == ticket.CitizenId)
            ticket.Hear(
                objects: true,
                await timetables.For(ticket, cancellationToken),
                Actor.Citizen(ticket.Citizen),
                request.At,
                Message.Credible(conversation.LastMessageAt, conversation.LastHeardAt)
            );
        return Unit.Value;
    }
}
