using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Triage;

/// <summary>
/// What stands around short words: the post above them, and what the same citizen said before in the same matter. Long words speak for themselves, and nothing
/// is looked up for them.
/// </summary>
public sealed class AroundWords(TicketsDb db)
{
    /// <summary>Words of at most so many UTF-16 units are short.</summary>
    public const int Short = 80;

    private const int MostEarlier = 5;

    /// <summary>What stands around a message; null when nothing does, or when it needs nothing.</summary>
    public async Task<AssessmentContext?> Of(Conversation conversation, Message message, CancellationToken cancellation)
    {
        if (message.Text is not { Length: > 0 and <= Short } || message.SaysNothing())
            return null;
        var post = await PostOf(conversation, message.ReceivedAt, cancellation);
        var earlier = await Earlier(conversation, message, cancellation);
        return post?.Text is null && earlier.Count == 0 ? null : new AssessmentContext(post?.Text, earlier);
    }

    // A post that nobody knows yet is written down: its words are fetched, and what waits under it is then read again.
    private async Task<Post?> PostOf(Conversation conversation, DateTimeOffset at, CancellationToken cancellation)
    {
        if (conversation.PostId is not { } id || conversation.Audience != Audience.Public)
            return null;
        var post = await db.Posts.FindAsync([conversation.Platform, id], cancellation);
        if (post is null)
            db.Add(post = new Post(conversation.Platform, id, at));
        return post;
    }

    // Only what waits with it for one decision: what was decided is another matter.
    private async Task<IReadOnlyList<string>> Earlier(Conversation conversation, Message message, CancellationToken cancellation)
    {
        if (conversation is not { State: ConversationState.Waiting, WaitingSince: { } since })
            return [];
        var saved = conversation.Id == 0 ? [] : await db
            .Messages.Where(m => m.ConversationId == conversation.Id && m.TicketId == null && m.Current && m.RemovedAt == null && m.Text != null && m.SentAt >= since && m.SentAt <= message.SentAt)
            .OrderByDescending(m => m.SentAt)
            .Take(MostEarlier + 1)
            .ToListAsync(cancellation);
        return
        [
            .. saved
                .Union(conversation.Heard)
                .Where(m => m is { Current: true, RemovedAt: null, Text.Length: > 0 } && m.PlatformMessageId != message.PlatformMessageId && m.SentAt <= message.SentAt)
                .OrderBy(m => m.SentAt)
                .TakeLast(MostEarlier)
                .Select(m => m.Text!),
        ];
    }
}
