using Tickets.Training;

namespace Tickets.UnitTests.Understanding;

/// <summary>Real comments labelled by reading, kept outside the repository because most have no open licence.</summary>
internal static class LabelledData
{
    /// <summary>The folder <c>shared/data</c> beside the repository, or null.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The rows of one file.</summary>
    public static IReadOnlyList<Row> Read(string file) =>
        [.. File.ReadLines(Path.Combine(Folder!, file)).Skip(1).Select(line => line.Split('\t')).Select(Row.Of)];

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(data, "labelled-more.tsv"))) return data;
        }

        return null;
    }

    /// <summary>One comment and what its reader made of it.</summary>
    internal sealed record Row(string Source, string Text, bool NeedsHelp, string Topic, bool Urgent)
    {
        public static Row Of(string[] columns) => new(
            columns[1].Split('#')[0],
            columns[2],
            columns[3] == "yes",
            LabelledTopics.Of(columns[4]),
            columns[5] == "yes");
    }
}

/// <summary>A test that measures on <see cref="LabelledData"/>, and shows as skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactOnLabelledDataAttribute : FactAttribute
{
    public FactOnLabelledDataAttribute()
    {
        if (LabelledData.Folder is null) Skip = "Needs shared/data/labelled-more.tsv in a folder above; most of it may not be published.";
    }
}
