using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests.Sla;

/// <summary>A calendar that has hours only until a day, as that of a task force: what can be counted on it counts, and what cannot holds nothing up.</summary>
public sealed class CalendarsThatEnd
{
    private static readonly DateTimeOffset Monday = Wib.At("2026-11-23 08:00");
    private static readonly DateTimeOffset LastEvening = Wib.At("2026-11-27 16:00");

    // Open for the five days of one week.
    private static readonly CalendarVersion OneWeek = new(
        "SIAGA",
        1,
        "Satgas",
        Wib.At("2026-01-01 00:00"),
        """{"timeZone":"Asia/Jakarta","seasons":[{"from":"2026-11-23","to":"2026-11-27","hours":{"monday":[["08:00","16:00"]],"tuesday":[["08:00","16:00"]],"wednesday":[["08:00","16:00"]],"thursday":[["08:00","16:00"]],"friday":[["08:00","16:00"]]}}]}"""
    );

    [Fact]
    public void A_rung_for_which_the_calendar_has_no_time_is_never_reached_and_the_breach_before_it_is()
    {
        var timetable = Table([new("80%", Recipient.Officer), new("breach", Recipient.Supervisor), new("breach+P2WD", Recipient.Director), new("breach+P3WD", Recipient.Inspectorate)]);
        var ticket = ATicket.Opened(Monday, timetable: timetable).Routed("JAMSOS");

        ticket.LookedAt(LastEvening.AddDays(30));

        var resolution = ticket.Clock(ClockKind.Resolution);
        Assert.Equal(LastEvening, resolution.BreachedAt);
        Assert.Equal(["80%", "breach"], resolution.Escalations.Select(e => e.Rung));
        Assert.Null(resolution.NextAt);
    }

    [Fact]
    public void A_rung_that_somebody_put_off_beyond_its_end_is_not_reached_either()
    {
        var late = ATicket.Opened(Monday, timetable: Table([new("breach+P1WD", Recipient.Director)], resolution: "P3WD")).Routed("JAMSOS");
        late.LookedAt(Wib.At("2026-11-27 08:00")).Answered(LastEvening.AddMinutes(-30)).LookedAt(LastEvening.AddDays(30));

        Assert.Empty(late.Clock(ClockKind.Resolution).Escalations);
        Assert.Null(late.Clock(ClockKind.Resolution).NextAt);
    }

    [Fact]
    public void Who_works_by_it_is_told_at_once_when_it_has_ended()
    {
        var hasan = new User("hasan", "Hasan", Roles.Supervisor, "JAMSOS");
        hasan.WorksBy("SIAGA");
        var ticket = ATicket.Opened(Monday).Routed("JAMSOS");
        var saturday = Wib.At("2026-11-28 10:00");

        var told = Assert.Single(new WhoIsTold([hasan], Table([])).Of(Recipient.Supervisor, ticket.Ticket, saturday));

        Assert.Equal(("hasan", saturday), (told.Person.Login, told.At));
    }

    [Fact]
    public void A_plea_after_its_end_is_opened_and_promised_by_the_national_calendar()
    {
        var monday = Wib.At("2026-11-30 09:00");
        var ticket = ATicket.Opened(monday, timetable: Table([new("80%", Recipient.Officer), new("breach", Recipient.Supervisor)])).Routed("JAMSOS");

        var resolution = ticket.Clock(ClockKind.Resolution);
        Assert.Equal(("siaga@1", "P4WD", "NASIONAL@1", Wib.At("2026-12-04 16:30")), (resolution.Policy, resolution.Target, resolution.Calendar, resolution.DueAt));
        Assert.Equal(
            new CalendarRanOut(ticket.Ticket.Number, ClockKind.Resolution, 1, "SIAGA@1", "NASIONAL@1", resolution.DueAt, monday),
            Assert.Single(ticket.Ticket.Unsaved.Select(u => u.What).OfType<CalendarRanOut>())
        );
        ticket.LookedAt(Wib.At("2026-12-05 09:00"));
        Assert.Equal((resolution.DueAt, 2), (resolution.BreachedAt, resolution.Escalations.Count));
        AddsUp(resolution, Table([]));
    }

