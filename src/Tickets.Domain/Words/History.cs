using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tickets.Domain.Words;

/// <summary>Events in the words of people: <c>history.{event}</c>, filled from the event itself.</summary>
public static partial class History
{
    private const string Nothing = "–";

    /// <summary>One line. An event that a newer version wrote, or that is damaged, is told by its name.</summary>
    /// <param name="type">The event's name.</param>
    /// <param name="payload">The event as JSON.</param>
    /// <param name="language">id or en.</param>
    /// <param name="names">
    /// What directorates, topics, regions (by code), people (by login) and settings (by <c>calendar/NASIONAL</c>) are called; left out, they are told as they are written.
    /// </param>
    public static string Say(string type, string payload, string language, IReadOnlyDictionary<string, string>? names = null)
    {
        if (Sentences.Find(language, "history." + type) is not { } sentence)
            return type;
        try
        {
            using var document = JsonDocument.Parse(payload);
            // There is only one audit, and only one set of rules of retention.
            if (type == nameof(SettingChanged) && names is not null && Code(document.RootElement, "what") == Code(document.RootElement, "key"))
                sentence = sentence.Replace(" {key}", "", StringComparison.Ordinal);
            return Sentences.Fill(sentence, Facts(type, document.RootElement, language, names));
        }
        catch (JsonException)
        {
            return type;
        }
    }

    private static Dictionary<string, string> Facts(string type, JsonElement payload, string language, IReadOnlyDictionary<string, string>? names)
    {
        var facts = payload.EnumerateObject().ToDictionary(p => p.Name, p => Fact(p.Name, p.Value, language));
        if (type == nameof(SettingChanged) && names is not null && Code(payload, "what") is { } what && Code(payload, "key") is { } setting)
        {
            facts["key"] = SettingInWords.Name(what, setting, language, names);
            if (facts.GetValueOrDefault("detail", Nothing) is var says and not Nothing)
                facts["detail"] = says == facts["key"] ? Nothing : SettingInWords.Detail(what, says, language, names);
        }

        if (type == nameof(TicketClassified))
            foreach (var part in (string[])["topic", "priority", "sp4nClass"])
                facts[part] = Classified(part, payload, language, names);
        foreach (var counts in (string[])["calendar", "countedBy"])
            if (facts.TryGetValue(counts, out var calendar) && names is not null)
                facts[counts] = SettingInWords.Name("calendar", calendar, language, names);
        if (facts.TryGetValue("rung", out var rung))
            facts["rung"] = Rung(rung, language);
        if (facts.TryGetValue("change", out var change) && facts.GetValueOrDefault("detail", Nothing) is var detail and not Nothing)
            facts["change"] = $"{change} ({detail})";
        // Words of ours are called by what they are for; the key they have is for machines.
        if (type != nameof(SettingChanged))
            foreach (var named in (string[])["key", "instead"])
                if (facts.TryGetValue(named, out var key))
                    facts[named] = Sentences.Find(language, "sort." + key.Split(':')[0]) ?? key;
        if (facts.TryGetValue("reason", out var fault) && Sentences.Find(language, "fault." + fault) is { } told)
            facts["reason"] = told;
        if (type == nameof(TicketRouted) && facts.TryGetValue("reason", out var reason))
            facts["reason"] = Why(reason, language, names);
        foreach (var named in (string[])["directorate", "officer", "topic", "from", "to", "region", "earlierRegion"])
            if (names is not null && facts.TryGetValue(named, out var code) && names.TryGetValue(code, out var name))
                facts[named] = name;
        return facts;
    }

    /// <summary>A rung of a ladder as people say it, in working time: <c>50 %</c>, <c>lewat tenggat</c>, <c>15 jam kerja sesudah tenggat</c>.</summary>
    /// <param name="rung">As it is written: <c>50%</c>, <c>breach</c>, <c>breach+PT15H</c>.</param>
    /// <param name="language">id or en.</param>
    public static string Rung(string rung, string language)
    {
        if (rung.EndsWith('%'))
            return rung[..^1] + " %";
        if (After().Match(rung) is not { Success: true } after)
            return Sentences.Find(language, "rung." + rung) ?? rung;
        var parts = new[] { "days", "hours", "minutes" }.Where(part => after.Groups[part].Success);
        var length = string.Join(' ', parts.Select(part => Sentences.Say(language, "rung." + part, new Dictionary<string, string> { ["n"] = after.Groups[part].Value })));
        return Sentences.Say(language, "rung.after", new Dictionary<string, string> { ["length"] = length });
    }

    [GeneratedRegex(@"^breach\+P(?:(?<days>\d+)WD|T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex After();

    // Beside what it is what it was, where that is something else.
    private static string Classified(string name, JsonElement payload, string language, IReadOnlyDictionary<string, string>? names)
    {
        var (code, earlier) = (Code(payload, name), Code(payload, "earlier" + char.ToUpperInvariant(name[0]) + name[1..]));
        return code == earlier ? Called(code) : Sentences.Say(language, "classified.was", new Dictionary<string, string> { ["now"] = Called(code), ["earlier"] = Called(earlier) });

        string Called(string? what) => what is null ? Sentences.Say(language, "classified.none") : Sentences.Find(language, $"{name}.{what}") ?? names?.GetValueOrDefault(what) ?? what;
    }

    // As routing writes it down: "rule 12: pkh", "fallback", "admin".
    private static string Why(string reason, string language, IReadOnlyDictionary<string, string>? names)
    {
        var parts = reason.Split(": ", 2);
        if (parts.Length == 2 && parts[0].StartsWith("rule ", StringComparison.Ordinal))
            return Sentences.Say(language, parts[1] == "*" ? "routed.rule" : "routed.topic", new Dictionary<string, string> { ["topic"] = names?.GetValueOrDefault(parts[1]) ?? parts[1] });
        return Sentences.Find(language, "routed." + reason) ?? reason;
    }

    private static string? Code(JsonElement payload, string name) => payload.TryGetProperty(name, out var code) ? code.GetString() : null;

    private static string Fact(string name, JsonElement value, string language) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => Nothing,
            JsonValueKind.String when (name is "from" || name.EndsWith("At", StringComparison.Ordinal)) && value.TryGetDateTimeOffset(out var instant) => Sentences.Moment(instant, language),
            JsonValueKind.String when name is "clock" or "status" or "what" or "change" or "decision" or "to" or "priority" or "sp4nClass" or "mark" or "way" =>
                Sentences.Find(language, $"{name}.{value.GetString()}") ?? value.GetString()!,
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        };
}
