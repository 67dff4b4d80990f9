using System.Text.Json;

namespace Tickets.Testing;

/// <summary>
/// Deliveries as Meta sends them (webhooks reference for page and instagram, Messenger Platform), in our own words: non-ASCII escaped, ids as
/// strings, seconds in feeds and milliseconds in messages. <see cref="Tickets.Domain.Platforms.MetaSignature.Of"/> signs them.
/// </summary>
public static class MetaPayloads
{
    /// <summary>Somebody comments under a post of the page.</summary>
    public static byte[] FacebookComment(
        string pageId,
        string postId,
        string commentId,
        string authorId,
        string? authorName,
        string text,
        DateTimeOffset at,
        string? parentId = null
    ) =>
        Page(
            pageId,
            at,
            "feed",
            new
            {
                from = new { id = authorId, name = authorName },
                message = text,
                post = new
                {
                    status_type = "mobile_status_update",
                    is_published = true,
                    permalink_url = PostUrl(postId),
                    promotion_status = "inactive",
                    id = postId,
                },
                post_id = postId,
                comment_id = commentId,
                created_time = at.ToUnixTimeSeconds(),
                item = "comment",
                parent_id = parentId ?? postId,
                verb = "add",
            }
        );

    /// <summary>Several comments in one delivery, one entry each.</summary>
    public static byte[] FacebookComments(
        string pageId,
        IEnumerable<(string PostId, string CommentId, string AuthorId, string AuthorName, string Text, DateTimeOffset At)> comments
    ) =>
        Bytes(
            new
            {
                @object = "page",
                entry = comments
                    .Select(comment => new
                    {
                        id = pageId,
                        time = comment.At.ToUnixTimeSeconds(),
                        changes = new[]
                        {
                            new
                            {
                                field = "feed",
                                value = new
                                {
                                    from = new { id = comment.AuthorId, name = comment.AuthorName },
                                    message = comment.Text,
                                    post_id = comment.PostId,
                                    comment_id = comment.CommentId,
                                    created_time = comment.At.ToUnixTimeSeconds(),
                                    item = "comment",
                                    parent_id = comment.PostId,
                                    verb = "add",
                                },
                            },
                        },
                    })
                    .ToArray(),
            }
        );

    /// <summary>Somebody writes a post on the page.</summary>
    public static byte[] FacebookPost(string pageId, string postId, string authorId, string? authorName, string text, DateTimeOffset at) =>
        Page(
            pageId,
            at,
            "feed",
            new
            {
                from = new { id = authorId, name = authorName },
                message = text,
                post_id = postId,
                recipient_id = pageId,
                created_time = at.ToUnixTimeSeconds(),
                item = "post",
                verb = "add",
            }
        );

    /// <summary>Somebody names the page in a post or comment elsewhere.</summary>
    public static byte[] FacebookMention(string pageId, string postId, string authorId, string? authorName, string? text, DateTimeOffset at) =>
        Page(
            pageId,
            at,
            "mention",
            new
            {
                message = text,
                post_id = postId,
                sender_id = authorId,
                sender_name = authorName,
                created_time = at.ToUnixTimeSeconds(),
                item = "post",
                verb = "add",
            }
        );

    /// <summary>Somebody changes a comment of theirs.</summary>
    /// <param name="createdAt">The <c>created_time</c> beside it where it is not that of the edit, as some shapes have it.</param>
    public static byte[] FacebookEdit(
        string pageId,
        string postId,
        string commentId,
        string authorId,
        string? authorName,
        string text,
        DateTimeOffset at,
        DateTimeOffset? createdAt = null
    ) => FacebookVerb("edited", pageId, postId, commentId, authorId, authorName, text, at, createdAt);

    /// <summary>Somebody takes a comment away.</summary>
    public static byte[] FacebookRemove(string pageId, string postId, string commentId, string authorId, DateTimeOffset at) =>
        FacebookVerb("remove", pageId, postId, commentId, authorId, null, null, at);

    /// <summary>A moderator hides a comment, or shows it again.</summary>
    public static byte[] FacebookHide(string pageId, string postId, string commentId, string authorId, DateTimeOffset at, bool hidden = true) =>
        FacebookVerb(hidden ? "hide" : "unhide", pageId, postId, commentId, authorId, null, null, at);

