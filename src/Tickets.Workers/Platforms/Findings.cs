using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms;

/// <summary>What a delivery says, as far as it has been read.</summary>
internal sealed class Findings
{
    /// <summary>A delivery of nothing but nonsense must not become as many rows as it has bytes.</summary>
    private const int MostUnknowns = 50;

    private readonly List<Happening> happenings = [];
    private int unknowns;

    /// <summary>All that a body says: one whole, or a list of them as test tools and some gateways pass them on.</summary>
    public static IReadOnlyList<Happening> In(ReadOnlyMemory<byte> body, Action<JsonElement, Place, Findings> readWhole)
    {
        var findings = new Findings();
        using var document = LenientJson.Parse(body);
        if (document is null)
            findings.Unknown(new Place(-1, null, 0), LenientJson.WhyNot(body));
        else if (document.RootElement.ValueKind == JsonValueKind.Array)
            foreach (var (index, whole) in document.RootElement.EnumerateArray().Index())
                readWhole(whole, new Place(-1, "body", index), findings);
        else
            readWhole(document.RootElement, new Place(-1, null, 0), findings);
        return findings.All();
    }

    public void Add(Happening happening) => happenings.Add(happening);

    public void Known(string what) => happenings.Add(new KnownNonMessage(what));

    public void Unknown(Place place, string why)
    {
        if (++unknowns <= MostUnknowns)
            happenings.Add(new UnknownPart($"{place}: {why}"));
    }

    public IReadOnlyList<Happening> All()
    {
        if (unknowns > MostUnknowns)
            happenings.Add(new UnknownPart($"body: {unknowns - MostUnknowns} further parts"));
        if (happenings.Count == 0)
            happenings.Add(new UnknownPart("body: says nothing"));
        return happenings;
    }

    /// <summary>A name out of the delivery, safe to show: short, and letters, digits and a few marks only.</summary>
    public static string Shown(string? name)
    {
        const int Longest = 40;
        if (string.IsNullOrEmpty(name))
            return "(none)";
        var kept = name.AsSpan(0, Math.Min(name.Length, Longest));
        return string.Create(
            kept.Length,
            kept,
            static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                    target[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or '-' or '.' ? source[i] : '?';
            }
        );
    }
}

/// <summary>Where in a delivery a part stands; written out only when somebody must look there.</summary>
internal readonly record struct Place(int Entry, string? List, int Index)
{
    public override string ToString() =>
        (Entry, List) switch
        {
            ( < 0, null) => "body",
            ( < 0, _) => $"{List}[{Index}]",
            (_, null) => $"entry[{Entry}]",
            _ => $"entry[{Entry}].{List}[{Index}]",
        };
}
