using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;
using Tickets.Workers.Bus;
using Tickets.Workers.Clock;
using Tickets.Workers.Platforms;
using Tickets.Workers.Platforms.Files;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.SettingUp;
using Tickets.Workers.Platforms.Web;
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
        services.AddConnectors(configuration);
        services.AddSingleton<CatchUp>();
        services.AddHostedService(s => s.GetRequiredService<CatchUp>());
        services.AddHostedService<PollYouTube>();
        services.AddHostedService<FetchWords>();
        services.AddHostedService<FetchFiles>();
        services.AddHostedService<KeepTokensYoung>();
        services.AddHostedService<FollowSettings>();
        services.AddSingleton<IPlatformSender, ShowOnLookupPage>();
        services.AddSingleton<Relay>();
        services.AddHostedService(s => s.GetRequiredService<Relay>());
        services.AddHostedService<Sweep>();
        services.AddHostedService<SlaClock>();
        services.AddHostedService<Recount>();
        services.AddHostedService<KeepRetention>();
        return services;
    }

    /// <summary>Readers and senders of every platform.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPlatformOptions(configuration);
        services.AddMeta(configuration);
        services.AddOtherReaders();
        services.AddOtherSenders();
        services.AddSetups();
        return services;
    }

    /// <summary>The settings of every platform.</summary>
    public static IServiceCollection AddPlatformOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MetaOptions>(configuration.GetSection(MetaOptions.Key));
        services.Configure<WhatsAppOptions>(configuration.GetSection(WhatsAppOptions.Key));
        services.Configure<XOptions>(configuration.GetSection(XOptions.Key));
        services.Configure<YouTubeOptions>(configuration.GetSection(YouTubeOptions.Key));
        services.Configure<PlacesOptions>(configuration.GetSection(PlacesOptions.Key));
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

    private static void AddOtherSenders(this IServiceCollection services)
    {
        services.AddPlatformClient(SendByWhatsApp.ClientName, Platform.WhatsApp);
        services.AddPlatformClient(SendByX.ClientName, Platform.X);
        services.AddPlatformClient(YouTubeApi.ClientName, Platform.YouTube);
        services.AddSingleton<IPlatformSender, SendByWhatsApp>();
        services.AddSingleton<IPlatformSender, SendByX>();
        services.AddSingleton<YouTubeApi>();
        services.AddSingleton<IPlatformSender, SendByYouTube>();
        services.Decorate<IPlatformSender, CarefulSender>();
        services.AddSingleton<ReadBackYouTube>();
        services.AddSingleton<IReadBack>(s => s.GetRequiredService<ReadBackYouTube>());
        services.AddSingleton<IReadBack, ReadBackX>();
        services.AddSingleton<IReadBack>(s => new ReadBackMeta(Platform.Facebook, s.GetRequiredService<GraphApi>()));
        services.AddSingleton<IReadBack>(s => new ReadBackMeta(Platform.Instagram, s.GetRequiredService<GraphApi>()));
    }

    private static void AddSetups(this IServiceCollection services)
    {
        services.AddSingleton<IChannelSetup>(s => ActivatorUtilities.CreateInstance<SetUpMeta>(s, Platform.Facebook));
        services.AddSingleton<IChannelSetup>(s => ActivatorUtilities.CreateInstance<SetUpMeta>(s, Platform.Instagram));
        services.AddSingleton<IChannelSetup, SetUpWhatsApp>();
        services.AddSingleton<IChannelSetup, SetUpX>();
        services.AddSingleton<IChannelSetup, SetUpYouTube>();
        services.AddSingleton<FetchFile>();
        FetchFile.AddClient(services);
    }

    /// <summary>For an Api whose workers run elsewhere: it publishes what it commits, and consumes nothing. Channels are connected and tried out from here all the same.</summary>
    public static IServiceCollection AddTicketsPublisher(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTicketsBus(configuration, consumes: false);
        services.AddConnectors(configuration);
        services.AddHostedService<FollowSettings>();
        services.AddSingleton<Relay>();
        services.AddHostedService(s => s.GetRequiredService<Relay>());
        return services;
    }
}
