using System.Text.Json;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.YouTube;

/// <summary>Answers comments on YouTube, and hides them. Each of both costs 50 units of the day's quota, of which urgent words may use the last.</summary>
public sealed class SendByYouTube(YouTubeApi api) : IPlatformSender
{
    /// <summary>What one answer or one hiding costs (developers.google.com/youtube/v3/determine_quota_cost).</summary>
    public const int CostOfAnAnswer = 50;

    private const string Held = "heldForReview";
    private const int MostPages = 20;

    /// <summary>The platform's clock and ours differ.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Platform Platform => Platform.YouTube;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation)
    {
        if (api.Fault(toSpeak: true) is { } fault)
            return new SendOutcome.ChannelBroken(fault);
        if (words.Door is not (Door.CommentReply or Door.Hide))
            return new SendOutcome.Refused(RefusedBecause.Invalid, $"YouTube has no {words.Door}");
        if (!PlatformHttp.IsId(words.TargetId))
            return new SendOutcome.Refused(RefusedBecause.Invalid, "the target is no id");
        if (await api.Spend(CostOfAnAnswer, forWords: true, words.Urgent, cancellation) is { } untilTomorrow)
            return new SendOutcome.NoRoom(untilTomorrow);
        if (words.Door == Door.Hide)
            return await Hide(words.TargetId, cancellation);
        var body = new { snippet = new { parentId = Top(words.TargetId), textOriginal = words.Text } };
        var answer = await api.Post("comments?part=snippet", body, cancellation);
        if (!answer.IsSuccess)
            return YouTubeRefusal.Judge(answer, api.Now);
        return answer.Body.Id("id") is { } id ? new SendOutcome.Sent(id) : new SendOutcome.Uncertain($"HTTP {answer.Status} without an id");
    }

    // developers.google.com/youtube/v3/docs/comments/setModerationStatus: all in the address, and no content in the answer. Held for review it can be let through
    // again; rejected it could not.
    private async Task<SendOutcome> Hide(string comment, CancellationToken cancellation)
    {
        var answer = await api.PostNothing($"comments/setModerationStatus?id={Uri.EscapeDataString(comment)}&moderationStatus={Held}", cancellation);
        return answer.IsTaken ? new SendOutcome.Sent(comment) : YouTubeRefusal.Judge(answer, api.Now);
    }

    private async Task<Settlement> WhetherHidden(OutgoingWords words, CancellationToken cancellation)
    {
        if (await api.Spend(1, forWords: true, words.Urgent, cancellation) is { } untilTomorrow)
            return new Settlement.Unknown("the day's quota is used", untilTomorrow);
        var answer = await api.Get($"comments?part=snippet&id={Uri.EscapeDataString(words.TargetId)}", cancellation);
        if (!answer.IsSuccess)
            return Unanswered(answer);
        return answer.Body.Find("items").Parts().Any(c => c.Find("snippet").Text("moderationStatus") is Held or "rejected") ? new Settlement.Found(words.TargetId) : new Settlement.NotFound();
    }

