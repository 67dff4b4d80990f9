namespace Tickets.Testing;

/// <summary>The repository that the tests were built from, found by its solution file above the test assembly.</summary>
public static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "wwwroot", "artifacts", "data", "Migrations", ".git"];

    /// <summary>Its root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder by its path within the repository, written with slashes.</summary>
    public static string At(string path) => Path.Combine([Root, .. path.Split('/')]);

    /// <summary>Every C# source below a folder, generated migrations left out, by its path within the repository.</summary>
    /// <param name="folder">As <c>src/Tickets.Domain</c>.</param>
    public static IReadOnlyDictionary<string, string> Sources(string folder) => Texts(folder, ".cs");

    /// <summary>Every text file with one of these endings below a folder, by its path within the repository; empty for a folder that is not there.</summary>
    public static IReadOnlyDictionary<string, string> Texts(string folder, params string[] endings)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var start = folder.Length == 0 ? Root : At(folder);
        if (Directory.Exists(start))
            Collect(start, endings, found);
        return found;
    }

    /// <summary>The names of the folders right below a folder.</summary>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        [.. Directory.GetDirectories(At(folder)).Select(d => Path.GetFileName(d)).Where(n => !NotOurs.Contains(n)).Order(StringComparer.Ordinal)];

    private static void Collect(string directory, string[] endings, SortedDictionary<string, string> found)
    {
        foreach (var file in Directory.GetFiles(directory))
            if (endings.Any(e => file.EndsWith(e, StringComparison.Ordinal)))
                found.Add(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file));
        foreach (var below in Directory.GetDirectories(directory))
            if (!NotOurs.Contains(Path.GetFileName(below)))
                Collect(below, endings, found);
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Tickets.sln")))
                return at.FullName;
        throw new InvalidOperationException("No Tickets.sln above the test assembly.");
    }
}
