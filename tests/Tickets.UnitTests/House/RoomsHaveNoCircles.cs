using System.Reflection;
using System.Runtime.CompilerServices;
using Tickets.Domain;

namespace Tickets.UnitTests.House;

/// <summary>
/// A folder is a room, a namespace is its name. A room may use another when that one does not, by any way round, use it: so a change is looked for in
/// one direction only.
/// </summary>
public class RoomsHaveNoCircles
{
    private const string Root = "Tickets.Domain";

    // Generated code names its context.
    private const string Generated = ".Migrations.";

    private static readonly List<Arrow> Arrows = [.. Assemblies.All.SelectMany(ArrowsOf)];

    [Fact]
    public void No_two_rooms_need_each_other()
    {
        var reaches = Arrows.GroupBy(a => a.From).ToDictionary(g => g.Key, g => g.Select(a => a.To).ToHashSet());
        var circles =
            from arrow in Arrows
            where Reaches(reaches, arrow.To, arrow.From)
            select $"{arrow.From} -> {arrow.To} because {arrow.Because}";

        Expect.Nothing(circles.Distinct());
    }

    [Fact]
    public void The_model_itself_stands_on_working_time_and_platforms_alone()
    {
        var others = Arrows.Where(a => a.From == Root && a.To is not (Root + ".WorkingTime" or Root + ".Platforms")).Select(a => $"{a.To} because {a.Because}");

        Expect.Nothing(others);
    }

    [Theory]
    [InlineData("WorkingTime")]
    [InlineData("Platforms")]
    [InlineData("Words")]
    public void What_the_model_stands_on_knows_nothing_of_it(string room)
    {
        var others = Arrows.Where(a => a.From == $"{Root}.{room}").Select(a => $"{a.To} because {a.Because}");

        Assert.Contains(typeof(Ticket).Assembly.GetTypes(), t => t.Namespace == $"{Root}.{room}");
        Expect.Nothing(others);
    }

    [Fact]
    public void Only_the_wiring_uses_the_wiring()
    {
        var users = Arrows.Where(a => a.To == Root + ".Hosting" && !a.From.EndsWith(".Hosting", StringComparison.Ordinal)).Select(a => $"{a.From} because {a.Because}");

        Expect.Nothing(users);
    }

    private static bool Reaches(Dictionary<string, HashSet<string>> reaches, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var room))
        {
            if (room == to)
                return true;
            if (seen.Add(room))
                foreach (var next in reaches.GetValueOrDefault(room) ?? [])
                    open.Push(next);
        }

        return false;
    }

    private static IEnumerable<Arrow> ArrowsOf(Assembly assembly) =>
        from type in assembly.Written()
        where !IsGenerated(type.Namespace!)
        from named in NamedTypes.By(type)
        where named.Assembly == assembly && named.Namespace is { } room && room != type.Namespace && !IsGenerated(room) && !named.IsDefined(typeof(CompilerGeneratedAttribute), false)
        select new Arrow(type.Namespace!, named.Namespace!, $"{type.Name} names {named.Name}");

    private static bool IsGenerated(string room) => room.Contains(Generated, StringComparison.Ordinal) || !room.StartsWith("Tickets", StringComparison.Ordinal);

    private sealed record Arrow(string From, string To, string Because);
}
