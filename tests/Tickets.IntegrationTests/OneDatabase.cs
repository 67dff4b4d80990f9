using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Platforms;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.IntegrationTests;

/// <summary>
/// One database for tests of the domain whose citizens, tickets and directorates are each test's own, with the simulated platform behind it and time that stands until
/// a test moves it. Nothing opens by itself: what waits is decided by the test.
/// </summary>
public sealed class OneDatabase : IAsyncLifetime
{
    /// <summary>A Monday in working hours of the national calendar, 09.00 WIB.</summary>
    public static readonly DateTimeOffset Start = new(2026, 8, 24, 2, 0, 0, TimeSpan.Zero);

    private readonly AStandingClock clock = new(Start);
    private ADatabase database = null!;
    private int made;

    public DateTimeOffset Now => clock.GetUtcNow();

    public SimulatedPlatform Simulated => database.Services.GetRequiredService<SimulatedPlatform>();

    public async Task InitializeAsync() =>
        database = await ADatabase.Fresh(
            new Dictionary<string, string?> { ["Tickets:Triage:OpenAt"] = "2" },
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<Pace>().AddSimulator()
        );

    public async Task DisposeAsync() => await database.DisposeAsync();

    /// <summary>Later, by so much.</summary>
    public DateTimeOffset Later(TimeSpan by)
    {
        clock.Now(Now + by);
        return Now;
    }

    /// <summary>A number no other test has.</summary>
    public int Next() => Interlocked.Increment(ref made);

    public Task<T> Send<T>(IRequest<T> request) => database.Send(request);

    public Task<T> Look<T>(Func<TicketsDb, Task<T>> look) => database.Look(look);

    public AsyncServiceScope Scope() => database.Services.CreateAsyncScope();

    /// <summary>A citizen writes, a moment later; answers the conversation's key.</summary>
    public async Task<long> Says(string citizen, string words, string thread = Conversation.Direct, Platform platform = Platform.Simulator)
    {
        var at = Later(TimeSpan.FromSeconds(30));
        var isPrivate = thread == Conversation.Direct;
        await using var scope = Scope();
        var takeIn = scope.ServiceProvider.GetRequiredService<TakeIn>();
        await scope
            .ServiceProvider.GetRequiredService<TicketsDb>()
            .Change(
                async () =>
                {
                    var arrived = new MessageArrived(
                        platform,
                        isPrivate ? Audience.Private : Audience.Public,
                        thread,
                        $"words-{Next()}",
                        null,
                        new Author(citizen, citizen),
                        at,
                        words,
                        [],
                        isPrivate ? null : thread,
                        null,
                        IsMention: false
                    );
                    Assert.Null(await takeIn.It(arrived, at, CancellationToken.None));
                },
                CancellationToken.None
            );
        return await Look(db => db.Conversations.Where(c => c.Citizen.PlatformUserId == citizen && c.Thread == thread).Select(c => c.Id).SingleAsync());
    }

    /// <summary>A citizen pleads, and an admin makes a ticket of it at a directorate, or (null) leaves that to the rules.</summary>
    public async Task<string> Opened(
        string citizen,
        string? directorate = "JAMSOS",
        string thread = Conversation.Direct,
        string topic = Topics.Pkh,
        Platform platform = Platform.Simulator,
        string words = "min tolong, PKH ibu saya belum cair dari bulan Juli"
    ) => await Send(new OpenTicket(await Says(citizen, words, thread, platform), topic, Priority.Normal, directorate, ADatabase.Administrator, Now));

    /// <summary>A person answers, asks or resolves, a moment later.</summary>
    public Task Answer(string number, string words = "Sedang kami periksa.") => Send(new AnswerCitizen(number, words, Public: false, Waits: false, null, ADatabase.Administrator, Later(TimeSpan.FromMinutes(1))));

    /// <inheritdoc cref="Answer"/>
    public Task Ask(string number) => Send(new AnswerCitizen(number, "Siapa nama ibu Anda?", Public: false, Waits: true, null, ADatabase.Administrator, Later(TimeSpan.FromMinutes(1))));

    /// <inheritdoc cref="Answer"/>
    public Task Resolve(string number, string answer = "Bantuan sudah cair.") => Send(new ResolveTicket(number, answer, null, ADatabase.Administrator, Later(TimeSpan.FromMinutes(1))));

    /// <inheritdoc cref="Answer"/>
    public Task Reopen(string number) => Send(new ReopenTicket(number, "Ternyata belum cair", null, ADatabase.Administrator, Later(TimeSpan.FromMinutes(1))));

    public Task<Ticket> Ticket(string number) => Look(db => db.Tickets.AsNoTracking().SingleAsync(t => t.Number == number));

    /// <summary>The words of a ticket that go out or went out, in order.</summary>
    public Task<List<Notice>> Notices(string number, NoticeKind kind) =>
        Look(db => db.Notices.AsNoTracking().Where(n => n.Ticket!.Number == number && n.Kind == kind).OrderBy(n => n.Id).ToListAsync());

    /// <summary>Everything of these tickets is tried that may be tried now.</summary>
    public async Task SendAll(params string[] numbers) =>
        await Send(new SendNotices(await Look(db => db.Notices.Where(n => numbers.Contains(n.Ticket!.Number)).OrderBy(n => n.Id).Select(n => n.Key).ToListAsync())));

    /// <summary>What the ministry said to a citizen on the simulated platform, in order.</summary>
    public IReadOnlyList<string> Told(string citizen) => [.. Simulated.Words.Where(w => w.Author == SimulatedPlatform.Ministry && w.With == citizen).Select(w => w.Text)];
}

/// <summary>Tests of one collection run one after the other.</summary>
[CollectionDefinition(nameof(OneDatabase))]
public sealed class OneDatabaseTests : ICollectionFixture<OneDatabase>;
