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

    [Fact]
    public void The_policy_that_names_the_most_wins()
    {
        var timetable = Timetable(
            Policy("normal", 1, Before),
            Policy("urgent", 1, Before, priority: Priority.Urgent),
            Policy("two", 1, Before, topic: Topics.Pkh, platform: Platform.Facebook)
        );
        Assert.Equal("two@1", timetable.PolicyFor(APlea, After).Label);
        Assert.Equal("urgent@1", timetable.PolicyFor(APlea with { Topic = Topics.Dtsen }, After).Label);
        Assert.Equal("normal@1", timetable.PolicyFor(APlea with { Topic = Topics.Dtsen, Priority = Priority.Normal }, After).Label);
    }

    public static TheoryData<string[], string> Ties() =>
        new()
        {
            { ["platform", "directorate"], "directorate" },
            { ["directorate", "topic"], "topic" },
            { ["topic", "class"], "class" },
            { ["class", "priority"], "priority" },
            { ["platform", "directorate", "topic", "class", "priority"], "priority" },
        };

    [Theory]
    [MemberData(nameof(Ties))]
    public void Of_two_that_name_as_many_danger_goes_before_class_before_topic_before_directorate_before_platform(string[] named, string wins)
    {
        var policies = named.Select(n => Policy(
            n,
            1,
            Before,
            topic: n == "topic" ? Topics.Pkh : null,
            platform: n == "platform" ? Platform.Facebook : null,
            directorate: n == "directorate" ? "JAMSOS" : null,
            priority: n == "priority" ? Priority.Urgent : null,
            sp4nClass: n == "class" ? Sp4nClass.Supervisory : null
        ));
        Assert.Equal(wins + "@1", Timetable([.. policies]).PolicyFor(APlea, After).Label);
        Assert.Equal(wins + "@1", Timetable([.. policies.Reverse()]).PolicyFor(APlea, After).Label);
    }

    [Fact]
    public void Of_two_that_name_the_same_the_one_in_force_later_wins_and_then_the_code_decides()
    {
        var (older, newer) = (Policy("a", 1, Before, topic: Topics.Pkh), Policy("b", 1, Change, topic: Topics.Pkh));
        Assert.Equal("b@1", Timetable(older, newer).PolicyFor(APlea, After).Label);
        Assert.Equal("a@1", Timetable(Policy("b", 1, Before, topic: Topics.Pkh), older).PolicyFor(APlea, After).Label);
    }

    private static readonly Plea APlea = new(Priority.Urgent, Topics.Pkh, "JAMSOS", Platform.Facebook, Sp4nClass.Supervisory);

    private static SlaPolicy Policy(
        string code,
        int version,
        DateTimeOffset from,
        string? topic = null,
        Platform? platform = null,
        string? directorate = null,
        Priority? priority = null,
        Sp4nClass? sp4nClass = null
    ) =>
        new(
            code,
            version,
            code,
            from,
            [new(ClockKind.FirstResponse, "PT1H", "24X7"), new(ClockKind.Resolution, "PT2H", "24X7")],
            priority,
            topic,
            directorate,
            platform,
            sp4nClass
        );

    private static Timetable Timetable(params SlaPolicy[] policies) => new(policies, [Calendar()]);

    private static CalendarVersion Calendar() =>
        new("24X7", 1, "Sepanjang waktu", Before, System.Text.Json.JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition));

    private static Ticket ATicket()
    {
        var conversation = new Conversation(new Citizen(Platform.Facebook, "1", "Warga", Before), Audience.Public, "post", "post", Before);
        return Ticket.Open(new Opening("KMS-2026-000001", "ABCD1234", Topics.Pkh, Priority.Normal, null, "PKH"), conversation, Timetable(Policy("normal", 1, Before)), Actor.System, Before);
    }
}
