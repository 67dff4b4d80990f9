using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>A supervisor gives a ticket to an officer of its directorate, an officer takes it, or it goes back to the queue.</summary>
/// <param name="Number">Which ticket.</param>
/// <param name="Officer">The officer's login; null for the queue.</param>
/// <param name="Version">The version the caller saw.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record AssignTicket(string Number, string? Officer, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class AssignTicketShape : AbstractValidator<AssignTicket>
{
    public AssignTicketShape() => RuleFor(r => r.Officer).MaximumLength(64);
}

internal sealed class AssignTicketHandler(TicketsDb db) : IRequestHandler<AssignTicket, Unit>
{
    public async Task<Unit> Handle(AssignTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        User? officer = null;
        if (request.Officer is { } login)
            officer =
                await db.Users.SingleOrDefaultAsync(u => u.Login == login && (u.Roles & Roles.Officer) != Roles.None, cancellationToken)
                ?? throw new RefusedException(Refusal.UnknownReference, ("what", "petugas"), ("key", login));
        ticket.Assign(officer, request.By.Actor, request.At);
        return Unit.Value;
    }
}
