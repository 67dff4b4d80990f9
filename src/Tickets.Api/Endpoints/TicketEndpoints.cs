using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;

namespace Tickets.Api.Endpoints;

/// <summary>Tickets: lists, one, and the verbs of its life as resources.</summary>
internal static class TicketEndpoints
{
    private const Roles Readers = Roles.AdminSocial | Roles.Officer | Roles.Supervisor | Roles.Administrator | Roles.Director | Roles.Inspectorate;
    private const Roles Workers = Roles.AdminSocial | Roles.Officer | Roles.Supervisor;
    private const Roles Solvers = Roles.Officer | Roles.Supervisor;

    public static void MapTickets(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("Tickets");

        tickets
            .MapGet(
                "",
                (
                    HttpContext http,
                    IMediator mediator,
                    TimeProvider time,
                    string? status,
                    string? directorate,
                    string? officer,
                    string? topic,
                    string? platform,
                    string? due,
                    string? region,
                    string? q,
                    string? cursor,
                    int? limit,
                    CancellationToken cancellation
                ) =>
                    mediator.Send(
                        new ListTickets(Statuses(status), directorate, officer, topic, Answers.Choice<Platform>("platform", platform), Answers.Choice<Due>("due", due), q, new PageOf(cursor, limit), http.Caller(), time.GetUtcNow(), region),
                        cancellation
                    )
            )
            .WithSummary("Tickets, newest first; several statuses by comma")
            .NeedsRole(Readers);

        tickets
            .MapGet("/{number}", (HttpContext http, IMediator mediator, string number, CancellationToken cancellation) => Show(http, mediator, number, cancellation))
            .WithSummary("One ticket: conversation, clocks, notices, history")
            .NeedsRole(Readers);

        tickets
            .MapGet(
                "/{number}/clocks",
                (HttpContext http, IMediator mediator, TimeProvider time, string number, CancellationToken cancellation) =>
                    mediator.Send(new ExplainClocks(number, http.Caller(), time.GetUtcNow()), cancellation)
            )
            .WithSummary("Why each clock is due when it is")
            .NeedsRole(Readers);

        tickets
            .MapGet("/{number}/colleagues", (HttpContext http, IMediator mediator, string number, CancellationToken cancellation) => mediator.Send(new ListColleagues(number, http.Caller()), cancellation))
            .WithSummary("Colleagues who may see the ticket: those who can be named in a note by @ and their login")
            .NeedsRole(Workers)
            .Refuses(404);

        Verb<WordsBody>(tickets, "replies", "Words to the citizen", Workers, (number, body, version, by, at) => new AnswerCitizen(number, body.Text ?? "", body.Public, Waits: false, version, by, at));
        Verb<WordsBody>(tickets, "questions", "A question to the citizen; the resolution clock stands until they write", Workers, (number, body, version, by, at) => new AnswerCitizen(number, body.Text ?? "", body.Public, Waits: true, version, by, at));
        Verb<NoteBody>(tickets, "notes", "A note that no citizen sees; colleagues named in it by @login are told", Workers, (number, body, version, by, at) => new WriteNote(number, body.Text ?? "", version, by, at));
        Verb<AssignmentBody>(tickets, "assignment", "To an officer of the same directorate; null for the queue", Workers | Roles.Director, (number, body, version, by, at) => new AssignTicket(number, body.Named(), version, by, at));
        Verb<TransferBody>(tickets, "transfer", "To another directorate with an instruction", Workers, (number, body, version, by, at) => new TransferTicket(number, body.Directorate ?? "", body.Instruction ?? "", version, by, at));
        Verb<ClassificationBody>(
            tickets,
            "classification",
            "Another topic, priority, SP4N class or region; running clocks are aimed anew",
            Workers,
            (number, body, version, by, at) => new ClassifyTicket(number, body.Topic, body.Priority, body.Sp4nClass, body.Reason, version, by, at, body.Region)
        );
        tickets
            .MapPost(
                "/{number}/classification/preview",
                (HttpContext http, IMediator mediator, TimeProvider time, string number, ClassificationBody body, CancellationToken cancellation) =>
                    mediator.Send(
                        new PreviewClassification(number, body.Topic, body.Priority, body.Sp4nClass, body.Region, http.Seen(body.Version), http.Caller(), time.GetUtcNow()),
                        cancellation
                    )
            )
            .WithSummary("What a classification would change")
            .WithDescription("Changes nothing. directorate: where the rules would bring a new ticket like this; the ticket itself stays where it is.")
            .NeedsRole(Workers)
            .Refuses(400, 404, 409);
        Verb<ResolutionBody>(tickets, "resolution", "The matter is answered; the citizen is told", Solvers, (number, body, version, by, at) => new ResolveTicket(number, body.Answer ?? "", version, by, at));
        Verb<ClosureBody>(tickets, "closure", "End a resolved ticket before its time to object is over", Solvers, (number, _, version, by, at) => new CloseTicket(number, version, by, at));
        Verb<ReasonBody>(tickets, "reopening", "Open an ended ticket again", Workers, (number, body, version, by, at) => new ReopenTicket(number, body.Reason ?? "", version, by, at));
        Verb<ReferralBody>(tickets, "referral", "Another agency's matter; the citizen is told where to go", Workers, (number, body, version, by, at) => new ReferTicket(number, body.Agency ?? "", body.Reason ?? "", version, by, at));
        Verb<ReasonBody>(tickets, "invalidation", "It was no ticket", Roles.AdminSocial | Roles.Supervisor, (number, body, version, by, at) => new InvalidateTicket(number, body.Reason ?? "", version, by, at));
        Verb<MergeBody>(tickets, "merge", "Into another ticket of the same citizen", Workers, (number, body, version, by, at) => new MergeTickets(number, body.Into ?? "", version, by, at));
    }

