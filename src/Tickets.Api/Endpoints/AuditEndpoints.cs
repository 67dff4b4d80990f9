using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Audit;

namespace Tickets.Api.Endpoints;

/// <summary>Everything that ever happened. For administrators.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit").NeedsRole(Roles.Administrator);
        audit
            .MapGet(
                "",
                (bool? putAside, string? cursor, int? limit, HttpContext http, IMediator mediator, CancellationToken stop) =>
                    mediator.Send(new ListEvents(new PageOf(cursor, limit), Problems.Language(http), putAside ?? false), stop)
            )
            .WithSummary("Who did what, the newest first")
            .WithDescription(
                "In Indonesian, or in English by Accept-Language. Personal data is covered. putAside=true: only events that should have gone to other systems "
                    + "and could not be read by the version that ran then."
            )
            .Refuses(400);
        audit
            .MapPost(
                "/{id:long}/publication",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new PublishAgain(id, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Accepted((string?)null);
                }
            )
            .WithSummary("Publish an event that was put aside")
            .WithDescription("The next sweep does; what it still cannot read is put aside again.")
            .Refuses(404);
    }
}
