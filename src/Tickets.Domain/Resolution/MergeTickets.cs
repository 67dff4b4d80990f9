using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Resolution;

/// <summary>One ticket goes into another of the same citizen, with its conversations.</summary>
public sealed record MergeTickets(string Number, string Into, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class MergeTicketsShape : AbstractValidator<MergeTickets>
{
    public MergeTicketsShape() => RuleFor(r => r.Into).NotEmpty().MaximumLength(20);
}

internal sealed class MergeTicketsHandler(TicketsDb db, Timetables timetables) : IRequestHandler<MergeTickets, Unit>
{
    public async Task<Unit> Handle(MergeTickets request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        var into = await db.TicketFor(request.Into, request.By, null, cancellationToken);
        // The one read for the second knows what the first needed.
        await timetables.For(ticket, cancellationToken);
        ticket.MergeInto(into, await timetables.For(into, cancellationToken), request.By.Actor, request.At);
        // A conversation that went on to a later ticket stays there.
        foreach (var conversation in await db.Conversations.Where(c => c.TicketId == ticket.Id).ToListAsync(cancellationToken))
            conversation.FollowTicket(into);
        return Unit.Value;
    }
}
