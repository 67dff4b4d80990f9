using System.Security.Cryptography;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>What an admin wishes of a ticket, where it differs from what the service made of the words.</summary>
/// <param name="Topic">Topic code; null to keep the assessed one.</param>
/// <param name="Priority">Null to keep the assessed one.</param>
/// <param name="Region">Region code; null to keep what the words name, empty when it is of none that is known.</param>
public sealed record Wishes(string? Topic, Priority? Priority, string? Region = null);

/// <summary>Makes a ticket of a conversation, in the caller's transaction.</summary>
public sealed class OpenFromConversation(TicketsDb db, WhereFrom where, Timetables timetables)
{
    /// <summary>Opens it; routing follows from <see cref="TicketOpened"/>.</summary>
    public async Task<Ticket> Open(Conversation conversation, Message? words, Assessment? assessment, Wishes wishes, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        if (conversation.State == ConversationState.Ticketed)
            throw new RefusedException(Refusal.ConversationHasTicket, ("id", conversation.Id.ToString()));
        var urgent = conversation.Urgent && conversation.NeedsHelp >= Conversation.AsksForHelp;
        var (region, timetable) = (await where.Of(conversation, words, cancellation), await timetables.For(conversation, cancellation));
        var ticket = Ticket.Open(
            new Opening(
                await db.NextNumber(at, cancellation),
                RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 8),
                wishes.Topic ?? assessment?.Topic ?? conversation.Topic,
                wishes.Priority ?? (urgent ? Priority.Urgent : Priority.Normal),
                region,
                TicketSubject.Of(words, assessment)
            ),
            conversation,
            timetable,
            by,
            at
        );
        // On record as a correction: who reads the words and wonders finds that a person said so.
        if (wishes.Region is { } said && said != (region ?? ""))
            ticket.Classify(null, null, null, null, timetable, by, at, said);
        db.Add(ticket);
        await db.GiveWords(conversation, ticket, cancellation);
        return ticket;
    }
}
