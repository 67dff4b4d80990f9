using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Sla;

namespace Tickets.Workers.Clock;

/// <summary>
/// Counts running clocks again after a decree, in batches that are short enough for everybody else to write in between. How far it is stands in the database:
/// whoever comes next goes on from there.
/// </summary>
public sealed partial class Recount(IServiceScopeFactory scopes, TimeProvider time, ILogger<Recount> log) : BackgroundService
{
    private const int Fewest = 100;
    private const int Most = 10_000;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(5);

    // A delivery waits this long at most behind a batch.
    private static readonly TimeSpan BatchTakes = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        do
        {
            try
            {
                await CountAll(stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, problem);
            }
        } while (await Next(timer, stoppingToken));
    }

    private async Task CountAll(CancellationToken stopping)
    {
        var atMost = Fewest;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecountClocks(time.GetUtcNow(), atMost), stopping) is null)
                return;
            var share = BatchTakes / Stopwatch.GetElapsedTime(began);
            atMost = Math.Clamp((int)(atMost * Math.Clamp(share, 0.25, 2)), Fewest, Most);
        }
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