    [Fact]
    public void A_promise_that_began_before_its_end_and_has_no_time_left_after_it_is_the_national_calendars()
    {
        var ticket = ATicket.Opened(Wib.At("2026-11-26 10:00"), timetable: Table([]));

        Assert.Equal(("NASIONAL@1", Wib.At("2026-12-02 16:00")), (ticket.Clock(ClockKind.Resolution).Calendar, ticket.Clock(ClockKind.Resolution).DueAt));
    }

    [Fact]
    public void Where_not_even_the_national_calendar_has_time_every_hour_counts()
    {
        var closes = NationalCalendar.Definition with { Hours = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>() };
        var timetable = new Timetable(
            [new SlaPolicy("siaga", 1, "Siaga", Wib.At("2026-01-01 00:00"), [new(ClockKind.Resolution, "PT5H", "SIAGA")])],
            [OneWeek, new(NationalCalendar.Code, 1, "Nasional", Wib.At("2025-01-01 00:00"), JsonSerializer.Serialize(closes)), AlwaysOpen]
        );
        var saturday = Wib.At("2026-11-28 22:00");

        Assert.Equal(("24X7@1", saturday.AddHours(5)), (ATicket.Opened(saturday, timetable: timetable).Clock(ClockKind.Resolution).Calendar, ATicket.Opened(saturday, timetable: timetable).Clock(ClockKind.Resolution).DueAt));
    }

    [Fact]
    public void Its_newest_version_counts_before_any_other_calendar()
    {
        var longer = new CalendarVersion("SIAGA", 2, "Satgas", Wib.At("2026-11-30 07:00"), OneWeek.Definition.Replace("2026-11-27", "2026-12-31", StringComparison.Ordinal));
        var timetable = new Timetable([Policy("PT12H", [])], [OneWeek, longer, National, AlwaysOpen]);
        var ticket = ATicket.Opened(Wib.At("2026-11-27 13:00"), timetable: new Timetable([Policy("PT3H", [])], [OneWeek, National])).Routed("JAMSOS").Asked(Wib.At("2026-11-27 15:00")).Ticket;

        // The version that began its promise ends on the Friday; it goes on by the one that was entered on the Monday.
        ticket.Hear(objects: false, timetable, Actor.Citizen(ticket.Citizen), Wib.At("2026-11-30 10:00"));

        Assert.Equal(("SIAGA@2", Wib.At("2026-11-30 11:00")), (ticket.LastOf(ClockKind.Resolution)!.Calendar, ticket.LastOf(ClockKind.Resolution)!.DueAt));
        AddsUp(ticket.LastOf(ClockKind.Resolution)!, timetable);
    }

    [Fact]
    public void A_citizen_who_answers_after_its_end_is_heard_and_what_was_left_is_left()
    {
        var timetable = Table([], resolution: "PT12H");
        var ticket = ATicket.Opened(Monday, timetable: timetable).Routed("JAMSOS").Asked(Wib.At("2026-11-23 15:00")).Heard(Wib.At("2026-11-30 09:00"));

        // Seven of twelve hours were used; five are left, with the lunch break of the national calendar.
        var resolution = ticket.Clock(ClockKind.Resolution);
        Assert.Equal((TicketStatus.InProgress, "NASIONAL@1", Wib.At("2026-11-30 15:00")), (ticket.Ticket.Status, resolution.Calendar, resolution.DueAt));
        Assert.Equal(TimeSpan.FromHours(7), resolution.UsedBy(Wib.At("2026-11-30 09:00"), timetable));
        Assert.Equal("closed: SIAGA@1", Assert.Single(resolution.EarlierAims).Reason);
        Assert.Single(ticket.Ticket.Unsaved.Select(u => u.What).OfType<CalendarRanOut>());
        AddsUp(resolution, timetable);
        ticket.Resolved(Wib.At("2026-11-30 10:00"));
        Assert.Equal((TimeSpan.FromHours(8), null), (resolution.Used!.Value, resolution.BreachedAt));
    }

