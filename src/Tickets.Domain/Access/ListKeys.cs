using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Keys, the newest first; never what opens the door, which nobody here knows.</summary>
/// <param name="Id">Only this one; null for all.</param>
public sealed record ListKeys(long? Id = null) : IRequest<Page<ListedKey>>;

/// <summary>A key.</summary>
/// <param name="Id">Key within the database.</param>
/// <param name="Name">What it is for.</param>
/// <param name="User">Login of the user it speaks for; null for a machine's.</param>
/// <param name="Roles">What it may do: its own roles, or those of its user.</param>
/// <param name="Directorate">The only directorate it sees; null for all that its roles allow.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="RevokedAt">Since when it is refused, UTC.</param>
public sealed record ListedKey(long Id, string Name, string? User, IReadOnlyList<string> Roles, string? Directorate, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

internal sealed class ListKeysHandler(TicketsDb db) : IRequestHandler<ListKeys, Page<ListedKey>>
{
    public async Task<Page<ListedKey>> Handle(ListKeys request, CancellationToken cancellationToken)
    {
        var keys =
            from key in db.ApiKeys
            join u in db.Users on key.UserId equals u.Id into users
            from user in users.DefaultIfEmpty()
            where request.Id == null || key.Id == request.Id
            orderby key.Id descending
            select new ListedKey(
                key.Id,
                key.Name,
                user == null ? null : user.Login,
                RoleNames.Of(user == null ? key.Roles : user.Roles),
                user == null ? key.Directorate : user.Directorate,
                key.CreatedAt,
                key.RevokedAt
            );
        return new(await keys.ToListAsync(cancellationToken), Next: null);
    }
}
