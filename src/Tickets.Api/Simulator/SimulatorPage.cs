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

    // What the page needs beyond what every page is forbidden: its own script, style and state.
    private const string Allowed = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapSimulator(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<SimulatedPlatform>() is not { } platform)
            return;
        var simulator = app.MapGroup("/simulator").ForAnybody(Why);
        Shows(simulator, "", "simulator.html", "text/html; charset=utf-8");
        Shows(simulator, "/simulator.css", "simulator.css", "text/css; charset=utf-8");
        Shows(simulator, "/simulator.js", "simulator.js", "text/javascript; charset=utf-8");
        simulator.MapGet("/post.png", () => Results.Stream(SimulatedPlatform.Picture(), "image/png")).ExcludeFromDescription();
        simulator.MapGet("/state", () => Results.Ok(new State(platform.Words, platform.Troubles, platform.Refused))).ExcludeFromDescription();
        simulator
            .MapPost("/words", async (NewWords words) => Says(words) ? Results.Ok(await platform.Write(Named(words.Author), words.Text!, words.ReplyTo, words.Private)) : NoWords())
            .ExcludeFromDescription();
        simulator.MapPut("/words/{id}", async (string id, NewWords words) => Says(words) ? Found(await platform.Edit(id, words.Text!)) : NoWords()).ExcludeFromDescription();
        simulator.MapDelete("/words/{id}", async (string id) => Found(await platform.Remove(id))).ExcludeFromDescription();
        simulator
            .MapPut(
                "/troubles",
                async (SimulatedTroubles troubles) =>
                {
                    await platform.Turn(troubles);
                    return Results.Ok(troubles);
                }
            )
            .ExcludeFromDescription();
    }

    private static void Shows(RouteGroupBuilder simulator, string path, string file, string type)
    {
        using var stream = typeof(SimulatorPage).Assembly.GetManifestResourceStream($"Tickets.Api.Simulator.{file}")!;
        using var reader = new StreamReader(stream);
        var content = reader.ReadToEnd();
        simulator
            .MapGet(
                path,
                (HttpContext http) =>
                {
                    http.Response.Headers.ContentSecurityPolicy = Allowed;
                    http.Response.Headers.CacheControl = "no-cache";
                    return Results.Content(content, type);
                }
            )
            .ExcludeFromDescription();
    }

    private static bool Says(NewWords words) => !string.IsNullOrWhiteSpace(words.Text);

    private static IResult NoWords() => Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "Tidak ada kata-kata. / No words.");

    private static IResult Found(SimulatedWords? words) => words is null ? Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "Kata-kata itu tidak ada. / No such words.") : Results.Ok(words);

    // The ministry's own name is no citizen's.
    private static string Named(string? author) =>
        string.IsNullOrWhiteSpace(author) ? "Warga" : string.Equals(author.Trim(), SimulatedPlatform.Ministry, StringComparison.OrdinalIgnoreCase) ? "Warga" : author.Trim()[..Math.Min(author.Trim().Length, 100)];

    /// <param name="Words">All that stands there.</param>
    /// <param name="Troubles">What is turned on.</param>
    /// <param name="Refused">The last answers of the ministry that were not taken.</param>
    internal sealed record State(IReadOnlyList<SimulatedWords> Words, SimulatedTroubles Troubles, IReadOnlyList<SimulatedRefusal> Refused);

    /// <param name="Author">Who one plays.</param>
    /// <param name="Text">The words.</param>
    /// <param name="ReplyTo">What they answer.</param>
    /// <param name="Private">True: a direct message.</param>
    internal sealed record NewWords(string? Author, string? Text, string? ReplyTo, bool Private);
}
