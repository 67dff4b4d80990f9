using System.Runtime.InteropServices;
using System.Text;

using Tickets.Domain.Platforms;

namespace Tickets.Domain.Understanding;

/// <summary>
/// Assesses a message by word lists: signals for and against a plea, each with a weight, summed and put through a logistic.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Assessment.NeedsHelp"/> is roughly a probability, a cautious one: the weights were fitted on 2,487 labelled public
/// comments and on sentences of our own. On 318 comments kept apart, of those from 0.85 on 94 in 100 ask for help, and these are
/// 80 in 100 of all that do. It is a first form: a trained model takes its place behind <see cref="IUnderstanding"/>.
/// </para>
/// <para>
/// Only the first <see cref="WeighedLength"/> UTF-16 code units weigh; personal data is searched in all of the text. Nothing
/// throws, whatever the text; the time is linear in its length. The platform does not weigh. One instance serves all threads.
/// </para>
/// <para>
/// Example: <c>min tolong, PKH ibu saya belum cair dari bulan Juli</c> is a plea (above 0.9), about <c>pkh</c>, not urgent, for the
/// reasons <c>belum cair</c>, <c>PKH</c>, <c>tolong</c>, <c>bulan Juli</c> …
/// </para>
/// </remarks>
public sealed class UnderstandByRules : IUnderstanding
{
    /// <summary>How many UTF-16 code units of a message weigh; what comes after is searched for personal data only.</summary>
    public const int WeighedLength = 10_000;

    private const int MostReasons = 8;
    private const int LongestReason = 60;
    private const int MostDigitsInReason = 6;
    private const int MostFillers = 2;
    private const int LongestPhrase = 8;

    // A topic word names a matter when it says at least this much.
    private const double MatterWeight = 1;

    // What a topic has to beat: the odds of a plea without any matter in it.
    private const double UnclearWeight = 0.3;
    /// <summary>From this urgency of the lists on a plea is urgent.</summary>
    internal const double UrgentFrom = 0.99;

    private static readonly Lexicon Lexicon = Lexicon.Built;
    private static readonly int OtherAgency = Lexicon.TopicIndex(Topics.OtherAgency);
    private static readonly int Unclear = Lexicon.TopicIndex(Topics.Unclear);

    /// <inheritdoc/>
    public string Model => "rules";

    /// <inheritdoc/>
    public Assessment Assess(string text, Platform platform, AssessmentContext? context = null)
    {
        var weighed = text.AsSpan(0, Math.Min(text.Length, WeighedLength));
        var personal = PersonalData.Find(text);
        var look = new RulesLook();
        Look(look, Impersonal.Of(weighed, personal));
        var needsHelp = 1 / (1 + Math.Exp(-look.Sum));
        var (topic, topicConfidence) = Topic(look.Topics);

        return new Assessment(
            needsHelp,
            Topics.All[topic],
            topicConfidence,
            Urgent: look.Urgency >= UrgentFrom && needsHelp >= 0.5,
            personal,
            Reasons(weighed, look.Words, look.Finds, personal, topic, plea: needsHelp >= 0.5));
    }

    /// <summary>Fills in what the lists find in a text (see <see cref="Impersonal"/>); with pieces of words too when it has a place for them.</summary>
    internal static void Look(RulesLook look, ReadOnlySpan<char> text)
    {
        look.Clear();
        Reading.Into(look.Words, look.Pieces, text, Lexicon);
        var words = CollectionsMarshal.AsSpan(look.Words);
        for (var i = 0; i < words.Length; i++) Match(words, look.Finds, node: 0, from: i, at: i, fillers: 0);
        look.Urgency = Weigh(look);
        for (var i = 0; i < look.Signals.Length; i++) look.Sum += look.Signals[i] * Lexicon.Signals[i].Weight;
    }

    private static void Match(ReadOnlySpan<Word> words, List<Found> found, int node, int from, int at, int fillers)
    {
        if (at >= words.Length || at - from >= LongestPhrase) return;
        var word = words[at];
        var next = Lexicon.Step(node, word.Id);
        if (next > 0) Go(words, found, next, from, at, fillers);
        var stem = word.Stem == word.Id ? 0 : Lexicon.Step(node, word.Stem);
        if (stem > 0) Go(words, found, stem, from, at, fillers);
        if (next == 0 && stem == 0 && node > 0 && fillers < MostFillers && Lexicon.IsFiller(word.Id))
            Match(words, found, node, from, at + 1, fillers + 1);
    }

