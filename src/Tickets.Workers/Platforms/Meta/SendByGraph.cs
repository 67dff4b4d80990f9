using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// Speaks on Facebook or Instagram through the Graph API: comment replies, private replies, direct messages. Holds no state; what may be
/// tried when is decided by who calls it.
/// </summary>
public sealed class SendByGraph : IPlatformSender
{
    /// <summary>From the citizen's last message: any answer (developers.facebook.com/docs/messenger-platform/policy/policy-overview).</summary>
    private static readonly TimeSpan OpenWindow = TimeSpan.FromHours(24);

    /// <summary>From the citizen's last message: an answer of a person, under the tag HUMAN_AGENT. Also the life of a private reply.</summary>
    private static readonly TimeSpan HumanWindow = TimeSpan.FromDays(7);

    private readonly GraphApi graph;
    private readonly ReadBackFromGraph readBack;

    /// <param name="platform">Facebook or Instagram.</param>
    /// <param name="graph">The Graph API, shared by both.</param>
    public SendByGraph(Platform platform, GraphApi graph)
    {
        if (platform is not (Platform.Facebook or Platform.Instagram))
            throw new ArgumentOutOfRangeException(nameof(platform), platform, "The Graph API speaks on Facebook and Instagram.");
        Platform = platform;
        this.graph = graph;
        readBack = new ReadBackFromGraph(platform, graph);
    }

    /// <inheritdoc/>
    public Platform Platform { get; }

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation)
    {
        if (graph.Fault is { } fault)
            return new SendOutcome.ChannelBroken(fault);
        if (!PlatformHttp.IsId(words.TargetId))
            return new SendOutcome.Refused(RefusedBecause.Invalid, "the target is no id");
        return words.Door switch
        {
            Door.CommentReply => await ReplyToComment(words, cancellation),
            Door.PrivateReply => await ReplyInPrivate(words, cancellation),
            Door.DirectMessage => await Write(words, cancellation),
            Door.Hide => await HideComment(words, cancellation),
            Door.Template => new SendOutcome.Refused(RefusedBecause.Invalid, "Facebook and Instagram have no templates"),
        };
    }

    /// <inheritdoc/>
    public Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation) => readBack.Find(words, cancellation);

    /// <inheritdoc/>
    public async Task<(bool Works, string Detail)> Check(CancellationToken cancellation)
    {
        if (graph.Fault is { } fault)
            return (false, fault);
        var answer = await graph.Get($"{GraphPaths.Node(Platform, graph.Options)}?fields=id,name", cancellation);
        return answer.IsSuccess ? (true, answer.Body.Text("name", "username", "id") ?? "known") : (false, GraphRefusal.Judge(answer).ToString());
    }

    private async Task<SendOutcome> ReplyToComment(OutgoingWords words, CancellationToken cancellation)
    {
        var answer = await graph.Post(GraphPaths.Replies(Platform, words.TargetId), new { message = words.Text }, cancellation);
        return Outcome(answer, "id");
    }

    // developers.facebook.com/docs/graph-api/reference/comment (is_hidden) and instagram-platform/instagram-graph-api/reference/ig-comment (hide, in the address).
    private async Task<SendOutcome> HideComment(OutgoingWords words, CancellationToken cancellation)
    {
        var comment = Uri.EscapeDataString(words.TargetId);
        var answer = Platform == Platform.Instagram ? await graph.Post($"{comment}?hide=true", new { }, cancellation) : await graph.Post(comment, new { is_hidden = true }, cancellation);
        if (!answer.IsSuccess)
            return GraphRefusal.Judge(answer);
        // The answer names nothing: that the comment is hidden now is the proof, and the comment's id names it.
        return answer.Body.Flag("success") ? new SendOutcome.Sent(words.TargetId) : new SendOutcome.Uncertain($"HTTP {answer.Status} without success");
    }

    private async Task<SendOutcome> ReplyInPrivate(OutgoingWords words, CancellationToken cancellation)
    {
        // The comment is no younger than the last word of its writer.
        if (SinceAnswered(words) > HumanWindow)
            return new SendOutcome.Refused(RefusedBecause.WindowClosed, "the comment is older than seven days");
        var body = new { recipient = new { comment_id = words.TargetId }, message = new { text = words.Text } };
        return Outcome(await graph.Post(GraphPaths.Messages(Platform, graph.Options), body, cancellation), "message_id", "id");
    }

    private async Task<SendOutcome> Write(OutgoingWords words, CancellationToken cancellation)
    {
        var since = SinceAnswered(words);
        if (since > HumanWindow)
            return new SendOutcome.Refused(RefusedBecause.WindowClosed, "the citizen last wrote more than seven days ago");
        if (since > OpenWindow && !words.HumanWindow)
            return new SendOutcome.Refused(RefusedBecause.WindowClosed, "more than 24 hours after the citizen's last words only a person may write");
        var recipient = new { id = words.TargetId };
        var message = new { text = words.Text };
        object body =
            since > OpenWindow
                ? new
                {
                    recipient,
                    messaging_type = "MESSAGE_TAG",
                    tag = "HUMAN_AGENT",
                    message,
                }
                : new
                {
                    recipient,
                    messaging_type = "RESPONSE",
                    message,
                };
        return Outcome(await graph.Post(GraphPaths.Messages(Platform, graph.Options), body, cancellation), "message_id", "id");
    }

    /// <summary>Zero when nobody knows when the citizen wrote: the platform then decides.</summary>
    private TimeSpan SinceAnswered(OutgoingWords words) => words.AnsweredAt is { } at ? graph.Now - at : TimeSpan.Zero;

    private static SendOutcome Outcome(PlatformAnswer answer, params ReadOnlySpan<string> proof)
    {
        if (!answer.IsSuccess)
            return GraphRefusal.Judge(answer);
        return answer.Body.Id(proof) is { } id
            ? new SendOutcome.Sent(id)
            : new SendOutcome.Uncertain($"HTTP {answer.Status} without an id");
    }
}

/// <summary>Where in the Graph API things stand.</summary>
internal static class GraphPaths
{
    public static string Replies(Platform platform, string commentId) =>
        $"{Uri.EscapeDataString(commentId)}/{(platform == Platform.Instagram ? "replies" : "comments")}";

    public static string Messages(Platform platform, MetaOptions options) => $"{Node(platform, options)}/messages";

    /// <summary>
    /// The page speaks for its Instagram account too: with Facebook login the account's own node has no messages. With Instagram login, at
    /// <c>graph.instagram.com</c>, there is no page.
    /// </summary>
    public static string Node(Platform platform, MetaOptions options)
    {
        var byInstagram = options.BaseUrl.Contains("graph.instagram.com", StringComparison.OrdinalIgnoreCase);
        var id = byInstagram ? options.InstagramId ?? options.PageId
            : platform == Platform.Instagram ? options.PageId ?? options.InstagramId
            : options.PageId;
        return PlatformHttp.IsId(id) ? Uri.EscapeDataString(id!) : "me";
    }
}
