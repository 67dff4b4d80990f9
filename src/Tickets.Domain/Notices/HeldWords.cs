using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Words that wait for their channel.</summary>
internal static class HeldWords
{
    /// <summary>A channel has new settings, and who shares them goes on with it.</summary>
    /// <param name="db">Where.</param>
    /// <param name="keeper">The channel that keeps the settings (<see cref="StoredSettings.KeptBy"/>).</param>
    /// <param name="sealedSettings">The settings, sealed; null for none.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task Connect(this TicketsDb db, Channel keeper, string? sealedSettings, DateTimeOffset at, CancellationToken cancellation)
    {
        keeper.Connect(sealedSettings);
        await db.TryHeldWords(keeper.Platform, at, cancellation);
        foreach (var other in await db.Channels.Where(c => c.Platform != keeper.Platform).ToListAsync(cancellation))
            if (StoredSettings.KeptBy(other.Platform) == keeper.Platform)
            {
                other.Lift();
                await db.TryHeldWords(other.Platform, at, cancellation);
            }
    }

    /// <summary>
    /// The channel is mended: what was tried and waits for it is tried at once, and not minutes later. What was to go out later for a reason of its own still does, and
    /// a call that may be under way is left alone.
    /// </summary>
    /// <param name="db">Where.</param>
    /// <param name="platform">Which channel.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task TryHeldWords(this TicketsDb db, Platform platform, DateTimeOffset at, CancellationToken cancellation) =>
        db
            .Notices.Where(n => n.Platform == platform && n.State == NoticeState.Pending && n.Attempts > 0 && n.NextAttemptAt > at)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.NextAttemptAt, at), cancellation);
}
