using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Understanding;
using Tickets.Domain.Words;

namespace Tickets.Domain.Triage;

/// <summary>The one line that names a ticket: words of its citizen, as they stand on the platform.</summary>
internal static class TicketSubject
{
    private const int Longest = 120;

    /// <summary>A line of these words with personal data masked.</summary>
    public static string Of(Message? words, Assessment? assessment) =>
        words?.Text is { Length: > 0 } text
            ? Conversation.Shorten(assessment is null ? PersonalData.Mask(text) : PersonalData.Mask(text, assessment.PersonalData), Longest)
            : "–";

    /// <summary>
    /// A message was mended or taken away: a ticket that bears its former words is named by what stands now, and one of which nothing stands by none of them.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="revisions">All that the message ever said.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task NameByWhatStands(this TicketsDb db, IReadOnlyList<Message> revisions, CancellationToken cancellation)
    {
        var ticket = revisions.Select(m => m.Ticket).FirstOrDefault(t => t is not null);
        if (ticket is null && revisions.Select(m => m.TicketId).FirstOrDefault(id => id is not null) is { } id)
            ticket = await db.Tickets.SingleAsync(t => t.Id == id, cancellation);
        if (ticket is null)
            return;
        var saved = ticket.Id == 0 ? [] : await db
            .Messages.Where(m => m.TicketId == ticket.Id && m.Current && m.RemovedAt == null)
            .OrderBy(m => m.SentAt)
            .Take(100)
            .ToListAsync(cancellation);
        List<Message> standing = [.. saved.Union(db.Messages.Local.Where(m => m.IsOf(ticket))).Where(m => m is { Current: true, RemovedAt: null }).OrderBy(m => m.SentAt)];
        if (standing.Count == 0)
            ticket.IsNamed(Sentences.Say(Sentences.Languages[0], "subject.removed"));
        else if (revisions.Any(m => ticket.Subject == Of(m, m.Assessment) || ticket.Subject == Of(m, null)))
        {
            var instead = standing.Find(revisions.Contains) ?? standing.Find(m => m.Text is { Length: > 0 });
            ticket.IsNamed(Of(instead, instead?.Assessment));
        }
    }
}
