using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;
using Tickets.Workers;

namespace Tickets.IntegrationTests.Sla;

/// <summary>A calendar closes for good while a policy promises by it: nobody may save that, and where it stands already no plea is refused for it.</summary>
public sealed class CalendarsThatClose : IAsyncLifetime
{
    private const string UntilJuneNextYear = """{"timeZone":"Asia/Jakarta","seasons":[{"from":"2026-01-01","to":"2027-06-30","hours":{"monday":[["08:00","16:00"]],"wednesday":[["08:00","16:00"]]}}]}""";
    private static readonly DateTimeOffset Now = Wib.At("2026-08-18 10:00");
    private static readonly Caller Admin = ADatabase.Administrator;

    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Whoever_saves_such_a_calendar_or_promise_is_refused_today_and_told_from_when_on()
    {
        var national = JsonElement.Parse(UntilJuneNextYear);
        foreach (var refused in (Func<Task>[])[
            () => database.Send(new SaveCalendar(NationalCalendar.Code, "x", national, New: false, Admin, Now)),
            () => database.Send(new DecreeCalendar(NationalCalendar.Code, null, national, "2026-09-01", "SKB", Preview: true, Admin, Now)),
            () => database.Send(new DecreeCalendar(NationalCalendar.Code, null, national, "2026-09-01", "SKB", Preview: false, Admin, Now)),
        ])
        {
            var why = await Assert.ThrowsAsync<CalendarRefused>(refused);
            Assert.Equal(CalendarRefusal.NotEnoughWorkingTime, why.Reason);
            // The longest promise is sixty working days, of which there are two a week.
            Assert.Contains("P60WD", why.Detail, StringComparison.Ordinal);
        }

        // By itself it may stand; promised by it nothing may be.
        await database.Send(new SaveCalendar("SATGAS", "Satgas", national, New: true, Admin, Now));
        var promise = await Assert.ThrowsAsync<CalendarRefused>(() => database.Send(Promising("SATGAS", "PT1H", "P1WD")));
        Assert.Equal(CalendarRefusal.NotEnoughWorkingTime, promise.Reason);
        Assert.Single((await database.Send(new ListCalendars(NationalCalendar.Code, EveryVersion: true))).Items);
    }

    [Fact]
    public async Task What_only_an_older_or_withdrawn_version_promised_refuses_no_calendar()
    {
        var mondays = Calendar("""{"timeZone":"Asia/Jakarta","hours":{"monday":[["08:00","16:00"]]}}""");
        await database.Send(new SaveCalendar("SATGAS", "Satgas", mondays, New: true, Admin, Now));
        await database.Send(Promising("SATGAS", "PT1H", "P900WD"));
        // Nine hundred working days of four or five every fourth year are some eight hundred years.
        var rare = Calendar("""{"timeZone":"Asia/Jakarta","hours":{},"seasons":[""" + string.Join(',', Enumerable.Range(0, 58).Select(i => $$$"""{"from":"{{{1970 + 4 * i}}}-03-01","to":"{{{1970 + 4 * i}}}-03-31","hours":{"monday":[["08:00","16:00"]]}}""")) + "]}");
        await Assert.ThrowsAsync<CalendarRefused>(() => database.Send(new SaveCalendar("SATGAS", "Satgas", rare, New: false, Admin, Now)));

        await database.Send(Promising("SATGAS", "PT1H", "P2WD", isNew: false));

        Assert.Equal(2, (await database.Send(new SaveCalendar("SATGAS", "Satgas", rare, New: false, Admin, Now))).Version);
    }

