using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>An admin answers what needs no ticket: a question about an address, thanks, words that many ask for. The conversation is decided by it.</summary>
/// <param name="ConversationId">Which.</param>
/// <param name="Text">The words, as the citizen will read them.</param>
/// <param name="Public">True under the comment, else in private.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record ReplyInInbox(long ConversationId, string Text, bool Public, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange
{
    /// <summary>Why the conversation left the inbox.</summary>
    public const string Answered = "dijawab";
}

internal sealed class ReplyInInboxShape : AbstractValidator<ReplyInInbox>
{
    public ReplyInInboxShape() => RuleFor(r => r.Text).NotEmpty().MaximumLength(10_000);
}

internal sealed class ReplyInInboxHandler(TicketsDb db, Timetables timetables, WriteNotices notices) : IRequestHandler<ReplyInInbox, Unit>
{
    public async Task<Unit> Handle(ReplyInInbox request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        await db.RefuseWhileSomebodyAnswers([conversation.Id], request.By, request.At, cancellationToken);
        conversation.Dismiss(ReplyInInbox.Answered, await timetables.For(conversation, cancellationToken), request.By.Actor, request.At);
        await notices.OutsideATicket(conversation, request.Text.Trim(), request.Public, request.By.Actor, request.At, cancellationToken);
        return Unit.Value;
    }
}
