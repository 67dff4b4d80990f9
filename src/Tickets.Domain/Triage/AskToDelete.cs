using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>Asks a citizen in private to delete a comment of theirs that shows a NIK. The conversation goes on waiting: its matter is not decided by it.</summary>
/// <param name="ConversationId">Where the comment stands.</param>
/// <param name="MessageId">The platform's id of the comment.</param>
/// <param name="Text">The words; null for the prepared ones.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.NoPrivateDoor"/>, <see cref="Refusal.WordsTooLong"/>.</exception>
public sealed record AskToDelete(long ConversationId, string MessageId, string? Text, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class AskToDeleteShape : AbstractValidator<AskToDelete>
{
    public AskToDeleteShape()
    {
        RuleFor(r => r.MessageId).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Text).MaximumLength(2000);
    }
}

internal sealed class AskToDeleteHandler(TicketsDb db, WriteNotices notices) : IRequestHandler<AskToDelete, Unit>
{
    public async Task<Unit> Handle(AskToDelete request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        var message =
            await db.Messages.SingleOrDefaultAsync(m => m.ConversationId == conversation.Id && m.PlatformMessageId == request.MessageId && m.Current && m.RemovedAt == null, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", "pesan"), ("key", request.MessageId));
        await notices.AskToDelete(conversation, message, string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(), request.By.Actor, request.At, cancellationToken);
        return Unit.Value;
    }
}
