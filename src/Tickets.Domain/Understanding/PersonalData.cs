using System.Globalization;
using System.Text;

namespace Tickets.Domain.Understanding;

/// <summary>Finds and masks what identifies a person in a text.</summary>
/// <remarks>
/// <para>
/// Found: NIK and family card numbers (16 digits with a province, a date — women: day + 40 — and a serial; 15 and 17 digits or a
/// wrong date where the word NIK, KTP or KK is near), telephone numbers, e-mail addresses, bank account, bank card and KKS card
/// numbers. Digits may be parted by spaces, dots and dashes, glued to words, or written in other digit alphabets.
/// </para>
/// <para>
/// Not taken: amounts of money (<c>Rp 600.000</c>), dates, ticket numbers (<c>KMS-2026-000123</c>), parcel numbers, links.
/// </para>
/// <para>Never throws, whatever the text; the time is linear in its length.</para>
/// </remarks>
public static class PersonalData
{
    private const char Bullet = '•';
    private const int KeptAtEachEnd = 2;

    /// <summary>Everything that identifies a person, in order of appearance, not overlapping. Positions are UTF-16 code units.</summary>
    public static IReadOnlyList<PersonalDataSpan> Find(string text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var emails = Emails.In(text);
        var numbers = new PersonalNumbers(text, emails).Find();
        if (emails.Count == 0) return numbers;
        if (numbers.Count == 0) return emails;

        numbers.AddRange(emails);
        numbers.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return numbers;
    }

    /// <summary>The text with all personal data that <see cref="Find"/> sees masked; see <see cref="Mask(string, IReadOnlyList{PersonalDataSpan})"/>.</summary>
    public static string Mask(string text) => Mask(text, Find(text));

    /// <summary>
    /// The text with the given stretches masked: of a number the first two and last two digits stay, in groups of four
    /// (<c>33•• •••• •••• ••07</c>, <c>08•• •••• ••90</c>); of an e-mail address the first letter and the domain
    /// (<c>s•••@contoh.id</c>).
    /// </summary>
    /// <remarks>Stretches outside the text or overlapping an earlier one are left out; it never throws on them.</remarks>
    public static string Mask(string text, IReadOnlyList<PersonalDataSpan> spans)
    {
        if (string.IsNullOrEmpty(text) || spans.Count == 0) return text ?? "";
        var masked = new StringBuilder(text.Length + 16);
        var at = 0;
        foreach (var span in spans.OrderBy(static span => span.Start))
        {
            if (span.Start < at || span.Length <= 0 || span.Length > text.Length - span.Start) continue;
            masked.Append(text, at, span.Start - at);
            var shown = text.AsSpan(span.Start, span.Length);
            if (span.Type == PersonalDataType.Email) MaskEmail(shown, masked);
            else MaskNumber(shown, masked);
            at = span.Start + span.Length;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    private static void MaskEmail(ReadOnlySpan<char> email, StringBuilder masked)
    {
        var sign = email.IndexOf('@');
        if (sign < 0) sign = email.Length;
        masked.Append(sign > 0 ? email[0] : Bullet).Append(Bullet, 3).Append(email[sign..]);
    }

    private static void MaskNumber(ReadOnlySpan<char> number, StringBuilder masked)
    {
        var total = 0;
        for (var i = 0; i < number.Length; i++)
            if (Digits.At(number, i, out var units) >= 0) (total, i) = (total + 1, i + units - 1);

        if (number[0] == '+') masked.Append('+');
        var kept = total > KeptAtEachEnd * 2 ? KeptAtEachEnd : 0;
        var index = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = Digits.At(number, i, out var units);
            if (digit < 0) continue;
            if (index > 0 && index % 4 == 0) masked.Append(' ');
            masked.Append(index < kept || index >= total - kept ? (char)('0' + digit) : Bullet);
            index++;
            i += units - 1;
        }

        if (total == 0) masked.Append(Bullet, 3);
    }
}

/// <summary>Decimal digits of any alphabet, bold and double-struck ones of the mathematical block included.</summary>
internal static class Digits
{
    /// <summary>The value of the digit at a place, or -1; <paramref name="units"/> is how many code units it takes.</summary>
    public static int At(ReadOnlySpan<char> text, int at, out int units)
    {
        var c = text[at];
        units = 1;
        if (c < 0x80) return char.IsAsciiDigit(c) ? c - '0' : -1;
        if (!char.IsHighSurrogate(c) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
            return CharUnicodeInfo.GetDecimalDigitValue(c);

        var rune = char.ConvertToUtf32(c, text[at + 1]);
        if (rune is < 0x1D7CE or > 0x1D7FF) return -1;
        units = 2;
        return (rune - 0x1D7CE) % 10;
    }
}

/// <summary>E-mail addresses.</summary>
internal static class Emails
{
    private const int LongestName = 64;
    private const int LongestDomain = 253;

    public static List<PersonalDataSpan> In(string text)
    {
        var found = new List<PersonalDataSpan>();
        var free = 0;
        for (var sign = text.IndexOf('@', StringComparison.Ordinal); sign >= 0; sign = text.IndexOf('@', sign + 1))
        {
            var start = sign;
            while (start > free && sign - start < LongestName && IsNamePart(text[start - 1])) start--;
            while (start < sign && !char.IsAsciiLetterOrDigit(text[start])) start++;

            var end = sign + 1;
            while (end < text.Length && end - sign <= LongestDomain && IsDomainPart(text[end])) end++;

            // "… tulis ke siti@contoh.id." ends before the full stop.
            while (end > sign + 1 && text[end - 1] is '.' or '-') end--;
            var dot = end > sign + 1 ? text.LastIndexOf('.', end - 1, end - sign - 1) : -1;
            if (start == sign || dot <= sign + 1 || end - dot - 1 < 2) continue;
            found.Add(new PersonalDataSpan(PersonalDataType.Email, start, end - start));
            free = end;
        }

        return found;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-';

    private static bool IsDomainPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-';
}
