using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Retention;

namespace Tickets.Api.Endpoints;

/// <summary>How long words and names are kept. For administrators.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder api)
    {
        var retention = api.MapGroup("/retention").WithTags("Retention").NeedsRole(Roles.Administrator);
        retention
            .MapGet("", (IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new ShowRetention(time.GetUtcNow()), stop))
            .WithSummary("How long words and names are kept")
            .Refuses();
        retention
            .MapPut(
                "",
                (RetentionBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new SetRetention(body.ClosedMonths, body.RemovedDays, body.DeliveryDays, http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), stop)
            )
            .WithSummary("Decide how long words and names are kept")
            .WithDescription(
                "The next night keeps to it and cannot be undone. Of a ticket its number, dates, topic, clocks and history stay; what was asked, answered and by whom goes. Nothing is taken from open tickets."
            )
            .Refuses(400, 409);
    }

    /// <param name="ClosedMonths">Months after a ticket's end until its words and names are taken away, 3 to 120; null or left out: never.</param>
    /// <param name="RemovedDays">Days after its writer took a message away until people no longer see its words, 0 (at once) to 30.</param>
    /// <param name="DeliveryDays">Days until a raw delivery that was read is deleted, 7 to 730; null or left out: never.</param>
    /// <param name="Version">The version its sender saw; another one now is answered 409.</param>
    internal sealed record RetentionBody(int? ClosedMonths, int? RemovedDays, int? DeliveryDays, int? Version = null);
}
