using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Retention;

/// <summary>Writes down what a night took away; a night that took nothing leaves no line.</summary>
/// <param name="Tickets">Tickets whose words are gone.</param>
/// <param name="Conversations">Dismissed conversations whose words are gone.</param>
/// <param name="Citizens">Names that are gone.</param>
/// <param name="Deliveries">Raw deliveries that are gone.</param>
/// <param name="At">When.</param>
public sealed record RecordNight(int Tickets, int Conversations, int Citizens, int Deliveries, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class RecordNightHandler(TicketsDb db) : IRequestHandler<RecordNight, Unit>
{
    public Task<Unit> Handle(RecordNight request, CancellationToken cancellationToken)
    {
        if (request.Tickets + request.Conversations + request.Citizens + request.Deliveries > 0)
            db.Record(Actor.System, request.At, new RetentionKept(request.Tickets, request.Conversations, request.Citizens, request.Deliveries));
        return Unit.Task;
    }
}
