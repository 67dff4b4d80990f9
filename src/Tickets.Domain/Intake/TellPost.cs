using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Intake;

/// <summary>Posts under which short words wait and whose own words must be fetched, the latest first.</summary>
public sealed record FindUntoldPosts(Platform Platform, int Most) : IRequest<IReadOnlyList<UntoldPost>>;

/// <summary>A post without its words.</summary>
/// <param name="PostId">The platform's id.</param>
/// <param name="SeenAt">When the service first heard of it, UTC.</param>
public sealed record UntoldPost(string PostId, DateTimeOffset SeenAt);

internal sealed class FindUntoldPostsHandler(TicketsDb db) : IRequestHandler<FindUntoldPosts, IReadOnlyList<UntoldPost>>
{
    public async Task<IReadOnlyList<UntoldPost>> Handle(FindUntoldPosts request, CancellationToken cancellationToken) =>
        await db
            .Posts.Where(p => p.AwaitsWords == true && p.Platform == request.Platform)
            .OrderByDescending(p => p.SeenAt)
            .Take(request.Most)
            .Select(p => new UntoldPost(p.PlatformPostId, p.SeenAt))
            .ToListAsync(cancellationToken);
}

/// <summary>The words of a post; short words that wait under it are read again in their light. Repeating it is harmless.</summary>
/// <param name="Platform">Where.</param>
/// <param name="PostId">The platform's id.</param>
/// <param name="Text">Its words; null when they cannot be had, and nobody need ask again.</param>
/// <param name="At">When.</param>
public sealed record TellPost(Platform Platform, string PostId, string? Text, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class TellPostHandler(PostWords words) : IRequestHandler<TellPost, Unit>
{
    public async Task<Unit> Handle(TellPost request, CancellationToken cancellationToken)
    {
        await words.Told(request.Platform, request.PostId, request.Text, request.At, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Writes down what a post says, in the caller's transaction, and has short words that wait under it read again.</summary>
public sealed class PostWords(TicketsDb db, TriageMessage triage)
{
    // Those who wrote before the words were known; who writes later is read with them at once.
    private const int MostReadAgain = 200;

    /// <summary>A post says this; null when nobody can tell.</summary>
    public async Task Told(Platform platform, string postId, string? text, DateTimeOffset at, CancellationToken cancellation)
    {
        var post = await db.Posts.FindAsync([platform, postId], cancellation);
        if (post is null)
            db.Add(post = new Post(platform, postId, at));
        var before = post.Text;
        post.IsTold(text);
        if (post.Text is null || post.Text == before)
            return;
        var waiting = await db
            .Messages.Include(m => m.Conversation.Citizen)
            .Include(m => m.Conversation.Ticket)
            .Where(m =>
                m.Conversation.InboxRank != null
                && m.Conversation.Platform == platform
                && m.Conversation.PostId == postId
                && m.TicketId == null
                && m.Current
                && m.RemovedAt == null
                && m.Text != null
                && m.Text.Length <= AroundWords.Short
            )
            .OrderByDescending(m => m.Id)
            .Take(MostReadAgain)
            .ToListAsync(cancellation);
        foreach (var message in waiting.Where(m => !m.SaysNothing()).OrderBy(m => m.Id))
            await triage.Consider(message.Conversation, message, isNew: false, says: true, message.ReceivedAt, cancellation);
    }
}
