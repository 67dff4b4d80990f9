using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Tickets.Domain.Understanding;

/// <summary>The embedded word lists and one tree over all their phrases, built once.</summary>
/// <remarks>The lists are data: to teach a word, add a line to a file of <c>Understanding/Lexicon</c>.</remarks>
internal sealed class Lexicon
{
    /// <summary>Stands in signals for any word of <c>topics.txt</c> that names a matter.</summary>
    private const string Matter = "matter";

    // Words that people put between the words of a phrase: "belum juga cair", "tidak pernah bisa login".
    private const string Fillers = "juga pernah lagi ya sih kok dong saja banget nya nih lah ada mau di ke apa sampai pun masih bisa yang itu ini dulu deh kan";

    private readonly Dictionary<long, int> _steps = [];
    private readonly List<List<Entry>?> _ends = [null];
    private readonly HashSet<int> _fillers;
    private readonly Dictionary<string, HashSet<uint>> _languages = new(StringComparer.Ordinal);

    private Lexicon()
    {
        Words = new Vocabulary(Lines("spellings.txt"));
        Signs = new Signs(Words);
        _fillers = [.. Words.Learn(Fillers)];

        var signals = new List<Signal>();
        var pairs = new List<(int Signal, string First, string Second)>();
        foreach (var line in Lines("signals.txt"))
        {
            if (line[0] != '[')
            {
                Add(line, new Entry(EntryKind.Signal, signals.Count - 1, 1));
                continue;
            }

            var space = line.LastIndexOf(' ');
            var name = line[1..space];
            if (name.Split(" & ") is [var first, var second]) pairs.Add((signals.Count, first, second));
            signals.Add(new Signal(name, double.Parse(line.AsSpan(space + 1).TrimEnd(']'), CultureInfo.InvariantCulture)));
        }

        Signals = signals;
        Pairs = [.. pairs.Select(pair => (pair.Signal, IndexOf(pair.First), IndexOf(pair.Second)))];
        Start = IndexOf("start");
        MatterSignal = IndexOf(Matter);

        var topic = Topics.Unclear;
        foreach (var line in Lines("topics.txt"))
        {
            if (line[0] == '[') topic = line.Trim('[', ']');
            else AddWeighed(line, EntryKind.Topic, TopicIndex(topic));
        }

        foreach (var line in Lines("urgency.txt")) AddWeighed(line, EntryKind.Urgency, 0);

        var cues = new List<string>();
        foreach (var line in Lines("cues.txt").Concat(Lines("kinds.txt")))
        {
            if (line[0] == '[') cues.Add(line.Trim('[', ']'));
            else Add(line, new Entry(EntryKind.Cue, cues.Count - 1, 0));
        }

        Cues = cues;

        var language = "";
        foreach (var line in Lines("languages.txt"))
        {
            if (line[0] == '[')
            {
                language = line.Trim('[', ']');
                _languages[language] = [];
            }
            else
            {
                _languages[language].Add(Reading.SurfaceOf(line));
            }
        }
    }

    /// <summary>The lists that are built into this assembly.</summary>
    public static Lexicon Built { get; } = new();

    public Vocabulary Words { get; }

    public Signs Signs { get; }

    public IReadOnlyList<Signal> Signals { get; }

    /// <summary>Signals that weigh when two others are there.</summary>
    public IReadOnlyList<(int Signal, int First, int Second)> Pairs { get; }

    /// <summary>The sections of <c>cues.txt</c>, then those of <c>kinds.txt</c>.</summary>
    public IReadOnlyList<string> Cues { get; }

    /// <summary>For each language of <c>languages.txt</c> the <see cref="Word.Surface"/> of its words.</summary>
    public IReadOnlyDictionary<string, HashSet<uint>> Languages => _languages;

    public int Start { get; }

    public int MatterSignal { get; }

    public bool IsFiller(int word) => _fillers.Contains(word);

    /// <summary>One step down the tree of phrases; 0 when no phrase goes on with that word. The root is 0.</summary>
    public int Step(int node, int word) => word >= 0 && _steps.TryGetValue(((long)node << 32) | (uint)word, out var next) ? next : 0;

    /// <summary>What ends at a node of the tree.</summary>
    public List<Entry>? EndsAt(int node) => _ends[node];

    private int IndexOf(string name)
    {
        for (var i = 0; i < Signals.Count; i++)
            if (Signals[i].Name == name) return i;

        throw new InvalidDataException($"signals.txt has no section '{name}'.");
    }

    /// <summary>Where a topic stands in <see cref="Topics.All"/>.</summary>
    public static int TopicIndex(string topic)
    {
        for (var i = 0; i < Topics.All.Count; i++)
            if (Topics.All[i] == topic) return i;

        throw new InvalidDataException($"topics.txt has an unknown topic '{topic}'.");
    }

    private void AddWeighed(string line, EntryKind kind, int index)
    {
        var equals = line.LastIndexOf('=');
        var weight = equals < 0 ? 1 : double.Parse(line.AsSpan(equals + 1), CultureInfo.InvariantCulture);
        Add(equals < 0 ? line : line[..equals], new Entry(kind, index, weight));
    }

    private void Add(string phrase, Entry entry)
    {
        var node = 0;
        foreach (var word in Words.Learn(phrase))
        {
            var key = ((long)node << 32) | (uint)word;
            if (!_steps.TryGetValue(key, out var next))
            {
                _steps[key] = next = _ends.Count;
                _ends.Add(null);
            }

            node = next;
        }

        (_ends[node] ??= []).Add(entry);
    }

    private static IEnumerable<string> Lines(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream($"{typeof(Lexicon).Namespace}.Lexicon.{file}")
            ?? throw new InvalidDataException($"{file} is not built into {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') yield return line.Trim();
    }

    internal enum EntryKind
    {
        Signal,
        Topic,
        Urgency,
        Cue,
    }

    /// <summary>What a phrase says: which signal or topic, and how much.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Entry(EntryKind Kind, int Index, double Weight);

    /// <summary>A section of <c>signals.txt</c>.</summary>
    internal sealed record Signal(string Name, double Weight);
}

/// <summary>What a text shows beside its words, as words of their own.</summary>
internal sealed class Signs(Vocabulary words)
{
    public int Number { get; } = words.Sign("<number>");

    public int Link { get; } = words.Sign("<link>");

    public int Mention { get; } = words.Sign("<mention>");

    public int Hashtag { get; } = words.Sign("<hashtag>");

    public int Question { get; } = words.Sign("<question>");

    public int Applause { get; } = words.Sign("<applause>");

    public int Prayer { get; } = words.Sign("<prayer>");

    public int Laughter { get; } = words.Sign("<laughter>");

    /// <summary>A name with digits at its end, as gambling sites have it.</summary>
    public int Brand { get; } = words.Sign("<brand>");
}
