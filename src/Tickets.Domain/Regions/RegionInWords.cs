using System.Collections.Frozen;
using System.Text;

namespace Tickets.Domain.Regions;

/// <summary>Finds of which province, regency or city a text speaks.</summary>
/// <remarks>
/// <para>
/// The longest name counts (<c>Bandung Barat</c>, not <c>Bandung</c>), whatever its capitals and spaces (<c>gunung kidul</c>). <c>Kota</c> and <c>kabupaten</c>
/// before a name that a city shares with a regency tell which; without them the answer is their province, for nobody said more. A name that two provinces have
/// (<c>Banjar</c>) is told by the province beside it. Names that are common words too (<c>Batu</c>, <c>Malang</c>) count only behind <c>kota</c>, <c>kab</c>,
/// <c>dinsos</c> and the like, or with a capital behind <c>di</c>, <c>dari</c>, <c>warga</c>.
/// </para>
/// <para>Never throws, whatever the text; the time is linear in its length. Only the first 4,000 UTF-16 units are read.</para>
/// </remarks>
public static class RegionInWords
{
    private const int MostRead = 4_000;
    private const int LongestName = 5;
    private const int LongestWord = 24;

    private static readonly FrozenSet<string> Cities = Set("kota", "kodya", "kotamadya", "pemkot", "walikota", "wali");
    private static readonly FrozenSet<string> Regencies = Set("kab", "kabupaten", "pemkab", "bupati", "regency");
    private static readonly FrozenSet<string> Provinces = Set("prov", "provinsi", "propinsi", "gubernur", "pemprov");
    private static readonly FrozenSet<string> SurelyPlaces = Set("dinsos", "dinas", "sosial", "wilayah", "daerah", "domisili", "alamat", "asal", "polres", "rsud");
    private static readonly FrozenSet<string> PerhapsPlaces = Set("di", "dari", "ke", "warga", "wargi", "orang", "sekitar", "desa", "kec", "kecamatan", "kel", "kelurahan");

    private static readonly FrozenDictionary<string, PlaceName[]> Known = AllRegions
        .Names.GroupBy(n => Letters(n.Name))
        .ToFrozenDictionary(g => g.Key, g => g.ToArray());

    /// <summary>The region's code, as exact as the text is; null when it names none or several at odds.</summary>
    public static string? Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var words = Words(text.AsSpan(0, Math.Min(text.Length, MostRead)));
        var finds = new List<Named>();
        for (var at = 0; at < words.Count;)
        {
            var found = At(words, at);
            if (found is not null)
                finds.Add(found);
            at += found?.Length ?? 1;
        }

        var provinces = finds.SelectMany(f => f.Codes.Where(c => c.Length == 2)).ToHashSet();
        foreach (var find in finds.Where(f => f.Codes.Exists(c => c.Length == 5)).OrderByDescending(f => f.Marked))
            if (Settle(find.Codes, provinces) is { } code)
                return code;
        return provinces.Count == 1 ? provinces.First() : null;
    }

    // What nobody said is not guessed: between a city and its regency the province is all that is known.
    private static string? Settle(List<string> codes, HashSet<string> provinces)
    {
        var here = codes.FindAll(c => provinces.Contains(c[..2]));
        if (here.Count == 0)
            here = codes;
        var places = here.FindAll(c => c.Length == 5);
        var one = here.Exists(c => c.Length == 2) ? here.Find(c => c.Length == 2) : null;
        if (places.Count == 1 && one is null)
            return places[0];
        return here.Select(c => c[..2]).Distinct().Count() == 1 ? here[0][..2] : null;
    }

    private static Named? At(List<Spoken> words, int at)
    {
        var name = new StringBuilder();
        (int Length, PlaceName[] Names)? longest = null;
        for (var i = at; i < words.Count && i - at < LongestName; i++)
        {
            name.Append(words[i].Letters);
            if (Known.TryGetValue(name.ToString(), out var names))
                longest = (i - at + 1, names);
        }

        if (longest is not var (length, found))
            return null;
        var before = at > 0 ? words[at - 1].Letters : "";
        if (before is "administrasi" or "adm" && at > 1)
            before = words[at - 2].Letters;
        List<string> codes = [.. found.Select(n => n.Code).Distinct()];
        if (Cities.Contains(before) && codes.Exists(c => IsCity(c)))
            return new Named([.. codes.Where(IsCity)], length, Marked: true);
        if (Regencies.Contains(before) && codes.Exists(c => c.Length == 5 && !IsCity(c)))
            return new Named([.. codes.Where(c => c.Length == 5 && !IsCity(c))], length, Marked: true);
        if (Provinces.Contains(before) && codes.Exists(c => c.Length == 2))
            return new Named([.. codes.Where(c => c.Length == 2)], length, Marked: true);
        var sure = SurelyPlaces.Contains(before);
        if (!sure && Array.TrueForAll(found, n => n.IsCommonWord) && !(PerhapsPlaces.Contains(before) && words[at].Capital))
            return null;
        return new Named(codes, length, sure || PerhapsPlaces.Contains(before));
    }

    private static bool IsCity(string code) => code.Length == 5 && code[3] >= '7';

    private static List<Spoken> Words(ReadOnlySpan<char> text)
    {
        var words = new List<Spoken>();
        for (var i = 0; i < text.Length;)
        {
            if (!IsPart(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsPart(text[i]))
                i++;
            if (i - start <= LongestWord)
                words.Add(new Spoken(text[start..i].ToString().ToLowerInvariant(), char.IsUpper(text[start])));
        }

        return words;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || char.IsLetter(c);

    private static string Letters(string name) => string.Concat(name.ToLowerInvariant().Where(IsPart));

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);

    private readonly record struct Spoken(string Letters, bool Capital);

    private sealed record Named(List<string> Codes, int Length, bool Marked);
}
