using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Endpoints;

/// <summary>Connecting channels at the platforms' own pages, asking for their events, and renewing their tokens.</summary>
internal static class ConnectionEndpoints
{
    // Where a channel is administered in the staff app, which tells what became of it.
    private const string Page = "/administrasi/saluran";

    public static void MapConnections(this IEndpointRouteBuilder app)
    {
        app.MapGet("/saluran/{platform}/kembali", ComeBack).ForAnybody("an answer to a state that its session was given: once, within a quarter of an hour").ExcludeFromDescription();
        var channel = app.MapGroup("/api/v1/channels/{platform}").WithTags("Notices").NeedsRole(Roles.Administrator);
        channel
            .MapPost(
                "/connection",
                (string platform, HttpContext http, IMediator mediator, TicketsSettings settings, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new BeginConnection(Which(platform), Session(http), Back(http, settings, Which(platform)), time.GetUtcNow()), stop)
            )
            .WithSummary("Set out to connect a channel at the platform's own page")
            .WithDescription("For people who sign in. The address is for their browser; the platform sends it back to /saluran/{platform}/kembali, which is to be registered with the platform's app.")
            .Refuses(400, 403, 409);
        channel
            .MapGet(
                "/connection",
                (string platform, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ShowConnection(Which(platform), Session(http), time.GetUtcNow()), stop)
            )
            .WithSummary("Where the connecting of a channel stands")
            .WithDescription("For the session that set out, within a quarter of an hour.")
            .Refuses(400, 403, 409);
        channel
            .MapPut(
                "/connection",
                async (string platform, ConnectionBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new ChooseConnected(Which(platform), Session(http), body.Choice ?? "", http.Caller(), time.GetUtcNow()), stop);
                    return await mediator.Send(new ShowConnection(Which(platform), Session(http), time.GetUtcNow()), stop);
                }
            )
            .WithSummary("Choose which of several pages or channels is connected")
            .Refuses(400, 403, 409);
        channel
            .MapPost(
                "/subscription",
                (string platform, HttpContext http, IMediator mediator, TicketsSettings settings, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new SubscribeWebhooks(Which(platform), new Uri(Outside(http, settings), Webhook(Which(platform))), http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Ask the platform to tell us of what happens there")
            .WithDescription("Facebook and Instagram: the app's webhook and the page's subscription; WhatsApp: the business account's; X: webhook and account activity. Twice is once.")
            .Refuses(400);
        channel
            .MapPost(
                "/token",
                async (string platform, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    await mediator.Send(new RenewToken(Which(platform), EvenIfYoung: true, http.Caller().Actor, time.GetUtcNow()), stop) ?? new ChannelTest(false, "")
            )
            .WithSummary("Get a young token now")
            .WithDescription("For X and YouTube, whose tokens end by themselves and are renewed before they do. Tokens of other channels are changed by connecting anew or by entering one.")
            .Refuses(400);
    }

    // People come by here with a browser: whatever is wrong, they are told in the staff app, and nothing of what was sent is shown back.
    private static async Task<IResult> ComeBack(string platform, string? state, string? code, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop)
    {
        var which = Which(platform);
        var page = $"{Page}?sambung={which}";
        if (http.Items[typeof(KnownSession)] is not KnownSession session || http.FindCaller() is not { } caller || !caller.IsAny(Roles.Administrator))
            return TypedResults.LocalRedirect(page);
        try
        {
            await mediator.Send(new FinishConnection(which, session.Id, state ?? "", code, caller, time.GetUtcNow()), stop);
        }
        catch (RefusedException refused) when (refused.Refusal == Refusal.ConnectionEnded)
        {
            // The page asks where it stands, and is told so.
        }

        return TypedResults.LocalRedirect(page);
    }

    private static Platform Which(string platform) => Answers.Choice<Platform>("platform", platform) ?? throw new RefusedException(Refusal.Invalid, ("detail", "platform"));

    private static long Session(HttpContext http) => (http.Items[typeof(KnownSession)] as KnownSession ?? throw new RefusedException(Refusal.OnlyForPeople)).Id;

    private static Uri Outside(HttpContext http, TicketsSettings settings) => settings.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");

    private static Uri Back(HttpContext http, TicketsSettings settings, Platform platform) => new(Outside(http, settings), $"saluran/{platform.ToString().ToLowerInvariant()}/kembali");

    private static string Webhook(Platform platform) =>
        platform switch
        {
            Platform.Facebook or Platform.Instagram => "webhooks/meta",
            Platform.WhatsApp => "webhooks/whatsapp",
            Platform.X => "webhooks/x",
            Platform.YouTube or Platform.Web or Platform.Simulator => "",
        };

    /// <param name="Choice">The id of one of the connection's choices.</param>
    internal sealed record ConnectionBody(string? Choice);
}
