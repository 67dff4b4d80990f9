using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary>
/// Five folds over what is judged (the labelled half that is like life, and our own messages); everything else is trained on in every fold.
/// </summary>
internal static class CrossValidation
{
    private const int Folds = 5;

    // A missed danger to life against a look in vain.
    private const double MissedCosts = 20;

    /// <summary>
    /// The logits of each judged sample by a fit that saw neither it nor a message that says nearly the same, be it among the judged or
    /// among what is always trained on.
    /// </summary>
    public static List<(Sample Sample, double[] Scores)> Run(IReadOnlyList<Sample> judged, IReadOnlyList<Sample> trainedOn, Recipe recipe, int seed)
    {
        List<Sample> all = [.. judged, .. trainedOn];
        var groups = NearDuplicates.Groups(all);
        var order = Enumerable.Range(0, judged.Count)
            .GroupBy(i => groups[i])
            .Select(group => (Group: group.Key, First: judged[group.Min()]))
            .OrderBy(g => g.First.Source == "own").ThenBy(g => g.First.NeedsHelp).ThenBy(g => g.First.TopicIndex).ThenBy(g => g.First.Urgent).ThenBy(g => Shuffle(g.First, seed)).ThenBy(g => g.First.Row, StringComparer.Ordinal)
            .ToList();
        var results = new List<(Sample, double[])>[Folds];
        Parallel.For(0, Folds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fold =>
        {
            var held = order.Where((_, i) => i % Folds == fold).Select(g => g.Group).ToHashSet();
            var fit = Fit.On([.. all.Where((_, i) => !held.Contains(groups[i]))], recipe);
            results[fold] = [.. judged.Where((_, i) => held.Contains(groups[i])).Select(s => (s, fit.Scores(s)))];
        });
        return [.. results.SelectMany(r => r)];
    }

    /// <summary>The logits of the held out by a fit on all the rest that says nothing nearly the same.</summary>
    public static List<(Sample Sample, double[] Scores)> HoldOut(IReadOnlyList<Sample> held, IReadOnlyList<Sample> rest, Recipe recipe)
    {
        List<Sample> all = [.. held, .. rest];
        var groups = NearDuplicates.Groups(all);
        var kept = groups.Take(held.Count).ToHashSet();
        var fit = Fit.On([.. all.Where((_, i) => !kept.Contains(groups[i]))], recipe);
        return [.. held.Select(s => (s, fit.Scores(s)))];
    }

    /// <summary>Fits the lines that turn logits into probabilities on what was held out.</summary>
    public static LearnedModel.Calibration Calibrate(List<(Sample Sample, double[] Scores)> held)
    {
        var (pleaSlope, pleaStart) = Line(held, Fit.Plea, s => s.NeedsHelp);
        // Urgency is asked of pleas alone.
        var pleas = held.FindAll(h => h.Sample.NeedsHelp);
        var (urgentSlope, urgentStart) = Line(pleas, Fit.Urgent, s => s.Urgent);
        var topicSlope = Enumerable.Range(4, 27).Select(i => i / 10.0).MaxBy(slope => held.Where(h => h.Sample.TopicIndex >= 0).Sum(h => LogShare(h, slope) * WeightOf(h.Sample)));
        var calibration = new LearnedModel.Calibration((float)pleaSlope, (float)pleaStart, (float)urgentSlope, (float)urgentStart, (float)topicSlope, 0);
        return calibration with { UrgentFrom = (float)Cheapest(held, calibration) };
    }

    // The threshold of urgency at which what is missed and what is looked at in vain cost least together; of equal ones the highest.
    private static double Cheapest(List<(Sample Sample, double[] Scores)> held, LearnedModel.Calibration calibration) =>
        Enumerable.Range(2, 49).Select(i => i / 100.0).Reverse().MinBy(from => Judge(held, calibration with { UrgentFrom = (float)from })
            .Where(j => j.Urgent != j.Sample.Urgent)
            .Sum(j => WeightOf(j.Sample) * (j.Sample.Urgent ? MissedCosts : 1)));

    /// <summary>What the service would say of each.</summary>
    public static List<Judged> Judge(List<(Sample Sample, double[] Scores)> held, LearnedModel.Calibration calibration) =>
        [.. held.Select(h =>
        {
            var plea = Logistic((calibration.PleaSlope * h.Scores[Fit.Plea]) + calibration.PleaStart);
            var urgent = Logistic((calibration.UrgentSlope * h.Scores[Fit.Urgent]) + calibration.UrgentStart);
            return new Judged(h.Sample, plea, Top(h.Scores), UnderstandByModel.IsUrgent(plea, urgent, h.Sample.Reads.RulesUrgency, h.Sample.Reads.Words, calibration.UrgentFrom));
        })];

    private static int Top(double[] scores)
    {
        var best = Fit.FirstTopic;
        for (var i = best + 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best - Fit.FirstTopic;
    }

    // Our own messages are surer than life: they count a quarter.
    private static double WeightOf(Sample sample) => sample.Source == "own" ? 0.25 : 1;

    private static (double Slope, double Start) Line(List<(Sample Sample, double[] Scores)> held, int output, Func<Sample, bool> truth)
    {
        double[] line = [1, 0];
        Minimiser.Run(line, (w, gradient) =>
        {
            // Drawn a little to the plain logit, so that few samples do not make it steep.
            var loss = (w[0] - 1) * (w[0] - 1);
            (gradient[0], gradient[1]) = (2 * (w[0] - 1), 0);
            foreach (var (sample, scores) in held)
            {
                var score = (w[0] * scores[output]) + w[1];
                var p = Logistic(score);
                var weight = WeightOf(sample);
                var slope = weight * (p - (truth(sample) ? 1 : 0));
                loss -= weight * Math.Log(Math.Max(truth(sample) ? p : 1 - p, 1e-12));
                gradient[0] += slope * scores[output];
                gradient[1] += slope;
            }

            return loss;
        }, 100);
        return (line[0], line[1]);
    }

    private static double LogShare((Sample Sample, double[] Scores) held, double slope)
    {
        var sum = 0.0;
        for (var t = Fit.FirstTopic; t < held.Scores.Length; t++) sum += Math.Exp(slope * (held.Scores[t] - held.Scores[Fit.FirstTopic + held.Sample.TopicIndex]));
        return -Math.Log(sum);
    }

    private static double Logistic(double score) => 1 / (1 + Math.Exp(-score));

    private static uint Shuffle(Sample sample, int seed)
    {
        var hash = 2166136261u ^ (uint)(seed * 7919);
        foreach (var c in sample.Source + "#" + sample.Row) hash = (hash ^ c) * 16777619;
        hash ^= hash >> 15;
        hash *= 0x846CA68B;
        return hash ^ (hash >> 16);
    }
}
