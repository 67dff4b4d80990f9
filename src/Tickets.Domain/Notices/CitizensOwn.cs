namespace Tickets.Domain.Notices;

/// <summary>
/// What opens something in the citizen's place: the lookup code, with which anybody could look and remind, and the link to rate by, with which staff could rate
/// their own work. Both go out with the words and are shown to no staff.
/// </summary>
internal static class CitizensOwn
{
    private const string Cover = "••••";

    /// <summary>Outgoing words as staff may read them.</summary>
    /// <param name="words">As they go out.</param>
    /// <param name="codes">The lookup codes that may stand in them.</param>
    public static string Covered(string words, params IEnumerable<string?> codes) =>
        codes.OfType<string>().Where(c => c.Length > 0).Aggregate(RatingToken.Anywhere().Replace(words, Cover), (text, code) => text.Replace(code, Cover, StringComparison.Ordinal));
}
