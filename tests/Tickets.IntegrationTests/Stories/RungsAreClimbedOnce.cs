using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;
using Tickets.IntegrationTests.Administration;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Stories;

/// <summary>However long nobody looked and however many look at once: each warning, breach and rung is written down once, at its own instant.</summary>
public sealed class RungsAreClimbedOnce : AdministrationTest
{
    // Tuesday 18 August 2026, 10:00 WIB; the Prophet's birthday on Tuesday the 25th is a closure.
    private static readonly DateTimeOffset FirstResponseDue = Wib.At("2026-08-19 16:00");

    [Fact]
    public async Task After_a_week_down_two_that_look_at_once_write_each_thing_once_at_its_own_instant()
    {
        await Send(new SaveUser("hasan", "Hasan", ["supervisor"], "JAMSOS", OnDuty: true, Active: true, New: true, Admin, Now));
        var number = await ATicketAt("JAMSOS");
        var later = Wib.At("2026-08-28 09:00");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(new RecordDueClocks(later))));
        var left = await Send(new RecordDueClocks(later));

        var (events, told) = await Database.Look(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
            var rows = await db.Events.Where(e => e.TicketId == ticket.Id).OrderBy(e => e.Id).ToListAsync();
            return (rows, await db.Notifications.Where(n => n.TicketId == ticket.Id).ToListAsync());
        });
        // Wednesday 5 h into 12 h 30 min, four fifths of it, the due time, and two working days after it.
        Assert.Equal(
            [("50%", Wib.At("2026-08-19 08:45")), ("80%", Wib.At("2026-08-19 13:30")), ("breach", FirstResponseDue), ("breach+PT15H", Wib.At("2026-08-21 16:30"))],
            events.Select(e => e.What).OfType<TicketEscalated>().Where(e => e.Clock == ClockKind.FirstResponse).Select(e => (e.Rung, e.At.ToOffset(Wib.Offset)))
        );
        var breach = Assert.Single(events, e => e.What is SlaBreached { Clock: ClockKind.FirstResponse });
        Assert.Equal(FirstResponseDue, breach.At);
        Assert.Single(events, e => e.What is SlaWarning { Clock: ClockKind.FirstResponse });
        Assert.Equal(told.Count, told.DistinctBy(n => (n.ClockId, n.Rung, n.UserId)).Count());
        Assert.Contains(told, n => n is { Clock: ClockKind.FirstResponse, Rung: "80%" } && n.TellAt == later);
        Assert.True(left is null || left > later);
    }

    [Fact]
    public async Task A_rung_that_was_reached_before_the_answer_is_told_after_it()
    {
        await Send(new SaveUser("budi", "Budi", ["officer"], "JAMSOS", OnDuty: true, Active: true, New: true, Admin, Now));
        var number = await ATicketAt("JAMSOS");
        await Send(new Domain.Resolution.ResolveTicket(number, "Sudah cair", null, Admin, Wib.At("2026-08-19 09:00")));

        await Send(new RecordDueClocks(Wib.At("2026-08-28 09:00")));

        var rungs = await Database.Look(db => db.Clocks.Where(c => c.Kind == ClockKind.FirstResponse).Select(c => c.Escalations).SingleAsync());
        Assert.Equal(("50%", Wib.At("2026-08-19 08:45")), (Assert.Single(rungs).Rung, rungs[0].At));
    }

    [Fact]
    public async Task A_directorate_with_a_policy_of_its_own_judges_from_when_it_gets_the_ticket()
    {
        SlaTarget[] quick = [new(ClockKind.FirstResponse, "PT2H", "NASIONAL"), new(ClockKind.Resolution, "P2WD", "NASIONAL")];
        await Send(new SavePolicy("pusdatin", "Pusdatin", quick, null, null, "PUSDATIN", null, null, New: true, Admin, Now));
        var number = await ATicketAt("JAMSOS");

        await Send(new TransferTicket(number, "PUSDATIN", "Mohon cek", null, Admin, Now.AddHours(1)));

        var clocks = await Database.Look(async db => (await db.Tickets.SingleAsync(t => t.Number == number)).Clocks.ToDictionary(c => (c.Kind, c.Cycle)));
        var resolution = clocks[(ClockKind.Resolution, 1)];
        Assert.Equal(("pusdatin@1", Wib.At("2026-08-20 16:00"), "transfer"), (resolution.Policy, resolution.DueAt, Assert.Single(resolution.EarlierAims).Reason));
        // One of its two hours was used at the directorate before.
        Assert.Equal(Wib.At("2026-08-18 12:00"), clocks[(ClockKind.FirstResponse, 1)].DueAt.ToOffset(Wib.Offset));
        Assert.DoesNotContain(clocks.Values, c => c is { Kind: ClockKind.Custody, Cycle: 2 });
    }
}
