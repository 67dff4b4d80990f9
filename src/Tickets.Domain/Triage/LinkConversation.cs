using FluentValidation;
using MediatR;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>An admin attaches a conversation to a ticket that runs already. Words of the ticket's own citizen are heard by it as if they had been written there.</summary>
public sealed record LinkConversation(long ConversationId, string Number, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class LinkConversationShape : AbstractValidator<LinkConversation>
{
    public LinkConversationShape() => RuleFor(r => r.Number).NotEmpty().MaximumLength(20);
}

internal sealed class LinkConversationHandler(TicketsDb db, SamePerson people, Timetables timetables, KeepDecisions decisions) : IRequestHandler<LinkConversation, Unit>
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
        var words = await db.GiveWords(conversation, ticket, cancellationToken);
        if (await people.Owns(conversation, ticket, cancellationToken))
            await Hear(ticket, words.FindAll(m => m is { Current: true, RemovedAt: null } && !m.SaysNothing()), request.At, cancellationToken);
        return Unit.Value;
    }

    // What the citizen was asked for, more of the matter, or an objection to its answer has come by another way.
    private async Task Hear(Ticket ticket, List<Message> words, DateTimeOffset at, CancellationToken cancellation)
    {
        if (words.MaxBy(m => m.SentAt) is not { } last)
            return;
        var objects = words.Exists(m => !Thanks.AreAll(m.Text));
        ticket.Hear(objects, await timetables.For(ticket, cancellation), Actor.Citizen(ticket.Citizen), at, last.CredibleTime());
    }
}
