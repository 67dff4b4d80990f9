using System.Linq.Expressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Staff, by login; those who left included.</summary>
/// <param name="Login">Only this one; null for all.</param>
public sealed record ListUsers(string? Login = null) : IRequest<Page<ListedUser>>;

/// <summary>A member of staff.</summary>
/// <param name="Id">Key within the database, as the audit names the doer.</param>
/// <param name="Login">Short unique name.</param>
/// <param name="Name">As colleagues call them.</param>
/// <param name="Roles">What they may do, by name.</param>
/// <param name="Directorate">Code; null for the ministry-wide.</param>
/// <param name="OnDuty">Whether new tickets may be given to them now.</param>
/// <param name="Active">False when they left.</param>
/// <param name="OpenWork">Open tickets in their hands.</param>
/// <param name="Calendar">Code of the calendar they work by; null for the national one.</param>
/// <param name="Deputy">Login of the one who stands in while they are absent.</param>
/// <param name="AbsentFrom">From when they are absent, UTC.</param>
/// <param name="AbsentUntil">Until when, UTC.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ListedUser(
    long Id,
    string Login,
    string Name,
    IReadOnlyList<string> Roles,
    string? Directorate,
    bool OnDuty,
    bool Active,
    int OpenWork,
    string? Calendar,
    string? Deputy,
    DateTimeOffset? AbsentFrom,
    DateTimeOffset? AbsentUntil,
    int Version
)
{
    internal static Expression<Func<User, ListedUser>> Of(TicketsDb db) =>
        u =>
            new(
                u.Id,
                u.Login,
                u.Name,
                RoleNames.Of(u.Roles),
                u.Directorate,
                u.OnDuty,
                u.Active,
                u.OpenWork,
                u.Calendar,
                db.Users.Where(d => d.Id == u.DeputyId).Select(d => d.Login).FirstOrDefault(),
                u.AbsentFrom,
                u.AbsentUntil,
                u.Version
            );
}

internal sealed class ListUsersHandler(TicketsDb db) : IRequestHandler<ListUsers, Page<ListedUser>>
{
    public async Task<Page<ListedUser>> Handle(ListUsers request, CancellationToken cancellationToken) =>
        new(
            await db.Users.Where(u => request.Login == null || u.Login == request.Login).OrderBy(u => u.Login).Select(ListedUser.Of(db)).ToListAsync(cancellationToken),
            Next: null
        );
}
