using System.Runtime.InteropServices;

namespace Tickets.Domain.Understanding;

/// <summary>What a model reads in a text: hashes of its words, of words in a row and of pieces of words, and some measures.</summary>
/// <remarks>
/// Each hash counts once. One instance serves many texts, one after the other, without allocating. The names of the measures are part
/// of a model's file: a model is read with the measures that it was trained on.
/// </remarks>
internal sealed class Features
{
    private const int MostOfAKind = 6_000;

    // What the words of a topic weigh together when the text names it rather than touches on it.
    private const double NamesAMatter = 2;

    private static readonly string[] Shapes =
    [
        "length", "long", "short", "capitals", "exclamations", "questions", "mentions first", "hashtags", "numbers", "lines", "unknown words", "rules", "rules sure", "urgency", "no words",
        "headline", "headline before a link", "quotes", "numbers in brackets",
    ];

    // What is grave, or of a topic, only together.
    private static readonly (int First, int Second)[] Pairs =
    [
        .. new[]
        {
            ("grave illness", "health insurance"), ("grave illness", "frail people"), ("grave illness", "elderly"), ("grave illness", "disaster"), ("disaster", "trapped"), ("disaster", "hunger"),
            ("disaster", "frail people"), ("disaster", "missing"), ("hunger", "frail people"), ("elderly", "frail people"), ("child", "violence"), ("taking", "aid officers"), ("taking", "pkh"), ("taking", "sembako"), ("taking", "data"),
            ("disaster", "other offices"), ("disaster", "roads and works"), ("child", "social rehabilitation"), ("elderly", "social rehabilitation"), ("disability", "child"), ("disability", "empowerment"), ("pkh", "data"), ("sembako", "data"),
        }.Select(pair => (CueIndex(pair.Item1), CueIndex(pair.Item2))),
    ];

    // Topics that a text names by what is theirs; data, other agencies and what is unclear stand beside any of them.
    private static readonly int[] OwnMatters =
    [
        .. Topics.All.Where(topic => topic is not (Topics.Dtsen or Topics.OtherAgency or Topics.Unclear)).Select(Lexicon.TopicIndex),
    ];

    private readonly List<uint>[] _kinds = [new(256), new(256), new(1024)];

    /// <summary>Names of the measures: signals of the lists, topics of the lists, and the shape of the text.</summary>
    public static IReadOnlyList<string> MeasureNames { get; } =
    [
        .. Lexicon.Built.Signals.Select(signal => "signal " + signal.Name),
        .. Topics.All.Select(topic => "topic " + topic),
        .. Topics.All.Select(topic => "first topic " + topic),
        .. OwnMatters.Select(topic => "only topic " + Topics.All[topic]),
        .. OwnMatters.Select(topic => "topic named first " + Topics.All[topic]),
        .. Lexicon.Built.Cues.Select(cue => "cue " + cue),
        .. Lexicon.Built.Cues.Select(cue => "any cue " + cue),
        .. Pairs.Select(pair => Lexicon.Built.Cues[pair.First] + " & " + Lexicon.Built.Cues[pair.Second]),
        .. Shapes,
    ];

    /// <summary>What the lists found.</summary>
    public RulesLook Look { get; } = new() { Pieces = new List<uint>(1024) };

    /// <summary>The measures, in the order of <see cref="MeasureNames"/>; all about 0 to 3.</summary>
    public double[] Measures { get; } = new double[MeasureNames.Count];

    /// <summary>Words; words in a row; pieces of words: each sorted, without repeats.</summary>
    public ReadOnlySpan<uint> OfKind(int kind) => CollectionsMarshal.AsSpan(_kinds[kind]);

    /// <summary>How many kinds of hashes there are.</summary>
    public static int Kinds => 3;

    /// <summary>What in the whole text identifies a person. None of it is among the words or the measures.</summary>
    public IReadOnlyList<PersonalDataSpan> Personal { get; private set; } = [];

    /// <summary>Reads a text; only its first <see cref="UnderstandByModel.WeighedLength"/> code units.</summary>
    public void Read(string text)
    {
        Personal = PersonalData.Find(text);
        var weighed = Impersonal.Of(text.AsSpan(0, Math.Min(text.Length, UnderstandByModel.WeighedLength)), Personal);
        UnderstandByRules.Look(Look, weighed);
        ReadWords();
        Measure(weighed);
    }

    private void ReadWords()
    {
        var (ones, twos, pieces) = (_kinds[0], _kinds[1], _kinds[2]);
        ones.Clear();
        twos.Clear();
        pieces.Clear();
        var vocabulary = Lexicon.Built.Words;
        var (before, beforeThat) = (1u, 2u);
        foreach (var word in CollectionsMarshal.AsSpan(Look.Words))
        {
            var known = word.Id == Vocabulary.Unknown ? word.Surface : vocabulary.HashOf(word.Id);
            if (known == 0) continue;
            ones.Add(known);
            if (word.Surface != 0) ones.Add(word.Surface);
            if (word.Stem != Vocabulary.Unknown) ones.Add(vocabulary.HashOf(word.Stem));
            twos.Add(Hashing.Of(before, known, Hashing.Twos));
            twos.Add(Hashing.Of(beforeThat, known, Hashing.Gaps));
            (before, beforeThat) = (known, before);
        }

        twos.Add(Hashing.Of(before, 3u, Hashing.Twos));
        pieces.AddRange(CollectionsMarshal.AsSpan(Look.Pieces));
        foreach (var kind in _kinds) SortOnce(kind);
    }

