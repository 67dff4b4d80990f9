using System.Globalization;
using System.Text;
using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Learning;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Endpoints;

/// <summary>What the service makes of a text: the administrator's "try it" box.</summary>
internal static class UnderstandingEndpoints
{
    private const string Tsv = "text/tab-separated-values";

    public static void MapUnderstanding(this IEndpointRouteBuilder api)
    {
        var understanding = api.MapGroup("/understanding").WithTags("Understanding");
        understanding
            .MapPost("/assess", (IUnderstanding understands, AssessBody body) => understands.Assess(body.Text ?? throw new RefusedException(Refusal.Invalid, ("detail", "request.missing"), ("name", "text")), body.Platform ?? Platform.Facebook, body.Context))
            .WithSummary("Assess a text")
            .NeedsRole(RoleNames.Every);
        understanding
            .MapGet("/accuracy", (int? days, IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new MeasureUnderstanding(days ?? 30, time.GetUtcNow()), stop))
            .WithSummary("How well the service understood, by what people decided since")
            .WithDescription("days: how many days back, 1 to 365; 30 unless told.")
            .NeedsRole(Roles.AdminSocial | Roles.Administrator);
        understanding
            .MapGet(
                "/decisions",
                async (DateTimeOffset? from, DateTimeOffset? to, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    var labels = await mediator.Send(new ExportDecisions(from, to, http.Caller(), time.GetUtcNow()), stop);
                    return Results.Text(AsTsv(labels), Tsv, Encoding.UTF8);
                }
            )
            .WithSummary("Decisions as labels for scripts/train --decisions: tab-separated, nobody named in the words")
            .WithDescription("from, to: instants; the last 365 days unless told. That somebody took them out is on record.")
            .Produces<string>(StatusCodes.Status200OK, Tsv)
            .NeedsRole(Roles.Administrator);
    }

    private static string AsTsv(IReadOnlyList<LabelledWords> labels)
    {
        var lines = new StringBuilder("id\tsource\ttext\tneeds_help\ttopic\turgent\n");
        foreach (var label in labels)
            lines.Append(CultureInfo.InvariantCulture, $"{label.Id}\t{label.Source}\t{label.Text}\t{label.NeedsHelp}\t{label.Topic}\t{label.Urgent}\n");
        return lines.ToString();
    }
}

/// <summary>A text to try, with what stands around it when that is known.</summary>
internal sealed record AssessBody(string? Text, Platform? Platform, AssessmentContext? Context = null);
