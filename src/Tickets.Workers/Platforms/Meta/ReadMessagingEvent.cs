using System.Globalization;
using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// One event of Messenger or of Instagram's direct messages
/// (developers.facebook.com/docs/messenger-platform/reference/webhook-events, .../instagram-messaging/webhooks).
/// </summary>
internal static class ReadMessagingEvent
{
    private const string DirectMessages = "dm";

    /// <summary>Events without words of a citizen: snake_case as Meta sends them, camelCase as some gateways pass them on.</summary>
    private static readonly (string Name, string Alias)[] Wordless =
    [
        ("delivery", "delivery"),
        ("read", "read"),
        ("seen", "seen"),
        ("reaction", "reaction"),
        ("referral", "referral"),
        ("optin", "optin"),
        ("account_linking", "accountLinking"),
        ("pass_thread_control", "passThreadControl"),
        ("take_thread_control", "takeThreadControl"),
        ("request_thread_control", "requestThreadControl"),
        ("release_thread_control", "releaseThreadControl"),
        ("app_roles", "appRoles"),
        ("policy-enforcement", "policyEnforcement"),
        ("policy_enforcement", "policy-enforcement"),
        ("game_play", "gamePlay"),
        ("branded_camera", "brandedCamera"),
        ("checkout_update", "checkoutUpdate"),
        ("pre_checkout", "preCheckout"),
        ("payment", "payment"),
        ("order", "order"),
        ("messaging_feedback", "messagingFeedback"),
        ("messaging_customer_information", "messagingCustomerInformation"),
        ("response_feedback", "responseFeedback"),
        ("message_context", "messageContext"),
        ("template_status_update", "templateStatusUpdate"),
        ("lead", "lead"),
        ("typing", "typing"),
        ("call", "calls"),
        ("call_permission_reply", "callPermissionReply"),
    ];

    /// <summary>True for a webhook field whose value is an event of this kind.</summary>
    public static bool IsField(string field) =>
        field is "messages" or "standby"
        || field.StartsWith("messaging_", StringComparison.Ordinal)
        || field.StartsWith("message_", StringComparison.Ordinal);

    /// <summary>True when this looks like such an event, wherever it stands.</summary>
    public static bool Recognises(JsonElement happened) =>
        happened.Find("message").ValueKind == JsonValueKind.Object
        || happened.Has("message_edit", "messageEdit", "postback")
        || (happened.Has("sender", "recipient") && WordlessName(happened) is not null);

    public static void Into(Findings findings, JsonElement happened, Surroundings around)
    {
        var message = happened.Find("message");
        var edit = happened.Find("message_edit", "messageEdit");
        var postback = happened.Find("postback");
        if (edit.ValueKind == JsonValueKind.Object)
            ReadEdit(findings, happened, edit, around);
        else if (message.ValueKind == JsonValueKind.Object)
            ReadMessage(findings, happened, message, around);
        else if (postback.ValueKind == JsonValueKind.Object)
            ReadPostback(findings, happened, postback, around);
        else if (WordlessName(happened) is { } name)
            findings.Known($"messaging.{name}");
        else
            findings.Unknown(around.Place, "no event that is known");
    }

    private static void ReadMessage(Findings findings, JsonElement happened, JsonElement message, Surroundings around)
    {
        var id = message.Id("mid");
        if (id is null)
        {
            findings.Unknown(around.Place, "message without mid");
            return;
        }

        var platform = PlatformOf(around, id);
        if (message.Flag("is_deleted", "isDeleted"))
        {
            findings.Add(new MessageRemoved(platform, id, SentAt(happened, around)));
            return;
        }

        var replyTo = message.Find("reply_to", "replyTo");
        if (IsOwn(happened, message, around))
        {
            var recipient = happened.Find("recipient").Id("id");
            findings.Add(new EchoArrived(platform, id, recipient, replyTo.Id("mid"), message.Text("text")));
            return;
        }

        if (IsLike(message))
        {
            findings.Known("messaging.like");
            return;
        }

        var story = replyTo.Find("story");
        var attachments = AttachmentsOf(message);
        if (story.ValueKind == JsonValueKind.Object && IsMereSign(message.Text("text"), attachments))
        {
            findings.Known("messaging.story_like");
            return;
        }

        if (story.ValueKind == JsonValueKind.Object)
            attachments.Add(new IncomingAttachment("story", story.Text("url")));
        // A poll, a call, something newer than the API: there are words or pictures that only the platform's own app shows.
        if (message.Flag("is_unsupported", "isUnsupported") && attachments.Count == 0)
            attachments.Add(new IncomingAttachment("other", null));
        findings.Add(
            new MessageArrived(
                platform,
                Audience.Private,
                DirectMessages,
                id,
                replyTo.Id("mid"),
                Sender(happened),
                SentAt(happened, around),
                message.Text("text") ?? "",
                attachments,
                story.Id("id"),
                null,
                MentionsInAStory(message)
            )
        );
    }

    private static void ReadEdit(Findings findings, JsonElement happened, JsonElement edit, Surroundings around)
    {
        var id = edit.Id("mid");
        if (id is null)
        {
            findings.Unknown(around.Place, "message_edit without mid");
            return;
        }

        if (IsOwn(happened, edit, around))
        {
            findings.Known("messaging.message_edit (own)");
            return;
        }

        findings.Add(
            new MessageEdited(
                new MessageArrived(
                    PlatformOf(around, id),
                    Audience.Private,
                    DirectMessages,
                    id,
                    null,
                    Sender(happened),
                    SentAt(happened, around),
                    edit.Text("text"),
                    [],
                    null,
                    null,
                    false
                ),
                edit.Count("num_edit", "numEdit"),
                null,
                around.NotifiedAt,
                IsCounted: edit.Flag(ReadBackMeta.WasReadBack)
            )
        );
    }

