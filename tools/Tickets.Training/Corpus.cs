using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary>Reads labelled messages.</summary>
internal static class Corpus
{
    private const int Columns = 6;

    /// <summary>A file with columns id, source#row, text, needs_help, topic, urgent and a heading.</summary>
    /// <exception cref="InvalidDataException">A line has other columns.</exception>
    public static List<Sample> Labelled(string path, string set) =>
        [.. File.ReadLines(path).Select((line, at) => (Line: line, At: at + 1)).Skip(1).Where(l => l.Line.Length > 0).Select(l => (Columns: l.Line.Split('\t'), l.At)).Select(l =>
        {
            var c = l.Columns;
            if (c.Length != Columns) throw new InvalidDataException($"{path}, line {l.At}: {c.Length} columns where {Columns} are wanted (id, source#row, text, needs_help, topic, urgent).");
            var hash = c[1].LastIndexOf('#');
            var (source, row) = hash < 0 ? (c[1], c[0]) : (c[1][..hash], c[1][(hash + 1)..]);
            var yes = c[3] == "yes";
            return new Sample(source, row, set, c[2], yes, yes ? LabelledTopics.Of(c[4]) : "", c[5] == "yes");
        })];

    /// <summary>
    /// What is to be said of pleas whose topic the model does not know (one that an administrator entered, or a slip): they are no part of the figures of topics,
    /// nor of their fit. Empty when there are none.
    /// </summary>
    public static string UnknownTopics(IReadOnlyCollection<Sample> samples)
    {
        var unknown = samples.Where(s => s.Topic.Length > 0 && s.TopicIndex < 0).CountBy(s => s.Topic).OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
        return unknown.Count == 0 ? "" : $"{unknown.Sum(t => t.Value)} pleas on topics that the model does not know count for no topic: {string.Join(", ", unknown.Select(t => $"{t.Key} {t.Value}"))}\n";
    }

    /// <summary>Our own messages: a file for each topic and one for what is no plea; every fifth line is kept for checking.</summary>
    public static List<Sample> Own(string folder)
    {
        var samples = new List<Sample>();
        foreach (var file in Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var plea = !name.StartsWith("no", StringComparison.Ordinal);
            var row = 0;
            foreach (var line in File.ReadLines(file))
            {
                if (line.Length == 0 || line[0] == '#') continue;
                var urgent = line[0] == '!';
                row++;
                samples.Add(new Sample("own", $"{name}:{row}", row % 5 == 0 ? "own check" : "own", urgent ? line[1..] : line, plea, plea ? name : "", urgent));
            }
        }

        return samples;
    }

    /// <summary>Labels that are kept without their texts, found again by corpus and row.</summary>
    public static List<Sample> ByRow(string path, string texts)
    {
        var labels = File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t')).ToList();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in labels.Select(label => label[0]).Distinct())
            foreach (var line in File.ReadLines(Path.Combine(texts, source + ".txt")))
                if (line.Split('\t', 2) is [var row, var text]) found.TryAdd(source + "#" + row, text);
        return [.. labels.Where(c => found.ContainsKey(c[0] + "#" + c[1])).Select(c => new Sample(c[0], c[1], "by row", found[c[0] + "#" + c[1]], c[2] == "yes", c[3], c[4] == "yes"))];
    }

    /// <summary>Fills in what the model reads.</summary>
    public static void Read(IEnumerable<Sample> samples)
    {
        var features = new Features();
        foreach (var sample in samples)
        {
            features.Read(sample.Text);
            sample.Reads = new Reads([.. Enumerable.Range(0, Features.Kinds).Select(kind => features.OfKind(kind).ToArray())], [.. features.Measures], features.Look.Urgency, features.Look.Words.Count);
        }
    }
}
