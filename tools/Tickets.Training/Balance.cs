namespace Tickets.Training;

/// <summary>
/// Weighs rows that were picked from a corpus so that its pleas, and their topics, are as common in it as among rows that were picked like life.
/// </summary>
/// <remarks>
/// The pleas of some sources were taken out for the labelled halves before more of them was labelled: of floods on X one in two of
/// labelled-dev is a plea, of labelled-more one in a hundred. Unweighed, a model learns that floods are never pleas, and that a
/// complaint to a regent is always another agency's.
/// </remarks>
internal static class Balance
{
    private const int FewestRows = 10;
    private const double MostRatio = 4;

    /// <summary>The samples weighed; those of sources with few rows like life keep their weight.</summary>
    /// <param name="picked">What is weighed.</param>
    /// <param name="likeLife">What it is to resemble.</param>
    /// <param name="least">No weight falls below this part of what it was.</param>
    public static List<Sample> ToLife(List<Sample> picked, List<Sample> likeLife, double least)
    {
        var life = Shares(likeLife);
        var here = Shares(picked);
        return picked.ConvertAll(s => s with { Weight = s.Weight * Factor(s) });

        double Factor(Sample sample)
        {
            if (!life.TryGetValue(sample.Source, out var like) || like.Rows < FewestRows) return 1;
            var own = here[sample.Source];
            var most = own.ByKind.Keys.Max(kind => Ratio(like, own, kind));
            return Math.Clamp(Ratio(like, own, sample.Topic) / Math.Clamp(most, 1, MostRatio), least, 1);
        }
    }

    // One of each kind more than there are, so that what is rare by chance does not weigh nothing.
    private static double Ratio((int Rows, Dictionary<string, int> ByKind) life, (int Rows, Dictionary<string, int> ByKind) here, string kind) =>
        (life.ByKind.GetValueOrDefault(kind) + 1.0) / (life.Rows + 2) / ((here.ByKind.GetValueOrDefault(kind) + 1.0) / (here.Rows + 2));

    private static Dictionary<string, (int Rows, Dictionary<string, int> ByKind)> Shares(List<Sample> samples) =>
        samples.GroupBy(s => s.Source, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => (g.Count(), g.GroupBy(s => s.Topic, StringComparer.Ordinal).ToDictionary(k => k.Key, k => k.Count(), StringComparer.Ordinal)),
            StringComparer.Ordinal);
}
