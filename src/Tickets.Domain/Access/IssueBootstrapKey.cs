using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>
/// The key of the configuration opens every door. Sent at each start: a key that is there stays as it is; another one than before replaces the earlier,
/// which is refused from then on; a key that was revoked stays revoked.
/// </summary>
/// <param name="Key">As configured, at most 512 characters; null or blank when none is, which changes nothing. Never logged.</param>
/// <param name="At">When.</param>
public sealed record IssueBootstrapKey(string? Key, DateTimeOffset At) : IRequest<BootstrapOutcome>, IChange
{
    /// <summary>Under which name it is listed; no other key may have it.</summary>
    public const string Name = "bootstrap";
}

/// <summary>What became of the configured key.</summary>
public enum BootstrapOutcome
{
    /// <summary>None is configured.</summary>
    None,

    /// <summary>It was made.</summary>
    Made,

    /// <summary>It was there already.</summary>
    Kept,

    /// <summary>It was revoked before and is refused; nothing changed. Configure a fresh one.</summary>
    Revoked,
}

internal sealed partial class IssueBootstrapKeyHandler(TicketsDb db, ILogger<IssueBootstrapKeyHandler> log) : IRequestHandler<IssueBootstrapKey, BootstrapOutcome>
{
    private const int ShortestSafe = 24;

    public async Task<BootstrapOutcome> Handle(IssueBootstrapKey request, CancellationToken cancellationToken)
    {
        // The header's value is trimmed as well.
        var secret = request.Key?.Trim() ?? "";
        if (secret.Length == 0)
            return BootstrapOutcome.None;
        if (secret.Length < ShortestSafe)
            ShortKey(log, ShortestSafe);
        await db.OneAtATime(cancellationToken);
        var hash = Keys.Hash(secret);
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, cancellationToken) is { } known)
        {
            if (known.RevokedAt is null)
                return BootstrapOutcome.Kept;
            RevokedKey(log);
            return BootstrapOutcome.Revoked;
        }

        foreach (var earlier in await db.ApiKeys.Where(k => k.Name == IssueBootstrapKey.Name && k.UserId == null && k.RevokedAt == null).ToListAsync(cancellationToken))
        {
            earlier.Revoke(request.At);
            db.Record(Actor.System, request.At, new SettingChanged(Setting.ApiKey, $"{earlier.Id} {earlier.Name}", Was.Revoked));
        }

        var key = new ApiKey(IssueBootstrapKey.Name, hash, RoleNames.Every, directorate: null, userId: null, request.At);
        db.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        db.Record(Actor.System, request.At, new SettingChanged(Setting.ApiKey, $"{key.Id} {key.Name}", Was.Created));
        return BootstrapOutcome.Made;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The configured bootstrap key is shorter than {Characters} characters and could be guessed")]
    private static partial void ShortKey(ILogger logger, int characters);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The configured bootstrap key was revoked and stays refused: configure a fresh one")]
    private static partial void RevokedKey(ILogger logger);
}
