using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Bus;
using Tickets.Workers.Hosting;

namespace Tickets.IntegrationTests.Bus;

/// <summary>A ticket that fails again and again: nothing else waits for it, and a person sees what is wrong.</summary>
public sealed class WhatCannotGoOn : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private readonly AStandingClock clock = new(Now);
    private readonly Poison poison = new();
    private ADatabase database = null!;
    private Sweep sweep = null!;

    public async Task InitializeAsync()
    {
        database = await ADatabase.Fresh(add: services =>
            services
                .AddSingleton<TimeProvider>(clock)
                .AddTicketsPublisher(new ConfigurationBuilder().Build())
                .ConfigureDbContext<SqliteTicketsDb>(o => o.AddInterceptors(poison))
                .ConfigureDbContext<SqlServerTicketsDb>(o => o.AddInterceptors(poison))
        );
        await database.Services.GetRequiredService<IBusControl>().StartAsync();
        sweep = new(database.Services.GetRequiredService<IServiceScopeFactory>(), database.Services.GetRequiredService<Relay>(), clock, NullLogger<Sweep>.Instance);
    }

    public async Task DisposeAsync()
    {
        sweep.Dispose();
        await database.Services.GetRequiredService<IBusControl>().StopAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_routed_hinders_no_other_is_tried_ever_less_often_and_is_shown_to_an_administrator()
    {
        var (ill, well) = (await ANewTicket(), await ANewTicket());
        poison.Number = ill;
        List<int> tried = [];
        var shownAfter = -1;

        for (var step = 0; step <= 40; step++)
        {
            poison.Tried = false;
            await sweep.SweepOnce(CancellationToken.None);
            if (poison.Tried)
                tried.Add(step);
            if (shownAfter < 0 && (await PutAside()).Count > 0)
                shownAfter = step;
            clock.Now(clock.GetUtcNow() + Step);
        }

        Assert.Equal(TicketStatus.Assigned, await StatusOf(well));
        Assert.Equal([0, 1, 3, 7, 15, 31], tried);
        Assert.Equal(Sweep.MostRoutings, tried.Count);
        Assert.Equal(tried[^1], shownAfter);
        Assert.Equal((ill, nameof(TicketOpened)), Assert.Single((await PutAside()).Select(e => (e.Ticket, e.Type))));
        Assert.Contains(
            "Could not be routed to a directorate 6 times (InvalidOperationException); an administrator is asked to look. It goes on being tried.",
            (await database.Send(new ShowTicket(ill, "en", ADatabase.Administrator))).History.Select(h => h.Text)
        );
    }

    [Fact]
    public async Task Once_it_can_be_routed_it_is_and_leaves_the_list()
    {
        var ill = await ANewTicket();
        poison.Number = ill;
        for (var step = 0; step <= 31; step++, clock.Now(clock.GetUtcNow() + Step))
            await sweep.SweepOnce(CancellationToken.None);
        Assert.Single(await PutAside());
        poison.Number = null;

        clock.Now(clock.GetUtcNow() + TimeSpan.FromMinutes(10));
        await sweep.SweepOnce(CancellationToken.None);

        Assert.Equal(TicketStatus.Assigned, await StatusOf(ill));
        Assert.Empty(await PutAside());
    }

    private async Task<string> ANewTicket()
    {
        var conversation = await database.Look(async db =>
        {
            var conversation = new Conversation(new Citizen(Platform.Facebook, $"warga-{Guid.CreateVersion7():N}", "Warga", Now), Audience.Public, "post-1", "post-1", Now);
            db.Add(conversation);
            await db.SaveChangesAsync();
            return conversation.Id;
        });
        return await database.Send(new OpenTicket(conversation, Topics.Pkh, Priority.Normal, null, ADatabase.Administrator, Now));
    }

    private Task<TicketStatus> StatusOf(string number) => database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.Status).SingleAsync());

    private async Task<IReadOnlyList<ListedEvent>> PutAside() => (await database.Send(new ListEvents(new PageOf(null, null), "en", PutAside: true))).Items;

    /// <summary>A ticket that the database does not take as it is.</summary>
    private sealed class Poison : SaveChangesInterceptor
    {
        public string? Number { get; set; }

        public bool Tried { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!eventData.Context!.ChangeTracker.Entries<Ticket>().Any(e => e.State == EntityState.Modified && e.Entity.Number == Number))
                return ValueTask.FromResult(result);
            Tried = true;
            throw new InvalidOperationException("racun");
        }
    }
}
