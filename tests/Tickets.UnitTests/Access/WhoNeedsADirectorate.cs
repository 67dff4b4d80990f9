using Tickets.Domain;
using Tickets.Domain.Access;

namespace Tickets.UnitTests.Access;

public sealed class WhoNeedsADirectorate
{
    [Theory]
    [InlineData(Roles.Officer, true)]
    [InlineData(Roles.Officer | Roles.Supervisor, true)]
    [InlineData(Roles.Officer | Roles.Reporting, true)]
    [InlineData(Roles.Officer | Roles.AdminSocial, false)]
    [InlineData(Roles.Officer | Roles.Administrator, false)]
    [InlineData(Roles.Supervisor, false)]
    [InlineData(Roles.Reporting, false)]
    public void An_officer_does_unless_other_roles_see_everything(Roles roles, bool needs) => Assert.Equal(needs, AccessRules.NeedDirectorate(roles));

    [Fact]
    public void Every_role_has_a_name_and_every_name_a_role()
    {
        var names = RoleNames.Of(RoleNames.Every);
        Assert.Equal(["admin-social", "officer", "supervisor", "reporting", "administrator", "director", "inspectorate"], names);
        Assert.Equal(RoleNames.Every, RoleNames.Parse(names));
    }

    [Fact]
    public void A_role_nobody_knows_is_none() => Assert.Null(RoleNames.Parse(["officer", "king"]));
}