    [Fact]
    public void Whatever_is_done_to_a_ticket_that_waits_is_done_after_its_end_too()
    {
        var later = Wib.At("2026-12-01 09:00");
        ATicket Waits(Citizen? by = null) => ATicket.Opened(Monday, citizen: by, timetable: Table([], resolution: "PT36H")).Routed("JAMSOS").Asked(Wib.At("2026-11-23 15:00"));

        Assert.Equal(TimeSpan.FromHours(7), Waits().Resolved(later).Clock(ClockKind.Resolution).Used);
        Assert.Equal(later, Waits().Referred(later).Clock(ClockKind.Resolution).StoppedAt);
        Assert.Equal(later, Waits().FoundInvalid(later).Clock(ClockKind.Resolution).StoppedAt);
        Assert.Equal("NASIONAL@1", Waits().Transferred("ANAK", later).Clock(ClockKind.Resolution).Calendar);
        Assert.Equal("NASIONAL@1", Waits().Resolved(later).Reopened(later).Clock(ClockKind.Resolution).Calendar);
        var citizen = ATicket.SomeCitizen(Domain.Platforms.Platform.Facebook, Monday);
        var (older, younger) = (Waits(citizen), ATicket.Opened(later, citizen: citizen, timetable: Table([], resolution: "PT36H")).Routed("JAMSOS"));
        older.MergedInto(younger, later);
        // 29 hours were left of the older promise, 36 of the younger.
        Assert.Equal(("NASIONAL@1", Wib.At("2026-12-07 08:00")), (younger.Clock(ClockKind.Resolution).Calendar, younger.Clock(ClockKind.Resolution).DueAt));
        AddsUp(younger.Clock(ClockKind.Resolution), Table([]));
    }

    [Fact]
    public void A_ticket_that_is_classified_or_routed_to_it_after_its_end_is_not_refused()
    {
        var timetable = new Timetable(
            [new SlaPolicy("normal", 1, "Normal", Wib.At("2026-01-01 00:00"), [new(ClockKind.Resolution, "P9WD", "NASIONAL")]), new SlaPolicy("siaga", 1, "Siaga", Wib.At("2026-01-01 00:00"), [new(ClockKind.Resolution, "PT12H", "SIAGA"), new(ClockKind.Custody, "PT4H", "SIAGA")], directorate: "ANAK")],
            [OneWeek, National, AlwaysOpen]
        );
        var ticket = ATicket.Opened(Wib.At("2026-11-30 09:00"), timetable: timetable).Routed("ANAK", Wib.At("2026-11-30 10:00"));

        // An hour is used; eleven are left by the national calendar, since the policy's own has none.
        Assert.Equal(("siaga@1", "NASIONAL@1", Wib.At("2026-12-01 14:30")), (ticket.Clock(ClockKind.Resolution).Policy, ticket.Clock(ClockKind.Resolution).Calendar, ticket.Clock(ClockKind.Resolution).DueAt));
        Assert.Equal(("NASIONAL@1", Wib.At("2026-11-30 15:00")), (ticket.Clock(ClockKind.Custody).Calendar, ticket.Clock(ClockKind.Custody).DueAt));
        Assert.Equal([ClockKind.Resolution, ClockKind.Custody], ticket.Ticket.Unsaved.Select(u => u.What).OfType<CalendarRanOut>().Select(r => r.Clock));
    }

    [Fact]
    public void Words_that_wait_in_the_inbox_are_promised_a_decision_after_its_end()
    {
        var timetable = new Timetable([new SlaPolicy("siaga", 1, "Siaga", Wib.At("2026-01-01 00:00"), [new(ClockKind.Triage, "PT2H", "SIAGA"), new(ClockKind.Resolution, "P4WD", "SIAGA")])], [OneWeek, National]);
        var at = Wib.At("2026-11-30 09:00");
        var conversation = new Conversation(ATicket.SomeCitizen(Domain.Platforms.Platform.Facebook, at), Domain.Platforms.Audience.Private, Conversation.Direct, null, at);
        conversation.Hear(new Message(conversation, Domain.Platforms.Platform.Facebook, "m-1", 0, null, "bansos ibu saya belum cair", [], null, at, at), new Assessment(0.9, Topics.Pkh, 0.9, false, [], []), "bansos ibu saya belum cair");

        conversation.AwaitDecision(timetable, at);

        Assert.Equal(("NASIONAL@1", Wib.At("2026-11-30 11:00")), (conversation.Clocks[0].Calendar, conversation.Clocks[0].DueAt));
        Assert.Equal(new CalendarRanOut(null, ClockKind.Triage, 1, "SIAGA@1", "NASIONAL@1", Wib.At("2026-11-30 11:00"), at), Assert.Single(conversation.Unsaved.Select(u => u.What).OfType<CalendarRanOut>()));
    }

