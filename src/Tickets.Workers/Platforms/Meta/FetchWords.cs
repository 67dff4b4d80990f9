using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// A mention on Instagram tells only ids, and some posts of a page too: the words are fetched here
/// (developers.facebook.com/docs/instagram-api/reference/ig-user/mentioned_comment). Of posts it is asked what they say and show. What cannot be had within a day is not asked for again.
/// </summary>
public sealed partial class FetchWords(GraphApi graph, IServiceScopeFactory scopes, TimeProvider time, ILogger<FetchWords> log) : BackgroundService
{
    private const int AtOnce = 200;
    private const int PostsAtOnce = 20;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AsksFor = TimeSpan.FromDays(1);

    // What was not given is asked for again later and later, up to an hour.
    private readonly Dictionary<string, (DateTimeOffset Next, int Times)> asked = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        try
        {
            do
            {
                try
                {
                    await FetchOnce(stoppingToken);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    Failed(log, Faults.ForTheLog(problem));
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    /// <summary>Fetches what waits; answers how many words were filled in.</summary>
    public async Task<int> FetchOnce(CancellationToken cancellation)
    {
        var filled = 0;
        foreach (var platform in (Platform[])[Platform.Instagram, Platform.Facebook])
            foreach (var wordless in await Send(new FindWordless(platform, AtOnce), cancellation))
            {
                var now = time.GetUtcNow();
                var (next, times) = asked.GetValueOrDefault(wordless.MessageId);
                if (now < next)
                    continue;
                if (await Ask(platform, wordless, cancellation) is { } words)
                {
                    await Send(words, cancellation);
                    asked.Remove(wordless.MessageId);
                    filled += words.Text is null ? 0 : 1;
                }
                else
                {
                    asked[wordless.MessageId] = (now + TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, times))), Math.Min(times + 1, 20));
                }
            }

        return filled + await FetchPosts(cancellation);
    }

    // Posts of the ministry's that it told of, and those under which short words stand: what these are about stands in the post.
    private async Task<int> FetchPosts(CancellationToken cancellation)
    {
        var filled = 0;
        foreach (var platform in (Platform[])[Platform.Instagram, Platform.Facebook])
            foreach (var post in await Send(new FindUntoldPosts(platform, PostsAtOnce), cancellation))
            {
                var now = time.GetUtcNow();
                var (next, times) = asked.GetValueOrDefault(post.PostId);
                if (now < next)
                    continue;
                if (await AskPost(platform, post, cancellation) is { } told)
                {
                    await Send(told, cancellation);
                    asked.Remove(post.PostId);
                    filled += told.Text is null ? 0 : 1;
                }
                else
                {
                    asked[post.PostId] = (now + TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, times))), Math.Min(times + 1, 20));
                }
            }

        return filled;
    }

    // Null: ask again later.
    private async Task<TellPost?> AskPost(Platform platform, UntoldPost post, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var nobodyKnows = new TellPost(platform, post.PostId, null, now);
        var tooLate = now - post.SeenAt > AsksFor ? nobodyKnows : null;
        if (graph.Fault is not null || !post.PostId.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return tooLate;
        var fields = platform == Platform.Facebook ? "id,message,story,from,full_picture" : "id,caption,owner,media_type,media_url,thumbnail_url,children{media_type,media_url,thumbnail_url}";
        var answer = await graph.Get($"{Uri.EscapeDataString(post.PostId)}?fields={Uri.EscapeDataString(fields)}", cancellation);
        if (!answer.IsSuccess)
            return GraphRefusal.Judge(answer) is SendOutcome.Refused ? nobodyKnows : tooLate;
        // A picture alone has no words, and will have none tomorrow.
        return nobodyKnows with { Text = answer.Body.Text("message", "caption", "story"), Picture = PictureOf(platform, answer.Body) };
    }

    // Of the ministry's own posts only: what a visitor shows may be their papers.
    private string? PictureOf(Platform platform, JsonElement post)
    {
        // developers.facebook.com/docs/graph-api/reference/pagepost: the picture of the post or of what it links to, 720 pixels at most.
        if (platform == Platform.Facebook)
            return post.Find("from").Id("id") is { } writer && writer == graph.Options.PageId ? post.Text("full_picture") : null;
        // developers.facebook.com/docs/instagram-platform/reference/instagram-media: whose it is stands there only where it is our own; a film has a picture of its own,
        // and an album those of its parts.
        return post.Has("owner") ? post.Find("children").Find("data").Parts().Prepend(post).Select(PictureOf).FirstOrDefault(p => p is not null) : null;
    }

    private static string? PictureOf(JsonElement media) => media.Text("thumbnail_url") ?? (media.Text("media_type") == "VIDEO" ? null : media.Text("media_url"));

    // Null: ask again later.
    private async Task<FillInWords?> Ask(Platform platform, Wordless wordless, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var tooLate = now - wordless.ReceivedAt > AsksFor ? new FillInWords(platform, wordless.MessageId, null, null, null, now) : null;
        // The id becomes part of an expression: nothing but an id may stand there.
        if (graph.Fault is not null || !wordless.MessageId.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return tooLate;
        var answer = await graph.Get(Path(platform, wordless), cancellation);
        if (!answer.IsSuccess)
            return GraphRefusal.Judge(answer) is SendOutcome.Refused ? new FillInWords(platform, wordless.MessageId, null, null, null, now) : tooLate;
        var said = answer.Body.Find("mentioned_comment", "mentioned_media") is { ValueKind: JsonValueKind.Object } mentioned ? mentioned : answer.Body;
        var text = said.Text("text", "caption", "message", "story");
        return text is null
            ? tooLate
            : new FillInWords(platform, wordless.MessageId, text, said.Text("username") ?? said.Find("from").Text("username", "name"), said.Text("permalink", "permalink_url") ?? said.Find("media").Text("permalink"), now);
    }

    private string Path(Platform platform, Wordless wordless)
    {
        if (platform == Platform.Facebook)
            return $"{Uri.EscapeDataString(wordless.MessageId)}?fields={Uri.EscapeDataString("id,message,story,from,permalink_url")}";
        var own = PlatformHttp.IsId(graph.Options.InstagramId) ? Uri.EscapeDataString(graph.Options.InstagramId!) : "me";
        var fields =
            wordless.PostId == wordless.MessageId || wordless.PostId is null
                ? $"mentioned_media.media_id({wordless.MessageId}){{id,caption,username,permalink}}"
                : $"mentioned_comment.comment_id({wordless.MessageId}){{id,text,username,media{{id,permalink}}}}";
        return $"{own}?fields={Uri.EscapeDataString(fields)}";
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Words of mentions could not be fetched and will be asked for again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
