using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Intake;

namespace Tickets.Api.Endpoints;

/// <summary>Raw deliveries of the platforms. For administrators.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder api)
    {
        var deliveries = api.MapGroup("/deliveries").WithTags("Deliveries").NeedsRole(Roles.Administrator);
        deliveries
            .MapGet(
                "",
                (string? state, string? cursor, int? limit, IMediator mediator, CancellationToken stop) =>
                    mediator.Send(new ListDeliveries(Answers.Choice<DeliveryState>("state", state), new PageOf(cursor, limit)), stop)
            )
            .WithSummary("Raw deliveries, the newest first")
            .WithDescription("state: accepted, processed, unknown, failed. What they say is not shown.")
            .Refuses(400);
        deliveries
            .MapPost(
                "/{id:long}/retry",
                (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new RetryDelivery(id, http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Read a delivery again that failed or was unknown")
            .WithDescription("The next sweep reads it.")
            .Refuses(404, 409);
    }
}
