using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Workers.Clock;

/// <summary>
/// The clock that fires: sleeps until the next instant at which a warning or breach is to be written down, and writes it. What passed while no process ran is
/// written down at start, at its own instants.
/// </summary>
public sealed partial class SlaClock(IServiceScopeFactory scopes, DueTimes dueTimes, TimeProvider time, ILogger<SlaClock> log) : BackgroundService
{
    // What other processes commit does not wake this one. Looking is one step into an index.
    private static readonly TimeSpan LooksAtLeastEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wake = time.GetUtcNow() + LooksAtLeastEvery;
            // Asked before looking: what is committed in between is not slept over.
            var sooner = dueTimes.SoonerThan(wake);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var next = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecordDueClocks(time.GetUtcNow()), stoppingToken);
                if (next < wake)
                    wake = next.Value;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, Faults.ForTheLog(problem));
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await SleepUntil(wake, sooner, stoppingToken);
        }
    }

    private async Task SleepUntil(DateTimeOffset wake, Task sooner, CancellationToken stopping)
    {
        var left = wake - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return;
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        // Timers are cut to the millisecond: a moment too early would find nothing, and look again and again.
        await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, awake.Token), sooner);
        await awake.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due clocks could not be recorded and will be tried again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
