using System.Globalization;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary><c>scripts/evaluate FILE.tsv</c>: what the service says of labelled messages, against their labels.</summary>
internal static class Evaluate
{
    private const int Worst = 20;
    private const int LongestShown = 240;

    /// <summary>Runs it; 0 when the file could be read.</summary>
    public static int Run(Wishes wishes)
    {
        if (wishes.File is not { } file || !File.Exists(file))
        {
            Console.Error.WriteLine("scripts/evaluate FILE.tsv [--model FILE | --rules] [--opens 0.85]");
            return 64;
        }

        IUnderstanding understanding = wishes.Rules ? new UnderstandByRules()
            : wishes.Model is { } path ? new UnderstandByModel(LearnedModel.Read(File.ReadAllBytes(path)))
            : new UnderstandByModel();
        var judged = Judge(Corpus.Labelled(file, "file"), understanding);
        Console.WriteLine($"model {understanding.Model}, opening threshold {wishes.Opens.ToString(CultureInfo.InvariantCulture)}");
        Console.Write(Corpus.UnknownTopics([.. judged.Select(j => j.Sample)]));
        Console.Write(Figures.Report(judged, wishes.Opens));
        Console.WriteLine($"\nthe worst {Worst} mistakes, personal data masked");
        foreach (var j in judged.Where(j => j.Sample.NeedsHelp != j.NeedsHelp >= 0.5).OrderByDescending(j => Math.Abs(j.NeedsHelp - (j.Sample.NeedsHelp ? 1 : 0))).Take(Worst))
        {
            var text = PersonalData.Mask(j.Sample.Text);
            Console.WriteLine($"{(j.Sample.NeedsHelp ? "missed" : "false ")} {j.NeedsHelp:F2} {j.Sample.Source}#{j.Sample.Row} {text[..Math.Min(text.Length, LongestShown)]}");
        }

        return 0;
    }

    /// <summary>Judges samples as the service does.</summary>
    public static List<Judged> Judge(IEnumerable<Sample> samples, IUnderstanding understanding) =>
        [.. samples.Select(sample =>
        {
            var assessment = understanding.Assess(sample.Text, Platform.Facebook);
            var topic = 0;
            while (Topics.All[topic] != assessment.Topic) topic++;
            return new Judged(sample, assessment.NeedsHelp, topic, assessment.Urgent);
        })];
}
