using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.X;

/// <summary>Posts that name the ministry and direct messages, newest first.</summary>
public sealed class ReadBackX(IHttpClientFactory clients, IOptionsMonitor<XOptions> options, TimeProvider time) : IReadBack
{
    private const int MostPages = 20;
    private const string PostFields =
        "tweet.fields=author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,note_tweet,referenced_tweets,attachments&expansions=author_id,attachments.media_keys&user.fields=name,username&media.fields=type,url,preview_image_url";
    private const string MessageFields = "dm_event.fields=id,text,event_type,dm_conversation_id,created_at,sender_id,participant_ids,attachments&event_types=MessageCreate&expansions=sender_id,attachments.media_keys&user.fields=name,username";

    private readonly PlatformHttp http = new(clients, SendByX.ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => Platform.X;

    /// <inheritdoc/>
    public bool Connected => PlatformHttp.Fault(options.CurrentValue.BearerToken, options.CurrentValue.BaseUrl) is null && PlatformHttp.IsId(options.CurrentValue.UserId);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadBackPage> Since(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var own = Uri.EscapeDataString(options.CurrentValue.UserId!);
        foreach (var path in (string[])[$"users/{own}/mentions?max_results=100&start_time={from}&{PostFields}", $"dm_events?max_results=100&{MessageFields}"])
        {
            string? next = null;
            for (var page = 0; page < MostPages; page++)
            {
                var settings = options.CurrentValue;
                var answer = await http.Get(XPaths.Of(settings, next is null ? path : $"{path}&pagination_token={Uri.EscapeDataString(next)}"), settings.BearerToken, cancellation);
                if (!answer.IsSuccess)
                {
                    yield return XRefusal.Judge(answer, Door.DirectMessage) is SendOutcome.ChannelBroken broken ? ReadBackPage.NotLetIn(broken.Detail) : ReadBackPage.BrokenOff;
                    yield break;
                }

                if (Since(answer, since) is { } young)
                    yield return new ReadBackPage("x", young);
                var oldest = answer.Body.Find("data").Parts().Select(XTime.Of).OfType<DateTimeOffset>().DefaultIfEmpty(DateTimeOffset.MinValue).Min();
                if (oldest < since || answer.Body.Find("meta").Text("next_token") is not { Length: > 0 } token || token == next)
                    break;
                next = token;
            }
        }
    }

    // Direct messages cannot be asked for by time: what is older would come in as new pleas, years later too.
    private static byte[]? Since(PlatformAnswer answer, DateTimeOffset since)
    {
        var old = answer.Body.Find("data").Parts().Select(XTime.Of).ToList();
        if (!answer.Body.Has("data") || old.TrueForAll(at => at < since))
            return null;
        if (!old.Exists(at => at < since) || JsonNode.Parse(answer.Raw) is not JsonObject page || page["data"] is not JsonArray data)
            return answer.Raw;
        for (var i = old.Count - 1; i >= 0; i--)
            if (old[i] < since)
                data.RemoveAt(i);
        return JsonSerializer.SerializeToUtf8Bytes(page);
    }

    /// <inheritdoc/>
    /// <remarks>Account activity tells of removals, and each post asked for is paid for.</remarks>
    public Task<ReadBackPage?> Missing(IReadOnlyList<string> messageIds, CancellationToken cancellation) => Task.FromResult<ReadBackPage?>(null);
}
