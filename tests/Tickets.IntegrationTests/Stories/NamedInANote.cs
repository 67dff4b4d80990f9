using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Resolution;
using Tickets.Domain.Sla;
using Tickets.IntegrationTests.Administration;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Colleagues named in a note are told, if they may see the ticket; and what people were told of says who else knows and how far the ladder was climbed.</summary>
public sealed class NamedInANote : AdministrationTest
{
    [Fact]
    public async Task A_colleague_who_is_named_is_told_once_by_whom_and_where()
    {
        await Enter("sri", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");

        await Send(new WriteNote(number, "Tolong @sri. Sudah saya telepon, @sri!", null, Admin, Now));

        var told = Assert.Single((await Told("sri")).Items, n => n.Kind == NotificationKind.Mention);
        Assert.Equal((number, Admin.Actor.Name, null), (told.Ticket, told.Mentioner, told.ReadAt));
        Assert.Contains(number, told.Text, StringComparison.Ordinal);
        Assert.Empty(told.Ladder);
    }

    [Fact]
    public async Task A_colleague_of_another_directorate_is_refused_by_name_and_nothing_is_written()
    {
        await Enter("agus", "officer", "LANSIA");
        await Enter("sri", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");

        Assert.Equal(Refusal.MentionedCannotSee, await Refused(new WriteNote(number, "@sri dan @agus mohon dicek", null, Admin, Now)));

        Assert.DoesNotContain((await Send(new ShowTicket(number, "id", Admin))).History, h => h.Type == nameof(NoteWritten));
        Assert.Empty((await Told("sri")).Items);
    }

    [Theory]
    [InlineData("akun @budi_di_ig bertanya lagi")]
    [InlineData("surel warga: ibu@sri.id")]
    [InlineData("@ sri")]
    public async Task An_at_sign_that_names_no_colleague_is_a_word_like_any_other(string text)
    {
        await Enter("sri", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");

        await Send(new WriteNote(number, text, null, Admin, Now));

        Assert.DoesNotContain((await Told("sri")).Items, n => n.Kind == NotificationKind.Mention);
    }

    [Fact]
    public async Task Nobody_is_told_of_naming_themselves_nor_who_has_left()
    {
        await Enter("sri", "officer", "JAMSOS");
        await Enter("lama", "officer", "JAMSOS");
        await Send(new DeactivateUser("lama", Admin, Now));
        var number = await ATicketAt("JAMSOS");
        var sri = await Who("sri");

        await Send(new WriteNote(number, "@sri @lama catatan untuk saya sendiri", null, sri, Now));

        Assert.False(await Database.Look(db => db.Notifications.AnyAsync(n => n.Kind == NotificationKind.Mention)));
    }

    [Fact]
    public async Task Those_who_can_be_named_are_those_who_may_see_the_ticket()
    {
        await Enter("sri", "officer", "JAMSOS");
        await Enter("agus", "officer", "LANSIA");
        await Enter("rina", "admin-social");
        await Enter("maria", "reporting");
        var number = await ATicketAt("JAMSOS");

        var colleagues = (await Send(new ListColleagues(number, await Who("sri")))).Items.Select(c => c.Login).ToList();

        Assert.Contains("sri", colleagues);
        Assert.Contains("rina", colleagues);
        Assert.DoesNotContain("agus", colleagues);
        Assert.DoesNotContain("maria", colleagues);
        Assert.Equal(Refusal.NotFound, await Refused(new ListColleagues(number, await Who("agus"))));
    }

    [Fact]
    public async Task What_people_are_told_says_who_else_was_and_how_far_the_ladder_was_climbed()
    {
        await Send(new SaveUser("hasan", "Hasan", ["supervisor"], "JAMSOS", OnDuty: true, Active: true, New: true, Admin, Now));
        await Send(new SaveUser("dian", "Dian", ["supervisor"], "JAMSOS", OnDuty: true, Active: true, New: true, Admin, Now));
        await ATicketAt("JAMSOS");
        var later = Wib.At("2026-08-20 09:00");
        await Send(new RecordDueClocks(later));

        var told = (await Told("hasan", later)).Items.First(n => n is { Clock: ClockKind.FirstResponse, Rung: "80%" });

        Assert.Equal(["Dian"], told.Others);
        Assert.False(told.Ended);
        Assert.Equal(["50%", "80%", "breach", "breach+PT15H"], told.Ladder.Select(l => l.Rung).Take(4));
        Assert.Equal(Wib.At("2026-08-19 16:00"), told.Ladder.Single(l => l.Rung == "breach").ReachedAt);
        Assert.Null(told.Ladder.Single(l => l.Rung == "breach+PT15H").ReachedAt);
    }

    [Fact]
    public async Task The_bell_counts_what_was_not_read_and_nothing_once_all_is()
    {
        await Enter("sri", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");
        var sri = await Who("sri");
        await Send(new WriteNote(number, "@sri satu", null, Admin, Now));
        await Send(new WriteNote(number, "@sri dua", null, Admin, Now));

        Assert.Equal(2, (await Send(new CountWork(sri, Now))).Unread);
        await Send(new ReadNotifications((await Told("sri")).Items[0].Id, sri, Now));
        Assert.Equal(1, (await Send(new CountWork(sri, Now))).Unread);
        await Send(new ReadNotifications(null, sri, Now));
        Assert.Equal(0, (await Send(new CountWork(sri, Now))).Unread);
        Assert.Null((await Send(new CountWork(new Caller(Actor.Key(1, "mesin"), Roles.Officer, "JAMSOS"), Now))).Unread);
    }

    private async Task<Page<ListedNotification>> Told(string login, DateTimeOffset? now = null) =>
        await Send(new ListNotifications(Unread: false, new PageOf(null, null), "id", await Who(login), now ?? Now));

    private Task<Caller> Who(string login) =>
        Database.Look(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Login == login);
            return new Caller(Actor.User(user.Id, user.Name), user.Roles, user.Directorate);
        });
}
