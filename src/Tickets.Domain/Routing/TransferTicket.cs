using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Learning;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Routing;

/// <summary>A ticket goes to another directorate with an instruction (disposisi).</summary>
public sealed record TransferTicket(string Number, string Directorate, string Instruction, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class TransferTicketShape : AbstractValidator<TransferTicket>
{
    public TransferTicketShape()
    {
        RuleFor(r => r.Directorate).NotEmpty().MaximumLength(32);
        RuleFor(r => r.Instruction).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class TransferTicketHandler(TicketsDb db, RouteToDirectorate route, WriteNotices notices, Timetables timetables, KeepDecisions decisions) : IRequestHandler<TransferTicket, Unit>
{
    public async Task<Unit> Handle(TransferTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        if (!await db.Directorates.AnyAsync(d => d.Code == request.Directorate && d.Active, cancellationToken))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Directorate), ("key", request.Directorate));
        var officer = await route.OfficerOf(request.Directorate, request.At, cancellationToken);
        ticket.Transfer(request.Directorate, officer, request.Instruction.Trim(), await timetables.For(ticket, cancellationToken), request.By.Actor, request.At);
        await notices.Acknowledge(ticket, request.At, cancellationToken);
        await notices.CorrectDeadline(ticket, request.By.Actor, request.At, cancellationToken);
        await decisions.Transferred(ticket, request.At, cancellationToken);
        return Unit.Value;
    }
}
