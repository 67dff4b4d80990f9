using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Triage;

namespace Tickets.Api.Endpoints;

/// <summary>Triage: what came in and waits for a decision.</summary>
internal static class InboxEndpoints
{
    public static void MapInbox(this IEndpointRouteBuilder api)
    {
        var inbox = api.MapGroup("/inbox").WithTags("Inbox");

        inbox
            .MapGet(
                "",
                (
                    IMediator mediator,
                    TimeProvider time,
                    string? state,
                    string? platform,
                    string? topic,
                    string? post,
                    string? q,
                    bool? resting,
                    bool? exposed,
                    long? surge,
                    string? among,
                    string? language,
                    bool? collapsed,
                    string? cursor,
                    int? limit,
                    CancellationToken cancellation
                ) =>
                    mediator.Send(
                        new ListInbox(
                            Answers.Choice<ConversationState>("state", state),
                            Answers.Choice<Platform>("platform", platform),
                            topic,
                            post,
                            q,
                            new PageOf(cursor, limit),
                            time.GetUtcNow(),
                            resting == true,
                            exposed == true,
                            surge,
                            Answers.Keys("among", among),
                            language,
                            collapsed == true
                        ),
                        cancellation
                    )
            )
            .WithSummary("Conversations to triage, most urgent first; several keys in `among` by comma; `collapsed` leaves out what stands in a surge")
            .NeedsRole(Roles.AdminSocial | Roles.Administrator);

        inbox
            .MapGet("/{id:long}", (HttpContext http, IMediator mediator, long id, CancellationToken cancellation) => mediator.Send(new ShowConversation(id, Problems.Language(http)), cancellation))
            .WithSummary("One conversation with its words and history")
            .NeedsRole(Roles.AdminSocial | Roles.Administrator);

        inbox
            .MapPost(
                "/{id:long}/ticket",
                async (HttpContext http, IMediator mediator, TimeProvider time, long id, OpenTicketBody? body, CancellationToken cancellation) =>
                {
                    var number = await mediator.Send(new OpenTicket(id, body?.Topic, body?.Priority, body?.Directorate, http.Caller(), time.GetUtcNow(), http.Seen(body?.Version), body?.Officer, body?.Region), cancellation);
                    var opened = await mediator.Send(new ShowTicket(number, Problems.Language(http), http.Caller()), cancellation);
                    return TypedResults.Created($"/api/v1/tickets/{number}", TicketBody.Of(opened));
                }
            )
            .WithSummary("Open a ticket")
            .NeedsRole(Roles.AdminSocial);

        inbox
            .MapPost(
                "/{id:long}/dismissal",
                async (HttpContext http, IMediator mediator, TimeProvider time, long id, DismissalBody body, CancellationToken cancellation) =>
                {
                    await mediator.Send(new DismissConversation(id, body.Reason ?? "", http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), cancellation);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Dismiss with a reason; it comes back when the citizen asks for help in new words")
            .NeedsRole(Roles.AdminSocial);

        inbox
            .MapPost(
                "/{id:long}/link",
                async (HttpContext http, IMediator mediator, TimeProvider time, long id, LinkBody body, CancellationToken cancellation) =>
                {
                    var number = body.Ticket ?? body.Number ?? "";
                    await mediator.Send(new LinkConversation(id, number, http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), cancellation);
                    return TypedResults.Ok(TicketBody.Of(await mediator.Send(new ShowTicket(number, Problems.Language(http), http.Caller()), cancellation)));
                }
            )
            .WithSummary("Attach to a ticket that runs already")
            .NeedsRole(Roles.AdminSocial);
    }
}

/// <summary>What an admin wishes of a new ticket; each may be left out.</summary>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">normal or urgent.</param>
/// <param name="Directorate">Directorate code.</param>
/// <param name="Version">The version its sender saw; another one now is answered 409.</param>
/// <param name="Officer">Login of who is to have it, in their directorate; else the one on duty with the least open work.</param>
/// <param name="Region">Region code, where the words name another or none; the rules route by it. Empty when it is of none that is known.</param>
internal sealed record OpenTicketBody(string? Topic, Priority? Priority, string? Directorate, int? Version, string? Officer = null, string? Region = null);

/// <summary>Why a conversation needs no ticket.</summary>
internal sealed record DismissalBody(string? Reason, int? Version);

/// <summary>The ticket to attach to, by number.</summary>
internal sealed record LinkBody(string? Ticket, string? Number, int? Version);
