using System.Globalization;

namespace Tickets.Benchmarks;

/// <summary>What was measured, a line each.</summary>
internal static class Figures
{
    public static void Print(string name, double value, string unit) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {(value >= 100 ? Math.Round(value) : Math.Round(value, 3))} {unit}"));

    /// <summary>What is no figure.</summary>
    public static void Say(string words) => Console.Error.WriteLine(words);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that <paramref name="share"/> of them (0 to 1) do not exceed.</summary>
    public static double Percentile(double[] values, double share)
    {
        if (values.Length == 0)
            return double.NaN;
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
