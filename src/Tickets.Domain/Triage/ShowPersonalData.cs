using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>Somebody asks to see the personal data of a message that screens keep covered. That they asked stands in the history for ever.</summary>
/// <param name="ConversationId">The conversation, for the inbox; null with a ticket.</param>
/// <param name="Number">The ticket; null with a conversation.</param>
/// <param name="MessageId">The platform's id of the message.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
public sealed record ShowPersonalData(long? ConversationId, string? Number, string MessageId, Caller By, DateTimeOffset At) : IRequest<ShownMessage>, IChange;

/// <summary>A message as it was written.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Text">The words, nothing covered.</param>
public sealed record ShownMessage(string Id, string? Text);

internal sealed class ShowPersonalDataHandler(TicketsDb db) : IRequestHandler<ShowPersonalData, ShownMessage>
{
    public async Task<ShownMessage> Handle(ShowPersonalData request, CancellationToken cancellationToken)
    {
        var ticket = request.Number is { } number ? await db.TicketFor(number, request.By, null, cancellationToken) : null;
        var messages = db.Messages.AsNoTracking().Include(m => m.Conversation.Ticket).Where(m => m.PlatformMessageId == request.MessageId && m.Current && m.RemovedAt == null);
        var message = ticket is not null
            ? await messages.SingleOrDefaultAsync(m => m.Conversation.TicketId == ticket.Id, cancellationToken)
            : await messages.SingleOrDefaultAsync(m => m.ConversationId == request.ConversationId, cancellationToken);
        if (message is null)
            throw new RefusedException(Refusal.NotFound, ("what", "pesan"), ("key", request.MessageId));
        if (ticket is not null)
            db.RecordOn(ticket, request.By.Actor, request.At, new PersonalDataShown(message.Id));
        else
            db.RecordOn(await db.WaitingConversation(message.ConversationId, null, cancellationToken), request.By.Actor, request.At, new PersonalDataShown(message.Id));
        return new ShownMessage(message.PlatformMessageId, message.Text);
    }
}
