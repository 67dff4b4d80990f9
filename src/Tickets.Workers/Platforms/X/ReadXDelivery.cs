using System.Collections.Frozen;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.X;

/// <summary>
/// Reads what X delivers: account activity (docs.x.com/x-api/account-activity), posts and direct messages of the API v2, one or many, as filtered streams, their
/// webhooks and reading back give them, and activity events that wrap either.
/// </summary>
/// <param name="ownId">The ministry's account, for shapes that do not name it; null when nobody knows.</param>
/// <remarks>It logs nothing: all that passes through it is personal.</remarks>
public sealed class ReadXDelivery(Func<string?> ownId) : IDeliveryReader
{
    private static readonly FrozenSet<string> Wordless = FrozenSet.ToFrozenSet([
        "favorite_events", "unfavorite_events", "follow_events", "unfollow_events", "block_events", "unblock_events", "mute_events", "unmute_events", "user_event",
        "direct_message_indicate_typing_events", "direct_message_mark_read_events", "direct_message_delete_events", "list_events", "replay_job_status", "like_events",
    ]);

    /// <inheritdoc/>
    public string Source => "x";

    /// <inheritdoc/>
    public IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body) => Findings.In(body, ReadWhole);

    private void ReadWhole(JsonElement whole, Place place, Findings findings)
    {
        // Recorded deliveries keep the body beside its headers.
        if (!whole.Has("for_user_id", "data") && whole.Find("params").ValueKind == JsonValueKind.Object)
            whole = whole.Find("params");
        var own = whole.Id("for_user_id") ?? ownId();
        var parts = ReadActivity(whole, own, place, findings);
        if (whole.Has("data"))
        {
            ReadData(whole, own, place, findings);
            parts++;
        }
        else if (parts == 0 && whole.Has("id", "id_str") && whole.Has("text", "full_text", "event_type", "message_create"))
        {
            ReadOne(whole, default, own, place, findings);
            parts++;
        }

        if (parts > 0)
            return;
        if (whole.Has("errors", "title"))
            findings.Known($"x.problem.{Findings.Shown(whole.Text("title") ?? "error")}");
        else if (whole.Has("sent", "summary", "meta") || (whole.Has("value") && whole.Has("tag")))
            findings.Known("x.rules");
        else
            findings.Unknown(place, "neither activity nor post nor message");
    }

    /// <summary>Account activity: each kind of event is a list under its name.</summary>
    private static int ReadActivity(JsonElement whole, string? own, Place place, Findings findings)
    {
        if (whole.ValueKind != JsonValueKind.Object)
            return 0;
        var parts = 0;
        foreach (var property in whole.EnumerateObject())
        {
            if (!property.Name.EndsWith("_events", StringComparison.Ordinal) && !Wordless.Contains(property.Name))
                continue;
            parts++;
            var index = 0;
            foreach (var one in property.Value.Parts())
            {
                var at = place with { List = property.Name, Index = index++ };
                switch (property.Name)
                {
                    case "tweet_create_events" or "post_create_events":
                        ReadPost.OfActivity(findings, one, own, at);
                        break;
                    case "direct_message_events":
                        ReadDirectMessage.Into(findings, one, whole, own, at);
                        break;
                    case "tweet_delete_events" or "post_delete_events":
                        var status = one.Find("status", "post");
                        if ((status.Id("id", "id_str") ?? one.Id("id")) is { } id)
                            findings.Add(new MessageRemoved(Platform.X, id, one.Instant("timestamp_ms") ?? XTime.Of(one)));
                        else
                            findings.Unknown(at, "removal without an id");
                        break;
                    case var name when Wordless.Contains(name):
                        findings.Known($"x.{name}");
                        break;
                    default:
                        findings.Unknown(at, $"event '{Findings.Shown(property.Name)}'");
                        break;
                }
            }

            if (index == 0)
                findings.Known($"x.{Findings.Shown(property.Name)} (empty)");
        }

        return parts;
    }

    /// <summary>The API v2: one or many under <c>data</c>, what they mention under <c>includes</c>.</summary>
    private static void ReadData(JsonElement whole, string? own, Place place, Findings findings)
    {
        var data = whole.Find("data");
        var includes = whole.Find("includes");
        // An activity event wraps what happened.
        if (data.Has("event_type") && data.Has("payload"))
        {
            ReadWrapped(data, includes, own, place, findings);
            return;
        }

        var index = 0;
        foreach (var one in data.Parts())
            ReadOne(one, includes, own, place with { List = "data", Index = index++ }, findings);
        if (index == 0)
            findings.Known("x.data (empty)");
    }

    private static void ReadWrapped(JsonElement data, JsonElement includes, string? own, Place place, Findings findings)
    {
        var type = data.Text("event_type") ?? "";
        var payload = data.Find("payload");
        var subject = own ?? data.Find("filter").Id("user_id");
        if (type.Contains("delete", StringComparison.OrdinalIgnoreCase) && payload.Id("id", "id_str") is { } removed)
            findings.Add(new MessageRemoved(Platform.X, removed, XTime.Of(payload)));
        else if (payload.Has("text", "message_create", "full_text"))
            ReadOne(payload, includes, subject, place, findings);
        else
            findings.Known($"x.{Findings.Shown(type)}");
    }

    private static void ReadOne(JsonElement one, JsonElement includes, string? own, Place place, Findings findings)
    {
        if (one.Has("message_create") || one.Has("dm_conversation_id") || one.Text("event_type") is "MessageCreate")
            ReadDirectMessage.Into(findings, one, includes, own, place);
        else if (one.Has("event_type"))
            findings.Known($"x.dm.{Findings.Shown(one.Text("event_type"))}");
        else if (one.Has("user") && one.Has("id_str", "id"))
            ReadPost.OfActivity(findings, one, own, place);
        else if (one.Has("text", "note_tweet"))
            ReadPost.OfVersion2(findings, one, includes, own, place);
        else if (one.Has("value"))
            findings.Known("x.rules");
        else
            findings.Unknown(place, "neither post nor message");
    }
}

/// <summary>X writes instants in three ways.</summary>
internal static class XTime
{
    private static readonly string[] Formats = ["ddd MMM dd HH:mm:ss '+0000' yyyy"];

    /// <summary>When something was written, UTC; null when nobody says so that it can be understood.</summary>
    public static DateTimeOffset? Of(JsonElement what) =>
        what.Instant("timestamp_ms", "created_timestamp", "timestamp")
        ?? (
            DateTimeOffset.TryParseExact(
                what.Text("created_at"),
                Formats,
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal,
                out var at
            )
            && at.Year is > 2005 and < 2100
                ? at
                : what.Instant("created_at")
        );
}
