using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Reporting;
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
