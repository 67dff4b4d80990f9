using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>
/// A ticket that cannot be routed is shown to a person: its opening stands in the audit's list of what was put aside, its history says why, and asking for it there
/// tries again at once. Once it is routed it leaves the list. Answers whether that is news.
/// </summary>
/// <param name="Number">Which.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">What went wrong the last time, in a few words that name nobody.</param>
/// <param name="At">When.</param>
public sealed record PutTicketAside(string Number, int Attempts, string Reason, DateTimeOffset At) : IRequest<bool>, IChange;

internal sealed class PutTicketAsideHandler(TicketsDb db) : IRequestHandler<PutTicketAside, bool>
{
    public async Task<bool> Handle(PutTicketAside request, CancellationToken cancellationToken)
    {
        // Somebody may have routed it since.
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Number == request.Number && t.Status == TicketStatus.New, cancellationToken) is not { } ticket)
            return false;
        var put = await db
            .Events.Where(e => e.TicketId == ticket.Id && e.Type == nameof(TicketOpened) && e.Outbox != false)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Outbox, (bool?)false), cancellationToken);
        if (put > 0)
            db.RecordOn(ticket, Actor.System, request.At, new TicketNotRouted(request.Number, request.Attempts, request.Reason));
        return put > 0;
    }
}
