using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Simulator;

/// <summary>Speaks on the simulated platform.</summary>
public sealed class SendBySimulator(SimulatedPlatform simulated) : IPlatformSender
{
    /// <inheritdoc/>
    public Platform Platform => Platform.Simulator;

    /// <inheritdoc/>
    public Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation) => Task.FromResult(simulated.Take(words));

    /// <inheritdoc/>
    public Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation) =>
        Task.FromResult<Settlement>(simulated.Find(words) is { } id ? new Settlement.Found(id) : new Settlement.NotFound());

    /// <inheritdoc/>
    public Task<(bool Works, string Detail)> Check(CancellationToken cancellation) =>
        Task.FromResult(simulated.Troubles.ExpiredToken ? (false, "the simulated token has expired") : (true, "simulated"));
}

/// <summary>Puts the simulator together.</summary>
public static class SimulatorRegistration
{
    /// <summary>Where demonstrations are on: the platform, its reader and its sender.</summary>
    public static IServiceCollection AddSimulator(this IServiceCollection services)
    {
        services.AddSingleton<SimulatedPlatform>();
        services.AddSingleton<IDeliveryReader, ReadSimulatorDelivery>();
        services.AddSingleton<IPlatformSender>(s => new CarefulSender(new SendBySimulator(s.GetRequiredService<SimulatedPlatform>()), s.GetRequiredService<Pace>()));
        return services;
    }
}
