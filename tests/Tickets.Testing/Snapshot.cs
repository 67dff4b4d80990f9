namespace Tickets.Testing;

/// <summary>A document in the repository that is rendered from the code: it fails when stale, and <c>TICKETS_WRITE_SNAPSHOTS=1</c> writes it anew.</summary>
public static class Snapshot
{
    /// <summary>Null when the document says what was rendered; else what is wrong, and how it is mended.</summary>
    /// <param name="path">Within the repository, as <c>docs/events.md</c>.</param>
    /// <param name="rendered">What it must say; line ends are made <c>\n</c>.</param>
    public static string? Stale(string path, string rendered)
    {
        var file = Repository.At(path);
        var wanted = Plain(rendered);
        if (Environment.GetEnvironmentVariable("TICKETS_WRITE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, wanted);
            return null;
        }

        var stands = File.Exists(file) ? Plain(File.ReadAllText(file)) : "";
        return stands == wanted ? null : $"{path} is stale{FirstDifference(stands, wanted)}; run the tests once with TICKETS_WRITE_SNAPSHOTS=1 and look at the change.";
    }

    private static string Plain(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static string FirstDifference(string stands, string wanted)
    {
        var (old, now) = (stands.Split('\n'), wanted.Split('\n'));
        for (var i = 0; i < Math.Max(old.Length, now.Length); i++)
            if (old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i))
                return $" from line {i + 1} on (\"{old.ElementAtOrDefault(i)?.Trim()}\" would be \"{now.ElementAtOrDefault(i)?.Trim()}\")";
        return "";
    }
}
