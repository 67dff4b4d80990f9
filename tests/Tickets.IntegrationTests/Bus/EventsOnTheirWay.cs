using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Sweeping;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Bus;
using Tickets.Workers.Hosting;

namespace Tickets.IntegrationTests.Bus;

/// <summary>From the table to the bus: each event for itself, and always by the same message id.</summary>
public sealed class EventsOnTheirWay : IAsyncLifetime, IPublishObserver
{
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);
    private readonly List<(Type What, Guid? Id)> published = [];
    private ADatabase database = null!;

    private DateTimeOffset Later { get; } = TimeProvider.System.GetUtcNow().AddYears(1);

    private Relay Relay => database.Services.GetRequiredService<Relay>();

    public async Task InitializeAsync()
    {
        database = await ADatabase.Fresh(add: services => services.AddTicketsPublisher(new ConfigurationBuilder().Build()));
        var bus = database.Services.GetRequiredService<IBusControl>();
        bus.ConnectPublishObserver(this);
        await bus.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await database.Services.GetRequiredService<IBusControl>().StopAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task An_event_that_this_version_does_not_know_keeps_no_other_from_the_bus()
    {
        await ATicket();
        var rows = await Unpublished();
        await Become("TicketSpokenOf", rows[0].Id);
        var stranger = await database.Look(db => db.Events.AsNoTracking().SingleAsync(e => e.Id == rows[0].Id));

        await Relay.Publish([stranger, .. rows.Skip(1)], CancellationToken.None);

        Assert.Equal(rows.Skip(1).Select(r => r.What.GetType()).Order(ByName), published.Select(p => p.What).Order(ByName));
        Assert.Equal(["TicketSpokenOf"], (await PutAside()).Select(e => e.Type));
    }

    [Fact]
    public async Task A_damaged_event_keeps_no_other_from_the_bus()
    {
        await ATicket();
        var rows = await Unpublished();
        await database.Look(db => db.Events.Where(e => e.Id == rows[0].Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Payload, "{")));

        await Relay.Publish(await Unpublished(), CancellationToken.None);

        Assert.Equal(rows.Count - 1, published.Count);
        Assert.Equal([rows[0].Id], (await PutAside()).Select(e => e.Id));
    }

    [Fact]
    public async Task What_was_put_aside_is_not_tried_again_until_a_newer_version_starts_or_a_person_asks()
    {
        await ATicket();
        var id = (await Unpublished())[0].Id;
        await Become("TicketSpokenOf", id);

        var unknown = Assert.Single((await LeftBehind()).Unknown);
        Assert.Equal(new UnknownEvent(id, "TicketSpokenOf"), unknown);
        await Relay.PutAside([unknown]);
        Assert.Empty((await LeftBehind(justStarted: true)).Unknown);

        await database.Send(new PublishAgain(id, ADatabase.Administrator, Now));
        Assert.Single((await LeftBehind()).Unknown);
        Assert.Empty(await PutAside());
        await Relay.PutAside([unknown]);

        await Become(nameof(TicketOpened), id);
        Assert.DoesNotContain(id, (await LeftBehind()).Unpublished.Select(r => r.Id));
        Assert.Contains(id, (await LeftBehind(justStarted: true)).Unpublished.Select(r => r.Id));
    }

    [Fact]
    public async Task However_many_were_put_aside_a_newer_version_publishes_them_all_when_it_starts()
    {
        const int putAside = 501;
        await ATicket();
        var opened = (await Unpublished()).Single(r => r.What is TicketOpened);
        await database.Look(async db =>
        {
            await db.Events.Where(e => e.Id != opened.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Outbox, (bool?)null));
            for (var i = 1; i < putAside; i++)
                db.RecordSetting(Actor.System, Now, "topic", $"t{i}", "changed");
            await db.SaveChangesAsync();
            return await db.Events.Where(e => e.Id >= opened.Id && (e.Id == opened.Id || e.Type == nameof(SettingChanged))).ExecuteUpdateAsync(s =>
                s.SetProperty(e => e.Outbox, (bool?)false).SetProperty(e => e.Type, opened.Type).SetProperty(e => e.Payload, opened.Payload)
            );
        });
        using var sweep = new Sweep(database.Services.GetRequiredService<IServiceScopeFactory>(), Relay, TimeProvider.System, NullLogger<Sweep>.Instance);

        await sweep.SweepOnce(CancellationToken.None);
        await sweep.SweepOnce(CancellationToken.None);
        await sweep.SweepOnce(CancellationToken.None);

        Assert.Equal(putAside, published.Count(p => p.What == typeof(TicketOpened)));
    }

    [Fact]
    public async Task Only_what_was_put_aside_is_published_again_by_hand()
    {
        await ATicket();
        var id = (await Unpublished())[0].Id;

        var refused = await Assert.ThrowsAsync<RefusedException>(() => database.Send(new PublishAgain(id, ADatabase.Administrator, Now)));
        Assert.Equal(Refusal.NotFound, refused.Refusal);
    }

    [Fact]
    public async Task A_breach_that_is_published_again_has_the_message_id_of_the_first_time()
    {
        await ATicket();
        await database.Send(new RecordDueClocks(Later));
        EventRow[] breaches = [.. (await Unpublished()).Where(r => r.What is SlaBreached)];
        await Relay.Publish(breaches, CancellationToken.None);
        var first = published.ToList();
        published.Clear();

        await Relay.Publish(breaches, CancellationToken.None);

        Assert.NotEmpty(first);
        Assert.All(first, p => Assert.Equal(typeof(SlaBreached), p.What));
        Assert.Equal(first.Select(p => p.Id).Order(), published.Select(p => p.Id).Order());
    }

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context)
    {
        lock (published)
            published.Add((typeof(T), context.MessageId));
        return Task.CompletedTask;
    }

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    private static readonly Comparer<Type> ByName = Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));

    private Task<LeftBehind> LeftBehind(bool justStarted = false) => database.Send(new FindLeftBehind(Later, TimeSpan.Zero, justStarted ? 0 : null));

    private async Task<IReadOnlyList<EventRow>> Unpublished() => (await LeftBehind()).Unpublished;

    private async Task<IReadOnlyList<ListedEvent>> PutAside() => (await database.Send(new ListEvents(new PageOf(null, null), "en", PutAside: true))).Items;

    private Task<int> Become(string type, long id) =>
        database.Look(db => db.Events.Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Type, type)));

    private async Task<string> ATicket()
    {
        var conversation = await database.Look(async db =>
        {
            var conversation = new Conversation(new Citizen(Platform.Facebook, "warga-1", "Warga", Now), Audience.Public, "post-1", "post-1", Now);
            db.Add(conversation);
            await db.SaveChangesAsync();
            return conversation.Id;
        });
        return await database.Send(new OpenTicket(conversation, Topics.Pkh, Priority.Normal, "JAMSOS", ADatabase.Administrator, Now));
    }
}
