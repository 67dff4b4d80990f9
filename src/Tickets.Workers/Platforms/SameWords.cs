namespace Tickets.Workers.Platforms;

/// <summary>Whether words read back are those that were sent: platforms trim, join and re-break white space, so only the words between it are compared.</summary>
internal static class SameWords
{
    public static bool As(string? said, string meant)
    {
        if (said is null)
            return false;
        var one = said.AsSpan().Trim();
        var other = meant.AsSpan().Trim();
        while (!one.IsEmpty && !other.IsEmpty)
        {
            var word = FirstWord(one);
            if (!word.SequenceEqual(FirstWord(other)))
                return false;
            one = one[word.Length..].TrimStart();
            other = other[word.Length..].TrimStart();
        }

        return one.IsEmpty && other.IsEmpty;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return text[..end];
    }
}
