using System.Collections.Frozen;
using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// One change of a Facebook page: its feed, mentions of it, its ratings
/// (developers.facebook.com/docs/graph-api/webhooks/reference/page).
/// </summary>
internal static class ReadPageChange
{
    /// <summary>Things under a page that hold words or pictures of somebody, and are no comment.</summary>
    private static readonly FrozenSet<string> Posts = FrozenSet.ToFrozenSet([
        "post",
        "status",
        "photo",
        "video",
        "share",
        "link",
        "note",
        "question",
        "album",
        "reel",
    ]);

    /// <summary>Things that happen in a feed without words.</summary>
    private static readonly FrozenSet<string> Wordless = FrozenSet.ToFrozenSet([
        "like",
        "reaction",
        "event",
        "coupon",
        "offer",
        "milestone",
        "page",
        "picture",
        "profile",
        "tag",
        "experience",
        "story",
        "live_video",
        "fundraiser",
        "job",
        "group",
        "address",
        "website",
        "phone",
    ]);

    /// <summary>The verbs Meta documents for the feed, and the short forms seen of them.</summary>
    private static readonly FrozenSet<string> Verbs = FrozenSet.ToFrozenSet([
        "add",
        "edit",
        "edited",
        "update",
        "remove",
        "delete",
        "hide",
        "unhide",
        "block",
        "unblock",
        "mute",
        "follow",
        "lock",
        "unlock",
        "unpublish",
        "publish",
    ]);

    /// <summary>The other fields of a page that one can subscribe to: its profile, its business, messages without a value.</summary>
    private static readonly FrozenSet<string> OtherFields = FrozenSet.ToFrozenSet([
        "affiliation",
        "attire",
        "awards",
        "bio",
        "birthday",
        "calls",
        "category",
        "checkins",
        "company_overview",
        "conversations",
        "culinary_team",
        "current_location",
        "description",
        "email",
        "emails",
        "feature_access_list",
        "founded",
        "general_info",
        "general_manager",
        "group_feed",
        "hometown",
        "hours",
        "in_thread_lead_form_submit",
        "inbox_labels",
        "invoice_access_bank_slip_events",
        "invoice_access_invoice_change",
        "invoice_access_invoice_draft_change",
        "invoice_access_onboarding_status_active",
        "leadgen",
        "leadgen_fat",
        "live_videos",
        "local_delivery",
        "location",
        "mcom_invoice_change",
        "members",
        "merchant_review",
        "mission",
        "name",
        "otp_verification",
        "page_about_story",
        "page_change_proposal",
        "page_upcoming_change",
        "parking",
        "payment_options",
        "payment_request_update",
        "personal_info",
        "personal_interests",
        "phone",
        "picture",
        "price_range",
        "product_review",
        "products",
        "public_transit",
        "publisher_subscriptions",
        "registration",
        "send_cart",
        "standby",
        "story",
        "user_action",
        "username",
        "video_text_question_responses",
        "videos",
        "website",
        "website_url",
        "whitelisted_domains",
    ]);

    public static void Into(Findings findings, string field, JsonElement value, Surroundings around)
    {
        switch (field)
        {
            case "feed" or "mention" or "mentions" or "ratings":
                ReadItem(findings, field, value, around);
                break;
            default:
                if (OtherFields.Contains(field) || ReadMessagingEvent.IsField(field))
                    findings.Known($"page.{field}");
                else
                    findings.Unknown(around.Place, $"field '{Findings.Shown(field)}'");
                break;
        }
    }

    private static void ReadItem(Findings findings, string field, JsonElement value, Surroundings around)
    {
        var item = value.Text("item");
        var verb = value.Text("verb");
        var isComment = item == "comment";
        // A mention names its post or comment, and sometimes nothing else.
        if (item is null && field is "mention" or "mentions")
            (item, isComment) = value.Has("comment_id", "commentId") ? ("comment", true) : ("post", false);
        if (item is not null && verb is null && field is "mention" or "mentions")
            verb = "add";

        if (item is null || verb is null || !Verbs.Contains(verb))
            findings.Unknown(around.Place, $"{field}: item '{Findings.Shown(item)}', verb '{Findings.Shown(verb)}'");
        else if (Wordless.Contains(item))
            findings.Known($"{field}.{item}.{verb}");
        else if (item == "rating")
            ReadRating(findings, value, verb, around);
        else if (isComment)
            ReadWords(findings, field, item, verb, value, value.Id("comment_id", "commentId"), around);
        else if (Posts.Contains(item))
            ReadWords(findings, field, item, verb, value, value.Id("post_id", "postId"), around);
        else
            findings.Unknown(around.Place, $"{field}: item '{Findings.Shown(item)}'");
    }

