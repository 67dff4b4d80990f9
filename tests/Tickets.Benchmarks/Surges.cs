using System.Diagnostics;
using System.Globalization;
using Tickets.Domain.Triage;
using Tickets.Domain.Understanding;

namespace Tickets.Benchmarks;

/// <summary>A hundred thousand messages, a fifth of them of twenty matters that many write about at once, grouped as they stream by.</summary>
internal static class Surges
{
    private const int Messages = 100_000;
    private const int Matters = 20;
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    // Enough words that strangers have little in common.
    private static readonly string[] Words =
    [
        .. from first in new[] { "ban", "sa", "ke", "per", "tu", "ma", "ri", "lo", "ngu", "wi" }
           from second in new[] { "tu", "ra", "mi", "la", "do", "ka", "si", "pe", "ngo", "ju" }
           from third in new[] { "an", "i", "kan", "ng", "t", "r", "s", "h", "k", "m" }
           select first + second + third,
    ];

    /// <summary>Measures.</summary>
    public static void Run()
    {
        var random = new Random(20261121);
        string[] matters = [.. Enumerable.Range(0, Matters).Select(_ => Say(random, 12))];
        (string Text, int Matter)[] stream = [.. Enumerable.Range(0, Messages).Select(i => i % 5 == 0 && random.Next(Matters) is var matter ? ($"{matters[matter]} {Say(random, 2)}", matter) : (Say(random, 10), -1))];
        Through(new SurgeSketch(), stream.AsSpan(0, 5_000));

        var sketch = new SurgeSketch();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var groups = Through(sketch, stream);
        watch.Stop();
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        var together = Enumerable.Range(0, Matters).Average(m => groups[m].Values.Max() / (double)groups[m].Values.Sum());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"surges.messages {Messages / watch.Elapsed.TotalSeconds:F0} 1/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"surges.sketch {SurgeSketch.Bytes} bytes"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"surges.grown {Math.Max(0, grown)} bytes"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"surges.together {together:F3} share"));
        GC.KeepAlive(sketch);
    }

    private static Dictionary<long, int>[] Through(SurgeSketch sketch, ReadOnlySpan<(string Text, int Matter)> stream)
    {
        Dictionary<long, int>[] groups = [.. Enumerable.Range(0, Matters).Select(_ => new Dictionary<long, int>())];
        for (var i = 0; i < stream.Length; i++)
        {
            var (text, matter) = stream[i];
            // Seconds apart as on a day of flood: 100,000 in about an hour.
            var seen = sketch.See(Likeness.Of(text)!, (ulong)(matter >= 0 ? matter + 1 : 100 + (i % 1_000)), (ulong)i + 1, Start.AddMilliseconds(36.0 * i));
            if (matter >= 0)
                groups[matter][seen.Key] = groups[matter].GetValueOrDefault(seen.Key) + 1;
        }

        return groups;
    }

    private static string Say(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
}
