using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Sla;

/// <summary>The queue of due clocks: shared by processes that may die with clocks in their hands.</summary>
public sealed class DueClocksTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Opened = Wib.At("2026-07-06 09:00");
    private static readonly DateTimeOffset Due = Wib.At("2026-07-13 16:00");

    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task It_says_when_the_next_is_due()
    {
        await Kept(ATicket.Opened(Opened).Routed("JAMSOS").Answered());
        var next = await database.Send(new RecordDueClocks(Opened));
        Assert.Empty(await Events<SlaWarning>());
        Assert.InRange(next!.Value, Opened, Due);
        List<DateTimeOffset> looks = [];
        for (; next is { } at; next = await database.Send(new RecordDueClocks(at)))
            looks.Add(at);
        Assert.Equal(looks.Distinct().Order(), looks);
        Assert.Contains(Due.AddTicks(1), looks);
        Assert.Single(await Events<SlaWarning>(), w => w.Clock == ClockKind.Resolution);
        Assert.Equal(Due, Assert.Single(await Events<SlaBreached>(), b => b.Clock == ClockKind.Resolution).DueAt);
    }

    [Fact]
    public async Task A_worker_that_dies_with_clocks_in_hand_delays_them_by_the_lease_and_nothing_else()
    {
        for (var i = 0; i < 3; i++)
            await Kept(ATicket.Opened(Opened).Routed("JAMSOS").Answered());
        var now = Due.AddSeconds(1);
        // What passed before is written down.
        await database.Send(new RecordDueClocks(Due));
        // It takes two and is never heard of again.
        await Taken(now, 2);

        var next = await database.Send(new RecordDueClocks(now));
        Assert.Single(await Breaches());
        Assert.Equal(now + RecordDueClocks.Lease, next);

        await database.Send(new RecordDueClocks(now + RecordDueClocks.Lease));
        var breaches = await Breaches();
        Assert.Equal(3, breaches.Count);
        Assert.Equal(3, breaches.Select(b => b.Number).Distinct().Count());
        Assert.All(breaches, b => Assert.Equal(Due, b.DueAt));
    }

    [Fact]
    public async Task A_clock_that_cannot_be_reckoned_holds_no_other_up_and_is_tried_again_later()
    {
        for (var i = 0; i < 3; i++)
            await Kept(ATicket.Opened(Opened).Routed("JAMSOS").Answered());
        await database.Send(new RecordDueClocks(Due));
        var (now, spoilt) = (Due.AddSeconds(1), await database.Look(db => db.Clocks.Where(c => c.Kind == ClockKind.Resolution).OrderBy(c => c.Id).Select(c => c.Id).FirstAsync()));
        await Counted(spoilt, "HILANG@1");

        var refused = await Assert.ThrowsAsync<NotRecordedException>(() => database.Send(new RecordDueClocks(now)));

        Assert.Contains($"{spoilt}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Breaches()).Count);
        Assert.Equal(now + RecordDueClocks.Lease, await database.Send(new RecordDueClocks(now)));

        await Counted(spoilt, "NASIONAL@1");
        await database.Send(new RecordDueClocks(now + RecordDueClocks.Lease));
        Assert.Equal(3, (await Breaches()).Select(b => b.Number).Distinct().Count());
        Assert.All(await Breaches(), b => Assert.Equal(Due, b.DueAt));
    }

    [Fact]
    public async Task Two_workers_at_once_write_each_thing_down_once()
    {
        for (var i = 0; i < 40; i++)
            await Kept(ATicket.Opened(Opened).Routed("JAMSOS").Answered());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => database.Send(new RecordDueClocks(Due.AddMinutes(1))))));

        Assert.Equal(40, (await Breaches()).Select(b => b.Number).Distinct().Count());
        Assert.Equal(40, (await Breaches()).Count);
        Assert.Equal(40, (await Events<SlaWarning>()).Count(w => w.Clock == ClockKind.Resolution));
    }

    [Fact]
    public async Task What_is_committed_for_sooner_wakes_who_sleeps()
    {
        var times = database.Services.GetRequiredService<DueTimes>();
        var asleep = times.SoonerThan(Opened.AddDays(30));
        Assert.False(asleep.IsCompleted);
        await Kept(ATicket.Opened(Opened).Routed("JAMSOS"));
        await asleep.WaitAsync(TimeSpan.FromSeconds(5));

        var soundly = times.SoonerThan(Opened.AddHours(1));
        await Kept(ATicket.Opened(Opened).Routed("JAMSOS"));
        Assert.False(soundly.IsCompleted);
    }

    // As a calendar that was lost in a mended database would leave it.
    private Task<int> Counted(long clock, string calendar) => database.Look(db => db.Clocks.Where(c => c.Id == clock).ExecuteUpdateAsync(s => s.SetProperty(c => c.Calendar, calendar)));

    // What the first statement of a worker does before it dies.
    private Task<int> Taken(DateTimeOffset now, int most) =>
        database.Look(async db =>
        {
            var ids = await db.Clocks.Where(c => c.NextAt != null && c.NextAt <= now).OrderBy(c => c.NextAt).ThenBy(c => c.Id).Take(most).Select(c => c.Id).ToListAsync();
            var until = now + RecordDueClocks.Lease;
            return await db.Clocks.Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.NextAt, until));
        });

    private async Task<List<T>> Events<T>()
        where T : TicketEvent
    {
        var rows = await database.Look(db => db.Events.AsNoTracking().Where(e => e.Type == typeof(T).Name).OrderBy(e => e.Id).ToListAsync());
        return rows.ConvertAll(r => (T)r.What);
    }

    private async Task Kept(ATicket ticket) => await database.Look(db => Task.FromResult(ticket.AddTo(db)));

    private async Task<List<SlaBreached>> Breaches() => [.. (await Events<SlaBreached>()).Where(b => b.Clock == ClockKind.Resolution)];
}
