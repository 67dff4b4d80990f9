using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>
/// What new words of a citizen mean: an answer in a running ticket, a plea that opens a ticket by itself, or something for an admin to look at.
/// </summary>
public sealed class TriageMessage(TicketsDb db, IUnderstanding understanding, OpenFromConversation opening, Timetables timetables, TicketsSettings settings)
{
    /// <summary>Below this, words under a resolved ticket are thanks and no objection, 0 to 1.</summary>
    public const double Objects = 0.2;

    private static readonly Assessment Nothing = new(0, Topics.Unclear, 0, false, [], []);

    /// <summary>Considers a message that was just taken in.</summary>
    /// <param name="conversation">Where it stands, with its ticket and citizen.</param>
    /// <param name="message">The words.</param>
    /// <param name="isNew">False when they mend words that were considered before.</param>
    /// <param name="receivedAt">When they reached the ministry: the instant that clocks go by.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task Consider(Conversation conversation, Message message, bool isNew, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        var assessment = message.Text is { Length: > 0 } text ? understanding.Assess(text, message.Platform) : Nothing;
        if (conversation.Ticket is { HasEnded: true })
            conversation.LeaveEndedTicket();
        conversation.Hear(message, assessment);
        if (conversation.Ticket is null && await TicketItAnswers(conversation, message, cancellation) is { } answered)
            conversation.JoinTicket(answered, Actor.System, receivedAt, opening: false);

        if (conversation.Ticket is { } ticket)
        {
            // Mended words are no new answer.
            if (isNew)
                ticket.Hear(
                    assessment.NeedsHelp >= Objects || ticket.Status != TicketStatus.Resolved,
                    await timetables.For(ticket, cancellation),
                    Actor.Citizen(conversation.Citizen),
                    receivedAt
                );
            return;
        }

        if (conversation.State == ConversationState.Waiting && assessment.NeedsHelp >= settings.Triage.OpenAt)
            await opening.Open(conversation, message, assessment, new Wishes(null, null), Actor.System, receivedAt, cancellation);
    }

    // A citizen may answer elsewhere than asked: under our own comment, or in private. With one running ticket there is no doubt which is meant.
    private async Task<Ticket?> TicketItAnswers(Conversation conversation, Message message, CancellationToken cancellation)
    {
        if (conversation.State != ConversationState.Waiting || conversation.CitizenId == 0)
            return null;
        if (message.ReplyToId is { } reply)
        {
            var ours = await db
                .Notices.Where(n => n.Platform == conversation.Platform && n.PlatformId == reply && n.Ticket!.CitizenId == conversation.CitizenId)
                .Select(n => n.Ticket)
                .FirstOrDefaultAsync(cancellation);
            if (ours is { HasEnded: false })
                return ours;
        }

        if (conversation.Audience == Audience.Public)
            return null;
        TicketStatus[] running = [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen, TicketStatus.Resolved];
        var theirs = await db.Tickets.Include(t => t.Citizen).Where(t => t.CitizenId == conversation.CitizenId && running.Contains(t.Status)).OrderBy(t => t.Id).Take(2).ToListAsync(cancellation);
        return theirs.Count == 1 ? theirs[0] : null;
    }
}
