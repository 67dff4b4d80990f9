using System.Globalization;

namespace Tickets.Benchmarks;

/// <summary>What the caller asked for.</summary>
internal sealed record Wishes(IReadOnlyList<string> Names, int? Seconds, int? Rate, int? Tickets, string? Part)
{
    private static readonly string[] Known = ["ingest", "story", "calendar", "clock", "readers", "understanding", "surges", "inbox"];

    // Long: only when asked for.
    private static readonly string[] OnlyByName = ["soak"];

    private static readonly string[] Parts = ["idle", "late", "decree"];

    /// <summary>Null when it cannot be understood.</summary>
    public static Wishes? Of(string[] args)
    {
        List<string> names = [];
        int? seconds = null, rate = null, tickets = null;
        string? part = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (Known.Contains(args[i]) || OnlyByName.Contains(args[i]))
                names.Add(args[i]);
            else if (args[i] is "--seconds" or "--rate" or "--tickets" && i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number) && number > 0)
                _ = args[i++] switch
                {
                    "--seconds" => seconds = number,
                    "--rate" => rate = number,
                    _ => tickets = number,
                };
            else if (args[i] is "--part" && i + 1 < args.Length && Parts.Contains(args[i + 1]))
                part = args[++i];
            else
                return null;
        }

        return new Wishes(names.Count > 0 ? names : Known, seconds, rate, tickets, part);
    }
}