    private static void SortOnce(List<uint> hashes)
    {
        if (hashes.Count > MostOfAKind) hashes.RemoveRange(MostOfAKind, hashes.Count - MostOfAKind);
        var span = CollectionsMarshal.AsSpan(hashes);
        span.Sort();
        var kept = 0;
        for (var i = 0; i < span.Length; i++)
            if (i == 0 || span[i] != span[i - 1]) span[kept++] = span[i];

        CollectionsMarshal.SetCount(hashes, kept);
    }

    private void Measure(ReadOnlySpan<char> text)
    {
        var at = 0;
        foreach (var signal in Look.Signals) Measures[at++] = Math.Min(signal, 2);
        foreach (var topic in Look.Topics) Measures[at++] = Math.Min(topic, 6) / 3;
        var (first, _) = UnderstandByRules.Topic(Look.Topics);
        for (var i = 0; i < Look.Topics.Length; i++) Measures[at++] = i == first ? 1 : 0;

        var only = OnlyMatter(Look.Topics);
        foreach (var topic in OwnMatters) Measures[at++] = topic == only ? 1 : 0;
        var named = NamedFirst(Look);
        foreach (var topic in OwnMatters) Measures[at++] = topic == named ? 1 : 0;

        foreach (var cue in Look.Cues) Measures[at++] = Math.Min(cue, 4) / 2.0;
        foreach (var cue in Look.Cues) Measures[at++] = cue > 0 ? 1 : 0;
        foreach (var (one, other) in Pairs) Measures[at++] = Look.Cues[one] > 0 && Look.Cues[other] > 0 ? 1 : 0;

        var (letters, capitals, exclamations, questions, hashtags, lines) = (0, 0, 0, 0, 0, 0);
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c)) letters++;
            if (char.IsAsciiLetterUpper(c)) capitals++;
            if (c == '!') exclamations++;
            if (c == '?') questions++;
            if (c == '#') hashtags++;
            if (c == '\n') lines++;
        }

        var words = Look.Words.Count;
        var (unknown, numbers) = (0, 0);
        foreach (var word in CollectionsMarshal.AsSpan(Look.Words))
        {
            if (word.Id == Vocabulary.Unknown) unknown++;
            if (word.Id == Lexicon.Built.Signs.Number) numbers++;
        }

        Measures[at++] = Math.Log(1 + words) / 2;
        Measures[at++] = words > 40 ? 1 : 0;
        Measures[at++] = words < 6 ? 1 : 0;
        Measures[at++] = letters > 10 ? (double)capitals / letters : 0;
        Measures[at++] = Math.Min(exclamations, 3) / 3.0;
        Measures[at++] = Math.Min(questions, 3) / 3.0;
        Measures[at++] = text.Length > 0 && text[0] == '@' ? 1 : 0;
        Measures[at++] = Math.Min(hashtags, 4) / 4.0;
        Measures[at++] = Math.Min(numbers, 4) / 4.0;
        Measures[at++] = Math.Min(lines, 4) / 4.0;
        Measures[at++] = words > 0 ? (double)unknown / words : 0;
        Measures[at++] = Math.Clamp(Look.Sum, -6, 6) / 3;
        Measures[at++] = Look.Sum > 1.5 ? 1 : 0;
        Measures[at++] = Math.Min(Look.Urgency, 3);
        Measures[at++] = words == 0 ? 1 : 0;

        var manner = Manner.Of(text);
        var linkLast = words > 0 && Look.Words[^1].Id == Lexicon.Built.Signs.Link;
        Measures[at++] = manner.Headline;
        Measures[at++] = linkLast ? manner.Headline : 0;
        Measures[at++] = manner.Quotes ? 1 : 0;
        Measures[at] = manner.NumbersInBrackets ? 1 : 0;
    }

    // "mau usul PKH lewat aplikasi" is about PKH, "tidak dapat PKH, BPNT, apa pun" about the data behind them.
    private static int OnlyMatter(ReadOnlySpan<double> topics)
    {
        var only = -1;
        foreach (var topic in OwnMatters)
        {
            if (topics[topic] < NamesAMatter) continue;
            if (only >= 0) return -1;
            only = topic;
        }

        return only;
    }

    // Of "pkh/bpnt" the first is meant.
    private static int NamedFirst(RulesLook look)
    {
        var (first, at) = (-1, int.MaxValue);
        foreach (var find in CollectionsMarshal.AsSpan(look.Finds))
        {
            if (find.Entry.Kind != Lexicon.EntryKind.Topic || find.Entry.Weight < NamesAMatter || find.From >= at) continue;
            if (Array.IndexOf(OwnMatters, find.Entry.Index) < 0) continue;
            (first, at) = (find.Entry.Index, find.From);
        }

        return first;
    }

    private static int CueIndex(string name)
    {
        for (var i = 0; i < Lexicon.Built.Cues.Count; i++)
            if (Lexicon.Built.Cues[i] == name) return i;
        throw new InvalidDataException($"cues.txt has no section '{name}'.");
    }
}
