using System.Buffers;

namespace Tickets.Domain.Understanding;

/// <summary>A text as its words are read, in training and in service alike: without what identifies a person.</summary>
/// <remarks>
/// A number says nothing of what is wanted, and its groups would be read as house numbers, months and amounts: <c>WA 081234567890</c>, <c>WA 0812/3456/7890</c> and
/// <c>WA https://wa.me/6281234567890</c> are all read as <c>WA</c>. What <see cref="PersonalData"/> finds is left out, whatever its kind; the words beside it stay.
/// </remarks>
internal static class Impersonal
{
    private const int LongestQuery = 2_000;

    /// <summary>What stands for it where people see the words: no letter and no digit, so that it is read as nothing, too.</summary>
    public const string StandIn = "•••";

    private static readonly SearchValues<string> Openings = SearchValues.Create(["https://", "http://", "www.", "whatsapp://", "api.whatsapp.com", "wa.me/"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> OpenChats = SearchValues.Create(["wa.me/", "phone="], StringComparison.OrdinalIgnoreCase);

    /// <summary>The text with blanks in the place of what identifies a person, so that all else stays where it is; the text itself where nothing does.</summary>
    /// <param name="text">A text or its beginning.</param>
    /// <param name="personal">What <see cref="PersonalData.Find"/> found in the whole of it.</param>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text, IReadOnlyList<PersonalDataSpan> personal)
    {
        if (personal.Count == 0 || personal[0].Start >= text.Length) return text;
        var read = text.ToArray();
        foreach (var (start, end) in Stretches(text, personal)) read.AsSpan(start..end).Fill(' ');
        return read;
    }

    /// <summary>What is left out, from where to where, in order and not overlapping: what was found, and the whole of a link that opens a chat with a number found.</summary>
    public static List<(int Start, int End)> Stretches(ReadOnlySpan<char> text, IReadOnlyList<PersonalDataSpan> personal)
    {
        var stretches = new List<(int Start, int End)>(personal.Count);
        var free = 0;
        foreach (var span in personal)
        {
            var (start, end) = (Math.Max(span.Start, free), Math.Min(span.Start + span.Length, text.Length));
            if (start >= end) continue;
            if (span.Type != PersonalDataType.Email && OpeningOfChat(text[free..start]) is >= 0 and var opening)
            {
                start = free + opening;
                end += LengthOfQuery(text[end..]);
            }

            stretches.Add((start, end));
            free = end;
        }

        return stretches;
    }

    /// <summary>Where the link begins that goes on with a number; -1 when none stands directly before it.</summary>
    private static int OpeningOfChat(ReadOnlySpan<char> before)
    {
        var start = before.Length;
        while (start > 0 && before[start - 1] is > ' ' and < '\u007F') start--;
        var opening = before[start..].IndexOfAny(Openings);
        return opening >= 0 && before[(start + opening)..].ContainsAny(OpenChats) ? start + opening : -1;
    }

    // "?text=Halo%20kak" belongs to the link; the question mark of a sentence does not.
    private static int LengthOfQuery(ReadOnlySpan<char> after)
    {
        if (after is not ['/' or '?' or '&', ..]) return 0;
        after = after[..Math.Min(after.Length, LongestQuery)];
        var end = 0;
        while (end < after.Length && !char.IsWhiteSpace(after[end])) end++;
        return after[..end].Contains('=') ? end : 0;
    }
}
