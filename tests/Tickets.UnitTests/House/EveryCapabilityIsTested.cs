using System.Text.RegularExpressions;
using Tickets.Testing;

namespace Tickets.UnitTests.House;

/// <summary>A folder of the domain is a capability, and somebody tries it out.</summary>
public partial class EveryCapabilityIsTested
{
    private static readonly string[] Capabilities =
        ["Intake", "Triage", "Routing", "Sla", "Resolution", "Notices", "Reporting", "Access", "Understanding", "WorkingTime", "Retention", "Regions", "Learning", "Media", "Views"];

    [Fact]
    public void Every_capability_folder_is_named_by_a_test()
    {
        var house = Path.GetDirectoryName(Repository.Sources("tests").Keys.Single(p => p.EndsWith($"/{nameof(EveryCapabilityIsTested)}.cs", StringComparison.Ordinal)))!;
        var words = Repository
            .Sources("tests")
            .Where(s => !s.Key.StartsWith(house.Replace('\\', '/'), StringComparison.Ordinal))
            .SelectMany(s => Word().Matches(s.Value).Select(m => m.Value))
            .ToHashSet();
        var untested = Capabilities.Intersect(Repository.FoldersIn("src/Tickets.Domain")).Where(c => !TypesOf(c).Any(words.Contains));

        Expect.Nothing(untested);
    }

    private static IEnumerable<string> TypesOf(string capability) =>
        Assemblies.Domain.GetTypes().Where(t => !t.IsNested && t.Namespace == $"Tickets.Domain.{capability}").Select(t => t.Name.Split('`')[0]);

    [GeneratedRegex(@"\b[A-Z]\w+", RegexOptions.None, 5000)]
    private static partial Regex Word();
}