    private static void ReadWords(
        Findings findings,
        string field,
        string item,
        string verb,
        JsonElement value,
        string? id,
        Surroundings around
    )
    {
        var what = $"{field}.{item}.{verb}";
        var at = around.NotifiedAt ?? value.Instant("created_time", "createdTime");
        var author = AuthorOf(value);
        var isComment = item == "comment";
        var own = around.IsOwn(author?.Id) || (around.OwnId is null && field == "feed" && IsOfThePage(author, value));
        switch (verb)
        {
            // Moderation of films by Meta itself: nobody said anything, and often no post is named.
            case "block" or "unblock" or "mute" or "follow" or "lock" or "unlock" or "unpublish" or "publish":
                findings.Known(what);
                break;
            case var _ when id is null && !isComment:
                // An album or a draft has no post yet.
                findings.Known(what);
                break;
            case var _ when id is null:
                findings.Unknown(around.Place, $"{what} without an id");
                break;
            // Who removes may be the writer or a moderator of the page, so the name beside it tells nothing.
            case "remove" or "delete":
                findings.Add(new MessageRemoved(Platform.Facebook, id, at));
                break;
            case "hide" or "unhide":
                if (own && !isComment)
                    findings.Known(what);
                else
                    findings.Add(new MessageVisibilityChanged(Platform.Facebook, id, verb == "hide", at));
                break;
            case "add" when own && isComment:
                findings.Add(new EchoArrived(Platform.Facebook, id, null, ReplyToOf(value, id), value.Text("message")));
                break;
            case "add" or "edit" or "edited" or "update" when own && !isComment && value.Text("message") is { Length: > 0 } says:
                findings.Add(new PostTold(Platform.Facebook, id, says));
                break;
            case var _ when own:
                findings.Known($"{what} (own)");
                break;
            // Without a permission Meta leaves the writer out. Only a "post" is surely a visitor's then; the others may be the page's own.
            case var _ when author is null && field == "feed" && !isComment && item != "post":
                findings.Known($"{what} (nobody named)");
                break;
            case "add":
                findings.Add(Message(field, item, value, id, author, around));
                break;
            default:
                findings.Add(new MessageEdited(Message(field, item, value, id, author, around), null, EditedAt(value), around.NotifiedAt));
                break;
        }
    }

    private static MessageArrived Message(
        string field,
        string item,
        JsonElement value,
        string id,
        Author? author,
        Surroundings around
    )
    {
        var post = value.Id("post_id", "postId");
        var replyTo = item == "comment" ? ReplyToOf(value, id) : null;
        // A comment under a review names the review's post; the review itself only its story, which is the end of that name.
        var thread = (field == "ratings" ? StoryOf(post) : post) ?? replyTo ?? id;
        var attachments = AttachmentsOf(item, value);
        return new MessageArrived(
            Platform.Facebook,
            Audience.Public,
            thread,
            id,
            replyTo,
            author,
            value.Instant("created_time", "createdTime") ?? around.NotifiedAt,
            value.Text("message") ?? (attachments.Count > 0 ? "" : null),
            attachments,
            post,
            value.Find("post").Text("permalink_url", "permalinkUrl") ?? value.Text("permalink_url", "permalinkUrl"),
            field != "feed" && field != "ratings"
        );
    }

    /// <summary>A recommendation of the page. Stars alone say nothing that one could answer.</summary>
    private static void ReadRating(Findings findings, JsonElement value, string verb, Surroundings around)
    {
        var story = value.Id("open_graph_story_id", "openGraphStoryId");
        if (verb is "remove" or "delete" && story is not null)
        {
            findings.Add(new MessageRemoved(Platform.Facebook, story, around.NotifiedAt));
            return;
        }

        var words = value.Text("review_text", "reviewText");
        if (story is null || string.IsNullOrWhiteSpace(words) || verb is not ("add" or "edit" or "edited" or "update"))
        {
            findings.Known($"ratings.rating.{verb}");
            return;
        }

        var message = new MessageArrived(
            Platform.Facebook,
            Audience.Public,
            story,
            story,
            null,
            AuthorOf(value),
            value.Instant("created_time", "createdTime") ?? around.NotifiedAt,
            words,
            [],
            null,
            null,
            false
        );
        if (verb == "add")
            findings.Add(message);
        else
            findings.Add(new MessageEdited(message, null, EditedAt(value), around.NotifiedAt));
    }

    private static DateTimeOffset? EditedAt(JsonElement value) => value.Instant("edited_time", "editedTime");

    private static Author? AuthorOf(JsonElement value)
    {
        var from = value.Find("from");
        var id = from.Id("id") ?? value.Id("sender_id", "senderId") ?? value.Id("reviewer_id", "reviewerId");
        return id is null ? null : new Author(id, from.Text("name") ?? value.Text("sender_name", "senderName", "reviewer_name", "reviewerName"));
    }

    /// <summary>A bare change does not name its page, but a post's id begins with it.</summary>
    private static bool IsOfThePage(Author? author, JsonElement value)
    {
        var post = value.Id("post_id", "postId");
        var end = post?.IndexOf('_', StringComparison.Ordinal) ?? -1;
        return author is not null && end > 0 && post.AsSpan(0, end).SequenceEqual(author.Id);
    }

    /// <summary>At the top of a thread the parent is the post itself.</summary>
    private static string? ReplyToOf(JsonElement value, string id)
    {
        var parent = value.Id("parent_id", "parentId");
        return parent == value.Id("post_id", "postId") || parent == id ? null : parent;
    }

    private static string? StoryOf(string? post) =>
        post is not null && post.LastIndexOf('_') is var end and >= 0 && end + 1 < post.Length ? post[(end + 1)..] : post;

    private static List<IncomingAttachment> AttachmentsOf(string item, JsonElement value)
    {
        const int Most = 100;
        List<IncomingAttachment> attachments = [];
        AddFrom("photos", "image");
        AddFrom("photo", "image");
        AddFrom("video", "video");
        if (item is not "comment" && attachments.Count == 0 && value.Text("link") is { } link)
            attachments.Add(new IncomingAttachment(item switch { "photo" => "image", "video" or "reel" => "video", _ => "share" }, link));
        return attachments;

        void AddFrom(string name, string type)
        {
            foreach (var part in value.Find(name).Parts())
            {
                var url = part.ValueKind == JsonValueKind.String ? part.GetString() : part.Text("url", "link", "src");
                if (attachments.Count < Most)
                    attachments.Add(new IncomingAttachment(type, string.IsNullOrEmpty(url) ? null : url));
            }
        }
    }
}
