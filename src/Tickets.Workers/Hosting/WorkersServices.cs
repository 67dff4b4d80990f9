using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain.Platforms;
using Tickets.Workers.Bus;
using Tickets.Workers.Clock;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.Web;

namespace Tickets.Workers.Hosting;

/// <summary>Registration of the workers.</summary>
public static class WorkersServices
{
    /// <summary>Consumers, relay, sweep, the SLA clock and the connectors.</summary>
    public static IServiceCollection AddTicketsWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTicketsBus(configuration, consumes: true);
        services.AddMeta(configuration);
        services.AddSingleton<IPlatformSender, ShowOnLookupPage>();
        services.AddSingleton<Relay>();
        services.AddHostedService(s => s.GetRequiredService<Relay>());
        services.AddHostedService<Sweep>();
        services.AddHostedService<SlaClock>();
        return services;
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
