using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Access;

namespace Tickets.IntegrationTests.Administration;

public sealed class UsersTests : AdministrationTest
{
    [Fact]
    public async Task Who_is_entered_is_listed_and_the_audit_says_so()
    {
        await Send(new SaveUser("budi", "Budi Santoso", ["officer", "supervisor"], "JAMSOS", OnDuty: true, Active: true, New: true, Admin, Now));
        var budi = Assert.Single((await Send(new ListUsers())).Items);
        Assert.Equal(("budi", "Budi Santoso", "JAMSOS", true, true), (budi.Login, budi.Name, budi.Directorate, budi.OnDuty, budi.Active));
        Assert.Equal(["officer", "supervisor"], budi.Roles);
        Assert.Equal("Setting User Budi Santoso: created (officer, supervisor @ Direktorat Jaminan Sosial).", (await Audit())[0]);
    }

    [Fact]
    public async Task A_login_is_given_once()
    {
        await Enter("budi", "reporting");
        Assert.Equal(Refusal.AlreadyExists, await Refused(new SaveUser("budi", "Lain", ["reporting"], null, true, true, New: true, Admin, Now)));
    }

    [Fact]
    public async Task An_officer_without_a_directorate_is_refused() =>
        Assert.Equal(Refusal.OfficerNeedsDirectorate, await Refused(new SaveUser("budi", "Budi", ["officer"], null, true, true, New: true, Admin, Now)));

    [Fact]
    public async Task A_directorate_nobody_knows_is_refused() =>
        Assert.Equal(Refusal.UnknownReference, await Refused(new SaveUser("budi", "Budi", ["officer"], "BULAN", true, true, New: true, Admin, Now)));

    [Fact]
    public async Task Changing_somebody_who_is_not_there_is_refused() =>
        Assert.Equal(Refusal.NotFound, await Refused(new SaveUser("budi", "Budi", ["reporting"], null, true, true, New: false, Admin, Now)));

    [Theory]
    [InlineData("B")]
    [InlineData("Budi")]
    [InlineData("budi santoso")]
    [InlineData("")]
    public async Task A_login_that_could_be_mistaken_is_refused(string login) =>
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new SaveUser(login, "Budi", ["reporting"], null, true, true, New: true, Admin, Now)));

    [Fact]
    public async Task The_last_administrator_cannot_be_let_go_nor_demoted()
    {
        await Enter("dewi", "administrator");
        Assert.Equal(Refusal.LastAdministrator, await Refused(new DeactivateUser("dewi", Admin, Now)));
        Assert.Equal(Refusal.LastAdministrator, await Refused(new SaveUser("dewi", "Dewi", ["reporting"], null, true, true, New: false, Admin, Now)));
        Assert.Equal(Refusal.LastAdministrator, await Refused(new SaveUser("dewi", "Dewi", ["administrator"], null, true, Active: false, New: false, Admin, Now)));
        await Enter("maria", "administrator");
        await Send(new DeactivateUser("dewi", Admin, Now));
        Assert.Equal(Refusal.LastAdministrator, await Refused(new DeactivateUser("maria", Admin, Now)));
    }

    [Fact]
    public async Task Letting_an_officer_go_puts_the_open_tickets_back_in_the_queue_and_shuts_the_key_out()
    {
        await Enter("bayu", "officer", "JAMSOS");
        var key = await Send(new IssueKey("bayu", "bayu", [], null, Admin, Now));
        var number = await ATicketAt("JAMSOS");
        Assert.Equal(1, (await Send(new ListUsers("bayu"))).Items[0].OpenWork);

        await Send(new DeactivateUser("bayu", Admin, Now));

        var officer = await Database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.OfficerId).SingleAsync());
        Assert.Null(officer);
        var bayu = (await Send(new ListUsers("bayu"))).Items[0];
        Assert.Equal((false, false, 0), (bayu.Active, bayu.OnDuty, bayu.OpenWork));
        Assert.Null(await Send(new RecogniseKey(key.Key)));
        Assert.Contains("Setting User bayu: deactivated.", await Audit());
    }

    [Fact]
    public async Task An_officer_who_moves_to_another_directorate_leaves_the_tickets_there()
    {
        await Enter("bayu", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");
        await Send(new SaveUser("bayu", "Bayu", ["officer"], "LANSIA", true, true, New: false, Admin, Now));
        Assert.Null(await Database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.OfficerId).SingleAsync()));
    }

    [Fact]
    public async Task Changing_the_name_leaves_the_tickets_in_hand()
    {
        var bayu = await Enter("bayu", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");
        await Send(new SaveUser("bayu", "Bayu P.", ["officer"], "JAMSOS", OnDuty: false, true, New: false, Admin, Now));
        Assert.Equal(bayu.Id, await Database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.OfficerId).SingleAsync()));
    }
}
