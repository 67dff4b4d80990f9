using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;

namespace Tickets.IntegrationTests.Administration;

public sealed class PromisesTests : AdministrationTest
{
    private static readonly SlaTarget[] RoundTheClock = [new(ClockKind.FirstResponse, "PT2H", "24X7"), new(ClockKind.Resolution, "PT48H", "24X7")];

    [Fact]
    public async Task A_change_is_a_new_version_that_judges_the_next_ticket()
    {
        var before = await ATicketAt("JAMSOS");
        Assert.Equal(2, (await Send(Policy("normal", isNew: false))).Version);
        var after = await ATicketAt("JAMSOS");
        Assert.Equal(["normal@1"], await PoliciesOf(before));
        Assert.Equal(["normal@2"], await PoliciesOf(after));
        Assert.Equal([2, 1], (await Send(new ListPolicies("normal", EveryVersion: true))).Items.Select(p => p.Version));
        Assert.Equal(
            [("normal", 2), ("sp4n-non-supervisory", 1), ("sp4n-normative", 1), ("sp4n-supervisory", 1), ("urgent", 1)],
            (await Send(new ListPolicies())).Items.Select(p => (p.Code, p.Version))
        );
    }

    [Fact]
    public async Task A_policy_for_a_topic_judges_until_it_is_withdrawn()
    {
        await Send(Policy("aid", isNew: true, topic: Topics.Pkh));
        var judged = await ATicketAt("JAMSOS");
        await Send(Policy("aid", isNew: false, topic: Topics.Pkh));
        await Send(new WithdrawPolicy("aid", Admin, Now));
        await Send(new WithdrawPolicy("aid", Admin, Now));
        Assert.Equal(["aid@1"], await PoliciesOf(judged));
        Assert.Equal(["normal@1"], await PoliciesOf(await ATicketAt("JAMSOS")));
        Assert.True((await Send(new ListPolicies("aid"))).Items[0].Withdrawn);
    }

    [Fact]
    public async Task The_policy_that_catches_all_is_neither_withdrawn_nor_narrowed()
    {
        Assert.Equal(Refusal.MustRemain, await Refused(new WithdrawPolicy("normal", Admin, Now)));
        Assert.Equal(Refusal.MustRemain, await Refused(Policy("normal", isNew: false, topic: Topics.Pkh)));
    }

