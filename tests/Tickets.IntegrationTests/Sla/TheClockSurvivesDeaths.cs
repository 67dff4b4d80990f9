using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Sla;

/// <summary>
/// Processes that are killed again and again while clocks come due. Alone: beside others they start so slowly that one clock after the other is over before, and fewer of
/// them die at their moment (28 of 50 on a crowded machine, all of them alone).
/// </summary>
[CollectionDefinition(nameof(TheClockSurvivesDeaths), DisableParallelization = true)]
[Collection(nameof(TheClockSurvivesDeaths))]
public sealed class TheClockSurvivesDeaths(ITestOutputHelper output)
{
    private const int Deaths = 50;
    private const int TicketsALife = 3;
    private const int WorkersAtOnce = 2;
    private static readonly TimeSpan ALull = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly Random random = new(2026);
    private int deaths;
    private int amid;

    [Fact]
    public async Task Each_warning_breach_and_rung_is_written_down_once_at_its_instant_though_workers_are_killed_amid_it()
    {
        await using var world = await Ministry.Founded("the clock of the world", TimeProvider.System.GetUtcNow(), faster: 1);
        // Monday, 09.00. A minute a second: the lease of the dead is half a second.
        await using var fast = await Ministry.Founded("a fast clock", Wib.At("2026-07-06 09:00"), faster: 60);
        Ministry[] both = [world, fast];

        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, WorkersAtOnce).Select(_ => Task.Run(() => LoseOneAfterTheOther(both))));
        output.WriteLine($"{Deaths} deaths in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {amid} of them at their moment");
        // So that the rest proves something.
        Assert.InRange(amid, Deaths / 2, Deaths);

        began = Stopwatch.GetTimestamp();
        using (var worker = TheClockAlone.Start(both.Select(m => (m.Folder, m.Told))))
        {
            var listening = Listen(worker);
            foreach (var ministry in both)
                await Eventually.Holds(
                    $"by {ministry.Name} every rung is written down",
                    TimeSpan.FromSeconds(120),
                    async () => !listening.IsCompleted && await ministry.HasWrittenEverything()
                );
        }

        output.WriteLine($"What the dead left was written down after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        foreach (var ministry in both)
            await ministry.WroteEverythingOnce();
    }

    // Two workers at a time, each with both clocks in it.
    private async Task LoseOneAfterTheOther(Ministry[] both)
    {
        while (Interlocked.Increment(ref deaths) is var death && death <= Deaths)
        {
            foreach (var ministry in both)
                await ministry.Open();
            using var worker = TheClockAlone.Start(both.Select(m => (m.Folder, m.Told)));
            await LivesUntil(worker, both, death % both.Length, MomentOf(death / both.Length));
        }
    }

    // Before what it takes is committed, after that with the lease in hand, before what it records is committed, after that; and now and then later.
    private int MomentOf(int death)
    {
        lock (random)
            return death % 5 == 4 ? random.Next(5, 9) : (death % 5) + 1;
    }

    // Both clocks have begun to write, and one of them is just there; or all that was due is written down, and there is nothing to be killed amid.
    private async Task LivesUntil(TheClockAlone worker, Ministry[] both, int which, int moment)
    {
        var told = new int[both.Length];
        var began = Stopwatch.GetTimestamp();
        var next = worker.Told();
        while (told[which] < moment || told.Contains(0))
        {
            if (await Task.WhenAny(next, next.WaitAsync(ALull)) is { IsCompletedSuccessfully: true })
            {
                var number = await next;
                Assert.NotNull(number);
                told[number.Value]++;
                next = worker.Told();
                began = Stopwatch.GetTimestamp();
                continue;
            }

            var silent = both.Where((_, i) => told[i] == 0).ToList();
            if (silent.Count == 0)
                return;
            var nothingLeft = true;
            foreach (var ministry in silent)
                nothingLeft &= await ministry.HasWrittenEverything();
            if (nothingLeft)
                return;
            Assert.True(Stopwatch.GetElapsedTime(began) < LongestSilence, $"By {silent[0].Name} nothing was written for {LongestSilence.TotalSeconds} s, and not all is.");
        }

        Interlocked.Increment(ref amid);
    }

    private static async Task Listen(TheClockAlone worker)
    {
        while (await worker.Told() is not null) { }
    }

    /// <summary>A database with urgent tickets by one policy, and workers that come and go, all by one clock.</summary>
    private sealed class Ministry : IAsyncDisposable
    {
        private static readonly string[] Logins = ["petugas", "atasan", "direktur", "inspektur"];

        private readonly FastClock clock;
        private readonly ServiceProvider services;
        private readonly TimeSpan promise;
        private readonly TimeSpan afterBreach;
        private readonly SlaPolicy policy;
        private readonly Random random = new(2026);
        private Timetable timetable = null!;
        private int tickets;

        private Ministry(string name, DateTimeOffset from, double faster)
        {
            (Name, Told) = (name, FastClock.From(from, faster));
            clock = new FastClock(Told);
            promise = TimeSpan.FromSeconds(6) * faster;
            afterBreach = TimeSpan.FromSeconds(3) * faster;
            policy = new SlaPolicy(
                "uji",
                1,
                "Uji",
                clock.GetUtcNow().AddYears(-1),
                [Promise(ClockKind.FirstResponse, promise), Promise(ClockKind.Resolution, promise + TimeSpan.FromTicks(8))],
                ladder: [new("50%", Recipient.Officer), new("80%", Recipient.Supervisor), new("breach", Recipient.Director, Reassign: true), new($"breach+{WorkingDuration.Write(afterBreach)}", Recipient.Inspectorate)]
            );
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Tickets:DataDirectory"] = Folder }).Build();
            services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddTicketsDomain(configuration).BuildServiceProvider(validateScopes: true);
        }

        public static async Task<Ministry> Founded(string name, DateTimeOffset from, double faster)
        {
            var ministry = new Ministry(name, from, faster);
            await PrepareDatabase.Run(ministry.services, CancellationToken.None);
            await ministry.Look(db =>
            {
                db.Add(ministry.policy);
                db.AddRange(
                    new User(Logins[0], "Siti", Roles.Officer, "JAMSOS"),
                    new User(Logins[1], "Budi", Roles.Supervisor, "JAMSOS"),
                    new User(Logins[2], "Sri", Roles.Director, "JAMSOS"),
                    new User(Logins[3], "Agus", Roles.Inspectorate, directorate: null)
                );
                return Task.FromResult(true);
            });
            var calendars = await ministry.Look(db => db.Calendars.AsNoTracking().ToListAsync());
            ministry.timetable = new Timetable([ministry.policy], calendars);
            return ministry;
        }

        public string Name { get; }

        public string Folder { get; } = Directory.CreateTempSubdirectory("tickets-").FullName;

        public string Told { get; }

        public async Task<bool> HasWrittenEverything() =>
            (await Look(db => db.Clocks.AsNoTracking().ToListAsync())).All(c => c.BreachedAt is not null && c.Escalations.Count >= policy.Ladder.Count);

        public async Task WroteEverythingOnce()
        {
            var all = await Look(db => db.Tickets.AsNoTracking().ToListAsync());
            var events = (await Look(db => db.Events.AsNoTracking().ToListAsync())).ToLookup(e => e.TicketId);
            var notifications = (await Look(db => db.Notifications.AsNoTracking().ToListAsync())).ToLookup(n => n.ClockId);
            Assert.Equal(tickets, all.Count);
            Assert.Equal(Deaths * TicketsALife, tickets);
            foreach (var ticket in all)
            {
                Assert.Equal(2, ticket.Clocks.Count);
                var own = events[ticket.Id].ToList();
                Assert.All(own, e => Assert.True(e.At <= e.RecordedAt, $"{e.Type} was written down before it happened."));
                foreach (var one in ticket.Clocks)
                {
                    var length = one.Kind == ClockKind.Resolution ? promise + TimeSpan.FromTicks(8) : promise;
                    var (warned, due) = (ticket.OpenedAt + (length * 0.8), ticket.OpenedAt + length);
                    (string Rung, Recipient To, DateTimeOffset At)[] ladder =
                    [
                        ("50%", Recipient.Officer, ticket.OpenedAt + (length * 0.5)),
                        ("80%", Recipient.Supervisor, warned),
                        ("breach", Recipient.Director, due),
                        (policy.Ladder[3].At, Recipient.Inspectorate, due + afterBreach),
                    ];

                    Assert.Equal((warned, due, due), (one.WarnedAt, one.DueAt, one.BreachedAt));
                    Assert.Equal(ladder, one.Escalations.Select(e => (e.Rung, e.To, e.At)));
                    Assert.Equal(warned, Assert.Single(own, e => e.What is SlaWarning w && w.Clock == one.Kind).At);
                    Assert.Equal(due, Assert.Single(own, e => e.What is SlaBreached b && b.Clock == one.Kind).At);
                    Assert.Equal(
                        ladder.Select(r => (r.Rung, RecipientNames.Of(r.To), r.At, r.At)),
                        own.Where(e => e.What is TicketEscalated t && t.Clock == one.Kind).Select(e => (Row: e, What: (TicketEscalated)e.What)).Select(e => (e.What.Rung, e.What.To, e.What.At, e.Row.At))
                    );
                    Assert.Equal(ladder.Select(r => (r.Rung, r.At)), notifications[one.Id].OrderBy(n => n.At).Select(n => (n.Rung!, n.At)));
                }

                // Both clocks broke; it went back into the queue once.
                Assert.Single(own, e => e.What is TicketAssigned { Officer: null });
                Assert.Null(ticket.OfficerId);
            }
        }

        public async ValueTask DisposeAsync()
        {
            SqliteConnection.ClearAllPools();
            await services.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }

        // Some of its rungs were reached while no process ran, and the others will be soon.
        public Task<bool> Open() =>
            Look(async db =>
            {
                var officer = await db.Users.SingleAsync(u => u.Login == Logins[0]);
                var now = clock.GetUtcNow();
                for (var i = 0; i < TicketsALife; i++)
                {
                    double share;
                    lock (random)
                        share = random.NextDouble();
                    ATicket.Opened(now - (promise * (0.5 + (share * 0.5))), priority: Priority.Urgent, timetable: timetable).Routed("JAMSOS", officer: officer).AddTo(db);
                    Interlocked.Increment(ref tickets);
                }

                return true;
            });

        private async Task<T> Look<T>(Func<TicketsDb, Task<T>> look)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            return await db.Change(() => look(db), CancellationToken.None);
        }

        private static SlaTarget Promise(ClockKind kind, TimeSpan time) => new(kind, WorkingDuration.Write(time), NationalCalendar.RoundTheClockCode);
    }
}
