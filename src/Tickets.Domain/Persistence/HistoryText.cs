using System.Text.Json;
using Tickets.Domain.Words;

namespace Tickets.Domain.Persistence;

/// <summary>One line of a history as people read it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Type">The event's name.</param>
/// <param name="Text">A plain sentence.</param>
public sealed record HistoryLine(DateTimeOffset At, string Actor, string Type, string Text);

/// <summary>Events in plain sentences.</summary>
public static class HistoryText
{
    /// <summary>The sentence of an event in a language, with the event's own facts.</summary>
    public static HistoryLine Of(EventRow row, string language)
    {
        var facts = new Dictionary<string, string>();
        using var payload = JsonDocument.Parse(row.Payload);
        foreach (var property in payload.RootElement.EnumerateObject())
            facts[property.Name] = Fact(property, language);
        return new HistoryLine(row.At, row.ActorName, row.Type, Sentences.Say(language, "history." + row.Type, facts));
    }

    private static string Fact(JsonProperty property, string language) =>
        property.Value.ValueKind switch
        {
            JsonValueKind.String when property.Name == "clock" => Sentences.Say(language, "clock." + property.Value.GetString()),
            JsonValueKind.String when property.Name.EndsWith("At", StringComparison.Ordinal) && property.Value.TryGetDateTimeOffset(out var at) => Sentences.Moment(at, language),
            JsonValueKind.String => property.Value.GetString()!,
            JsonValueKind.Null => "–",
            _ => property.Value.ToString(),
        };
}
