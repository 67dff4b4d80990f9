namespace Tickets.Domain.Understanding;

/// <summary>
/// The words that the lexicons know, by number, with the many spellings under which each is met.
/// </summary>
/// <remarks>
/// A token is asked for as it stands, then with letters for digits (<c>b4nsos</c>), with elongation undone (<c>tolooong</c>),
/// and without its endings (<c>bantuannya</c>). The first that is known wins; what stays unknown weighs nothing.
/// </remarks>
internal sealed class Vocabulary
{
    /// <summary>No word.</summary>
    public const int Unknown = -1;

    private const int LongestWord = 40;
    private const int ShortestStem = 3;

    // The longest first: "-nyalah" before "-lah".
    private static readonly string[] Endings = ["nya", "lah", "kah", "pun", "ku", "mu", "an", "x"];

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _squeezed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _beginnings = new(StringComparer.Ordinal);
    private readonly List<uint> _hashes = [];
    private int _longestBeginning;

    /// <summary>Reads <c>common spelling: others …</c> lines.</summary>
    public Vocabulary(IEnumerable<string> spellings)
    {
        foreach (var line in spellings)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var common = Split(line.AsSpan(0, colon).ToString()).Select(Number).ToArray();
            foreach (var variant in Split(line[(colon + 1)..])) _spellings[variant] = common;
        }
    }

    /// <summary>The words of a phrase of a lexicon, as the reader will meet them.</summary>
    public int[] Learn(string phrase)
    {
        var words = new List<int>();
        foreach (var piece in Split(phrase))
        {
            if (piece.EndsWith('*'))
            {
                var beginning = piece[..^1];
                if (!_beginnings.TryGetValue(beginning, out var id)) _beginnings[beginning] = id = Number(piece);
                _longestBeginning = Math.Max(_longestBeginning, beginning.Length);
                words.Add(id);
            }
            else if (_spellings.TryGetValue(piece, out var common))
            {
                words.AddRange(common);
            }
            else
            {
                words.Add(Number(piece));
            }
        }

        return [.. words];
    }

    /// <summary>A hash of a known word that stays the same when the lists change.</summary>
    public uint HashOf(int word) => _hashes[word];

    /// <summary>The number of a sign such as <c>&lt;link&gt;</c>, which is no spelled word.</summary>
    public int Sign(string sign) => Number(sign);

    /// <summary>Finds what a lower-case token of ASCII letters and digits means; false when no lexicon knows it.</summary>
    public bool TryFind(ReadOnlySpan<char> token, out Meaning meaning)
    {
        meaning = new Meaning(Unknown, Unknown, null);
        if (token.IsEmpty || token.Length > LongestWord) return false;

        Span<char> buffer = stackalloc char[LongestWord];
        if (TryFindPlain(token, ref meaning)) return true;

        var once = Squeeze(token, buffer, keep: 2);
        if (once.Length < token.Length && TryFindPlain(once, ref meaning)) return true;

        once = Squeeze(token, buffer, keep: 1);
        if (once.Length < token.Length && TryFindPlain(once, ref meaning)) return true;
        if (_squeezed.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(once, out var word))
        {
            meaning = new Meaning(word, Unknown, null);
            return true;
        }

        var beginnings = _beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(token.Length, _longestBeginning); length >= ShortestStem; length--)
        {
            if (!beginnings.TryGetValue(token[..length], out word)) continue;
            meaning = new Meaning(word, Unknown, null);
            return true;
        }

        return false;
    }

    private bool TryFindPlain(ReadOnlySpan<char> token, ref Meaning meaning)
    {
        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        var spellings = _spellings.GetAlternateLookup<ReadOnlySpan<char>>();
        if (spellings.TryGetValue(token, out var several))
        {
            meaning = new Meaning(several[0], Unknown, several);
            return true;
        }

        var stem = Unknown;
        foreach (var ending in Endings)
        {
            if (token.Length - ending.Length < ShortestStem || !token.EndsWith(ending, StringComparison.Ordinal)) continue;
            var rest = token[..^ending.Length];
            if (spellings.TryGetValue(rest, out several) && several.Length == 1) stem = several[0];
            else if (words.TryGetValue(rest, out var found)) stem = found;
            if (stem != Unknown) break;
        }

        if (words.TryGetValue(token, out var word))
        {
            meaning = new Meaning(word, stem, null);
            return true;
        }

        if (stem == Unknown) return false;
        meaning = new Meaning(stem, Unknown, null);
        return true;
    }

    private int Number(string word)
    {
        if (_words.TryGetValue(word, out var id)) return id;
        id = _words.Count;
        _words[word] = id;
        _hashes.Add(Hashing.Of(word, Hashing.Words));
        Span<char> buffer = stackalloc char[LongestWord];
        if (word.Length <= LongestWord) _squeezed.TryAdd(Squeeze(word, buffer, keep: 1).ToString(), id);
        return id;
    }

    // "tolooong" → "tolong"; with keep 2, "maaaf" → "maaf".
    private static ReadOnlySpan<char> Squeeze(ReadOnlySpan<char> token, Span<char> into, int keep)
    {
        var length = 0;
        var run = 0;
        for (var i = 0; i < token.Length; i++)
        {
            run = i > 0 && token[i] == token[i - 1] ? run + 1 : 1;
            if (run <= keep) into[length++] = token[i];
        }

        return into[..length];
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a token stands for.</summary>
    /// <param name="Word">Its word.</param>
    /// <param name="Stem">Its word without an ending when that is known too, else <see cref="Unknown"/>.</param>
    /// <param name="Several">All words when a spelling stands for several (<c>gabisa</c>: tidak bisa), else null.</param>
    internal readonly record struct Meaning(int Word, int Stem, int[]? Several);
}
