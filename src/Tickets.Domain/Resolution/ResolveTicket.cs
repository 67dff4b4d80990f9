using FluentValidation;
using MediatR;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Resolution;

/// <summary>The matter is answered; the citizen is told and may object for ten days.</summary>
public sealed record ResolveTicket(string Number, string Answer, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class ResolveTicketShape : AbstractValidator<ResolveTicket>
{
    public ResolveTicketShape() => RuleFor(r => r.Answer).NotEmpty().MaximumLength(10_000);
}

internal sealed class ResolveTicketHandler(TicketsDb db, WriteNotices notices, Timetables timetables) : IRequestHandler<ResolveTicket, Unit>
{
    public async Task<Unit> Handle(ResolveTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        await db.RefuseWhileSomebodyAnswers(ticket, request.By, request.At, cancellationToken);
        request.By.MustWorkFor(ticket.Directorate);
        await db.TakeInHand(ticket, request.By, request.At, cancellationToken);
        ticket.Resolve(request.Answer.Trim(), await timetables.For(ticket, cancellationToken), request.By.Actor, request.At);
        await notices.Close(ticket, ticket.Clocks.Where(c => c.Kind == ClockKind.Resolution).Max(c => c.Cycle), request.By.Actor, request.At, cancellationToken);
        return Unit.Value;
    }
}
