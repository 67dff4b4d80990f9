using System.Runtime.InteropServices;

namespace Tickets.Domain.Understanding;

/// <summary>How a text is made, whatever its words: whether it looks like a headline or a report.</summary>
/// <param name="Headline">How far its words begin with capitals as those of a headline do: 0 to 1.</param>
/// <param name="Quotes">Somebody's speech is quoted.</param>
/// <param name="NumbersInBrackets">As reports give ages and dates: <c>(34)</c>, <c>(4/3)</c>.</param>
/// <remarks>
/// One pass over the text, without allocating. News of a flood and a cry from it share most of their words; this is what sets them apart. Example:
/// <c>Banjir Surut, Warga Demak Butuh Air Bersih https://…</c> is a headline (1), <c>banjir udah surut, kami di Demak butuh air bersih</c> is none (0).
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Manner(double Headline, bool Quotes, bool NumbersInBrackets)
{
    private const int FewestWords = 5;

    // In running text about a word in five begins with a capital; in headlines all but the small ones do.
    private const double RunningText = 0.35;
    private const double HeadlineText = 0.75;

    /// <summary>Looks at a text.</summary>
    public static Manner Of(ReadOnlySpan<char> text)
    {
        var (quotes, brackets) = (false, false);
        var (words, titled) = (0, 0);
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            var token = text[start..at];
            quotes |= token.IndexOfAny('"', '“', '”') >= 0;
            brackets |= token[0] == '(' && token.Length > 2 && char.IsAsciiDigit(token[1]) && token.Contains(')');
            var letter = FirstLetter(token);
            if (letter < 0 || token[0] is '@' or '#' || token.StartsWith("http", StringComparison.OrdinalIgnoreCase)) continue;
            words++;
            // What stands in capitals altogether shouts, or is short for something.
            if (char.IsAsciiLetterUpper(token[letter]) && token.IndexOfAnyInRange('a', 'z') >= 0) titled++;
        }

        var share = words < FewestWords ? 0 : (double)titled / words;
        return new Manner(Math.Clamp((share - RunningText) / (HeadlineText - RunningText), 0, 1), quotes, brackets);
    }

    private static int FirstLetter(ReadOnlySpan<char> token)
    {
        for (var i = 0; i < token.Length; i++)
            if (char.IsAsciiLetter(token[i])) return i;
        return -1;
    }
}
