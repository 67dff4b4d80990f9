using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>Officers to whom work can be given, of the directorates that the caller sees.</summary>
/// <param name="Directorate">Only of this one; null for all.</param>
/// <param name="By">Who asks.</param>
public sealed record ListOfficers(string? Directorate, Caller By) : IRequest<Page<ListedOfficer>>;

/// <summary>An officer.</summary>
/// <param name="Login">Short name.</param>
/// <param name="Name">As colleagues call them.</param>
/// <param name="Directorate">Code.</param>
/// <param name="OnDuty">Whether new tickets may be given to them now.</param>
/// <param name="OpenWork">Open tickets in their hands.</param>
public sealed record ListedOfficer(string Login, string Name, string Directorate, bool OnDuty, int OpenWork);

internal sealed class ListOfficersHandler(TicketsDb db) : IRequestHandler<ListOfficers, Page<ListedOfficer>>
{
    public async Task<Page<ListedOfficer>> Handle(ListOfficers request, CancellationToken cancellationToken)
    {
        var officers = db.Users.Where(u => u.Active && u.Directorate != null && (u.Roles & Roles.Officer) != Roles.None);
        if (!request.By.SeesAll)
            officers = officers.Where(u => u.Directorate == request.By.Directorate);
        if (request.Directorate is { } directorate)
            officers = officers.Where(u => u.Directorate == directorate);
        return new Page<ListedOfficer>(
            await officers.OrderBy(u => u.Directorate).ThenBy(u => u.Name).Select(u => new ListedOfficer(u.Login, u.Name, u.Directorate!, u.OnDuty, u.OpenWork)).ToListAsync(cancellationToken),
            Next: null
        );
    }
}
