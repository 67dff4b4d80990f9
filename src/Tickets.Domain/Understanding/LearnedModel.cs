using System.Buffers.Binary;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Tickets.Domain.Understanding;

/// <summary>The weights that <c>scripts/train</c> learned, read from a file; see <c>docs/understanding.md</c> for its format.</summary>
/// <remarks>
/// Sixteen outputs: the logit of a plea, that of urgency, and one for each of the fourteen topics. A hash of a text adds its row of
/// sixteen numbers, a measure its row times its value. Nothing in the file can be turned back into the texts that it was trained on.
/// One instance serves all threads.
/// </remarks>
internal sealed class LearnedModel
{
    /// <summary>How many numbers a text is given.</summary>
    public const int Outputs = 16;

    /// <summary>The output that says plea.</summary>
    public const int Plea = 0;

    /// <summary>The output that says urgent.</summary>
    public const int Urgent = 1;

    /// <summary>The output of the first topic.</summary>
    public const int FirstTopic = 2;

    /// <summary>What a file begins with.</summary>
    public static readonly byte[] Magic = "KMSU"u8.ToArray();

    private const int Format = 1;
    private const int MostRows = 1 << 20;
    private const string BuiltIn = "Tickets.Domain.Understanding.Model.understanding.model";

    // Training runs without one.
    private static readonly Lazy<LearnedModel> LazilyBuilt = new(ReadBuilt);

    private readonly Table[] _tables;
    private readonly float[] _kindScales;
    private readonly float[] _starts;
    private readonly float[] _measures;

    private LearnedModel(string name, Calibration calibration, float[] kindScales, float[] starts, float[] measures, Table[] tables)
    {
        (Name, Calibrated, _kindScales, _starts, _measures, _tables) = (name, calibration, kindScales, starts, measures, tables);
    }

    /// <summary>The model in this assembly.</summary>
    public static LearnedModel Built => LazilyBuilt.Value;

    /// <summary>The first twelve hexadecimal digits of a hash of what it was trained on.</summary>
    public string Name { get; }

    /// <summary>How logits become probabilities.</summary>
    public Calibration Calibrated { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">It is no model, of another format, or was trained on other measures than this program takes.</exception>
    public static LearnedModel Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        if (!reader.Bytes(4).SequenceEqual(Magic)) throw new InvalidDataException("This is no model of understanding.");
        if (reader.Int() is var format && format != Format) throw new InvalidDataException($"The model has format {format}; this program reads {Format}.");
        var name = reader.Text();
        var calibration = new Calibration(reader.Float(), reader.Float(), reader.Float(), reader.Float(), reader.Float(), reader.Float());
        var names = new string[reader.Count()];
        for (var i = 0; i < names.Length; i++) names[i] = reader.Text();
        if (!names.AsSpan().SequenceEqual(Features.MeasureNames.ToArray()))
            throw new InvalidDataException("The model was trained on other measures than this program takes: run scripts/train.");

        var kindScales = reader.Floats(Features.Kinds);
        var outputScales = reader.Floats(Outputs);
        var starts = reader.Floats(Outputs);
        var measures = reader.Floats(names.Length * Outputs);
        var tables = new Table[Features.Kinds];
        for (var kind = 0; kind < tables.Length; kind++)
        {
            var rows = reader.Count();
            var hashes = new uint[rows];
            for (var i = 0; i < rows; i++) hashes[i] = (uint)reader.Int();
            tables[kind] = new Table(hashes, MemoryMarshal.Cast<byte, short>(reader.Bytes(rows * Outputs * 2)).ToArray(), outputScales);
        }

        return new LearnedModel(name, calibration, kindScales, starts, measures, tables);
    }

    /// <summary>The sixteen logits of a text.</summary>
    public void Score(Features features, Span<float> into)
    {
        _starts.CopyTo(into);
        for (var kind = 0; kind < _tables.Length; kind++) _tables[kind].Add(features.OfKind(kind), _kindScales[kind], into);
        for (var i = 0; i < features.Measures.Length; i++)
        {
            var value = (float)features.Measures[i];
            if (value == 0) continue;
            var row = _measures.AsSpan(i * Outputs, Outputs);
            for (var output = 0; output < Outputs; output++) into[output] += value * row[output];
        }
    }

    /// <summary>What one hash of a kind adds to an output, before it is shared among the hashes of a text.</summary>
    public float Weight(int kind, uint hash, int output) => _tables[kind].Weight(hash, output) * _kindScales[kind];

    private static LearnedModel ReadBuilt()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(BuiltIn) ?? throw new InvalidDataException($"{BuiltIn} is not built in.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Read(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    /// <summary>How logits become probabilities: plea and urgency by a line through the logit, topics by a temperature.</summary>
    /// <param name="PleaSlope">Times the logit of a plea.</param>
    /// <param name="PleaStart">Plus this.</param>
    /// <param name="UrgentSlope">Times the logit of urgency.</param>
    /// <param name="UrgentStart">Plus this.</param>
    /// <param name="TopicSlope">Times the scores of the topics.</param>
    /// <param name="UrgentFrom">From this probability on a plea is urgent.</param>
    public sealed record Calibration(float PleaSlope, float PleaStart, float UrgentSlope, float UrgentStart, float TopicSlope, float UrgentFrom);

    /// <summary>Hashes of one kind and their rows, by open addressing.</summary>
    private sealed class Table
    {
        private readonly uint[] _keys;
        private readonly int[] _rows;
        private readonly short[] _weights;
        private readonly float[] _scales;

        public Table(uint[] hashes, short[] weights, float[] scales)
        {
            (_weights, _scales) = (weights, scales);
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, hashes.Length * 2));
            _keys = new uint[size];
            _rows = new int[size];
            for (var i = 0; i < hashes.Length; i++)
            {
                var at = (int)(hashes[i] & (uint)(size - 1));
                while (_rows[at] != 0) at = (at + 1) & (size - 1);
                (_keys[at], _rows[at]) = (hashes[i], i + 1);
            }
        }

        public void Add(ReadOnlySpan<uint> hashes, float scale, Span<float> into)
        {
            var (low, high) = (Vector256<int>.Zero, Vector256<int>.Zero);
            var known = 0;
            foreach (var hash in hashes)
            {
                var row = Row(hash);
                if (row < 0) continue;
                known++;
                var (left, right) = Vector256.Widen(Vector256.Create<short>(_weights.AsSpan(row * Outputs, Outputs)));
                low += left;
                high += right;
            }

            if (known == 0) return;
            var each = scale / MathF.Sqrt(known);
            for (var output = 0; output < Outputs; output++)
                into[output] += (output < 8 ? low[output] : high[output - 8]) * _scales[output] * each;
        }

        public float Weight(uint hash, int output) => Row(hash) is >= 0 and var row ? _weights[(row * Outputs) + output] * _scales[output] : 0;

        private int Row(uint hash)
        {
            var at = (int)(hash & (uint)(_keys.Length - 1));
            while (_rows[at] != 0)
            {
                if (_keys[at] == hash) return _rows[at] - 1;
                at = (at + 1) & (_keys.Length - 1);
            }

            return -1;
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > _rest.Length) throw new InvalidDataException("The model ends too soon.");
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

        public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Bytes(4));

        public int Count() => Int() is >= 0 and <= MostRows and var count ? count : throw new InvalidDataException("The model has an impossible count.");

        public string Text() => Encoding.UTF8.GetString(Bytes(Count()));

        public float[] Floats(int count)
        {
            var floats = new float[count];
            for (var i = 0; i < count; i++) floats[i] = Float();
            return floats;
        }
    }
}
