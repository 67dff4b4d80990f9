using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Views;

namespace Tickets.Api.Endpoints;

/// <summary>Filters that people keep under a name, each their own.</summary>
internal static class ViewEndpoints
{
    public static void MapViews(this IEndpointRouteBuilder api)
    {
        var views = api.MapGroup("/views").WithTags("Desk").NeedsRole(RoleNames.Every);

        views
            .MapGet("", (string? screen, HttpContext http, IMediator mediator, CancellationToken stop) => mediator.Send(new ListViews(screen, http.Caller()), stop))
            .WithSummary("Filters that the caller keeps")
            .WithDescription("screen: inbox, queue, tickets, reports or audit; all unless told.")
            .Refuses();
        views
            .MapPost(
                "",
                async (ViewBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var view = await mediator.Send(body.ToSave(null, null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/views/{view.Id}", view);
                }
            )
            .WithSummary("Keep filters under a name")
            .WithDescription("At most 30 for each screen. isDefault: the caller begins there; the one before no longer is.")
            .Refuses(400, 409);
        views
            .MapPut(
                "/{id:long}",
                (long id, ViewBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(id, http.Seen(body.Version), http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Change filters that are kept; their screen stays")
            .Refuses(400, 404, 409);
        views
            .MapDelete(
                "/{id:long}",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeleteView(id, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Keep filters no longer")
            .Refuses(404);
    }

    /// <param name="Screen">inbox, queue, tickets, reports or audit; of one that is kept it may be left out.</param>
    /// <param name="Name">As its owner calls it.</param>
    /// <param name="Filters">By their names in the address of the screen.</param>
    /// <param name="IsDefault">True to begin there.</param>
    /// <param name="Version">The version that was seen.</param>
    internal sealed record ViewBody(string? Screen, string? Name, Dictionary<string, string>? Filters, bool? IsDefault, int? Version)
    {
        public SaveView ToSave(long? id, Seen? seen, Caller by, DateTimeOffset at) => new(id, Screen ?? "", Name ?? "", Filters ?? [], IsDefault ?? false, seen, by, at);
    }
}
