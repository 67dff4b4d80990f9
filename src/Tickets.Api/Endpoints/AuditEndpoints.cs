using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Audit;

namespace Tickets.Api.Endpoints;

/// <summary>Everything that ever happened. For administrators.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet(
                "/audit",
                (string? cursor, int? limit, HttpContext http, IMediator mediator, CancellationToken stop) =>
                    mediator.Send(new ListEvents(new PageOf(cursor, limit), Problems.Language(http)), stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithTags("Audit")
            .WithSummary("Who did what, the newest first")
            .WithDescription("In Indonesian, or in English by Accept-Language. Personal data is covered.")
            .Refuses(400);
}
