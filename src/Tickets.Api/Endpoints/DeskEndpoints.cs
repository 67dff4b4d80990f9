using MediatR;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.Domain.Triage;

namespace Tickets.Api.Endpoints;

/// <summary>What people at their desks need beside the verbs: advice, who is at what, the queue by time left, replies that are kept.</summary>
internal static class DeskEndpoints
{
    private const Roles Triagers = Roles.AdminSocial | Roles.Administrator;
    private const Roles Workers = Roles.AdminSocial | Roles.Officer | Roles.Supervisor;
    private const Roles Readers = Workers | Roles.Administrator;

    // Who heads a directorate or inspects looks at open work too; the director may also give it to others.
    private const Roles Overseers = Readers | Roles.Director | Roles.Inspectorate;

    public static void MapDesk(this IEndpointRouteBuilder api)
    {
        MapTriage(api.MapGroup("/inbox").WithTags("Inbox"));
        MapQueue(api);
        MapSavedReplies(api.MapGroup("/saved-replies").WithTags("Desk"));
    }

    private static void MapTriage(RouteGroupBuilder inbox)
    {
        inbox.MapGet("/surges", (IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new ListSurges(time.GetUtcNow()), stop)).WithSummary("Near-equal pleas of many, and posts under which many wait with one topic").NeedsRole(Triagers);
        inbox
            .MapPost(
                "/surges/{surge:long}/replies",
                (long surge, InboxReplyBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new AnswerSurge(surge, body.Text ?? "", body.Public, http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("One answer to all conversations of a surge; those that wait are decided by it")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapPost(
                "/surges/{surge:long}/ticket",
                (long surge, OpenTicketBody? body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new OpenSurgeTicket(surge, body?.Topic, body?.Priority, body?.Directorate, http.Caller(), time.GetUtcNow(), body?.Officer, body?.Region), stop)
            )
            .WithSummary("One parent ticket for a surge; whoever waits in it joins, and once more whoever came since")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapPut(
                "/{id:long}/person",
                async (long id, PersonBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new LinkPerson(id, body.Citizen ?? throw new RefusedException(Refusal.Invalid, ("detail", "request.missing"), ("name", "citizen")), http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("The citizen is the same person as another citizen; their tickets are shown together, nothing is merged")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapDelete(
                "/{id:long}/person",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new LinkPerson(id, null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("The citizen is not the same person as others")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapDelete(
                "/{id:long}/surge",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new LeaveSurge(id, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Out of its surge: this conversation is decided by itself")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapGet("/{id:long}/advice", (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new AdviseTriage(id, http.Caller(), time.GetUtcNow()), stop))
            .WithSummary("What helps decide on a conversation")
            .NeedsRole(Triagers);
        inbox
            .MapPost(
                "/{id:long}/claim",
                (long id, ClaimBody? body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ClaimConversation(id, body?.Over ?? false, http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Begin or go on answering: until it is given back or 90 seconds pass, nobody else can decide or answer")
            .NeedsRole(Workers);
        inbox
            .MapDelete(
                "/{id:long}/claim",
                async (long id, HttpContext http, IMediator mediator, CancellationToken stop) =>
                {
                    await mediator.Send(new ReleaseConversation(id, http.Caller()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Done answering")
            .NeedsRole(Workers);
        inbox
            .MapPut(
                "/{id:long}/rest",
                async (long id, RestBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new RestConversation(id, body.Until ?? throw new RefusedException(Refusal.Invalid, ("detail", "until")), http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Put aside until later; it comes back by itself, and at once when the citizen writes anew")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapDelete(
                "/{id:long}/rest",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new RestConversation(id, null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Back to the inbox now")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapPost(
                "/{id:long}/replies",
                async (long id, InboxReplyBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new ReplyInInbox(id, body.Text ?? "", body.Public, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Answer what needs no ticket; the conversation is decided by it")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapPost(
                "/{id:long}/hidings",
                (long id, DisclosureBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new HideComment(id, body.Message ?? "", http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("Hide a comment on its platform, as one that shows somebody's NIK; done once, with the platform's answer as proof")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapPost(
                "/{id:long}/deletion-requests",
                async (long id, DeletionRequestBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new AskToDelete(id, body.Message ?? "", body.Text, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Ask in private to delete a comment that shows personal data; the conversation goes on waiting")
            .NeedsRole(Roles.AdminSocial);
        inbox
            .MapPost(
                "/{id:long}/disclosures",
                (long id, DisclosureBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ShowPersonalData(id, null, body.Message ?? "", http.Caller(), time.GetUtcNow()), stop)
            )
            .WithSummary("See the covered personal data of a message; that it was asked for is on record")
            .NeedsRole(Roles.AdminSocial);
    }

    private static void MapQueue(IEndpointRouteBuilder api)
    {
        api.MapGet(
                "/queue",
                (string? officer, string? directorate, string? topic, string? q, string? cursor, int? limit, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ListQueue(officer, directorate, http.Caller(), time.GetUtcNow(), topic, q, cursor, limit), stop)
            )
            .WithTags("Desk")
            .WithSummary("Open work by the time that is left, most pressing first")
            .NeedsRole(Overseers);
        api.MapGet("/queue/summary", (HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new SumUpQueue(http.Caller(), time.GetUtcNow()), stop))
            .WithTags("Desk")
            .WithSummary("Open work in figures: how much is late, due soon, waiting, in nobody's hands, and who carries how much")
            .NeedsRole(Overseers);
        api.MapGet("/officers", (string? directorate, HttpContext http, IMediator mediator, CancellationToken stop) => mediator.Send(new ListOfficers(directorate, http.Caller()), stop))
            .WithTags("Desk")
            .WithSummary("Officers to whom work can be given")
            .NeedsRole(Overseers);
        api.MapGet("/counts", (HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new CountWork(http.Caller(), time.GetUtcNow()), stop))
            .WithTags("Desk")
            .WithSummary("How much waits where")
            .NeedsRole(RoleNames.Every);
        api.MapPost(
                "/tickets/{number}/preview",
                (string number, PreviewBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new PreviewWords(number, body.For ?? WordsFor.Reply, body.Text ?? "", body.Public, http.Caller(), time.GetUtcNow()), stop)
            )
            .WithTags("Tickets")
            .WithSummary("Exactly what would go out, by which way and how long; nothing is kept or sent")
            .NeedsRole(Workers);
        api.MapPost(
                "/tickets/{number}/disclosures",
                (string number, DisclosureBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new ShowPersonalData(null, number, body.Message ?? "", http.Caller(), time.GetUtcNow()), stop)
            )
            .WithTags("Tickets")
            .WithSummary("See the covered personal data of a message; that it was asked for is on record")
            .NeedsRole(Workers);
    }

    private static void MapSavedReplies(RouteGroupBuilder replies)
    {
        replies.MapGet("", (IMediator mediator, CancellationToken stop) => mediator.Send(new ListSavedReplies(), stop)).WithSummary("Replies that are kept for all").NeedsRole(Readers);
        replies
            .MapPut(
                "/{code}",
                (string code, SavedReplyBody body, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                    mediator.Send(new SaveReply(code, body.Title ?? "", body.Text ?? "", http.Caller(), time.GetUtcNow(), http.Seen(body.Version)), stop)
            )
            .WithSummary("Keep a reply, or mend one")
            .NeedsRole(Roles.AdminSocial | Roles.Supervisor | Roles.Administrator);
        replies
            .MapDelete(
                "/{code}",
                async (string code, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new DeleteReply(code, http.Caller(), time.GetUtcNow(), http.Seen(null)), stop);
                    return TypedResults.NoContent();
                }
            )
            .HeedsVersion()
            .WithSummary("Keep a reply no longer")
            .NeedsRole(Roles.AdminSocial | Roles.Supervisor | Roles.Administrator);
    }

    /// <param name="Over">True to take it over from who has it.</param>
    internal sealed record ClaimBody(bool? Over);

    /// <param name="Until">When it comes back; at most 14 days from now.</param>
    internal sealed record RestBody(DateTimeOffset? Until);

    /// <param name="Text">As the citizen will read it.</param>
    /// <param name="Public">True under the comment, else in private.</param>
    internal sealed record InboxReplyBody(string? Text, bool Public);

    /// <param name="Message">The platform's id of the message.</param>
    internal sealed record DisclosureBody(string? Message);

    /// <param name="Citizen">Key of the other citizen.</param>
    internal sealed record PersonBody(long? Citizen);

    /// <param name="Message">The platform's id of the comment.</param>
    /// <param name="Text">The words; left out, the prepared ones.</param>
    internal sealed record DeletionRequestBody(string? Message, string? Text);

    /// <param name="For">reply, question or resolution.</param>
    /// <param name="Text">What is written so far; empty for the ways alone.</param>
    /// <param name="Public">True under the comment.</param>
    internal sealed record PreviewBody(WordsFor? For, string? Text, bool Public);

    /// <param name="Title">What it is for.</param>
    /// <param name="Text">With {nama}, {nomor}, {tenggat} to be filled in.</param>
    /// <param name="Version">The version its sender saw, 0 when there was none; another one now is answered 409.</param>
    internal sealed record SavedReplyBody(string? Title, string? Text, int? Version = null);
}