    /// <summary>A button was pressed; its title is what the citizen saw and meant. The payload beneath it is a program's.</summary>
    private static void ReadPostback(Findings findings, JsonElement happened, JsonElement postback, Surroundings around)
    {
        var title = postback.Text("title");
        var sender = Sender(happened);
        var sentAt = SentAt(happened, around);
        var id = postback.Id("mid") ?? InsteadOfMid(sender, sentAt);
        if (string.IsNullOrWhiteSpace(title) || id is null)
        {
            findings.Known("messaging.postback");
            return;
        }

        // Only people press buttons, so there is no echo to tell apart.
        findings.Add(
            new MessageArrived(PlatformOf(around, id), Audience.Private, DirectMessages, id, null, sender, sentAt, title, [], null, null, false, IsButton: true)
        );
    }

    /// <summary>Older postbacks have no mid; who pressed and when is the same in every repeat of the delivery.</summary>
    private static string? InsteadOfMid(Author? sender, DateTimeOffset? sentAt) =>
        sender is null || sentAt is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"postback:{sender.Id}:{sentAt.Value.ToUnixTimeMilliseconds()}");

    private static bool IsOwn(JsonElement happened, JsonElement message, Surroundings around) =>
        message.Flag("is_echo", "isEcho") || around.IsOwn(happened.Find("sender").Id("id"));

    private static Author? Sender(JsonElement happened)
    {
        var sender = happened.Find("sender");
        // The checkbox plugin knows its person only by a reference until they answer.
        return (sender.Id("id") ?? sender.Id("user_ref", "userRef")) is { } id ? new Author(id, sender.Text("name", "username")) : null;
    }

    private static DateTimeOffset? SentAt(JsonElement happened, Surroundings around) => happened.Instant("timestamp") ?? around.NotifiedAt;

    /// <summary>A bare event does not say whose it is, but Instagram's message ids are base64 of "ig_…".</summary>
    private static Platform PlatformOf(Surroundings around, string mid) =>
        around.Platform ?? (mid.StartsWith("aWdf", StringComparison.Ordinal) ? Platform.Instagram : Platform.Facebook);

    /// <summary>Messenger sends its thumb, in three sizes, as a sticker; nobody means more by it than by a reaction.</summary>
    private static bool IsLike(JsonElement message)
    {
        if (!string.IsNullOrWhiteSpace(message.Text("text")))
            return false;
        var any = false;
        foreach (var attachment in message.Find("attachments").Parts())
        {
            if (attachment.Find("payload").Id("sticker_id", "stickerId") is not ("369239263222822" or "369239343222814" or "369239383222810"))
                return false;
            any = true;
        }

        return any || message.Id("sticker_id", "stickerId") is "369239263222822" or "369239343222814" or "369239383222810";
    }

    /// <summary>A heart or a thumb under a story of ours comes as a message; nobody means more by it than by a reaction.</summary>
    private static bool IsMereSign(string? text, List<IncomingAttachment> attachments) =>
        (!string.IsNullOrWhiteSpace(text) || attachments.Count > 0)
        && attachments.TrueForAll(a => a.Type == "sticker")
        && !(text ?? "").EnumerateRunes().Any(r => System.Text.Rune.IsLetterOrDigit(r) || r.Value is '?' or '!');

    private static bool MentionsInAStory(JsonElement message)
    {
        foreach (var attachment in message.Find("attachments").Parts())
        {
            if (attachment.Text("type") == "story_mention")
                return true;
        }

        return false;
    }

    private static List<IncomingAttachment> AttachmentsOf(JsonElement message)
    {
        const int Most = 100;
        List<IncomingAttachment> attachments = [];
        foreach (var attachment in message.Find("attachments").Parts())
        {
            if (attachments.Count == Most)
                break;
            if (attachment.ValueKind != JsonValueKind.Object)
                continue;
            var payload = attachment.Find("payload");
            var url = payload.Text("url") ?? attachment.Text("url", "URL", "link") ?? WhereOnEarth(payload.Find("coordinates"));
            var type = payload.Has("sticker_id", "stickerId") ? "sticker" : TypeOf(attachment.Text("type"));
            attachments.Add(new IncomingAttachment(type, url));
        }

        return attachments;
    }

    private static string TypeOf(string? type) =>
        type switch
        {
            "image" or "animated_image" => "image",
            "video" or "audio" or "file" or "location" => type,
            "sticker" or "like_heart" => "sticker",
            "story" or "story_mention" or "ig_story" => "story",
            "share" or "fallback" or "post" or "ig_post" or "reel" or "ig_reel" or "media" or "media_share" or "link" => "share",
            _ => "other",
        };

    /// <summary>A shared place has no page of its own; RFC 5870 gives it an address.</summary>
    private static string? WhereOnEarth(JsonElement coordinates) =>
        coordinates.Text("lat") is { Length: < 24 } latitude && coordinates.Text("long", "lng") is { Length: < 24 } longitude
            ? $"geo:{latitude},{longitude}"
            : null;

    private static string? WordlessName(JsonElement happened)
    {
        foreach (var (name, alias) in Wordless)
        {
            if (happened.Has(name, alias))
                return name;
        }

        return null;
    }
}
