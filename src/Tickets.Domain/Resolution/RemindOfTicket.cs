using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Domain.Words;

namespace Tickets.Domain.Resolution;

/// <summary>
/// A citizen whose ticket is late reminds the ministry of it: it is written down, and the officer and who heads them are told. Once a day, western Indonesian
/// time; more often nobody would read it sooner.
/// </summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Code">The code that the citizen was given.</param>
/// <param name="At">When.</param>
public sealed record RemindOfTicket(string Number, string Code, DateTimeOffset At) : IRequest<Reminding>, IChange;

/// <summary>What became of a reminder.</summary>
public enum Reminding
{
    /// <summary>Number and code do not belong together.</summary>
    NotFound,

    /// <summary>The ticket is not late: there is nothing to remind of.</summary>
    NotLate,

    /// <summary>The citizen did so already today.</summary>
    AlreadyToday,

    /// <summary>It is written down, and people are told.</summary>
    Told,
}

internal sealed class RemindOfTicketHandler(TicketsDb db, TellPeople tell, Timetables timetables) : IRequestHandler<RemindOfTicket, Reminding>
{
    public async Task<Reminding> Handle(RemindOfTicket request, CancellationToken cancellationToken)
    {
        if (await db.TicketOfCitizen(request.Number, request.Code, cancellationToken) is not { } ticket)
            return Reminding.NotFound;
        if (ticket.Late(request.At) is not { } promise)
            return Reminding.NotLate;
        await db.OneAtATime(cancellationToken);
        var midnight = new DateTimeOffset(request.At.ToOffset(Sentences.Wib).Date, Sentences.Wib).ToUniversalTime();
        if (await db.Events.AnyAsync(e => e.TicketId == ticket.Id && e.Type == nameof(CitizenReminded) && e.At >= midnight, cancellationToken))
            return Reminding.AlreadyToday;
        db.RecordOn(ticket, Actor.Citizen(ticket.Citizen), request.At, new CitizenReminded(ticket.Number, promise.DueAt));
        await tell.OfReminder(ticket, promise.DueAt, await timetables.For(ticket, cancellationToken), request.At, cancellationToken);
        return Reminding.Told;
    }
}
