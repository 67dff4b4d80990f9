using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.Sla;

public sealed class PolicyVersions
{
    private static readonly DateTimeOffset Before = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Change = Before.AddDays(1);
    private static readonly DateTimeOffset After = Before.AddDays(2);

    [Fact]
    public void The_newest_version_in_force_judges()
    {
        var timetable = Timetable(Policy("normal", 1, Before), Policy("normal", 2, Change));
        Assert.Equal("normal@1", timetable.PolicyFor(ATicket(), Before).Label);
        Assert.Equal("normal@2", timetable.PolicyFor(ATicket(), After).Label);
    }

    [Fact]
    public void An_older_version_does_not_come_back_for_tickets_that_the_newer_leaves_out()
    {
        var timetable = Timetable(Policy("normal", 1, Before), Policy("aid", 1, Before, topic: Topics.Pkh), Policy("aid", 2, Change, topic: Topics.Sembako));
        Assert.Equal("aid@1", timetable.PolicyFor(ATicket(), Before).Label);
        Assert.Equal("normal@1", timetable.PolicyFor(ATicket(), After).Label);
    }

    [Fact]
    public void A_withdrawn_policy_leaves_its_tickets_to_the_one_that_catches_all()
    {
        var aid = Policy("aid", 1, Before, topic: Topics.Pkh);
        aid.Withdraw();
        Assert.Equal("normal@1", Timetable(Policy("normal", 1, Before), aid).PolicyFor(ATicket(), After).Label);
    }

    private static SlaPolicy Policy(string code, int version, DateTimeOffset from, string? topic = null) =>
        new(code, version, code, from, [new(ClockKind.FirstResponse, "PT1H", "24X7"), new(ClockKind.Resolution, "PT2H", "24X7")], topic: topic);

    private static Timetable Timetable(params SlaPolicy[] policies) => new(policies, [Calendar()]);

    private static CalendarVersion Calendar() =>
        new("24X7", 1, "Sepanjang waktu", Before, System.Text.Json.JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition));

    private static Ticket ATicket()
    {
        var conversation = new Conversation(new Citizen(Platform.Facebook, "1", "Warga", Before), Audience.Public, "post", "post", Before);
        return Ticket.Open(new Opening("KMS-2026-000001", "ABCD1234", Topics.Pkh, Priority.Normal, null, "PKH"), conversation, Timetable(Policy("normal", 1, Before)), Actor.System, Before);
    }
}
