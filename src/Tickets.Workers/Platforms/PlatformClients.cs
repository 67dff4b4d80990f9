using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms;

/// <summary>The HTTP clients by which platforms are called: all alike in their limits of time and size, and in what they follow.</summary>
internal static class PlatformClients
{
    /// <summary>
    /// Adds the client of one API. A call may take 15 seconds, of which 5 to connect: less than <see cref="Notice.CallIsOverAfter"/>, so that a call is over before it is
    /// settled. What its answers tell of limits slows these platforms, and a circuit breaker of its own stands before it.
    /// </summary>
    public static IServiceCollection AddPlatformClient(this IServiceCollection services, string name, params Platform[] platforms)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Pace>();
        var breaker = new CircuitBreaker(TimeProvider.System);
        services
            .AddHttpClient(
                name,
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(15);
                    client.MaxResponseContentBufferSize = 4 << 20;
                }
            )
            .UseSocketsHttpHandler(
                (handler, _) =>
                {
                    handler.ConnectTimeout = TimeSpan.FromSeconds(5);
                    handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                    // A redirect would repeat the words at another address.
                    handler.AllowAutoRedirect = false;
                    handler.UseCookies = false;
                }
            )
            // The addresses called hold ids of citizens.
            .RemoveAllLoggers()
            .AddHttpMessageHandler(s => new ListenForLimits(s.GetRequiredService<Pace>(), breaker, platforms));
        return services;
    }
}
