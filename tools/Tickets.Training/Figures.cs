using System.Globalization;
using System.Text;
using Tickets.Domain;
using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary>What was said of a sample.</summary>
/// <param name="Sample">The truth.</param>
/// <param name="NeedsHelp">0 to 1.</param>
/// <param name="Topic">Index in <see cref="Topics.All"/>.</param>
/// <param name="Urgent">Whether it was said to be urgent.</param>
internal readonly record struct Judged(Sample Sample, double NeedsHelp, int Topic, bool Urgent);

/// <summary>Figures over judged samples.</summary>
internal sealed record Figures(int Rows, int Pleas, double Precision, double Recall, double F1, double OpenPrecision, double OpenRecall, double OpenF1, double CalibrationError, double Micro, double Macro, int UrgentRows, double UrgentRecall, double UrgentPrecision)
{
    private const int LongestShown = 240;

    /// <summary>Takes the figures; the opening threshold is the service's default.</summary>
    public static Figures Of(IReadOnlyList<Judged> judged, double opens)
    {
        var (precision, recall, f1) = At(judged, 0.5);
        var (openPrecision, openRecall, openF1) = At(judged, opens);
        var pleas = judged.Where(j => j.Sample.NeedsHelp).ToList();
        var topics = pleas.Where(j => j.Sample.TopicIndex >= 0).ToList();
        var urgent = judged.Count(j => j.Sample.Urgent);
        var said = judged.Count(j => j.Urgent);
        var both = judged.Count(j => j.Urgent && j.Sample.Urgent);
        return new Figures(
            judged.Count,
            pleas.Count,
            precision,
            recall,
            f1,
            openPrecision,
            openRecall,
            openF1,
            CalibrationErrorOf(judged),
            Share(topics.Count(j => j.Topic == j.Sample.TopicIndex), topics.Count),
            topics.GroupBy(j => j.Sample.TopicIndex).Select(g => g.Count(j => j.Topic == g.Key) / (double)g.Count()).DefaultIfEmpty(double.NaN).Average(),
            urgent,
            Share(both, urgent),
            Share(both, said));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"rows {Rows,5} pleas {Pleas,4} | at 0.5 P {Precision:F3} R {Recall:F3} F1 {F1:F3} | opening P {OpenPrecision:F3} R {OpenRecall:F3} F1 {OpenF1:F3} | calibration {CalibrationError:F3} | topics micro {Micro:F3} macro {Macro:F3} | urgent {UrgentRows} R {UrgentRecall:F3} P {UrgentPrecision:F3}");

    // Ten bins of equal width: how far the mean of what was said lies from the share of pleas, by rows.
    private static double CalibrationErrorOf(IReadOnlyList<Judged> judged) =>
        judged.GroupBy(j => Math.Min(9, (int)(j.NeedsHelp * 10)))
            .Sum(bin => Math.Abs(bin.Average(j => j.NeedsHelp) - (bin.Count(j => j.Sample.NeedsHelp) / (double)bin.Count())) * bin.Count() / judged.Count);

    private static (double Precision, double Recall, double F1) At(IReadOnlyList<Judged> judged, double threshold)
    {
        var said = judged.Count(j => j.NeedsHelp >= threshold);
        var right = judged.Count(j => j.NeedsHelp >= threshold && j.Sample.NeedsHelp);
        var (precision, recall) = (Share(right, said), Share(right, judged.Count(j => j.Sample.NeedsHelp)));
        return (precision, recall, precision + recall > 0 ? 2 * precision * recall / (precision + recall) : double.NaN);
    }

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : part / (double)whole;

    /// <summary>All, then each source, then each topic.</summary>
    public static string Report(IReadOnlyList<Judged> judged, double opens)
    {
        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"{"all",-26} {Of(judged, opens)}\n");
        foreach (var source in judged.GroupBy(j => j.Sample.Source).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var both = source.Any(j => j.Sample.NeedsHelp) && source.Any(j => !j.Sample.NeedsHelp);
            report.Append(CultureInfo.InvariantCulture, $"{source.Key + (both ? " *" : ""),-26} {Of([.. source], opens)}\n");
        }

        report.Append("* both classes\n");
        foreach (var topic in judged.Where(j => j.Sample.TopicIndex >= 0).GroupBy(j => j.Sample.TopicIndex).OrderBy(g => g.Key))
        {
            var wrong = topic.Where(j => j.Topic != topic.Key).GroupBy(j => j.Topic).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => $"{Topics.All[g.Key]} {g.Count()}");
            report.Append(CultureInfo.InvariantCulture, $"  {Topics.All[topic.Key],-22} {topic.Count(j => j.Topic == topic.Key),4} of {topic.Count(),4}   else {string.Join(", ", wrong)}\n");
        }

        return report.ToString();
    }

    /// <summary>The F1 of each source with both classes over several shuffles of the folds.</summary>
    public static string BySource(IReadOnlyList<List<Judged>> shuffles)
    {
        var report = new StringBuilder();
        foreach (var source in shuffles[0].GroupBy(j => j.Sample.Source).Where(g => g.Any(j => j.Sample.NeedsHelp) && g.Any(j => !j.Sample.NeedsHelp)).Select(g => g.Key).Order(StringComparer.Ordinal))
        {
            List<List<Judged>> each = [.. shuffles.Select(s => s.FindAll(j => j.Sample.Source == source))];
            // A source whose pleas were all missed, and nothing else said, has no precision; its F1 is nothing.
            double[] scores = [.. each.Select(s => At(s, 0.5).F1).Select(f1 => double.IsNaN(f1) ? 0 : f1)];
            var (precision, recall, f1) = At([.. each.SelectMany(s => s)], 0.5);
            report.Append(CultureInfo.InvariantCulture, $"  {source,-26} {scores.Average():F3} ({scores.Min():F3} to {scores.Max():F3})   P {precision:F3} R {recall:F3} F1 {f1:F3}   {each[0].Count} rows, {each[0].Count(j => j.Sample.NeedsHelp)} pleas\n");
        }

        return report.ToString();
    }

    /// <summary>What was called wrongly a plea or none, by source, the oftenest first.</summary>
    public static string Mistakes(IReadOnlyList<List<Judged>> shuffles)
    {
        var report = new StringBuilder();
        foreach (var row in shuffles.SelectMany(s => s).GroupBy(j => (j.Sample.Source, j.Sample.Row)).Where(g => g.Any(IsMistake)).OrderBy(g => g.Key.Source, StringComparer.Ordinal).ThenByDescending(g => g.Count(IsMistake)).ThenBy(g => g.Key.Row, StringComparer.Ordinal))
        {
            var sample = row.First().Sample;
            var text = PersonalData.Mask(sample.Text);
            report.Append(CultureInfo.InvariantCulture, $"  {(sample.NeedsHelp ? "missed" : "false ")} {row.Count(IsMistake)} of {row.Count()} {row.Average(j => j.NeedsHelp):F2} {sample.Source}#{sample.Row} {text[..Math.Min(text.Length, LongestShown)]}\n");
        }

        return report.ToString();
    }

    private static bool IsMistake(Judged judged) => judged.Sample.NeedsHelp != judged.NeedsHelp >= 0.5;
}
