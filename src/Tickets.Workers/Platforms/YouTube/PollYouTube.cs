using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Intake;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.YouTube;

/// <summary>
/// YouTube tells of nothing by itself: the newest threads are asked for again and again, and those that are new or changed are kept as a delivery. What is held
/// for review is asked for every tenth time. YouTube orders threads by when they were begun, whoever answers later: so of older threads, in which a matter stands
/// that is not over, a few are asked for each time and in turn. Nobody else would notice that it cannot be read any more: then the channel is broken, with the second refusal in a row
/// where a person must mend it, and after a quarter of an hour whatever the reason.
/// </summary>
public sealed partial class PollYouTube(ReadBackYouTube youTube, YouTubeApi api, AcceptDeliveries deliveries, IEnumerable<IDeliveryReader> readers, IServiceScopeFactory scopes, TimeProvider time, ILogger<PollYouTube> log) : BackgroundService
{
    private static readonly TimeSpan MayPass = TimeSpan.FromMinutes(15);

    private const int MostRemembered = 20_000;

    // At the first look all threads are new, of years ago too.
    private static readonly TimeSpan FurthestBack = TimeSpan.FromHours(24);

    // In a surge more than a page of threads is new between two looks.
    private const int MostPages = 10;
    private const int HeldEvery = 10;

    // So many films can be asked about for one unit (developers.google.com/youtube/v3/docs/videos/list).
    private const int FilmsAtOnce = 50;

    private static readonly TimeSpan AsksForFilms = TimeSpan.FromDays(1);

    // Once a minute that is 2,880 of the day's 10,000 units at most, within what reading may use: of a hundred such threads each is asked for within the hour.
    private const int OlderEachTime = 2;

