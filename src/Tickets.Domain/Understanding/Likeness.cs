using System.Numerics;
using System.Runtime.InteropServices;

namespace Tickets.Domain.Understanding;

/// <summary>
/// A short print of what a text says, by which near-equal texts are told: the least hashes (MinHash, 32 of them) of its words and of its words in a row, in the
/// common spelling. The share of equal hashes estimates the share of what two texts have in common.
/// </summary>
/// <remarks>Who the words name in numbers does not matter to it (<see cref="Impersonal"/>). The print of a text does not change from process to process, nor with the time. It says nothing back: words cannot be read from it.</remarks>
public sealed class Likeness
{
    /// <summary>How many hashes a print has.</summary>
    public const int Length = 32;

    private const int MostRead = 1_000;
    private const int Marks = 512;

    [ThreadStatic]
    private static List<Word>? _words;

    private readonly uint[] _least;

    private Likeness(uint[] least, int words) => (_least, Words) = (least, words);

    /// <summary>How many different words the text has.</summary>
    public int Words { get; }

    /// <summary>The hashes, in an order that is always the same.</summary>
    public ReadOnlySpan<uint> Least => _least;

    /// <summary>The print of a text; null when it has no word. Only its first 1,000 UTF-16 units are read.</summary>
    public static Likeness? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var words = _words ??= new List<Word>(256);
        words.Clear();
        if (text.Length > MostRead) text = text[..MostRead];
        Reading.Into(words, null, Impersonal.Of(text, PersonalData.Find(text)), Lexicon.Built);

        Span<uint> marks = stackalloc uint[Marks];
        var count = 0;
        var different = 0;
        var before = 0u;
        foreach (var word in CollectionsMarshal.AsSpan(words))
        {
            var hash = word.Id == Vocabulary.Unknown ? word.Surface : Lexicon.Built.Words.HashOf(word.Id);
            if (hash == 0 || count + 2 > Marks) continue;
            if (marks[..count].IndexOf(hash) < 0)
            {
                marks[count++] = hash;
                different++;
            }

            if (before != 0) marks[count++] = Hashing.Of(before, hash, Hashing.Twos);
            before = hash;
        }

        if (count == 0) return null;
        var least = new uint[Length];
        for (var i = 0; i < Length; i++)
        {
            // Odd multipliers are permutations of all hashes; a mix of the high bits makes them independent enough.
            var (by, plus) = ((0x9E3779B1u * (uint)((2 * i) + 1)) | 1u, 0x85EBCA6Bu * (uint)(i + 1));
            var min = uint.MaxValue;
            foreach (var mark in marks[..count])
            {
                var mixed = (mark ^ plus) * by;
                mixed = (mixed ^ BitOperations.RotateRight(mixed, 15)) * 0x2C1B3C6Du;
                mixed ^= mixed >> 13;
                if (mixed < min) min = mixed;
            }

            least[i] = min;
        }

        return new Likeness(least, different);
    }

    /// <summary>A print that was kept.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Likeness From(byte[] kept)
    {
        if (kept.Length != (Length * sizeof(uint)) + sizeof(int)) throw new ArgumentException("That is no print of a text.", nameof(kept));
        return new Likeness(MemoryMarshal.Cast<byte, uint>(kept.AsSpan(sizeof(int))).ToArray(), MemoryMarshal.Read<int>(kept));
    }

    /// <summary>The print in bytes, as it is kept.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[(Length * sizeof(uint)) + sizeof(int)];
        MemoryMarshal.Write(bytes, Words);
        MemoryMarshal.AsBytes(_least.AsSpan()).CopyTo(bytes.AsSpan(sizeof(int)));
        return bytes;
    }

    /// <summary>How much two texts have in common, 0 to 1, to about a tenth.</summary>
    public double To(Likeness other) => Share(_least, other._least);

    /// <summary>The same of two prints.</summary>
    internal static double Share(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        var equal = 0;
        for (var i = 0; i < Length; i++)
            if (one[i] == other[i]) equal++;
        return equal / (double)Length;
    }
}
