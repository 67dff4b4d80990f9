using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;

namespace Tickets.Api.Endpoints;

/// <summary>Promises and the calendars that count for them: read by everybody who is signed in, changed by administrators; and the working-time calculator.</summary>
internal static class SlaEndpoints
{
    // A calendar of twenty years with every closure by the hour fits; what is larger is an attack.
    private const int LargestCalendar = 256 * 1024;

    public static void MapSla(this IEndpointRouteBuilder api)
    {
        MapPolicies(api.MapGroup("/sla-policies").WithTags("SLA"));
        MapCalendars(api.MapGroup("/calendars").WithTags("SLA"));
        MapWorkingTime(api.MapGroup("/working-time").WithTags("SLA"));
        MapNotifications(api.MapGroup("/notifications").WithTags("Notifications").NeedsRole(RoleNames.Every));
    }

    private static void MapNotifications(RouteGroupBuilder notifications)
    {
        notifications
            .MapGet(
                "",
                (HttpContext http, bool? unread, string? cursor, int? limit, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ListNotifications(unread == true, new PageOf(cursor, limit), Problems.Language(http), http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("What the caller is told of, the newest first")
            .WithDescription("The rungs of ladders that were reached: people are told in their working hours unless it is urgent. unread=true leaves out what was read.")
            .Refuses(400);
        notifications
            .MapPost(
                "/{id:long}/read",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new ReadNotifications(id, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("The caller has read one")
            .Refuses(404);
        notifications
            .MapPost(
                "/read-all",
                async (HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new ReadNotifications(Id: null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("The caller has read all")
            .Refuses();
    }

    private static void MapPolicies(RouteGroupBuilder policies)
    {
        policies
            .MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListPolicies(), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("SLA policies, the newest version of each")
            .Refuses();
        policies
            .MapGet("/{code}", async (string code, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListPolicies(code), stop)).Only("sla-policy", code))
            .NeedsRole(RoleNames.Every)
            .WithSummary("The newest version of an SLA policy")
            .Refuses(404);
        policies
            .MapGet("/{code}/versions", (string code, IMediator mediator, CancellationToken stop) => mediator.Send(new ListPolicies(code, EveryVersion: true), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Every version of an SLA policy, the newest first")
            .Refuses();
        policies
            .MapPost(
                "",
                async (PolicyBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var policy = await mediator.Send(body.ToSave(body.Code, isNew: true, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.Created($"/api/v1/sla-policies/{policy.Code}", policy);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Enter an SLA policy")
            .Refuses(400, 409);
        policies
            .MapPut(
                "/{code}",
                (string code, PolicyBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(body.ToSave(code, isNew: false, http.Caller(), time.GetUtcNow()) with { Version = http.Seen(body.Version) }, stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Change an SLA policy")
            .WithDescription("Makes a new version in force from now on. Clocks that run keep the version that judges them.")
            .Refuses(400, 404, 409);
        policies
            .MapDelete(
                "/{code}",
                async (string code, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new WithdrawPolicy(code, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithSummary("Withdraw an SLA policy")
            .WithDescription("No new ticket is judged by it; what it judged before it goes on judging. The policy normal, which catches all, stays.")
            .Refuses(404, 409);
    }

    private static void MapCalendars(RouteGroupBuilder calendars)
    {
        calendars
            .MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListCalendars(), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Working calendars, the newest version of each")
            .Refuses();
        calendars
            .MapGet("/{code}", async (string code, IMediator mediator, CancellationToken stop) => (await mediator.Send(new ListCalendars(code), stop)).Only("calendar", code))
            .NeedsRole(RoleNames.Every)
            .WithSummary("The newest version of a working calendar")
            .Refuses(404);
        calendars
            .MapGet("/{code}/versions", (string code, IMediator mediator, CancellationToken stop) => mediator.Send(new ListCalendars(code, EveryVersion: true), stop))
            .NeedsRole(RoleNames.Every)
            .WithSummary("Every version of a working calendar, the newest first")
            .Refuses();
        calendars
            .MapPost(
                "",
                async (CalendarBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var calendar = await mediator.Send(
                        new SaveCalendar(body.Code ?? "", body.Name ?? "", body.Definition, New: true, http.Caller(), time.GetUtcNow()),
                        stop
                    );
                    return TypedResults.Created($"/api/v1/calendars/{calendar.Code}", calendar);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("Enter a working calendar")
            .Refuses(400, 409, 413);
        calendars
            .MapPut(
                "/{code}",
                (string code, CalendarBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new SaveCalendar(code, body.Name ?? "", body.Definition, New: false, http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), stop)
            )
            .NeedsRole(Roles.Administrator)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("Change a working calendar")
            .WithDescription("Makes a new version that counts from now on. Clocks that run keep the version they were started with.")
            .Refuses(400, 404, 409, 413);
    }

    private static void MapWorkingTime(RouteGroupBuilder workingTime)
    {
        workingTime
            .MapPost(
                "/due",
                (DueBody body, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new CountDue(body.Calendar, body.From, body.Duration, time.GetUtcNow()), stop)
            )
            .NeedsRole(RoleNames.Every)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("When working time is used up")
            .WithDescription(
                "calendar is a code (\"NASIONAL\") or an inline calendar; duration is ISO 8601 (PT4H30M) or working days (P5WD). The answer has the offset of the calendar's zone."
            )
            .Refuses(400, 413);
        workingTime
            .MapPost(
                "/elapsed",
                (ElapsedBody body, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new CountElapsed(body.Calendar, body.From, body.To, time.GetUtcNow()), stop)
            )
            .NeedsRole(RoleNames.Every)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("Working time between two instants")
            .WithDescription("calendar is a code (\"NASIONAL\") or an inline calendar. The answer is ISO 8601 in hours, minutes and seconds: PT4H30M.")
            .Refuses(400, 413);
    }

    /// <param name="Code">Small letters, digits, dashes; taken from the path when changing.</param>
    /// <param name="Name">As people call it.</param>
    /// <param name="Targets">Its promises, one a clock; first response and resolution are always promised.</param>
    /// <param name="Priority">Only tickets of this priority; null for all, as with the others.</param>
    /// <param name="Topic">Only tickets of this topic.</param>
    /// <param name="Directorate">Only tickets of this directorate.</param>
    /// <param name="Platform">Only tickets from this platform.</param>
    /// <param name="Sp4nClass">Only tickets of this class.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    /// <param name="Ladder">Who is told while a promise runs out, and after; left out, that of the version before, at first the usual one.</param>
    internal sealed record PolicyBody(
        string? Code,
        string? Name,
        IReadOnlyList<SlaTarget>? Targets,
        Priority? Priority,
        string? Topic,
        string? Directorate,
        Platform? Platform,
        Sp4nClass? Sp4nClass,
        int? Version = null,
        IReadOnlyList<Rung>? Ladder = null
    )
    {
        public SavePolicy ToSave(string? code, bool isNew, Caller by, DateTimeOffset at) =>
            new(code ?? "", Name ?? "", Targets ?? [], Priority, Topic, Directorate, Platform, Sp4nClass, isNew, by, at, Ladder);
    }

    /// <param name="Code">Capital letters, digits, dashes; taken from the path when changing.</param>
    /// <param name="Name">As people call it.</param>
    /// <param name="Definition">Hours, seasons and closures.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record CalendarBody(string? Code, string? Name, JsonElement Definition, int? Version = null);

    /// <param name="Calendar">A calendar's code, or an inline calendar.</param>
    /// <param name="From">ISO 8601 with an offset.</param>
    /// <param name="Duration">ISO 8601 or working days.</param>
    internal sealed record DueBody(JsonElement Calendar, string? From, string? Duration);

    /// <param name="Calendar">A calendar's code, or an inline calendar.</param>
    /// <param name="From">ISO 8601 with an offset.</param>
    /// <param name="To">ISO 8601 with an offset.</param>
    internal sealed record ElapsedBody(JsonElement Calendar, string? From, string? To);
}
