using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Triage;

/// <summary>
/// A public comment is to be hidden on its platform, because it shows somebody's NIK. The workers do it once, with the platform's answer as proof; asking twice is
/// asking once, and what failed is tried again. Its writer and their friends may go on seeing it: that is how the platforms hide.
/// </summary>
/// <param name="ConversationId">Where it stands.</param>
/// <param name="MessageId">The platform's id of the comment.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.CannotBeHidden"/>.</exception>
public sealed record HideComment(long ConversationId, string MessageId, Caller By, DateTimeOffset At) : IRequest<CommentHiding>, IChange
{
    /// <summary>
    /// Whether comments may be hidden there at all. X hides replies only, and only in conversations
    /// that the ministry's own post began, for a token that may (docs.x.com/x-api/posts/hide-replies): whoever names the ministry in a post of their own is asked to delete it.
    /// </summary>
    /// <param name="conversation">Where the comment stands.</param>
    /// <param name="senders">All that speak on platforms.</param>
    /// <param name="isUnderOurs">Whether a post of the ministry's began it; asked on X alone.</param>
    internal static async Task<bool> IsPossibleIn(Conversation conversation, IEnumerable<IPlatformSender> senders, Func<Task<bool>> isUnderOurs) =>
        conversation.Audience == Audience.Public
        && conversation.Platform switch
        {
            Platform.Facebook or Platform.Instagram or Platform.YouTube => true,
            Platform.X => senders.Any(s => s.Platform == Platform.X && s.MayHide) && await isUnderOurs(),
            Platform.WhatsApp or Platform.Web or Platform.Simulator => false,
        };
}

/// <summary>How far the hiding of a comment is.</summary>
/// <param name="Message">The platform's id of the comment.</param>
/// <param name="State">Where the outgoing action stands; Sent means that the platform hides it.</param>
/// <param name="HiddenAt">Since when it is hidden, UTC; null while it shows.</param>
public sealed record CommentHiding(string Message, NoticeState State, DateTimeOffset? HiddenAt);

internal sealed class HideCommentShape : AbstractValidator<HideComment>
{
    public HideCommentShape() => RuleFor(r => r.MessageId).NotEmpty().MaximumLength(200);
}

internal sealed class HideCommentHandler(TicketsDb db, IEnumerable<IPlatformSender> senders) : IRequestHandler<HideComment, CommentHiding>
{
    public async Task<CommentHiding> Handle(HideComment request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        var message =
            await db.Messages.SingleOrDefaultAsync(m => m.ConversationId == conversation.Id && m.PlatformMessageId == request.MessageId && m.Current && m.RemovedAt == null, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", "pesan"), ("key", request.MessageId));
        if (!await HideComment.IsPossibleIn(conversation, senders, () => db.IsUnderOurPost(conversation, cancellationToken)))
            throw new RefusedException(Refusal.CannotBeHidden, ("platform", conversation.Platform.ToString()));
        if (message.HiddenAt is not null)
            return new CommentHiding(message.PlatformMessageId, NoticeState.Sent, message.HiddenAt);

        var before = await db
            .Notices.Include(n => n.Ticket)
            .Where(n => n.ConversationId == conversation.Id && n.Door == Door.Hide && n.TargetId == message.PlatformMessageId)
            .OrderBy(n => n.Id)
            .ToListAsync(cancellationToken);
        if (before.LastOrDefault() is { State: NoticeState.Pending or NoticeState.Sending } under)
            return new CommentHiding(message.PlatformMessageId, under.State, null);
        if (before.LastOrDefault() is { State: NoticeState.Failed or NoticeState.Blocked } failed)
        {
            failed.TryAgain(request.By.Actor, request.At);
            return new CommentHiding(message.PlatformMessageId, failed.State, null);
        }

        // Hidden before and shown again by somebody on the platform: it is asked for anew.
        var notice = new Notice(
            $"hide:{message.Id}:{before.Count + 1}",
            NoticeKind.Hiding,
            ticket: null,
            conversation,
            Door.Hide,
            message.PlatformMessageId,
            conversation.Citizen.PlatformUserId,
            "",
            request.By.Actor,
            request.At
        );
        db.Add(notice);
        db.RecordOn(conversation, request.By.Actor, request.At, new HidingAsked(notice.Key));
        return new CommentHiding(message.PlatformMessageId, notice.State, null);
    }
}
