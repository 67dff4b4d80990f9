using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tickets.Domain;
using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary>How a model is fitted.</summary>
internal sealed record Recipe
{
    /// <summary>In how many messages a hash has to be to count.</summary>
    public int Seen { get; init; } = 3;

    /// <summary>How much words, words in a row and pieces of words weigh against each other.</summary>
    public double[] Kinds { get; init; } = [1.0, 0.5, 0.7];

    /// <summary>How much the measures weigh against them.</summary>
    public double Measures { get; init; } = 0.8;

    /// <summary>How strongly the weights of each output are drawn to nothing.</summary>
    public double PleaDraw { get; init; } = 0.4;

    /// <summary>The same for urgency.</summary>
    public double UrgentDraw { get; init; } = 0.2;

    /// <summary>The same for topics.</summary>
    public double TopicDraw { get; init; } = 0.15;

    /// <summary>How far rare topics are made up for: 0 not at all, 1 wholly.</summary>
    public double TopicEven { get; init; } = 0.75;

    /// <summary>How much more an urgent message counts for urgency.</summary>
    public double UrgentFactor { get; init; } = 3;

    /// <summary>
    /// How much a message that is no plea counts for urgency. Only pleas can be urgent: news of people trapped would teach that "trapped" is not grave.
    /// </summary>
    public double UrgentNoPlea { get; init; } = 0.05;

    /// <summary>How far the weight of a word is let run by how unevenly it stands among the classes: 0 the same for all, 1 wholly.</summary>
    public double Uneven { get; init; } = 0.5;

    /// <summary>Most steps of the fit.</summary>
    public int Rounds { get; init; } = 80;
}

/// <summary>Weights fitted on samples: a logistic regression for pleas, one for urgency, a softmax over topics, on the same features.</summary>
internal sealed class Fit
{
    public const int Plea = 0;
    public const int Urgent = 1;
    public const int FirstTopic = 2;
    private const int Stride = 16;
    private static readonly int TopicCount = Topics.All.Count;

    public Recipe Recipe { get; }
    public Dictionary<uint, int>[] Rows { get; }
    public int RowCount { get; }
    public int Dimension => RowCount + Features.MeasureNames.Count + 1;

    /// <summary>By output: one weight for each row, each measure and the start.</summary>
    public double[][] Weights { get; }

    private Fit(Recipe recipe, IReadOnlyList<Sample> samples)
    {
        Recipe = recipe;
        Rows = new Dictionary<uint, int>[Features.Kinds];
        for (var kind = 0; kind < Features.Kinds; kind++)
        {
            var counts = new Dictionary<uint, int>();
            foreach (var sample in samples)
                foreach (var hash in sample.Reads.Kinds[kind]) counts[hash] = counts.GetValueOrDefault(hash) + 1;
            Rows[kind] = [];
            foreach (var hash in counts.Where(pair => pair.Value >= recipe.Seen).Select(pair => pair.Key).Order()) Rows[kind][hash] = RowCount++;
        }

        Weights = [.. Enumerable.Range(0, FirstTopic + TopicCount).Select(_ => new double[Dimension])];
    }

    /// <summary>Fits a model.</summary>
    public static Fit On(IReadOnlyList<Sample> samples, Recipe recipe)
    {
        var fit = new Fit(recipe, samples);
        var vectors = samples.Select(fit.Vector).ToArray();
        fit.FitLogistic(Plea, vectors, [.. samples.Select(s => s.NeedsHelp)], [.. samples.Select(s => s.Weight)], recipe.PleaDraw);
        fit.FitLogistic(Urgent, vectors, [.. samples.Select(s => s.Urgent)], [.. samples.Select(s => s.Urgent ? s.Weight * recipe.UrgentFactor : s.NeedsHelp ? s.Weight : s.Weight * recipe.UrgentNoPlea)], recipe.UrgentDraw);
        fit.FitTopics(samples, vectors, recipe.TopicDraw);
        return fit;
    }

