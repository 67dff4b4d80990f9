using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>Reads a thread back to see whether our words stand in it: the same text, from us, not older than the first attempt.</summary>
internal sealed class ReadBackFromGraph(Platform platform, GraphApi graph)
{
    private const int MostPages = 20;

    /// <summary>The platform's clock and ours differ, and it stamps whole seconds.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private static readonly Settlement NoList = new Settlement.Unknown("the answer has no list", null);

    public async Task<Settlement> Find(OutgoingWords words, CancellationToken cancellation)
    {
        if (graph.Fault is { } fault)
            return new Settlement.ChannelBroken(fault);
        if (!PlatformHttp.IsId(words.TargetId))
            return new Settlement.NotFound();
        if (words.Door == Door.Hide)
            return await WhetherHidden(words, cancellation);
        return words.Door == Door.CommentReply ? await AmongReplies(words, cancellation) : await AmongMessages(words, cancellation);
    }

    private async Task<Settlement> WhetherHidden(OutgoingWords words, CancellationToken cancellation)
    {
        var field = platform == Platform.Instagram ? "hidden" : "is_hidden";
        var answer = await graph.Get($"{Uri.EscapeDataString(words.TargetId)}?fields=id,{field}", cancellation);
        if (!answer.IsSuccess)
            return Unanswered(answer);
        return answer.Body.Flag(field) ? new Settlement.Found(words.TargetId) : new Settlement.NotFound();
    }

    private async Task<Settlement> AmongReplies(OutgoingWords words, CancellationToken cancellation)
    {
        var below = await Walk(RepliesOf(words.TargetId), words, cancellation);
        if (below is not Settlement.NotFound)
            return below;

        // A reply to a reply is put beside it, under the comment at the top.
        var fields = platform == Platform.Instagram ? "id,parent_id" : "id,parent{id}";
        var answer = await graph.Get($"{Uri.EscapeDataString(words.TargetId)}?fields={Uri.EscapeDataString(fields)}", cancellation);
        if (!answer.IsSuccess)
            return Unanswered(answer);
        var parent = answer.Body.Id("parent_id") ?? answer.Body.Find("parent").Id("id");
        return PlatformHttp.IsId(parent) ? await Walk(RepliesOf(parent!), words, cancellation) : below;
    }

    private string RepliesOf(string commentId)
    {
        var fields = platform == Platform.Instagram ? "id,text,username,timestamp,from" : "id,message,from,created_time";
        return $"{GraphPaths.Replies(platform, commentId)}?fields={Uri.EscapeDataString(fields)}&limit=100";
    }

    private async Task<Settlement> AmongMessages(OutgoingWords words, CancellationToken cancellation)
    {
        const string Fields = "id,message,from,created_time";
        if (!PlatformHttp.IsId(words.RecipientId))
            return new Settlement.CannotTell("nobody knows to whom the words went");
        var kind = platform == Platform.Instagram ? "instagram" : "messenger";
        var node = GraphPaths.Node(platform, graph.Options);
        var answer = await graph.Get(
            $"{node}/conversations?platform={kind}&user_id={Uri.EscapeDataString(words.RecipientId)}"
                + $"&fields={Uri.EscapeDataString($"id,messages.limit(50){{{Fields}}}")}",
            cancellation
        );
        if (!answer.IsSuccess)
            return Unanswered(answer);
        if (!answer.Body.Has("data"))
            return NoList;
        foreach (var conversation in answer.Body.Find("data").Parts())
        {
            var messages = conversation.Find("messages");
            if (Look(messages, words) is { } found)
                return found;
            if (NextPage(messages) is not { } after || conversation.Id("id") is not { } id)
                continue;
            var path = $"{Uri.EscapeDataString(id)}/messages?fields={Uri.EscapeDataString(Fields)}&limit=50";
            var further = await Walk(path, words, cancellation, after);
            if (further is not Settlement.NotFound)
                return further;
        }

        return new Settlement.NotFound();
    }

    /// <summary>Page after page by cursor: the address that the platform gives for the next page has the token in it.</summary>
    private async Task<Settlement> Walk(string path, OutgoingWords words, CancellationToken cancellation, string? after = null)
    {
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await graph.Get(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}", cancellation);
            if (!answer.IsSuccess)
                return Unanswered(answer);
            if (!answer.Body.Has("data"))
                return NoList;
            if (Look(answer.Body, words) is { } found)
                return found;
            if (NextPage(answer.Body) is not { } next || next == after)
                return new Settlement.NotFound();
            after = next;
        }

        return new Settlement.CannotTell($"more than {MostPages} pages");
    }

    private Settlement.Found? Look(JsonElement page, OutgoingWords words)
    {
        foreach (var said in page.Find("data").Parts())
        {
            if (
                said.Id("id") is { } id
                && said.Text("message", "text") is { } text
                && OutgoingWords.AreSame(text, words.Text)
                && IsOurs(said.Find("from").Id("id"), words)
                && IsYoungEnough(said.Instant("created_time", "timestamp"), words)
            )
                return new Settlement.Found(id);
        }

        return null;
    }

    private static string? NextPage(JsonElement page)
    {
        var paging = page.Find("paging");
        return paging.Has("next") ? paging.Find("cursors").Text("after") : null;
    }

    /// <summary>
    /// A page has one id everywhere. Instagram accounts go by several, so there everybody but the citizen counts as us: better to find a twin
    /// than to say it twice.
    /// </summary>
    private bool IsOurs(string? from, OutgoingWords words) =>
        from is null || (platform == Platform.Facebook && graph.Options.PageId is { } page ? from == page : from != words.RecipientId);

    private static bool IsYoungEnough(DateTimeOffset? at, OutgoingWords words) =>
        at is null || words.FirstTriedAt is not { } first || at >= first - Slack;

    // The comment is gone, and all that stood under it with it.
    private static Settlement Unanswered(PlatformAnswer answer) => GraphRefusal.Judge(answer).AsSettlement(RefusedBecause.TargetGone);
}