    /// <summary>The page's own comment comes back.</summary>
    public static byte[] FacebookEcho(string pageId, string postId, string commentId, string parentId, string text, DateTimeOffset at) =>
        FacebookComment(pageId, postId, commentId, pageId, "Kemensos", text, at, parentId);

    /// <summary>Somebody likes a post or, with <paramref name="commentId"/>, a comment.</summary>
    public static byte[] FacebookReaction(string pageId, string postId, string? commentId, string authorId, DateTimeOffset at) =>
        Page(
            pageId,
            at,
            "feed",
            new
            {
                from = new { id = authorId, name = "Warga" },
                post_id = postId,
                comment_id = commentId,
                created_time = at.ToUnixTimeSeconds(),
                item = "reaction",
                parent_id = postId,
                reaction_type = "like",
                verb = "add",
            }
        );

    /// <summary>Somebody writes to the page in Messenger.</summary>
    public static byte[] Messenger(string pageId, string senderId, string mid, string text, DateTimeOffset at, string? replyToMid = null) =>
        Direct("page", pageId, senderId, pageId, at, new { mid, text, reply_to = replyToMid is null ? null : new { mid = replyToMid } });

    /// <summary>Somebody sends the page a picture in Messenger.</summary>
    public static byte[] MessengerPicture(string pageId, string senderId, string mid, string url, DateTimeOffset at) =>
        Direct("page", pageId, senderId, pageId, at, new { mid, attachments = new[] { new { type = "image", payload = new { url } } } });

    /// <summary>Somebody sends the page a sticker in Messenger.</summary>
    public static byte[] MessengerSticker(string pageId, string senderId, string mid, long sticker, DateTimeOffset at) =>
        Direct(
            "page",
            pageId,
            senderId,
            pageId,
            at,
            new
            {
                mid,
                sticker_id = sticker,
                attachments = new[] { new { type = "image", payload = new { url = "https://scontent.xx.fbcdn.net/v/sticker.png", sticker_id = sticker } } },
            }
        );

    /// <summary>Somebody sends what only the platform's own app shows.</summary>
    public static byte[] MessengerUnsupported(string pageId, string senderId, string mid, DateTimeOffset at) =>
        Direct("page", pageId, senderId, pageId, at, new { mid, is_unsupported = true });

    /// <summary>Somebody presses a button in Messenger.</summary>
    public static byte[] MessengerPostback(string pageId, string senderId, string mid, string title, DateTimeOffset at) =>
        Messaging(
            "page",
            pageId,
            at,
            new
            {
                sender = new { id = senderId },
                recipient = new { id = pageId },
                timestamp = at.ToUnixTimeMilliseconds(),
                postback = new { mid, title, payload = "BUTTON" },
            }
        );

    /// <summary>The page's own message in Messenger comes back.</summary>
    public static byte[] MessengerEcho(string pageId, string recipientId, string mid, string text, DateTimeOffset at) =>
        Direct("page", pageId, pageId, recipientId, at, new { mid, text, is_echo = true, app_id = 1517776481860111 });

    /// <summary>Somebody changes a message of theirs in Messenger.</summary>
    public static byte[] MessengerEdit(string pageId, string senderId, string mid, string text, int revision, DateTimeOffset at) =>
        Messaging(
            "page",
            pageId,
            at,
            new
            {
                sender = new { id = senderId },
                recipient = new { id = pageId },
                timestamp = at.ToUnixTimeMilliseconds(),
                message_edit = new { mid, text, num_edit = revision },
            }
        );

    /// <summary>Somebody comments under a picture or film of the account (app with Facebook login).</summary>
    public static byte[] InstagramComment(
        string accountId,
        string mediaId,
        string commentId,
        string authorId,
        string? authorName,
        string text,
        DateTimeOffset at,
        string? parentId = null
    ) =>
        Bytes(
            new
            {
                @object = "instagram",
                entry = new[]
                {
                    new
                    {
                        id = accountId,
                        time = at.ToUnixTimeSeconds(),
                        changes = new[]
                        {
                            new { field = "comments", value = InstagramWords(mediaId, commentId, authorId, authorName, text, parentId) },
                        },
                    },
                },
            }
        );

