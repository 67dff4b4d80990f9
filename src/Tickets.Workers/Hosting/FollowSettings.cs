using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Notices;

namespace Tickets.Workers.Hosting;

/// <summary>Makes what an administrator entered in another process count here too, within seconds.</summary>
public sealed partial class FollowSettings(SealedSettings settings, TimeProvider time, ILogger<FollowSettings> log) : BackgroundService
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        try
        {
            do
            {
                try
                {
                    await settings.Apply(stoppingToken);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    Failed(log, problem.GetType().Name);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stored settings of channels could not be looked at ({Problem}); the last ones count")]
    private static partial void Failed(ILogger logger, string problem);
}
