using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tickets.Domain.Notices;

/// <summary>
/// The last part of a rating link: the ticket's number and a code that follows from its lookup code, so that nothing has to be kept for it and who has the link
/// learns nothing of the lookup code. It is told in private only.
/// </summary>
public static partial class RatingToken
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary><c>2026-000123-7KQ2M9XWPLRT</c>.</summary>
    public static string Of(Ticket ticket)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"penilaian:{ticket.Number}:{ticket.LookupCode}"));
        return $"{ticket.Number["KMS-".Length..]}-{string.Concat(hash.Take(14).Select(b => Letters[b % Letters.Length]))}";
    }

    /// <summary>The ticket's number; null for what is no such token.</summary>
    public static string? NumberOf(string token) => Shape().Match(token) is { Success: true } match ? "KMS-" + match.Groups["number"].Value : null;

    /// <summary>Any such token, wherever it stands in a text, of whichever ticket and in whichever capitals: those open as well.</summary>
    [GeneratedRegex("(?<![0-9A-Za-z])[0-9]{4}-[0-9]{6,9}-[0-9A-Za-z]{14}(?![0-9A-Za-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Anywhere();

    [GeneratedRegex("^(?<number>[0-9]{4}-[0-9]{6,9})-[0-9A-Za-z]{14}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
