using System.Text.RegularExpressions;
using Tickets.Domain.Audit;

namespace Tickets.Domain.Notices;

/// <summary>The words that go out by themselves, and which facts each may and must tell. In public nothing is told that belongs to the citizen alone.</summary>
public static partial class Placeholders
{
    private static readonly string[] Always = ["nomor", "lacak", "tanggapan", "tenggat"];

    private static readonly Dictionary<string, PlaceholdersOf> Rules = new()
    {
        ["ack.public"] = new(Must: ["nomor", "tenggat", "lacak"], May: Always),
        ["ack.brief"] = new(Must: ["nomor", "lacak"], May: Always),
        ["ack.private"] = new(Must: ["nomor", "tenggat", "lacak", "kode"], May: [.. Always, "kode"]),
        ["reply.footer"] = new(Must: ["nomor", "lacak", "kode"], May: [.. Always, "kode"]),
        ["closure.private"] = new(Must: ["nomor", "jawaban"], May: [.. Always, "kode", "jawaban", "tutup", "penilaian"]),
        ["closure.public"] = new(Must: ["nomor", "lacak"], May: [.. Always, "tutup"]),
        ["closure.brief"] = new(Must: ["nomor", "lacak"], May: Always),
        ["closure.template"] = new(Must: ["nomor", "lacak"], May: Always),
        ["closure.short"] = new(Must: ["nomor", "lacak", "kode"], May: [.. Always, "kode"]),
        ["referral.private"] = new(Must: ["nomor", "instansi"], May: [.. Always, "kode", "instansi", "alasan"]),
        ["deadline.private"] = new(Must: ["nomor", "tenggat"], May: [.. Always, "kode", "alasan", "semula"]),
        ["deadline.late"] = new(Must: ["nomor", "tenggat"], May: [.. Always, "kode"]),
        ["deadline.public"] = new(Must: ["nomor", "tenggat"], May: Always),
        ["reclassified.private"] = new(Must: ["nomor", "tenggat"], May: [.. Always, "kode", "semula"]),
        ["reclassified.public"] = new(Must: ["nomor", "tenggat"], May: Always),
        ["exposed.private"] = new(Must: [], May: []),
        ["referral.public"] = new(Must: ["nomor", "instansi"], May: [.. Always, "instansi"]),
    };

    /// <summary>The codes of all words there are, in the order of a ticket's life.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Rules.Keys];

    /// <summary>What words of this code may and must tell; null when nobody says such words.</summary>
    public static PlaceholdersOf? Of(string code) => Rules.GetValueOrDefault(code);

    /// <summary>Refuses a text that lacks what the citizen needs, or has a placeholder that nothing fills there.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NotFound"/> for an unknown code, <see cref="Refusal.PlaceholderMissing"/>, <see cref="Refusal.PlaceholderUnknown"/>.
    /// </exception>
    public static void Check(string code, string text)
    {
        var rule = Of(code) ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Template), ("key", code));
        string[] told = [.. InBraces().Matches(text).Select(m => m.Groups["name"].Value)];
        // A brace that is left over is a placeholder that was mistyped, and would be shown to the citizen as it is.
        if (told.FirstOrDefault(t => !rule.May.Contains(t)) is { } unknown)
            throw new RefusedException(Refusal.PlaceholderUnknown, ("placeholder", "{" + unknown + "}"), ("may", Names(rule.May)));
        if (InBraces().Replace(text, "").AsSpan().IndexOfAny('{', '}') >= 0)
            throw new RefusedException(Refusal.PlaceholderUnknown, ("placeholder", "{…"), ("may", Names(rule.May)));
        if (rule.Must.FirstOrDefault(m => !told.Contains(m)) is { } missing)
            throw new RefusedException(Refusal.PlaceholderMissing, ("placeholder", "{" + missing + "}"));
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(n => "{" + n + "}"));

    [GeneratedRegex(@"\{(?<name>[^{}]{0,40})\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InBraces();
}

/// <summary>Which facts a text may and must tell.</summary>
/// <param name="Must">Without these the citizen could not go on.</param>
/// <param name="May">These are filled in.</param>
public sealed record PlaceholdersOf(IReadOnlyList<string> Must, IReadOnlyList<string> May);
