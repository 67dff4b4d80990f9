using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Sends words once: claimed before the call, recorded after it; a call that was cut is settled by reading the thread back. Repeating it is harmless.</summary>
public sealed record SendNotices(IReadOnlyList<string> Keys) : IRequest<Unit>;

internal sealed partial class SendNoticesHandler(TicketsDb db, IEnumerable<IPlatformSender> senders, TicketsSettings settings, TimeProvider time, ILogger<SendNoticesHandler> log)
    : IRequestHandler<SendNotices, Unit>
{
    // Channels that broke in the transaction that runs, with what the platform said.
    private readonly Dictionary<Platform, (string Said, DateTimeOffset At)> broke = [];

    // A channel that somebody must mend is looked at again after this long.
    private static readonly TimeSpan BrokenFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceWithoutAdvice = TimeSpan.FromMinutes(1);

    // Outcomes are written down together, but none waits longer than this for a slower call.
    private static readonly TimeSpan RecordsEvery = TimeSpan.FromMilliseconds(100);

    public async Task<Unit> Handle(SendNotices request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> keys = [.. request.Keys.Distinct()];
        while (keys.Count > 0)
            keys = await SendThem(keys, cancellationToken);
        return Unit.Value;
    }

    // Answers which should go out again now: what surely did not arrive, since a citizen waits.
    private async Task<IReadOnlyList<string>> SendThem(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        List<Task<Called>> calls = [.. (await Claim(keys, cancellation)).Select(claimed => Call(claimed, cancellation))];
        List<Task<Called>> over = [];
        List<string> again = [];
        while (calls.Count > 0)
        {
            await Task.WhenAny(Task.WhenAll(calls), Task.Delay(RecordsEvery, CancellationToken.None));
            // Told apart once: a call that ends meanwhile is taken in the next round, and none is passed over.
            var ended = calls.ToLookup(c => c.IsCompleted);
            Called[] answered = [.. ended[true].Where(c => c.IsCompletedSuccessfully).Select(c => c.GetAwaiter().GetResult())];
            over.AddRange(ended[true]);
            calls = [.. ended[false]];
            if (answered.Length > 0)
                again.AddRange(await Record(answered));
        }

        await Task.WhenAll(over);
        return again;
    }

    private async Task<Called> Call(Claimed claimed, CancellationToken cancellation)
    {
        if (claimed.Settling)
        {
            var settlement = await claimed.Sender.FindSent(claimed.Words, cancellation);
            return new Called(claimed, settlement is Settlement.Found, notice => Settle(notice, settlement));
        }

        var outcome = await claimed.Sender.Send(claimed.Words, cancellation);
        return new Called(claimed, outcome is SendOutcome.Sent, notice => Conclude(notice, outcome));
    }

    private async Task<IReadOnlyList<Claimed>> Claim(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        try
        {
            return await ClaimTogether(keys, cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another worker has some of them in hand.
            List<Claimed> claimed = [];
            foreach (var key in keys.Count > 1 ? keys : [])
                claimed.AddRange(await Claim([key], cancellation));
            return claimed;
        }
    }

    private async Task<IReadOnlyList<Claimed>> ClaimTogether(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        return await db.Change(
            async () =>
            {
                var now = time.GetUtcNow();
                var notices = await Load(keys).OrderByDescending(n => n.Urgent).ThenBy(n => n.Id).ToListAsync(cancellation);
                await KeepBackParts(notices, now, cancellation);
                var channels = await db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Platform, cancellation);
                await WithdrawTakenBack(notices, now, cancellation);
                // A channel that was broken is tried with one of its notices before all others.
                var tried = notices.GroupBy(n => n.Platform).SelectMany(some => channels[some.Key] is { Broken: true, Unreadable: false } ? some.Take(1) : some);
                return tried.Select(notice => Claim(notice, channels[notice.Platform], now)).OfType<Claimed>().ToList();
            },
            cancellation
        );
    }

    // A part goes out after the one before it arrived, and ends with one that never will.
    private async Task KeepBackParts(List<Notice> notices, DateTimeOffset now, CancellationToken cancellation)
    {
        string[] keys = [.. notices.Select(n => n.Follows).OfType<string>()];
        if (keys.Length == 0)
            return;
        var before = await db.Notices.IgnoreAutoIncludes().Where(n => keys.Contains(n.Key)).ToDictionaryAsync(n => n.Key, cancellation);
        foreach (var part in notices.Where(n => n.Follows is not null))
            if (part.State == NoticeState.Pending && before.GetValueOrDefault(part.Follows!) is { IsOver: true } over)
            {
                part.EndWith(over, now);
                await db.EndPartsAfter(part, now, cancellation);
            }

        notices.RemoveAll(n => n.Follows is { } first && before.GetValueOrDefault(first) is not { State: NoticeState.Sent });
    }

    // The answer of a matter that was opened again before it went out, with its further parts and what would point to it.
    private async Task WithdrawTakenBack(List<Notice> notices, DateTimeOffset now, CancellationToken cancellation)
    {
        long?[] answered = [.. notices.Where(n => n is { Kind: NoticeKind.Closure, State: NoticeState.Pending, TicketId: not null }).Select(n => n.TicketId).Distinct()];
        if (answered.Length == 0)
            return;
        // Their clocks say when they were opened again.
        await db.Tickets.Where(t => answered.Contains(t.Id)).LoadAsync(cancellation);
        foreach (var answer in await db.Notices.Where(n => answered.Contains(n.TicketId) && n.Kind == NoticeKind.Closure && n.State == NoticeState.Pending).ToListAsync(cancellation))
            if (answer.Ticket!.TookBack(answer.CreatedAt))
                answer.Withdraw(Actor.System, now);
        notices.RemoveAll(n => n.State == NoticeState.Withdrawn);
    }

    private Claimed? Claim(Notice notice, Channel channel, DateTimeOffset now)
    {
        if (notice.State is not (NoticeState.Pending or NoticeState.Sending) || notice.AwaitsCitizen || notice.NextAttemptAt > now)
            return null;
        // A promise that was answered or fell away meanwhile needs no other date.
        if (notice is { Kind: NoticeKind.DeadlineCorrection, State: NoticeState.Pending, Ticket.IsOpen: false })
        {
            notice.Withdraw(Actor.System, now);
            return null;
        }

        // Left as it is: the sweep brings it back when the channel opens.
        if (channel.HeldUntil > now)
            return null;

        var sender = senders.SingleOrDefault(s => s.Platform == notice.Platform);
        if (sender is null)
        {
            notice.GiveUp(NoticeState.Blocked, $"no connector for {notice.Platform}", now);
            return null;
        }

        var settling = notice.State == NoticeState.Sending;
        // What the connector cannot know: that these words were found in this very case.
        if (!settling && notice is { Door: Door.CommentReply, Ticket: { } ticket } && CaseFacts.In(notice.Text, ticket) is { Count: > 0 } facts)
        {
            notice.GiveUp(NoticeState.Blocked, $"{RefusedBecause.PersonalData}: {string.Join(", ", facts)}", now);
            return null;
        }

        if (settling && notice.SettleAttempts >= Notice.MostAttempts)
        {
            // What reading back told could not be written down, again and again.
            notice.GiveUp(NoticeState.Failed, "nobody could settle whether the words arrived", now);
            return null;
        }

        if (settling)
            notice.BeginSettling(now);
        else
            notice.BeginCall(now);
        var words = notice.Words with { HumanWindow = notice.ByPerson || settings.Notices.HumanAgentForAutomaticWords };
        return new Claimed(sender, words, settling, notice.Attempts, notice.SettleAttempts);
    }

    // Of its ticket only the number is told.
    private IQueryable<Notice> Load(IReadOnlyList<string> keys) => db.Notices.Include(n => n.Ticket).IgnoreAutoIncludes().Where(n => keys.Contains(n.Key));

    // Answers which words should go out again now. One whose outcome the database does not take keeps no others from theirs: it is settled by reading back.
    private async Task<IReadOnlyList<string>> Record(IReadOnlyList<Called> answered)
    {
        try
        {
            return await RecordTogether(answered);
        }
        catch (DbUpdateException problem) when (answered.Count == 1)
        {
            NotRecorded(log, answered[0].Key, Faults.NumberOf(problem));
            return [];
        }
        catch (DbUpdateException)
        {
            List<string> again = [];
            foreach (var one in answered)
                again.AddRange(await Record([one]));
            return again;
        }
    }

    private async Task<IReadOnlyList<string>> RecordTogether(IReadOnlyList<Called> answered)
    {
        string[] keys = [.. answered.Select(c => c.Key)];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                db.ChangeTracker.Clear();
                return await db.Change(
                    async () =>
                    {
                        List<Notice> settled = [];
                        broke.Clear();
                        db.AfterCommit(() => settled.ForEach(n => Measures.Settled(n.Platform, n.State)));
                        var notices = await Load(keys).ToDictionaryAsync(n => n.Key, CancellationToken.None);
                        List<string> again = [.. answered.Where(c => c.Counts(notices[c.Key]) && c.Conclude(notices[c.Key])).Select(c => c.Key)];
                        settled.AddRange(notices.Values.Where(n => n.NextAttemptAt is null));
                        foreach (var (platform, (said, at)) in broke)
                            await db.AlarmOfChannel(platform, said, at, CancellationToken.None);
                        await MarkHidden([.. notices.Values.Where(n => n is { Door: Door.Hide, State: NoticeState.Sent })]);
                        // The next parts of what has arrived, and those that end with what was given up.
                        string[] decided = [.. notices.Values.Where(n => n.State == NoticeState.Sent || n.IsOver).Select(n => n.Key)];
                        again.AddRange(await db.Notices.Where(n => decided.Contains(n.Follows) && n.State == NoticeState.Pending).Select(n => n.Key).ToListAsync(CancellationToken.None));
                        return again;
                    },
                    // The calls were made: their outcome is written down even while the process is asked to stop.
                    CancellationToken.None
                );
            }
            catch (DbUpdateConcurrencyException) when (attempt < 5)
            {
                // An echo or another worker wrote first; look again.
            }
        }
    }

    // The platform may tell of it too, by webhook, or not: what it answered is enough.
    private async Task MarkHidden(IReadOnlyList<Notice> hidden)
    {
        foreach (var notice in hidden)
        {
            var comment = await db
                .Messages.Include(m => m.Conversation)
                .Where(m => m.Platform == notice.Platform && m.PlatformMessageId == notice.TargetId && m.HiddenAt == null)
                .ToListAsync(CancellationToken.None);
            foreach (var revision in comment)
            {
                revision.WasHidden(hidden: true, notice.SentAt ?? time.GetUtcNow());
                if (revision.Current)
                    revision.Conversation.Marked(revision, "hidden", notice.SentAt ?? time.GetUtcNow());
            }
        }
    }

    // Says whether the words should go out again now.
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
                notice.Wait(delayed.Detail, delayed.RetryAfter ?? Notice.BackOff(notice.OwnAttempts, Random.Shared), counts: true, now);
                break;
            case SendOutcome.NoRoom full:
                notice.Wait("the platform's limits leave no room just now", full.Wait, counts: false, now);
                break;
            case SendOutcome.ChannelBroken broken:
                IsBroken(notice.Platform, broken.Detail, now);
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
                // Once at once, since a citizen waits; a platform that goes on breaking is given time.
                var again = notice.OwnAttempts <= 1;
                notice.Wait("not found when read back", again ? TimeSpan.Zero : Notice.BackOff(notice.OwnAttempts, Random.Shared), counts: true, now);
                return again;
            case Settlement.Unknown unknown:
                notice.StaysUncertain(unknown.Detail, unknown.RetryAfter ?? Notice.BackOff(notice.SettleAttempts, Random.Shared), now);
                return false;
            case Settlement.ChannelBroken broken:
                IsBroken(notice.Platform, broken.Detail, now);
                notice.WaitsForChannel(broken.Detail, BrokenFor, now);
                return false;
            case Settlement.CannotTell cannot:
                notice.GiveUp(NoticeState.Failed, cannot.Detail, now);
                return false;
            default:
                throw new InvalidOperationException(settlement.GetType().Name);
        }
    }

    private void IsBroken(Platform platform, string said, DateTimeOffset at)
    {
        if (!Hold(platform, at + BrokenFor, broken: true, said))
            return;
        ChannelNeedsMending(log, platform, said);
        broke[platform] = (said, at);
    }

    // Says whether that is news.
    private bool Hold(Platform platform, DateTimeOffset until, bool broken, string detail) => db.Channels.Find(platform)?.Hold(until, broken, detail) == true;

    private void Works(Platform platform, DateTimeOffset at) => db.Channels.Find(platform)?.Works(at);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Channel {Platform} needs mending: {Detail}")]
    private static partial void ChannelNeedsMending(ILogger logger, Platform platform, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of {Key} could not be written down (database error {Number}); it will be settled by reading back")]
    private static partial void NotRecorded(ILogger logger, string key, int number);

    private sealed record Claimed(IPlatformSender Sender, OutgoingWords Words, bool Settling, int Attempts, int SettleAttempts);

    private sealed record Called(Claimed Claimed, bool Arrived, Func<Notice, bool> Conclude)
    {
        public string Key => Claimed.Words.Key;

        // Who took so long that another worker has the words in hand by now knows nothing of them any more, unless it saw them arrive.
        public bool Counts(Notice notice) => Arrived || (notice.Attempts == Claimed.Attempts && notice.SettleAttempts == Claimed.SettleAttempts);
    }
}
