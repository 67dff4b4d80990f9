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
/// <param name="Detail">What the platform said.</param>
/// <param name="LastSentAt">When words last left by it, UTC.</param>
public sealed record ListedChannel(Platform Platform, bool? Connected, DateTimeOffset? HeldUntil, bool Broken, string? Detail, DateTimeOffset? LastSentAt);

internal sealed class ListChannelsHandler(TicketsDb db, IEnumerable<IPlatformSender> senders, TicketsSettings settings) : IRequestHandler<ListChannels, Page<ListedChannel>>
{
    public async Task<Page<ListedChannel>> Handle(ListChannels request, CancellationToken cancellationToken)
    {
        HashSet<Platform> spoken = [.. senders.Select(s => s.Platform)];
        var cannotTell = spoken.Count == 0 && settings.Workers == WorkersKind.Separate;
        var channels = await db.Channels.AsNoTracking().ToListAsync(cancellationToken);
        return new(
            [
                .. channels
                    .OrderBy(c => c.Platform)
                    .Select(c => new ListedChannel(c.Platform, cannotTell ? null : spoken.Contains(c.Platform), c.HeldUntil, c.Broken, c.Detail, c.LastSentAt)),
            ],
            Next: null
        );
    }
}
