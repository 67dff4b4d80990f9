using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Sla;

/// <summary>A decree changes the working calendar while tickets run by it.</summary>
public sealed class DecreeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = Wib.At("2026-07-06 09:00");
    private static readonly DateTimeOffset Tuesday = Wib.At("2026-07-07 10:00");

    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_preview_says_what_would_move_and_changes_nothing()
    {
        var running = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"), acknowledged: true);
        await Kept(ATicket.Opened(Monday.AddDays(-20)).Routed("JAMSOS").Answered().Resolved());

        var effect = (await Decree("2026-07-08", preview: true)).Effect!;

        Assert.Equal((3, 1, 2, 1, 1), (effect.Clocks, effect.Tickets, effect.ClocksMoved, effect.TicketsMoved, effect.PromisesMoved));
        Assert.Equal(new Shift("PT72H", "PT72H", "PT120H"), effect.Shift);
        Assert.Equal((1, 0, 2), (effect.CitizensTold, effect.Sooner, effect.Later));
        Assert.Equal(("JAMSOS", 1, 2), (effect.ByDirectorate.Single().Directorate, effect.ByDirectorate.Single().TicketsMoved, effect.ByDirectorate.Single().ClocksMoved));
        var moved = Assert.Single(effect.Sample, m => m.Clock == ClockKind.Resolution);
        Assert.Equal((running, Wib.At("2026-07-13 16:00"), Wib.At("2026-07-16 16:00")), (moved.Number, moved.WasDueAt, moved.DueAt));
        Assert.Single((await database.Send(new ListCalendars(NationalCalendar.Code, EveryVersion: true))).Items);
        Assert.Null(await database.Send(new RecountClocks(Tuesday, 10)));
        Assert.Equal(Wib.At("2026-07-13 16:00"), (await Clock(running)).DueAt);
    }

    [Fact]
    public async Task Running_clocks_move_and_keep_what_they_said_before()
    {
        var number = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"));
        var version = (await Decree("2026-07-08")).Version;
        Assert.Equal((2, RecountState.Waiting, 3, 0), (version.Version, version.State, version.Total, version.Done));

        await RecountAll();

        var clock = await Clock(number);
        Assert.Equal((Wib.At("2026-07-16 16:00"), "NASIONAL@2"), (clock.DueAt, clock.Calendar));
        // The first response is due before the decree takes effect: it stays, and is counted by the new version from now on.
        Assert.Equal((Wib.At("2026-07-07 16:00"), "NASIONAL@2"), ((await Clock(number, ClockKind.FirstResponse)).DueAt, (await Clock(number, ClockKind.FirstResponse)).Calendar));
        var line = Assert.Single(await Events<ClockRecounted>(number), e => e.Clock == ClockKind.Resolution);
        Assert.Equal((Wib.At("2026-07-13 16:00"), Wib.At("2026-07-16 16:00"), "SKB uji 1/2026"), (line.WasDueAt, line.DueAt, line.Reason));
        var listed = (await database.Send(new ListCalendars(NationalCalendar.Code, Version: 2))).Items.Single();
        Assert.Equal((RecountState.Done, 3, 2, 0), (listed.State, listed.Done, listed.Moved, listed.Told));
    }

    [Fact]
    public async Task What_has_ended_or_is_broken_stays_as_it_was()
    {
        var met = await Kept(ATicket.Opened(Monday).Routed("JAMSOS").Answered().Resolved(Monday.AddHours(1)));
        var broken = await Kept(ATicket.Opened(Monday.AddDays(-20)).Routed("JAMSOS").LookedAt(Tuesday));
        var (metBefore, brokenBefore) = (await Clock(met), await Clock(broken));

        await Decree("2026-06-01");
        await RecountAll();

        var (metAfter, brokenAfter) = (await Clock(met), await Clock(broken));
        Assert.Equal((metBefore.DueAt, metBefore.Used, metBefore.Calendar), (metAfter.DueAt, metAfter.Used, metAfter.Calendar));
        Assert.Equal((brokenBefore.BreachedAt, brokenBefore.DueAt, brokenBefore.Calendar), (brokenAfter.BreachedAt, brokenAfter.DueAt, brokenAfter.Calendar));
        Assert.Empty(await Events<ClockRecounted>(met));
        Assert.Empty(await Events<ClockRecounted>(broken));
    }

    [Fact]
    public async Task A_clock_that_stands_keeps_what_was_left()
    {
        var number = await Kept(ATicket.Opened(Monday).Routed("JAMSOS").Asked(Wib.At("2026-07-06 11:00")));
        var before = await Clock(number);
        var left = WorkingCalendar.Compile(NationalCalendar.Definition).Elapsed(before.PausedSince!.Value, before.DueAt);

        await Decree("2026-07-08");
        await RecountAll();
        await database.Look(async db =>
        {
            var ticket = await db.Tickets.Include(t => t.Citizen).SingleAsync(t => t.Number == number);
            var table = new Timetable(await db.SlaPolicies.ToListAsync(), await db.Calendars.ToListAsync());
            ticket.Hear(objects: false, table, Actor.Citizen(ticket.Citizen), Wib.At("2026-07-20 09:00"));
            return true;
        });

        var after = await Clock(number);
        Assert.Equal(left, WorkingCalendar.Compile(NationalCalendar.Definition).Elapsed(Wib.At("2026-07-20 09:00"), after.DueAt));
    }

    [Fact]
    public async Task No_promise_is_broken_backwards()
    {
        var number = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"));
        // Saturdays and Sundays of the past become working days: five of them would have been over on Saturday.
        var every = NationalCalendar.Definition with { Hours = Enum.GetValues<DayOfWeek>().ToDictionary(d => d, _ => NationalCalendar.Definition.Hours[DayOfWeek.Monday]), Closures = [] };
        await database.Send(Request("2026-07-01", every, preview: false, Wib.At("2026-07-12 10:00")));
        await RecountAll(Wib.At("2026-07-12 10:00"));

        Assert.Equal((Wib.At("2026-07-13 16:00"), "NASIONAL@1"), ((await Clock(number)).DueAt, (await Clock(number)).Calendar));
        Assert.Empty(await Events<ClockRecounted>(number));
    }

    [Fact]
    public async Task A_citizen_who_was_told_a_date_is_told_the_new_one_once()
    {
        var told = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"), acknowledged: true);
        var untold = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"));

        await Decree("2026-07-08");
        await RecountAll();
        await RecountAll();

        var notice = Assert.Single(await Notices(told), n => n.Kind == NoticeKind.DeadlineCorrection);
        Assert.Equal(($"deadline:{told}:NASIONAL@2", Door.CommentReply), (notice.Key, notice.Door));
        Assert.Contains(told, notice.Text, StringComparison.Ordinal);
        Assert.Contains("16 Jul 2026", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await Notices(untold), n => n.Kind == NoticeKind.DeadlineCorrection);
        Assert.Equal(1, (await database.Send(new ListCalendars(NationalCalendar.Code, Version: 2))).Items.Single().Told);
    }

    [Fact]
    public async Task Of_two_decrees_in_a_row_a_citizen_hears_once_and_of_the_date_that_holds()
    {
        var told = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"), acknowledged: true);

        await Decree("2026-07-08");
        var shorter = WithLeave with { Closures = [.. WithLeave.Closures.SkipLast(2)] };
        await database.Send(Request("2026-07-08", shorter, preview: false, Tuesday.AddMinutes(1)));
        await RecountAll(Tuesday.AddMinutes(1));

        var notice = Assert.Single(await Notices(told), n => n.Kind == NoticeKind.DeadlineCorrection);
        Assert.Equal($"deadline:{told}:NASIONAL@3", notice.Key);
        Assert.Contains("14 Jul 2026", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_does_between_counting_and_writing_is_counted_again()
    {
        var answered = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"));
        var asked = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"));
        var left = await Kept(ATicket.Opened(Monday).Routed("JAMSOS"));
        await Decree("2026-07-08");

        var counted = await database.Send(new CountClocks(Tuesday, 100));
        await database.Look(async db =>
        {
            var table = new Timetable(await db.SlaPolicies.ToListAsync(), await db.Calendars.ToListAsync());
            (await db.Tickets.SingleAsync(t => t.Number == answered)).Resolve("Sudah cair", table, ATicket.Staff, Tuesday);
            (await db.Tickets.SingleAsync(t => t.Number == asked)).Ask(inPublic: false, table, ATicket.Staff, Tuesday);
            return true;
        });
        Assert.Equal(9, await database.Send(new RecountClocks(Tuesday, 100, counted)));
        // Counted ahead by another process, which was slower.
        Assert.Equal(0, await database.Send(new RecountClocks(Tuesday, 100, counted)));

        Assert.Equal((Wib.At("2026-07-13 16:00"), "NASIONAL@1"), ((await Clock(answered)).DueAt, (await Clock(answered)).Calendar));
        Assert.Empty(await Events<ClockRecounted>(answered));
        var standing = await Clock(asked);
        Assert.Equal((Tuesday, Wib.At("2026-07-16 16:00"), "NASIONAL@2"), (standing.PausedSince, standing.DueAt, standing.Calendar));
        Assert.Equal(Wib.At("2026-07-16 16:00"), (await Clock(left)).DueAt);
        Assert.Single(await Events<ClockRecounted>(left), e => e.Clock == ClockKind.Resolution);
    }

    [Fact]
    public async Task A_recount_goes_on_where_it_was_cut_and_new_tickets_are_not_counted_twice()
    {
        List<string> numbers = [];
        for (var i = 0; i < 5; i++)
            numbers.Add(await Kept(ATicket.Opened(Monday).Routed("JAMSOS")));
        await Decree("2026-07-08");
        Assert.Equal(3, await database.Send(new RecountClocks(Tuesday, 3)));
        var version = (await database.Send(new ListCalendars(NationalCalendar.Code, Version: 2))).Items.Single();
        Assert.Equal((RecountState.Running, 15, 3), (version.State, version.Total, version.Done));

        await RecountAll();

        foreach (var number in numbers)
        {
            Assert.Equal(Wib.At("2026-07-16 16:00"), (await Clock(number)).DueAt);
            Assert.Single(await Events<ClockRecounted>(number), e => e.Clock == ClockKind.Resolution);
        }

        version = (await database.Send(new ListCalendars(NationalCalendar.Code, Version: 2))).Items.Single();
        Assert.Equal((RecountState.Done, 15, 10), (version.State, version.Done, version.Moved));
    }

    [Fact]
    public async Task Decrees_that_cannot_be_are_refused()
    {
        var zone = NationalCalendar.Definition with { TimeZone = "Asia/Jayapura" };
        Assert.Equal(CalendarRefusal.TimeZoneChanged, (await Assert.ThrowsAsync<CalendarRefused>(() => database.Send(Request("2026-07-08", zone, true, Tuesday)))).Reason);
        Assert.Equal(CalendarRefusal.BadDate, (await Assert.ThrowsAsync<CalendarRefused>(() => Decree("8 Juli"))).Reason);
        Assert.Equal(CalendarRefusal.DateOutOfRange, (await Assert.ThrowsAsync<CalendarRefused>(() => Decree("2201-01-01"))).Reason);
        var unknown = Request("2026-07-08", NationalCalendar.Definition, false, Tuesday) with { Code = "BULAN" };
        Assert.Equal(Refusal.NotFound, (await Assert.ThrowsAsync<RefusedException>(() => database.Send(unknown))).Refusal);
    }

    [Fact]
    public async Task Holidays_that_are_imported_before_a_decree_takes_effect_leave_it_its_date()
    {
        var mornings = NationalCalendar.Definition with
        {
            Hours = NationalCalendar.Definition.Hours.ToDictionary(d => d.Key, d => (IReadOnlyList<HourSpan>)[HourSpan.Between("08:00", "12:00")]),
            Closures = [new(new DateOnly(2027, 1, 1), Name: "Tahun Baru")],
        };
        await database.Send(Request("2027-01-01", mornings, preview: false, Tuesday));
        var read = await database.Send(new ReadClosures(NationalCalendar.Code, "csv", "date,name\n2026-08-03,Hari uji\n2026-08-17,Kemerdekaan\n2027-01-05,Hari uji lain\n"u8.ToArray(), null, Tuesday));
        Assert.Equal([new DateOnly(2026, 8, 3), new DateOnly(2027, 1, 5)], read.Added.Select(c => c.Date));
        Assert.Equal([new DateOnly(2026, 8, 17)], read.AlreadyThere.Select(c => c.Date));

        await database.Send(new DecreeCalendar(NationalCalendar.Code, null, read.Definition, "2026-08-03", "SKB uji", false, ADatabase.Administrator, Tuesday, read.Version));

        var calendar = await database.Look(async db => new Timetable([], await db.Calendars.ToListAsync()).Calendar("NASIONAL@3"));
        Assert.Equal([7.5, 0, 7.5, 0, 7.5, 4, 0, 4], new[] { "2026-07-30", "2026-08-03", "2026-08-04", "2026-08-17", "2026-12-30", "2027-01-04", "2027-01-05", "2027-01-06" }.Select(d => calendar.Elapsed(Wib.At($"{d} 00:00"), Wib.At($"{d} 00:00").AddDays(1)).TotalHours));
    }

    [Fact]
    public async Task Of_two_who_change_what_they_both_read_the_second_is_told_so()
    {
        var first = await database.Send(new ReadClosures(NationalCalendar.Code, "csv", "date,name\n2027-02-01,Satu\n"u8.ToArray(), null, Tuesday));
        var second = await database.Send(new ReadClosures(NationalCalendar.Code, "csv", "date,name\n2027-02-02,Dua\n"u8.ToArray(), null, Tuesday));
        await Entered(first);

        Assert.Equal(Refusal.SomebodyWasFaster, (await Assert.ThrowsAsync<RefusedException>(() => Entered(second))).Refusal);

        Task<DecreedCalendar> Entered(ClosuresRead read) =>
            database.Send(new DecreeCalendar(NationalCalendar.Code, null, read.Definition, "2027-02-01", "SKB uji", false, ADatabase.Administrator, Tuesday, read.Version));
    }

    private Task<DecreedCalendar> Decree(string from, bool preview = false) => database.Send(Request(from, WithLeave, preview, Tuesday));

    // Three days of collective leave, Wednesday to Friday; two of them lie in a weekend's way.
    private static WorkingCalendarDefinition WithLeave =>
        NationalCalendar.Definition with
        {
            Closures =
            [
                .. NationalCalendar.Definition.Closures,
                .. new[] { 8, 9, 10 }.Select(d => new CalendarClosure(new DateOnly(2026, 7, d), Name: "Cuti bersama uji")),
            ],
        };

    private static DecreeCalendar Request(string from, WorkingCalendarDefinition definition, bool preview, DateTimeOffset at) =>
        new(NationalCalendar.Code, null, JsonElement.Parse(JsonSerializer.Serialize(definition)), from, "SKB uji 1/2026", preview, ADatabase.Administrator, at);

    private async Task RecountAll(DateTimeOffset? at = null)
    {
        for (var batches = 0; batches < 100 && await database.Send(new RecountClocks(at ?? Tuesday, 3)) is not null; batches++)
            Assert.InRange(batches, 0, 90);
    }

    private async Task<string> Kept(ATicket ticket, bool acknowledged = false)
    {
        await database.Look(db =>
        {
            ticket.AddTo(db);
            ticket.Conversation.Hear(
                new Message(ticket.Conversation, Platform.Facebook, $"comment-{ticket.Ticket.Number}", 0, null, "PKH ibu saya belum cair", [], null, Monday, Monday),
                new Assessment(0.9, Topics.Pkh, 0.9, false, [], []),
                "PKH ibu saya belum cair"
            );
            return Task.FromResult(true);
        });
        if (acknowledged)
            await database.Look(async db =>
            {
                var saved = await db.Tickets.SingleAsync(t => t.Number == ticket.Ticket.Number);
                var conversation = await db.Conversations.Include(c => c.Citizen).SingleAsync(c => c.TicketId == saved.Id);
                var notice = new Notice($"ack:{saved.Number}", NoticeKind.Acknowledgement, saved, conversation, Door.CommentReply, conversation.LastMessageId, "x", "…", Actor.System, Monday);
                notice.BeginCall(Monday);
                notice.Arrived("platform-1", Monday);
                db.Add(notice);
                return true;
            });
        return ticket.Ticket.Number;
    }

    private Task<Clock> Clock(string number, ClockKind kind = ClockKind.Resolution) =>
        database.Look(async db => (await db.Tickets.AsNoTracking().SingleAsync(t => t.Number == number)).Clocks.Last(c => c.Kind == kind));

    private Task<List<Notice>> Notices(string number) => database.Look(db => db.Notices.AsNoTracking().Where(n => n.Ticket!.Number == number).ToListAsync());

    private async Task<List<T>> Events<T>(string number)
        where T : TicketEvent
    {
        var rows = await database.Look(db => db.Events.AsNoTracking().Where(e => e.Ticket!.Number == number && e.Type == typeof(T).Name).OrderBy(e => e.Id).ToListAsync());
        return rows.ConvertAll(r => (T)r.What);
    }
}
