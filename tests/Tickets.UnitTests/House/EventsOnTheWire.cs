using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Workers.Bus;

namespace Tickets.UnitTests.House;

/// <summary>What another system of the ministry reads off the bus is what <c>docs/events.md</c> says.</summary>
public class EventsOnTheWire
{
    [Fact]
    public async Task A_value_out_of_a_list_travels_by_its_name_and_an_instant_with_its_offset()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Tickets:Bus"] = "InMemory" }).Build();
        await using var services = new ServiceCollection().AddLogging().AddTicketsBus(configuration, consumes: false).BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = bus.ConnectReceiveEndpoint(
            "listener",
            e =>
                e.Handler<SlaBreached>(context =>
                {
                    heard.SetResult(context.ReceiveContext.Body.GetString());
                    return Task.CompletedTask;
                })
        );
        await bus.StartAsync();
        await endpoint.Ready;
        try
        {
            await bus.Publish(new SlaBreached("KMS-2026-000123", ClockKind.Resolution, 1, new DateTimeOffset(2026, 11, 24, 8, 20, 0, TimeSpan.Zero)));
            using var message = JsonDocument.Parse(await heard.Task.WaitAsync(TimeSpan.FromSeconds(30)));
            var told = message.RootElement.GetProperty("message");

            Assert.Equal("Resolution", told.GetProperty("clock").ToString());
            Assert.Equal("2026-11-24T08:20:00+00:00", told.GetProperty("dueAt").GetString());
            Assert.Equal("KMS-2026-000123", told.GetProperty("number").GetString());
        }
        finally
        {
            await bus.StopAsync();
        }
    }
}
