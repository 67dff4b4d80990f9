using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Triage;

/// <summary>By which ways a citizen can be answered now, for screens that show it before somebody writes.</summary>
public sealed class Doors(TicketsDb db)
{
    // As the writer of notices keeps it: one private reply to a comment, within seven days; the window of direct messages is seven days too.
    private static readonly TimeSpan PrivateWindow = TimeSpan.FromDays(7);

    /// <summary>The ways that are open, the private one first.</summary>
    public async Task<IReadOnlyList<DoorView>> Open(IReadOnlyList<Conversation> conversations, DateTimeOffset now, CancellationToken cancellation)
    {
        var open = new List<DoorView>();
        if (conversations.Where(c => c.Audience == Audience.Private).MaxBy(c => c.LastHeardAt) is { } direct && now - direct.LastHeardAt < PrivateWindow)
            open.Add(View(direct.Platform, Door.DirectMessage, direct.LastHeardAt + PrivateWindow));
        else if (await PrivateReply(conversations, now, cancellation) is { } reply)
            open.Add(reply);
        if (conversations.FirstOrDefault(c => c.Audience == Audience.Public && c.LastMessageId.Length > 0) is { } thread)
            open.Add(View(thread.Platform, Door.CommentReply, null));
        return open;
    }

    private async Task<DoorView?> PrivateReply(IReadOnlyList<Conversation> conversations, DateTimeOffset now, CancellationToken cancellation)
    {
        long[] threads = [.. conversations.Where(c => c.Audience == Audience.Public).Select(c => c.Id)];
        var since = now - PrivateWindow;
        var comment = await db
            .Messages.AsNoTracking()
            .Where(m => threads.Contains(m.ConversationId) && m.Current && m.RemovedAt == null && m.ReceivedAt > since)
            .Where(m => !db.Notices.Any(n => n.Platform == m.Platform && n.Door == Door.PrivateReply && n.TargetId == m.PlatformMessageId))
            .OrderByDescending(m => m.SentAt)
            .Select(m => new { m.Platform, m.ReceivedAt })
            .FirstOrDefaultAsync(cancellation);
        return comment is null ? null : View(comment.Platform, Door.PrivateReply, comment.ReceivedAt + PrivateWindow);
    }

    // Two letters that are one UTF-16 unit and two bytes tell how the platform counts.
    private static DoorView View(Platform platform, Door door, DateTimeOffset? until) => new(door, Lengths.Of(platform, door, "").Most, Lengths.Of(platform, door, "é").Length == 2, until);
}
