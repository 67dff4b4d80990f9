using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;
using Tickets.Workers.Bus;
using Tickets.Workers.Clock;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.WhatsApp;
using Tickets.Workers.Platforms.X;
using Tickets.Workers.Platforms.YouTube;

namespace Tickets.Workers.Hosting;

/// <summary>Registration of the workers.</summary>
public static class WorkersServices
{
    /// <summary>Consumers, relay, sweep, the SLA clock and the connectors.</summary>
    public static IServiceCollection AddTicketsWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTicketsBus(configuration, consumes: true);
        services.AddPlatformOptions(configuration);
        services.AddMeta(configuration);
        services.AddOtherReaders();
        services.AddSingleton<Relay>();
        services.AddHostedService(s => s.GetRequiredService<Relay>());
        services.AddHostedService<Sweep>();
        services.AddHostedService<SlaClock>();
        return services;
    }

    /// <summary>The settings of every platform.</summary>
    public static IServiceCollection AddPlatformOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MetaOptions>(configuration.GetSection(MetaOptions.Key));
        services.Configure<WhatsAppOptions>(configuration.GetSection(WhatsAppOptions.Key));
        services.Configure<XOptions>(configuration.GetSection(XOptions.Key));
        services.Configure<YouTubeOptions>(configuration.GetSection(YouTubeOptions.Key));
        return services;
    }

    private static void AddOtherReaders(this IServiceCollection services)
    {
        services.AddSingleton<IDeliveryReader, ReadWhatsAppDelivery>();
        services.AddSingleton<IDeliveryReader>(s =>
        {
            var options = s.GetRequiredService<IOptionsMonitor<XOptions>>();
            return new ReadXDelivery(() => options.CurrentValue.UserId);
        });
        services.AddSingleton<IDeliveryReader>(s =>
        {
            var options = s.GetRequiredService<IOptionsMonitor<YouTubeOptions>>();
            return new ReadYouTubeAnswer(() => options.CurrentValue.ChannelId);
        });
    }

    /// <summary>For an Api whose workers run elsewhere: it publishes what it commits, and consumes nothing.</summary>
    public static IServiceCollection AddTicketsPublisher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTicketsBus(configuration, consumes: false);
        services.AddSingleton<Relay>();
        services.AddHostedService(s => s.GetRequiredService<Relay>());
        return services;
    }
}
