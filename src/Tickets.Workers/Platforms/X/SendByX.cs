using System.Text.Json;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.X;

/// <summary>Speaks on X by its API v2: replies to posts and direct messages; reads both back to see whether words arrived. Hides replies under posts of the ministry's.</summary>
public sealed class SendByX(IHttpClientFactory clients, IOptionsMonitor<XOptions> options, TimeProvider time) : IPlatformSender
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "x";

    private const int MostPages = 10;

    /// <summary>The platform's clock and ours differ, and it stamps whole seconds.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private readonly PlatformHttp http = new(clients, ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => Platform.X;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation)
    {
        var settings = options.CurrentValue;
        if (PlatformHttp.Fault(settings.BearerToken, settings.BaseUrl) is { } fault)
            return new SendOutcome.ChannelBroken(fault);
        if (!PlatformHttp.IsId(words.TargetId))
            return new SendOutcome.Refused(RefusedBecause.Invalid, "the target is no id");
        switch (words.Door)
        {
            case Door.CommentReply:
                var reply = new { text = words.Text, reply = new { in_reply_to_tweet_id = words.TargetId } };
                return Outcome(await http.Post(XPaths.Of(settings, "tweets"), settings.BearerToken, reply, cancellation), words.Door, "id");
            case Door.DirectMessage:
                var address = XPaths.Of(settings, $"dm_conversations/with/{Uri.EscapeDataString(words.TargetId)}/messages");
                return Outcome(await http.Post(address, settings.BearerToken, new { text = words.Text }, cancellation), words.Door, "dm_event_id");
            case Door.Hide:
                return await Hide(settings, words.TargetId, cancellation);
            default:
                return new SendOutcome.Refused(RefusedBecause.Invalid, $"X has no {words.Door}");
        }
    }

    // docs.x.com/x-api/posts/hide-replies: replies only, in conversations that the account's own post began, with tweet.moderate.write.
    private async Task<SendOutcome> Hide(XOptions settings, string post, CancellationToken cancellation)
    {
        var answer = await http.Put(XPaths.Of(settings, $"tweets/{Uri.EscapeDataString(post)}/hidden"), settings.BearerToken, new { hidden = true }, cancellation);
        if (!answer.IsSuccess || !answer.Body.Has("data"))
            return XRefusal.Judge(answer, Door.Hide);
        return answer.Body.Find("data").Flag("hidden") ? new SendOutcome.Sent(post) : new SendOutcome.Uncertain($"HTTP {answer.Status} without hidden");
    }

    /// <inheritdoc/>
    public async Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation)
    {
        var settings = options.CurrentValue;
        if (PlatformHttp.Fault(settings.BearerToken, settings.BaseUrl) is { } fault)
            return new Settlement.ChannelBroken(fault);
        if (!PlatformHttp.IsId(settings.UserId))
            return new Settlement.CannotTell("UserId is missing");
        // No reading shows whether a reply is hidden; hidden twice it is hidden once.
        if (!PlatformHttp.IsId(words.TargetId) || words.Door == Door.Hide)
            return new Settlement.NotFound();
        var path =
            words.Door == Door.CommentReply
                ? $"users/{Uri.EscapeDataString(settings.UserId!)}/tweets?max_results=100&tweet.fields=created_at,referenced_tweets,entities,note_tweet,author_id"
                : $"dm_conversations/with/{Uri.EscapeDataString(words.TargetId)}/dm_events?max_results=100&dm_event.fields=created_at,sender_id,text,entities";
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await http.Get(XPaths.Of(settings, next is null ? path : $"{path}&pagination_token={Uri.EscapeDataString(next)}"), settings.BearerToken, cancellation);
            if (!answer.IsSuccess)
                return XRefusal.Judge(answer, words.Door).AsSettlement(RefusedBecause.TargetGone, RefusedBecause.RecipientUnreachable);
            var older = false;
            foreach (var said in answer.Body.Find("data").Parts())
            {
                if (said.Id("id") is { } id && IsIt(said, words, settings.UserId!))
                    return new Settlement.Found(id);
                older |= XTime.Of(said) is { } at && words.FirstTriedAt is { } first && at < first - Slack;
            }

            // The newest come first: nothing of ours is further back than the first attempt.
            if (older || answer.Body.Find("meta").Text("next_token") is not { Length: > 0 } token || token == next)
                return new Settlement.NotFound();
            next = token;
        }

        return new Settlement.CannotTell($"more than {MostPages} pages");
    }

    /// <inheritdoc/>
    public bool MayHide => options.CurrentValue.MayModerate;

    /// <inheritdoc/>
    public async Task<(bool Works, string Detail)> Check(CancellationToken cancellation)
    {
        var settings = options.CurrentValue;
        if (PlatformHttp.Fault(settings.BearerToken, settings.BaseUrl) is { } fault)
            return (false, fault);
        var answer = await http.Get(XPaths.Of(settings, "users/me"), settings.BearerToken, cancellation);
        if (!answer.IsSuccess)
            return (false, XRefusal.Judge(answer, Door.DirectMessage).ToString());
        var me = answer.Body.Find("data");
        return me.Id("id") == settings.UserId ? (true, me.Text("username", "name") ?? "known") : (false, "the token belongs to another account than UserId");
    }

    private static bool IsIt(JsonElement said, OutgoingWords words, string own)
    {
        if (XTime.Of(said) is { } at && words.FirstTriedAt is { } first && at < first - Slack)
            return false;
        if (words.Door == Door.CommentReply && !said.Find("referenced_tweets").Parts().Any(r => r.Text("type") == "replied_to" && r.Id("id") == words.TargetId))
            return false;
        if (words.Door != Door.CommentReply && said.Id("sender_id") != own)
            return false;
        return OutgoingWords.AreSame(AsWritten(said, words.Door), words.Text);
    }

    // X puts the names of those answered before a reply, and its own short address in the place of each link.
    private static string AsWritten(JsonElement said, Door door)
    {
        var text = ReadPost.Plain(said.Find("note_tweet").Text("text") ?? said.Text("text") ?? "");
        foreach (var link in said.Find("entities").Find("urls").Parts())
            if (link.Text("url") is { Length: > 0 } shortened && link.Text("expanded_url") is { } written)
                text = text.Replace(shortened, written, StringComparison.Ordinal);
        while (door == Door.CommentReply && text.StartsWith('@') && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end)
            text = text[(end + 1)..];
        return text;
    }

    private static SendOutcome Outcome(PlatformAnswer answer, Door door, string proof)
    {
        if (!answer.IsSuccess || !answer.Body.Has("data"))
            return XRefusal.Judge(answer, door);
        return answer.Body.Find("data").Id(proof, "id") is { } id ? new SendOutcome.Sent(id) : new SendOutcome.Uncertain($"HTTP {answer.Status} without an id");
    }
}

