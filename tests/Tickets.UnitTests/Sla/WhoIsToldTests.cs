using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Testing.Builders;
using Tickets.UnitTests.Persistence;

namespace Tickets.UnitTests.Sla;

/// <summary>Whom a rung tells, and when. Friday is 2026-11-20; Monday to Thursday the national calendar is open 07:30–12:00 and 13:00–16:00.</summary>
public sealed class WhoIsToldTests
{
    private static readonly DateTimeOffset Monday = Wib.At("2026-11-23 10:00");

    private static int ids;

    private readonly User officer = Person("budi", Roles.Officer, "JAMSOS");
    private readonly User supervisor = Person("hasan", Roles.Supervisor, "JAMSOS");
    private readonly User director = Person("wayan", Roles.Director, "JAMSOS");
    private readonly User inspector = Person("ratna", Roles.Inspectorate, null);
    private readonly User admin = Person("rina", Roles.AdminSocial, null);
    private readonly User elsewhere = Person("maria", Roles.Supervisor | Roles.Director | Roles.Officer, "ANAK");

    [Theory]
    [InlineData(Recipient.Officer, "budi")]
    [InlineData(Recipient.Supervisor, "hasan")]
    [InlineData(Recipient.Director, "wayan")]
    [InlineData(Recipient.Inspectorate, "ratna")]
    [InlineData(Recipient.AdminSocial, "rina")]
    public void Each_rung_tells_its_own(Recipient to, string login) => Assert.Equal([login], Logins(Of(to, ATicketOf(officer))));

    [Fact]
    public void Where_nobody_has_the_ticket_the_supervisor_is_told() => Assert.Equal(["hasan"], Logins(Of(Recipient.Officer, ATicketOf(null))));

    [Fact]
    public void Where_a_directorate_has_no_supervisor_that_of_the_ministry_is_told()
    {
        var ministry = Person("tuti", Roles.Supervisor, null);
        Assert.Equal(["tuti"], Logins(new WhoIsTold([officer, ministry, elsewhere], ATimetable.Seeded).Of(Recipient.Supervisor, ATicketOf(officer), Monday)));
    }

    [Fact]
    public void Where_nobody_is_found_the_next_above_is_told_and_at_last_nobody()
    {
        Assert.Equal(["ratna"], Logins(new WhoIsTold([inspector, elsewhere], ATimetable.Seeded).Of(Recipient.Officer, ATicketOf(officer), Monday)));
        Assert.Equal(["rina"], Logins(new WhoIsTold([admin], ATimetable.Seeded).Of(Recipient.Officer, ATicketOf(officer), Monday)));
        Assert.Empty(new WhoIsTold([elsewhere], ATimetable.Seeded).Of(Recipient.Officer, ATicketOf(officer), Monday));
    }

    [Fact]
    public void The_deputy_of_an_absent_person_is_told_and_of_absent_deputies_theirs()
    {
        var (sri, agus) = (Person("sri", Roles.Officer, "JAMSOS"), Person("agus", Roles.Officer, "JAMSOS"));
        officer.WillBeAway(Monday.AddDays(-1), Monday.AddDays(1), sri);
        Assert.Equal([("sri", "budi")], Of(Recipient.Officer, ATicketOf(officer), sri, agus).Select(t => (t.Person.Login, t.OnBehalfOf!.Login)));

        sri.WillBeAway(Monday.AddDays(-1), null, agus);
        Assert.Equal([("agus", "budi")], Of(Recipient.Officer, ATicketOf(officer), sri, agus).Select(t => (t.Person.Login, t.OnBehalfOf!.Login)));
    }

    [Fact]
    public void Absent_people_without_a_deputy_or_in_a_circle_of_deputies_leave_it_to_the_next_above()
    {
        var sri = Person("sri", Roles.Officer, "JAMSOS");
        officer.WillBeAway(Monday.AddDays(-1), null, deputy: null);
        Assert.Equal(["hasan"], Logins(Of(Recipient.Officer, ATicketOf(officer), sri)));

        officer.WillBeAway(Monday.AddDays(-1), null, sri);
        sri.WillBeAway(Monday.AddDays(-1), null, officer);
        Assert.Equal(["hasan"], Logins(Of(Recipient.Officer, ATicketOf(officer), sri)));
    }

