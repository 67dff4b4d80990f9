using FluentValidation;
using MediatR;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Resolution;

/// <summary>The matter is another agency's; the citizen is told where to go.</summary>
public sealed record ReferTicket(string Number, string Agency, string Reason, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class ReferTicketShape : AbstractValidator<ReferTicket>
{
    public ReferTicketShape()
    {
        RuleFor(r => r.Agency).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class ReferTicketHandler(TicketsDb db, WriteNotices notices, Timetables timetables) : IRequestHandler<ReferTicket, Unit>
{
    public async Task<Unit> Handle(ReferTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        ticket.Refer(request.Agency.Trim(), request.Reason.Trim(), await timetables.For(ticket, cancellationToken), request.By.Actor, request.At);
        await notices.Refer(ticket, request.Reason.Trim(), request.By.Actor, request.At, cancellationToken);
        return Unit.Value;
    }
}
