using System.Text;
using System.Text.RegularExpressions;
using Tickets.Domain.Words;
using Tickets.Testing;

namespace Tickets.UnitTests.House;

/// <summary><c>docs/notices.md</c>: what citizens read, with sample facts, in both languages.</summary>
public partial class NoticeTexts
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 24, 2, 15, 0, TimeSpan.Zero);

    [Fact]
    public void The_page_of_notices_is_fresh() => Assert.Null(Snapshot.Stale("docs/notices.md", Render()));

    [Fact]
    public void No_notice_goes_out_with_a_hole_in_it()
    {
        var holes =
            from language in Sentences.Languages
            from template in UsedTemplates()
            let text = Sentences.Say(language, template, Facts(language))
            where text.Contains('{', StringComparison.Ordinal) || text == template
            select $"{language} {template}: {text}";

        Expect.Nothing(holes);
    }

    /// <summary>What the house says in public names no case: no topic, no answer, no lookup code.</summary>
    [Fact]
    public void Public_words_tell_neither_the_answer_nor_the_lookup_code()
    {
        var told =
            from language in Sentences.Languages
            from template in UsedTemplates().Where(t => t.EndsWith(".public", StringComparison.Ordinal))
            let text = Sentences.Say(language, template)
            where text.Contains("{kode}", StringComparison.Ordinal) || text.Contains("{jawaban}", StringComparison.Ordinal) || text.Contains("{alasan}", StringComparison.Ordinal)
            select $"{language} {template}";

        Expect.Nothing(told);
    }

    /// <summary>The keys of the templates that <c>WriteNotices</c> and its neighbours name, a stem standing for its private and its public form.</summary>
    internal static IReadOnlyList<string> UsedTemplates()
    {
        var text = string.Concat(Repository.Sources("src/Tickets.Domain/Notices").Where(s => s.Key.EndsWith("/WriteNotices.cs", StringComparison.Ordinal)).Select(s => s.Value));
        var whole = Whole().Matches(text).Select(m => m.Groups[1].Value);
        var stems = Stem().Matches(text).SelectMany(m => new[] { m.Groups[1].Value + ".private", m.Groups[1].Value + ".public" });
        return [.. whole.Concat(stems).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string Render()
    {
        var page = new StringBuilder(
            """
            # What citizens read

            Rendered by a test from `src/Tickets.Domain/Words`, with sample facts; an administrator may set another text for each. A `.public` text stands under the
            citizen's comment for everybody to read, so it names neither the matter nor the lookup code; a `.private` text, and the footer of an officer's own words,
            goes out by direct message or private reply.

            """
        );
        foreach (var template in UsedTemplates())
        {
            page.Append("\n## ").Append(template).Append('\n');
            foreach (var language in Sentences.Languages)
                page.Append("\n**").Append(language).Append("**\n\n> ").Append(Sentences.Say(language, template, Facts(language)).Trim().ReplaceLineEndings("\n> ")).Append('\n');
        }

        return page.ToString().Replace("> \n", ">\n", StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Facts(string language) =>
        new()
        {
            ["nomor"] = "KMS-2026-000123",
            ["kode"] = "7K2M9QXD",
            ["lacak"] = "https://aduan.example.go.id/lacak",
            ["tanggapan"] = Sentences.Moment(Opened.AddDays(1), language),
            ["tenggat"] = Sentences.Moment(Opened.AddDays(7), language),
            ["semula"] = Sentences.Moment(Opened.AddDays(6), language),
            ["tutup"] = Sentences.Moment(Opened.AddDays(17), language),
            ["penilaian"] = "https://aduan.example.go.id/penilaian/2026-000123-7KQ2M9XWPLRTBC",
            ["jawaban"] = language == "en" ? "The aid was paid out on 20 November." : "Bantuan sudah disalurkan pada 20 November.",
            ["instansi"] = "BPJS Kesehatan",
            ["alasan"] = language == "en" ? "Membership is changed there." : "Perubahan kepesertaan dilakukan di sana.",
        };

    [GeneratedRegex(@"""([a-z]+\.[a-z]+)""", RegexOptions.None, 5000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"PrivateOrPointer\(\$""[^""]*"", ticket, ""([a-z]+)""", RegexOptions.None, 5000)]
    private static partial Regex Stem();
}
