using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Intake;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms;

/// <summary>
/// Reads back what channels missed: right after a start and whenever one has been silent, from the last that was heard, a day at most; and every night the last
/// 24 hours of each, counting the holes. What is found enters as deliveries and goes the way of all others.
/// </summary>
public sealed partial class CatchUp(IServiceScopeFactory scopes, IEnumerable<IReadBack> channels, AcceptDeliveries deliveries, IEnumerable<IDeliveryReader> readers, TimeProvider time, ILogger<CatchUp> log)
    : BackgroundService
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    // Whoever was away for less had it delivered again.
    private static readonly TimeSpan ShortSilence = TimeSpan.FromMinutes(1);

    // What was written so lately may be on its way to us still, and is no hole yet.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FurthestBack = TimeSpan.FromHours(24);
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);
    private static readonly TimeSpan NightHour = new(2, 30, 0);

    // Asked after whether they are still there.
    private const int MostAskedAfter = 500;

    // A platform that broke off is asked again so soon, then ever later.
    private static readonly TimeSpan SoonestAgain = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Platform, Unfinished> unfinished = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        try
        {
            // Nobody has listened since then. What is on our own disk still unread is no hole: it has until the first look.
            var heardBefore = await HeardBefore(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var channel in channels)
                    await LookAt(channel, heardBefore.GetValueOrDefault(channel.Platform), stoppingToken);
                heardBefore = [];
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private async Task<Dictionary<Platform, DateTimeOffset?>> HeardBefore(CancellationToken stopping)
    {
        try
        {
            return await Send(new WhenLastHeard(), stopping);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A database that is not there yet: the night's reading finds what silence does not.
            NotKnown(log, Faults.ForTheLog(problem));
            return [];
        }
    }

    /// <summary>The night's hour that has passed last, UTC.</summary>
    public static DateTimeOffset LastNight(DateTimeOffset now)
    {
        var local = now.ToOffset(Jakarta);
        var tonight = new DateTimeOffset(local.Date + NightHour, Jakarta);
        return (tonight <= now ? tonight : tonight.AddDays(-1)).ToUniversalTime();
    }

    /// <summary>Looks whether a channel is to be read back now, and reads it.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="heardBeforeStart">What a process that just started found: nobody listened since then; null later on.</param>
    /// <param name="stopping">Stops it.</param>
    public async Task LookAt(IReadBack channel, DateTimeOffset? heardBeforeStart, CancellationToken stopping)
    {
        if (!channel.Connected)
            return;
        try
        {
            var now = time.GetUtcNow();
            var night = LastNight(now);
            var left = unfinished.GetValueOrDefault(channel.Platform);
            if (left?.NotBefore > now)
                return;
            // In the hour after it; a process that was down then reads back as after any outage. What broke off by day and is still to be read belongs to the night's
            // reading from then on: by itself it would end within that hour and pass for it.
            if (left is not { ByNight: true } && now - night < TimeSpan.FromHours(1) && await Send(new BeginReadBack(channel.Platform, now, Silence, FurthestBack, night), stopping) is { } dayBefore)
                await Read(channel, left?.Since < dayBefore ? left.Since : dayBefore, byNight: true, stopping);
            else if (left is not null)
                await Read(channel, left.Since, left.ByNight, stopping);
            else if (await Send(new BeginReadBack(channel.Platform, now, heardBeforeStart is null ? Silence : ShortSilence, FurthestBack, null, heardBeforeStart), stopping) is { } since)
                await Read(channel, since, byNight: false, stopping);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(log, channel.Platform, Faults.ForTheLog(problem));
        }
    }

    /// <summary>Reads one channel back; answers how many messages no delivery had told of. One that breaks off is read again from the same instant, later.</summary>
    public async Task<int> Read(IReadBack channel, DateTimeOffset since, bool byNight, CancellationToken stopping)
    {
        var before = unfinished.GetValueOrDefault(channel.Platform);
        var holes = new HashSet<string>(before?.Holes ?? [], StringComparer.Ordinal);
        var kept = before?.Kept ?? 0;
        var now = time.GetUtcNow();
        await foreach (var page in channel.Since(since, stopping))
        {
            if (!page.Complete)
            {
                BrokeOff(log, channel.Platform);
                if (page.Fault is { } fault)
                    await Send(new TellReading(channel.Platform, fault, time.GetUtcNow()), stopping);
                var times = (before?.Times ?? 0) + 1;
                var wait = TimeSpan.FromSeconds(Math.Min(Silence.TotalSeconds, SoonestAgain.TotalSeconds * Math.Pow(2, Math.Min(times - 1, 10))));
                unfinished[channel.Platform] = new Unfinished(since, byNight, holes, kept, times, time.GetUtcNow() + wait);
                return holes.Count;
            }

            var told = Told(page, page.Body);
            var found = await Send(new FindHoles(channel.Platform, Shown(told, page, now)), stopping);
            holes.UnionWith(found.Unseen);
            holes.UnionWith(found.Changed);
            var changed = found.Changed.ToHashSet(StringComparer.Ordinal);
            if (page.Older is { } older)
                changed.UnionWith((await Send(new FindHoles(channel.Platform, Shown(Told(page, older), page, now)), stopping)).Changed);
            if (page.AsEdits is { } edits && changed.Count > 0)
            {
                holes.UnionWith(changed);
                await deliveries.Accept(page.Source, edits(changed));
                kept++;
            }

            // What is all known and was changed by nobody need not be kept again.
            if (found.Unseen.Count > 0 || told.Any(h => h is MessageEdited or MessageVisibilityChanged or EchoArrived))
            {
                await deliveries.Accept(page.Source, page.Body);
                kept++;
            }
        }

        unfinished.Remove(channel.Platform);
        await Send(new TellReading(channel.Platform, Fault: null, time.GetUtcNow()), stopping);
        if (byNight)
        {
            var recent = await Send(new RecentMessages(channel.Platform, since, MostAskedAfter), stopping);
            if (recent.Count > 0 && await channel.Missing(recent, stopping) is { } gone)
            {
                await deliveries.Accept(gone.Source, gone.Body);
                kept++;
            }
        }

        await Send(new FinishReadBack(channel.Platform, since, holes.Count, kept, byNight, now, time.GetUtcNow()), stopping);
        return holes.Count;
    }

    private IReadOnlyList<Happening> Told(ReadBackPage page, byte[] body) => body.Length == 0 ? [] : readers.Single(r => r.Source == page.Source).Read(body);

    // By id, with the words where they can be compared: those that were changed, and all where the platform does not say which were.
    internal static Dictionary<string, string?> Shown(IReadOnlyList<Happening> told, ReadBackPage page, DateTimeOffset now)
    {
        var shown = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var happening in told)
        {
            var message = (happening as MessageEdited)?.Message ?? happening as MessageArrived;
            if (message is not null && !(message.SentAt > now - OnItsWay))
                shown[message.MessageId] = happening is MessageEdited || page.AsEdits is not null ? message.Text : null;
        }

        return shown;
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading {Platform} back failed and will be tried again")]
    private static partial void Failed(ILogger logger, Platform platform, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "When the channels were heard of last could not be read; what was missed before the start is read back by night")]
    private static partial void NotKnown(ILogger logger, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Platform} broke off while it was read back; it is read again later")]
    private static partial void BrokeOff(ILogger logger, Platform platform);

    /// <param name="Since">From when on it was being read.</param>
    /// <param name="ByNight">Whether that was the nightly reading.</param>
    /// <param name="Holes">The holes found so far.</param>
    /// <param name="Kept">The pages kept so far.</param>
    /// <param name="Times">How often it broke off.</param>
    /// <param name="NotBefore">When it is tried again, UTC.</param>
    private sealed record Unfinished(DateTimeOffset Since, bool ByNight, IReadOnlyCollection<string> Holes, int Kept, int Times, DateTimeOffset NotBefore);
}
