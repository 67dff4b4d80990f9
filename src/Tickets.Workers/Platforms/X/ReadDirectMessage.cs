using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.X;

/// <summary>One direct message, in the shape of account activity (API v1.1) or of the API v2.</summary>
internal static class ReadDirectMessage
{
    private const string DirectMessages = "dm";

    /// <param name="findings">Where it goes.</param>
    /// <param name="happened">The event.</param>
    /// <param name="beside">What is told beside it: the users by id, or the includes of the API v2.</param>
    /// <param name="own">The ministry's account.</param>
    /// <param name="place">Where it stands.</param>
    public static void Into(Findings findings, JsonElement happened, JsonElement beside, string? own, Place place)
    {
        var created = happened.Find("message_create");
        if (created.ValueKind != JsonValueKind.Object)
        {
            OfVersion2(findings, happened, beside, own, place);
            return;
        }

        var data = created.Find("message_data");
        var id = happened.Id("id", "id_str") ?? data.Id("id");
        if (id is null)
        {
            findings.Unknown(place, "direct message without an id");
            return;
        }

        var sender = created.Id("sender_id");
        var text = ReadPost.Plain(data.Text("text") ?? "");
        if (own is not null && sender == own)
        {
            findings.Add(new EchoArrived(Platform.X, id, created.Find("target").Id("recipient_id"), null, text));
            return;
        }

        List<IncomingAttachment> attachments = [];
        foreach (var attachment in data.Find("attachment").Parts())
        {
            var media = attachment.Find("media");
            attachments.Add(
                media.ValueKind == JsonValueKind.Object
                    ? new IncomingAttachment(ReadPost.Kind(media.Text("type")), media.Text("media_url_https", "media_url"))
                    : new IncomingAttachment(attachment.Text("type") == "location" ? "location" : "other", null)
            );
        }

        var sentAt = happened.Instant("created_timestamp") ?? data.Instant("created_timestamp");
        Add(findings, id, sender, Name(beside, sender), sentAt, text, attachments);
    }

    private static void OfVersion2(Findings findings, JsonElement happened, JsonElement includes, string? own, Place place)
    {
        if (happened.Id("id") is not { } id)
        {
            findings.Unknown(place, "direct message without an id");
            return;
        }

        if (happened.Text("event_type") is { } type and not "MessageCreate")
        {
            findings.Known($"x.dm.{Findings.Shown(type)}");
            return;
        }

        var sender = happened.Id("sender_id");
        var text = ReadPost.Plain(happened.Text("text") ?? "");
        if (own is not null && sender == own)
            findings.Add(new EchoArrived(Platform.X, id, Other(happened, own), null, text));
        else
            Add(findings, id, sender, sender is null ? null : ReadPost.UserOf(includes, sender).Text("name", "username"), XTime.Of(happened), text, ReadPost.AttachmentsOf(happened, includes));
    }

    private static void Add(Findings findings, string id, string? sender, string? name, DateTimeOffset? sentAt, string text, List<IncomingAttachment> attachments) =>
        findings.Add(
            new MessageArrived(
                Platform.X,
                Audience.Private,
                DirectMessages,
                id,
                null,
                sender is null ? null : new Author(sender, name),
                sentAt,
                text,
                attachments,
                null,
                null,
                false
            )
        );

    /// <summary>A conversation of two is named by both: <c>123-456</c>.</summary>
    private static string? Other(JsonElement happened, string own) =>
        happened.Find("participant_ids").Parts().Select(p => p.ToString()).FirstOrDefault(p => p != own)
        ?? happened.Id("dm_conversation_id")?.Split('-').FirstOrDefault(p => p != own);

    private static string? Name(JsonElement beside, string? sender)
    {
        if (sender is null)
            return null;
        var users = beside.Find("users");
        return (users.ValueKind == JsonValueKind.Object ? users.Find(sender) : ReadPost.UserOf(beside, sender)).Text("name", "screen_name");
    }
}
