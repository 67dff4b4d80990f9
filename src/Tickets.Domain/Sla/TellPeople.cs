using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>Tells people of the rungs that were reached and hands tickets over where the rung says so, in the caller's transaction.</summary>
public sealed class TellPeople(TicketsDb db)
{
    /// <summary>Of a ticket's clocks.</summary>
    public async Task Of(Ticket ticket, IReadOnlyList<Climbed> climbed, Timetable timetable, DateTimeOffset now, CancellationToken cancellation)
    {
        if (climbed.Count == 0)
            return;
        var who = new WhoIsTold(await Staff(cancellation), timetable);
        foreach (var rung in climbed)
        {
            // Nobody can be told before now, though the rung was reached before.
            var told = who.Of(rung.Rung.To, ticket, Later(rung.At, now));
            foreach (var one in told)
                db.Add(new Notification(one.Person, one.OnBehalfOf?.Login, rung, ticket, conversation: null, one.At));
            if (rung.Rung.Reassign)
                await HandOver(ticket, told, now, cancellation);
        }
    }

    /// <summary>Of a conversation's clock.</summary>
    public async Task Of(Conversation conversation, IReadOnlyList<Climbed> climbed, Timetable timetable, DateTimeOffset now, CancellationToken cancellation)
    {
        if (climbed.Count == 0)
            return;
        var who = new WhoIsTold(await Staff(cancellation), timetable);
        foreach (var rung in climbed)
            foreach (var one in who.Of(rung.Rung.To, conversation, Later(rung.At, now)))
                db.Add(new Notification(one.Person, one.OnBehalfOf?.Login, rung, ticket: null, conversation, one.At));
    }

    /// <summary>Of a citizen who reminds us of a late ticket: its officer and who heads them.</summary>
    public async Task OfReminder(Ticket ticket, DateTimeOffset dueAt, Timetable timetable, DateTimeOffset now, CancellationToken cancellation)
    {
        var who = new WhoIsTold(await Staff(cancellation), timetable);
        foreach (var one in who.Of(Recipient.Officer, ticket, now).Concat(who.Of(Recipient.Supervisor, ticket, now)).DistinctBy(t => t.Person.Id))
            db.Add(Notification.OfReminder(one.Person, one.OnBehalfOf?.Login, ticket, dueAt, now, one.At));
    }

    private List<User>? staff;

    private async Task<List<User>> Staff(CancellationToken cancellation) => staff ??= await db.Users.AsNoTracking().Where(u => u.Active).ToListAsync(cancellation);

    private async Task HandOver(Ticket ticket, IReadOnlyList<Told> told, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ticket.Status is not (TicketStatus.Assigned or TicketStatus.InProgress or TicketStatus.WaitingOnCitizen))
            return;
        var next = told.Select(t => t.Person).FirstOrDefault(u => u.Roles.HasFlag(Roles.Officer) && u.Directorate == ticket.Directorate);
        if (next?.Id == ticket.OfficerId)
            return;
        ticket.Assign(next is null ? null : await db.Users.SingleAsync(u => u.Id == next.Id, cancellation), Actor.System, now);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