    /// <inheritdoc/>
    public async Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation)
    {
        if (api.Fault(toSpeak: false) is { } fault)
            return new Settlement.ChannelBroken(fault);
        if (words.Door == Door.Hide)
            return await WhetherHidden(words, cancellation);
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            if (await api.Spend(1, forWords: true, words.Urgent, cancellation) is { } untilTomorrow)
                return new Settlement.Unknown("the day's quota is used", untilTomorrow);
            var path = $"comments?part=snippet&maxResults=100&textFormat=plainText&parentId={Uri.EscapeDataString(Top(words.TargetId))}";
            var answer = await api.Get(next is null ? path : $"{path}&pageToken={Uri.EscapeDataString(next)}", cancellation);
            if (!answer.IsSuccess)
                return Unanswered(answer);
            foreach (var said in answer.Body.Find("items").Parts())
                if (said.Id("id") is { } id && IsIt(said.Find("snippet"), words))
                    return new Settlement.Found(id);
            if (answer.Body.Text("nextPageToken") is not { Length: > 0 } token || token == next)
                return new Settlement.NotFound();
            next = token;
        }

        return new Settlement.CannotTell($"more than {MostPages} pages");
    }

    /// <inheritdoc/>
    public async Task<(bool Works, string Detail)> Check(CancellationToken cancellation)
    {
        if (api.Fault(toSpeak: true) is { } fault)
            return (false, fault);
        if (!PlatformHttp.IsId(api.Options.ChannelId))
            return (false, "ChannelId is missing");
        if (await api.Spend(1, forWords: true, urgent: false, cancellation) is not null)
            return (false, "the day's quota is used");
        var answer = await api.Get("channels?part=id,snippet&mine=true", cancellation);
        if (!answer.IsSuccess)
            return (false, YouTubeRefusal.Judge(answer, api.Now).ToString());
        return answer.Body.Find("items").Parts().FirstOrDefault(i => i.Id("id") == api.Options.ChannelId) is { ValueKind: JsonValueKind.Object } channel
            ? (true, channel.Find("snippet").Text("title") ?? "known")
            : (false, "the token belongs to another channel than ChannelId");
    }

    private Settlement Unanswered(PlatformAnswer answer) => YouTubeRefusal.Judge(answer, api.Now).AsSettlement(RefusedBecause.TargetGone);

    private bool IsIt(JsonElement snippet, OutgoingWords words) =>
        (api.Options.ChannelId is not { } own || snippet.Find("authorChannelId").Id("value") == own)
        && (snippet.Instant("publishedAt") is not { } at || words.FirstTriedAt is not { } first || at >= first - Slack)
        && OutgoingWords.AreSame(snippet.Text("textOriginal", "textDisplay"), words.Text);

    // YouTube keeps two levels, and the id of a reply begins with the comment at the top.
    private static string Top(string id) => id.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? id[..dot] : id;
}

/// <summary>What a refusal of YouTube means for the words it refused (developers.google.com/youtube/v3/docs/errors).</summary>
internal static class YouTubeRefusal
{
    public static SendOutcome Judge(PlatformAnswer answer, DateTimeOffset now)
    {
        if (answer.WhenLost is { } lost)
            return lost;
        var error = answer.Body.Find("error");
        var reason = error.Find("errors").Parts().FirstOrDefault().Text("reason") ?? "";
        var status = error.Text("status") ?? "";
        var detail = $"YouTube {(reason.Length > 0 ? Findings.Shown(reason) : "without a reason")} (HTTP {answer.Status})";

        SendOutcome Refused(RefusedBecause because) => new SendOutcome.Refused(because, detail);

        return reason switch
        {
            "quotaExceeded" or "dailyLimitExceeded" => new SendOutcome.Delayed(detail, PacificDay.UntilNext(now), WholeChannel: true),
            "rateLimitExceeded" or "userRateLimitExceeded" => new SendOutcome.Delayed(detail, answer.RetryAfter ?? TimeSpan.FromMinutes(1), WholeChannel: true),
            "commentNotFound" or "parentCommentNotFound" or "commentThreadNotFound" or "videoNotFound" or "commentsDisabled" or "parentCommentIsPrivate" or "parentIdMissing" or "channelNotFound" =>
                Refused(RefusedBecause.TargetGone),
            "commentTextTooLong" => Refused(RefusedBecause.TooLong),
            "operationNotSupported" or "commentTextRequired" or "invalidCommentMetadata" or "parameterInvalid" or "invalidParameter" => Refused(RefusedBecause.Invalid),
            "ineligibleAccount" or "insufficientPermissions" or "authError" or "required" or "forbidden" or "keyInvalid" or "keyExpired" or "accessNotConfigured" or "authorizationRequired"
                or "youtubeSignupRequired" or "accountDelegationForbidden" or "ipRefererBlocked" => new SendOutcome.ChannelBroken(detail),
            _ when status is "PERMISSION_DENIED" or "UNAUTHENTICATED" || answer.Status is 401 or 403 => new SendOutcome.ChannelBroken(detail),
            "processingFailure" => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: false),
            _ => answer.Status switch
            {
                429 => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: true),
                503 when error.ValueKind == JsonValueKind.Object => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: false),
                >= 200 and < 300 or 408 or >= 500 => new SendOutcome.Uncertain(detail),
                404 when error.ValueKind == JsonValueKind.Object => Refused(RefusedBecause.TargetGone),
                404 or 405 or 407 or (>= 300 and < 400) => new SendOutcome.ChannelBroken(detail),
                400 => Refused(RefusedBecause.Invalid),
                _ => new SendOutcome.Delayed(detail, answer.RetryAfter, WholeChannel: true),
            },
        };
    }
}
