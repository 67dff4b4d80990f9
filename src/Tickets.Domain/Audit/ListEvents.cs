using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Understanding;
using Tickets.Domain.Words;

namespace Tickets.Domain.Audit;

/// <summary>Everything that ever happened, the newest first: tickets, conversations, notices, settings.</summary>
/// <param name="Page">Which page.</param>
/// <param name="Language">In which language the lines are told: id or en.</param>
/// <param name="PutAside">True for those only at which an administrator should look: what was to go to the bus and could not be read, and the opening of a ticket that cannot be routed.</param>
/// <param name="Sought">Only what matches; null for all.</param>
public sealed record ListEvents(PageOf Page, string Language, bool PutAside = false, SoughtEvents? Sought = null) : IRequest<Page<ListedEvent>>;

/// <summary>One line of the audit.</summary>
/// <param name="Id">Its sequence.</param>
/// <param name="At">When it truly happened, UTC.</param>
/// <param name="RecordedAt">When it was written down, UTC.</param>
/// <param name="Type">The event's name, as <c>TicketResolved</c>.</param>
/// <param name="Ticket">The ticket's number, where it belongs to one.</param>
/// <param name="ConversationId">The conversation, where it belongs to one and to no ticket.</param>
/// <param name="ActorKind">What sort of doer.</param>
/// <param name="Actor">The doer's name at that time.</param>
/// <param name="Text">What happened, in words; personal data is covered.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Coded">The same as it was written down, by codes and logins where the text calls things and people by the names that they have now.</param>
public sealed record ListedEvent(
    long Id,
    DateTimeOffset At,
    DateTimeOffset RecordedAt,
    string Type,
    string? Ticket,
    long? ConversationId,
    ActorKind ActorKind,
    string Actor,
    string Text,
    AuditKind Kind,
    string Coded
);

internal sealed class ListEventsHandler(TicketsDb db) : IRequestHandler<ListEvents, Page<ListedEvent>>
{
    public async Task<Page<ListedEvent>> Handle(ListEvents request, CancellationToken cancellationToken)
    {
        var names = await db.NamesForTheAudit(request.Language, cancellationToken);
        var events = db.Events.AsNoTracking().Only(request.Sought, request.Language, names);
        if (request.PutAside)
            events = events.Where(e => e.Outbox != null && e.Outbox == false);
        if (request.Page.After is { } after)
            events = events.Where(e => e.Id < after.Id);
        return request.Page.Cut(await events.Listed(request.Page.Take + 1, request.Language, names, cancellationToken), e => (e.Id, e.Id));
    }
}

internal static class LinesOfTheAudit
{
    /// <summary>The newest of these as people read them, their personal data covered.</summary>
    public static async Task<List<ListedEvent>> Listed(this IQueryable<EventRow> events, int most, string language, IReadOnlyDictionary<string, string> names, CancellationToken cancellation)
    {
        var rows = await events
            .OrderByDescending(e => e.Id)
            .Take(most)
            .Select(e => new
            {
                e.Id,
                e.At,
                e.RecordedAt,
                e.Type,
                Ticket = e.Ticket == null ? null : e.Ticket.Number,
                e.ConversationId,
                e.ActorKind,
                e.ActorName,
                e.Payload,
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(e => new ListedEvent(
                e.Id,
                e.At,
                e.RecordedAt,
                e.Type,
                e.Ticket,
                e.ConversationId,
                e.ActorKind,
                e.ActorKind == ActorKind.System ? Sentences.Say(language, "actor.system") : e.ActorName,
                PersonalData.Mask(History.Say(e.Type, e.Payload, language, names)),
                SoughtEvents.KindOf(e.Type),
                PersonalData.Mask(History.Say(e.Type, e.Payload, language))
            )),
        ];
    }
}
