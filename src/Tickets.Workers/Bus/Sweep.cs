using MassTransit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Resolution;
using Tickets.Domain.Sweeping;

namespace Tickets.Workers.Bus;

/// <summary>
/// Asks again for what was left behind, and closes what nobody objected to. The rows are the truth: losing every message in flight loses nothing but the seconds
/// until the next sweep.
/// </summary>
public sealed partial class Sweep(IServiceScopeFactory scopes, IBus bus, Relay relay, TimeProvider time, ILogger<Sweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // Messages under way are left alone this long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // What was asked for is not asked for again at once: a queue that is long is not made longer.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, DateTimeOffset> asked = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var first = true;
        do
        {
            try
            {
                // Right after a start nothing is under way in this process.
                await SweepOnce(first, stoppingToken);
                first = false;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, Faults.ForTheLog(problem));
            }
        } while (await Next(timer, stoppingToken));
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SweepOnce(bool first, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var left = await mediator.Send(new FindLeftBehind(now, first ? TimeSpan.Zero : Grace, AlsoPutAside: first), stopping);

        if (left.Unpublished.Count > 0)
            await relay.Publish(left.Unpublished, stopping);
        if (left.Unknown.Count > 0)
            await relay.PutAside(left.Unknown);
        long[] deliveries = [.. left.Deliveries.Where(id => Ask("d" + id, now))];
        if (deliveries.Length > 0)
            await bus.Publish(new DeliveriesAccepted(deliveries), stopping);
        await mediator.Send(new Domain.Routing.RouteTickets([.. left.NewTickets.Where(n => Ask(n, now))], now), stopping);
        foreach (var key in left.Notices.Where(k => Ask(k, now)))
            await bus.Publish(new NoticeQueued(key), stopping);
        await mediator.Send(new Domain.Notices.FallBack([.. left.Blocked.Where(k => Ask("b" + k, now))], now), stopping);

        while (await mediator.Send(new CloseUncontested(now), stopping) > 0) { }

        foreach (var (key, at) in asked.ToList())
            if (now - at > AskAgainAfter)
                asked.Remove(key);
    }

    private bool Ask(string key, DateTimeOffset now)
    {
        if (asked.TryGetValue(key, out var at) && now - at < AskAgainAfter)
            return false;
        asked[key] = now;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep failed and will be tried again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
