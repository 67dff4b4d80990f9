using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.WhatsApp;

/// <summary>
/// Reads what the WhatsApp Cloud API delivers (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks): entries with changes, a bare
/// change, a bare value. Citizens go by their number, and by their business-scoped id where WhatsApp shows no number.
/// </summary>
/// <remarks>It logs nothing: all that passes through it is personal.</remarks>
public sealed class ReadWhatsAppDelivery : IDeliveryReader
{
    private const string DirectMessages = "dm";

    private static readonly FrozenSet<string> Wordless = FrozenSet.ToFrozenSet([
        "account_alerts", "account_review_update", "account_settings_update", "account_update", "automatic_events", "business_capability_update",
        "business_status_update", "business_username_update", "calls", "consumer_profile", "flows", "group_lifecycle_update", "group_participants_update",
        "group_settings_update", "group_status_update", "history", "message_template_components_update", "message_template_quality_update",
        "message_template_status_update", "messaging_handovers", "partner_solutions", "payment_configuration_update", "phone_number_name_update",
        "phone_number_quality_update", "security", "smb_app_state_sync", "template_category_update", "template_correct_category_detection",
        "tracking_events", "user_id_update", "user_preferences",
    ]);

    /// <inheritdoc/>
    public string Source => "whatsapp";

