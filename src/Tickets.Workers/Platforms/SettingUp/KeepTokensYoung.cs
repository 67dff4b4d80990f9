using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.SettingUp;

/// <summary>Renews tokens that end by themselves before they end, and those that a platform does not take any more.</summary>
public sealed partial class KeepTokensYoung(IServiceScopeFactory scopes, TimeProvider time, ILogger<KeepTokensYoung> log) : BackgroundService
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(5);
    private static readonly Platform[] Ending = [.. Enum.GetValues<Platform>().Where(p => StoredSettings.TokenOf(p) is not null)];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEvery, time);
        try
        {
            do
            {
                foreach (var platform in Ending)
                    await Look(platform, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private async Task Look(Platform platform, CancellationToken stopping)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var renewed = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RenewToken(platform, EvenIfYoung: false, Actor.System, time.GetUtcNow()), stopping);
            if (renewed is { Works: false })
                NotRenewed(log, platform, renewed.Detail);
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested)
        {
            Failed(log, platform, Faults.ForTheLog(problem));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The token of {Platform} could not be renewed: {Detail}")]
    private static partial void NotRenewed(ILogger logger, Platform platform, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "Renewing the token of {Platform} failed and will be tried again")]
    private static partial void Failed(ILogger logger, Platform platform, Exception problem);
}