    /// <summary>The same in the flat form (app with Instagram login).</summary>
    public static byte[] InstagramCommentFlat(
        string accountId,
        string mediaId,
        string commentId,
        string authorId,
        string? authorName,
        string text,
        DateTimeOffset at
    ) =>
        Bytes(
            new
            {
                @object = "instagram",
                entry = new[]
                {
                    new
                    {
                        id = accountId,
                        time = at.ToUnixTimeSeconds(),
                        field = "comments",
                        value = InstagramWords(mediaId, commentId, authorId, authorName, text, null),
                    },
                },
            }
        );

    /// <summary>Somebody names the account in a comment, or, without <paramref name="commentId"/>, in a caption.</summary>
    public static byte[] InstagramMention(string accountId, string mediaId, string? commentId, DateTimeOffset at) =>
        Bytes(
            new
            {
                @object = "instagram",
                entry = new[]
                {
                    new
                    {
                        id = accountId,
                        time = at.ToUnixTimeSeconds(),
                        changes = new[] { new { field = "mentions", value = new { comment_id = commentId, media_id = mediaId } } },
                    },
                },
            }
        );

    /// <summary>Somebody writes to the account.</summary>
    public static byte[] InstagramDm(string accountId, string senderId, string mid, string text, DateTimeOffset at) =>
        Direct("instagram", accountId, senderId, accountId, at, new { mid, text });

    /// <summary>Somebody answers a story of the account.</summary>
    public static byte[] InstagramStoryReply(string accountId, string senderId, string mid, string storyId, string text, DateTimeOffset at) =>
        Direct(
            "instagram",
            accountId,
            senderId,
            accountId,
            at,
            new { mid, text, reply_to = new { story = new { id = storyId, url = "https://lookaside.example/story" } } }
        );

    /// <summary>Somebody takes a direct message back.</summary>
    public static byte[] InstagramUnsend(string accountId, string senderId, string mid, DateTimeOffset at) =>
        Direct("instagram", accountId, senderId, accountId, at, new { mid, is_deleted = true });

    private static byte[] FacebookVerb(
        string verb,
        string pageId,
        string postId,
        string commentId,
        string authorId,
        string? authorName,
        string? text,
        DateTimeOffset at,
        DateTimeOffset? createdAt = null
    ) =>
        Page(
            pageId,
            at,
            "feed",
            new
            {
                from = new { id = authorId, name = authorName },
                message = text,
                post_id = postId,
                comment_id = commentId,
                created_time = (createdAt ?? at).ToUnixTimeSeconds(),
                item = "comment",
                parent_id = postId,
                verb,
            }
        );

    private static object InstagramWords(string mediaId, string id, string authorId, string? authorName, string text, string? parentId) =>
        new
        {
            id,
            from = new { id = authorId, username = authorName },
            text,
            parent_id = parentId,
            media = new { id = mediaId, media_product_type = "FEED" },
        };

    private static string PostUrl(string postId) => $"https://www.facebook.com/{postId}";

    private static byte[] Page(string pageId, DateTimeOffset at, string field, object value) =>
        Bytes(
            new
            {
                @object = "page",
                entry = new[]
                {
                    new
                    {
                        id = pageId,
                        time = at.ToUnixTimeSeconds(),
                        changes = new[] { new { value, field } },
                    },
                },
            }
        );

    private static byte[] Direct(string kind, string ownId, string senderId, string recipientId, DateTimeOffset at, object message) =>
        Messaging(
            kind,
            ownId,
            at,
            new
            {
                sender = new { id = senderId },
                recipient = new { id = recipientId },
                timestamp = at.ToUnixTimeMilliseconds(),
                message,
            }
        );

    private static byte[] Messaging(string kind, string ownId, DateTimeOffset at, object happened) =>
        Bytes(
            new
            {
                @object = kind,
                entry = new[]
                {
                    new
                    {
                        id = ownId,
                        time = at.ToUnixTimeMilliseconds(),
                        messaging = new[] { happened },
                    },
                },
            }
        );

    private static byte[] Bytes(object delivery) => JsonSerializer.SerializeToUtf8Bytes(delivery, Options);

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
