using System.Text.RegularExpressions;
using Tickets.Testing;

namespace Tickets.UnitTests.House;

/// <summary>Tests wait by probes, never by sleeping; nothing is left for later in the sources and documents.</summary>
public partial class NothingBannedIsLeft
{
    private static readonly string[] TextEndings = [".cs", ".md", ".json", ".yml", ".yaml", ".props", ".targets", ".csproj", ".sql", ".conf", ".txt", ".cshtml", ".ts", ".tsx", ".editorconfig", "Dockerfile"];

    // A platform that answers slowly, and figures of time that are no tests.
    private static readonly string[] WaitsForOthers = ["tests/Tickets.Testing/FakeGraph.cs", "tests/Tickets.Benchmarks/"];

    [Fact]
    public void No_test_sleeps_blocks_or_reads_the_clock_of_the_machine()
    {
        var found =
            from source in Repository.Sources("tests")
            where !WaitsForOthers.Any(w => source.Key.StartsWith(w, StringComparison.Ordinal)) && !source.Key.EndsWith($"/{nameof(NothingBannedIsLeft)}.cs", StringComparison.Ordinal)
            from Match banned in BannedInTests().Matches(source.Value)
            select $"{source.Key}: {banned.Value}";

        Expect.Nothing(found);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var found =
            from text in Texts()
            from Match left in LeftForLater().Matches(text.Value)
            select $"{text.Key}: {left.Value}";

        Expect.Nothing(found);
    }

    /// <summary>A database's sentence can quote a citizen's name: it goes into no log.</summary>
    [Fact]
    public void What_goes_wrong_is_logged_without_what_a_database_says_of_it()
    {
        var found =
            from source in Repository.Sources("src")
            from Match raw in LoggedAsItIs().Matches(source.Value)
            select $"{source.Key}: {raw.Value}";

        Expect.Nothing(found);
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts() =>
        Repository.Texts("", TextEndings).Concat(Repository.Texts("scripts", "").Where(s => !Path.HasExtension(s.Key)));

    [GeneratedRegex(@"\bThread\.Sleep\b|\.Result\b(?!\s*[({<=])(?=\s*[;,.)\]])|\bDateTime(?:Offset)?\.(?:Now|UtcNow|Today)\b|\bTask\.Delay\(", RegexOptions.None, 5000)]
    private static partial Regex BannedInTests();

    [GeneratedRegex(@"\w+\((?:log|logger)\b[^;(\r\n]*,\s*(?:problem|error|exception|fault)\);", RegexOptions.None, 5000)]
    private static partial Regex LoggedAsItIs();

    [GeneratedRegex("\\b(?:TO" + "DO|FIX" + "ME|HA" + "CK|XX" + "X)\\b", RegexOptions.None, 5000)]
    private static partial Regex LeftForLater();
}
