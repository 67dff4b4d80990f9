using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>A new ticket goes to its directorate by the rules. Repeating it is harmless: only new tickets move.</summary>
public sealed record RouteTicket(string Number, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class RouteTicketHandler(TicketsDb db, RouteToDirectorate route) : IRequestHandler<RouteTicket, Unit>
{
    public async Task<Unit> Handle(RouteTicket request, CancellationToken cancellationToken)
    {
        if (await db.Ticket(request.Number, cancellationToken) is { Status: TicketStatus.New } ticket)
            await route.ByRules(ticket, Actor.System, request.At, cancellationToken);
        return Unit.Value;
    }
}
