using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Reporting;
using Tickets.Domain.Resolution;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Sla;

/// <summary>What if the promise had been another one?</summary>
public sealed class SimulationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Wib.At("2026-08-10 10:00");
    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Under_the_same_promises_nothing_changes()
    {
        await SomeTickets();
        var simulation = await Simulated();

        Assert.Equal(3, simulation.Tickets);
        Assert.Equal(simulation.Total.Was with { Key = simulation.Total.Would.Key }, simulation.Total.Would);
        Assert.Equal((2, 1), (simulation.Total.Was.ResolvedInTime, simulation.Total.Was.ResolvedLate));
    }

    [Fact]
    public async Task Whatever_a_ticket_lived_through_under_the_same_promises_nothing_changes()
    {
        // Of two that say as much the later one judges, whatever it is called.
        SlaPolicy[] more =
        [
            new("zz-anak", 1, "Anak", Wib.At("2026-02-01 00:00"), Promising("PT4H", "P2WD"), directorate: "ANAK"),
            new("aa-anak", 1, "Anak, dahulu", Wib.At("2026-01-01 00:00"), Promising("PT8H", "P9WD"), directorate: "ANAK"),
        ];
        await database.Look(db => Task.FromResult(db.Add(more[0]) is { } && db.Add(more[1]) is { }));
        var timetable = ATimetable.And(more);
        // Answered in time as a normal matter before it was found to be urgent; and resolved after the day that was promised then.
        await Kept(Opened().Answered(Wib.At("2026-07-06 14:00")).Classified(Wib.At("2026-07-07 09:00"), priority: Priority.Urgent).Resolved(Wib.At("2026-07-08 15:00")).Closed(Wib.At("2026-07-20 15:00")));
        // Promised first words late by one directorate, in time by the next; asked, and transferred while it waited.
        await Kept(Opened().Asked(Wib.At("2026-07-07 09:00")).Transferred("ANAK", Wib.At("2026-07-09 09:00")).Heard(Wib.At("2026-07-09 10:00")).Answered(Wib.At("2026-07-09 13:30")).Resolved(Wib.At("2026-07-10 16:30")).Closed(Wib.At("2026-07-27 15:00")));
        await Kept(Opened().Transferred("ANAK", Wib.At("2026-07-06 15:00")).Answered(Wib.At("2026-07-07 09:00")).Resolved(Wib.At("2026-07-15 16:00")).Closed(Wib.At("2026-07-27 15:00")));
        // Another class while it waited; reopened and late in its second round.
        await Kept(
            Opened().Asked(Wib.At("2026-07-06 15:00")).Classified(Wib.At("2026-07-07 09:00"), sp4nClass: Sp4nClass.NonSupervisory).Heard(Wib.At("2026-07-08 09:00")).Resolved(Wib.At("2026-07-20 09:00"))
                .Reopened(Wib.At("2026-07-21 09:00")).Classified(Wib.At("2026-07-21 10:00"), sp4nClass: Sp4nClass.Normative).Resolved(Wib.At("2026-07-30 09:00")).Closed(Wib.At("2026-08-09 15:00"))
        );
        // The older promise of a ticket that went into it, which stood; and words that were owed there.
        var citizen = ATicket.SomeCitizen(Platform.Facebook, Wib.At("2026-07-06 09:00"));
        var older = Opened(citizen).Asked(Wib.At("2026-07-10 10:00")).Heard(Wib.At("2026-07-14 09:00"));
        var younger = ATicket.Opened(Wib.At("2026-07-13 09:00"), citizen: citizen, timetable: timetable).Routed("JAMSOS").Answered();
        older.MergedInto(younger, Wib.At("2026-07-15 09:00"));
        younger.Answered(Wib.At("2026-07-16 09:00")).Resolved(Wib.At("2026-07-17 15:00")).Closed(Wib.At("2026-07-27 15:00"));
        await database.Look(db => Task.FromResult((older.AddTo(db), younger.AddTo(db))));

        var simulation = await Simulated();

        Assert.Equal(5, simulation.Tickets);
        Assert.Equal(0, simulation.NotPromised);
        Assert.Equal(simulation.Total.Was with { Key = simulation.Total.Would.Key }, simulation.Total.Would);
        Assert.All(simulation.Groups, g => Assert.Equal(g.Was with { Key = g.Would.Key }, g.Would));
        Assert.Equal((2, 3), (simulation.Total.Was.ResolvedInTime, simulation.Total.Was.ResolvedLate));
        Assert.Equal(0, simulation.Total.Was.Unanswered);

        ATicket Opened(Citizen? by = null) => ATicket.Opened(Wib.At("2026-07-06 09:00"), citizen: by, timetable: timetable).Routed("JAMSOS");
    }

    [Fact]
    public async Task Each_moment_is_counted_by_the_version_of_the_calendar_that_was_in_force_then()
    {
        var closed = new DateOnly(2026, 7, 8);
        // Over before the decree was entered; running when it was; begun after it.
        await Kept(ATicket.Opened(Wib.At("2026-07-01 09:00")).Routed("JAMSOS").Answered().Resolved(Wib.At("2026-07-06 15:00")).Closed(Wib.At("2026-07-17 15:00")));
        var running = ATicket.Opened(Wib.At("2026-07-06 09:00")).Routed("JAMSOS").Answered();
        await Kept(running);
        await Decreed();
        // Five working days from the 6th end on the 14th, and without the decree on the 13th.
        Assert.Equal(Wib.At("2026-07-14 16:00"), (await database.Send(new ExplainClocks(running.Ticket.Number, ADatabase.Administrator, Wib.At("2026-07-08 09:00")))).Single(c => c.Kind == ClockKind.Resolution).DueAt);
        await database.Send(new ResolveTicket(running.Ticket.Number, "Sudah cair", null, ADatabase.Administrator, Wib.At("2026-07-14 15:00")));
        await database.Send(new CloseTicket(running.Ticket.Number, null, ADatabase.Administrator, Wib.At("2026-07-25 15:00")));
        var byDecree = ATimetable.Decreed((Wib.At("2026-07-07 10:00"), closed, Works: false));
        await Kept(ATicket.Opened(Wib.At("2026-07-07 14:00"), timetable: byDecree).Routed("JAMSOS").Answered().Resolved(Wib.At("2026-07-15 15:00")).Closed(Wib.At("2026-07-26 15:00")));
        // Entered when all of it was over: these days counted then.
        await database.Send(new DecreeCalendar(NationalCalendar.Code, null, JsonElement.Parse(JsonSerializer.Serialize(Closing(closed, new(2026, 7, 9), new(2026, 7, 10)))), "2026-07-01", "SKB surut", Preview: false, ADatabase.Administrator, Wib.At("2026-08-05 10:00")));

        var simulation = await Simulated();

        Assert.Equal(3, simulation.Tickets);
        Assert.Equal((3, 0), (simulation.Total.Was.ResolvedInTime, simulation.Total.Was.ResolvedLate));
        Assert.Equal(simulation.Total.Was with { Key = simulation.Total.Would.Key }, simulation.Total.Would);
        // Under a promise of four days the one that was running when the decree came is late by a day, as it would have been.
        var shorter = await Simulated(new SimulatedPolicy("normal", [new(ClockKind.FirstResponse, "P1WD", "NASIONAL"), new(ClockKind.Resolution, "P4WD", "NASIONAL")]));
        Assert.Equal((1, 2), (shorter.Total.Would.ResolvedInTime, shorter.Total.Would.ResolvedLate));
        // A calendar named by its code counts by its versions too; one that is written out counts all the time.
        Assert.Equal((3, 0), (await Simulated(calendar: "\"NASIONAL\"")) is { Total.Would: var named } ? (named.ResolvedInTime, named.ResolvedLate) : default);
        var always = await Simulated(calendar: JsonSerializer.Serialize(NationalCalendar.Definition));
        Assert.Equal((1, 2), (always.Total.Would.ResolvedInTime, always.Total.Would.ResolvedLate));
    }

    private async Task Decreed()
    {
        await database.Send(new DecreeCalendar(NationalCalendar.Code, null, JsonElement.Parse(JsonSerializer.Serialize(Closing(new DateOnly(2026, 7, 8)))), "2026-07-08", "SKB 1", Preview: false, ADatabase.Administrator, Wib.At("2026-07-07 10:00")));
        while (await database.Send(new RecountClocks(Wib.At("2026-07-07 10:01"), 100)) is not null)
        {
            // Until the workers are through.
        }
    }

    private static WorkingCalendarDefinition Closing(params DateOnly[] dates) =>
        NationalCalendar.Definition with { Closures = [.. NationalCalendar.Definition.Closures, .. dates.Select(d => new CalendarClosure(d, Name: "Cuti bersama uji"))] };

    private static SlaTarget[] Promising(string words, string answer) => [new(ClockKind.FirstResponse, words, "NASIONAL"), new(ClockKind.NextResponse, words, "NASIONAL"), new(ClockKind.Resolution, answer, "NASIONAL"), new(ClockKind.Custody, "P3WD", "NASIONAL")];

    [Fact]
    public async Task A_shorter_promise_is_broken_more_often()
    {
        await SomeTickets();
        var simulation = await Simulated(new SimulatedPolicy("normal", [new(ClockKind.FirstResponse, "PT1H", "NASIONAL"), new(ClockKind.Resolution, "P1WD", "NASIONAL")]));

        Assert.Equal((2, 1), (simulation.Total.Was.ResolvedInTime, simulation.Total.Was.ResolvedLate));
        Assert.Equal((1, 2), (simulation.Total.Would.ResolvedInTime, simulation.Total.Would.ResolvedLate));
        Assert.Equal(simulation.Total.Was.ResolutionMedianHours, simulation.Total.Would.ResolutionMedianHours);
        Assert.Equal(["JAMSOS"], simulation.Groups.Select(g => g.Was.Key["directorate"]));
    }

    [Fact]
    public async Task Another_calendar_counts_other_hours()
    {
        await SomeTickets();
        var simulation = await Simulated(calendar: "\"24X7\"", targets: [new(ClockKind.FirstResponse, "PT24H", "NASIONAL"), new(ClockKind.Resolution, "PT120H", "NASIONAL")]);

        Assert.NotEqual(simulation.Total.Was.ResolutionMedianHours, simulation.Total.Would.ResolutionMedianHours);
        Assert.Equal((2, 1), (simulation.Total.Would.ResolvedInTime, simulation.Total.Would.ResolvedLate));
    }

    [Fact]
    public async Task Only_what_is_closed_and_may_be_seen_is_replayed()
    {
        await SomeTickets();
        await Kept(ATicket.Opened(Wib.At("2026-07-06 09:00")).Routed("JAMSOS"));
        Assert.Equal(3, (await Simulated()).Tickets);
        var other = new Caller(Actor.User(5, "Penyelia"), Roles.Supervisor, "ANAK");
        Assert.Equal(0, (await database.Send(Request(other))).Tickets);
    }

    [Fact]
    public async Task What_cannot_be_supposed_is_refused_by_name()
    {
        Assert.Equal(CalendarRefusal.CalendarNeverOpens, (await Assert.ThrowsAsync<CalendarRefused>(() => Simulated(calendar: """{"timeZone":"UTC","hours":{}}"""))).Reason);
        Assert.Equal(Refusal.UnknownReference, (await Assert.ThrowsAsync<RefusedException>(() => Simulated(calendar: "\"BULAN\""))).Refusal);
        Assert.Equal(CalendarRefusal.NotACalendar, (await Assert.ThrowsAsync<CalendarRefused>(() => Simulated(calendar: "\"\\ud800\""))).Reason);
        Assert.Equal(
            CalendarRefusal.DurationInCalendarUnits,
            (await Assert.ThrowsAsync<CalendarRefused>(() => Simulated(new SimulatedPolicy("normal", [new(ClockKind.Resolution, "P5D", "NASIONAL")])))).Reason
        );
        var narrowed = new SimulatedPolicy("normal", [new(ClockKind.Resolution, "P5WD", "NASIONAL")], Topic: Topics.Pkh);
        Assert.Equal(Refusal.Invalid, (await Assert.ThrowsAsync<RefusedException>(() => Simulated(narrowed))).Refusal);
    }

    // Resolved within the day; after three working days with the citizen asked in between; after eight.
    private async Task SomeTickets()
    {
        await Kept(ATicket.Opened(Wib.At("2026-07-06 09:00")).Routed("JAMSOS").Answered().Resolved(Wib.At("2026-07-06 15:00")).Closed(Wib.At("2026-07-17 15:00")));
        await Kept(
            ATicket.Opened(Wib.At("2026-07-06 09:00")).Routed("JAMSOS").Asked(Wib.At("2026-07-07 09:00")).Heard(Wib.At("2026-07-07 14:00"))
                .Resolved(Wib.At("2026-07-09 10:00")).Closed(Wib.At("2026-07-20 15:00"))
        );
        await Kept(ATicket.Opened(Wib.At("2026-07-06 09:00")).Routed("JAMSOS").Answered().Resolved(Wib.At("2026-07-16 10:00")).Closed(Wib.At("2026-07-27 15:00")));
    }

    private Task<Simulation> Simulated(SimulatedPolicy? policy = null, string? calendar = null, IReadOnlyList<SlaTarget>? targets = null) =>
        database.Send(
            Request(ADatabase.Administrator) with
            {
                Policies = targets is not null ? [new SimulatedPolicy("normal", targets)] : policy is null ? null : [policy],
                Calendar = calendar is null ? default : JsonElement.Parse(calendar),
            }
        );

    private static SimulatePolicies Request(Caller by) => new("2026-07-01", "2026-08-01", "directorate", null, default, null, by, Now);

    private async Task Kept(ATicket ticket) => await database.Look(db => Task.FromResult(ticket.AddTo(db)));
}