    [Fact]
    public async Task Where_it_stands_already_a_plea_is_opened_all_the_same_and_every_administrator_is_told_once()
    {
        foreach (var login in (string[])["dewi", "surya"])
            await database.Send(new SaveUser(login, login, ["administrator"], null, OnDuty: true, Active: true, New: true, Admin, Now));
        await database.Send(new SaveUser("budi", "Budi", ["officer"], "JAMSOS", OnDuty: true, Active: true, New: true, Admin, Now));
        // As earlier versions of the service let it be saved.
        await database.Look(db =>
        {
            db.Add(new CalendarVersion("SATGAS", 1, "Satgas", Wib.At("2026-01-01 00:00"), """{"timeZone":"Asia/Jakarta","seasons":[{"from":"2026-01-01","to":"2026-08-07","hours":{"monday":[["08:00","16:00"]]}}]}"""));
            db.Add(new SlaPolicy("pkh", 1, "PKH", Wib.At("2026-01-01 00:00"), [new(ClockKind.FirstResponse, "PT2H", "SATGAS"), new(ClockKind.Resolution, "P2WD", "SATGAS"), new(ClockKind.Custody, "P1WD", "SATGAS")], topic: Topics.Pkh));
            return Task.FromResult(0);
        });

        var number = await APlea();

        var clocks = (await database.Send(new ExplainClocks(number, Admin, Now))).ToDictionary(c => c.Kind);
        Assert.All(clocks.Values, c => Assert.Equal(("pkh@1", "NASIONAL@1"), (c.Policy, c.Calendar)));
        Assert.Equal((Wib.At("2026-08-18 12:00"), Wib.At("2026-08-20 16:00")), (clocks[ClockKind.FirstResponse].DueAt, clocks[ClockKind.Resolution].DueAt));
        var history = await database.Look(db => db.Events.AsNoTracking().Where(e => e.Type == nameof(CalendarRanOut)).ToListAsync());
        Assert.Equal(3, history.Count);
        Assert.All(history, e => Assert.True(e.Outbox));

        // As the bus brings it, and brings it again.
        var step = Assert.Single(Choreography.Steps, s => s.Event == typeof(CalendarRanOut));
        for (var time = 0; time < 2; time++)
            foreach (var useCase in step.UseCases([.. history.Select(e => e.What)], Now))
                await database.Send(useCase);

        Assert.Equal(["dewi", "surya"], (await Told("SATGAS")).Order(StringComparer.Ordinal));
        await database.Look(db => db.Notifications.ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, Now)));
        await APlea();
        await database.Send(new TellOfCalendar(["SATGAS@1"], Now.AddHours(1)));
        // Who read it and mended nothing is told again.
        Assert.Equal(4, (await Told("SATGAS")).Count);
    }

    [Theory]
    [InlineData("id", "Kalender SATGAS tidak lagi mempunyai waktu kerja")]
    [InlineData("en", "Calendar SATGAS has no working time left")]
    public async Task An_administrator_reads_which_calendar_it_is(string language, string begins)
    {
        await database.Send(new SaveUser("dewi", "Dewi", ["administrator"], null, OnDuty: true, Active: true, New: true, Admin, Now));
        await database.Send(new TellOfCalendar(["SATGAS@3"], Now));
        var dewi = await database.Look(db => db.Users.SingleAsync(u => u.Login == "dewi"));

        var told = Assert.Single((await database.Send(new ListNotifications(Unread: true, new PageOf(null, null), language, new Caller(Actor.User(dewi.Id, "Dewi"), Roles.Administrator, null), Now))).Items);

        Assert.Equal((NotificationKind.Calendar, Now), (told.Kind, told.ToldAt));
        Assert.StartsWith(begins, told.Text, StringComparison.Ordinal);
    }

    private Task<List<string>> Told(string calendar) =>
        database.Look(db => db.Notifications.Where(n => n.Kind == NotificationKind.Calendar && n.Detail == calendar).Join(db.Users, n => n.UserId, u => u.Id, (n, u) => u.Login).ToListAsync());

    private async Task<string> APlea()
    {
        var conversation = await database.Look(async db =>
        {
            var started = new Conversation(ATicket.SomeCitizen(Platform.Facebook, Now), Audience.Public, "post-1", "post-1", Now);
            db.Add(started);
            await db.SaveChangesAsync();
            return started.Id;
        });
        return await database.Send(new OpenTicket(conversation, Topics.Pkh, Priority.Normal, "JAMSOS", Admin, Now));
    }

    private static SavePolicy Promising(string calendar, string words, string answer, bool isNew = true) =>
        new("satgas", "Satgas", [new(ClockKind.FirstResponse, words, calendar), new(ClockKind.Resolution, answer, calendar)], null, Topics.Pkh, null, null, null, isNew, Admin, Now);

    private static JsonElement Calendar(string definition) => JsonElement.Parse(definition);
}
