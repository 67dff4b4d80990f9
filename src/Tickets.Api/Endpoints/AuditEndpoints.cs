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
                (
                    bool? putAside,
                    string? actor,
                    string? kind,
                    string? subject,
                    string? q,
                    string? from,
                    string? to,
                    string? cursor,
                    int? limit,
                    HttpContext http,
                    IMediator mediator,
                    CancellationToken stop
                ) =>
                    mediator.Send(
                        new ListEvents(
                            new PageOf(cursor, limit),
                            Problems.Language(http),
                            putAside ?? false,
                            SoughtEvents.Read(actor, Answers.Choice<AuditKind>("kind", kind), subject, q, from, to)
                        ),
                        stop
                    )
            )
            .WithSummary("Who did what, the newest first")
            .WithDescription(
                "In Indonesian, or in English by Accept-Language. Personal data is covered. actor: part of the doer's name. kind: tickets, promises, conversations, words, channels, settings, personaldata. "
                    + "subject: a ticket's number, or what was changed (template, ack.public/id). q: part of what the line says. from, to: dates (midnight in Jakarta) or instants; to is not covered itself. "
                    + "putAside=true: only events that somebody should look at: those that could not be read by the version that should have told other systems, and the opening of tickets that cannot be routed."
            )
            .Refuses(400);
        audit
            .MapGet("/export", Export)
            .WithSummary("The lines that are sought as CSV, streamed")
            .WithDescription("actor, kind, subject, q, from and to as in the list; language: id or en, where a link cannot say Accept-Language. That they were taken along stands in the audit itself.")
            .Produces<IEnumerable<ListedEvent>>(StatusCodes.Status200OK, Csv)
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
            .WithDescription("The next sweep does, and what follows from it is tried again at once; what still cannot be read or done is put aside again.")
            .Refuses(404);
    }

    private const string Csv = "text/csv";

    private static async Task<IResult> Export(string? actor, string? kind, string? subject, string? q, string? from, string? to, string? language, HttpContext http, IMediator mediator, TimeProvider time)
    {
        var sought = SoughtEvents.Read(actor, Answers.Choice<AuditKind>("kind", kind), subject, q, from, to);
        var lines = await mediator.Send(new ExportEvents(sought, language is "id" or "en" ? language : Problems.Language(http), http.Caller(), time.GetUtcNow()), http.RequestAborted);
        return Results.Stream(body => AuditCsv.Write(lines, body, http.RequestAborted), Csv + "; charset=utf-8", "audit.csv");
    }
}
