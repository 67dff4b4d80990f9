using Tickets.Api.Access;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.Api.Simulator;

/// <summary>
/// The simulated platform's page, where one plays citizens: a post with comments, a window of direct messages, switches for troubles. Mapped only where
/// demonstrations are on.
/// </summary>
internal static class SimulatorPage
{
    private const string Why = "a demonstration of its own, mapped only where demonstrations are on";

    public static void MapSimulator(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<SimulatedPlatform>() is not { } platform)
            return;
        var page = Page();
        var simulator = app.MapGroup("/simulator").ForAnybody(Why);
        simulator.MapGet("", () => Results.Content(page, "text/html; charset=utf-8")).ExcludeFromDescription();
        simulator.MapGet("/state", () => Results.Ok(new State(platform.Words, platform.Troubles))).ExcludeFromDescription();
        simulator.MapPost("/words", async (NewWords words) => Results.Ok(await platform.Write(Named(words.Author), words.Text ?? "", words.ReplyTo, words.Private))).ExcludeFromDescription();
        simulator.MapPut("/words/{id}", async (string id, NewWords words) => Found(await platform.Edit(id, words.Text ?? ""))).ExcludeFromDescription();
        simulator.MapDelete("/words/{id}", async (string id) => Found(await platform.Remove(id))).ExcludeFromDescription();
        simulator
            .MapPut(
                "/troubles",
                (SimulatedTroubles troubles) =>
                {
                    platform.Troubles = troubles;
                    return Results.Ok(troubles);
                }
            )
            .ExcludeFromDescription();
    }

    private static IResult Found(SimulatedWords? words) => words is null ? Results.NotFound() : Results.Ok(words);

    // The ministry's own name is no citizen's.
    private static string Named(string? author) =>
        string.IsNullOrWhiteSpace(author) ? "Warga" : string.Equals(author.Trim(), SimulatedPlatform.Ministry, StringComparison.OrdinalIgnoreCase) ? "Warga" : author.Trim()[..Math.Min(author.Trim().Length, 100)];

    private static string Page()
    {
        using var stream = typeof(SimulatorPage).Assembly.GetManifestResourceStream("Tickets.Api.Simulator.simulator.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <param name="Words">All that stands there.</param>
    /// <param name="Troubles">What is turned on.</param>
    internal sealed record State(IReadOnlyList<SimulatedWords> Words, SimulatedTroubles Troubles);

    /// <param name="Author">Who one plays.</param>
    /// <param name="Text">The words.</param>
    /// <param name="ReplyTo">What they answer.</param>
    /// <param name="Private">True: a direct message.</param>
    internal sealed record NewWords(string? Author, string? Text, string? ReplyTo, bool Private);
}
