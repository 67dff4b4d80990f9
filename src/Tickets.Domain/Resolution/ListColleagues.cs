using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Resolution;

/// <summary>Colleagues who may see a ticket, by name: those who can be named in a note on it.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="By">Who asks.</param>
public sealed record ListColleagues(string Number, Caller By) : IRequest<Page<Colleague>>;

/// <summary>A colleague.</summary>
/// <param name="Login">What is written after the <c>@</c>.</param>
/// <param name="Name">As people call them.</param>
/// <param name="Directorate">Code; null for the ministry-wide.</param>
public sealed record Colleague(string Login, string Name, string? Directorate);

internal sealed class ListColleaguesHandler(TicketsDb db) : IRequestHandler<ListColleagues, Page<Colleague>>
{
    public async Task<Page<Colleague>> Handle(ListColleagues request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        // Staff is hundreds of people, and the rule of who sees what stands in one place.
        var staff = await db.Users.AsNoTracking().Where(u => u.Active).OrderBy(u => u.Name).ThenBy(u => u.Id).ToListAsync(cancellationToken);
        return new([.. staff.Where(u => u.MaySeeTicketsOf(ticket.Directorate)).Select(u => new Colleague(u.Login, u.Name, u.Directorate))], Next: null);
    }
}