    [Theory]
    // Open for good: the national calendar; two hours on Sundays; and nights that begin next year.
    [InlineData("P60WD", """{"timeZone":"Asia/Jakarta","hours":{"monday":[["07:30","16:00"]],"friday":[["07:30","11:30"]]}}""", null)]
    [InlineData("P60WD", """{"timeZone":"Asia/Jayapura","hours":{"sunday":[["08:00","10:00"]]}}""", null)]
    [InlineData("PT8H", """{"timeZone":"Asia/Makassar","hours":{"sunday":[["22:00","06:00"]]},"seasons":[{"from":"2026-01-01","to":"2026-12-31","hours":{}}]}""", null)]
    [InlineData("PT7000H", """{"timeZone":"Asia/Jakarta","hours":{"monday":[["07:30","16:00"]]}}""", null)]
    // Closed for good from some day on: refused today, though what is promised today could be counted.
    [InlineData("P5WD", """{"timeZone":"Asia/Jakarta","seasons":[{"from":"2026-11-01","to":"2027-06-30","hours":{"monday":[["08:00","12:00"]]}}]}""", "2027-05-31")]
    [InlineData("PT1H", """{"timeZone":"Asia/Jakarta","seasons":[{"from":"2026-11-01","to":"2099-12-31","hours":{"monday":[["08:00","12:00"]]}}]}""", "2099-12-29")]
    [InlineData("PT1H", """{"timeZone":"Asia/Jakarta","hours":{"monday":[["08:00","12:00"]]},"seasons":[{"from":"2050-01-01","to":"2199-12-31","hours":{}}]}""", "2049-12-28")]
    // Opens again after twenty years: no promise to anybody.
    [InlineData("PT1H", """{"timeZone":"Asia/Jakarta","hours":{"monday":[["08:00","12:00"]]},"seasons":[{"from":"2030-01-01","to":"2049-12-31","hours":{}}]}""", "2030-01-01")]
    public void A_promise_is_countable_at_every_time_to_come_or_refused_today(string promise, string calendar, string? closedFrom)
    {
        var compiled = WorkingCalendar.Compile(WorkingCalendarDefinition.Parse(calendar));

        var refused = Record.Exception(() => compiled.RefuseUnlessAlwaysReached(Monday, WorkingDuration.Parse(promise)));

        if (closedFrom is null)
            Assert.Null(refused);
        else
            Assert.Contains(closedFrom, Assert.IsType<CalendarRefused>(refused).Detail, StringComparison.Ordinal);
    }

    private static void AddsUp(Clock clock, Timetable timetable)
    {
        var told = ExplainClocksHandler.Explain(clock, timetable, clock.DueAt);
        Assert.Equal(WorkingDuration.Parse(told.Promised).Ticks, told.Spans.Sum(s => s.Length.Ticks) + (told.Brought is { } some ? WorkingDuration.Parse(some).Ticks : 0));
        Assert.Equal(told.Promised, told.Used);
    }

    private static SlaPolicy Policy(string resolution, IReadOnlyList<Rung> ladder) => new("siaga", 1, "Siaga", Wib.At("2026-01-01 00:00"), [new(ClockKind.Resolution, resolution, "SIAGA")], ladder: ladder);

    private static CalendarVersion National => new(NationalCalendar.Code, 1, "Nasional", Wib.At("2025-01-01 00:00"), JsonSerializer.Serialize(NationalCalendar.Definition));

    private static CalendarVersion AlwaysOpen => new(NationalCalendar.RoundTheClockCode, 1, "Sepanjang waktu", Wib.At("2025-01-01 00:00"), JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition));

    private static Timetable Table(IReadOnlyList<Rung> ladder, string resolution = "P4WD") => new([Policy(resolution, ladder)], [OneWeek, National]);
}