    /// <inheritdoc/>
    public IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body) => Findings.In(body, ReadWhole);

    private static void ReadWhole(JsonElement whole, Place place, Findings findings)
    {
        if (whole.Has("entry"))
            ReadEnvelope(whole, place, findings);
        else if (whole.Has("field"))
            ReadChange(whole, null, place, findings);
        else if (whole.Text("messaging_product") == "whatsapp" || whole.Has("statuses"))
            ReadValue("messages", whole, null, place, findings);
        else
            findings.Unknown(place, "neither entry nor field nor message");
    }

    private static void ReadEnvelope(JsonElement envelope, Place place, Findings findings)
    {
        if (envelope.Text("object") is { } name and not "whatsapp_business_account")
        {
            findings.Unknown(place, $"object '{Findings.Shown(name)}'");
            return;
        }

        var index = 0;
        foreach (var entry in envelope.Find("entry").Parts())
        {
            var at = new Place(index++, null, 0);
            var parts = 0;
            foreach (var change in entry.Find("changes").Parts())
                ReadChange(change, entry.Instant("time"), at with { List = "changes", Index = parts++ }, findings);
            if (parts == 0)
                findings.Unknown(at, "no changes");
        }

        if (index == 0)
            findings.Unknown(place, "no entry");
    }

    private static void ReadChange(JsonElement change, DateTimeOffset? notifiedAt, Place place, Findings findings)
    {
        if (change.Text("field") is not { } field)
            findings.Unknown(place, "no field");
        else
            foreach (var value in change.Find("value").Parts().DefaultIfEmpty())
                ReadValue(field, value, notifiedAt, place, findings);
    }

    private static void ReadValue(string field, JsonElement value, DateTimeOffset? notifiedAt, Place place, Findings findings)
    {
        if (field is not ("messages" or "smb_message_echoes" or "standby"))
        {
            if (Wordless.Contains(field))
                findings.Known($"whatsapp.{field}");
            else
                findings.Unknown(place, $"field '{Findings.Shown(field)}'");
            return;
        }

        var told = 0;
        foreach (var message in value.Find("messages").Parts())
        {
            ReadMessage(message, value, notifiedAt, place, findings);
            told++;
        }

        foreach (var echo in value.Find("message_echoes").Parts())
        {
            ReadEcho(echo, place, findings);
            told++;
        }

        foreach (var status in value.Find("statuses").Parts())
        {
            ReadStatus(status, notifiedAt, place, findings);
            told++;
        }

        foreach (var error in value.Find("errors").Parts())
        {
            findings.Known($"whatsapp.error.{Findings.Shown(error.Text("code"))}");
            told++;
        }

        if (told > 0)
            return;
        // The body of a call to send, which test tools pass on.
        if (value.Has("to", "recipient") && value.Has("type"))
            findings.Known("whatsapp.request");
        else
            findings.Unknown(place, $"{field} says nothing");
    }

    private static void ReadMessage(JsonElement message, JsonElement value, DateTimeOffset? notifiedAt, Place place, Findings findings)
    {
        var type = message.Text("type");
        if (message.Id("id") is not { } id)
        {
            findings.Unknown(place, "message without an id");
            return;
        }

        // The answer to a call to send names the new message and nothing else.
        if (type is null && !message.Has("timestamp") && !message.Has("from", "from_user_id"))
        {
            findings.Known("whatsapp.answer");
            return;
        }

        var author = AuthorOf(message, value);
        var sentAt = message.Instant("timestamp") ?? notifiedAt;
        switch (type)
        {
            case "reaction" or "system" or "request_welcome" or "call_permission_reply" or "event":
                findings.Known($"whatsapp.{type}");
                return;
            case "revoke":
                if (message.Find("revoke").Id("original_message_id") is { } revoked)
                    findings.Add(new MessageRemoved(Platform.WhatsApp, revoked, sentAt));
                else
                    findings.Unknown(place, "revoke without the message's id");
                return;
            case "edit":
                var edit = message.Find("edit");
                if (edit.Id("original_message_id") is not { } edited)
                {
                    findings.Unknown(place, "edit without the message's id");
                    return;
                }

                var now = edit.Find("message");
                findings.Add(new MessageEdited(Message(edited, now.Text("type"), now, message, author, sentAt), null, EditId: id));
                return;
            default:
                findings.Add(Message(id, type, message, message, author, sentAt));
                return;
        }
    }

    private static MessageArrived Message(string id, string? type, JsonElement content, JsonElement around, Author? author, DateTimeOffset? sentAt)
    {
        var context = content.Find("context").ValueKind == JsonValueKind.Object ? content.Find("context") : around.Find("context");
        var (text, attachments) = Content(type, content);
        var referral = around.Find("referral");
        return new MessageArrived(
            Platform.WhatsApp,
            Audience.Private,
            around.Id("group_id") ?? DirectMessages,
            id,
            context.Id("id"),
            author,
            sentAt,
            text,
            attachments,
            // Somebody who came by an advertisement or a post asks about that.
            referral.Id("source_id"),
            null,
            false
        );
    }

    private static (string Text, List<IncomingAttachment> Attachments) Content(string? type, JsonElement message)
    {
        List<IncomingAttachment> attachments = [];
        switch (type)
        {
            case "text":
                return (message.Find("text").Text("body") ?? message.Text("text") ?? "", attachments);
            case "button":
                var button = message.Find("button");
                return (button.Text("text") ?? button.Text("payload") ?? "", attachments);
            case "interactive":
                // Chosen in a form that the API could not pass on: only WhatsApp itself shows it.
                if (!message.Has("interactive"))
                    attachments.Add(new IncomingAttachment("other", null));
                return (Chosen(message.Find("interactive")), attachments);
            case "image" or "video" or "audio" or "voice" or "document" or "sticker":
                var media = message.Find(type);
                attachments.Add(new IncomingAttachment(Kind(type), media.Text("url") ?? (media.Id("id") is { } key ? $"whatsapp:{key}" : null)));
                return (media.Text("caption") ?? (type == "document" ? media.Text("filename") : null) ?? "", attachments);
            case "location":
                var place = message.Find("location");
                var where = place.Text("latitude") is { Length: < 24 } latitude && place.Text("longitude") is { Length: < 24 } longitude ? $"geo:{latitude},{longitude}" : null;
                attachments.Add(new IncomingAttachment("location", where));
                return (string.Join(", ", new[] { place.Text("name"), place.Text("address") }.Where(t => !string.IsNullOrWhiteSpace(t))), attachments);
            case "contacts":
                return (Cards(message.Find("contacts"), attachments), attachments);
            case "order":
                var order = message.Find("order");
                attachments.Add(new IncomingAttachment("other", null));
                return (order.Text("text") ?? "", attachments);
            default:
                // A poll, a live location, something newer than the API: there are words or pictures that only WhatsApp itself shows.
                attachments.Add(new IncomingAttachment("other", null));
                return (message.Find("text").Text("body") ?? "", attachments);
        }
    }

    private static string Kind(string type) =>
        type switch
        {
            "voice" => "audio",
            "document" => "file",
            _ => type,
        };

    /// <summary>What the citizen chose, as they read it; the answers of a flow as they are.</summary>
    private static string Chosen(JsonElement interactive)
    {
        var choice = interactive.Find("button_reply", "list_reply");
        if (choice.ValueKind == JsonValueKind.Object)
            return string.Join(": ", new[] { choice.Text("title"), choice.Text("description") }.Where(t => !string.IsNullOrWhiteSpace(t)));
        var flow = interactive.Find("nfm_reply");
        if (flow.ValueKind != JsonValueKind.Object)
            return "";
        using var answers = flow.Text("response_json") is { } json ? LenientJson.Parse(Encoding.UTF8.GetBytes(json)) : null;
        if (answers?.RootElement.ValueKind != JsonValueKind.Object)
            return flow.Text("body") ?? "";
        var lines = answers
            .RootElement.EnumerateObject()
            .Where(p => p.Name != "flow_token" && p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            .Take(100)
            .Select(p => p.Value.ToString());
        return string.Join("\n", lines);
    }

    private static string Cards(JsonElement contacts, List<IncomingAttachment> attachments)
    {
        const int Most = 50;
        var lines = new List<string>();
        foreach (var card in contacts.Parts().Take(Most))
        {
            attachments.Add(new IncomingAttachment("other", null));
            var phones = card.Find("phones").Parts().Take(Most).Select(p => p.Text("phone") ?? p.Text("wa_id"));
            var line = string.Join(" ", phones.Prepend(card.Find("name").Text("formatted_name", "first_name")).Where(t => !string.IsNullOrWhiteSpace(t)));
            if (line.Length > 0)
                lines.Add(line);
        }

        return string.Join("\n", lines);
    }

    private static Author? AuthorOf(JsonElement message, JsonElement value)
    {
        var from = message.Id("from") ?? message.Id("from_user_id");
        JsonElement contact = default;
        foreach (var one in value.Find("contacts").Parts())
        {
            var isTheirs = from is null || one.Id("wa_id") == from || one.Id("user_id") == from;
            if (contact.ValueKind == JsonValueKind.Undefined || isTheirs)
                contact = one;
            if (isTheirs)
                break;
        }

        var id = from ?? contact.Id("wa_id") ?? contact.Id("user_id");
        return id is null ? null : new Author(id, contact.Find("profile").Text("name", "username"));
    }

    /// <summary>Words of the ministry itself, written on the phone beside this service.</summary>
    private static void ReadEcho(JsonElement echo, Place place, Findings findings)
    {
        if (echo.Id("id") is not { } id)
            findings.Unknown(place, "echo without an id");
        else if (echo.Text("type") is "edit" or "revoke" or "reaction" or "system")
            findings.Known($"whatsapp.echo.{echo.Text("type")}");
        else
            findings.Add(new EchoArrived(Platform.WhatsApp, id, echo.Id("to"), echo.Find("context").Id("id"), Content(echo.Text("type"), echo).Text));
    }

    private static void ReadStatus(JsonElement status, DateTimeOffset? notifiedAt, Place place, Findings findings)
    {
        var what = status.Text("status");
        var id = status.Id("id");
        if (what is null || id is null)
        {
            findings.Unknown(place, "status without id or name");
            return;
        }

        if (what is not ("sent" or "delivered" or "read" or "played" or "failed"))
        {
            if (what is "deleted" or "warning" or "pending" or "captured" or "accepted")
                findings.Known($"whatsapp.status.{what}");
            else
                findings.Unknown(place, $"status '{Findings.Shown(what)}'");
            return;
        }

        var error = status.Find("errors").Parts().FirstOrDefault();
        findings.Add(
            new WordsReported(
                Platform.WhatsApp,
                id,
                status.Id("biz_opaque_callback_data"),
                what == "failed" ? error.Count("code") ?? 0 : null,
                what,
                status.Instant("timestamp") ?? notifiedAt
            )
        );
    }
}
