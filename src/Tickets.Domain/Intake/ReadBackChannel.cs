using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Intake;

/// <summary>
/// Takes a channel in hand to read back what it missed: of several processes one. Answers from when on, or null when nothing is due or somebody else is at it.
/// </summary>
/// <param name="Platform">Which.</param>
/// <param name="Now">The present.</param>
/// <param name="SilentFor">A channel that was heard of within this time misses nothing.</param>
/// <param name="AtMost">How far back at most.</param>
/// <param name="ByNight">The night's hour: due whatever was heard, once since then; null by day.</param>
/// <param name="HeardBefore">What a process that just started found: nobody listened since then, whatever was heard meanwhile; null later on.</param>
public sealed record BeginReadBack(Platform Platform, DateTimeOffset Now, TimeSpan SilentFor, TimeSpan AtMost, DateTimeOffset? ByNight, DateTimeOffset? HeardBefore = null) : IRequest<DateTimeOffset?>;

/// <summary>When something last came in by each channel, UTC; those that never heard anything are left out.</summary>
public sealed record WhenLastHeard : IRequest<Dictionary<Platform, DateTimeOffset?>>;

internal sealed class WhenLastHeardHandler(TicketsDb db) : IRequestHandler<WhenLastHeard, Dictionary<Platform, DateTimeOffset?>>
{
    public Task<Dictionary<Platform, DateTimeOffset?>> Handle(WhenLastHeard request, CancellationToken cancellationToken) =>
        db.Channels.Where(c => c.LastHeardAt != null).ToDictionaryAsync(c => c.Platform, c => c.LastHeardAt, cancellationToken);
}

internal sealed class BeginReadBackHandler(TicketsDb db, WriteTurns turns) : IRequestHandler<BeginReadBack, DateTimeOffset?>
{
    // Platforms stamp whole seconds and deliver out of order.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    public async Task<DateTimeOffset?> Handle(BeginReadBack request, CancellationToken cancellationToken)
    {
        var (platform, now) = (request.Platform, request.Now);
        var channel = await db.Channels.AsNoTracking().SingleAsync(c => c.Platform == platform, cancellationToken);
        DateTimeOffset from;
        if (request.ByNight is { } hour)
        {
            if (channel.ReadBackAt >= hour)
                return null;
            from = now - request.AtMost;
        }
        else
        {
            // A channel that never heard anything missed nothing that it could know of.
            if ((request.HeardBefore ?? channel.LastHeardAt) is not { } heard || now - heard < request.SilentFor || now - (channel.ReadBackAt ?? heard) < request.SilentFor)
                return null;
            from = heard - Overlap;
            from = from < now - request.AtMost ? now - request.AtMost : from;
        }

        var before = channel.ReadBackAt;
        using var turn = await turns.Take(cancellationToken);
        var taken = await db.Channels.Where(c => c.Platform == platform && c.ReadBackAt == before).ExecuteUpdateAsync(s => s.SetProperty(c => c.ReadBackAt, now), cancellationToken);
        return taken > 0 ? from : null;
    }
}

/// <summary>Which of these messages nobody has seen: holes in what was delivered.</summary>
public sealed record FindHoles(Platform Platform, IReadOnlyList<string> MessageIds) : IRequest<IReadOnlyList<string>>;

internal sealed class FindHolesHandler(TicketsDb db) : IRequestHandler<FindHoles, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(FindHoles request, CancellationToken cancellationToken)
    {
        List<string> holes = [];
        foreach (var some in request.MessageIds.Distinct().Chunk(200))
        {
            var seen = await db.Messages.Where(m => m.Platform == request.Platform && some.Contains(m.PlatformMessageId)).Select(m => m.PlatformMessageId).ToListAsync(cancellationToken);
            var ours = await db.Notices.Where(n => n.Platform == request.Platform && some.Contains(n.PlatformId)).Select(n => n.PlatformId!).ToListAsync(cancellationToken);
            holes.AddRange(some.Except(seen).Except(ours));
        }

        return holes;
    }
}

/// <summary>The messages of a platform that stand, newest first: which of them are still there?</summary>
public sealed record RecentMessages(Platform Platform, DateTimeOffset Since, int Most) : IRequest<IReadOnlyList<string>>;

internal sealed class RecentMessagesHandler(TicketsDb db) : IRequestHandler<RecentMessages, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(RecentMessages request, CancellationToken cancellationToken) =>
        await db
            .Messages.Where(m => m.Platform == request.Platform && m.Current && m.RemovedAt == null && m.ReceivedAt >= request.Since)
            .OrderByDescending(m => m.Id)
            .Take(request.Most)
            .Select(m => m.PlatformMessageId)
            .ToListAsync(cancellationToken);
}

/// <summary>A channel was read back.</summary>
/// <param name="Platform">Which.</param>
/// <param name="From">From when on.</param>
/// <param name="Holes">How many messages no delivery had told of.</param>
/// <param name="Kept">How many pages of what was read were kept as deliveries.</param>
/// <param name="ByNight">True for the nightly reading, whose holes the channel's health shows.</param>
/// <param name="UpTo">When it was begun: what was written meanwhile may be missing.</param>
/// <param name="At">When.</param>
public sealed record FinishReadBack(Platform Platform, DateTimeOffset From, int Holes, int Kept, bool ByNight, DateTimeOffset UpTo, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class FinishReadBackHandler(TicketsDb db) : IRequestHandler<FinishReadBack, Unit>
{
    public async Task<Unit> Handle(FinishReadBack request, CancellationToken cancellationToken)
    {
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, cancellationToken);
        channel.WasReadBack(request.UpTo, request.ByNight ? request.Holes : null);
        db.Record(Actor.System, request.At, new ChannelReadBack(request.Platform, request.From, request.Holes, request.Kept));
        return Unit.Value;
    }
}
