using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// What stands under the newest posts and in the newest conversations, put into the shapes that the webhook would have sent, so that one reader reads both.
/// </summary>
public sealed class ReadBackMeta(Platform platform, GraphApi graph) : IReadBack
{
    /// <summary>Marks a direct message as one that was found changed when it was read back: Graph shows how it reads now, and not how often it was changed.</summary>
    internal const string WasReadBack = "was_read_back";

    private const int MostPages = 10;

    private string CommentFields =>
        platform == Platform.Instagram ? "id,text,timestamp,from,username,replies.limit(100){id,text,timestamp,from,username}" : "id,from,message,created_time,parent,permalink_url,attachment{type,media{image{src}}}";

    /// <inheritdoc/>
    public Platform Platform => platform;

    /// <inheritdoc/>
    public bool Connected => graph.Fault is null && PlatformHttp.IsId(OwnId);

    private string? OwnId => platform == Platform.Instagram ? graph.Options.InstagramId : graph.Options.PageId;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadBackPage> Since(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var own = Uri.EscapeDataString(OwnId!);
        var posts =
            platform == Platform.Instagram
                ? $"{own}/media?fields={Uri.EscapeDataString($"id,permalink,comments.limit(100){{{CommentFields}}}")}&limit=25"
                : $"{own}/feed?fields={Uri.EscapeDataString($"id,from,message,created_time,permalink_url,comments.limit(100).order(reverse_chronological).filter(stream){{{CommentFields}}}")}&limit=25";
        var kind = platform == Platform.Instagram ? "instagram" : "messenger";
        var messages =
            $"{GraphPaths.Node(platform, graph.Options)}/conversations?platform={kind}&fields={Uri.EscapeDataString("id,updated_time,messages.limit(50){id,message,from,to,created_time,attachments{mime_type,name,image_data{url},video_data{url},file_url}}")}&limit=50";
        foreach (var (path, shape) in ((string, Func<JsonElement, DateTimeOffset, Shown>)[])[(posts, Post), (messages, Conversation)])
        {
            string? after = null;
            for (var page = 0; page < MostPages; page++)
            {
                var answer = await graph.Get(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}", cancellation);
                if (!answer.IsSuccess)
                {
                    yield return BrokenOff(answer);
                    yield break;
                }

                if (PageOf(answer.Body.Find("data").Parts().Select(one => shape(one, since))) is { } read)
                    yield return read;
                foreach (var post in answer.Body.Find("data").Parts())
                    await foreach (var further in FurtherComments(post, since, cancellation))
                    {
                        yield return further;
                        if (!further.Complete)
                            yield break;
                    }

                // Posts come newest first, but old ones get new comments: only conversations tell when to stop.
                var done = ReferenceEquals(path, messages) && answer.Body.Find("data").Parts().Any(c => c.Instant("updated_time") < since);
                if (done || NextPage(answer.Body) is not { } cursor || cursor == after)
                    break;
                after = cursor;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The feed's webhook tells of removals.</remarks>
    public Task<ReadBackPage?> Missing(IReadOnlyList<string> messageIds, CancellationToken cancellation) => Task.FromResult<ReadBackPage?>(null);

    private static ReadBackPage BrokenOff(PlatformAnswer answer) =>
        GraphRefusal.Judge(answer) is SendOutcome.ChannelBroken broken ? ReadBackPage.NotLetIn(broken.Detail) : ReadBackPage.BrokenOff;

    private Shown Post(JsonElement post, DateTimeOffset since)
    {
        var shown = new Shown("changes");
        if (post.Id("id") is not { } id)
            return shown;
        if (platform == Platform.Facebook && post.Text("message") is not null)
            shown.Of(post.Instant("created_time") >= since).Add(Change("feed", new JsonObject { ["item"] = "status", ["verb"] = "add", ["post_id"] = id, ["from"] = Copy(post.Find("from")), ["message"] = post.Text("message"), ["created_time"] = Copy(post.Find("created_time")), ["permalink_url"] = post.Text("permalink_url") }));
        Comments(shown, post.Find("comments"), id, since);
        return shown;
    }

    /// <summary>A post under which more was said than stands beside it: page after page, the newest first, until all of a page is older.</summary>
    private async IAsyncEnumerable<ReadBackPage> FurtherComments(JsonElement post, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var comments = post.Find("comments");
        if (post.Id("id") is not { } id)
            yield break;
        var order = platform == Platform.Instagram ? "" : "&order=reverse_chronological&filter=stream";
        for (var page = 0; page < MostPages; page++)
        {
            if (NextPage(comments) is not { } after || !comments.Find("data").Parts().Any(c => c.Instant("created_time", "timestamp") >= since))
                yield break;
            var answer = await graph.Get($"{Uri.EscapeDataString(id)}/comments?fields={Uri.EscapeDataString(CommentFields)}&limit=100{order}&after={Uri.EscapeDataString(after)}", cancellation);
            if (!answer.IsSuccess)
            {
                yield return BrokenOff(answer);
                yield break;
            }

            comments = answer.Body;
            var shown = new Shown("changes");
            Comments(shown, comments, id, since);
            if (PageOf([shown]) is { } read)
                yield return read;
        }
    }

    private void Comments(Shown shown, JsonElement comments, string post, DateTimeOffset since)
    {
        foreach (var comment in comments.Find("data").Parts())
        {
            Add(shown, comment, post, null, since);
            foreach (var reply in comment.Find("replies").Find("data").Parts())
                Add(shown, reply, post, comment.Id("id"), since);
        }
    }

    private ReadBackPage? PageOf(IEnumerable<Shown> entries)
    {
        Shown[] said = [.. entries];
        var (young, older) = (Envelope(said.Select(s => (s.List, s.Young))), Envelope(said.Select(s => (s.List, s.Older))));
        // Comments of Instagram cannot be changed.
        Func<IReadOnlySet<string>, byte[]>? asEdits = platform == Platform.Instagram && said.All(s => s.List == "changes") ? null : changed => Envelope(said.Select(s => (s.List, Edits(s, changed))))!;
        return young is null && older is null ? null : new ReadBackPage("meta", young ?? [], Older: older, AsEdits: asEdits);
    }

    private byte[]? Envelope(IEnumerable<(string List, JsonArray Said)> entries)
    {
        JsonNode[] told = [.. entries.Where(e => e.Said.Count > 0).Select(e => new JsonObject { ["id"] = OwnId, ["time"] = graph.Now.ToUnixTimeSeconds(), [e.List] = e.Said.DeepClone() })];
        return told.Length == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["object"] = platform == Platform.Instagram ? "instagram" : "page", ["entry"] = new JsonArray(told) });
    }

    // As the webhook would have told that they were changed.
    private static JsonArray Edits(Shown shown, IReadOnlySet<string> changed)
    {
        var edits = new JsonArray();
        foreach (var one in shown.Young.Concat(shown.Older).Select(n => n!.DeepClone().AsObject()))
            if (one["value"] is JsonObject value && value["verb"] is not null && changed.Contains((string?)value["comment_id"] ?? (string?)value["post_id"] ?? ""))
            {
                value["verb"] = "edited";
                edits.Add(one);
            }
            else if (one["message"] is JsonObject message && changed.Contains((string?)message["mid"] ?? ""))
            {
                one.Remove("message");
                one["message_edit"] = new JsonObject { ["mid"] = (string?)message["mid"], ["text"] = (string?)message["text"], [WasReadBack] = true };
                edits.Add(one);
            }

        return edits;
    }

    private static string? NextPage(JsonElement list)
    {
        var paging = list.Find("paging");
        return paging.Has("next") && paging.Find("cursors").Text("after") is { Length: > 0 } after ? after : null;
    }

    private void Add(Shown shown, JsonElement comment, string post, string? parent, DateTimeOffset since)
    {
        if (comment.Id("id") is not { } id)
            return;
        var isYoung = !(comment.Instant("created_time", "timestamp") < since);
        if (!isYoung && platform == Platform.Instagram)
            return;
        parent ??= comment.Find("parent").Id("id");
        // Older versions of the API call its writer "user".
        var from = comment.Find("from", "user").Id("id", "name") is not null ? Copy(comment.Find("from", "user"))
            : comment.Text("username") is { } name ? new JsonObject { ["id"] = $"username:{name}", ["username"] = name }
            : null;
        shown.Of(isYoung).Add(
            platform == Platform.Instagram
                ? Change("comments", new JsonObject { ["id"] = id, ["text"] = comment.Text("text"), ["timestamp"] = Copy(comment.Find("timestamp")), ["from"] = from, ["media"] = new JsonObject { ["id"] = post }, ["parent_id"] = parent })
                : Change("feed", new JsonObject { ["item"] = "comment", ["verb"] = "add", ["post_id"] = post, ["comment_id"] = id, ["parent_id"] = parent ?? post, ["from"] = from, ["message"] = comment.Text("message"), ["photo"] = PictureOf(comment.Find("attachment")), ["created_time"] = Copy(comment.Find("created_time")), ["permalink_url"] = comment.Text("permalink_url") })
        );
    }

    private Shown Conversation(JsonElement conversation, DateTimeOffset since)
    {
        var shown = new Shown("messaging");
        foreach (var message in conversation.Find("messages").Find("data").Parts())
        {
            var from = message.Find("from").Id("id");
            if (message.Id("id") is not { } id || from is null || message.Instant("created_time") is not { } at)
                continue;
            shown.Of(at >= since).Add(
                new JsonObject
                {
                    ["sender"] = new JsonObject { ["id"] = from, ["name"] = message.Find("from").Text("name", "username") },
                    ["recipient"] = new JsonObject { ["id"] = message.Find("to").Find("data").Parts().FirstOrDefault().Id("id") ?? OwnId },
                    ["timestamp"] = at.ToUnixTimeMilliseconds(),
                    ["message"] = new JsonObject { ["mid"] = id, ["text"] = message.Text("message"), ["attachments"] = AttachmentsOf(message), ["is_echo"] = from == OwnId || from == graph.Options.PageId },
                }
            );
        }

        return shown;
    }

    // A photo or a sticker under a comment; what is shared there is a link, which the words hold.
    private static string? PictureOf(JsonElement attachment) => attachment.Text("type") is "photo" or "sticker" or "animated_image_share" ? attachment.Find("media").Find("image").Text("src") : null;

    private static JsonArray? AttachmentsOf(JsonElement message)
    {
        var found = new JsonArray();
        foreach (var one in message.Find("attachments").Find("data").Parts())
        {
            var mime = one.Text("mime_type") ?? "";
            var url = one.Find("image_data").Text("url") ?? one.Find("video_data").Text("url") ?? one.Text("file_url");
            var type = one.Has("image_data") || mime.StartsWith("image/", StringComparison.Ordinal) ? "image"
                : one.Has("video_data") || mime.StartsWith("video/", StringComparison.Ordinal) ? "video"
                : mime.StartsWith("audio/", StringComparison.Ordinal) ? "audio"
                : "file";
            found.Add(new JsonObject { ["type"] = type, ["payload"] = new JsonObject { ["url"] = url } });
        }

        return found.Count == 0 ? null : found;
    }

    private static JsonObject Change(string field, JsonObject value) => new() { ["field"] = field, ["value"] = value };

    private static JsonNode? Copy(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(element.GetRawText());

    /// <summary>One post or conversation, in the shape of the webhook's entry.</summary>
    private sealed class Shown(string list)
    {
        public string List { get; } = list;

        public JsonArray Young { get; } = [];

        public JsonArray Older { get; } = [];

        public JsonArray Of(bool isYoung) => isYoung ? Young : Older;
    }
}
