using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tickets.Training;

/// <summary>Limited-memory BFGS with a backtracking line search. Sequential and without chance: the same input gives the same bits.</summary>
internal static class Minimiser
{
    private const int Memory = 8;

    /// <summary>Moves <paramref name="w"/> to a minimum of a smooth convex function that fills in its gradient.</summary>
    public static void Run(double[] w, Func<double[], double[], double> valueAndGradient, int rounds)
    {
        var n = w.Length;
        var gradient = new double[n];
        var value = valueAndGradient(w, gradient);
        var steps = new List<(double[] S, double[] Y, double Rho)>();
        var direction = new double[n];
        var next = new double[n];
        var nextGradient = new double[n];
        var alphas = new double[Memory];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < n; i++) direction[i] = -gradient[i];
            for (var k = steps.Count - 1; k >= 0; k--)
            {
                alphas[k] = steps[k].Rho * Dot(steps[k].S, direction);
                Add(direction, steps[k].Y, -alphas[k]);
            }

            if (steps.Count > 0)
            {
                var (s, y, _) = steps[^1];
                var scale = Dot(s, y) / Dot(y, y);
                for (var i = 0; i < n; i++) direction[i] *= scale;
            }

            for (var k = 0; k < steps.Count; k++) Add(direction, steps[k].S, alphas[k] - (steps[k].Rho * Dot(steps[k].Y, direction)));

            var slope = Dot(direction, gradient);
            if (slope > -1e-9) return;
            var length = steps.Count == 0 ? 1 / Math.Sqrt(Dot(gradient, gradient) + 1e-12) : 1.0;
            double nextValue;
            var tries = 0;
            while (true)
            {
                for (var i = 0; i < n; i++) next[i] = w[i] + (length * direction[i]);
                nextValue = valueAndGradient(next, nextGradient);
                if (nextValue <= value + (1e-4 * length * slope)) break;
                length /= 2;
                if (++tries > 30) return;
            }

            var move = new double[n];
            var change = new double[n];
            for (var i = 0; i < n; i++)
            {
                move[i] = next[i] - w[i];
                change[i] = nextGradient[i] - gradient[i];
            }

            var curve = Dot(move, change);
            if (curve > 1e-12)
            {
                if (steps.Count == Memory) steps.RemoveAt(0);
                steps.Add((move, change, 1 / curve));
            }

            Array.Copy(next, w, n);
            Array.Copy(nextGradient, gradient, n);
            var gain = value - nextValue;
            value = nextValue;
            if (gain < 1e-6 * Math.Abs(value)) return;
        }
    }

    // Four sums of fixed width on every machine: the order of the additions, and with it the last bit, does not depend on the processor.
    private static double Dot(double[] a, double[] b)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(a.AsSpan());
        var right = MemoryMarshal.Cast<double, Vector256<double>>(b.AsSpan());
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < left.Length; i++) sums += left[i] * right[i];
        var sum = Vector256.Sum(sums);
        for (var i = left.Length * 4; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Add(double[] into, double[] what, double times)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(into.AsSpan());
        var right = MemoryMarshal.Cast<double, Vector256<double>>(what.AsSpan());
        for (var i = 0; i < left.Length; i++) left[i] += right[i] * times;
        for (var i = left.Length * 4; i < into.Length; i++) into[i] += times * what[i];
    }
}