    // Every verb takes If-Match or a version in the body, and answers the ticket as it is then.
    private static void Verb<TBody>(
        IEndpointRouteBuilder tickets,
        string resource,
        string summary,
        Roles roles,
        Func<string, TBody, Seen?, Caller, DateTimeOffset, IRequest<Unit>> request
    )
        where TBody : VersionedBody, new() =>
        tickets
            .MapPost(
                "/{number}/" + resource,
                async (HttpContext http, IMediator mediator, TimeProvider time, string number, TBody? body, CancellationToken cancellation) =>
                {
                    body ??= new TBody();
                    await mediator.Send(request(number, body, http.Seen(body.Version), http.Caller(), time.GetUtcNow()), cancellation);
                    return await After(http, mediator, number, cancellation);
                }
            )
            .WithSummary(summary)
            .WithDescription("Takes `If-Match` or `version`; answers the ticket as it is then, or 204 when it has left the caller's directorate.")
            .Produces<TicketBody>()
            .NeedsRole(roles);

    private static async Task<IResult> After(HttpContext http, IMediator mediator, string number, CancellationToken cancellation)
    {
        try
        {
            return TypedResults.Ok(await Show(http, mediator, number, cancellation));
        }
        catch (RefusedException gone) when (gone.Refusal == Refusal.NotFound)
        {
            // A transfer took it out of the caller's sight.
            return TypedResults.NoContent();
        }
    }

    private static async Task<TicketBody> Show(HttpContext http, IMediator mediator, string number, CancellationToken cancellation)
    {
        var details = await mediator.Send(new ShowTicket(number, Problems.Language(http), http.Caller()), cancellation);
        http.Response.Headers.ETag = $"\"{details.Ticket.Version}\"";
        return TicketBody.Of(details);
    }

