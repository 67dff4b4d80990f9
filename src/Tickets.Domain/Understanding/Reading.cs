using System.Runtime.InteropServices;

namespace Tickets.Domain.Understanding;

/// <summary>A word as a lexicon knows it, and where the citizen wrote it.</summary>
/// <param name="Id">The word, or <see cref="Vocabulary.Unknown"/>.</param>
/// <param name="Stem">The word without its ending when that is known too.</param>
/// <param name="Start">First UTF-16 code unit in the text.</param>
/// <param name="Length">UTF-16 code units.</param>
/// <param name="Surface">Hash of the letters as read, elongation undone; 0 for signs.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Word(int Id, int Stem, int Start, int Length, uint Surface = 0);

/// <summary>Reads a text of Indonesian social media into words that the lexicons know.</summary>
/// <remarks>
/// Undone on the way: capitals, elongation, digits for letters, letters of other alphabets that look Latin, letters spaced out
/// (<c>s l o t</c>), zero-width characters, <c>di</c> written apart (<c>di perbaiki</c>), <c>2</c> for doubling (<c>teman2</c>).
/// One pass, a fixed amount of work for each character.
/// </remarks>
internal ref struct Reading
{
    private const int LongestToken = 40;

    private readonly ReadOnlySpan<char> _text;
    private readonly Lexicon _lexicon;
    private readonly List<Word> _words;
    private readonly List<uint>? _pieces;
    private int _mentions;
    private int _hashtags;
    private int _di = Vocabulary.Unknown;

    private Reading(ReadOnlySpan<char> text, Lexicon lexicon, List<Word> words, List<uint>? pieces)
    {
        _text = text;
        _lexicon = lexicon;
        _words = words;
        _pieces = pieces;
    }

    /// <summary>All words in order, those that no lexicon knows too.</summary>
    public static List<Word> Of(ReadOnlySpan<char> text, Lexicon lexicon)
    {
        var words = new List<Word>(Math.Min(64 + (text.Length / 6), 2048));
        Into(words, null, text, lexicon);
        return words;
    }

    /// <summary>The same into a list of the caller's, and the hashes of all stretches of three to five letters of each word, its ends marked.</summary>
    public static void Into(List<Word> words, List<uint>? pieces, ReadOnlySpan<char> text, Lexicon lexicon)
    {
        var reading = new Reading(text, lexicon, words, pieces);
        reading.Read();
    }

    private void Read()
    {
        var at = 0;
        while (at < _text.Length)
        {
            var start = at;
            var letter = Letter(_text, at, out var units);
            if (letter is '\0' or '\u0001')
            {
                ReadSign(start, units);
                at += units;
                continue;
            }

            at = IsLink(start) ? ReadLink(start) : ReadToken(start);
        }
    }

    private bool IsLink(int start) =>
        _text[start..].StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || _text[start..].StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || _text[start..].StartsWith("www.", StringComparison.OrdinalIgnoreCase);

    private int ReadLink(int start)
    {
        var end = start;
        while (end < _text.Length && !char.IsWhiteSpace(_text[end])) end++;
        // A reason shows where a link leads and never what is in its path: that may be somebody's number.
        var host = start;
        var slashes = 0;
        for (; host < end; host++)
            if (_text[host] == '/' && ++slashes == 3) break;
        _words.Add(new Word(_lexicon.Signs.Link, Vocabulary.Unknown, start, host - start));
        return end;
    }

    private void ReadSign(int start, int units)
    {
        var signs = _lexicon.Signs;
        var rune = units == 2 ? char.ConvertToUtf32(_text[start], _text[start + 1]) : _text[start];
        var sign = rune switch
        {
            '?' => signs.Question,
            0x1F602 or 0x1F923 or 0x1F606 or 0x1F605 or 0x1F639 or 0x1F92A => signs.Laughter,
            0x2764 or 0x1F44D or 0x1F44F or 0x1F525 or 0x1F60D or 0x1F970 or 0x1F4AA or 0x1F389 or 0x1F60A or 0x1F917 or 0x2B50 => signs.Applause,
            0x1F932 => signs.Prayer,
            _ => Vocabulary.Unknown,
        };
        if (sign != Vocabulary.Unknown) _words.Add(new Word(sign, Vocabulary.Unknown, start, units));
    }

    private int ReadToken(int start)
    {
        Span<char> token = stackalloc char[LongestToken];
        var length = 0;
        var at = start;
        while (at < _text.Length)
        {
            var letter = Letter(_text, at, out var units);
            if (letter == '\0') break;
            if (letter != '\u0001' && length < LongestToken) token[length++] = letter;
            at += units;
        }

        if (length == 1 && char.IsAsciiLetter(token[0])) at = JoinSpacedLetters(token, ref length, at);

        switch (start > 0 ? _text[start - 1] : ' ')
        {
            // Not in the middle of an e-mail address.
            case '@' when start < 2 || !char.IsLetterOrDigit(_text[start - 2]):
                if (_mentions++ < 2) _words.Add(new Word(_lexicon.Signs.Mention, Vocabulary.Unknown, start - 1, at - start + 1, Hashing.Of(token[..length], Hashing.Handles)));
                return at;
            case '#':
                if (_hashtags++ < 3) _words.Add(new Word(_lexicon.Signs.Hashtag, Vocabulary.Unknown, start - 1, at - start + 1));
                break;
        }

        var first = _words.Count;
        Understand(token[..length], start, at - start);
        Surface(token[..length], first);
        return at;
    }

    /// <summary>The <see cref="Word.Surface"/> of a word of lower-case letters.</summary>
    public static uint SurfaceOf(ReadOnlySpan<char> word)
    {
        Span<char> plain = stackalloc char[LongestToken + 2];
        return Hashing.Of(plain[..Plain(word, plain)], Hashing.Surfaces);
    }

    // Letters for digits, elongation undone, both ends marked.
    private static int Plain(ReadOnlySpan<char> token, Span<char> into)
    {
        var length = 1;
        into[0] = '^';
        foreach (var c in token)
        {
            var letter = LetterForDigit(c);
            if (letter != into[length - 1]) into[length++] = letter;
        }

        into[length++] = '$';
        return length;
    }

    private readonly void Surface(scoped ReadOnlySpan<char> token, int first)
    {
        if (_words.Count == first + 1 && _words[^1].Id == _lexicon.Signs.Number) return;
        Span<char> plain = stackalloc char[LongestToken + 2];
        var length = Plain(token, plain);
        var surface = Hashing.Of(plain[..length], Hashing.Surfaces);
        var words = CollectionsMarshal.AsSpan(_words);
        for (var i = first; i < words.Length; i++) words[i] = words[i] with { Surface = i == first ? surface : 0 };
        if (_pieces is null) return;
        for (var size = 3; size <= 5; size++)
            for (var i = 0; i + size <= length; i++) _pieces.Add(Hashing.Of(plain.Slice(i, size), Hashing.Pieces));
    }

    // "s l o t", "s.l.o.t": three letters or more that stand alone, one separator between them.
    private readonly int JoinSpacedLetters(scoped Span<char> token, ref int length, int end)
    {
        var at = end;
        var joined = length;
        Span<char> letters = stackalloc char[LongestToken];
        while (at + 1 < _text.Length && joined < LongestToken && IsSpacing(_text[at]))
        {
            var letter = Letter(_text, at + 1, out var units);
            if (!char.IsAsciiLetterOrDigit(letter)) break;
            var after = at + 1 + units;
            if (after < _text.Length && Letter(_text, after, out _) != '\0') break;
            letters[joined++] = letter;
            at = after;
        }

        if (joined < 3) return end;
        letters[length..joined].CopyTo(token[length..]);
        length = joined;
        return at;
    }

    private static bool IsSpacing(char c) => c is ' ' or '.' or '-' or '_' or '*';

    private void Understand(scoped ReadOnlySpan<char> token, int start, int length)
    {
        var digits = 0;
        foreach (var c in token)
            if (char.IsAsciiDigit(c)) digits++;

        if (digits == token.Length)
        {
            Add(_lexicon.Signs.Number, Vocabulary.Unknown, start, length);
            return;
        }

        if (TryAddFused(token, start, length)) return;
        if (_lexicon.Words.TryFind(token, out var meaning))
        {
            Add(meaning, start, length);
            return;
        }

        if (digits > 0 && TryAddWithDigits(token, digits, start, length)) return;
        Add(Vocabulary.Unknown, Vocabulary.Unknown, start, length);
    }

    // "di perbaiki" is "diperbaiki"; "di" alone means nothing here.
    private bool TryAddFused(scoped ReadOnlySpan<char> token, int start, int length)
    {
        var di = _di;
        _di = token is "di" ? _words.Count : Vocabulary.Unknown;
        if (di == Vocabulary.Unknown || di != _words.Count - 1 || token.Length + 2 > LongestToken) return false;

        Span<char> fused = stackalloc char[LongestToken];
        "di".CopyTo(fused);
        token.CopyTo(fused[2..]);
        if (!_lexicon.Words.TryFind(fused[..(token.Length + 2)], out var meaning)) return false;

        var first = _words[di].Start;
        _words.RemoveAt(di);
        Add(meaning, first, start + length - first);
        return true;
    }

    private bool TryAddWithDigits(scoped ReadOnlySpan<char> token, int digits, int start, int length)
    {
        var words = _lexicon.Words;
        if (token[^1] == '2' && words.TryFind(token[..^1], out var meaning))
        {
            Add(meaning, start, length);
            return true;
        }

        Span<char> spelled = stackalloc char[token.Length];
        for (var i = 0; i < token.Length; i++) spelled[i] = LetterForDigit(token[i]);
        if (words.TryFind(spelled, out meaning))
        {
            Add(meaning, start, length);
            return true;
        }

        var leading = 0;
        while (char.IsAsciiDigit(token[leading])) leading++;
        var trailing = 0;
        while (char.IsAsciiDigit(token[^(trailing + 1)])) trailing++;

        // "600rb", "3bulan"
        if (leading == digits && words.TryFind(token[leading..], out meaning))
        {
            Add(_lexicon.Signs.Number, Vocabulary.Unknown, start, length);
            Add(meaning, start, length);
            return true;
        }

        if (trailing != digits) return false;

        // "rt03", "juli2025"
        if (words.TryFind(token[..^trailing], out meaning))
        {
            Add(meaning, start, length);
            Add(_lexicon.Signs.Number, Vocabulary.Unknown, start, length);
            return true;
        }

        if (token.Length - trailing < 4 || trailing is < 2 or > 3) return false;
        Add(_lexicon.Signs.Brand, Vocabulary.Unknown, start, length);
        return true;
    }

    private readonly void Add(Vocabulary.Meaning meaning, int start, int length)
    {
        if (meaning.Several is null) Add(meaning.Word, meaning.Stem, start, length);
        else
            foreach (var word in meaning.Several) Add(word, Vocabulary.Unknown, start, length);
    }

    private readonly void Add(int word, int stem, int start, int length) => _words.Add(new Word(word, stem, start, length));

    private static char LetterForDigit(char c) => c switch
    {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '6' => 'g',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => c,
    };

    /// <summary>
    /// The plain letter or digit at a place: lower case, Latin. <c>\0</c> for what ends a word, <c>\u0001</c> for what is to be
    /// read over (zero-width characters, apostrophes, marks on letters).
    /// </summary>
    private static char Letter(ReadOnlySpan<char> text, int at, out int units)
    {
        var c = text[at];
        units = 1;
        if (c < 0x80)
        {
            if (char.IsAsciiLetterOrDigit(c)) return char.ToLowerInvariant(c);
            return c == '\'' ? '\u0001' : '\0';
        }

        if (char.IsSurrogate(c))
        {
            if (!char.IsHighSurrogate(c) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1])) return '\0';
            units = 2;
            return Styled(char.ConvertToUtf32(c, text[at + 1]));
        }

        return c switch
        {
            >= '\u0300' and <= '\u036F' => '\u0001',
            >= '\u200B' and <= '\u200F' or '\u2060' or '\uFEFF' or '\u00AD' or '\u034F' or '\u180E' => '\u0001',
            >= '\uFE00' and <= '\uFE0F' or '\u2019' or '\u2018' or '`' => '\u0001',
            >= '\uFF10' and <= '\uFF19' => (char)(c - '\uFF10' + '0'),
            >= '\uFF21' and <= '\uFF3A' => (char)(c - '\uFF21' + 'a'),
            >= '\uFF41' and <= '\uFF5A' => (char)(c - '\uFF41' + 'a'),
            >= '\u24B6' and <= '\u24CF' => (char)(c - '\u24B6' + 'a'),
            >= '\u24D0' and <= '\u24E9' => (char)(c - '\u24D0' + 'a'),
            'à' or 'á' or 'â' or 'ã' or 'ä' or 'å' or 'Á' or 'À' or 'а' or 'А' or 'α' => 'a',
            'è' or 'é' or 'ê' or 'ë' or 'É' or 'È' or 'е' or 'Е' => 'e',
            'ì' or 'í' or 'î' or 'ï' or 'і' or 'І' => 'i',
            'ò' or 'ó' or 'ô' or 'ö' or 'о' or 'О' or 'ο' => 'o',
            'ù' or 'ú' or 'û' or 'ü' => 'u',
            'с' or 'С' or 'ç' => 'c',
            'р' or 'Р' => 'p',
            'ѕ' or 'Ѕ' => 's',
            'х' or 'Х' => 'x',
            'у' => 'y',
            'ñ' => 'n',
            'Т' or 'т' => 't',
            'М' or 'м' => 'm',
            'К' or 'к' => 'k',
            _ => '\0',
        };
    }

    // Bold, script, double-struck … letters of the mathematical block, and letters in squares: alphabets of gambling spam.
    private static char Styled(int rune) => rune switch
    {
        >= 0x1D400 and <= 0x1D6A3 => (char)('a' + ((rune - 0x1D400) % 26)),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((rune - 0x1D7CE) % 10)),
        >= 0x1F130 and <= 0x1F149 => (char)('a' + (rune - 0x1F130)),
        >= 0x1F150 and <= 0x1F169 => (char)('a' + (rune - 0x1F150)),
        >= 0x1F170 and <= 0x1F189 => (char)('a' + (rune - 0x1F170)),
        _ => '\0',
    };
}