    // What each thread looked like when it was last given.
    private readonly Dictionary<string, string> seen = [];
    // Those of the newest threads that were given last.
    private readonly HashSet<string> newest = [];
    private string? lastOlder;
    private int polls;
    private DateTimeOffset? unreadSince;
    private int refusals;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await PollOnce(stoppingToken);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    Failed(log, Faults.ForTheLog(problem));
                }

                await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(api.Options.PollSeconds, 1, 3600)), time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    /// <summary>Asks once; answers how many threads were new or changed.</summary>
    public async Task<int> PollOnce(CancellationToken cancellation)
    {
        if (!youTube.Connected)
            return 0;
        var (news, fault) = await Take(null, cancellation);
        await Tell(fault, cancellation);
        if (polls++ % HeldEvery == 0 && api.Options.AccessToken is not null)
            news += (await Take("heldForReview", cancellation)).News;
        if (fault is null)
        {
            news += await TakeOlder(cancellation);
            await AskAboutFilms(cancellation);
        }

        return news;
    }

    // Under which short words stand: what these are about stands in the film's title.
    private async Task AskAboutFilms(CancellationToken cancellation)
    {
        var untold = await Send(new FindUntoldPosts(youTube.Platform, FilmsAtOnce), cancellation);
        if (untold.Count == 0 || await api.Spend(1, forWords: false, urgent: false, cancellation) is not null)
            return;
        var ids = untold.Select(p => p.PostId).Where(id => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        var answer = await api.Get($"videos?part=snippet&id={Uri.EscapeDataString(string.Join(',', ids))}", cancellation);
        var isAnswered = answer.IsSuccess && answer.Body.Has("items");
        // What is said and shown in films of others is no post of ours.
        JsonElement[] films = [.. answer.Body.Find("items").Parts().Where(f => f.Find("snippet").Id("channelId") == api.Options.ChannelId)];
        foreach (var post in untold.Where(p => isAnswered || api.Now - p.SeenAt > AsksForFilms))
        {
            var snippet = Array.Find(films, f => f.Id("id") == post.PostId).Find("snippet");
            var pictures = snippet.Find("thumbnails");
            await Send(new TellPost(youTube.Platform, post.PostId, snippet.Text("title"), api.Now, pictures.Find("medium").Text("url") ?? pictures.Find("default").Text("url")), cancellation);
        }
    }

    // Of older threads; answers in how many there was something new.
    private async Task<int> TakeOlder(CancellationToken cancellation)
    {
        var threads = await Send(new ThreadsOfMatters(youTube.Platform, lastOlder, OlderEachTime), cancellation);
        lastOlder = threads.Count < OlderEachTime ? null : threads[^1];
        var news = 0;
        foreach (var thread in threads.Where(t => !newest.Contains(t)))
            await foreach (var page in youTube.Replies(thread, cancellation))
            {
                // Replies of years ago would come in as new pleas.
                if (ReadBackYouTube.CommentsSince(page, api.Now - FurthestBack) is not { } young)
                    continue;
                var holes = await Send(new FindHoles(youTube.Platform, CatchUp.Shown(readers.Single(r => r.Source == page.Source).Read(young), page, DateTimeOffset.MaxValue)), cancellation);
                if (holes is { Unseen.Count: 0, Changed.Count: 0 })
                    continue;
                await deliveries.Accept(page.Source, young);
                news++;
            }

        return news;
    }

    private async Task Tell(ReadingFault? fault, CancellationToken cancellation)
    {
        unreadSince = fault is null ? null : unreadSince ?? api.Now;
        // After a night's rest the first token is too old, and renewed a moment later: one refusal is no alarm.
        refusals = fault is { ForGood: true } ? refusals + 1 : 0;
        if (fault is not null && refusals < 2 && api.Now - unreadSince < MayPass)
            return;
        await Send(new TellReading(youTube.Platform, fault?.Said, api.Now), cancellation);
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    // How many threads were new, and why the first page could not be had.
    private async Task<(int News, ReadingFault? Fault)> Take(string? standing, CancellationToken cancellation)
    {
        // At first everything is new: how far back that goes is the matter of reading back.
        var remembers = seen.Count > 0;
        var all = 0;
        if (standing is null)
            newest.Clear();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var (answer, fault) = await youTube.Threads(standing, next, cancellation);
            if (answer is null)
                return (all, page == 0 ? fault : null);
            var news = await TakePage(answer, cancellation);
            newest.UnionWith(answer.Body.Find("items").Parts().Select(t => t.Id("id")).OfType<string>());
            all += news;
            var isAllNew = news > 0 && news == answer.Body.Find("items").Parts().Count();
            if (!remembers || !isAllNew || answer.Body.Text("nextPageToken") is not { Length: > 0 } token || token == next)
                break;
            next = token;
        }

        return (all, null);
    }

    private async Task<int> TakePage(PlatformAnswer answer, CancellationToken cancellation)
    {
        var news = new JsonArray();
        foreach (var thread in answer.Body.Find("items").Parts())
        {
            if (thread.Id("id") is not { } id || !ReadBackYouTube.IsSince(thread, api.Now - FurthestBack) || (seen.TryGetValue(id, out var before) && before == Look(thread)))
                continue;
            news.Add(JsonNode.Parse(thread.GetRawText()));
        }

        if (news.Count == 0)
            return 0;
        await deliveries.Accept("youtube", JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["kind"] = "youtube#commentThreadListResponse", ["items"] = news }));
        foreach (var thread in ReadBackYouTube.LongThreads(answer.Body.Find("items").Parts()).Where(t => news.Any(n => (string?)n?["id"] == t)))
            await foreach (var replies in youTube.Replies(thread, cancellation))
                await deliveries.Accept(replies.Source, replies.Body);
        // Remembered once they are on the disk: before that they would be lost with this process.
        if (seen.Count > MostRemembered)
            seen.Clear();
        foreach (var thread in answer.Body.Find("items").Parts())
            if (thread.Id("id") is { } id)
                seen[id] = Look(thread);
        return news.Count;
    }

    private static string Look(JsonElement thread)
    {
        var comments = thread.Find("replies").Find("comments").Parts().Prepend(thread.Find("snippet").Find("topLevelComment"));
        return $"{thread.Find("snippet").Text("totalReplyCount")} {string.Join(' ', comments.Select(c => $"{c.Id("id")}@{c.Find("snippet").Text("updatedAt")}/{c.Find("snippet").Text("moderationStatus")}"))}";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "YouTube could not be polled and will be asked again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
