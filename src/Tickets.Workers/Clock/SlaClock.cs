using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Workers.Clock;

/// <summary>
/// The clock that fires: writes warnings and breaches down when their instants pass. What passed while no process ran is written down at start, at its own
/// instants.
/// </summary>
public sealed partial class SlaClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<SlaClock> log) : BackgroundService
{
    // New tickets are due later than this from now; looking is one step into an index.
    private static readonly TimeSpan LooksAtLeastEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LooksAtLeastEvery;
            try
            {
                var now = time.GetUtcNow();
                await using var scope = scopes.CreateAsyncScope();
                var next = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecordDueClocks(now), stoppingToken);
                if (next is { } due && due - time.GetUtcNow() is var left && left < wait)
                    wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, Faults.ForTheLog(problem));
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Wait(wait, stoppingToken);
        }
    }

    private async Task Wait(TimeSpan wait, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(wait, time, stopping);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Due clocks could not be recorded and will be tried again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
