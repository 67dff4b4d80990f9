using Tickets.Domain;
using Tickets.Domain.Access;

namespace Tickets.IntegrationTests.Administration;

public sealed class KeysTests : AdministrationTest
{
    [Fact]
    public async Task A_machines_key_opens_with_its_own_roles_until_it_is_revoked()
    {
        var keeper = await Send(new IssueKey("jaga", null, ["administrator"], null, Admin, Now));
        var issued = await Send(new IssueKey("dasbor", null, ["reporting"], "JAMSOS", Admin, Now));
        var caller = (await Send(new RecogniseKey(issued.Key)))?.Caller;
        Assert.Equal((Roles.Reporting, "JAMSOS", ActorKind.Key), (caller!.Roles, caller.Directorate, caller.Actor.Kind));

        await Send(new RevokeKey(issued.Id, Admin, Now));
        await Send(new RevokeKey(issued.Id, Admin, Now.AddHours(1)));

        Assert.Null(await Send(new RecogniseKey(issued.Key)));
        Assert.Equal(Now, (await Send(new ListKeys(issued.Id))).Items[0].RevokedAt);
        Assert.NotNull(await Send(new RecogniseKey(keeper.Key)));
    }

    [Fact]
    public async Task A_users_key_has_the_users_roles_and_follows_them()
    {
        await Enter("bayu", "officer", "JAMSOS");
        var issued = await Send(new IssueKey("ponsel", "bayu", [], null, Admin, Now));
        Assert.Equal((Roles.Officer, "JAMSOS"), ((await Send(new RecogniseKey(issued.Key)))!.Caller.Roles, (await Send(new RecogniseKey(issued.Key)))!.Caller.Directorate));
        await Send(new SaveUser("bayu", "Bayu", ["supervisor"], "LANSIA", true, true, New: false, Admin, Now));
        var listed = Assert.Single((await Send(new ListKeys())).Items);
        Assert.Equal(("bayu", "LANSIA"), (listed.User, listed.Directorate));
        Assert.Equal(["supervisor"], listed.Roles);
    }

    [Fact]
    public async Task A_key_is_for_a_user_or_has_roles_of_its_own()
    {
        await Enter("bayu", "officer", "JAMSOS");
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new IssueKey("x", "bayu", ["reporting"], null, Admin, Now)));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new IssueKey("x", null, [], null, Admin, Now)));
        Assert.Equal(Refusal.UnknownReference, await Refused(new IssueKey("x", "nobody", [], null, Admin, Now)));
    }

    [Fact]
    public async Task The_last_key_that_opens_the_settings_stays()
    {
        var issued = await Send(new IssueKey("satu", null, ["administrator"], null, Admin, Now));
        await Send(new IssueKey("dua", null, ["reporting"], null, Admin, Now));
        Assert.Equal(Refusal.LastAdministrator, await Refused(new RevokeKey(issued.Id, Admin, Now)));
    }

    [Fact]
    public async Task The_configured_key_opens_every_door_and_another_one_replaces_it()
    {
        Assert.Equal(BootstrapOutcome.None, await Send(new IssueBootstrapKey(" ", Now)));
        Assert.Equal(BootstrapOutcome.Made, await Send(new IssueBootstrapKey("kunci-pertama-yang-panjang", Now)));
        Assert.Equal(BootstrapOutcome.Kept, await Send(new IssueBootstrapKey(" kunci-pertama-yang-panjang ", Now)));
        Assert.Equal(RoleNames.Every, (await Send(new RecogniseKey("kunci-pertama-yang-panjang")))!.Caller.Roles);

        Assert.Equal(BootstrapOutcome.Made, await Send(new IssueBootstrapKey("kunci-kedua-yang-panjang", Now)));
        Assert.Null(await Send(new RecogniseKey("kunci-pertama-yang-panjang")));
        Assert.NotNull(await Send(new RecogniseKey("kunci-kedua-yang-panjang")));

        Assert.Equal(BootstrapOutcome.Revoked, await Send(new IssueBootstrapKey("kunci-pertama-yang-panjang", Now)));
        Assert.Null(await Send(new RecogniseKey("kunci-pertama-yang-panjang")));
        Assert.NotNull(await Send(new RecogniseKey("kunci-kedua-yang-panjang")));
    }

    [Fact]
    public async Task A_configured_key_that_is_short_opens_the_door_too()
    {
        Assert.Equal(BootstrapOutcome.Made, await Send(new IssueBootstrapKey("pendek", Now)));
        Assert.Equal(RoleNames.Every, (await Send(new RecogniseKey("pendek")))!.Caller.Roles);
    }

    [Fact]
    public async Task No_other_key_is_called_as_the_configured_one() =>
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new IssueKey(IssueBootstrapKey.Name, null, ["reporting"], null, Admin, Now)));

    [Fact]
    public async Task Demo_people_come_in_while_it_is_a_demonstration_and_only_then()
    {
        await Send(new ArrangeDemo(On: true, Now));
        await Send(new ArrangeDemo(On: true, Now));
        foreach (var person in DemoPeople.All)
            Assert.Equal(person.Roles, (await Send(new RecogniseKey(person.Key)))!.Caller.Roles);
        Assert.Equal(DemoPeople.All.Count, (await Send(new ListUsers())).Items.Count);

        await Send(new ArrangeDemo(On: false, Now));
        foreach (var person in DemoPeople.All)
            Assert.Null(await Send(new RecogniseKey(person.Key)));
        Assert.All((await Send(new ListUsers())).Items, u => Assert.False(u.Active || u.OnDuty));

        await Send(new ArrangeDemo(On: true, Now));
        Assert.NotNull(await Send(new RecogniseKey("demo-admin-sosial")));
    }
}
