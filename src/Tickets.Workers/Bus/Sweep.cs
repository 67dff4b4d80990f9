using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.Domain.Sweeping;

namespace Tickets.Workers.Bus;

/// <summary>
/// Asks again for what was left behind, and closes what nobody objected to. The rows are the truth: losing every message in flight loses nothing but the seconds
/// until the next sweep.
/// </summary>
public sealed partial class Sweep(IServiceScopeFactory scopes, Relay relay, TimeProvider time, ILogger<Sweep> log) : BackgroundService
{
    /// <summary>So often a ticket is brought to its directorate in vain before a person is shown it; it goes on being tried, ever less often.</summary>
    public const int MostRoutings = 6;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // Messages under way are left alone this long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // What was asked for is not asked for again at once: a queue that is long is not made longer.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(15);

    // What fails in itself is asked for less and less often.
    private static readonly TimeSpan AskAgainAtLeastEvery = TimeSpan.FromMinutes(10);

    private Dictionary<string, Asked> asked = [];

    // Right after a start nothing is under way in this process, and it may know what the one before it put aside. Null once all of that was looked at.
    private long? putAsideAfter = 0;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await SweepOnce(stoppingToken);
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

    /// <summary>Asks once for all that was left behind.</summary>
    public async Task SweepOnce(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var left = await Send(new FindLeftBehind(now, putAsideAfter is null ? Grace : TimeSpan.Zero, putAsideAfter), stopping);
        Forget(left);

        // First what needs no bus: a broker that is away keeps none of it waiting.
        await Route([.. left.NewTickets.Where(n => Ask(n, now, lessAndLess: true))], now, stopping);
        foreach (var key in left.Blocked.Where(k => Ask("b" + k, now, lessAndLess: true)))
            await Try(() => Send(new FallBack([key], now), stopping), stopping);
        await Try(() => CloseUncontested(now, stopping), stopping);

        if (left.Unknown.Count > 0)
            await relay.PutAside(left.Unknown);
        await Task.WhenAll(
            left.Unpublished.Count > 0 ? relay.Publish(left.Unpublished, stopping) : Task.CompletedTask,
            Hint([.. left.Deliveries.Where(id => Ask("d" + id, now))], [.. left.Notices.Where(k => Ask(k, now))], stopping)
        );
        putAsideAfter = left.MorePutAside;
    }

    private async Task Route(IReadOnlyList<string> numbers, DateTimeOffset now, CancellationToken stopping)
    {
        try
        {
            await Send(new RouteTickets(numbers, now), stopping);
        }
        catch (NotRoutedException problem)
        {
            NotRouted(log, problem.Tickets.Count, Faults.ForTheLog(problem));
            foreach (var (number, why) in problem.Tickets.Where(t => asked[t.Number].Times >= MostRoutings))
                await Try(() => PutAside(number, why, now, stopping), stopping);
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested)
        {
            Failed(log, Faults.ForTheLog(problem));
        }
    }

    private async Task PutAside(string number, Exception why, DateTimeOffset now, CancellationToken stopping)
    {
        if (await Send(new PutTicketAside(number, asked[number].Times, Faults.InShort(why), now), stopping))
            WasPutAside(log, number, asked[number].Times);
    }

    private async Task CloseUncontested(DateTimeOffset now, CancellationToken stopping)
    {
        while (await Send(new CloseUncontested(now), stopping) > 0) { }
    }

    private async Task Hint(long[] deliveries, string[] notices, CancellationToken stopping)
    {
        object[] hints = [.. deliveries.Length > 0 ? (object[])[new DeliveriesAccepted(deliveries)] : [], .. notices.Select(k => new NoticeQueued(k))];
        if (hints.Length == 0 || await relay.Hint(hints, stopping))
            return;
        // The bus did not take them: they were not asked for.
        foreach (var key in deliveries.Select(id => "d" + id).Concat(notices))
            asked.Remove(key);
    }

    // What is wrong with one thing keeps no other from its turn.
    private async Task Try(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested)
        {
            Failed(log, Faults.ForTheLog(problem));
        }
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    private bool Ask(string key, DateTimeOffset now, bool lessAndLess = false)
    {
        var times = 0;
        if (asked.TryGetValue(key, out var before))
        {
            times = before.Times;
            var pause = lessAndLess ? AskAgainAfter * Math.Pow(2, times - 1) : AskAgainAfter;
            if (now - before.At < (pause < AskAgainAtLeastEvery ? pause : AskAgainAtLeastEvery))
                return false;
        }

        asked[key] = new Asked(now, times + 1);
        return true;
    }

    // What is no longer left behind was done.
    private void Forget(LeftBehind left)
    {
        if (asked.Count == 0)
            return;
        HashSet<string> still = [.. left.NewTickets, .. left.Blocked.Select(k => "b" + k), .. left.Deliveries.Select(id => "d" + id), .. left.Notices];
        asked = asked.Where(a => still.Contains(a.Key)).ToDictionary();
    }

    private sealed record Asked(DateTimeOffset At, int Times);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep failed and will be tried again")]
    private static partial void Failed(ILogger logger, Exception problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} tickets could not be routed and will be tried again")]
    private static partial void NotRouted(ILogger logger, int count, Exception problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Ticket {Number} could not be routed {Times} times; the audit lists it among what was put aside until it can")]
    private static partial void WasPutAside(ILogger logger, string number, int times);
}
