using System.Text.Json;

namespace Tickets.Domain.Reporting;

/// <summary>By what tickets are told apart in statistics. All but the month are as they stand when the report is made.</summary>
public enum ReportGroup
{
    /// <summary>Code of the directorate that has the ticket; none while it is not routed.</summary>
    Directorate,

    /// <summary>Topic code.</summary>
    Topic,

    /// <summary>Where the citizen wrote first.</summary>
    Platform,

    /// <summary>Login of the officer who has it; none while it waits in a queue.</summary>
    Officer,

    /// <summary>normal or urgent.</summary>
    Priority,

    /// <summary>The month in Jakarta in which it was opened: <c>2026-11</c>.</summary>
    Month,

    /// <summary>Code of the province of which its words speak; none while they name no place.</summary>
    Province,
}

/// <summary>Groups by the names that the contract gives them.</summary>
public static class ReportGroups
{
    /// <summary>All names, in the order of the columns.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Enum.GetValues<ReportGroup>().Select(NameOf)];

    /// <summary>The name of a group: <c>directorate</c>.</summary>
    public static string NameOf(ReportGroup group) => JsonNamingPolicy.CamelCase.ConvertName(group.ToString());

    /// <summary>The name of a priority, as the contract writes it: <c>urgent</c>.</summary>
    public static string NameOf(Priority priority) => JsonNamingPolicy.CamelCase.ConvertName(priority.ToString());

    /// <summary>One or two different groups, separated by a comma; null or empty for none.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for an unknown name, the same twice, or more than two.</exception>
    public static IReadOnlyList<ReportGroup> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        string[] wanted = [.. text.Split(',').Select(n => n.Trim().ToLowerInvariant())];
        if (wanted.Length > 2 || wanted.Distinct().Count() < wanted.Length || wanted.Any(n => !Names.Contains(n)))
            throw new RefusedException(
                Refusal.Invalid,
                ("detail", "report.groupBy"),
                ("known", string.Join(", ", Names)),
                ("value", text.Length > 40 ? text[..40] + "…" : text)
            );
        return [.. wanted.Select(n => Enum.GetValues<ReportGroup>().First(g => NameOf(g) == n))];
    }
}
