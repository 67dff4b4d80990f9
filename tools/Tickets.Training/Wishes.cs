using System.Globalization;
using Tickets.Domain;

namespace Tickets.Training;

/// <summary>What the command line asks for.</summary>
internal sealed record Wishes
{
    public string Room { get; init; } = Path.Combine("tools", "Tickets.Training");
    public string? Data { get; init; }
    public string? File { get; init; }
    public string? Decisions { get; init; }
    public string? Compare { get; init; }
    public string? Model { get; init; }
    public bool Rules { get; init; }
    public string Out { get; init; } = Path.Combine("src", "Tickets.Domain", "Understanding", "Model", "understanding.model");
    public int Seeds { get; init; } = 1;
    public int Seed { get; init; } = 20261121;
    public double Opens { get; init; } = new TriageSettings().OpenAt;

    /// <summary>Reads arguments after the command; null when one is not understood.</summary>
    public static Wishes? Of(ReadOnlySpan<string> arguments)
    {
        var wishes = new Wishes { Data = FindData() };
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--rules")
            {
                wishes = wishes with { Rules = true };
                continue;
            }

            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                wishes = wishes with { File = arguments[i] };
                continue;
            }

            if (i + 1 == arguments.Length) return null;
            var value = arguments[i + 1];
            var next = arguments[i] switch
            {
                "--data" => wishes with { Data = value },
                "--decisions" => wishes with { Decisions = value },
                "--compare" => wishes with { Compare = value },
                "--model" => wishes with { Model = value },
                "--out" => wishes with { Out = value },
                "--seeds" => wishes with { Seeds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => wishes with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--opens" => wishes with { Opens = double.Parse(value, CultureInfo.InvariantCulture) },
                _ => null,
            };
            if (next is null) return null;
            wishes = next;
            i++;
        }

        return wishes;
    }

    private static string? FindData()
    {
        for (var at = new DirectoryInfo(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data") is var folder && Directory.Exists(folder)) return folder;
        return null;
    }
}
