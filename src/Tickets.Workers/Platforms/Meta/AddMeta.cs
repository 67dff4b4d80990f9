using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>Puts the Meta connector together.</summary>
public static class MetaRegistration
{
    /// <summary>
    /// Adds <see cref="MetaOptions"/>, the reader of deliveries, and one sender each for Facebook and Instagram. A call to the platform may take
    /// 15 seconds, of which 5 to connect: less than <see cref="Notice.CallIsOverAfter"/>, so that a call is over before it is settled.
    /// </summary>
    public static IServiceCollection AddMeta(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MetaOptions>(configuration.GetSection(MetaOptions.Key));
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHttpClient(
                GraphApi.ClientName,
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(15);
                    client.MaxResponseContentBufferSize = 1 << 20;
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
            .RemoveAllLoggers();
        services.AddSingleton<GraphApi>();
        services.AddSingleton<IDeliveryReader, ReadMetaDelivery>();
        services.AddSingleton<IPlatformSender>(provider => new SendByGraph(Platform.Facebook, provider.GetRequiredService<GraphApi>()));
        services.AddSingleton<IPlatformSender>(provider => new SendByGraph(Platform.Instagram, provider.GetRequiredService<GraphApi>()));
        return services;
    }
}
