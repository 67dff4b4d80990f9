using System.Text.Json;

namespace Tickets.Domain.Words;

/// <summary>Events in the words of people: <c>history.{event}</c>, filled from the event itself.</summary>
public static class History
{
    private const string Nothing = "–";

    /// <summary>One line. An event that a newer version wrote, or that is damaged, is told by its name.</summary>
    /// <param name="type">The event's name.</param>
    /// <param name="payload">The event as JSON.</param>
    /// <param name="language">id or en.</param>
    public static string Say(string type, string payload, string language)
    {
        if (Sentences.Find(language, "history." + type) is not { } sentence)
            return type;
        try
        {
            using var document = JsonDocument.Parse(payload);
            return Sentences.Fill(sentence, Facts(document.RootElement, language));
        }
        catch (JsonException)
        {
            return type;
        }
    }

    private static Dictionary<string, string> Facts(JsonElement payload, string language)
    {
        var facts = payload.EnumerateObject().ToDictionary(p => p.Name, p => Fact(p.Name, p.Value, language));
        if (facts.TryGetValue("change", out var change) && facts.GetValueOrDefault("detail", Nothing) is var detail and not Nothing)
            facts["change"] = $"{change} ({detail})";
        return facts;
    }

    private static string Fact(string name, JsonElement value, string language) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => Nothing,
            JsonValueKind.String when name.EndsWith("At", StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var instant) => Sentences.Moment(instant, language),
            JsonValueKind.String when name is "clock" or "status" or "what" or "change" or "decision" or "to" or "priority" or "sp4nClass" =>
                Sentences.Find(language, $"{name}.{value.GetString()}") ?? value.GetString()!,
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        };
}
