using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Workers.Clock;

/// <summary>
/// Counts running clocks again after a decree, in batches that are short enough for everybody else to write in between; the next batch is counted while one is
/// written. How far it is stands in the database: whoever comes next goes on from there.
/// </summary>
public sealed partial class Recount(IServiceScopeFactory scopes, TimeProvider time, ILogger<Recount> log) : BackgroundService
{
    private const int Fewest = 100;
    private const int Most = 10_000;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(5);

    // A delivery waits about this long at most behind a batch, and then has the writers' turn to itself for half as long: what came in meanwhile is kept at once.
    private static readonly TimeSpan BatchTakes = TimeSpan.FromMilliseconds(80);
    private const double RestsFor = 0.5;

    private int atMost = Fewest;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        do
        {
            try
            {
                atMost = Fewest;
                await CountAll(stoppingToken);
                while (await InGoodTime(() => Send(new RecountClocks(time.GetUtcNow(), atMost), stoppingToken), stoppingToken) is not null) { }
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, Faults.ForTheLog(problem));
            }
        } while (await Next(timer, stoppingToken));
    }

    private async Task CountAll(CancellationToken stopping)
    {
        var counting = Count(after: null, stopping);
        while (await counting is { } counted)
        {
            counting = Task.Run(() => Count(counted, stopping), stopping);
            int? written;
            try
            {
                written = await InGoodTime(() => Send(new RecountClocks(time.GetUtcNow(), atMost, counted), stopping), stopping);
            }
            catch
            {
                // Nobody will ask for what is being counted; it must not fail unheard, nor go on beside the next attempt.
                await counting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw;
            }

            // All of this decree have been counted, and there may be another; or another process was faster, and what was counted ahead is not next.
            if (written != counted.Looked || counted.Looked == 0)
            {
                await counting;
                counting = Count(after: null, stopping);
            }
        }
    }

    private Task<CountedClocks?> Count(CountedClocks? after, CancellationToken stopping) => Send(new CountClocks(time.GetUtcNow(), atMost, after), stopping);

    // As many at once as are written in the time that others may be kept waiting.
    private async Task<T> InGoodTime<T>(Func<Task<T>> write, CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        var written = await write();
        var took = Stopwatch.GetElapsedTime(began);
        atMost = Math.Clamp((int)(atMost * Math.Clamp(BatchTakes / took, 0.25, 2)), Fewest, Most);
        // By the machine's own clock, whatever clock decides about due times: it is the machine that others need.
        await Task.Delay(took < BatchTakes ? took * RestsFor : BatchTakes * RestsFor, TimeProvider.System, stopping);
        return written;
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Counting clocks again after a decree failed and will be tried again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
