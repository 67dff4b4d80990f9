using System.Collections.Frozen;
using System.Globalization;

namespace Tickets.Domain.Regions;

/// <summary>A province, a regency or a city of Indonesia.</summary>
/// <param name="Code">As the Ministry of Home Affairs gives it: <c>33</c> for a province, <c>33.03</c> for a regency or city.</param>
/// <param name="Name">Its full name: <c>Jawa Tengah</c>, <c>Kabupaten Purbalingga</c>, <c>Kota Bandung</c>.</param>
/// <param name="Province">Code of its province; of a province its own.</param>
public sealed record Region(string Code, string Name, string Province)
{
    /// <summary>Whether it is a province.</summary>
    public bool IsProvince => Code.Length == 2;

    /// <summary>Whether it is a city (kota) and no regency.</summary>
    public bool IsCity => Code.Length == 5 && Code[3] >= '7';
}

/// <summary>
/// All provinces, regencies and cities: 38, 416 and 98 by Keputusan Menteri Dalam Negeri 300.2.2-2138 Tahun 2025. The list is data, in <c>regions.txt</c>.
/// </summary>
public static class AllRegions
{
    private static readonly FrozenDictionary<string, Region> ByCode;

    static AllRegions()
    {
        var regions = new List<Region>();
        var names = new List<PlaceName>();
        foreach (var line in Lines())
            Read(line, regions, names);
        List = regions;
        Names = names;
        ByCode = regions.ToFrozenDictionary(r => r.Code);
    }

    /// <summary>All of them, each province before its regencies and cities, in the order of their codes.</summary>
    public static IReadOnlyList<Region> List { get; }

    internal static IReadOnlyList<PlaceName> Names { get; }

    /// <summary>The region of a code; null when there is none.</summary>
    public static Region? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>Its name with the province behind it, as an officer reads it: <c>Kabupaten Purbalingga, Jawa Tengah</c>; null when the code is not known.</summary>
    public static string? Title(string? code) =>
        Find(code) is not { } region ? null
        : region.IsProvince ? region.Name
        : $"{region.Name}, {ByCode[region.Province].Name}";

    /// <summary>
    /// The regency or city in which a NIK was given out: its first four digits. Null when these are no code of today, as in numbers given out before a province
    /// was divided.
    /// </summary>
    /// <param name="nik">The number, with whatever stands between its digits.</param>
    public static string? OfNik(ReadOnlySpan<char> nik)
    {
        Span<char> code = stackalloc char[5];
        var at = 0;
        foreach (var c in nik)
        {
            // In any alphabet, and letters O that were taken for zeros.
            var digit = c is 'O' or 'o' ? 0 : CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit < 0)
                continue;
            if (at == 2)
                code[at++] = '.';
            code[at++] = (char)('0' + digit);
            if (at == code.Length)
                return Find(code.ToString())?.Code;
        }

        return null;
    }

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(AllRegions).Assembly.GetManifestResourceStream("Tickets.Domain.Regions.regions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line;
    }

    private static void Read(string line, List<Region> regions, List<PlaceName> names)
    {
        var parts = line.Split(" = ");
        var province = parts[0][..2];
        Add(province, parts[0][3..], "");
        // Those of Jakarta are administered by the province and govern nothing of their own.
        var administered = province == "31" ? "Administrasi " : "";
        foreach (var below in parts[1].Split("; "))
            Add($"{province}.{below[..2]}", below[3..], (below[0] >= '7' ? "Kota " : "Kabupaten ") + administered);

        void Add(string code, string said, string kind)
        {
            var common = said[0] == '!';
            var bracket = said.IndexOf(" (", StringComparison.Ordinal);
            var name = said[(common ? 1 : 0)..(bracket < 0 ? said.Length : bracket)];
            regions.Add(new Region(code, kind + name, province));
            names.Add(new PlaceName(name, code, common));
            if (bracket >= 0)
                names.AddRange(said[(bracket + 2)..^1].Split(", ").Select(other => new PlaceName(other, code, common)));
        }
    }
}

/// <summary>What people call a region.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Code">The region's code.</param>
/// <param name="IsCommonWord">It means something else too: a place only where something beside it says so.</param>
internal sealed record PlaceName(string Name, string Code, bool IsCommonWord);
