using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Who is signed in at a browser; null when its session has ended, lay idle too long, or its user is no longer active.</summary>
/// <param name="Token">As the cookie brought it; never logged.</param>
/// <param name="Now">The present.</param>
public sealed record RecogniseSession(string Token, DateTimeOffset Now) : IRequest<KnownSession?>;

/// <summary>A session that holds.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Login">Whose.</param>
/// <param name="Caller">What they may do, as it stands now and not as it stood when they signed in.</param>
public sealed record KnownSession(long Id, string Login, Caller Caller);

internal sealed class RecogniseSessionHandler(TicketsDb db) : IRequestHandler<RecogniseSession, KnownSession?>
{
    // Seen is written this seldom: each write takes a turn from the writers.
    private static readonly TimeSpan WritesSeenEvery = TimeSpan.FromMinutes(10);

    public async Task<KnownSession?> Handle(RecogniseSession request, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(request.Token));
        var found = await db
            .Set<Session>()
            .AsNoTracking()
            .Where(s => s.Hash == hash)
            .Where(Session.HoldsAt(request.Now))
            .Select(s => new { s.Id, s.SeenAt, s.User })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is not { User.Active: true })
            return null;
        if (request.Now - found.SeenAt > WritesSeenEvery)
            await db.Change(() => db.Set<Session>().Where(s => s.Id == found.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, request.Now), cancellationToken), cancellationToken);
        return new KnownSession(found.Id, found.User.Login, new Caller(Actor.User(found.User.Id, found.User.Name), found.User.Roles, found.User.Directorate));
    }
}