    private static void Go(ReadOnlySpan<Word> words, List<Found> found, int node, int from, int at, int fillers)
    {
        if (Lexicon.EndsAt(node) is { } entries)
            foreach (var entry in entries) found.Add(new Found(entry, node, from, at));
        Match(words, found, node, from, at + 1, fillers);
    }

    /// <summary>Fills in what topics and signals weigh, and what each find adds; returns the urgency.</summary>
    private static double Weigh(RulesLook look)
    {
        var urgency = 0.0;
        var (topics, signals) = (look.Topics, look.Signals);
        Span<int> counts = stackalloc int[signals.Length];
        var finds = CollectionsMarshal.AsSpan(look.Finds);
        for (var i = 0; i < finds.Length; i++)
        {
            ref var find = ref finds[i];
            var entry = find.Entry;
            if (IsTurned(finds, i) || !look.Seen.Add((find.Node, entry.Kind, entry.Index))) continue;
            switch (entry.Kind)
            {
                case Lexicon.EntryKind.Signal:
                    // The second word of a kind weighs half, the third a third; more of the same adds nothing.
                    if (++counts[entry.Index] > 3) break;
                    signals[entry.Index] += 1.0 / counts[entry.Index];
                    find.Contribution = Lexicon.Signals[entry.Index].Weight / counts[entry.Index];
                    break;
                case Lexicon.EntryKind.Topic:
                    topics[entry.Index] += entry.Weight;
                    find.Contribution = entry.Weight / 2;
                    if (entry.Weight >= MatterWeight) signals[Lexicon.MatterSignal] = 1;
                    break;
                case Lexicon.EntryKind.Urgency:
                    urgency += entry.Weight;
                    find.Contribution = entry.Weight;
                    break;
                case Lexicon.EntryKind.Cue:
                    look.Cues[entry.Index]++;
                    break;
            }
        }

        signals[Lexicon.Start] = 1;
        foreach (var (signal, first, second) in Lexicon.Pairs) signals[signal] = signals[first] > 0 && signals[second] > 0 ? 1 : 0;
        return urgency;
    }

    // "tidak susah" is praise: the "susah" in it is no trouble. A longer find of the other sign takes the shorter back.
    private static bool IsTurned(ReadOnlySpan<Found> finds, int index)
    {
        var find = finds[index];
        if (find.Entry.Kind != Lexicon.EntryKind.Signal) return false;
        var sign = Math.Sign(Lexicon.Signals[find.Entry.Index].Weight);
        for (var i = index - 1; i >= 0 && find.From - finds[i].From < LongestPhrase; i--)
            if (Turns(finds[i], find, sign)) return true;

        for (var i = index + 1; i < finds.Length && finds[i].From == find.From; i++)
            if (Turns(finds[i], find, sign)) return true;

        return false;
    }

    private static bool Turns(Found longer, Found shorter, int sign) =>
        longer.Entry.Kind == Lexicon.EntryKind.Signal
        && longer.From <= shorter.From
        && longer.To >= shorter.To
        && longer.To - longer.From > shorter.To - shorter.From
        && Math.Sign(Lexicon.Signals[longer.Entry.Index].Weight) == -sign;

    internal static (int Topic, double Confidence) Topic(ReadOnlySpan<double> topics)
    {
        var best = Unclear;
        var bestWeight = UnclearWeight;
        var all = Math.Exp(UnclearWeight);
        for (var i = 0; i < topics.Length; i++)
        {
            if (topics[i] <= 0) continue;
            all += Math.Exp(topics[i]);
            // On a tie the ministry's own programmes go before "some other agency".
            if (topics[i] < bestWeight || (topics[i] == bestWeight && i >= OtherAgency)) continue;
            if (topics[i] == bestWeight && best != Unclear) continue;
            (best, bestWeight) = (i, topics[i]);
        }

        return (best, Math.Exp(bestWeight) / all);
    }