    [Fact]
    public void A_deputy_from_whom_the_ticket_is_kept_leaves_it_to_the_next_above()
    {
        officer.WillBeAway(Monday.AddDays(-1), null, elsewhere);
        Assert.Equal(["hasan"], Logins(Of(Recipient.Officer, ATicketOf(officer))));

        var reporter = Person("dewi", Roles.Reporting, "JAMSOS");
        officer.WillBeAway(Monday.AddDays(-1), null, reporter);
        Assert.Equal(["hasan"], Logins(Of(Recipient.Officer, ATicketOf(officer), reporter)));
    }

    [Theory]
    [InlineData("2026-11-23 09:59:59", false)]
    [InlineData("2026-11-23 10:00", true)]
    [InlineData("2026-11-24 09:59:59", true)]
    [InlineData("2026-11-24 10:00", false)]
    public void An_absence_holds_from_its_beginning_up_to_its_end(string at, bool absent)
    {
        officer.WillBeAway(Monday, Monday.AddDays(1), null);
        Assert.Equal(absent, officer.IsAbsent(Wib.At(at)));
    }

    [Theory]
    [InlineData("2026-11-23 10:00", "2026-11-23 10:00")]
    [InlineData("2026-11-23 12:00", "2026-11-23 13:00")]
    [InlineData("2026-11-23 12:30", "2026-11-23 13:00")]
    [InlineData("2026-11-23 16:00", "2026-11-24 07:30")]
    [InlineData("2026-11-20 20:00", "2026-11-23 07:30")]
    public void People_are_told_in_their_working_hours(string reached, string told) =>
        Assert.Equal(Wib.At(told), Assert.Single(new WhoIsTold([officer], ATimetable.Seeded).Of(Recipient.Officer, ATicketOf(officer), Wib.At(reached))).At);

    [Fact]
    public void People_with_a_calendar_of_their_own_are_told_by_that()
    {
        officer.WorksBy("24X7");
        var night = Wib.At("2026-11-21 23:00");
        Assert.Equal(night, Assert.Single(new WhoIsTold([officer], ATimetable.Seeded).Of(Recipient.Officer, ATicketOf(officer), night)).At);
    }

    [Fact]
    public void An_urgent_ticket_is_told_of_at_any_hour()
    {
        var night = Wib.At("2026-11-21 23:00");
        Assert.Equal(night, Assert.Single(new WhoIsTold([officer], ATimetable.Seeded).Of(Recipient.Officer, ATicketOf(officer, Priority.Urgent), night)).At);
    }

    [Theory]
    [InlineData(Recipient.Officer, "rina")]
    [InlineData(Recipient.AdminSocial, "rina")]
    [InlineData(Recipient.Supervisor, "ratna")]
    [InlineData(Recipient.Inspectorate, "ratna")]
    public void Of_the_inbox_those_who_triage_are_told_and_above_them_only_who_is_bound_to_no_directorate(Recipient to, string login)
    {
        var conversation = new Conversation(ATicket.SomeCitizen(Platform.Facebook, Monday), Audience.Public, "post", "post", Monday);
        Assert.Equal([login], Logins(new WhoIsTold([officer, supervisor, director, inspector, admin, elsewhere], ATimetable.Seeded).Of(to, conversation, Monday)));
    }

    private IReadOnlyList<Told> Of(Recipient to, Ticket ticket, params User[] more) =>
        new WhoIsTold([officer, supervisor, director, inspector, admin, elsewhere, .. more], ATimetable.Seeded).Of(to, ticket, Monday);

    private static Ticket ATicketOf(User? officer, Priority priority = Priority.Normal) => ATicket.Opened(Wib.At("2026-11-20 10:00"), priority: priority).Routed("JAMSOS", officer: officer).Ticket;

    private static string[] Logins(IReadOnlyList<Told> told) => [.. told.Select(t => t.Person.Login)];

    // Who is saved has a key; here a database is not needed for anything else.
    private static User Person(string login, Roles roles, string? directorate)
    {
        var user = new User(login, login, roles, directorate);
        using var db = Models.Sqlite();
        db.Entry(user).Property(u => u.Id).CurrentValue = Interlocked.Increment(ref ids);
        return user;
    }
}
