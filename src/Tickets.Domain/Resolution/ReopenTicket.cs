using FluentValidation;
using MediatR;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Resolution;

/// <summary>Staff opens an ended ticket again; a new cycle of the resolution clock begins.</summary>
public sealed record ReopenTicket(string Number, string Reason, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class ReopenTicketShape : AbstractValidator<ReopenTicket>
{
    public ReopenTicketShape() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class ReopenTicketHandler(TicketsDb db, Timetables timetables) : IRequestHandler<ReopenTicket, Unit>
{
    public async Task<Unit> Handle(ReopenTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        ticket.Reopen(request.Reason.Trim(), await timetables.For(ticket, cancellationToken), request.By.Actor, request.At);
        return Unit.Value;
    }
}
