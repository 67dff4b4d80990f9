using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Bus;
using Tickets.Workers.Hosting;

namespace Tickets.IntegrationTests.Bus;

/// <summary>RabbitMQ does not answer: what needs it waits in its rows, and all else goes on.</summary>
public sealed class WhileTheBrokerIsAway
{
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    // Nobody listens on the first port.
    private static readonly Dictionary<string, string?> Away = new() { ["Tickets:Bus"] = nameof(BusKind.RabbitMq), ["ConnectionStrings:RabbitMq"] = "amqp://127.0.0.1:1" };

    private static IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(Away).Build();

    [Fact]
    public async Task Tickets_are_routed_all_the_same()
    {
        await using var database = await ADatabase.Fresh(Away, services => services.AddTicketsPublisher(Configuration));
        var number = await ANewTicket(database);
        await database.Look(db => Task.FromResult(db.Add(new Delivery("meta", "{}"u8.ToArray(), Now))));
        using var sweep = new Sweep(database.Services.GetRequiredService<IServiceScopeFactory>(), database.Services.GetRequiredService<Relay>(), TimeProvider.System, NullLogger<Sweep>.Instance);
        using var stop = new CancellationTokenSource();

        var sweeping = sweep.SweepOnce(stop.Token);
        await Eventually.Holds("the ticket is routed", TimeSpan.FromSeconds(8), () => database.Look(db => db.Tickets.AnyAsync(t => t.Number == number && t.Status == TicketStatus.Assigned)));

        await stop.CancelAsync();
        await sweeping;
        Assert.True(await database.Look(db => db.Deliveries.AnyAsync(d => d.Unread == true)));
        Assert.True(await database.Look(db => db.Events.AnyAsync(e => e.Outbox == true)));
    }

    [Theory]
    [InlineData(false, HealthStatus.Degraded)]
    [InlineData(true, HealthStatus.Unhealthy)]
    public async Task An_Api_that_only_publishes_stays_ready_to_keep_deliveries_and_who_consumes_is_not_ready(bool consumes, HealthStatus told)
    {
        await using var process = new ServiceCollection().AddLogging().AddTicketsBus(Configuration, consumes).AddHealthChecks().Services.BuildServiceProvider();

        var ready = await process.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));

        Assert.Equal(told, ready.Status);
        Assert.Equal(["masstransit-bus"], ready.Entries.Keys);
    }

    private static async Task<string> ANewTicket(ADatabase database)
    {
        var conversation = await database.Look(async db =>
        {
            var conversation = new Conversation(new Citizen(Platform.Facebook, "warga-1", "Warga", Now), Audience.Public, "post-1", "post-1", Now);
            db.Add(conversation);
            await db.SaveChangesAsync();
            return conversation.Id;
        });
        return await database.Send(new OpenTicket(conversation, Topics.Pkh, Priority.Normal, null, ADatabase.Administrator, Now));
    }
}
