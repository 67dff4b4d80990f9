using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>Somebody begins to answer a conversation, or goes on: until they are done, nobody else can decide or answer it.</summary>
/// <param name="ConversationId">Which.</param>
/// <param name="Over">True to take it over from who has it.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.SomebodyAnswers"/>, <see cref="Refusal.OnlyForPeople"/>, <see cref="Refusal.NotFound"/>.</exception>
public sealed record ClaimConversation(long ConversationId, bool Over, Caller By, DateTimeOffset At) : IRequest<HandlingView>, IChange;

/// <summary>Who has a conversation in hand.</summary>
/// <param name="Who">Their name; null when nobody has.</param>
/// <param name="Mine">True when it is the caller.</param>
/// <param name="Until">Until when unless it is renewed, UTC.</param>
/// <param name="RestsUntil">The inbox does not show it before, UTC.</param>
public sealed record HandlingView(string? Who, bool Mine, DateTimeOffset? Until, DateTimeOffset? RestsUntil)
{
    internal static HandlingView Of(Handling? handling, Caller caller, DateTimeOffset now) =>
        handling is not { ClaimedBy: { } holder } || handling.ClaimedUntil <= now
            ? new(null, false, null, handling?.RestsUntil > now ? handling.RestsUntil : null)
            : new(handling.ClaimedByName, holder == caller.Actor.UserId, handling.ClaimedUntil, handling.RestsUntil > now ? handling.RestsUntil : null);
}

internal sealed class ClaimConversationHandler(TicketsDb db) : IRequestHandler<ClaimConversation, HandlingView>
{
    public async Task<HandlingView> Handle(ClaimConversation request, CancellationToken cancellationToken)
    {
        var user = request.By.Actor.UserId ?? throw new RefusedException(Refusal.OnlyForPeople);
        var handling = await db.HandlingOf(request.ConversationId, request.By, cancellationToken);
        handling.Claim(user, request.By.Actor.Name, request.Over, request.At);
        return HandlingView.Of(handling, request.By, request.At);
    }
}

/// <summary>Who has what in hand.</summary>
public static class Handlings
{
    /// <summary>Refuses whoever does not have any of these conversations in hand while somebody else has.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.SomebodyAnswers"/>.</exception>
    public static async Task RefuseWhileSomebodyAnswers(this TicketsDb db, IReadOnlyCollection<long> conversations, Caller by, DateTimeOffset at, CancellationToken cancellation)
    {
        long[] ids = [.. conversations];
        foreach (var handling in await db.Set<Handling>().AsNoTracking().Where(h => ids.Contains(h.ConversationId) && h.ClaimedBy != null).ToListAsync(cancellation))
            handling.RefuseOthers(by.Actor.UserId, at);
    }

    /// <summary>The same for all conversations of a ticket.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.SomebodyAnswers"/>.</exception>
    public static async Task RefuseWhileSomebodyAnswers(this TicketsDb db, Ticket ticket, Caller by, DateTimeOffset at, CancellationToken cancellation)
    {
        var handlings = db.Set<Handling>().AsNoTracking().Where(h => h.ClaimedBy != null && db.Conversations.Any(c => c.Id == h.ConversationId && c.TicketId == ticket.Id));
        foreach (var handling in await handlings.ToListAsync(cancellation))
            handling.RefuseOthers(by.Actor.UserId, at);
    }

    internal static async Task<Handling> HandlingOf(this TicketsDb db, long conversationId, Caller by, CancellationToken cancellation)
    {
        var conversation = await db.WaitingConversation(conversationId, null, cancellation);
        if (conversation.Ticket is { } ticket ? !by.Sees(ticket.Directorate) : !by.IsAny(Roles.AdminSocial | Roles.Administrator))
            throw new RefusedException(Refusal.NotFound, ("what", "percakapan"), ("key", conversationId.ToString()));
        var handling = await db.Set<Handling>().SingleOrDefaultAsync(h => h.ConversationId == conversationId, cancellation);
        if (handling is null)
            db.Add(handling = new Handling(conversationId));
        return handling;
    }
}
