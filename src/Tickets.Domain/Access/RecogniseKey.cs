using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Who holds a key; null when it is unknown, revoked, or its user is no longer active.</summary>
/// <param name="Key">As it came; never logged.</param>
public sealed record RecogniseKey(string Key) : IRequest<KnownKey?>;

/// <summary>A key that is taken.</summary>
/// <param name="Id">Its key within the database.</param>
/// <param name="Caller">Who comes by it, and what they may do as it stands now.</param>
public sealed record KnownKey(long Id, Caller Caller);

/// <summary>Keys and their hashes.</summary>
public static class Keys
{
    /// <summary>A fresh key: 256 random bits.</summary>
    public static string Fresh() => "tk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a key.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

internal sealed class RecogniseKeyHandler(TicketsDb db) : IRequestHandler<RecogniseKey, KnownKey?>
{
    public async Task<KnownKey?> Handle(RecogniseKey request, CancellationToken cancellationToken)
    {
        var hash = Keys.Hash(request.Key);
        if (await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, cancellationToken) is not { } key)
            return null;
        if (key.UserId is not { } userId)
            return new KnownKey(key.Id, new Caller(Actor.Key(key.Id, key.Name), key.Roles, key.Directorate));
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancellationToken);
        return user.Active ? new KnownKey(key.Id, new Caller(Actor.User(user.Id, user.Name), user.Roles, user.Directorate)) : null;
    }
}
