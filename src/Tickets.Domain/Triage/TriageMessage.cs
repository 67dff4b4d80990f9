using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>
/// What new words of a citizen mean: an answer in a running ticket, a plea that opens a ticket by itself, or something for an admin to look at.
/// </summary>
public sealed class TriageMessage(TicketsDb db, IUnderstanding understanding, OpenFromConversation opening, Timetables timetables, TicketsSettings settings)
{
    private static readonly Assessment Nothing = new(0, Topics.Unclear, 0, false, [], []);

    /// <summary>Considers a message that was just taken in.</summary>
    /// <param name="conversation">Where it stands, with its ticket and citizen.</param>
    /// <param name="message">The words.</param>
    /// <param name="isNew">False when they mend words that were considered before.</param>
    /// <param name="says">False for a sign, a sticker, a pressed button: it is shown in its thread and changes nothing.</param>
    /// <param name="receivedAt">When they reached the ministry: the instant that clocks go by.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task Consider(Conversation conversation, Message message, bool isNew, bool says, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        var assessment = message.Text is { Length: > 0 } text ? understanding.Assess(text, message.Platform) : Nothing;
        // Words of an earlier matter that are mended now say nothing about the present one.
        if (!message.IsUndecided() && (conversation.Ticket is null || !message.IsOf(conversation.Ticket)))
        {
            message.Means(assessment);
            return;
        }

        // Everything under an answer is an objection but plain thanks: a plea overlooked costs more than a look at a thank-you.
        var objects = says && !Thanks.AreAll(message.Text);
        if (conversation.Ticket is { HasEnded: true } ended && isNew && objects && !await StillObjects(ended, conversation, receivedAt, cancellation))
            conversation.LeaveEndedTicket();
        conversation.Hear(message, assessment, message.Text is null ? "" : PersonalData.Mask(message.Text, assessment.PersonalData));
        if (conversation.Ticket is null && await TicketItAnswers(conversation, message, cancellation) is { } answered)
        {
            conversation.JoinTicket(answered, await timetables.For(conversation, cancellation), Actor.System, receivedAt, opening: false);
            await db.GiveWords(conversation, answered, cancellation);
        }

        if (conversation.Ticket is { } ticket)
        {
            // Mended words are no new answer, and what is said after the end and asks for nothing changes nothing.
            if (isNew && says && !ticket.HasEnded)
                ticket.Hear(
                    objects,
                    await timetables.For(ticket, cancellation),
                    Actor.Citizen(conversation.Citizen),
                    receivedAt,
                    message.CredibleTime()
                );
            return;
        }

        if (says && conversation.State == ConversationState.Waiting && assessment.NeedsHelp >= settings.Triage.OpenAt)
            await opening.Open(conversation, message, assessment, new Wishes(null, null), Actor.System, receivedAt, cancellation);
        else
            conversation.AwaitDecision(await timetables.For(conversation, cancellation), receivedAt);
    }

    // Words that reached the ministry before the end count, though they were read after it: the ticket is open again, and hears them.
    private async Task<bool> StillObjects(Ticket ended, Conversation conversation, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        if (ended is not { Status: TicketStatus.Closed, MergedInto: null } || receivedAt > ended.ClosedAt)
            return false;
        ended.ObjectBeforeTheEnd(await timetables.For(ended, cancellation), Actor.Citizen(conversation.Citizen), receivedAt);
        return true;
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
