using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>Puts the Meta connector together.</summary>
public static class MetaRegistration
{
    /// <summary>Adds <see cref="MetaOptions"/>, the reader of deliveries, and one sender each for Facebook and Instagram.</summary>
    public static IServiceCollection AddMeta(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MetaOptions>(configuration.GetSection(MetaOptions.Key));
        services.AddPlatformClient(GraphApi.ClientName, Platform.Facebook, Platform.Instagram);
        services.AddSingleton<GraphApi>();
        services.AddSingleton<IDeliveryReader, ReadMetaDelivery>();
        services.AddSingleton<IPlatformSender>(provider => new SendByGraph(Platform.Facebook, provider.GetRequiredService<GraphApi>()));
        services.AddSingleton<IPlatformSender>(provider => new SendByGraph(Platform.Instagram, provider.GetRequiredService<GraphApi>()));
        return services;
    }
}
