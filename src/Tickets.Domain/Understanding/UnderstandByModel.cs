using System.Runtime.InteropServices;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Understanding;

/// <summary>Assesses a message by a model that was trained on labelled messages, with the word lists among what it looks at.</summary>
/// <remarks>
/// <para>
/// <see cref="Assessment.NeedsHelp"/> is calibrated: of those at 0.9, nine in ten ask for help. How it was trained and what it reaches is
/// in <c>docs/understanding.md</c>.
/// </para>
/// <para>
/// Only the first <see cref="WeighedLength"/> UTF-16 code units weigh; personal data is searched in all of the text. Nothing
/// throws, whatever the text; the time is linear in its length. The platform does not weigh. One instance serves all threads.
/// </para>
/// </remarks>
public sealed class UnderstandByModel : IUnderstanding
{
    /// <summary>How many UTF-16 code units of a message weigh; what comes after is searched for personal data only.</summary>
    public const int WeighedLength = 4_000;

    private const int MostReasons = 8;
    private const int LongestReason = 60;
    private const int FewWords = 8;
    private const int MostEarlier = 5;
    private const double LeastReason = 0.05;

    // Words that make a message a scam, a rumour or spam come first: they say why nobody should open a ticket from it.
    private const double KindReason = 5;
    private const double SurerWithoutPhrases = 2;
    private const int FewestWordsOfDanger = 3;

    // A reply of few words says little about its topic: the post that it stands under says the rest.
    private const float PostWeighs = 0.6f;

    private static readonly int NoMatter = Topics.All.ToList().IndexOf(Topics.Unclear);

    [ThreadStatic]
    private static Features? _features;

    private readonly LearnedModel _model;

    /// <summary>By the model in this assembly.</summary>
    public UnderstandByModel()
        : this(LearnedModel.Built)
    {
    }

    internal UnderstandByModel(LearnedModel model) => _model = model;

    /// <summary>By a model in a file.</summary>
    /// <exception cref="InvalidDataException">The file is no model, or of another program.</exception>
    public static UnderstandByModel From(string path) => new(LearnedModel.Read(File.ReadAllBytes(path)));

    /// <inheritdoc/>
    public string Model => _model.Name;

    /// <inheritdoc/>
    public Assessment Assess(string text, Platform platform, AssessmentContext? context = null)
    {
        var features = _features ??= new Features();
        Span<float> scores = stackalloc float[LearnedModel.Outputs];
        Span<float> around = stackalloc float[LearnedModel.Outputs];
        var aroundWeighs = ReadAround(features, context, around);

        var weighed = text.AsSpan(0, Math.Min(text.Length, WeighedLength));
        features.Read(text);
        _model.Score(features, scores);
        if (aroundWeighs.Plea > 0 && features.Look.Words.Count <= FewWords)
            scores[LearnedModel.Plea] = ((1 - aroundWeighs.Plea) * scores[LearnedModel.Plea]) + (aroundWeighs.Plea * around[LearnedModel.Plea]);
        if (aroundWeighs.Topic > 0 && features.Look.Words.Count <= FewWords)
            LeanOn(around[LearnedModel.FirstTopic..], scores[LearnedModel.FirstTopic..], aroundWeighs.Topic);

        var calibrated = _model.Calibrated;
        // A text without a word (a picture, three hearts) is told by its signs alone, and never sure.
        var needsHelp = Probability(scores[LearnedModel.Plea], calibrated.PleaSlope, calibrated.PleaStart);
        var urgent = Probability(scores[LearnedModel.Urgent], calibrated.UrgentSlope, calibrated.UrgentStart);
        var (topic, confidence) = Topic(scores[LearnedModel.FirstTopic..], calibrated.TopicSlope);
        var personal = features.Personal;
        var kind = MessageKind.Of(features.Look, weighed, personal, needsHelp);
        return new Assessment(
            needsHelp,
            Topics.All[topic],
            confidence,
            IsUrgent(needsHelp, urgent, features.Look.Urgency, features.Look.Words.Count, calibrated.UrgentFrom),
            personal,
            Reasons(features.Look, weighed, personal, topic, needsHelp >= 0.5, kind),
            kind.Language,
            kind.Spam,
            kind.Scam,
            kind.Hoax);
    }

