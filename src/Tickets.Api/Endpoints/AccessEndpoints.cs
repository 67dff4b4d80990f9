using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Access;

namespace Tickets.Api.Endpoints;

/// <summary>Staff and keys: who may come in. For administrators.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        MapUsers(api.MapGroup("/users").WithTags("Access").NeedsRole(Roles.Administrator));
        MapAbsence(api.MapGroup("/users/{login}/absence").WithTags("Access").NeedsRole(RoleNames.Every));
        MapKeys(api.MapGroup("/api-keys").WithTags("Access").NeedsRole(Roles.Administrator));
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        users.MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListUsers(), stop)).WithSummary("Staff, those who left included").Refuses();
        users
            .MapGet("/{login}", async (string login, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListUsers(login), stop)).Only("user", login))
            .WithSummary("One member of staff")
            .Refuses(404);
        users
            .MapPost(
                "",
                async (UserBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var user = await mediator.Send(body.ToSave(body.Login, isNew: true, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/users/{user.Login}", user);
                }
            )
            .WithSummary("Enter a member of staff")
            .Refuses(400, 409);
        users
            .MapPut(
                "/{login}",
                (string login, UserBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(login, isNew: false, http.Caller(), time.GetUtcNow()) with { Version = http.Seen(body.Version) }, stop)
            )
            .WithSummary("Change a member of staff")
            .WithDescription("Open tickets of an officer who can work on them no longer go back to the queue of their directorate.")
            .Refuses(400, 404, 409);
        users
            .MapDelete(
                "/{login}",
                async (string login, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeactivateUser(login, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .HeedsVersion()
            .WithSummary("A member of staff leaves")
            .WithDescription("Shut out, keys revoked, open tickets back in the queue. The history keeps the name.")
            .Refuses(404, 409);
    }

    private static void MapAbsence(RouteGroupBuilder absence)
    {
        absence
            .MapPut(
                "",
                (string login, AbsenceBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ArrangeAbsence(login, body.From ?? time.GetUtcNow(), body.Until, body.Deputy, http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), stop)
            )
            .WithSummary("Somebody will be away, and who stands in")
            .WithDescription("By an administrator, the supervisor of the directorate, or themselves. What they would be told goes to the deputy while they are away.")
            .Refuses(400, 404, 409);
        absence
            .MapDelete(
                "",
                (string login, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ArrangeAbsence(login, From: null, Until: null, Deputy: null, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop)
            )
            .HeedsVersion()
            .WithSummary("They are back, or will not go")
            .Refuses(404, 409);
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListKeys(), stop)).WithSummary("API keys, the newest first").Refuses();
        keys.MapGet("/{id:long}", async (long id, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListKeys(id), stop)).Only("api-key", id))
            .WithSummary("One API key")
            .Refuses(404);
        keys.MapPost(
                "",
                async (KeyBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var key = await mediator.Send(
                        new IssueKey(body.Name ?? "", body.User, body.Roles ?? [], body.Directorate, http.Caller(), time.GetUtcNow()),
                        stop
                    );
                    http.Response.Headers.CacheControl = "no-store";
                    return TypedResults.Created($"/api/v1/api-keys/{key.Id}", key);
                }
            )
            .WithSummary("Make an API key")
            .WithDescription("For a user (whose roles it then has) or for a machine with roles of its own. The key is told this once.")
            .Refuses(400);
        keys.MapDelete(
                "/{id:long}",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new RevokeKey(id, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Revoke an API key")
            .Refuses(404, 409);
    }

    /// <param name="Login">Short unique name; taken from the path when changing.</param>
    /// <param name="Name">As colleagues call them.</param>
    /// <param name="Roles">admin-social, officer, supervisor, director, inspectorate, reporting, administrator.</param>
    /// <param name="Directorate">Code; an officer needs one.</param>
    /// <param name="OnDuty">Whether new tickets may be given to them now; true unless told.</param>
    /// <param name="Active">False shuts them out; true unless told.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    /// <param name="Calendar">Code of the calendar they work by; left out, it stays, at first the national one.</param>
    internal sealed record UserBody(
        string? Login,
        string? Name,
        IReadOnlyList<string>? Roles,
        string? Directorate,
        bool? OnDuty,
        bool? Active,
        int? Version = null,
        string? Calendar = null
    )
    {
        public SaveUser ToSave(string? login, bool isNew, Caller by, DateTimeOffset at) =>
            new(login ?? "", Name ?? "", Roles ?? [], Directorate, OnDuty ?? true, Active ?? true, isNew, by, at, Calendar: Calendar);
    }

    /// <param name="From">From when; now unless told.</param>
    /// <param name="Until">Until when; left out while nobody knows.</param>
    /// <param name="Deputy">Login of the one who stands in.</param>
    /// <param name="Version">The version of the member of staff its sender saw; another one now is answered 409.</param>
    internal sealed record AbsenceBody(DateTimeOffset? From, DateTimeOffset? Until, string? Deputy, int? Version = null);

    /// <param name="Name">What it is for.</param>
    /// <param name="User">Login of the user it speaks for; null for a machine.</param>
    /// <param name="Roles">A machine's roles.</param>
    /// <param name="Directorate">The only directorate a machine sees.</param>
    internal sealed record KeyBody(string? Name, string? User, IReadOnlyList<string>? Roles, string? Directorate);
}
