using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>The ways to the platforms, and whether words may be sent there now.</summary>
public sealed record ListChannels : IRequest<Page<ListedChannel>>;

/// <summary>The way to one platform.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Connected">
/// Whether this version has a connector for it, with or without a token: what is wrong with a token shows in <paramref name="Broken"/> once words were to
/// leave. Null when the connectors run in other processes and this one cannot tell.
/// </param>
/// <param name="HeldUntil">Nothing is sent before this instant (UTC).</param>
/// <param name="Broken">True when a person must mend it: token expired, permission lost.</param>
/// <param name="Unreadable">True when it is broken because what citizens write there cannot be read; words still leave.</param>
/// <param name="Detail">What the platform said.</param>
/// <param name="LastSentAt">When words last left by it, UTC.</param>
/// <param name="LastHeardAt">When something last came in by it, UTC; told once a minute.</param>
/// <param name="ReadBackAt">Up to when all that was missed is read back, UTC.</param>
/// <param name="Holes">How many messages the last reading back found that no delivery had told of.</param>
/// <param name="SpentToday">Units used of the platform's daily quota, for the day that it counts now; 0 where there is none.</param>
/// <param name="Waiting">How many words wait to leave by it.</param>
/// <param name="Entered">The names of the settings that an administrator entered; their values are never shown.</param>
/// <param name="MayEnter">The names of the settings that may be entered.</param>
public sealed record ListedChannel(
    Platform Platform,
    bool? Connected,
    DateTimeOffset? HeldUntil,
    bool Broken,
    bool Unreadable,
    string? Detail,
    DateTimeOffset? LastSentAt,
    DateTimeOffset? LastHeardAt,
    DateTimeOffset? ReadBackAt,
    int? Holes,
    int SpentToday,
    int Waiting,
    IReadOnlyList<string> Entered,
    IReadOnlyList<string> MayEnter
);

internal sealed class ListChannelsHandler(TicketsDb db, IEnumerable<IPlatformSender> senders, TicketsSettings settings, SealedSettings seal) : IRequestHandler<ListChannels, Page<ListedChannel>>
{
    public async Task<Page<ListedChannel>> Handle(ListChannels request, CancellationToken cancellationToken)
    {
        HashSet<Platform> spoken = [.. senders.Select(s => s.Platform)];
        var cannotTell = spoken.Count == 0 && settings.Workers == WorkersKind.Separate;
        var channels = await db.Channels.AsNoTracking().ToListAsync(cancellationToken);
        var waiting = await db
            .Notices.Where(n => (n.State == NoticeState.Pending && n.NextAttemptAt != null) || n.State == NoticeState.Sending)
            .GroupBy(n => n.Platform)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new(
            [
                .. channels
                    .OrderBy(c => c.Platform)
                    .Select(c => new ListedChannel(
                        c.Platform,
                        cannotTell ? null : spoken.Contains(c.Platform),
                        c.HeldUntil,
                        c.Broken,
                        c.Unreadable,
                        c.Detail,
                        c.LastSentAt,
                        c.LastHeardAt,
                        c.ReadBackAt,
                        c.Holes,
                        c.Spent,
                        waiting.GetValueOrDefault(c.Platform),
                        Entered(c.Platform, channels),
                        [.. StoredSettings.Of(c.Platform).Keys]
                    )),
            ],
            Next: null
        );
    }

    private string[] Entered(Platform platform, List<Channel> channels)
    {
        var kept = channels.Single(c => c.Platform == StoredSettings.KeptBy(platform));
        var entered = seal.Open(kept.Platform, kept.Sealed);
        return [.. StoredSettings.Of(platform).Where(k => entered.ContainsKey(k.Value)).Select(k => k.Key)];
    }
}
