using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>A channel broke: the history knows it, and every administrator is told at once, by day and by night.</summary>
internal static class ChannelAlarms
{
    /// <summary>Writes it down in the caller's transaction. Who has not read the last alarm of this channel is told enough.</summary>
    /// <param name="db">Where.</param>
    /// <param name="platform">Which channel.</param>
    /// <param name="said">What the platform said.</param>
    /// <param name="at">When it broke, UTC.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task AlarmOfChannel(this TicketsDb db, Platform platform, string said, DateTimeOffset at, CancellationToken cancellation)
    {
        db.Record(Actor.System, at, new ChannelBroke(platform, said));
        var administrators = await db.Users.Where(u => u.Active && (u.Roles & Roles.Administrator) != Roles.None).ToListAsync(cancellation);
        var told = await db.Notifications.Where(n => n.Platform == platform && n.ReadAt == null).Select(n => n.UserId).ToListAsync(cancellation);
        db.AddRange(administrators.Where(u => !told.Contains(u.Id)).Select(u => Notification.OfChannel(u, platform, said, at)));
    }
}
