using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>A breach is brought before the supervisors of the directorate, once for each clock and cycle.</summary>
public sealed record EscalateBreach(string Number, ClockKind Clock, int Cycle, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class EscalateBreachHandler(TicketsDb db) : IRequestHandler<EscalateBreach, Unit>
{
    public async Task<Unit> Handle(EscalateBreach request, CancellationToken cancellationToken)
    {
        if (await db.Ticket(request.Number, cancellationToken) is { } ticket)
            ticket.Escalate(request.Clock, request.Cycle, request.At);
        return Unit.Value;
    }
}
