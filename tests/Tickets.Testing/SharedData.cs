namespace Tickets.Testing;

/// <summary>
/// Real outside material, kept beside the repository and never in it: <c>shared/data</c> next to the repository's root. What needs it is
/// skipped, with the reason, where it is absent.
/// </summary>
public static class SharedData
{
    /// <summary>Why a test that needs it was skipped.</summary>
    public const string Absence = "no shared/data beside the repository: real payloads are not part of it";

    /// <summary>Its directory; null where it is absent.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The files of one of its folders, by name; empty where it is absent.</summary>
    /// <param name="folder">As <c>webhooks/messenger</c>.</param>
    public static IReadOnlyList<string> Files(string folder)
    {
        if (Root is null || Path.Combine(Root, folder) is var path && !Directory.Exists(path))
            return [];
        var files = Directory.GetFiles(path);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static string? FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
