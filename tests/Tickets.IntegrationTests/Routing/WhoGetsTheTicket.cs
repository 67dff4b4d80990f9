using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;
using Tickets.Domain.Routing;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Routing;

/// <summary>Of a directorate's officers the one gets a ticket who is on duty, is there, and has the least open work.</summary>
[Collection(nameof(OneDatabase))]
public sealed class WhoGetsTheTicket(OneDatabase service) : IAsyncLifetime
{
    private const string Queue = "nobody: it waits in the queue";

    private readonly string directorate = $"UJI-{service.Next()}";
    private readonly string topic = $"uji-{service.Next()}";

    public async Task InitializeAsync()
    {
        await service.Send(new SaveDirectorate(directorate, "Direktorat Uji", null, Believed: false, Active: true, New: true, ADatabase.Administrator, service.Now));
        await service.Send(new SaveTopic(topic, "Uji", "Test", New: true, ADatabase.Administrator, service.Now));
        await service.Send(new SaveRoutingRule(null, 1, topic, null, directorate, null, ADatabase.Administrator, service.Now));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_is_who_has_the_least_open_work_and_each_ticket_counts()
    {
        await Hire("ani");
        await Hire("budi");

        Assert.Equal(["ani", "budi", "ani", "budi"], await Routed(times: 4));
    }

    [Fact]
    public async Task Those_that_are_routed_together_are_shared_out_too()
    {
        await Hire("ani");
        await Hire("budi");
        string[] numbers = [await Opened(), await Opened(), await Opened(), await Opened()];

        await service.Send(new RouteTickets(numbers, service.Now));

        Assert.Equal([("ani", 2), ("budi", 2)], (await Officers(numbers)).CountBy(o => o).Select(o => (o.Key, o.Value)).Order());
    }

    [Fact]
    public async Task What_is_resolved_is_no_open_work_any_more()
    {
        await Hire("ani");
        await Hire("budi");
        var first = await Opened();
        await service.Send(new RouteTickets([first], service.Now));
        Assert.Equal("budi", await Routed());
        await service.Resolve(first);

        Assert.Equal("ani", await Routed());
    }

    [Fact]
    public async Task Who_is_off_duty_or_has_left_gets_nothing_however_little_work_they_have()
    {
        await Hire("ani", onDuty: false);
        await Hire("budi", active: false);
        await Hire("citra");

        Assert.Equal(["citra", "citra"], await Routed(times: 2));
    }

    [Fact]
    public async Task Who_is_absent_gets_nothing_until_they_are_back()
    {
        await Hire("ani");
        await Hire("budi");
        var back = service.Now.AddDays(2);
        await service.Send(new ArrangeAbsence(Login("ani"), service.Now.AddMinutes(-1), back, null, ADatabase.Administrator, service.Now));

        Assert.Equal(["budi", "budi"], await Routed(times: 2));
        Assert.Equal("ani", await Routed(back));
    }

    [Fact]
    public async Task A_colleague_of_another_directorate_or_without_the_role_of_an_officer_gets_nothing_and_it_waits_in_the_queue()
    {
        await service.Look(db =>
        {
            db.Add(new User(Login("dewi"), "Dewi", Roles.Supervisor, directorate));
            return Task.FromResult(true);
        });

        Assert.Equal(Queue, await Routed());
    }

    [Fact]
    public async Task A_transfer_goes_to_the_officer_with_the_least_work_too()
    {
        await Hire("ani");
        await Hire("budi");
        Assert.Equal("ani", await Routed());
        var number = await service.Opened($"warga-{service.Next()}");

        await service.Send(new TransferTicket(number, directorate, "Mohon ditindaklanjuti", null, ADatabase.Administrator, service.Now));

        Assert.Equal(["budi"], await Officers([number]));
    }

    [Fact]
    public async Task A_change_that_the_database_undid_gave_nobody_work_and_is_done_again_with_officers_of_its_own_context()
    {
        // What SQLite says when somebody wrote since the transaction began to read: its nearest to SQL Server's deadlock.
        var undone = new SqliteException("database is locked", 5, 517);
        await Hire("ani");
        await Hire("budi");
        var number = await service.Opened($"warga-{service.Next()}");
        await using var scope = service.Scope();
        var (db, route) = (scope.ServiceProvider.GetRequiredService<TicketsDb>(), scope.ServiceProvider.GetRequiredService<RouteToDirectorate>());
        var tries = 0;

        await db.Change(
            async () =>
            {
                var ticket = await db.TicketFor(number, ADatabase.Administrator, null, CancellationToken.None);
                var officer = await route.OfficerOf(directorate, service.Now, CancellationToken.None);
                Assert.Equal(EntityState.Unchanged, db.Entry(officer!).State);
                ticket.Transfer(directorate, officer, "Mohon ditindaklanjuti", ATimetable.Seeded, ATicket.Staff, service.Now);
                await db.SaveChangesAsync();
                if (++tries < 2)
                    throw new DbUpdateException("undone", undone);
            },
            CancellationToken.None
        );

        Assert.Equal(2, tries);
        Assert.Equal(["ani"], await Officers([number]));
        Assert.Equal([("ani", 1), ("budi", 0)], await service.Look(async d => (await d.Users.Where(u => u.Directorate == directorate).OrderBy(u => u.Login).ToListAsync()).ConvertAll(u => (Called(u.Login), u.OpenWork))));
    }

    private string Login(string name) => $"{name}.{directorate.ToLowerInvariant()}";

    private static string Called(string login) => login.Split('.')[0];

    private Task<ListedUser> Hire(string name, bool onDuty = true, bool active = true) =>
        service.Send(new SaveUser(Login(name), name, ["officer"], directorate, onDuty, active, New: true, ADatabase.Administrator, service.Now));

    // Who gets the next ticket.
    private async Task<string> Routed(DateTimeOffset? at = null)
    {
        var number = await Opened();
        await service.Send(new RouteTickets([number], at ?? service.Now));
        return (await Officers([number])).Single();
    }

    // One after the other.
    private async Task<List<string>> Routed(int times)
    {
        List<string> got = [];
        while (got.Count < times)
            got.Add(await Routed());
        return got;
    }

    private Task<string> Opened() => service.Opened($"warga-{service.Next()}", directorate: null, topic: topic);

    private async Task<List<string>> Officers(string[] numbers)
    {
        var tickets = await service.Look(db => db.Tickets.AsNoTracking().Include(t => t.Officer).Where(t => numbers.Contains(t.Number)).OrderBy(t => t.Id).ToListAsync());
        Assert.All(tickets, t => Assert.Equal((TicketStatus.Assigned, directorate), (t.Status, t.Directorate)));
        return tickets.ConvertAll(t => t.Officer is { } officer ? Called(officer.Login) : Queue);
    }
}
