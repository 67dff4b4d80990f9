using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Resolution;

/// <summary>Staff ends a resolved ticket before its time to object is over.</summary>
public sealed record CloseTicket(string Number, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class CloseTicketHandler(TicketsDb db) : IRequestHandler<CloseTicket, Unit>
{
    public async Task<Unit> Handle(CloseTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        request.By.MustWorkFor(ticket.Directorate);
        ticket.Close(request.By.Actor, request.At);
        return Unit.Value;
    }
}

/// <summary>Resolved tickets to which nobody objected in time close by themselves, at the instant their time was over. Answers how many.</summary>
public sealed record CloseUncontested(DateTimeOffset Now) : IRequest<int>;

internal sealed class CloseUncontestedHandler(TicketsDb db) : IRequestHandler<CloseUncontested, int>
{
    private const int AtOnce = 100;

    public async Task<int> Handle(CloseUncontested request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        // Looking costs no turn: most times there is nothing.
        if (!await db.Tickets.AnyAsync(t => t.ClosesAt != null && t.ClosesAt <= request.Now, cancellationToken))
            return 0;
        return await db.Change(
            async () =>
            {
                var over = await db.Tickets.Where(t => t.ClosesAt != null && t.ClosesAt <= request.Now).OrderBy(t => t.ClosesAt).Take(AtOnce).ToListAsync(cancellationToken);
                foreach (var ticket in over)
                    ticket.Close(Actor.System, ticket.ClosesAt!.Value);
                return over.Count;
            },
            cancellationToken
        );
    }
}
