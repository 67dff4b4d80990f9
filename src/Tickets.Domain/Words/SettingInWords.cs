using System.Globalization;
using System.Text.RegularExpressions;

namespace Tickets.Domain.Words;

/// <summary>What administrators changed, called as people call it: the codes under which it is written down are for machines.</summary>
internal static partial class SettingInWords
{
    // Of these the detail is made of codes; of others it is what somebody wrote.
    private static readonly string[] InCodes = ["user", "api-key", "directorate", "programme", "routing-rule", "retention", "audit"];

    /// <summary>Its name, its version beside it: <c>NASIONAL@2</c> is the national calendar, version 2. As it is written where it has none.</summary>
    /// <param name="what">Which setting, as <c>calendar</c>.</param>
    /// <param name="key">Which one.</param>
    /// <param name="language">id or en.</param>
    /// <param name="names">What people and codes are called: settings by <c>calendar/NASIONAL</c>, people, topics and directorates by themselves.</param>
    public static string Name(string what, string key, string language, IReadOnlyDictionary<string, string> names)
    {
        if (what is "user" or "session" or "password" or "topic" or "directorate")
            return names.GetValueOrDefault(key) ?? key;
        if (what == "template" && key.Split('/') is [var template, var spoken] && Sentences.Find(language, "template." + template) is { } called)
            return $"{called} ({Sentences.Find(language, "language." + spoken) ?? spoken})";
        if (key.LastIndexOf('@') is > 0 and var at && names.TryGetValue($"{what}/{key[..at]}", out var name))
            return $"{name}, {Sentences.Say(language, "setting.version")} {key[(at + 1)..]}";
        return names.GetValueOrDefault($"{what}/{key}") ?? key;
    }

    /// <summary>What it says now, its roles, directorates, topics, regions and instants in words.</summary>
    /// <param name="what">Which setting.</param>
    /// <param name="detail">As it is written: <c>officer @ JAMSOS, off duty</c>, <c>100: pkh, 33 → JAMSOS</c>.</param>
    /// <param name="language">id or en.</param>
    /// <param name="names">What people and codes are called.</param>
    public static string Detail(string what, string detail, string language, IReadOnlyDictionary<string, string> names) =>
        InCodes.Contains(what) ? Instants().Replace(string.Concat(Separators().Split(detail).Select(word => Word(word, language, names))), m => Moment(m.Value, language)) : detail;

    // One word, or one with what belongs to it: "off duty", "closedMonths 24".
    private static string Word(string word, string language, IReadOnlyDictionary<string, string> names)
    {
        if ((Sentences.Find(language, "detail." + word) ?? Sentences.Find(language, "role." + word) ?? names.GetValueOrDefault(word)) is { } whole)
            return whole;
        return word.Split(' ', 2) is [var first, var rest] && Sentences.Find(language, "detail." + first) is { } begun ? $"{begun} {rest}" : word;
    }

    private static string Moment(string instant, string language) => Sentences.Moment(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), language);

    [GeneratedRegex("(?<between>, | @ | → |: )", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\dZ", RegexOptions.NonBacktracking)]
    private static partial Regex Instants();
}
