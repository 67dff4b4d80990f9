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

    private static Timetable Table(IReadOnlyList<Rung> ladder, string resolution = "P4WD") =>
        new(
            [new SlaPolicy("siaga", 1, "Siaga", Wib.At("2026-01-01 00:00"), [new(ClockKind.Resolution, resolution, "SIAGA")], ladder: ladder)],
            [OneWeek, new(NationalCalendar.Code, 1, "Nasional", Wib.At("2025-01-01 00:00"), JsonSerializer.Serialize(NationalCalendar.Definition))]
        );
}
