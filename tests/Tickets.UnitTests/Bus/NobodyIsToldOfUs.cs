using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Workers.Bus;

namespace Tickets.UnitTests.Bus;

public sealed class NobodyIsToldOfUs
{
    [Fact]
    public void The_library_of_the_bus_reports_no_usage_to_its_makers()
    {
        var untouched = new ServiceCollection().AddMassTransit(bus => bus.UsingInMemory());
        var ours = new ServiceCollection().AddTicketsBus(new ConfigurationBuilder().Build(), consumes: true);

        Assert.NotEmpty(Telling(untouched));
        Assert.Empty(Telling(ours));
    }

    private static IEnumerable<string> Telling(IServiceCollection services) => services.Select(s => s.ServiceType.Name).Where(n => n.Contains("Usage", StringComparison.Ordinal));
}
