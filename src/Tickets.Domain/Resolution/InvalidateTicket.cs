using FluentValidation;
using MediatR;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Resolution;

/// <summary>A ticket turned out to be none: opened by mistake, by the service or a person.</summary>
public sealed record InvalidateTicket(string Number, string Reason, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class InvalidateTicketShape : AbstractValidator<InvalidateTicket>
{
    public InvalidateTicketShape() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class InvalidateTicketHandler(TicketsDb db, Timetables timetables, KeepDecisions decisions) : IRequestHandler<InvalidateTicket, Unit>
{
    public async Task<Unit> Handle(InvalidateTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        ticket.Invalidate(request.Reason.Trim(), await timetables.For(ticket, cancellationToken), request.By.Actor, request.At);
        await decisions.Invalidated(ticket, request.At, cancellationToken);
        return Unit.Value;
    }
}
