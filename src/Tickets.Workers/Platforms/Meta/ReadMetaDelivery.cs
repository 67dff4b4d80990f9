using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// Reads what Meta delivers for a Facebook page and an Instagram account. Written for the documented formats
/// (developers.facebook.com: webhooks reference for page and instagram, Messenger Platform and Instagram Platform webhook events): entries with
/// <c>changes</c>, with <c>messaging</c> or <c>standby</c>, the flat form <c>entry[].field/value</c> of Instagram login, and bare parts of these,
/// as test tools and the samples on Meta's pages send.
/// </summary>
/// <remarks>It logs nothing: all that passes through it is personal.</remarks>
public sealed class ReadMetaDelivery : IDeliveryReader
{
    /// <inheritdoc/>
    public string Source => "meta";

    /// <inheritdoc/>
    public IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body) => Findings.In(body, ReadWhole);

    private static void ReadWhole(JsonElement whole, Place place, Findings findings)
    {
        if (whole.Has("entry"))
            ReadEnvelope(whole, place, findings);
        else if (whole.Has("field"))
            ReadChange(whole, new Surroundings(null, null, null, place), findings);
        else if (ReadMessagingEvent.Recognises(whole))
            ReadMessagingEvent.Into(findings, whole, new Surroundings(null, null, null, place));
        else if (whole.Has("item") && whole.Has("verb"))
            ReadPageChange.Into(findings, "feed", whole, new Surroundings(Platform.Facebook, null, null, place));
        else
            findings.Unknown(place, "neither entry nor field nor message");
    }

    private static void ReadEnvelope(JsonElement envelope, Place place, Findings findings)
    {
        var name = envelope.Text("object");
        Platform? platform;
        switch (name)
        {
            case "page":
                platform = Platform.Facebook;
                break;
            case "instagram":
                platform = Platform.Instagram;
                break;
            case null:
                platform = null;
                break;
            // Documented objects that carry no words of citizens: people's permissions and profiles, certificates, advertising accounts.
            case "permissions" or "user" or "application" or "certificate_transparency" or "ad_account":
                findings.Known($"object.{name}");
                return;
            default:
                findings.Unknown(place, $"object '{Findings.Shown(name)}'");
                return;
        }

        var index = 0;
        foreach (var entry in envelope.Find("entry").Parts())
        {
            var at = new Place(index++, null, 0);
            ReadEntry(entry, new Surroundings(platform, entry.Id("id"), entry.Instant("time"), at), findings);
        }

        if (index == 0)
            findings.Unknown(place, "no entry");
    }

    private static void ReadEntry(JsonElement entry, Surroundings around, Findings findings)
    {
        var parts = 0;
        foreach (var change in entry.Find("changes").Parts())
            ReadChange(change, around.At("changes", parts++), findings);
        foreach (var list in MessagingLists)
        {
            var index = 0;
            foreach (var happened in entry.Find(list).Parts())
            {
                ReadMessagingEvent.Into(findings, happened, around.At(list, index++));
                parts++;
            }
        }

        if (entry.Has("field"))
        {
            ReadChange(entry, around, findings);
            parts++;
        }

        if (parts > 0)
            return;
        // A subscription without values tells only which fields changed.
        if (entry.Has("changed_fields"))
            findings.Known("entry.changed_fields");
        else
            findings.Unknown(around.Place, "no changes and no messaging");
    }

    private static void ReadChange(JsonElement change, Surroundings around, Findings findings)
    {
        var field = change.Text("field");
        var value = change.Find("value");
        if (field is null)
        {
            findings.Unknown(around.Place, "no field");
            return;
        }

        // Each value is one thing; Meta's Instagram pages also speak of a list of them.
        if (value.ValueKind is not JsonValueKind.Array)
        {
            ReadValue(field, value, around, findings);
            return;
        }

        foreach (var one in value.EnumerateArray())
            ReadValue(field, one, around, findings);
    }

    private static void ReadValue(string field, JsonElement value, Surroundings around, Findings findings)
    {
        // Message fields come as changes from the App Dashboard's test button and from some Instagram subscriptions.
        if (ReadMessagingEvent.IsField(field) && ReadMessagingEvent.Recognises(value))
            ReadMessagingEvent.Into(findings, value, around);
        else if (around.Platform == Platform.Instagram || (around.Platform is null && ReadInstagramChange.IsField(field)))
            ReadInstagramChange.Into(findings, field, value, around);
        else
            ReadPageChange.Into(findings, field, value, around);
    }

    // In standby another app holds the conversation, but the citizen wrote to the ministry all the same.
    private static readonly string[] MessagingLists = ["messaging", "standby"];
}
