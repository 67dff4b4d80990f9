using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Intake;

/// <summary>Posts about which their platform must still be asked, the latest first.</summary>
public sealed record FindUntoldPosts(Platform Platform, int Most) : IRequest<IReadOnlyList<UntoldPost>>;

/// <summary>A post of which it is not known yet what it says and shows.</summary>
/// <param name="PostId">The platform's id.</param>
/// <param name="SeenAt">When the service first heard of it, UTC.</param>
public sealed record UntoldPost(string PostId, DateTimeOffset SeenAt);

internal sealed class FindUntoldPostsHandler(TicketsDb db) : IRequestHandler<FindUntoldPosts, IReadOnlyList<UntoldPost>>
{
    public async Task<IReadOnlyList<UntoldPost>> Handle(FindUntoldPosts request, CancellationToken cancellationToken) =>
        await db
            .Posts.Where(p => p.IsUntold == true && p.Platform == request.Platform)
            .OrderByDescending(p => p.SeenAt)
            .Take(request.Most)
            .Select(p => new UntoldPost(p.PlatformPostId, p.SeenAt))
            .ToListAsync(cancellationToken);
}

/// <summary>
/// What a platform answered about a post: nobody need ask again. Short words that wait under it are read again in the light of its words; its picture is fetched with the files of
/// citizens. Repeating it is harmless.
/// </summary>
/// <param name="Platform">Where.</param>
/// <param name="PostId">The platform's id.</param>
/// <param name="Text">Its words; null when they cannot be had.</param>
/// <param name="At">When.</param>
/// <param name="Picture">Where the platform keeps its picture for a while; null when it has none.</param>
public sealed record TellPost(Platform Platform, string PostId, string? Text, DateTimeOffset At, string? Picture = null) : IRequest<Unit>, IChange;

internal sealed class TellPostHandler(PostWords words) : IRequestHandler<TellPost, Unit>
{
    public async Task<Unit> Handle(TellPost request, CancellationToken cancellationToken)
    {
        var post = await words.Told(request.Platform, request.PostId, request.Text, request.Picture, request.At, cancellationToken);
        post.WasAskedAbout();
        return Unit.Value;
    }
}

/// <summary>Writes down what a post says and shows, in the caller's transaction, and has short words that wait under it read again.</summary>
public sealed class PostWords(TicketsDb db, TriageMessage triage)
{
    // Those who wrote before the words were known; who writes later is read with them at once.
    private const int MostReadAgain = 200;

    private const int LongestAddress = 4000;

    /// <summary>A post says this and shows that; null when nobody can tell.</summary>
    public async Task<Post> Told(Platform platform, string postId, string? text, string? picture, DateTimeOffset at, CancellationToken cancellation)
    {
        var post = await db.Posts.FindAsync([platform, postId], cancellation);
        if (post is null)
            db.Add(post = new Post(platform, postId, at));
        await FetchPicture(post, picture, at, cancellation);
        var before = post.Text;
        post.Says(text);
        if (post.Text is not null && post.Text != before)
            await ReadAgain(post, cancellation);
        return post;
    }

    // Told again, the same picture has another address each time: the first that was had is kept.
    private async Task FetchPicture(Post post, string? picture, DateTimeOffset at, CancellationToken cancellation)
    {
        if (picture is not { Length: > 0 and <= LongestAddress } || post.PictureSha256 is not null || db.Set<MediaErrand>().Local.Any(e => e.Post == post))
            return;
        if (!await db.Set<MediaErrand>().AnyAsync(e => e.PostPlatform == post.Platform && e.PostId == post.PlatformPostId, cancellation))
            db.Add(new MediaErrand(post, picture, at));
    }

    private async Task ReadAgain(Post post, CancellationToken cancellation)
    {
        var waiting = await db
            .Messages.Include(m => m.Conversation.Citizen)
            .Include(m => m.Conversation.Ticket)
            .Where(m =>
                m.Conversation.InboxRank != null
                && m.Conversation.Platform == post.Platform
                && m.Conversation.PostId == post.PlatformPostId
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
