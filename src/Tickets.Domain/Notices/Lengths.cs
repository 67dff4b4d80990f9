using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>
/// How long words may be, as each platform counts. Instagram's comment is documented; Facebook's comment, Messenger's and Instagram's messages, YouTube's comment
/// are believed; WhatsApp's text and X's weighted characters are documented (developer.x.com: counting characters).
/// </summary>
public static partial class Lengths
{
    // What X makes of every address, however long.
    private const int XLink = 23;

    /// <summary>The most that the platform takes by this door, and how long a text is as it counts.</summary>
    public static (int Most, int Length) Of(Platform platform, Door door, string text) =>
        (platform, door) switch
        {
            (Platform.Facebook, Door.CommentReply) => (8000, text.Length),
            (Platform.Facebook, _) => (2000, text.Length),
            (Platform.Instagram, Door.CommentReply) => (2200, text.Length),
            (Platform.Instagram, _) => (1000, Encoding.UTF8.GetByteCount(text)),
            (Platform.WhatsApp, Door.Template) => (1024, text.Length),
            (Platform.X, Door.CommentReply) => (280, Weighted(text)),
            (Platform.X, _) => (10_000, Graphemes(text)),
            (Platform.YouTube, _) => (10_000, text.Length),
            _ => (4096, text.Length),
        };

    /// <summary>Whether the platform takes it in one piece.</summary>
    public static bool Fits(Platform platform, Door door, string text) => Of(platform, door, text) is var (most, length) && length <= most;

    /// <summary>What a person would call a character: an emoji of many code points is one.</summary>
    public static int Graphemes(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>
    /// As X counts: Latin and its neighbours one, everything else two, an emoji two however it is made, an address 23 (twitter-text, configuration 3).
    /// </summary>
    public static int Weighted(string text)
    {
        var composed = text.IsNormalized() ? text : text.Normalize();
        var links = Links().Matches(composed);
        var length = 0;
        var at = 0;
        foreach (Match link in links)
        {
            length += WithoutLinks(composed.AsSpan(at, link.Index - at)) + XLink;
            at = link.Index + link.Length;
        }

        return length + WithoutLinks(composed.AsSpan(at));
    }

    private static int WithoutLinks(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var taken = StringInfo.GetNextTextElementLength(text);
            length += WeightOf(text[..taken]);
            text = text[taken..];
        }

        return length;
    }

    private static int WeightOf(ReadOnlySpan<char> element)
    {
        var weight = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            // Joined emoji, flags, skin colours, keycaps: one picture.
            if (rune.Value is (>= 0x1F000 and <= 0x1FAFF) or 0xFE0F or 0x20E3 or (>= 0x2600 and <= 0x27BF))
                return 2;
            weight += rune.Value is <= 0x10FF or (>= 0x2000 and <= 0x200D) or (>= 0x2010 and <= 0x201F) or (>= 0x2032 and <= 0x2037) ? 1 : 2;
        }

        return weight;
    }

    /// <summary>Addresses, which are never cut: written out, or a bare host of a common ending.</summary>
    [GeneratedRegex(@"\bhttps?://[^\s<>""]+[^\s<>"".,;:!?)\]}]|\b(?:[a-z0-9-]{1,63}\.)+(?:id|com|org|net|info|gov|io|me|ly|co)\b(?:/[^\s<>""]*[^\s<>"".,;:!?)\]}])?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex Links();
}

/// <summary>How long after a citizen's last word a direct message may still be sent.</summary>
public static class Windows
{
    /// <summary>Meta: a day, and seven by a person's hand (what the service says by itself waits then, see <see cref="Notice.ByPerson"/>); WhatsApp: a day; elsewhere without an end (null).</summary>
    public static TimeSpan? Of(Platform platform) =>
        platform switch
        {
            Platform.Facebook or Platform.Instagram => TimeSpan.FromDays(7),
            Platform.WhatsApp => TimeSpan.FromHours(24),
            Platform.X or Platform.YouTube or Platform.Web or Platform.Simulator => null,
        };
}
