using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Reporting;

namespace Tickets.Api.Endpoints;

/// <summary>Statistics and the cases behind them.</summary>
internal static class ReportEndpoints
{
    private const string Csv = "text/csv";

    /// <summary>Office Open XML.</summary>
    internal const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Maps <c>/reports</c> below the API's root.</summary>
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("Reports").NeedsRole(Roles.Reporting | Roles.Supervisor | Roles.Administrator);

        reports
            .MapGet("/sla", Sla)
            .WithName("SlaReport")
            .WithSummary("SLA statistics of the tickets opened in a period")
            .WithDescription(
                "from, to: dates (midnight in Jakarta) or instants with an offset; to is not covered itself; the last 30 days unless told; 5 years at most. "
                    + "groupBy: one or two of directorate, topic, platform, officer, priority, month, province, separated by a comma. format: json, csv or xlsx. "
                    + "received = merged + invalid + answeredInTime + answeredLate + unanswered "
                    + "= merged + invalid + referred + resolvedInTime + resolvedLate + unresolved. "
                    + "Percentiles by nearest rank, in working hours of each clock's calendar. backlog: open at the end of the period, whenever opened; by month: at the end of the month."
            )
            .Produces<SlaStatistics>(StatusCodes.Status200OK, "application/json", Csv, Xlsx)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);

        reports
            .MapGet("/cases", Cases)
            .WithName("CaseReport")
            .WithSummary("The cases behind the statistics: one row per ticket and clock, streamed")
            .WithDescription(
                "from, to and format as in the statistics; directorate: only tickets that this directorate has. In the order of opening. "
                    + "breachedAt is the due time once that has passed unmet. No citizen's name or word."
            )
            .Produces<IEnumerable<CaseRow>>(StatusCodes.Status200OK, "application/json", Csv, Xlsx)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);

        MapFigures(reports);
    }

    // A value that no group has; empty ones do not come through.
    private const string None = "none";

    private static void MapFigures(RouteGroupBuilder reports) =>
        reports
            .MapGet("/tickets", Behind)
            .WithName("TicketsBehindFigure")
            .WithSummary("The tickets that a figure of the statistics counts")
            .WithDescription(
                "figure: the name of a figure that counts tickets, as breached. from, to as in the statistics. directorate, topic, platform, officer, priority, province, month: the key of the group whose figure it is; "
                    + "none for the group of those that have none. count is the figure itself; a ticket that is counted more than once is listed once. No citizen's name or word."
            )
            .Refuses(400);

    private static Task<CountedTickets> Behind(
        string? figure,
        string? from,
        string? to,
        string? directorate,
        string? topic,
        string? platform,
        string? officer,
        string? priority,
        string? province,
        string? month,
        string? cursor,
        int? limit,
        HttpContext http,
        IMediator mediator,
        TimeProvider time
    )
    {
        var wanted = Answers.Choice<ReportFigure>("figure", figure) ?? throw new RefusedException(Refusal.Invalid, ("detail", "request.missing"), ("name", "figure"));
        var group = new Dictionary<ReportGroup, string?>();
        foreach (
            var (by, value) in (ReadOnlySpan<(ReportGroup, string?)>)
                [
                    (ReportGroup.Directorate, directorate),
                    (ReportGroup.Topic, topic),
                    (ReportGroup.Platform, platform),
                    (ReportGroup.Officer, officer),
                    (ReportGroup.Priority, priority),
                    (ReportGroup.Province, province),
                    (ReportGroup.Month, month),
                ]
        )
            if (value is not null)
                group[by] = value == None ? null : value;
        return mediator.Send(new TicketsBehindFigure(from, to, wanted, group, new PageOf(cursor, limit), http.Caller(), time.GetUtcNow()), http.RequestAborted);
    }

    private static async Task<IResult> Sla(string? from, string? to, string? groupBy, string? format, HttpContext http, IMediator mediator, TimeProvider time)
    {
        var wanted = ReportFormats.Parse(format);
        var statistics = await mediator.Send(new SlaReport(from, to, groupBy, http.Caller(), time.GetUtcNow()), http.RequestAborted);
        return wanted switch
        {
            ReportFormat.Csv => Download("sla.csv", Csv + "; charset=utf-8", body => ReportCsv.Write(statistics, body, http.RequestAborted)),
            ReportFormat.Xlsx => Download("sla.xlsx", Xlsx, body => ReportXlsx.Write(statistics, body, http.RequestAborted)),
            ReportFormat.Json => Results.Ok(statistics),
        };
    }

    private static async Task<IResult> Cases(string? from, string? to, string? directorate, string? format, HttpContext http, IMediator mediator, TimeProvider time)
    {
        var wanted = ReportFormats.Parse(format);
        var cases = await mediator.Send(new CaseReport(from, to, directorate, http.Caller(), time.GetUtcNow()), http.RequestAborted);
        return wanted switch
        {
            ReportFormat.Csv => Download("cases.csv", Csv + "; charset=utf-8", body => ReportCsv.Write(cases, body, http.RequestAborted)),
            ReportFormat.Xlsx => Download("cases.xlsx", Xlsx, body => ReportXlsx.Write(cases, body, http.RequestAborted)),
            ReportFormat.Json => Results.Ok(cases),
        };
    }

    private static IResult Download(string name, string type, Func<Stream, Task> write) => Results.Stream(write, type, name);
}
