using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Where somebody is signed in, the latest used first.</summary>
/// <param name="Login">Whose sessions.</param>
/// <param name="Current">The one that asks.</param>
/// <param name="Now">The present.</param>
public sealed record ListSessions(string Login, long? Current, DateTimeOffset Now) : IRequest<Page<ListedSession>>;

/// <summary>A browser at which somebody is signed in.</summary>
/// <param name="Id">Key.</param>
/// <param name="Browser">What the browser calls itself.</param>
/// <param name="Way">How they proved who they are.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="SeenAt">UTC, to the nearest few minutes.</param>
/// <param name="IsThis">True for the one that asks.</param>
public sealed record ListedSession(long Id, string Browser, string Way, DateTimeOffset StartedAt, DateTimeOffset SeenAt, bool IsThis);

internal sealed class ListSessionsHandler(TicketsDb db) : IRequestHandler<ListSessions, Page<ListedSession>>
{
    public async Task<Page<ListedSession>> Handle(ListSessions request, CancellationToken cancellationToken) =>
        new(
            await db
                .Set<Session>()
                .Where(s => s.User.Login == request.Login)
                .Where(Session.HoldsAt(request.Now))
                .OrderByDescending(s => s.SeenAt)
                .Take(100)
                .Select(s => new ListedSession(s.Id, s.Browser, s.Way, s.StartedAt, s.SeenAt, s.Id == request.Current))
                .ToListAsync(cancellationToken),
            Next: null
        );
}
