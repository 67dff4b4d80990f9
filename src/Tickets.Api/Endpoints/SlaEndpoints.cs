using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Reporting;
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
        MapSimulation(api.MapGroup("/sla-policies").WithTags("SLA"));
        MapCalendars(api.MapGroup("/calendars").WithTags("SLA"));
        MapDecrees(api.MapGroup("/calendars").WithTags("SLA"));
        MapImport(api.MapGroup("/calendars").WithTags("SLA"));
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
                    await mediator.Send(new WithdrawPolicy(code, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .NeedsRole(Roles.Administrator)
            .HeedsVersion()
            .WithSummary("Withdraw an SLA policy")
            .WithDescription("No new ticket is judged by it; what it judged before it goes on judging. The policy normal, which catches all, stays.")
            .Refuses(404, 409);
    }

    private static void MapSimulation(RouteGroupBuilder policies) =>
        policies
            .MapPost(
                "/simulation",
                (SimulationBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(
                        new SimulatePolicies(body.From, body.To, body.GroupBy, body.Policies, body.Calendar, body.Calendars, http.Caller(), time.GetUtcNow()),
                        stop
                    )
            )
            .NeedsRole(Roles.Supervisor | Roles.Reporting | Roles.Administrator)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("What if: closed tickets judged by other promises or another calendar")
            .WithDescription(
                "The closed tickets opened in the period (from, to and groupBy as in the statistics), as they were judged and as they would have been. policies lie over those in force; calendar (a code or an inline calendar) counts in place of NASIONAL, calendars in place of others by code. Changes nothing."
            )
            .Refuses(400, 413);

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

    private static void MapDecrees(RouteGroupBuilder calendars)
    {
        calendars
            .MapGet(
                "/{code}/versions/{version:int}",
                async (string code, int version, IMediator mediator, CancellationToken stop) =>
                    (await mediator.Send(new ListCalendars(code, Version: version), stop)).Only("calendar", $"{code}@{version}")
            )
            .NeedsRole(RoleNames.Every)
            .WithSummary("One version of a working calendar, and how far the running clocks have been counted again by it")
            .Refuses(404);
        calendars
            .MapPost(
                "/{code}/versions",
                async (string code, DecreeBody body, bool? preview, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var request = new DecreeCalendar(code, body.Name, body.Definition, body.EffectiveFrom, body.Reason ?? "", preview == true, http.Caller(), time.GetUtcNow(), http.Seen(body.Version));
                    return Decreed(await mediator.Send(request, stop));
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("Change a working calendar by decree, as of a date")
            .WithDescription(
                "Dates before effectiveFrom stay as they were. Clocks that run are counted again by the workers: the version says how far they are. Citizens whose promise moves are sent one corrected date. With preview=true nothing is changed, and effect says what would move."
            )
            .Produces<DecreedCalendar>()
            .Produces<DecreedCalendar>(StatusCodes.Status201Created)
            .Refuses(400, 404, 409, 413);
    }

    private static void MapImport(RouteGroupBuilder calendars) =>
        calendars
            .MapPost(
                "/{code}/closures/import",
                async (string code, string? format, bool? preview, string? effectiveFrom, string? reason, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    using var file = new MemoryStream();
                    await http.Request.Body.CopyToAsync(file, stop);
                    var read = await mediator.Send(new ReadClosures(code, format, file.ToArray(), effectiveFrom, time.GetUtcNow()), stop);
                    if (read.EffectiveFrom is not { } first)
                        return Results.Ok(new ClosuresImported(read.Added, read.AlreadyThere, Version: null, Effect: null));
                    var from = first.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                    var why = string.IsNullOrWhiteSpace(reason) ? "perubahan hari libur nasional dan cuti bersama" : reason;
                    var decreed = await mediator.Send(new DecreeCalendar(code, null, read.Definition, from, why, preview == true, http.Caller(), time.GetUtcNow(), read.Version), stop);
                    var imported = new ClosuresImported(read.Added, read.AlreadyThere, decreed.Version, decreed.Effect);
                    return preview == true ? Results.Ok(imported) : Results.Created($"/api/v1/calendars/{code}/versions/{decreed.Version.Version}", imported);
                }
            )
            .NeedsRole(Roles.Administrator)
            .WithMetadata(new RequestSizeLimitAttribute(LargestCalendar))
            .WithSummary("Import holidays from an iCalendar file or a table")
            .WithDescription(
                "The body is the file itself; format is ics (RFC 5545) or csv (date,name,kind). Makes a version by decree as of effectiveFrom, or of the first date that is added; reason is the decree. With preview=true nothing is changed."
            )
            .Produces<ClosuresImported>()
            .Produces<ClosuresImported>(StatusCodes.Status201Created)
            .Refuses(400, 404, 409, 413);

    private static IResult Decreed(DecreedCalendar decreed) =>
        decreed.Effect is not null
            ? TypedResults.Ok(decreed)
            : TypedResults.Created($"/api/v1/calendars/{decreed.Version.Code}/versions/{decreed.Version.Version}", decreed);

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
            new(code ?? "", Name ?? "", Targets ?? [], Priority, Topic, Directorate, Platform, Sp4nClass, isNew, by, at, Ladder: Ladder);
    }

    /// <param name="Code">Capital letters, digits, dashes; taken from the path when changing.</param>
    /// <param name="Name">As people call it.</param>
    /// <param name="Definition">Hours, seasons and closures.</param>
    /// <param name="Version">The version its sender saw, when changing; another one now is answered 409.</param>
    internal sealed record CalendarBody(string? Code, string? Name, JsonElement Definition, int? Version = null);

    /// <param name="From">A date (midnight in Jakarta) or an instant with an offset; the last 30 days unless told.</param>
    /// <param name="To">The same; not covered itself.</param>
    /// <param name="GroupBy">One or two of directorate, topic, platform, officer, priority, month.</param>
    /// <param name="Policies">Lie over those in force: one of the same code replaces it.</param>
    /// <param name="Calendar">Counts in place of NASIONAL: a code, or an inline calendar.</param>
    /// <param name="Calendars">Others by the code that they stand in for.</param>
    internal sealed record SimulationBody(
        string? From,
        string? To,
        string? GroupBy,
        IReadOnlyList<SimulatedPolicy>? Policies,
        JsonElement Calendar,
        IReadOnlyDictionary<string, JsonElement>? Calendars
    );

    /// <param name="Name">As people call it from now on; left out for as before.</param>
    /// <param name="Definition">Hours, seasons and closures.</param>
    /// <param name="EffectiveFrom">The first date that it counts.</param>
    /// <param name="Reason">The decree.</param>
    /// <param name="Version">The version its sender saw; another one now is answered 409.</param>
    internal sealed record DecreeBody(string? Name, JsonElement Definition, string? EffectiveFrom, string? Reason, int? Version = null);

    /// <param name="Calendar">A calendar's code, or an inline calendar.</param>
    /// <param name="From">ISO 8601 with an offset.</param>
    /// <param name="Duration">ISO 8601 or working days.</param>
    internal sealed record DueBody(JsonElement Calendar, string? From, string? Duration);

    /// <param name="Calendar">A calendar's code, or an inline calendar.</param>
    /// <param name="From">ISO 8601 with an offset.</param>
    /// <param name="To">ISO 8601 with an offset.</param>
    internal sealed record ElapsedBody(JsonElement Calendar, string? From, string? To);
}
