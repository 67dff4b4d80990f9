using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Media;
using Tickets.Domain.Persistence;

namespace Tickets.Workers.Platforms.Files;

/// <summary>Fetches what citizens sent along and what posts show, after the words are taken in and never in their way: a few files at once, each by one process.</summary>
public sealed partial class FetchFiles(FetchFile fetch, IServiceScopeFactory scopes, TimeProvider time, ILogger<FetchFiles> log) : BackgroundService
{
    private const int AtOnce = 4;
    private const int Together = 16;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(2);

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
                    while (await FetchDue(stoppingToken) == Together) { }
                }
                catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
                {
                    Failed(log, Faults.ForTheLog(problem));
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: what was in hand is taken up again when it is surely over.
        }
    }

    /// <summary>Fetches what is due; answers how many files were tried.</summary>
    public async Task<int> FetchDue(CancellationToken cancellation)
    {
        var taken = await Send(new TakeErrands(time.GetUtcNow(), Together), cancellation);
        await Parallel.ForEachAsync(
            taken,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (errand, stop) =>
            {
                var (kept, fault) = await fetch.Fetch(errand, stop);
                await Send(new EndErrand(errand.Id, kept, fault, time.GetUtcNow()), CancellationToken.None);
            }
        );
        return taken.Count;
    }

    private async Task<T> Send<T>(IRequest<T> request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Files could not be fetched and will be asked for again")]
    private static partial void Failed(ILogger logger, Exception problem);
}