    /// <summary>Whether a message is urgent: likely enough an urgent plea, or, of what is more likely a plea than not, by the lists.</summary>
    /// <param name="needsHelp">How likely it is a plea.</param>
    /// <param name="urgent">How likely the model holds it to be urgent, if it is a plea.</param>
    /// <param name="phrases">What the phrases of <c>urgency.txt</c> weigh together.</param>
    /// <param name="words">How many words it has.</param>
    /// <param name="from">From which likelihood of an urgent plea on it is called one.</param>
    internal static bool IsUrgent(double needsHelp, double urgent, double phrases, int words, double from)
    {
        // "tolong min" may be anything: two words of which none is grave say of no danger.
        if (phrases <= 0 && words < FewestWordsOfDanger) return false;
        // Where no phrase of the lists speaks of danger, hunger, violence or illness, the model alone must be surer: most pleas are pressing, few are urgent.
        if (phrases <= 0) from *= SurerWithoutPhrases;
        return needsHelp * urgent >= from || (needsHelp >= 0.5 && phrases >= UnderstandByRules.UrgentFrom);
    }

    // Earlier words of the same citizen tell whether a short one is a plea; the post above tells what it is about.
    private (float Plea, float Topic) ReadAround(Features features, AssessmentContext? context, Span<float> around)
    {
        if (context is null) return (0, 0);
        // Blank words say nothing: read, they would pull every short plea to what an empty text is taken for.
        var earlier = context.Earlier is { Count: > 0 } words ? string.Join('\n', words.Where(w => !string.IsNullOrWhiteSpace(w)).TakeLast(MostEarlier)) : "";
        if (earlier.Length > 0)
        {
            features.Read(earlier);
            _model.Score(features, around);
            return (0.5f, 1);
        }

        if (string.IsNullOrWhiteSpace(context.Post)) return (0, 0);
        features.Read(context.Post);
        _model.Score(features, around);
        return (0, PostWeighs);
    }

    // Short words that name no matter of their own are about the one above or before them.
    private static void LeanOn(ReadOnlySpan<float> around, Span<float> own, float weight)
    {
        if (Best(own) == NoMatter && Best(around) != NoMatter)
            around.CopyTo(own);
        else
            for (var i = 0; i < own.Length; i++) own[i] += weight * around[i];
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }

    private static double Probability(float score, float slope, float start) => 1 / (1 + Math.Exp(-((slope * score) + start)));

    private static (int Topic, double Confidence) Topic(ReadOnlySpan<float> scores, float slope)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        var sum = 0.0;
        foreach (var score in scores) sum += Math.Exp(slope * (score - scores[best]));
        return (best, 1 / sum);
    }

    // What pulled to where the message came out, strongest first: phrases of the lists, and single words that the model weighs.
    private List<string> Reasons(RulesLook look, ReadOnlySpan<char> text, IReadOnlyList<PersonalDataSpan> personal, int topic, bool plea, MessageKind kind)
    {
        var words = CollectionsMarshal.AsSpan(look.Words);
        Span<float> weights = words.Length <= 256 ? stackalloc float[words.Length] : new float[words.Length];
        for (var i = 0; i < words.Length; i++) weights[i] = Weight(words[i], LearnedModel.Plea) * (plea ? 1 : -1);

        var pulls = new List<(double Weight, int From, int To)>();
        foreach (var find in CollectionsMarshal.AsSpan(look.Finds))
        {
            var own = find.Entry.Kind switch
            {
                Lexicon.EntryKind.Signal => plea == find.Contribution > 0 ? Math.Abs(find.Contribution) : 0,
                Lexicon.EntryKind.Topic => plea && find.Entry.Index == topic ? find.Contribution : 0,
                Lexicon.EntryKind.Urgency => plea ? find.Contribution : 0,
                Lexicon.EntryKind.Cue => kind.IsFor(find.Entry.Index) ? KindReason : 0,
            };
            if (own <= 0) continue;
            for (var i = find.From; i <= find.To; i++) own += weights[i];
            if (own > LeastReason) pulls.Add((own, find.From, find.To));
        }

        for (var i = 0; i < words.Length; i++)
            if (weights[i] > LeastReason) pulls.Add((weights[i], i, i));

        pulls.Sort(static (a, b) => b.Weight.CompareTo(a.Weight));
        var reasons = new List<string>(MostReasons);
        foreach (var (_, from, to) in pulls)
        {
            if (reasons.Count == MostReasons) break;
            var (first, last) = (words[from], words[to]);
            if (UnderstandByRules.Names(personal, first.Start, last.Start + last.Length)) continue;
            var reason = UnderstandByRules.Readable(text.Slice(first.Start, Math.Min(last.Start + last.Length - first.Start, LongestReason)));
            if (reason.Length > 1 && !reasons.Exists(known => known.Contains(reason, StringComparison.OrdinalIgnoreCase))) reasons.Add(reason);
        }

        return reasons;
    }

    private float Weight(Word word, int output)
    {
        var weight = word.Id == Vocabulary.Unknown ? 0 : _model.Weight(0, Lexicon.Built.Words.HashOf(word.Id), output);
        if (word.Surface != 0) weight += _model.Weight(0, word.Surface, output);
        return weight;
    }
}
