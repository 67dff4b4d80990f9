using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Routing;

namespace Tickets.Api.Endpoints;

/// <summary>Units, topics, programmes and routing rules: read by everybody who is signed in, changed by administrators.</summary>
internal static class OrganisationEndpoints
{
    public static void MapOrganisation(this IEndpointRouteBuilder api)
    {
        MapDirectorates(api.MapGroup("/directorates").WithTags("Organisation"));
        MapTopics(api.MapGroup("/topics").WithTags("Organisation"));
        MapProgrammes(api.MapGroup("/programmes").WithTags("Organisation"));
        MapRoutingRules(api.MapGroup("/routing-rules").WithTags("Organisation"));
        api.MapGet("/regions", (string? province, bool? provinces, IMediator mediator, CancellationToken stop) => mediator.Send(new ListRegions(province, provinces == true), stop))
            .WithTags("Organisation")
            .NeedsRole(RoleNames.Every)
            .WithSummary("Provinces, regencies and cities by their official codes")
            .WithDescription("province: only that one and what is in it. provinces: true for the provinces alone. The list is Keputusan Menteri Dalam Negeri 300.2.2-2138 Tahun 2025.")
            .Refuses();
    }

    private static void MapDirectorates(RouteGroupBuilder directorates)
    {
        directorates
            .MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListDirectorates(), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Directorates")
            .Refuses();
        directorates
            .MapGet("/{code}", async (string code, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListDirectorates(code), stop)).Only("directorate", code))
            .NeedsRole(RoleNames.Every)
            .WithSummary("One directorate")
            .Refuses(404);
        directorates
            .MapPost(
                "",
                async (DirectorateBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var directorate = await mediator.Send(body.ToSave(body.Code, isNew: true, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/directorates/{directorate.Code}", directorate);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Enter a directorate")
            .Refuses(400, 409);
        directorates
            .MapPut(
                "/{code}",
                (string code, DirectorateBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(code, isNew: false, http.Caller(), time.GetUtcNow()) with { Version = http.Seen(body.Version) }, stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Change a directorate")
            .WithDescription("One that is not active takes no new tickets and keeps those it has. HUMAS, which gets what no rule names, stays active.")
            .Refuses(400, 404, 409);
        directorates
            .MapDelete(
                "/{code}",
                async (string code, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeleteDirectorate(code, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Delete a directorate that nothing speaks of")
            .Refuses(404, 409);
    }

    private static void MapTopics(RouteGroupBuilder topics)
    {
        topics
            .MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListTopics(), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Topics")
            .Refuses();
        topics
            .MapGet("/{code}", async (string code, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListTopics(code), stop)).Only("topic", code))
            .NeedsRole(RoleNames.Every)
            .WithSummary("One topic")
            .Refuses(404);
        topics
            .MapPost(
                "",
                async (TopicBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var topic = await mediator.Send(body.ToSave(body.Code, isNew: true, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/topics/{topic.Code}", topic);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Enter a topic")
            .Refuses(400, 409);
        topics
            .MapPut(
                "/{code}",
                (string code, TopicBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(code, isNew: false, http.Caller(), time.GetUtcNow()) with { Version = http.Seen(body.Version) }, stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Rename a topic")
            .Refuses(400, 404, 409);
        topics
            .MapDelete(
                "/{code}",
                async (string code, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeleteTopic(code, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Delete a topic of your own that nothing speaks of")
            .Refuses(404, 409);
    }

    private static void MapProgrammes(RouteGroupBuilder programmes)
    {
        programmes
            .MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListProgrammes(), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Programmes of aid")
            .Refuses();
        programmes
            .MapGet("/{code}", async (string code, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListProgrammes(code), stop)).Only("programme", code))
            .NeedsRole(RoleNames.Every)
            .WithSummary("One programme of aid")
            .Refuses(404);
        programmes
            .MapPost(
                "",
                async (ProgrammeBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var programme = await mediator.Send(body.ToSave(body.Code, isNew: true, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/programmes/{programme.Code}", programme);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Enter a programme of aid")
            .Refuses(400, 409);
        programmes
            .MapPut(
                "/{code}",
                (string code, ProgrammeBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(code, isNew: false, http.Caller(), time.GetUtcNow()) with { Version = http.Seen(body.Version) }, stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Change a programme of aid")
            .Refuses(400, 404, 409);
        programmes
            .MapDelete(
                "/{code}",
                async (string code, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeleteProgramme(code, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Take a programme of aid off the list")
            .Refuses(404, 409);
    }

    private static void MapRoutingRules(RouteGroupBuilder rules)
    {
        rules
            .MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListRoutingRules(), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Routing rules, in the order in which they are asked")
            .Refuses();
        rules
            .MapGet("/{id:long}", async (long id, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListRoutingRules(id), stop)).Only("routing-rule", id))
            .NeedsRole(RoleNames.Every)
            .WithSummary("One routing rule")
            .Refuses(404);
        rules
            .MapPost("/trial", (TrialBody body, IMediator mediator, CancellationToken stop) => mediator.Send(new TryRouting(body.Text ?? "", body.Region), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Where the rules would bring somebody's words")
            .WithDescription("By the topic that the service reads in them, and by region: the one of which they speak unless told. Changes nothing.")
            .Refuses(400);
        rules
            .MapPost(
                "",
                async (RoutingRuleBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var rule = await mediator.Send(body.ToSave(id: null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/routing-rules/{rule.Id}", rule);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Enter a routing rule")
            .Refuses(400);
        rules
            .MapPut(
                "/{id:long}",
                (long id, RoutingRuleBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(id, http.Caller(), time.GetUtcNow()) with { Version = http.Seen(body.Version) }, stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Change a routing rule")
            .WithDescription("Tickets that are routed already stay where they are.")
            .Refuses(400, 404, 409);
        rules
            .MapDelete(
                "/{id:long}",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeleteRoutingRule(id, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Delete a routing rule")
            .Refuses(404, 409);
    }

    /// <param name="Code">Capital letters, digits, dashes; taken from the path when changing.</param>
    /// <param name="Name">Its name, in Indonesian.</param>
    /// <param name="BelongsTo">The unit above it.</param>
    /// <param name="Believed">True while no sourced document confirms that this unit has this task; false unless told.</param>
    /// <param name="Active">Whether it takes tickets; true unless told.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record DirectorateBody(string? Code, string? Name, string? BelongsTo, bool? Believed, bool? Active, int? Version = null)
    {
        public SaveDirectorate ToSave(string? code, bool isNew, Caller by, DateTimeOffset at) =>
            new(code ?? "", Name ?? "", BelongsTo, Believed ?? false, Active ?? true, isNew, by, at);
    }

    /// <param name="Code">Small letters, digits, dashes; taken from the path when changing.</param>
    /// <param name="Name">Its name in Indonesian.</param>
    /// <param name="NameEn">Its name in English.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record TopicBody(string? Code, string? Name, string? NameEn, int? Version = null)
    {
        public SaveTopic ToSave(string? code, bool isNew, Caller by, DateTimeOffset at) => new(code ?? "", Name ?? "", NameEn ?? "", isNew, by, at);
    }

    /// <param name="Code">Capital letters, digits, dashes; taken from the path when changing.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Topic">Topic code.</param>
    /// <param name="Believed">True while no sourced document confirms it; false unless told.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record ProgrammeBody(string? Code, string? Name, string? Topic, bool? Believed, int? Version = null)
    {
        public SaveProgramme ToSave(string? code, bool isNew, Caller by, DateTimeOffset at) => new(code ?? "", Name ?? "", Topic ?? "", Believed ?? false, isNew, by, at);
    }

    /// <param name="Text">The words, as a citizen would write them.</param>
    /// <param name="Region">Region code: <c>33</c> for a province, <c>33.03</c> for a regency or city; empty for none; left out, the one of which the words speak.</param>
    internal sealed record TrialBody(string? Text, string? Region = null);

    /// <param name="Order">Lower comes first; of equals, the more specific. 100 unless told.</param>
    /// <param name="Topic">Topic code; null matches all.</param>
    /// <param name="Region">Region code; null matches all.</param>
    /// <param name="Directorate">Where the ticket goes.</param>
    /// <param name="Note">Why, and from which source.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record RoutingRuleBody(int? Order, string? Topic, string? Region, string? Directorate, string? Note, int? Version = null)
    {
        public SaveRoutingRule ToSave(long? id, Caller by, DateTimeOffset at) => new(id, Order ?? 100, Topic, Region, Directorate ?? "", Note, by, at);
    }
}
