using System.Buffers;
using System.Runtime.InteropServices;

namespace Tickets.Domain.Understanding;

/// <summary>Reads the numbers of a text and tells which of them identify a person.</summary>
/// <remarks>
/// Numbers are read as groups of digits with at most three separators between them; what a group begins is tried in the order
/// 16 digits, date (no personal data), telephone, mistyped NIK, account. The words near a number, its clues, decide where the
/// digits alone do not: the nearest one before it, else the nearest one after it. A slash or an opening bracket also parts two
/// numbers, a date or the number of a letter: only telephone numbers and a NIK written with slashes throughout go on behind one.
/// </remarks>
internal sealed class PersonalNumbers(string text, List<PersonalDataSpan> emails)
{
    private const int NikLength = 16;
    private const int ShortestAccount = 10;
    private const int MostSeparators = 3;
    private const int MostGroups = 16;
    private const int ClueBefore = 40;
    private const int ClueAfter = 20;
    private const int CodeClueBefore = 15;
    private const int ShortestMobile = 10;
    private const int LongestMobile = 13;
    private const int MostLettersForDigits = 6;
    private const int Indonesia = 62;
    private const int ShortestArea = 3;
    private const int LongestCountryAndArea = 6;
    private const int LetterClueBefore = 30;

    // The number of a letter or decree may begin like a mobile number: "Surat Nomor 0812/345/2026".
    private static readonly SearchValues<string> LettersAndDecrees = SearchValues.Create(
        ["surat", "keputusan", "kepmen", "permen", "peraturan", "perpres", "perda", "instruksi", "edaran", "nota dinas", "memo", "berkas", "register", "sprint", "akta", "putusan", "perkara"],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly Dictionary<string, Clue> ClueWords = Words(
        (Clue.Nik, "nik nonik niknya ktp noktp ktpnya ektp induk kependudukan"),
        (Clue.Kk, "kk nokk kknya nkk"),
        (Clue.Bank, "rek rekening norek norekening reknya rekeningnya bri bni bca btn bsi bjb mandiri bank atm kks kksnya"),
        (Clue.Phone, "wa nowa wanya hp nohp hpnya telp tlp telepon telpon tlpn whatsapp hubungi kontak sms"),
        (Clue.Parcel, "resi noresi jne jnt sicepat anteraja spx awb tracking invoice faktur pesanan order orderan token pelanggan idpel imei"),
        (Clue.Code, "tiket aduan pengaduan laporan lapor kode transaksi referensi ref antrian antrean booking registrasi pendaftaran va virtual meter seri serial voucher id"));

    private readonly List<PersonalDataSpan> _found = [];
    private readonly List<(int Start, int End, Clue Clue)> _clues = [];
    private readonly List<Group> _groups = [];

    private enum Clue
    {
        None,
        Nik,
        Kk,
        Bank,
        Phone,
        Parcel,

        // Names a number that is nobody's, but may also stand before somebody's: it denies typos and accounts, never sixteen good digits.
        Code,
    }

    /// <summary>Personal numbers in order of appearance, not overlapping, outside the given e-mail addresses.</summary>
    public List<PersonalDataSpan> Find()
    {
        ReadClues();
        var email = 0;
        var at = 0;
        while (at < text.Length)
        {
            while (email < emails.Count && emails[email].Start + emails[email].Length <= at) email++;
            if (email < emails.Count && at >= emails[email].Start)
            {
                at = emails[email].Start + emails[email].Length;
            }
            else if (Digits.At(text, at, out var units) < 0 && !IsLetterForFirstDigit(at))
            {
                at = IsLink(at) ? EndOfLink(at) : at + units;
            }
            else
            {
                var end = email < emails.Count ? emails[email].Start : text.Length;
                at = ReadGroups(at, end);
                Judge();
            }
        }

        return _found;
    }

    private void ReadClues()
    {
        Span<char> word = stackalloc char[16];
        var lookup = ClueWords.GetAlternateLookup<ReadOnlySpan<char>>();
        var afterCard = false;
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsAsciiLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && char.IsAsciiLetter(text[at])) at++;
            var length = at - start;
            if (length > word.Length)
            {
                afterCard = false;
                continue;
            }

            for (var i = 0; i < length; i++) word[i] = char.ToLowerInvariant(text[start + i]);
            if (lookup.TryGetValue(word[..length], out var clue)) _clues.Add((start, at, clue));
            else if (afterCard && word[..length] is "keluarga") _clues.Add((start, at, Clue.Kk));
            afterCard = word[..length] is "kartu";
        }
    }

    // The digits of a link are the platform's own, but a link that opens a chat carries a telephone number.
    private bool IsLink(int at)
    {
        var rest = text.AsSpan(at);
        if (rest[0] is not ('h' or 'H' or 'w' or 'W')) return false;
        if (!rest.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return false;
        rest = rest[..Math.Min(rest.Length, 60)];
        return (rest.Contains("://", StringComparison.Ordinal) || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            && !rest.Contains("wa.me", StringComparison.OrdinalIgnoreCase)
            && !rest.Contains("phone=", StringComparison.OrdinalIgnoreCase);
    }

    private int EndOfLink(int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    /// <summary>Reads groups of digits that stand together; returns where they end.</summary>
    private int ReadGroups(int at, int end)
    {
        _groups.Clear();
        var before = Before.Nothing;
        while (true)
        {
            var start = at;
            var digits = 0;
            var after = at;
            while (at < end)
            {
                if (Digits.At(text, at, out var units) >= 0 || IsLetterForDigit(at) || (digits == 0 && IsLetterForFirstDigit(at)))
                {
                    digits++;
                    at += units;
                    after = at;
                }
                else if (IsInvisible(text[at]))
                {
                    at++;
                }
                else
                {
                    break;
                }
            }

            _groups.Add(new Group(start, after, digits, before));
            at = after;
            var next = at;
            before = Before.Nothing;
            for (var separators = 0; next < end && separators < MostSeparators; next++)
            {
                if (IsInvisible(text[next])) continue;
                if (text[next] is '/' or '\uFF0F') before = Before.Slash;
                else if (text[next] is '(' or '[' or '\uFF08') before = before == Before.Slash ? before : Before.Bracket;
                else if (!IsSeparator(text[next])) break;
                else if (before == Before.Nothing && char.IsWhiteSpace(text[next])) before = Before.Space;
                separators++;
            }

            if (next == at || next >= end || (Digits.At(text, next, out _) < 0 && !IsLetterForDigit(next))) return at;
            at = next;
        }
    }

    // "33O3", "1OOO2", "345O-7890", "0812-O345" — letters O between two digits, at the end of a group or at the beginning of a further one are zeros, and so are several that make a further group.
    private bool IsLetterForDigit(int at)
    {
        if (text[at] is not ('O' or 'o')) return false;
        var (before, after) = (at, at);
        while (before >= 0 && at - before < MostLettersForDigits && text[before] is 'O' or 'o') before--;
        while (after < text.Length && after - at < MostLettersForDigits && text[after] is 'O' or 'o') after++;
        var (left, right) = (DigitAt(before), DigitAt(after));
        var isLast = after >= text.Length || !char.IsLetterOrDigit(text[after]);
        var several = after - before > 2;
        return (left && (right || isLast)) || (IsGap(before) && ReadsAsDigit(before - 1) && (right || (several && isLast)));

        bool DigitAt(int place) => place >= 0 && place < text.Length && char.IsAsciiDigit(text[place]);
        bool ReadsAsDigit(int place) => DigitAt(place) || (place > 0 && text[place] is 'O' or 'o' && DigitAt(place - 1));
        bool IsGap(int place) => place >= 0 && place < text.Length && (IsSeparator(text[place]) || text[place] == '/');
    }

    // "O812 …", "nomorkuO81200001234" — a letter O before what goes on like a mobile number; glued to a word, where the whole number follows.
    private bool IsLetterForFirstDigit(int at)
    {
        if (text[at] is not ('O' or 'o') || at + 3 >= text.Length || text[at + 1] != '8') return false;
        var glued = at > 0 && char.IsLetterOrDigit(text[at - 1]);
        if (glued && (text[at] != 'O' || !char.IsLower(text[at - 1]))) return false;
        var least = at + 1 + (glued ? ShortestMobile - 1 : 3);
        return least <= text.Length && !text.AsSpan(at + 1, least - at - 1).ContainsAnyExceptInRange('0', '9');
    }

    // Dashes and blanks of every width, as phones and word processors put them in by themselves.
    private static bool IsSeparator(char c) =>
        c is ' ' or '.' or '-' or '_' or ')' or ']' or '\u00A0' or '\u00B7' or (>= '\u2000' and <= '\u200A') or (>= '\u2010' and <= '\u2015') or '\u202F' or '\u205F' or '\u2212' or '\u3000'
            or '\uFE63' or '\uFF09' or '\uFF0D' or '\uFF0E';

    // Marks of direction, joiners, and what makes an emoji of a digit.
    private static bool IsInvisible(char c) =>
        c is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF' or '\u00AD' or '\u061C' or '\uFE0E' or '\uFE0F' or '\u20E3';

    private void Judge()
    {
        for (var first = 0; first < _groups.Count;)
        {
            var last = JudgeFrom(first, out var type);
            if (last < first)
            {
                first++;
                continue;
            }

            if (type is { } personal) Add(personal, first, last);
            first = last + 1;
        }
    }

    /// <summary>What begins with a group: the index of its last group and its type, null when it is known to be nothing personal; -1 when unknown.</summary>
    private int JudgeFrom(int first, out PersonalDataType? type)
    {
        type = null;
        var sixteen = LastOf(first, NikLength);
        if (sixteen >= 0)
        {
            type = JudgeSixteen(first, sixteen, out var nothing);
            if (type is not null || nothing) return sixteen;
        }

        if (IsDate(first)) return first + 2;

        var phone = LastOfPhone(first);
        if (phone >= 0)
        {
            type = PersonalDataType.Phone;
            return phone;
        }

        var mistyped = LastOfMistyped(first, ref type);
        return mistyped >= 0 ? mistyped : LastOfAccount(first, ref type);
    }

    /// <summary>The group with which exactly so many digits are reached, or -1.</summary>
    private int LastOf(int first, int digits)
    {
        var total = 0;
        for (var i = first; i < _groups.Count && i - first < MostGroups; i++)
        {
            if (i > first && IsApart(first, i)) return -1;
            total += _groups[i].Digits;
            if (total == digits) return i;
            if (total > digits) return -1;
        }

        return -1;
    }

    // Another number, unless slashes stand between all groups.
    private bool IsApart(int first, int group) =>
        _groups[group].Before == Before.Bracket || (_groups[group].Before == Before.Slash) != (_groups[first + 1].Before == Before.Slash);

    private PersonalDataType? JudgeSixteen(int first, int last, out bool nothing)
    {
        Span<char> digits = stackalloc char[NikLength];
        Read(first, last, digits);
        var clue = ClueNear(first, last);
        var born = IsNik(digits);
        nothing = clue == Clue.Parcel || IsMoney(first, last) || (clue is not (Clue.Nik or Clue.Kk or Clue.Bank) && IsPartOfLonger(first, last));
        if (nothing) return null;
        if (clue == Clue.Bank && IsCard(digits)) return PersonalDataType.BankAccount;
        if (clue == Clue.Kk && digits[0] != '0') return PersonalDataType.Kk;
        if (clue == Clue.Nik && digits[0] != '0') return PersonalDataType.Nik;
        if (born) return PersonalDataType.Nik;
        if (clue == Clue.Bank || IsCard(digits)) return PersonalDataType.BankAccount;
        return null;
    }

    // Province 11-97, regency (01 on) or city (71 on), district, then day (women + 40), month, year, and a serial that is not 0000.
    private static bool IsNik(ReadOnlySpan<char> digits)
    {
        var province = Two(digits, 0);
        var day = Two(digits, 6);
        if (day > 40) day -= 40;
        return province is >= 11 and <= 19 or 21 or >= 31 and <= 36 or >= 51 and <= 53 or >= 61 and <= 65 or >= 71 and <= 76
                or 81 or 82 or >= 91 and <= 97
            && Two(digits, 2) is (>= 1 and <= 49) or (>= 71 and <= 89)
            && Two(digits, 4) > 0
            && day is >= 1 and <= 31
            && Two(digits, 8) is >= 1 and <= 12
            && !digits[12..].SequenceEqual("0000");
    }

    // KKS cards begin with 6013; other cards are believed when their check digit holds.
    private static bool IsCard(ReadOnlySpan<char> digits)
    {
        if (digits.StartsWith("6013")) return true;
        if (digits[0] is not ('4' or '5')) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[i] - '0';
            if (i % 2 == 0) value = value > 4 ? (value * 2) - 9 : value * 2;
            sum += value;
        }

        return sum % 10 == 0;
    }

    private bool IsDate(int first)
    {
        if (first + 2 >= _groups.Count) return false;
        var (a, b, c) = (_groups[first], _groups[first + 1], _groups[first + 2]);
        if (text[a.End] is not ('-' or '.' or ' ' or '/') || text[a.End] != text[b.End]) return false;
        var (x, y, z) = (Value(a), Value(b), Value(c));
        // "08/12/26 1300": with slashes two digits are a year too, where no slash goes on.
        if (text[a.End] == '/' && a.Digits <= 2 && b.Digits <= 2 && c.Digits == 2 && x is >= 1 and <= 31 && y is >= 1 and <= 12) return first + 3 >= _groups.Count || _groups[first + 3].Before != Before.Slash;
        return (a.Digits <= 2 && b.Digits <= 2 && c.Digits == 4 && x is >= 1 and <= 31 && y is >= 1 and <= 12 && z is >= 1900 and <= 2100)
            || (a.Digits == 4 && b.Digits <= 2 && c.Digits <= 2 && x is >= 1900 and <= 2100 && y is >= 1 and <= 12 && z is >= 1 and <= 31);
    }

    private int LastOfPhone(int first)
    {
        Span<char> head = stackalloc char[4];
        head.Fill('x');
        Read(first, _groups.Count - 1, head);
        var plus = IsAfterPlus(first);
        var clue = ClueNear(first, first);
        if (clue == Clue.Parcel || (clue == Clue.Code && IsCode(first))) return -1;

        // Accounts may begin like a mobile number and are longer.
        if (clue == Clue.Bank && DigitsFrom(first) > LongestMobile) return -1;

        var last = head switch
        {
            _ when plus => TakePhone(first, 9, 15),
            ['0', '8', '1' or '2' or '3' or '5' or '7' or '8' or '9', _] => TakePhone(first, 10, 13),
            ['6', '2', '8', not '0'] => TakePhone(first, 11, 14),
            ['0', '0', '6', '2'] => TakePhone(first, 12, 16),
            ['0', >= '2' and <= '9', ..] when clue == Clue.Phone || IsInBrackets(first) => TakePhone(first, 9, 12),
            ['8', >= '1' and <= '9', ..] when clue == Clue.Phone => TakePhone(first, 9, 12),
            _ => -1,
        };
        return last >= 0 && (IsTimeTable(first, last) || IsLetterNumber(first, last, clue)) ? -1 : last;
    }

    private int DigitsFrom(int first)
    {
        var total = 0;
        for (var i = first; i < _groups.Count && total <= LongestMobile && (i == first || _groups[i].Before is not (Before.Slash or Before.Bracket)); i++) total += _groups[i].Digits;
        return total;
    }

    private bool IsInBrackets(int first) => _groups[first].Start > 0 && text[_groups[first].Start - 1] is '(' or '[' or '\uFF08';

    private int TakePhone(int first, int least, int most)
    {
        var total = _groups[first].Digits;
        var last = first;
        // A number written in one piece is whole: what follows is another number.
        if (total < least)
        {
            for (var i = first + 1; i < _groups.Count; i++)
            {
                var digits = _groups[i].Digits;
                if (total + digits > most || IsOfAnother(first, i, total)) break;
                if (total >= least && digits < 3 && digits != _groups[i - 1].Digits) break;
                total += digits;
                last = i;
            }
        }

        return total >= least && total <= most ? last : -1;
    }

    // "RT 08/12 53391", "0812 3456 789/0813 …": slashes and blanks part different things; only behind a country's or an area's code is it still the same number.
    private bool IsOfAnother(int first, int group, int total) =>
        _groups[group].Before switch
        {
            Before.Slash => Any(IsCountry(first) ? first + 1 : first, group, Before.Space),
            Before.Space => Any(first, group, Before.Slash),
            Before.Bracket => total > LongestCountryAndArea || (total < ShortestArea && !IsCountry(first)),
            Before.Nothing => false,
        };

    private bool Any(int first, int group, Before separator)
    {
        for (var i = first + 1; i < group; i++)
            if (_groups[i].Before == separator) return true;

        return false;
    }

    private bool IsCountry(int first) => IsAfterPlus(first) || (_groups[first].Digits == 2 && Value(_groups[first]) == Indonesia);

    private bool IsAfterPlus(int first) => _groups[first].Start > 0 && text[_groups[first].Start - 1] is '+' or '\uFF0B';

    // "Nomor 0812/345/2026": slashes, and a year at the end or the word for a letter before it.
    private bool IsLetterNumber(int first, int last, Clue clue)
    {
        if (clue == Clue.Phone || !Any(first, last + 1, Before.Slash)) return false;
        var start = _groups[first].Start;
        var before = text.AsSpan(Math.Max(0, start - LetterClueBefore), Math.Min(start, LetterClueBefore));
        return before.ContainsAny(LettersAndDecrees) || (_groups[last].Digits == 4 && Value(_groups[last]) is >= 1945 and <= 2100 && _groups[last - 1].Digits != 4);
    }

    // "08.30-12.00 13.00": two digits, and separators that change.
    private bool IsTimeTable(int first, int last)
    {
        if (_groups[first].Digits > 2 || text[_groups[first].Start] != '0') return false;
        for (var i = first + 1; i < last; i++)
            if (text[_groups[i].End] != text[_groups[first].End]) return true;

        return false;
    }

    // A digit too few or too many, or several numbers run together, where the word NIK, KTP or KK says what it was to be.
    private int LastOfMistyped(int first, ref PersonalDataType? type)
    {
        var last = LastOf(first, NikLength + 1);
        if (last < 0) last = LastOf(first, NikLength - 1);
        if (last < 0 && _groups[first].Digits is > NikLength and <= NikLength * 2) last = first;
        if (last < 0) return -1;

        var clue = ClueNear(first, last);
        Span<char> digits = stackalloc char[NikLength];
        Read(first, last, digits);
        var twice = _groups[first].Digits == NikLength * 2 && IsNik(digits);
        if (digits[0] == '0' || clue is Clue.Parcel or Clue.Code or Clue.Bank) return -1;
        if (clue is not (Clue.Nik or Clue.Kk) && !twice && !IsNearlyNik(first)) return -1;
        type = clue == Clue.Kk ? PersonalDataType.Kk : PersonalDataType.Nik;
        return last;
    }

    // Fifteen or seventeen digits in one piece, of which one more or one less makes a good NIK.
    private bool IsNearlyNik(int first)
    {
        var length = _groups[first].Digits;
        if (length is not (NikLength - 1 or NikLength + 1)) return false;
        Span<char> digits = stackalloc char[NikLength + 1];
        Span<char> mended = stackalloc char[NikLength];
        Read(_groups[first], digits);
        for (var at = 0; at < NikLength; at++)
        {
            digits[..at].CopyTo(mended);
            if (length > NikLength)
            {
                digits[(at + 1)..].CopyTo(mended[at..]);
                if (IsNik(mended)) return true;
                continue;
            }

            digits[at..length].CopyTo(mended[(at + 1)..]);
            for (var missing = '0'; missing <= '9'; missing++)
            {
                mended[at] = missing;
                if (IsNik(mended)) return true;
            }
        }

        return length > NikLength && IsNik(digits[..NikLength]);
    }

    // "1234 5678 9012 3456 7890", the token of an electricity meter: the same groups go on.
    private bool IsPartOfLonger(int first, int last) =>
        last > first
        && last + 1 < _groups.Count
        && _groups[last + 1].Digits == _groups[last].Digits
        && _groups[first].Digits == _groups[last].Digits
        && text[_groups[last].End] == text[_groups[first].End]
        && _groups[last + 1].Start - _groups[last].End == 1
        && (last + 2 >= _groups.Count || _groups[last + 2].Digits != _groups[last].Digits);

    private int LastOfAccount(int first, ref PersonalDataType? type)
    {
        var total = 0;
        var last = -1;
        for (var i = first; i < _groups.Count && i - first < MostGroups; i++)
        {
            if (total + _groups[i].Digits > NikLength || (i > first && _groups[i].Before is Before.Slash or Before.Bracket)) break;
            total += _groups[i].Digits;
            last = i;
            if (i == first && total >= ShortestAccount) break;
        }

        if (last < 0 || total < ShortestAccount || ClueNear(first, last) != Clue.Bank || IsMoney(first, last) || IsCode(first)) return -1;
        type = PersonalDataType.BankAccount;
        return last;
    }

    // "Rp 1.200.000.000", "1.200.000.000 rupiah", and anything grouped by thousands.
    private bool IsMoney(int first, int last)
    {
        var before = _groups[first].Start - 1;
        while (before >= 0 && text[before] is ' ' or '.' or ':') before--;
        if (before >= 1 && text[before] is 'p' or 'P' && text[before - 1] is 'r' or 'R' && (before == 1 || !char.IsLetter(text[before - 2]))) return true;

        var rest = text.AsSpan(_groups[last].End).TrimStart(" ");
        if (rest.StartsWith("rupiah", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("juta", StringComparison.OrdinalIgnoreCase)) return true;
        var goesOn = first > 0 && text[_groups[first].Start - 1] == '.';
        if (last == first || _groups[first].Digits > 3 || (text[_groups[first].Start] == '0' && !goesOn)) return false;
        for (var i = first + 1; i <= last; i++)
            if (_groups[i].Digits != 3 || text[_groups[i - 1].End] != '.') return false;

        return true;
    }

    // "KMS-2026-000123": a word that is no clue, tied on by a dash.
    private bool IsCode(int first)
    {
        var start = _groups[first].Start;
        if (start < 2 || text[start - 1] != '-' || !char.IsLetter(text[start - 2])) return false;
        var next = IndexOfClueFrom(start);
        return next == 0 || _clues[next - 1].End != start - 1;
    }

    private Clue ClueNear(int first, int last)
    {
        var start = _groups[first].Start;
        var end = _groups[last].End;
        var next = IndexOfClueFrom(start);
        if (next > 0)
        {
            var (_, before, clue) = _clues[next - 1];
            if (start - before <= (clue is Clue.Parcel or Clue.Code ? CodeClueBefore : ClueBefore)) return clue;

            // "ktp … sudah saya kirim, nomor tiket" is told above; a code farther away leaves the word to the clue before it.
            if (clue is Clue.Parcel or Clue.Code && next > 1 && start - _clues[next - 2].End <= ClueBefore && _clues[next - 2].Clue is not (Clue.Parcel or Clue.Code)) return _clues[next - 2].Clue;
        }

        return next < _clues.Count && _clues[next].Clue is not (Clue.Parcel or Clue.Code) && _clues[next].Start - end <= ClueAfter ? _clues[next].Clue : Clue.None;
    }

    /// <summary>The index of the first clue that begins at or after a place.</summary>
    private int IndexOfClueFrom(int place)
    {
        var (low, high) = (0, _clues.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_clues[middle].Start < place) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Add(PersonalDataType type, int first, int last)
    {
        var start = _groups[first].Start;
        if (type == PersonalDataType.Phone && start > 0 && text[start - 1] is '+' or '\uFF0B') start--;
        _found.Add(new PersonalDataSpan(type, start, _groups[last].End - start));
    }

    /// <summary>The digits of some groups, as many as fit.</summary>
    private void Read(int first, int last, Span<char> into)
    {
        var length = 0;
        for (var i = first; i <= last && length < into.Length; i++) length += Read(_groups[i], into[length..]);
    }

    private int Read(Group group, Span<char> into)
    {
        var length = 0;
        for (var at = group.Start; at < group.End && length < into.Length;)
        {
            var digit = Digits.At(text, at, out var units);
            if (digit >= 0) into[length++] = (char)('0' + digit);
            else if (text[at] is 'O' or 'o') into[length++] = '0';
            at += units;
        }

        return length;
    }

    private int Value(Group group)
    {
        Span<char> digits = stackalloc char[4];
        var value = 0;
        foreach (var digit in digits[..Read(group, digits)]) value = (value * 10) + digit - '0';
        return value;
    }

    private static int Two(ReadOnlySpan<char> digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';

    private static Dictionary<string, Clue> Words(params ReadOnlySpan<(Clue Clue, string Words)> lists)
    {
        var words = new Dictionary<string, Clue>(StringComparer.Ordinal);
        foreach (var (clue, list) in lists)
            foreach (var word in list.Split(' ')) words[word] = clue;

        return words;
    }

    /// <summary>What stands between a group and the one before it, as far as it matters.</summary>
    private enum Before
    {
        // The first; or a dash, a dot, a closing bracket.
        Nothing,
        Space,
        Slash,
        Bracket,
    }

    /// <summary>Digits without a separator between them.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Group(int Start, int End, int Digits, Before Before);
}
