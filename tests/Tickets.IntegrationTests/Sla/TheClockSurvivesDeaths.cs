using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;
using Tickets.Testing;
using Tickets.Testing.Builders;
using Tickets.Domain.WorkingTime;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Sla;

/// <summary>A process that is killed again and again while clocks come due. Alone: it needs every core there is.</summary>
[CollectionDefinition(nameof(TheClockSurvivesDeaths), DisableParallelization = true)]
[Collection(nameof(TheClockSurvivesDeaths))]
public sealed class TheClockSurvivesDeaths(ITestOutputHelper output)
{
    private const int Deaths = 50;
    private const int Tickets = 300;
    private static readonly TimeSpan Warms = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(32);

    [Fact]
    public Task By_the_clock_of_the_world_each_warning_and_breach_is_written_down_once_at_its_instant() => Survives(faster: 1);

    // Monday, 09.00: half an hour passes in half a minute, and the lease of the dead in half a second.
    [Fact]
    public Task By_a_fast_clock_each_warning_and_breach_is_written_down_once_at_its_instant() => Survives(faster: 60, Wib.At("2026-07-06 09:00"));

    private async Task Survives(double faster, DateTimeOffset? from = null)
    {
        await using var service = ARunningProduct.NotStarted(await FakeGraph.Start(), output.WriteLine);
        await service.Restart();
        service.Kill();
        await using var database = Around(service.Folder);

        var told = FastClock.From(from ?? TimeProvider.System.GetUtcNow(), faster);
        var clock = new FastClock(told);
        var begins = clock.GetUtcNow() + (Warms * faster);
        await Fill(database, begins, Dying * faster);

        var random = new Random(2026);
        service.RunBy(told);
        for (var death = 0; death < Deaths; death++)
        {
            service.Start();
            // At any moment of a short life, mostly while it starts; every tenth time when it has just begun to write.
            if (death % 10 == 9)
                await HasWritten(database, service);
            using var life = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(20, 600)));
            await life.WaitForNextTickAsync();
            service.Kill();
        }

        service.Start();
        await Eventually.Holds(
            "every warning and breach is written down",
            TimeSpan.FromSeconds(120),
            async () => (await Look(database, db => db.Clocks.CountAsync(c => (c.Kind == ClockKind.FirstResponse || c.Kind == ClockKind.Resolution) && (c.BreachedAt == null || c.WarnedAt == null)))) == 0,
            () => Task.FromResult(service.Log)
        );
        service.Kill();

        var clocks = await Look(database, db => db.Tickets.AsNoTracking().ToListAsync());
        var events = await Look(database, db => db.Events.AsNoTracking().Where(e => e.Type == nameof(SlaWarning) || e.Type == nameof(SlaBreached)).ToListAsync());
        Assert.Equal(Tickets, clocks.Count);
        foreach (var ticket in clocks)
            foreach (var one in ticket.Clocks.Where(c => c.Kind is ClockKind.FirstResponse or ClockKind.Resolution))
            {
                var own = events.Where(e => e.TicketId == ticket.Id).ToList();
                var warning = Assert.Single(own.Select(e => e.What).OfType<SlaWarning>(), w => w.Clock == one.Kind);
                var breach = Assert.Single(own.Select(e => e.What).OfType<SlaBreached>(), b => b.Clock == one.Kind);
                Assert.Equal((one.WarnAt, one.DueAt), (warning.At, breach.DueAt));
                Assert.Equal((one.WarnAt, one.DueAt), (one.WarnedAt, one.BreachedAt));
                Assert.Contains(own, e => e.Type == nameof(SlaBreached) && e.At == one.DueAt);
            }
    }

    // Warnings and breaches over the whole time of dying: a promise of working time, of which four fifths have passed when the dying begins.
    private static Task<bool> Fill(ServiceProvider database, DateTimeOffset begins, TimeSpan within)
    {
        var promise = within * 2;
        var calendar = new CalendarVersion(NationalCalendar.RoundTheClockCode, 1, "Sepanjang waktu", begins.AddYears(-1), System.Text.Json.JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition));
        var target = WorkingDuration.Write(promise);
        var policy = new SlaPolicy(
            "normal",
            1,
            "Biasa",
            begins.AddYears(-1),
            [new(ClockKind.FirstResponse, target, calendar.Code), new(ClockKind.Resolution, WorkingDuration.Write(promise + TimeSpan.FromTicks(7)), calendar.Code)]
        );
        var table = new Timetable([policy], [calendar]);
        return Look(
            database,
            db =>
            {
                for (var i = 0; i < Tickets; i++)
                    ATicket.Opened(begins - promise + (within * (i / (double)Tickets)), timetable: table).AddTo(db);
                return Task.FromResult(true);
            }
        );
    }

    private static async Task HasWritten(ServiceProvider database, ARunningProduct service)
    {
        var before = await Written();
        await Eventually.Holds("something was written down", TimeSpan.FromSeconds(30), async () => await Written() is var now && (now > before || now == 4 * Tickets), () => Task.FromResult(service.Log));

        Task<int> Written() => Look(database, db => db.Events.CountAsync(e => e.Type == nameof(SlaWarning) || e.Type == nameof(SlaBreached)));
    }

    private static ServiceProvider Around(string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Tickets:DataDirectory"] = folder }).Build();
        return new ServiceCollection().AddLogging().AddTicketsDomain(configuration).BuildServiceProvider(validateScopes: true);
    }

    private static async Task<T> Look<T>(ServiceProvider database, Func<TicketsDb, Task<T>> look)
    {
        await using var scope = database.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        return await db.Change(() => look(db), CancellationToken.None);
    }
}
