using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.X;

/// <summary>One post, in the shape of account activity (API v1.1) or of the API v2.</summary>
internal static class ReadPost
{
    private const int MostAttachments = 50;

    public static void OfActivity(Findings findings, JsonElement post, string? own, Place place)
    {
        if (post.Id("id_str") is not { } id && (id = post.Id("id")!) is null)
        {
            findings.Unknown(place, "post without an id");
            return;
        }

        var user = post.Find("user");
        var authorId = user.Id("id_str", "id") ?? post.Id("user_id");
        var isOwn = own is not null && authorId == own;
        if (post.Find("retweeted_status").ValueKind == JsonValueKind.Object)
        {
            findings.Known(isOwn ? "x.repost (own)" : "x.repost");
            return;
        }

        var extended = post.Find("extended_tweet");
        var text = Plain(extended.Text("full_text") ?? post.Text("full_text") ?? post.Text("text") ?? "");
        var replyTo = post.Id("in_reply_to_status_id_str", "in_reply_to_status_id");
        var entities = extended.Find("entities").ValueKind == JsonValueKind.Object ? extended.Find("entities") : post.Find("entities");
        var media = new[] { extended.Find("extended_entities"), post.Find("extended_entities"), entities }.FirstOrDefault(e => e.Has("media"));
        List<IncomingAttachment> attachments =
        [
            .. media.Find("media").Parts().Take(MostAttachments).Select(one => new IncomingAttachment(Kind(one.Text("type")), one.Text("media_url_https", "media_url"))),
        ];
        if (isOwn)
        {
            findings.Add(replyTo is null ? Own(id, text, attachments) : new EchoArrived(Platform.X, id, null, replyTo, text));
            return;
        }

        var repliesTo = post.Id("in_reply_to_user_id_str", "in_reply_to_user_id");
        var mentions = Mentions(entities, own) || Mentions(post.Find("entities"), own);
        var quoted = post.Find("quoted_status");
        var quotesUs = own is not null && quoted.Find("user").Id("id_str", "id") == own;
        // What answers somebody else and names us nowhere came along with a thread; where nothing is told, X had its reason to send it.
        if (own is not null && repliesTo != own && !mentions && !quotesUs && (repliesTo is not null || entities.Has("user_mentions")))
        {
            findings.Known("x.post (to others)");
            return;
        }

        findings.Add(
            new MessageArrived(
                Platform.X,
                Audience.Public,
                post.Id("conversation_id_str", "conversation_id") ?? replyTo ?? id,
                id,
                replyTo,
                authorId is null ? null : new Author(authorId, user.Text("name", "screen_name", "username")),
                XTime.Of(post),
                text,
                attachments,
                replyTo ?? quoted.Id("id_str", "id"),
                Permalink(user.Text("screen_name", "username"), id),
                repliesTo != own || own is null
            )
        );
    }

    public static void OfVersion2(Findings findings, JsonElement post, JsonElement includes, string? own, Place place)
    {
        if (post.Id("id") is not { } id)
        {
            findings.Unknown(place, "post without an id");
            return;
        }

        var authorId = post.Id("author_id");
        var isOwn = own is not null && authorId == own;
        string? replyTo = null;
        string? quoted = null;
        foreach (var reference in post.Find("referenced_tweets").Parts())
        {
            switch (reference.Text("type"))
            {
                case "retweeted":
                    findings.Known(isOwn ? "x.repost (own)" : "x.repost");
                    return;
                case "replied_to":
                    replyTo = reference.Id("id");
                    break;
                case "quoted":
                    quoted = reference.Id("id");
                    break;
            }
        }

        var text = Plain(post.Find("note_tweet").Text("text") ?? post.Text("text") ?? "");
        if (isOwn)
        {
            findings.Add(replyTo is null ? Own(id, text, AttachmentsOf(post, includes)) : new EchoArrived(Platform.X, id, null, replyTo, text));
            return;
        }

        // Each edit is a post of its own; the first of them names them all.
        string[] history = [.. post.Find("edit_history_tweet_ids").Parts().Select(p => p.ToString()).Where(p => p.Length is > 0 and < 200).Take(100)];
        var message = new MessageArrived(
            Platform.X,
            Audience.Public,
            post.Id("conversation_id") ?? replyTo ?? id,
            history.Length > 1 ? history[0] : id,
            replyTo,
            authorId is null ? null : new Author(authorId, UserOf(includes, authorId).Text("name", "username")),
            XTime.Of(post),
            text,
            AttachmentsOf(post, includes),
            replyTo ?? quoted,
            Permalink(authorId is null ? null : UserOf(includes, authorId).Text("username"), id),
            own is null || post.Id("in_reply_to_user_id") != own
        );
        if (history.Length > 1)
            findings.Add(new MessageEdited(message, Math.Max(1, Array.IndexOf(history, id))));
        else
            findings.Add(message);
    }

    // Of a film, too, X names a picture.
    private static PostTold Own(string id, string text, List<IncomingAttachment> attachments) => new(Platform.X, id, text, attachments.Find(a => a.Url is not null)?.Url);

    public static List<IncomingAttachment> AttachmentsOf(JsonElement what, JsonElement includes)
    {
        List<IncomingAttachment> attachments = [];
        foreach (var key in what.Find("attachments").Find("media_keys").Parts().Take(MostAttachments))
        {
            var media = includes.Find("media").Parts().FirstOrDefault(m => m.Text("media_key") == key.ToString());
            attachments.Add(new IncomingAttachment(Kind(media.Text("type")), media.Text("url", "preview_image_url")));
        }

        return attachments;
    }

    public static string Kind(string? type) =>
        type switch
        {
            "photo" => "image",
            "video" or "animated_gif" => "video",
            null => "other",
            _ => "other",
        };

    public static JsonElement UserOf(JsonElement includes, string id) => includes.Find("users").Parts().FirstOrDefault(u => u.Id("id", "id_str") == id);

    /// <summary>X escapes these three in texts, and nothing else.</summary>
    public static string Plain(string text) =>
        text.Contains('&', StringComparison.Ordinal)
            ? text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            : text;

    private static bool Mentions(JsonElement entities, string? own) =>
        own is not null && entities.Find("user_mentions", "mentions").Parts().Any(m => m.Id("id_str", "id") == own);

    private static string? Permalink(string? handle, string id) =>
        id.All(char.IsAsciiDigit) ? $"https://x.com/{(handle is { Length: > 0 and <= 50 } && handle.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? handle : "i/web")}/status/{id}" : null;
}
