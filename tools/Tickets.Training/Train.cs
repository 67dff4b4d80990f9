using System.Diagnostics;
using System.Globalization;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary><c>scripts/train</c>: reads labels, cross-validates, calibrates, fits on everything and writes the model.</summary>
internal static class Train
{
    // Rows that were chosen because they look like pleas and are none would teach that pleas are rarer than they are.
    private const double HardNoWeighs = 0.5;
    private const double DevWeighs = 2;

    // The least that a row of a source may come to weigh when its source is brought to the balance of labelled-dev.
    private const double LeastOfPicked = 0.3;
    private const float UncalibratedUrgent = 0.1f;
    private const string ByRow = "by row";

    /// <summary>Runs it; 0 when a model was written.</summary>
    public static int Run(Wishes wishes)
    {
        var watch = Stopwatch.StartNew();
        var recipe = new Recipe();
        if (wishes.Data is not { } data || !File.Exists(Path.Combine(data, "labelled-more.tsv")))
        {
            Console.Error.WriteLine("No shared/data with labelled-more.tsv beside the repository (or --data DIR): the corpora are not part of it.");
            return 2;
        }

        var dev = Weighed(Corpus.Labelled(Path.Combine(data, "labelled-dev.tsv"), "dev"), DevWeighs);
        var more = Corpus.Labelled(Path.Combine(data, "labelled-more.tsv"), "more");
        var own = Corpus.Own(Path.Combine(wishes.Room, "Messages"));
        var byRow = Corpus.ByRow(Path.Combine(wishes.Room, "labels-by-row.tsv"), Path.Combine(data, "text")).ConvertAll(s => s with { Weight = s.NeedsHelp ? 1 : HardNoWeighs });
        var decisions = wishes.Decisions is { } file ? Corpus.Labelled(file, "decisions") : [];
        List<Sample> trainedOn = [.. Balance.ToLife([.. more, .. byRow], dev, LeastOfPicked), .. decisions];
        List<Sample> judged = [.. dev, .. own];
        Corpus.Read(trainedOn);
        Corpus.Read(judged);
        Console.WriteLine($"labelled-dev {dev.Count}, labelled-more {more.Count}, by row {byRow.Count}, own {own.Count}, decisions {decisions.Count}; {watch.Elapsed.TotalSeconds:F0} s");

        Console.Write(Corpus.UnknownTopics([.. trainedOn, .. judged]));
        Holdout(dev, own, trainedOn, recipe);
        var calibrations = new List<LearnedModel.Calibration>();
        var figures = new List<(Figures Dev, Figures Own)>();
        var shuffles = new List<List<Judged>>();
        for (var seed = 0; seed < wishes.Seeds; seed++)
        {
            var held = CrossValidation.Run(judged, trainedOn, recipe, wishes.Seed + seed);
            var calibration = CrossValidation.Calibrate(held);
            calibrations.Add(calibration);
            var all = CrossValidation.Judge(held, calibration);
            List<Judged> life = [.. all.Where(j => j.Sample.Source != "own")];
            List<Judged> ours = [.. all.Where(j => j.Sample.Source == "own")];
            figures.Add((Figures.Of(life, wishes.Opens), Figures.Of(ours, wishes.Opens)));
            shuffles.Add(life);
            if (seed == 0)
            {
                Console.WriteLine("\nlabelled-dev, five folds");
                Console.Write(Figures.Report(life, wishes.Opens));
                Console.WriteLine("\nour own messages, the same folds");
                Console.Write(Figures.Report(ours, wishes.Opens));
            }

            Console.WriteLine($"seed {wishes.Seed + seed}: dev {figures[^1].Dev}");
            Console.WriteLine($"seed {wishes.Seed + seed}: own {figures[^1].Own}; {watch.Elapsed.TotalSeconds:F0} s");
        }

        Spread("dev", [.. figures.Select(f => f.Dev)]);
        Spread("own", [.. figures.Select(f => f.Own)]);
        Console.WriteLine($"F1 in sources with both classes over {shuffles.Count} shuffles, mean (least to most), and of all shuffles together");
        Console.Write(Figures.BySource(shuffles));
        Console.WriteLine("mistakes on labelled-dev: in how many shuffles, and what was said on average; personal data masked");
        Console.Write(Figures.Mistakes(shuffles));

        List<Sample> everything = [.. trainedOn, .. judged];
        var fit = Fit.On(everything, recipe);
        var bytes = ModelFile.Bytes(fit, calibrations[0], ModelFile.NameOf(fit, calibrations[0]));
        var model = LearnedModel.Read(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(wishes.Out))!);
        File.WriteAllBytes(wishes.Out, bytes);
        Console.WriteLine($"\nmodel {model.Name}: {bytes.Length:N0} bytes, {fit.RowCount:N0} rows, {calibrations[0]}; {watch.Elapsed.TotalSeconds:F0} s");
        if (wishes.Compare is { } other) Compare(model, LearnedModel.Read(File.ReadAllBytes(other)), decisions, wishes.Opens);
        return 0;
    }

    // Once without the labelled half in any part of it: trained on all else, tested on it; with our own messages, and without, for mistakes on it were read when these were written.
    private static void Holdout(List<Sample> dev, List<Sample> own, List<Sample> trainedOn, Recipe recipe)
    {
        HoldOut("labelled-dev held out altogether (uncalibrated)", dev, [.. trainedOn, .. own], recipe);
        HoldOut("labelled-dev held out altogether, our own messages left out too (uncalibrated)", dev, trainedOn, recipe);
        HoldOut("labelled-dev held out altogether, labels by row left out too (uncalibrated)", dev, [.. trainedOn.Where(s => s.Set != ByRow), .. own], recipe);
    }

    private static void HoldOut(string what, List<Sample> dev, List<Sample> rest, Recipe recipe)
    {
        var held = CrossValidation.HoldOut(dev, rest, recipe);
        Console.WriteLine($"\n{what}");
        Console.WriteLine(Figures.Of(CrossValidation.Judge(held, new LearnedModel.Calibration(1, 0, 1, 0, 1, UncalibratedUrgent)), 0.85));
    }

    private static void Spread(string name, List<Figures> figures)
    {
        Console.WriteLine($"{name} over {figures.Count} shuffles, mean (least to most): "
            + string.Join("; ", Of("F1", f => f.F1), Of("opening precision", f => f.OpenPrecision), Of("opening recall", f => f.OpenRecall), Of("calibration error", f => f.CalibrationError), Of("topics micro", f => f.Micro), Of("topics macro", f => f.Macro), Of("urgent recall", f => f.UrgentRecall), Of("urgent precision", f => f.UrgentPrecision)));

        string Of(string what, Func<Figures, double> value) => $"{what} {figures.Average(value):F3} ({figures.Min(value):F3} to {figures.Max(value):F3})";
    }

    private static void Compare(LearnedModel now, LearnedModel before, List<Sample> decisions, double opens)
    {
        if (decisions.Count == 0)
        {
            Console.WriteLine("Nothing to compare on: --compare wants --decisions.");
            return;
        }

        Console.WriteLine($"On {decisions.Count} decisions (the new model has seen them):");
        foreach (var model in new[] { before, now })
            Console.WriteLine($"{model.Name}: {Figures.Of(Evaluate.Judge(decisions, new UnderstandByModel(model)), opens)}");
    }

    private static List<Sample> Weighed(List<Sample> samples, double weight) => samples.ConvertAll(s => s with { Weight = weight });
}
