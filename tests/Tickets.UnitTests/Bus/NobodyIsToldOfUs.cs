using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tickets.Workers.Bus;

namespace Tickets.UnitTests.Bus;

public sealed class NobodyIsToldOfUs
{
    [Fact]
    public void The_library_of_the_bus_reports_no_usage_to_its_makers()
    {
        Assert.True(Tells(new ServiceCollection().AddMassTransit(bus => bus.UsingInMemory())));
        Assert.False(Tells(new ServiceCollection().AddTicketsBus(new ConfigurationBuilder().Build(), consumes: true)));
    }

    private static bool Tells(IServiceCollection services)
    {
        using var provider = services.AddOptions().BuildServiceProvider();
        return provider.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled;
    }
}
