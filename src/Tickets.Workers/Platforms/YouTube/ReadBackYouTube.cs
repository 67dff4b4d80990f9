using System.Runtime.CompilerServices;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.YouTube;

/// <summary>Comment threads of the whole channel, newest first, with all their replies; and which comments are no longer there.</summary>
public sealed class ReadBackYouTube(YouTubeApi api) : IReadBack
{
    private const int MostPages = 20;

    /// <summary>So many ids can be asked after at once.</summary>
    private const int AskedAtOnce = 50;

    /// <inheritdoc/>
    public Platform Platform => Platform.YouTube;

    /// <inheritdoc/>
    public bool Connected => api.Fault(toSpeak: false) is null && PlatformHttp.IsId(api.Options.ChannelId);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadBackPage> Since(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var standings = api.Options.AccessToken is null ? (string?[])[null] : [null, "heldForReview"];
        foreach (var standing in standings)
        {
            string? next = null;
            for (var page = 0; page < MostPages; page++)
            {
                var (answer, fault) = await Threads(standing, next, cancellation);
                if (answer is null)
                {
                    // What is held for review only the channel's owner may see: that all others are read counts.
                    yield return standing is null && fault is { ForGood: true } ? ReadBackPage.NotLetIn(fault.Said) : ReadBackPage.BrokenOff;
                    yield break;
                }

                JsonElement[] young = [.. answer.Body.Find("items").Parts().Where(t => IsSince(t, since))];
                if (young.Length > 0)
                    yield return new ReadBackPage("youtube", JsonSerializer.SerializeToUtf8Bytes(new { kind = "youtube#commentThreadListResponse", items = young }));
                foreach (var thread in LongThreads(young))
                    await foreach (var replies in Replies(thread, cancellation))
                        yield return replies;
                if (answer.Body.Text("nextPageToken") is not { Length: > 0 } token || token == next || Oldest(answer.Body) < since)
                    break;
                next = token;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ReadBackPage?> Missing(IReadOnlyList<string> messageIds, CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var some in messageIds.Where(PlatformHttp.IsId).Chunk(AskedAtOnce))
        {
            if (await api.Spend(1, forWords: false, urgent: false, cancellation) is not null)
                break;
            var answer = await api.Get($"comments?part=id&maxResults=100&id={Uri.EscapeDataString(string.Join(',', some))}", cancellation);
            if (!answer.IsSuccess || !answer.Body.Has("items"))
                break;
            missing.AddRange(some.Except(answer.Body.Find("items").Parts().Select(i => i.Id("id") ?? "")));
        }

        return missing.Count == 0
            ? null
            : new ReadBackPage("youtube", JsonSerializer.SerializeToUtf8Bytes(new { kind = ReadYouTubeAnswer.Missing, at = api.Now, items = missing.Select(id => new { id }) }));
    }

    internal async Task<(PlatformAnswer? Answer, ReadingFault? Fault)> Threads(string? standing, string? next, CancellationToken cancellation)
    {
        if (await api.Spend(1, forWords: false, urgent: false, cancellation) is not null)
            return (null, new ReadingFault("reading has used its share of the day's quota", ForGood: false));
        var path = $"commentThreads?part=snippet,replies&allThreadsRelatedToChannelId={Uri.EscapeDataString(api.Options.ChannelId!)}&order=time&maxResults=100&textFormat=plainText";
        if (standing is not null)
            path += $"&moderationStatus={standing}";
        if (next is not null)
            path += $"&pageToken={Uri.EscapeDataString(next)}";
        var answer = await api.Get(path, cancellation);
        return answer.IsSuccess ? (answer, null) : (null, ReadingFault.Of(YouTubeRefusal.Judge(answer, api.Now)));
    }

    /// <summary>Threads with more replies than stand beside them.</summary>
    internal static IEnumerable<string> LongThreads(IEnumerable<JsonElement> threads) =>
        from thread in threads
        let id = thread.Id("id")
        where id is not null && thread.Find("snippet").Count("totalReplyCount") > thread.Find("replies").Find("comments").Parts().Count()
        select id;

    internal async IAsyncEnumerable<ReadBackPage> Replies(string thread, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            if (await api.Spend(1, forWords: false, urgent: false, cancellation) is not null)
                yield break;
            var path = $"comments?part=snippet&maxResults=100&textFormat=plainText&parentId={Uri.EscapeDataString(thread)}";
            var answer = await api.Get(next is null ? path : $"{path}&pageToken={Uri.EscapeDataString(next)}", cancellation);
            if (!answer.IsSuccess)
                yield break;
            yield return new ReadBackPage("youtube", answer.Raw);
            if (answer.Body.Text("nextPageToken") is not { Length: > 0 } token || token == next)
                yield break;
            next = token;
        }
    }

    /// <summary>Whether somebody wrote or changed something in a thread since then, as far as it is shown; what is older would come in as new pleas.</summary>
    internal static bool IsSince(JsonElement thread, DateTimeOffset since) =>
        thread.Find("replies").Find("comments").Parts().Prepend(thread.Find("snippet").Find("topLevelComment"))
            .Any(c => IsYoung(c.Find("snippet"), since));

    private static bool IsYoung(JsonElement snippet, DateTimeOffset since) => (snippet.Instant("updatedAt") ?? snippet.Instant("publishedAt")) is not { } at || at >= since;

    /// <summary>Of a page of comments those that somebody wrote or changed since then; null for none.</summary>
    internal static byte[]? CommentsSince(ReadBackPage page, DateTimeOffset since)
    {
        using var document = LenientJson.Parse(page.Body);
        JsonElement[] young = document is null
            ? []
            : [.. document.RootElement.Find("items").Parts().Where(c => IsYoung(c.Find("snippet"), since))];
        return young.Length == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(new { kind = "youtube#commentListResponse", items = young });
    }

    private static DateTimeOffset Oldest(JsonElement page) =>
        page.Find("items").Parts().Select(i => i.Find("snippet").Find("topLevelComment").Find("snippet").Instant("publishedAt")).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MinValue).Min();
}

/// <summary>Why comments could not be read.</summary>
/// <param name="Said">What the platform said.</param>
/// <param name="ForGood">True when a person must mend it; false when it may pass by itself.</param>
internal sealed record ReadingFault(string Said, bool ForGood)
{
    public static ReadingFault Of(SendOutcome judged) =>
        judged switch
        {
            SendOutcome.ChannelBroken broken => new(broken.Detail, ForGood: true),
            // The channel itself is asked for: that it is not there, or not asked for rightly, no time mends.
            SendOutcome.Refused refused => new(refused.Detail, ForGood: true),
            SendOutcome.Delayed delayed => new(delayed.Detail, ForGood: false),
            SendOutcome.Uncertain uncertain => new(uncertain.Detail, ForGood: false),
            var other => new(other.GetType().Name, ForGood: false),
        };
}
