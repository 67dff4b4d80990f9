using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>
/// What new words of a citizen mean: an answer in a running ticket, a plea that opens a ticket by itself, or something for an admin to look at.
/// </summary>
public sealed class TriageMessage(TicketsDb db, IUnderstanding understanding, AroundWords around, FormSurges surges, SamePerson people, OpenFromConversation opening, Timetables timetables, TicketsSettings settings)
{
    // Higher than for a surge: what joins by itself must be plainly the same.
    private const double SamePlea = 0.7;
    private const int FewestWordsOfAPlea = 4;
    private const int MostRunning = 5;
    private const int MostCompared = 50;

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
        var assessment = message.Text is { Length: > 0 } text ? understanding.Assess(text, message.Platform, await around.Of(conversation, message, cancellation)) : Nothing;
        var exposedBefore = message.Exposes;
        // Words of an earlier matter that are mended now say nothing about the present one.
        if (!message.IsUndecided() && (conversation.Ticket is null || !message.IsOf(conversation.Ticket)))
        {
            message.Means(assessment);
            Flag(conversation, message, exposedBefore, receivedAt);
            return;
        }

        // Everything under an answer is an objection but plain thanks: a plea overlooked costs more than a look at a thank-you.
        var objects = says && !Thanks.AreAll(message.Text);
        if (conversation.Ticket is { IsOpen: false } answered && isNew && objects && !await MayObject(answered, conversation, receivedAt, cancellation))
            conversation.LeaveTicket();
        conversation.Hear(message, assessment, message.Text is null ? "" : PersonalData.Mask(message.Text, assessment.PersonalData));
        Flag(conversation, message, exposedBefore, receivedAt);
        await people.Keep(conversation, message, cancellation);
        if (conversation.Ticket is null && await TicketItAnswers(conversation, message, cancellation) is { } running)
        {
            conversation.JoinTicket(running, await timetables.For(conversation, cancellation), Actor.System, receivedAt, opening: false);
            await db.GiveWords(conversation, running, cancellation);
        }

        if (conversation.Ticket is { } ticket)
        {
            // Mended words are no new answer, and what is said after the end and asks for nothing changes nothing.
            if (isNew && says && !ticket.HasEnded)
                await Hear(ticket, conversation, message, objects, receivedAt, cancellation);
            return;
        }

        // What a parent ticket carries already waits for an admin to let it join, or for the one answer.
        var carried = false;
        if (isNew && says && conversation.State == ConversationState.Waiting && !assessment.Spam && (assessment.NeedsHelp >= Conversation.AsksForHelp || assessment.Hoax))
            carried = await surges.See(conversation, message, cancellation);
        if (says && !carried && conversation.State == ConversationState.Waiting && assessment.NeedsHelp >= settings.Triage.OpenAt)
            await opening.Open(conversation, message, assessment, new Wishes(null, null), Actor.System, receivedAt, cancellation);
        else
            conversation.AwaitDecision(await timetables.For(conversation, cancellation), receivedAt);
    }

    // Said once for each comment, at once: whoever reads the thread meanwhile reads the number too.
    private static void Flag(Conversation conversation, Message message, bool? exposedBefore, DateTimeOffset at)
    {
        if (message.Exposes == true && exposedBefore != true)
            conversation.Exposes(message, at);
    }

    private async Task Hear(Ticket ticket, Conversation conversation, Message message, bool objects, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        var timetable = await timetables.For(ticket, cancellation);
        var by = Actor.Citizen(conversation.Citizen);
        if (await people.Owns(conversation, ticket, cancellation))
            ticket.Hear(objects, timetable, by, receivedAt, message.CredibleTime());
        else
            ticket.HearSomebodyElse(timetable, by, receivedAt);
    }

    // An answer is for the ticket's own citizen to object to: whoever else was linked to it, or joined it in a surge, has a matter of their own by now. Words that
    // reached the ministry before the end count, though they were read after it: the ticket is open again, and hears them.
    private async Task<bool> MayObject(Ticket answered, Conversation conversation, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        if (!await people.Owns(conversation, answered, cancellation))
            return false;
        if (!answered.HasEnded)
            return true;
        if (answered is not { Status: TicketStatus.Closed, MergedInto: null } || receivedAt > answered.ClosedAt)
            return false;
        answered.ObjectBeforeTheEnd(await timetables.For(answered, cancellation), Actor.Citizen(conversation.Citizen), receivedAt);
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

        TicketStatus[] running = [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen, TicketStatus.Resolved];
        // Whoever a person said is the same citizen on another platform repeats a plea there, too.
        var linked = await people.LinkedTo(conversation.Citizen, cancellation);
        var theirs = await db
            .Tickets.Include(t => t.Citizen)
            .Where(t => linked.Contains(t.CitizenId) && running.Contains(t.Status))
            .OrderByDescending(t => t.Id)
            .Take(MostRunning)
            .ToListAsync(cancellation);
        var here = theirs.FindAll(t => t.CitizenId == conversation.CitizenId);
        if (conversation.Audience != Audience.Public && here.Count == 1)
            return here[0];
        return theirs.Count == 0 ? null : await TicketOfTheSamePlea(theirs, message, cancellation);
    }

    // The same plea under another post, or once more in private: it is no new matter. Other words of theirs are for a person to judge.
    private async Task<Ticket?> TicketOfTheSamePlea(List<Ticket> running, Message message, CancellationToken cancellation)
    {
        if (Likeness.Of(message.Text) is not { Words: >= FewestWordsOfAPlea } plea)
            return null;
        long?[] ids = [.. running.Select(t => t.Id)];
        var said = await db
            .Messages.Where(m => ids.Contains(m.TicketId) && m.Current && m.RemovedAt == null && m.Text != null)
            .OrderByDescending(m => m.SentAt)
            .Take(MostCompared)
            .AsNoTracking()
            .ToListAsync(cancellation);
        var same = said.FirstOrDefault(m => Likeness.Of(m.Text) is { } earlier && earlier.To(plea) >= SamePlea);
        return same is null ? null : running.Find(t => t.Id == same.TicketId);
    }
}