    private static List<TicketStatus> Statuses(string? status) =>
        [
            .. (status ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(s => Answers.Choice<TicketStatus>("status", s)!.Value),
        ];
}

/// <summary>A ticket with all there is of it.</summary>
internal sealed record TicketBody(
    string Number,
    TicketStatus Status,
    string Topic,
    Priority Priority,
    Sp4nClass? Sp4nClass,
    string? Directorate,
    string? Officer,
    Platform Platform,
    CitizenView Citizen,
    string Subject,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? ClosesAt,
    string? MergedInto,
    string? Agency,
    string? Answer,
    int Version,
    IReadOnlyList<ClockView> Clocks,
    TicketConversation? Conversation,
    IReadOnlyList<NoticeView> Notices,
    IReadOnlyList<HistoryLine> History,
    string? Region,
    string? RegionName,
    IReadOnlyList<LikelyTicket> Earlier
)
{
    public static TicketBody Of(TicketDetails details) =>
        new(
            details.Ticket.Number,
            details.Ticket.Status,
            details.Ticket.Topic,
            details.Ticket.Priority,
            details.Ticket.Sp4nClass,
            details.Ticket.Directorate,
            details.Ticket.Officer,
            details.Ticket.Platform,
            details.Ticket.Citizen,
            details.Ticket.Subject,
            details.Ticket.OpenedAt,
            details.Ticket.ResolvedAt,
            details.Ticket.ClosedAt,
            details.Ticket.ClosesAt,
            details.Ticket.MergedInto,
            details.Ticket.Agency,
            details.Answer,
            details.Ticket.Version,
            details.Ticket.Clocks,
            details.Conversation,
            details.Notices,
            details.History,
            details.Ticket.Region,
            details.Ticket.RegionName,
            details.Earlier
        );
}

/// <summary>A body that may name the version its sender saw.</summary>
internal record VersionedBody
{
    /// <summary>The version the sender saw; another one now is answered 409.</summary>
    public int? Version { get; init; }
}

/// <summary>What a ticket is; what is left out stays.</summary>
internal sealed record ClassificationBody : VersionedBody
{
    /// <summary>Topic code.</summary>
    public string? Topic { get; init; }

    /// <summary>How pressing.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Its class by SP4N-LAPOR.</summary>
    public Sp4nClass? Sp4nClass { get; init; }

    /// <summary>Region code: <c>33</c> for a province, <c>33.03</c> for a regency or city; empty when it is of none that is known.</summary>
    public string? Region { get; init; }

    /// <summary>Why, for the history.</summary>
    public string? Reason { get; init; }
}

/// <summary>Words to the citizen.</summary>
internal sealed record WordsBody : VersionedBody
{
    /// <summary>As the citizen will read them.</summary>
    public string? Text { get; init; }

    /// <summary>True under the comment for everybody, false in private. Left out: in private where a door is open, else under the comment, unless the words hold personal data.</summary>
    public bool? Public { get; init; }
}

/// <summary>A note.</summary>
internal sealed record NoteBody : VersionedBody
{
    /// <summary>For staff only.</summary>
    public string? Text { get; init; }
}

/// <summary>An officer.</summary>
internal sealed record AssignmentBody : VersionedBody
{
    private bool told;

    /// <summary>Login; null, said expressly, for the directorate's queue.</summary>
    public string? Officer
    {
        get;
        init => (field, told) = (value, true);
    }

    /// <summary>The officer, when one or none was named: a slip in the field's name must not take the ticket from whoever has it.</summary>
    public string? Named() => told ? Officer : throw new RefusedException(Refusal.Invalid, ("detail", "request.officer"));
}

/// <summary>A hand-over.</summary>
internal sealed record TransferBody : VersionedBody
{
    /// <summary>Directorate code.</summary>
    public string? Directorate { get; init; }

    /// <summary>What is to be done there.</summary>
    public string? Instruction { get; init; }
}

/// <summary>An answer of the matter.</summary>
internal sealed record ResolutionBody : VersionedBody
{
    /// <summary>What the citizen is told.</summary>
    public string? Answer { get; init; }
}

/// <summary>An end.</summary>
internal sealed record ClosureBody : VersionedBody;

/// <summary>A reason.</summary>
internal sealed record ReasonBody : VersionedBody
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Another agency.</summary>
internal sealed record ReferralBody : VersionedBody
{
    /// <summary>Its name.</summary>
    public string? Agency { get; init; }

    /// <summary>Why, as the citizen is told.</summary>
    public string? Reason { get; init; }
}

/// <summary>Another ticket.</summary>
internal sealed record MergeBody : VersionedBody
{
    /// <summary>Its number.</summary>
    public string? Into { get; init; }
}
