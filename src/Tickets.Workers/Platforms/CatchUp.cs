using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Intake;
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
    private static readonly TimeSpan FurthestBack = TimeSpan.FromHours(24);
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);
    private static readonly TimeSpan NightHour = new(2, 30, 0);

    // Asked after whether they are still there.
    private const int MostAskedAfter = 500;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        try
        {
            do
            {
                foreach (var channel in channels)
                    await Look(channel, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    /// <summary>The night's hour that has passed last, UTC.</summary>
    public static DateTimeOffset LastNight(DateTimeOffset now)
    {
        var local = now.ToOffset(Jakarta);
        var tonight = new DateTimeOffset(local.Date + NightHour, Jakarta);
        return (tonight <= now ? tonight : tonight.AddDays(-1)).ToUniversalTime();
    }

    private async Task Look(IReadBack channel, CancellationToken stopping)
    {
        if (!channel.Connected)
            return;
        try
        {
            var now = time.GetUtcNow();
            var night = LastNight(now);
            // In the hour after it; a process that was down then reads back as after any outage.
            if (now - night < TimeSpan.FromHours(1) && await Send(new BeginReadBack(channel.Platform, now, Silence, FurthestBack, night), stopping) is { } dayBefore)
                await Read(channel, dayBefore, byNight: true, stopping);
            else if (await Send(new BeginReadBack(channel.Platform, now, Silence, FurthestBack, null), stopping) is { } since)
                await Read(channel, since, byNight: false, stopping);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Failed(log, channel.Platform, problem);
        }
    }

    /// <summary>Reads one channel back; answers how many messages no delivery had told of.</summary>
    public async Task<int> Read(IReadBack channel, DateTimeOffset since, bool byNight, CancellationToken stopping)
    {
        var holes = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in channel.Since(since, stopping))
        {
            if (!page.Complete)
            {
                BrokeOff(log, channel.Platform);
                break;
            }

            var told = readers.Single(r => r.Source == page.Source).Read(page.Body);
            var found = await Send(new FindHoles(channel.Platform, [.. told.OfType<MessageArrived>().Concat(told.OfType<MessageEdited>().Select(e => e.Message)).Select(m => m.MessageId)]), stopping);
            holes.UnionWith(found);
            // What is all known and was changed by nobody need not be kept again.
            if (found.Count > 0 || told.Any(h => h is MessageEdited or MessageVisibilityChanged or EchoArrived))
                await deliveries.Accept(page.Source, page.Body);
        }

        if (byNight)
        {
            var recent = await Send(new RecentMessages(channel.Platform, since, MostAskedAfter), stopping);
            if (recent.Count > 0 && await channel.Missing(recent, stopping) is { } gone)
                await deliveries.Accept(gone.Source, gone.Body);
        }

        await Send(new FinishReadBack(channel.Platform, since, holes.Count, time.GetUtcNow()), stopping);
        return holes.Count;
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading {Platform} back failed and will be tried again")]
    private static partial void Failed(ILogger logger, Platform platform, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Platform} broke off while it was read back; the rest is read when it is due again")]
    private static partial void BrokeOff(ILogger logger, Platform platform);
}
