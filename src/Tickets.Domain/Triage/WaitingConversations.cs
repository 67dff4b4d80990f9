using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

internal static class WaitingConversations
{
    /// <summary>A conversation for an admin's decision.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
    public static async Task<Conversation> WaitingConversation(this TicketsDb db, long id, Seen? seen, CancellationToken cancellation)
    {
        var conversation =
            await db.Conversations.Include(c => c.Citizen).Include(c => c.Ticket).SingleOrDefaultAsync(c => c.Id == id, cancellation)
            ?? throw new RefusedException(Refusal.NotFound, ("what", "percakapan"), ("key", id.ToString()));
        seen.MustBe(conversation.Version, id.ToString());
        return conversation;
    }
}
