using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Bus;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.IntegrationTests.Bus;

/// <summary>A bus delivers at least once: what comes again changes nothing, and what breaks its reader stands before a person in the end.</summary>
public sealed class MessagesThatComeTwice : IAsyncLifetime, IReceiveObserver
{
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);
    private ADatabase database = null!;
    private IBusControl bus = null!;
    private int done;

    public async Task InitializeAsync()
    {
        database = await ADatabase.Fresh(add: services =>
            services.AddTicketsBus(new ConfigurationBuilder().Build(), consumes: true).AddSingleton<IDeliveryReader, ReadMetaDelivery>().AddSingleton<IDeliveryReader, Breaks>()
        );
        bus = database.Services.GetRequiredService<IBusControl>();
        bus.ConnectReceiveObserver(this);
        await bus.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await bus.StopAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_delivery_a_ticket_and_words_that_are_told_of_twice_are_read_routed_and_concluded_once()
    {
        var delivery = await Kept("meta", MetaPayloads.FacebookComment(ARunningProduct.PageId, "100500_1", "1_100", "9001", "Siti", "min tolong, PKH ibu saya belum cair dari bulan Juli", Now));

        await TellTwice(new DeliveriesAccepted([delivery]));
        await TellTwice(await Last<TicketOpened>());
        await TellTwice(await Last<NoticeQueued>());
        await TellTwice(await Last<NoticeFailed>());

        Assert.Equal(1, await database.Look(db => db.Messages.CountAsync()));
        Assert.Equal(1, await database.Look(db => db.Tickets.CountAsync()));
        var happened = await database.Look(db => db.Events.Select(e => e.Type).ToListAsync());
        Assert.All((string[])[nameof(TicketOpened), nameof(TicketRouted), nameof(NoticeQueued), nameof(NoticeFailed), nameof(AdminAsked)], type => Assert.Single(happened, type));
    }

    [Fact]
    public async Task A_delivery_that_breaks_its_reader_keeps_no_other_waiting_and_is_shown_to_an_administrator()
    {
        var ill = await Kept(Breaks.Name, "{}"u8.ToArray());
        var well = await Kept("meta", MetaPayloads.FacebookComment(ARunningProduct.PageId, "100500_1", "1_100", "9001", "Siti", "terima kasih", Now));

        for (var attempt = 0; attempt < Delivery.MostAttempts; attempt++)
        {
            Assert.Empty(await Failed());
            await Tell(new DeliveriesAccepted([ill, well]), 1);
        }

        Assert.Equal((ill, nameof(InvalidOperationException)), Assert.Single((await Failed()).Select(d => (d.Id, d.Detail))));
        Assert.Equal(1, await database.Look(db => db.Messages.CountAsync()));
    }

    Task IReceiveObserver.PreReceive(ReceiveContext context) => Task.CompletedTask;

    Task IReceiveObserver.PostReceive(ReceiveContext context)
    {
        Interlocked.Increment(ref done);
        return Task.CompletedTask;
    }

    Task IReceiveObserver.PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) => Task.CompletedTask;

    Task IReceiveObserver.ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;

    Task IReceiveObserver.ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private Task TellTwice(object what) => Tell(what, 2);

    // The same message, by the same id, as a broker delivers it again.
    private async Task Tell(object what, int times)
    {
        var (id, before) = (Guid.CreateVersion7(), Volatile.Read(ref done));
        for (var time = 1; time <= times; time++)
        {
            await bus.Publish(what, what.GetType(), c => c.MessageId = id);
            await Eventually.Holds($"{what.GetType().Name} was received {time} times", TimeSpan.FromSeconds(20), () => Task.FromResult(Volatile.Read(ref done) >= before + time));
        }
    }

    private async Task<TicketEvent> Last<T>() => (await database.Look(db => db.Events.AsNoTracking().Where(e => e.Type == typeof(T).Name).OrderBy(e => e.Id).LastAsync())).What;

    private async Task<IReadOnlyList<ListedDelivery>> Failed() => (await database.Send(new ListDeliveries(DeliveryState.Failed, new PageOf(null, null)))).Items;

    private Task<long> Kept(string source, byte[] body) =>
        database.Look(async db =>
        {
            var delivery = new Delivery(source, body, Now);
            db.Add(delivery);
            await db.SaveChangesAsync();
            return delivery.Id;
        });

    private sealed class Breaks : IDeliveryReader
    {
        public const string Name = "racun";

        public string Source => Name;

        public IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body) => throw new InvalidOperationException("racun");
    }
}
