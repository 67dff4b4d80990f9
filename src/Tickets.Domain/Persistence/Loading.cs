using Microsoft.EntityFrameworkCore;

namespace Tickets.Domain.Persistence;

/// <summary>Loading for a caller: what they may not see is not there.</summary>
public static class Loading
{
    // A matter that went into another, and that into a third: longer chains are circles.
    private const int MostMerges = 10;

    /// <summary>The ticket with its clocks, citizen and officer, ready for a verb.</summary>
    /// <param name="db">The database.</param>
    /// <param name="number">The ticket's number.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="seen">The version the caller saw; null when they do not say.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
    public static async Task<Ticket> TicketFor(this TicketsDb db, string number, Caller caller, Seen? seen, CancellationToken cancellation)
    {
        var ticket = await db.Ticket(number, cancellation);
        if (ticket is null || !caller.Sees(ticket.Directorate))
            throw new RefusedException(Refusal.NotFound, ("what", "tiket"), ("key", number));
        seen.MustBe(ticket.Version, number);
        return ticket;
    }

    /// <summary>The ticket with its clocks, citizen and officer; null when there is none.</summary>
    /// <param name="db">The database.</param>
    /// <param name="number">Its number, as people type it: in capitals or not.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task<Ticket?> Ticket(this TicketsDb db, string number, CancellationToken cancellation)
    {
        var exact = number.ToUpperInvariant();
        return db.Tickets.Include(t => t.Citizen).Include(t => t.Officer).SingleOrDefaultAsync(t => t.Number == exact, cancellation);
    }

    /// <summary>The conversations in which a ticket's words stand: first those it has, then those that went on to a later ticket; the latest first.</summary>
    public static Task<List<Conversation>> ConversationsOf(this TicketsDb db, Ticket ticket, CancellationToken cancellation) =>
        db
            .Conversations.Include(c => c.Citizen)
            .Where(c => c.TicketId == ticket.Id || db.Messages.Where(m => m.TicketId == ticket.Id).Select(m => m.ConversationId).Contains(c.Id))
            .OrderByDescending(c => c.TicketId == ticket.Id)
            .ThenByDescending(c => c.LastMessageAt)
            .ToListAsync(cancellation);

    /// <summary>True when a post that is known to be the ministry's, since its words were told, began what is said there.</summary>
    public static Task<bool> IsUnderOurPost(this TicketsDb db, Conversation conversation, CancellationToken cancellation) =>
        db.Posts.AnyAsync(p => p.Platform == conversation.Platform && p.PlatformPostId == conversation.Thread && p.Text != null, cancellation);

    /// <summary>Words that their writers took away up to this instant are not shown any more.</summary>
    public static async Task<DateTimeOffset> HidesRemovedUpTo(this TicketsDb db, CancellationToken cancellation) =>
        await db.RetentionRules.AsNoTracking().SingleOrDefaultAsync(cancellation) is { } rules ? rules.HidesRemovedUpTo(db.Time.GetUtcNow()) : DateTimeOffset.MaxValue;

    /// <summary>Makes the words of a conversation that nobody has decided about this ticket's, and answers them; those of an earlier ticket stay there.</summary>
    public static async Task<List<Message>> GiveWords(this TicketsDb db, Conversation conversation, Ticket ticket, CancellationToken cancellation)
    {
        if (conversation.Id == 0)
            return [];
        var words = await db.Messages.Where(m => m.ConversationId == conversation.Id && m.TicketId == null).ToListAsync(cancellation);
        words.RemoveAll(m => !m.IsUndecided());
        words.ForEach(m => m.BelongsTo(ticket));
        return words;
    }

    /// <summary>The ticket if the caller may see it, else the first of those it went into that they may see: its words are shown with that one. Null when they may see none.</summary>
    public static async Task<Ticket?> SeenWith(this TicketsDb db, Ticket ticket, Caller caller, CancellationToken cancellation)
    {
        var one = ticket;
        for (var merges = 0; one is not null && merges < MostMerges; merges++)
        {
            if (caller.Sees(one.Directorate))
                return one;
            one = one.MergedInto is { } into ? await db.Tickets.SingleOrDefaultAsync(t => t.Number == into, cancellation) : null;
        }

        return null;
    }

    /// <summary>The ticket and all that went into it, directly or by way of another: their words are its words.</summary>
    public static async Task<List<long>> MergedTogether(this TicketsDb db, Ticket ticket, CancellationToken cancellation)
    {
        List<long> ids = [ticket.Id];
        for (List<string> into = [ticket.Number]; into.Count > 0;)
        {
            var merged = await db.Tickets.Where(t => t.MergedInto != null && into.Contains(t.MergedInto)).Select(t => new { t.Id, t.Number }).ToListAsync(cancellation);
            ids.AddRange(merged.Select(t => t.Id));
            into = merged.ConvertAll(t => t.Number);
        }

        return ids;
    }
}
