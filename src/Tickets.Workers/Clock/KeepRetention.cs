using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Retention;

namespace Tickets.Workers.Clock;

/// <summary>Keeps the rules of retention, once a night, in batches between which everybody else writes. A night that was cut is gone on with in the next.</summary>
public sealed partial class KeepRetention(IServiceScopeFactory scopes, TimeProvider time, ILogger<KeepRetention> log) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMinutes(5);

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
                    if (await Send(new BeginNight(time.GetUtcNow()), stoppingToken))
                        await Night(stoppingToken);
                }
                catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
                {
                    Failed(log, Faults.ForTheLog(problem));
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private async Task Night(CancellationToken stopping)
    {
        var gone = new Dictionary<Kept, int>();
        var names = 0;
        foreach (var what in Enum.GetValues<Kept>())
            for (long? after = 0; after is { } last;)
            {
                var some = await Send(new ForgetSome(what, last, time.GetUtcNow(), AtOnce), stopping);
                gone[what] = gone.GetValueOrDefault(what) + some.Count;
                names += some.Citizens;
                after = some.Next;
            }

        await Send(new RecordNight(gone[Kept.Tickets], gone[Kept.Conversations], names, gone[Kept.Deliveries], time.GetUtcNow()), stopping);
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The rules of retention could not be kept to the end; the next night goes on")]
    private static partial void Failed(ILogger logger, Exception problem);
}
