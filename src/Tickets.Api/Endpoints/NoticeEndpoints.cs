using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Endpoints;

/// <summary>Words that go out: their texts, their ways, and what became of them.</summary>
internal static class NoticeEndpoints
{
    private const Roles SeeNotices = Roles.AdminSocial | Roles.Supervisor | Roles.Administrator;

    public static void MapNotices(this IEndpointRouteBuilder api)
    {
        MapTemplates(api.MapGroup("/templates").WithTags("Notices"));
        api.MapGet("/channels", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListChannels(), stop))
            .NeedsRole(SeeNotices)
            .WithTags("Notices")
            .WithSummary("The ways to the platforms, and whether words may be sent there now")
            .Refuses();
        api.MapDelete(
                "/channels/{platform}/hold",
                async (string platform, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new LiftHold(Answers.Choice<Platform>("platform", platform)!.Value, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.AdminSocial | Roles.Administrator)
            .WithTags("Notices")
            .WithSummary("Lift the hold of a channel")
            .WithDescription("For whoever mended a token, or knows that the platform's limit is over: what waits there is tried at once. Kept in the audit.")
            .Refuses(400);
        MapChannels(api.MapGroup("/channels").WithTags("Notices").NeedsRole(Roles.Administrator));
        MapSending(api.MapGroup("/notices").WithTags("Notices").NeedsRole(SeeNotices));
    }

    private static void MapTemplates(RouteGroupBuilder templates)
    {
        templates
            .MapGet("", (HttpContext http, IMediator mediator, CancellationToken stop) => mediator.Send(new ListTemplates(By: http.Caller()), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("The words that go out by themselves")
            .Refuses();
        templates
            .MapGet(
                "/{code}/{language}",
                async (string code, string language, HttpContext http, IMediator mediator, CancellationToken stop) =>
                    (await mediator.Send(new ListTemplates(code, language, http.Caller()), stop)).Only("template", $"{code}/{language}")
            )
            .NeedsRole(RoleNames.Every)
            .WithSummary("One text in one language")
            .Refuses(404);
        templates
            .MapPut(
                "/{code}/{language}",
                (string code, string language, TemplateBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ChangeTemplate(code, language, body.Text ?? "", http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Propose a text of your own")
            .WithDescription(
                "It waits as draft until another administrator approves it; text goes out until then. must lists the placeholders that it has to keep, may those that can be filled. What waits to be sent already keeps its text."
            )
            .Refuses(400, 404, 409);
        templates
            .MapPost(
                "/{code}/{language}/approval",
                (string code, string language, ApprovalBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    // Whoever makes keys could make one in another's name: only somebody who signed in is a second person.
                    http.Items[typeof(KnownSession)] is KnownSession
                        ? mediator.Send(new ApproveTemplate(code, language, http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), stop)
                        : throw new RefusedException(Refusal.OnlyForPeople)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Approve a proposed text as the second person")
            .WithDescription("By another administrator than its author, signed in and not by a key. The text goes out from now on.")
            .Refuses(400, 404, 409);
        templates
            .MapDelete(
                "/{code}/{language}/draft",
                async (string code, string language, string? reason, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DiscardDraft(code, language, reason, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Give up a proposed text")
            .WithDescription("By its author, or by whoever read it and says why not (reason).")
            .Refuses(404, 409);
        templates
            .MapDelete(
                "/{code}/{language}",
                async (string code, string language, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new ResetTemplate(code, language, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Go back to the built-in text")
            .Refuses(404, 409);
    }

    private static void MapChannels(RouteGroupBuilder channels)
    {
        channels
            .MapPut(
                "/{platform}",
                async (string platform, ChannelBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var which = Answers.Choice<Platform>("platform", platform) ?? throw new RefusedException(Refusal.Invalid, ("detail", "platform"));
                    await mediator.Send(new ConnectChannel(which, body.Settings ?? new Dictionary<string, string?>(), http.Caller(), time.GetUtcNow()), stop);
                    return (await mediator.Send(new ListChannels(), stop)).Items.Single(c => c.Platform == which);
                }
            )
            .WithSummary("Connect a channel or give it a new token")
            .WithDescription("settings by name (see mayEnter): what is left out stays, an empty value is taken away. Kept sealed and never shown again; what stood still goes on.")
            .Refuses(400);
        channels
            .MapPost(
                "/{platform}/test",
                (string platform, IMediator mediator, CancellationToken stop) =>
                    mediator.Send(new TestChannel(Answers.Choice<Platform>("platform", platform) ?? throw new RefusedException(Refusal.Invalid, ("detail", "platform"))), stop)
            )
            .WithSummary("Ask the platform whether it knows us")
            .WithDescription("Says nothing to anybody and changes nothing.")
            .Refuses(400);
    }

    private static void MapSending(RouteGroupBuilder notices)
    {
        notices
            .MapGet(
                "",
                (string? state, string? cursor, int? limit, HttpContext http, IMediator mediator, CancellationToken stop) =>
                    mediator.Send(new ListNotices(Answers.Choice<NoticeState>("state", state), new PageOf(cursor, limit), http.Caller()), stop)
            )
            .WithSummary("Outgoing words and their proof, the newest first")
            .WithDescription("state: pending, sending, sent, failed, blocked. Personal data in the text is covered.")
            .Refuses(400);
        notices
            .MapPost(
                "/{id}/retry",
                (string id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new RetryNotice(id, http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Try words again that failed or were blocked")
            .WithDescription("id is the notice's id or its key.")
            .Refuses(404, 409);
        notices
            .MapPost(
                "/{id}/resending",
                (string id, ReasonBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ReleaseNotice(id, Arrived: false, PlatformId: null, body.Reason ?? "", http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Send words once more although nobody can tell whether they arrived")
            .WithDescription("For failed or blocked words. A person has looked and did not find them: the thread is not read back first. The reason stays in the history.")
            .Refuses(400, 404, 409);
        notices
            .MapPost(
                "/{id}/proof",
                (string id, ProofBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ReleaseNotice(id, Arrived: true, body.PlatformId, body.Reason ?? "", http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Say that words stand on the platform")
            .WithDescription("For failed or blocked words that a person saw there: they count as sent. platformId is the platform's own id, where known.")
            .Refuses(400, 404, 409);
    }

    /// <param name="Settings">By name, as <c>accessToken</c>.</param>
    internal sealed record ChannelBody(Dictionary<string, string?>? Settings);

    /// <param name="Text">With placeholders in braces.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record TemplateBody(string? Text, int? Version = null);

    /// <param name="Version">The version its sender read; another one now is answered 409.</param>
    internal sealed record ApprovalBody(int? Version = null);

    /// <param name="Reason">How the person knows; kept in the history.</param>
    internal sealed record ReasonBody(string? Reason);

    /// <param name="PlatformId">The platform's own id of the words, where known.</param>
    /// <param name="Reason">How the person knows; kept in the history.</param>
    internal sealed record ProofBody(string? PlatformId, string? Reason);
}