    public double Score(Sample sample, int output) => Score(Vector(sample), Weights[output]);

    /// <summary>The logits of all outputs.</summary>
    public double[] Scores(Sample sample)
    {
        var vector = Vector(sample);
        return [.. Weights.Select(w => Score(vector, w))];
    }

    private (int[] At, double[] Value) Vector(Sample sample)
    {
        var at = new List<int>();
        var value = new List<double>();
        for (var kind = 0; kind < Features.Kinds; kind++)
        {
            var first = at.Count;
            foreach (var hash in sample.Reads.Kinds[kind])
                if (Rows[kind].TryGetValue(hash, out var row)) at.Add(row);
            var each = Recipe.Kinds[kind] / Math.Sqrt(Math.Max(1, at.Count - first));
            for (var i = first; i < at.Count; i++) value.Add(each);
        }

        for (var i = 0; i < sample.Reads.Measures.Length; i++)
        {
            if (sample.Reads.Measures[i] == 0) continue;
            at.Add(RowCount + i);
            value.Add(sample.Reads.Measures[i] * Recipe.Measures);
        }

        at.Add(Dimension - 1);
        value.Add(1);
        return ([.. at], [.. value]);
    }

    private static double Score((int[] At, double[] Value) vector, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < vector.At.Length; i++) sum += weights[vector.At[i]] * vector.Value[i];
        return sum;
    }

    // What stands as often in one class as in the other may weigh less: the weights of the rest cost less for it. Between 0 and 3.
    private double[] Unevenness((int[] At, double[] Value)[] vectors, Func<int, bool> inClass, double[] importance)
    {
        var (inside, outside) = (new double[Dimension], new double[Dimension]);
        var (allInside, allOutside) = (0.0, 0.0);
        for (var i = 0; i < vectors.Length; i++)
        {
            var counts = inClass(i) ? inside : outside;
            foreach (var at in vectors[i].At) counts[at] += importance[i];
            if (inClass(i)) allInside += importance[i];
            else allOutside += importance[i];
        }

        return [.. Enumerable.Range(0, Dimension).Select(j => Math.Min(3, Math.Abs(Math.Log((inside[j] + 1) / (allInside + 2) / ((outside[j] + 1) / (allOutside + 2))))))];
    }

    private (int[] At, double[] Value)[] Scaled((int[] At, double[] Value)[] vectors, double[] scale) =>
        [.. vectors.Select(v => (v.At, v.At.Select((at, i) => v.Value[i] * scale[at]).ToArray()))];

    // Measures and the start keep their scale.
    private double[] Scale(double[] unevenness) => [.. unevenness.Select((u, j) => j < RowCount ? 1 - Recipe.Uneven + (Recipe.Uneven * u) : 1)];

    private void FitLogistic(int output, (int[] At, double[] Value)[] vectors, bool[] truth, double[] importance, double draw)
    {
        var scale = Scale(Unevenness(vectors, i => truth[i], importance));
        vectors = Scaled(vectors, scale);
        Minimiser.Run(Weights[output], (w, gradient) =>
        {
            var loss = Draw(w, gradient, draw);
            for (var i = 0; i < vectors.Length; i++)
            {
                var score = Score(vectors[i], w);
                var p = 1 / (1 + Math.Exp(-score));
                var signed = truth[i] ? score : -score;
                loss += importance[i] * (signed > 0 ? Math.Log(1 + Math.Exp(-signed)) : -signed + Math.Log(1 + Math.Exp(signed)));
                var slope = importance[i] * (p - (truth[i] ? 1 : 0));
                var (at, value) = vectors[i];
                for (var j = 0; j < at.Length; j++) gradient[at[j]] += slope * value[j];
            }

            return loss;
        }, Recipe.Rounds);
        for (var j = 0; j < scale.Length; j++) Weights[output][j] *= scale[j];
    }

    private void FitTopics(IReadOnlyList<Sample> samples, (int[] At, double[] Value)[] vectors, double draw)
    {
        var pleas = Enumerable.Range(0, samples.Count).Where(i => samples[i].TopicIndex >= 0).ToArray();
        var counts = new double[TopicCount];
        foreach (var i in pleas) counts[samples[i].TopicIndex]++;
        var mean = pleas.Length / (double)TopicCount;
        var d = Dimension;
        var scale = TopicScale(samples, vectors, pleas);
        vectors = Scaled(vectors, scale);
        var all = new double[Stride * d];
        var scores = new double[Stride];
        Minimiser.Run(all, (w, gradient) =>
        {
            var loss = Draw(w, gradient, draw);
            foreach (var i in pleas)
            {
                var truth = samples[i].TopicIndex;
                var importance = samples[i].Weight * Math.Pow(mean / counts[truth], Recipe.TopicEven);
                var (at, value) = vectors[i];
                var (s0, s1, s2, s3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
                var weights = MemoryMarshal.Cast<double, Vector256<double>>(w.AsSpan());
                for (var j = 0; j < at.Length; j++)
                {
                    var v = value[j];
                    var row = at[j] * 4;
                    s0 += weights[row] * v;
                    s1 += weights[row + 1] * v;
                    s2 += weights[row + 2] * v;
                    s3 += weights[row + 3] * v;
                }

                s0.CopyTo(scores, 0);
                s1.CopyTo(scores, 4);
                s2.CopyTo(scores, 8);
                s3.CopyTo(scores, 12);
                var most = double.MinValue;
                for (var t = 0; t < TopicCount; t++) most = Math.Max(most, scores[t]);

                var total = 0.0;
                for (var t = 0; t < TopicCount; t++) total += Math.Exp(scores[t] - most);
                loss += importance * (Math.Log(total) - scores[truth] + most);
                for (var t = 0; t < TopicCount; t++)
                    scores[t] = importance * ((Math.Exp(scores[t] - most) / total) - (t == truth ? 1 : 0));
                for (var t = TopicCount; t < Stride; t++) scores[t] = 0;
                (s0, s1, s2, s3) = (Vector256.Create(scores, 0), Vector256.Create(scores, 4), Vector256.Create(scores, 8), Vector256.Create(scores, 12));
                var gradients = MemoryMarshal.Cast<double, Vector256<double>>(gradient.AsSpan());
                for (var j = 0; j < at.Length; j++)
                {
                    var v = value[j];
                    var row = at[j] * 4;
                    gradients[row] += s0 * v;
                    gradients[row + 1] += s1 * v;
                    gradients[row + 2] += s2 * v;
                    gradients[row + 3] += s3 * v;
                }
            }

            return loss;
        }, Recipe.Rounds);
        for (var t = 0; t < TopicCount; t++)
            for (var i = 0; i < d; i++) Weights[FirstTopic + t][i] = all[(i * Stride) + t] * scale[i];
    }

    private double[] TopicScale(IReadOnlyList<Sample> samples, (int[] At, double[] Value)[] vectors, int[] pleas)
    {
        (int[] At, double[] Value)[] held = [.. pleas.Select(i => vectors[i])];
        double[] importance = [.. pleas.Select(i => samples[i].Weight)];
        var most = new double[Dimension];
        for (var t = 0; t < TopicCount; t++)
        {
            var one = Unevenness(held, i => samples[pleas[i]].TopicIndex == t, importance);
            for (var j = 0; j < most.Length; j++) most[j] = Math.Max(most[j], one[j]);
        }

        return Scale(most);
    }

    // The start is not drawn to nothing: it is how common a thing is.
    private double Draw(double[] w, double[] gradient, double draw)
    {
        var loss = 0.0;
        for (var i = 0; i < w.Length; i++)
        {
            gradient[i] = draw * w[i];
            loss += draw / 2 * w[i] * w[i];
        }

        return loss;
    }
}
