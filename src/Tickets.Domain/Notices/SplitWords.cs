using System.Globalization;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>
/// Long words in parts that a platform takes: cut at the ends of sentences, else between words, never inside a link or a character, and numbered
/// <c>(2/3)</c> so that nobody takes a part for the whole.
/// </summary>
public static class SplitWords
{
    /// <summary>Beyond this a citizen would not read on; the words belong behind an address.</summary>
    public const int MostParts = 10;

    /// <summary>The parts in order, one when all fits; null when it cannot be said there: one private reply is all there is, or it is far too long.</summary>
    public static IReadOnlyList<string>? For(Platform platform, Door door, string text)
    {
        if (Lengths.Fits(platform, door, text))
            return [text];
        // One private reply and one template are all there is.
        if (door is Door.PrivateReply or Door.Template)
            return null;
        for (var count = 2; count <= MostParts; count++)
            if (Into(count, platform, door, text) is { } parts)
                return parts;
        return null;
    }

    private static List<string>? Into(int count, Platform platform, Door door, string text)
    {
        List<string> parts = [];
        var left = text.Trim();
        while (left.Length > 0)
        {
            if (parts.Count == count)
                return null;
            var number = string.Create(CultureInfo.InvariantCulture, $" ({parts.Count + 1}/{count})");
            var taken = Longest(left, part => Lengths.Fits(platform, door, part + number));
            if (taken == 0)
                return null;
            parts.Add(left[..taken].TrimEnd() + number);
            left = left[taken..].TrimStart();
        }

        // Fewer came out than were counted: the numbers would be wrong.
        return parts.Count == count ? parts : null;
    }

    // How much of the text is taken for one part.
    private static int Longest(string text, Func<string, bool> fits)
    {
        var most = Most(text, fits);
        if (most == text.Length)
            return most;
        var links = Lengths.Links().Matches(text);
        // A sentence's end in the last two thirds; else the end of a word; else wherever it must be.
        for (var at = most; at > most / 3; at--)
            if (EndsSentence(text, at) && !links.Any(l => l.Index < at && at < l.Index + l.Length))
                return at;
        for (var at = most; at > 0; at--)
            if (at < text.Length && char.IsWhiteSpace(text[at]) && !links.Any(l => l.Index < at && at < l.Index + l.Length))
                return at;
        var cut = links.FirstOrDefault(l => l.Index < most && most < l.Index + l.Length);
        return cut is null ? most : cut.Index;
    }

    private static bool EndsSentence(string text, int at) =>
        at < text.Length && char.IsWhiteSpace(text[at]) && (text[at] is '\n' || text[at - 1] is '.' or '!' or '?' or '…' or ':' or ';');

    // The longest beginning that fits, at the end of a character as people see it; longer ones never fit again.
    private static int Most(string text, Func<string, bool> fits)
    {
        int[] ends = [.. StringInfo.ParseCombiningCharacters(text).Skip(1), text.Length];
        var (low, high) = (0, ends.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (fits(text[..ends[middle]].TrimEnd()))
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? 0 : ends[low - 1];
    }
}