    [Fact]
    public async Task A_promise_that_cannot_be_counted_is_refused()
    {
        Assert.Equal(CalendarRefusal.DurationInCalendarUnits, await CalendarRefusedBy(Policy("aid", true, first: new(ClockKind.FirstResponse, "P5D", "NASIONAL"))));
        Assert.Equal(Refusal.UnknownReference, await Refused(Policy("aid", true, first: new(ClockKind.FirstResponse, "PT1H", "BULAN"))));
        Assert.Equal(Refusal.UnknownReference, await Refused(Policy("aid", true, topic: "bulan")));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(Policy("aid", true, first: new(ClockKind.Resolution, "PT1H", "24X7"))));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(Policy("aid", true) with { Targets = [] }));
    }

    [Theory]
    [InlineData("-PT1H", CalendarRefusal.NegativeDuration)]
    [InlineData("PT175321H", CalendarRefusal.DurationTooLong)]
    [InlineData("P7306WD", CalendarRefusal.DurationTooLong)]
    public async Task A_promise_of_negative_or_endless_time_is_refused(string duration, CalendarRefusal reason) =>
        Assert.Equal(reason, await CalendarRefusedBy(Policy("aid", true, first: new(ClockKind.FirstResponse, duration, "NASIONAL"))));

    [Theory]
    [InlineData("PT0S")]
    [InlineData("P0WD")]
    public async Task A_promise_without_time_is_refused(string duration) =>
        Assert.Equal(Refusal.PromiseWithoutTime, await Refused(Policy("aid", true, first: new(ClockKind.FirstResponse, duration, "NASIONAL"))));

    [Fact]
    public async Task A_clock_is_promised_once()
    {
        SlaTarget[] twice = [.. RoundTheClock, new(ClockKind.Resolution, "PT1H", "24X7")];
        Assert.Equal(Refusal.ClockPromisedTwice, await Refused(Policy("aid", true) with { Targets = twice }));
    }

    [Theory]
    [InlineData("0%")]
    [InlineData("100%")]
    [InlineData("half")]
    [InlineData("breach+")]
    [InlineData("breach+PT0S")]
    [InlineData("breach+P1D")]
    [InlineData("breach-PT1H")]
    public async Task A_rung_that_is_none_is_refused(string at) =>
        Assert.Equal(Refusal.RungNotUnderstood, await Refused(Policy("aid", true) with { Ladder = [new Rung(at, Recipient.Officer)] }));

    [Fact]
    public async Task A_rung_stands_once_in_the_ladder_of_a_clock()
    {
        Rung[] twice = [new("breach+PT60M", Recipient.Officer), new("breach+PT1H", Recipient.Director, Clocks: [ClockKind.Resolution])];
        Assert.Equal(Refusal.RungTwice, await Refused(Policy("aid", true) with { Ladder = twice }));
        Rung[] apart = [new("breach", Recipient.Officer, Clocks: [ClockKind.Custody]), new("breach", Recipient.Director, Clocks: [ClockKind.Resolution])];
        Assert.Equal(2, (await Send(Policy("aid", true) with { Ladder = apart })).Ladder.Count);
    }

    [Fact]
    public async Task A_policy_without_a_ladder_of_its_own_has_the_usual_one_and_keeps_what_it_had()
    {
        Assert.Equal(["50%", "80%", "breach", "breach+PT15H"], (await Send(Policy("aid", true))).Ladder.Select(r => r.At));
        Assert.Empty((await Send(Policy("aid", false) with { Ladder = [] })).Ladder);
        Assert.Empty((await Send(Policy("aid", false))).Ladder);
    }

    [Fact]
    public async Task The_seeded_promises_cover_every_clock_and_class_and_say_what_is_only_believed()
    {
        var policies = (await Send(new ListPolicies())).Items.ToDictionary(p => p.Code);
        Assert.All(policies.Values, p => Assert.Equal(Enum.GetValues<ClockKind>(), p.Targets.Select(t => t.Clock).Order()));
        Assert.Equal(
            [(Sp4nClass.Normative, "P5WD"), (Sp4nClass.NonSupervisory, "P14WD"), (Sp4nClass.Supervisory, "P60WD")],
            policies.Values.Where(p => p.Sp4nClass is not null).OrderBy(p => p.Sp4nClass).Select(p => (p.Sp4nClass!.Value, p.Targets.Single(t => t.Clock == ClockKind.Resolution).Duration))
        );
        Assert.All(policies.Values.Where(p => p.Sp4nClass is not null), p => Assert.False(p.Targets.Single(t => t.Clock == ClockKind.Resolution).Believed));
        Assert.True(policies["normal"].Targets.Single(t => t.Clock == ClockKind.Custody).Believed);
    }

    [Fact]
    public async Task A_calendar_that_changes_counts_from_then_on()
    {
        await Send(new SaveCalendar("UJI", "Uji", Json(Week("08:00", "12:00")), New: true, Admin, Now));
        Assert.Equal(At("2026-08-18T11:00:00+07:00"), await Due("\"UJI\"", "2026-08-18T08:00:00+07:00", "PT3H"));
        var changed = await Send(new SaveCalendar("UJI", "Uji", Json(Week("09:00", "12:00")), New: false, Admin, Now));
        Assert.Equal(2, changed.Version);
        Assert.Equal(At("2026-08-18T12:00:00+07:00"), await Due("\"UJI\"", "2026-08-18T08:00:00+07:00", "PT3H"));
        Assert.Equal([2, 1], (await Send(new ListCalendars("UJI", EveryVersion: true))).Items.Select(c => c.Version));
    }

    [Fact]
    public async Task A_calendar_that_is_none_is_refused()
    {
        Assert.Equal(CalendarRefusal.CalendarNeverOpens, await CalendarRefusedBy(new SaveCalendar("UJI", "Uji", Json("""{"timeZone":"Asia/Jakarta"}"""), true, Admin, Now)));
        Assert.Equal(CalendarRefusal.NotACalendar, await CalendarRefusedBy(new SaveCalendar("UJI", "Uji", default, true, Admin, Now)));
        Assert.Equal(Refusal.AlreadyExists, await Refused(new SaveCalendar("NASIONAL", "x", Json(Week("08:00", "12:00")), true, Admin, Now)));
    }

    [Fact]
    public async Task A_calendar_without_time_for_what_is_promised_by_it_is_refused()
    {
        // The last working hours ever are over before five working days are.
        var ends = """{"timeZone":"Asia/Jakarta","seasons":[{"from":"2026-08-01","to":"2026-08-20","hours":{"monday":[["08:00","12:00"]],"tuesday":[["08:00","12:00"]]}}]}""";
        Assert.Equal(CalendarRefusal.NotEnoughWorkingTime, await CalendarRefusedBy(new SaveCalendar("NASIONAL", "x", Json(ends), New: false, Admin, Now)));
    }

    [Fact]
    public async Task Working_time_is_counted_on_inline_calendars_too()
    {
        var night = """{"timeZone":"Asia/Jayapura","hours":{"tuesday":[["22:00","06:00"]]}}""";
        var due = await Send(new CountDue(Json(night), "2026-08-18T20:00:00+09:00", "PT7H30M", Now));
        Assert.Equal((At("2026-08-19T05:30:00+09:00"), TimeSpan.FromHours(9)), (due.Due, due.Due.Offset));
        var elapsed = await Send(new CountElapsed(Json(night), "2026-08-18T22:00:00.0000001+09:00", "2026-08-19T12:00:00+09:00", Now));
        Assert.Equal("PT7H59M59.9999999S", elapsed.Duration);
        Assert.Equal("PT0S", (await Send(new CountElapsed(Json("\"NASIONAL\""), "2026-08-17T09:00:00+07:00", "2026-08-17T15:00:00+07:00", Now))).Duration);
        // Tuesday the 25th is the Prophet's birthday.
        Assert.Equal(At("2026-08-26T16:00:00+07:00"), await Due("\"NASIONAL\"", "2026-08-18T10:00:00+07:00", "P5WD"));
    }

    [Theory]
    [InlineData("{}", "2026-08-18T08:00:00+07:00", "PT1H", CalendarRefusal.FieldMissing)]
    [InlineData("null", "2026-08-18T08:00:00+07:00", "PT1H", CalendarRefusal.FieldMissing)]
    [InlineData("7", "2026-08-18T08:00:00+07:00", "PT1H", CalendarRefusal.NotACalendar)]
    [InlineData("\"\\ud800\"", "2026-08-18T08:00:00+07:00", "PT1H", CalendarRefusal.NotACalendar)]
    [InlineData("\"NASIONAL\"", null, "PT1H", CalendarRefusal.FieldMissing)]
    [InlineData("\"NASIONAL\"", "2026-08-18T08:00:00", "PT1H", CalendarRefusal.BadInstant)]
    [InlineData("\"NASIONAL\"", "2026-08-18", "PT1H", CalendarRefusal.BadInstant)]
    [InlineData("\"NASIONAL\"", "2026-08-18T08:00:00.00000001+07:00", "PT1H", CalendarRefusal.BadInstant)]
    [InlineData("\"NASIONAL\"", "tomorrow", "PT1H", CalendarRefusal.BadInstant)]
    [InlineData("\"NASIONAL\"", "1969-08-18T08:00:00Z", "PT1H", CalendarRefusal.DateOutOfRange)]
    [InlineData("\"NASIONAL\"", "2026-08-18T08:00:00+07:00", null, CalendarRefusal.FieldMissing)]
    [InlineData("\"NASIONAL\"", "2026-08-18T08:00:00+07:00", "1 hour", CalendarRefusal.BadDuration)]
    [InlineData("\"NASIONAL\"", "2026-08-18T08:00:00+07:00", "P1M", CalendarRefusal.DurationInCalendarUnits)]
    public async Task A_question_that_has_no_answer_is_refused_by_name(string calendar, string? from, string? duration, CalendarRefusal reason) =>
        Assert.Equal(reason, await CalendarRefusedBy(new CountDue(Json(calendar), from, duration, Now)));

    [Fact]
    public async Task A_code_nobody_knows_and_time_that_runs_backwards_are_refused()
    {
        Assert.Equal(Refusal.UnknownReference, await Refused(new CountDue(Json("\"BULAN\""), "2026-08-18T08:00:00+07:00", "PT1H", Now)));
        Assert.Equal(
            CalendarRefusal.ToBeforeFrom,
            await CalendarRefusedBy(new CountElapsed(Json("\"NASIONAL\""), "2026-08-18T08:00:00Z", "2026-08-18T08:00:00+07:00", Now))
        );
    }

    private static SavePolicy Policy(string code, bool isNew, string? topic = null, SlaTarget? first = null) =>
        new(code, code, first is null ? RoundTheClock : [first, RoundTheClock[1]], null, topic, null, (Platform?)null, null, isNew, Admin, Now);

    private static string Week(string from, string to) =>
        $$$"""{"timeZone":"Asia/Jakarta","hours":{"monday":[["{{{from}}}","{{{to}}}"]],"tuesday":[["{{{from}}}","{{{to}}}"]],"wednesday":[["{{{from}}}","{{{to}}}"]]}}""";

    private static JsonElement Json(string json) => JsonElement.Parse(json);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<DateTimeOffset> Due(string calendar, string from, string duration) => (await Send(new CountDue(Json(calendar), from, duration, Now))).Due;

    private async Task<CalendarRefusal> CalendarRefusedBy<T>(MediatR.IRequest<T> request) => (await Assert.ThrowsAsync<CalendarRefused>(() => Send(request))).Reason;

    private Task<string[]> PoliciesOf(string number) =>
        Database.Look(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
            return ticket.Clocks.Select(c => c.Policy).Distinct().ToArray();
        });
}
