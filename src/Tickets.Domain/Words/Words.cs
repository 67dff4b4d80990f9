using System.Text;
using System.Text.Json;

namespace Tickets.Domain.Words;

/// <summary>
/// What people read: Indonesian first, English second. Sentences live in <c>id.json</c> and <c>en.json</c>, with placeholders in braces.
/// </summary>
public static class Sentences
{
    /// <summary>The languages there are, the first being the one to fall back to.</summary>
    public static readonly IReadOnlyList<string> Languages = ["id", "en"];

    private static readonly Dictionary<string, Dictionary<string, string>> All = Languages.ToDictionary(l => l, Load);

    private static readonly string[] DaysId = ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"];
    private static readonly string[] MonthsId = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
    private static readonly string[] DaysEn = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] MonthsEn = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Keys of a language, for the test that holds both in step.</summary>
    public static IReadOnlyCollection<string> Keys(string language) => All[language].Keys;

    /// <summary>A sentence with its placeholders filled; the key itself when there is none, so that a gap is seen and not fatal.</summary>
    public static string Say(string language, string key, IReadOnlyDictionary<string, string>? facts = null)
    {
        var words = All.GetValueOrDefault(language) ?? All[Languages[0]];
        return words.TryGetValue(key, out var sentence) ? Fill(sentence, facts) : key;
    }

    /// <summary>A sentence as it stands in the resources, placeholders and all; null when there is none.</summary>
    public static string? Find(string language, string key) => (All.GetValueOrDefault(language) ?? All[Languages[0]]).GetValueOrDefault(key);

    /// <summary>Fills <c>{name}</c> by the fact of that name; one without a fact stays as it is.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string>? facts)
    {
        if (facts is null || facts.Count == 0 || !template.Contains('{', StringComparison.Ordinal))
            return template;
        var filled = new StringBuilder(template.Length + 64);
        for (var i = 0; i < template.Length; i++)
        {
            var end = template[i] == '{' ? template.IndexOf('}', i) : -1;
            if (end > 0 && facts.TryGetValue(template[(i + 1)..end], out var fact))
            {
                filled.Append(fact);
                i = end;
            }
            else
            {
                filled.Append(template[i]);
            }
        }

        return filled.ToString();
    }

    /// <summary>WIB, the time of the ministry's seat: UTC+7 without daylight saving. Its days, months and years are those of reports and numbers.</summary>
    public static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    /// <summary>An instant as Indonesia writes it, in western Indonesian time: <c>Sel, 24 Nov 2026 15.20 WIB</c>.</summary>
    public static string Moment(DateTimeOffset instant, string language)
    {
        var local = instant.ToOffset(Wib);
        return language == "en"
            ? $"{DaysEn[(int)local.DayOfWeek]}, {local.Day} {MonthsEn[local.Month - 1]} {local.Year} {local:HH\\:mm} WIB"
            : $"{DaysId[(int)local.DayOfWeek]}, {local.Day} {MonthsId[local.Month - 1]} {local.Year} {local:HH\\.mm} WIB";
    }

    private static Dictionary<string, string> Load(string language)
    {
        using var stream = typeof(Sentences).Assembly.GetManifestResourceStream($"Tickets.Domain.Words.{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
