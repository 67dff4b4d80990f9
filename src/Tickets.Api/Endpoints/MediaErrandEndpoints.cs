using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Media;

namespace Tickets.Api.Endpoints;

/// <summary>Files that lie with the platforms and could not be had.</summary>
internal static class MediaErrandEndpoints
{
    public static void MapMediaErrands(this IEndpointRouteBuilder api) =>
        api.MapPost(
                "/media-errands/{id:long}/retry",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new RetryMedia(id, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithTags("Media")
            .WithSummary("Ask a platform once more for a file that could not be had")
            .WithDescription("id is that of the attachment's errand. It is tried within seconds.")
            .NeedsRole(Roles.AdminSocial | Roles.Officer | Roles.Supervisor)
            .Refuses(404, 409);
}
