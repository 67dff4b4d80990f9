using Microsoft.EntityFrameworkCore;

namespace Tickets.Domain.Persistence;

/// <summary>Loading for a caller: what they may not see is not there.</summary>
public static class Loading
{
    /// <summary>The ticket with its clocks, citizen and officer, ready for a verb.</summary>
    /// <param name="db">The database.</param>
    /// <param name="number">The ticket's number.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="version">The version the caller saw; null when they do not say.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
    public static async Task<Ticket> TicketFor(this TicketsDb db, string number, Caller caller, int? version, CancellationToken cancellation)
    {
        var ticket = await db.Ticket(number, cancellation);
        if (ticket is null || !caller.Sees(ticket.Directorate))
            throw new RefusedException(Refusal.NotFound, ("what", "tiket"), ("key", number));
        if (version is { } seen && seen != ticket.Version)
            throw new RefusedException(Refusal.SomebodyWasFaster, ("number", number));
        return ticket;
    }

    /// <summary>The ticket with its clocks, citizen and officer; null when there is none.</summary>
    public static Task<Ticket?> Ticket(this TicketsDb db, string number, CancellationToken cancellation) =>
        db.Tickets.Include(t => t.Citizen).Include(t => t.Officer).SingleOrDefaultAsync(t => t.Number == number, cancellation);

    /// <summary>A ticket's conversations with the citizen, the latest first.</summary>
    /// <remarks>When they went on to a later ticket after this one ended, the citizen's own are still the way to the citizen.</remarks>
    public static async Task<List<Conversation>> ConversationsOf(this TicketsDb db, Ticket ticket, CancellationToken cancellation)
    {
        var latestFirst = db.Conversations.Include(c => c.Citizen).OrderByDescending(c => c.LastMessageAt);
        var own = await latestFirst.Where(c => c.TicketId == ticket.Id).ToListAsync(cancellation);
        return own.Count > 0 || ticket.MergedInto is not null ? own : await latestFirst.Where(c => c.CitizenId == ticket.CitizenId).ToListAsync(cancellation);
    }
}
