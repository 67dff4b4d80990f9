using System.Collections.Frozen;
using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// One change of an Instagram account: comments, comments in a live broadcast, mentions
/// (developers.facebook.com/docs/instagram-platform/webhooks/examples). Instagram tells neither of edits nor of removals of comments.
/// </summary>
internal static class ReadInstagramChange
{
    private static readonly FrozenSet<string> Wordless = FrozenSet.ToFrozenSet([
        "story_insights",
        "story_reactions",
        "story_share",
        "story_poll_response",
        "comment_poll_response",
        "share_to_feed",
        "follow",
        "onboarding_welcome_message_series",
        "creator_marketplace_invited_creator_onboarding",
        "creator_marketplace_projects",
        "delta",
        "business_login",
        "standby",
    ]);

    /// <summary>True for a field that only Instagram has: tells a bare change of Instagram from one of a page.</summary>
    public static bool IsField(string field) => field is "comments" or "live_comments" or "mentions" or "story_insights";

    public static void Into(Findings findings, string field, JsonElement value, Surroundings around)
    {
        switch (field)
        {
            case "comments" or "live_comments":
                ReadComment(findings, field, value, around);
                break;
            case "mentions" or "mention":
                ReadMention(findings, value, around);
                break;
            default:
                if (Wordless.Contains(field) || ReadMessagingEvent.IsField(field))
                    findings.Known($"instagram.{field}");
                else
                    findings.Unknown(around.Place, $"field '{Findings.Shown(field)}'");
                break;
        }
    }

    private static void ReadComment(Findings findings, string field, JsonElement value, Surroundings around)
    {
        // The same comment is "id" to apps with Instagram login and "comment_id" to apps with Facebook login.
        var id = value.Id("id", "comment_id", "commentId");
        if (id is null)
        {
            findings.Unknown(around.Place, $"{field} without an id");
            return;
        }

        var author = AuthorOf(value);
        var message = Message(value, id, author, around, isMention: false);
        if (around.IsOwn(author?.Id))
            findings.Add(new EchoArrived(Platform.Instagram, id, null, message.ReplyToId, message.Text));
        else
            findings.Add(message);
    }

    /// <summary>In a comment both ids come, in a caption only the media's; the words must be fetched.</summary>
    private static void ReadMention(Findings findings, JsonElement value, Surroundings around)
    {
        var id = value.Id("comment_id", "commentId") ?? value.Id("media_id", "mediaId") ?? value.Find("media").Id("id") ?? value.Id("id");
        if (id is null)
            findings.Unknown(around.Place, "mentions without an id");
        else if (AuthorOf(value) is { } author && around.IsOwn(author.Id))
            findings.Known("mentions (own)");
        else
            findings.Add(Message(value, id, AuthorOf(value), around, isMention: true));
    }

    private static MessageArrived Message(JsonElement value, string id, Author? author, Surroundings around, bool isMention)
    {
        // Comments under one picture of an album come without a media id.
        var media = value.Find("media").Id("id") ?? value.Id("media_id", "mediaId");
        var parent = value.Id("parent_id", "parentId");
        if (parent == media || parent == id)
            parent = null;
        return new MessageArrived(
            Platform.Instagram,
            Audience.Public,
            media ?? parent ?? id,
            id,
            parent,
            author,
            value.Instant("timestamp", "created_time", "createdTime") ?? around.NotifiedAt,
            value.Text("text"),
            [],
            media,
            value.Text("permalink") ?? value.Find("media").Text("permalink"),
            isMention
        );
    }

    private static Author? AuthorOf(JsonElement value)
    {
        var from = value.Find("from");
        return from.Id("id") is { } id ? new Author(id, from.Text("username", "name")) : null;
    }
}
