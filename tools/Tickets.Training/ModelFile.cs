using System.Security.Cryptography;
using System.Text;
using Tickets.Domain.Understanding;

namespace Tickets.Training;

/// <summary>Writes what was fitted in the format that <see cref="LearnedModel"/> reads (docs/understanding.md).</summary>
internal static class ModelFile
{
    private const int Format = 1;

    /// <summary>The bytes of a model; the same fit gives the same bytes.</summary>
    public static byte[] Bytes(Fit fit, LearnedModel.Calibration calibration, string name)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(LearnedModel.Magic);
        writer.Write(Format);
        Text(name);
        foreach (var number in new[] { calibration.PleaSlope, calibration.PleaStart, calibration.UrgentSlope, calibration.UrgentStart, calibration.TopicSlope, calibration.UrgentFrom })
            writer.Write(number);

        var measures = Features.MeasureNames;
        writer.Write(measures.Count);
        foreach (var measure in measures) Text(measure);
        foreach (var scale in fit.Recipe.Kinds) writer.Write((float)scale);

        // One step of a sixteen-bit number is this much of an output.
        var steps = new double[LearnedModel.Outputs];
        for (var output = 0; output < steps.Length; output++)
        {
            for (var row = 0; row < fit.RowCount; row++) steps[output] = Math.Max(steps[output], Math.Abs(fit.Weights[output][row]));
            steps[output] = Math.Max(steps[output], 1e-6) / short.MaxValue;
            writer.Write((float)steps[output]);
        }

        for (var output = 0; output < steps.Length; output++) writer.Write((float)fit.Weights[output][fit.Dimension - 1]);
        for (var measure = 0; measure < measures.Count; measure++)
            for (var output = 0; output < steps.Length; output++)
                writer.Write((float)(fit.Weights[output][fit.RowCount + measure] * fit.Recipe.Measures));

        foreach (var kind in fit.Rows)
        {
            writer.Write(kind.Count);
            foreach (var hash in kind.Keys.Order()) writer.Write(hash);
            foreach (var hash in kind.Keys.Order())
                for (var output = 0; output < steps.Length; output++)
                    writer.Write((short)Math.Round(fit.Weights[output][kind[hash]] / steps[output]));
        }

        writer.Flush();
        return stream.ToArray();

        void Text(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    /// <summary>What a model is called: the first twelve hexadecimal digits of a hash of its own bytes, the name left empty.</summary>
    public static string NameOf(Fit fit, LearnedModel.Calibration calibration) =>
        Convert.ToHexString(SHA256.HashData(Bytes(fit, calibration, ""))).ToLowerInvariant()[..12];
}