    // Only words that pulled to where the message came out: those of the other side would puzzle who reads them.
    internal static List<string> Reasons(ReadOnlySpan<char> text, List<Word> words, List<Found> matches, IReadOnlyList<PersonalDataSpan> personal, int topic, bool plea)
    {
        matches.Sort(static (a, b) => Math.Abs(b.Contribution).CompareTo(Math.Abs(a.Contribution)));
        var reasons = new List<string>(MostReasons);
        foreach (var find in matches)
        {
            if (reasons.Count == MostReasons || find.Contribution == 0) break;
            var pulls = find.Entry.Kind switch
            {
                Lexicon.EntryKind.Signal => plea == find.Contribution > 0,
                Lexicon.EntryKind.Topic => plea && find.Entry.Index == topic,
                Lexicon.EntryKind.Urgency => plea,
                Lexicon.EntryKind.Cue => false,
            };
            if (!pulls) continue;
            var first = words[find.From];
            var last = words[find.To];
            if (Names(personal, first.Start, last.Start + last.Length)) continue;
            var reason = Readable(text.Slice(first.Start, Math.Min(last.Start + last.Length - first.Start, LongestReason)));
            if (reason.Length > 0 && !reasons.Exists(known => known.Contains(reason, StringComparison.OrdinalIgnoreCase))) reasons.Add(reason);
        }

        return reasons;
    }

    /// <summary>Whether a stretch of a text touches what identifies a person. A number in groups would come back group by group.</summary>
    internal static bool Names(IReadOnlyList<PersonalDataSpan> personal, int from, int to)
    {
        // In order of appearance, not overlapping.
        var (low, high) = (0, personal.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (personal[middle].Start + personal[middle].Length <= from) low = middle + 1;
            else high = middle;
        }

        return low < personal.Count && personal[low].Start < to;
    }

    internal static string Readable(ReadOnlySpan<char> words)
    {
        var reason = new StringBuilder(words.Length);
        var digits = 0;
        foreach (var rune in words.EnumerateRunes())
        {
            if (Rune.IsDigit(rune) && ++digits > MostDigitsInReason) return "";
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)) reason.Append(' ');
            else if (rune != Rune.ReplacementChar) reason.Append(rune.ToString());
        }

        return reason.ToString().Trim();
    }
}

/// <summary>What the word lists find in one text. One may serve many texts, one after the other.</summary>
internal sealed class RulesLook
{
    /// <summary>The words in order.</summary>
    public List<Word> Words { get; } = new(128);

    /// <summary>Where pieces of words go; null when nobody wants them.</summary>
    public List<uint>? Pieces { get; init; }

    /// <summary>The phrases found, by where they begin.</summary>
    public List<Found> Finds { get; } = new(64);

    /// <summary>What weighed already.</summary>
    public HashSet<(int Node, Lexicon.EntryKind Kind, int Index)> Seen { get; } = [];

    /// <summary>What speaks for each topic.</summary>
    public double[] Topics { get; } = new double[Domain.Topics.All.Count];

    /// <summary>How often each signal is there.</summary>
    public double[] Signals { get; } = new double[Lexicon.Built.Signals.Count];

    /// <summary>How many different phrases of each section of cues there are.</summary>
    public int[] Cues { get; } = new int[Lexicon.Built.Cues.Count];

    /// <summary>What speaks for urgency; from 1 on it is urgent by the lists.</summary>
    public double Urgency { get; set; }

    /// <summary>All signals by weight: the logit of the lists.</summary>
    public double Sum { get; set; }

    /// <summary>Makes room for the next text.</summary>
    public void Clear()
    {
        Words.Clear();
        Pieces?.Clear();
        Finds.Clear();
        Seen.Clear();
        Array.Clear(Topics);
        Array.Clear(Signals);
        Array.Clear(Cues);
        (Urgency, Sum) = (0, 0);
    }
}

/// <summary>A phrase of a lexicon in the text: from its first to its last word, and what it added to the outcome.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct Found(Lexicon.Entry Entry, int Node, int From, int To)
{
    /// <summary>What it added.</summary>
    public double Contribution { get; set; }
}