/// <summary>Where in the API of X things stand.</summary>
internal static class XPaths
{
    public static string Of(XOptions options, string path)
    {
        var address = options.BaseUrl.TrimEnd('/');
        return address.EndsWith("/2", StringComparison.Ordinal) ? $"{address}/{path}" : $"{address}/2/{path}";
    }
}

/// <summary>
/// What a refusal of X means for the words it refused (docs.x.com/x-api/fundamentals/response-codes-and-errors). Its sentences are read and never passed on.
/// </summary>
internal static class XRefusal
{
    // The windows of X are a quarter of an hour.
    private static readonly TimeSpan ItsWindow = TimeSpan.FromMinutes(15);

    public static SendOutcome Judge(PlatformAnswer answer, Door door)
    {
        if (answer.WhenLost is { } lost)
            return lost;
        var said = Said(answer.Body);
        var code = answer.Body.Find("errors").Parts().FirstOrDefault().Count("code") ?? 0;
        var detail = code == 0 ? $"X HTTP {answer.Status}" : $"X {code} (HTTP {answer.Status})";

        SendOutcome Refused(RefusedBecause because) => new SendOutcome.Refused(because, detail);

        return (answer.Status, code) switch
        {
            (429, _) or (_, 88) => new SendOutcome.Delayed(detail, answer.RetryAfter ?? ItsWindow, WholeChannel: true),
            // "Already said": most likely our own, of an attempt whose answer was lost.
            (_, 187) => new SendOutcome.Uncertain(detail),
            _ when Has(said, "duplicate content") => new SendOutcome.Uncertain(detail),
            (_, 186) => Refused(RefusedBecause.TooLong),
            _ when Has(said, "too long", "a bit shorter", "exceeds the maximum") => Refused(RefusedBecause.TooLong),
            (_, 226) => Refused(RefusedBecause.TakenForAbuse),
            (_, 385 or 144 or 433) => Refused(RefusedBecause.TargetGone),
            _ when Has(said, "deleted or not visible", "reply to this conversation is not allowed", "not-found") && door == Door.CommentReply => Refused(RefusedBecause.TargetGone),
            (_, 150 or 349 or 108) => Refused(RefusedBecause.RecipientUnreachable),
            _ when Has(said, "cannot send messages", "not following you", "do not have permission to dm", "blocked", "not allow") && answer.Status is 400 or 403 => Refused(
                RefusedBecause.RecipientUnreachable
            ),
            // A conversation that somebody else began, or a right that the token lacks: nothing that keeps words from being sent.
            (403, _) when door == Door.Hide => Refused(RefusedBecause.Invalid),
            (401 or 402, _) or (_, 32 or 64 or 89 or 326 or 453) => new SendOutcome.ChannelBroken(detail),
            _ when Has(said, "suspended", "locked", "client-forbidden", "client-not-enrolled", "unsupported-authentication", "oauth", "permissions", "credits") => new SendOutcome.ChannelBroken(detail),
            (404, _) => Refused(door is Door.CommentReply or Door.Hide ? RefusedBecause.TargetGone : RefusedBecause.RecipientUnreachable),
            (503, _) => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: false),
            (408 or >= 500, _) or ( >= 200 and < 300, _) => new SendOutcome.Uncertain(detail),
            (400 or 403 or 409 or 422, _) when answer.Body.ValueKind == JsonValueKind.Object => Refused(RefusedBecause.Invalid),
            (403 or 405 or 407 or (>= 300 and < 400), _) => new SendOutcome.ChannelBroken(detail),
            _ => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: true),
        };
    }

    private static string Said(JsonElement body) =>
        string.Join(
            ' ',
            new[] { body.Text("title"), body.Text("detail"), body.Text("type"), body.Text("reason") }.Concat(
                body.Find("errors").Parts().Take(10).SelectMany(e => new[] { e.Text("message"), e.Text("detail"), e.Text("title") })
            )
        );

    private static bool Has(string said, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (said.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
