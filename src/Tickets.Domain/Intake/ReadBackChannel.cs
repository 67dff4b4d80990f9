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

/// <summary>What no delivery told of: messages that nobody has seen, and words that were changed since.</summary>
/// <param name="Platform">Where.</param>
/// <param name="Shown">By the platform's id, the words that stand there now; null where they are not to be compared.</param>
public sealed record FindHoles(Platform Platform, IReadOnlyDictionary<string, string?> Shown) : IRequest<Holes>;

/// <summary>Holes in what was delivered, by the platform's id.</summary>
/// <param name="Unseen">Messages that nobody has seen.</param>
/// <param name="Changed">Messages that stand there with other words than here.</param>
public sealed record Holes(IReadOnlyList<string> Unseen, IReadOnlyList<string> Changed);

internal sealed class FindHolesHandler(TicketsDb db) : IRequestHandler<FindHoles, Holes>
{
    public async Task<Holes> Handle(FindHoles request, CancellationToken cancellationToken)
    {
        List<string> unseen = [];
        List<string> changed = [];
        foreach (var some in request.Shown.Keys.Chunk(200))
        {
            // Whole rows, since words are opened where a row is read.
            var seen = await db.Messages.AsNoTracking().Where(m => m.Platform == request.Platform && m.Current && some.Contains(m.PlatformMessageId)).ToListAsync(cancellationToken);
            var ours = await db.Notices.Where(n => n.Platform == request.Platform && some.Contains(n.PlatformId)).Select(n => n.PlatformId!).ToListAsync(cancellationToken);
            unseen.AddRange(some.Except(seen.Select(m => m.PlatformMessageId)).Except(ours));
            changed.AddRange(seen.Where(m => IsOther(m, request.Shown[m.PlatformMessageId])).Select(m => m.PlatformMessageId));
        }

        return new Holes(unseen, changed);
    }

    // What was taken away, forgotten or never told here is not changed by what stands there, and a picture alone has no words that could be.
    private static bool IsOther(Message message, string? shown) =>
        message is { RemovedAt: null, ForgottenAt: null, Text: { Length: < Message.LongestText } text }
        && !string.IsNullOrWhiteSpace(text)
        && !string.IsNullOrWhiteSpace(shown)
        && !OutgoingWords.AreSame(shown, text);
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

/// <summary>Threads of a platform in which a matter stands that is not over, in the order of their names.</summary>
/// <param name="Platform">Where.</param>
/// <param name="After">The last thread of those before; null for the first.</param>
/// <param name="Most">How many at most.</param>
public sealed record ThreadsOfMatters(Platform Platform, string? After, int Most) : IRequest<IReadOnlyList<string>>;

internal sealed class ThreadsOfMattersHandler(TicketsDb db) : IRequestHandler<ThreadsOfMatters, IReadOnlyList<string>>
{
    // One that is resolved hears objections until it is closed.
    private static readonly TicketStatus[] NotOver = [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen, TicketStatus.Resolved];

    public async Task<IReadOnlyList<string>> Handle(ThreadsOfMatters request, CancellationToken cancellationToken) =>
        // From the tickets, of which few are not over, to their conversations.
        await db
            .Tickets.Where(t => t.Platform == request.Platform && NotOver.Contains(t.Status))
            .Join(db.Conversations, t => (long?)t.Id, c => c.TicketId, (t, c) => c)
            .Where(c => c.Platform == request.Platform && c.Audience == Audience.Public && (request.After == null || string.Compare(c.Thread, request.After) > 0))
            .Select(c => c.Thread)
            .Distinct()
            .OrderBy(t => t)
            .Take(request.Most)
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
