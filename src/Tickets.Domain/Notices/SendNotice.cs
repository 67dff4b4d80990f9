using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Sends words once: claimed before the call, recorded after it; a call that was cut is settled by reading the thread back. Repeating it is harmless.</summary>
public sealed record SendNotice(string Key) : IRequest<Unit>;

internal sealed partial class SendNoticeHandler(TicketsDb db, IEnumerable<IPlatformSender> senders, TimeProvider time, ILogger<SendNoticeHandler> log)
    : IRequestHandler<SendNotice, Unit>
{
    // A channel that somebody must mend is looked at again after this long.
    private static readonly TimeSpan BrokenFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceWithoutAdvice = TimeSpan.FromMinutes(1);

    public async Task<Unit> Handle(SendNotice request, CancellationToken cancellationToken)
    {
        if (await Claim(request.Key, cancellationToken) is not { } claim)
            return Unit.Value;
        if (claim.Settling)
        {
            var settlement = await claim.Sender.FindSent(claim.Words, cancellationToken);
            // What surely did not arrive goes out at once: a citizen waits.
            if (await Record(request.Key, notice => Settle(notice, settlement), cancellationToken))
                await Handle(request, cancellationToken);
        }
        else
        {
            var outcome = await claim.Sender.Send(claim.Words, cancellationToken);
            await Record(request.Key, notice => Conclude(notice, outcome), cancellationToken);
        }

        return Unit.Value;
    }

    private async Task<Claimed?> Claim(string key, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        Claimed? claimed = null;
        try
        {
            await db.Change(
                async () =>
                {
                    var now = time.GetUtcNow();
                    var notice = await db.Notices.SingleOrDefaultAsync(n => n.Key == key, cancellation);
                    if (notice is null || notice.State is not (NoticeState.Pending or NoticeState.Sending) || notice.NextAttemptAt > now)
                        return;
                    var channel = await db.Channels.AsNoTracking().SingleAsync(c => c.Platform == notice.Platform, cancellation);
                    if (channel.HeldUntil > now)
                    {
                        // Spread, so that a channel that opens again is not met by all at once.
                        if (notice.State == NoticeState.Pending)
                            notice.Wait(channel.Detail ?? "held", channel.HeldUntil.Value - now + TimeSpan.FromSeconds(5 * Random.Shared.NextDouble()), counts: false, now);
                        else
                            notice.StaysUncertain(channel.Detail ?? "held", channel.HeldUntil.Value - now, now);
                        return;
                    }

                    var sender = senders.SingleOrDefault(s => s.Platform == notice.Platform);
                    if (sender is null)
                    {
                        notice.GiveUp(NoticeState.Blocked, $"no connector for {notice.Platform}", now);
                        return;
                    }

                    var settling = notice.State == NoticeState.Sending;
                    if (settling)
                        notice.BeginSettling(now);
                    else
                        notice.BeginCall(now);
                    claimed = new Claimed(sender, notice.Words, settling);
                },
                cancellation
            );
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker has it in hand.
            return null;
        }

        return claimed;
    }

    // Says whether the words should go out again now.
    private async Task<bool> Record(string key, Func<Notice, bool> conclude, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                db.ChangeTracker.Clear();
                return await db.Change(
                    async () =>
                    {
                        var notice = await db.Notices.Include(n => n.Ticket).SingleAsync(n => n.Key == key, cancellation);
                        return conclude(notice);
                    },
                    // The call was made: its outcome is written down even while the process is asked to stop.
                    CancellationToken.None
                );
            }
            catch (DbUpdateConcurrencyException) when (attempt < 5)
            {
                // An echo or another worker wrote first; look again.
            }
        }
    }

    private bool Conclude(Notice notice, SendOutcome outcome)
    {
        var now = time.GetUtcNow();
        if (notice.State == NoticeState.Sent)
            return false;
        switch (outcome)
        {
            case SendOutcome.Sent sent:
                notice.Arrived(sent.PlatformId, now);
                Works(notice.Platform, now);
                break;
            case SendOutcome.Refused refused:
                notice.GiveUp(NoticeState.Blocked, $"{refused.Because}: {refused.Detail}", now);
                break;
            case SendOutcome.Delayed { WholeChannel: true } limited:
                var patience = limited.RetryAfter ?? PatienceWithoutAdvice;
                Hold(notice.Platform, now + patience, broken: false, limited.Detail);
                notice.Wait(limited.Detail, patience, counts: false, now);
                break;
            case SendOutcome.Delayed delayed:
                notice.Wait(delayed.Detail, delayed.RetryAfter ?? Notice.BackOff(notice.Attempts, Random.Shared), counts: true, now);
                break;
            case SendOutcome.ChannelBroken broken:
                if (Hold(notice.Platform, now + BrokenFor, broken: true, broken.Detail))
                    ChannelNeedsMending(log, notice.Platform, broken.Detail);
                notice.Wait(broken.Detail, BrokenFor, counts: false, now);
                break;
            case SendOutcome.Uncertain uncertain:
                notice.StaysUncertain(uncertain.Detail, Notice.CallIsOverAfter, now);
                break;
            default:
                throw new InvalidOperationException(outcome.GetType().Name);
        }

        return false;
    }

    private bool Settle(Notice notice, Settlement settlement)
    {
        var now = time.GetUtcNow();
        if (notice.State != NoticeState.Sending)
            return false;
        switch (settlement)
        {
            case Settlement.Found found:
                notice.Arrived(found.PlatformId, now);
                return false;
            case Settlement.NotFound:
                notice.Wait("not found when read back", TimeSpan.Zero, counts: true, now);
                return notice.State == NoticeState.Pending;
            case Settlement.Unknown unknown:
                notice.StaysUncertain(unknown.Detail, unknown.RetryAfter ?? Notice.BackOff(notice.SettleAttempts, Random.Shared), now);
                return false;
            case Settlement.CannotTell cannot:
                notice.GiveUp(NoticeState.Failed, cannot.Detail, now);
                return false;
            default:
                throw new InvalidOperationException(settlement.GetType().Name);
        }
    }

    // Says whether that is news.
    private bool Hold(Platform platform, DateTimeOffset until, bool broken, string detail) => db.Channels.Find(platform)?.Hold(until, broken, detail) == true;

    private void Works(Platform platform, DateTimeOffset at) => db.Channels.Find(platform)?.Works(at);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Channel {Platform} needs mending: {Detail}")]
    private static partial void ChannelNeedsMending(ILogger logger, Platform platform, string detail);

    private sealed record Claimed(IPlatformSender Sender, OutgoingWords Words, bool Settling);
}
