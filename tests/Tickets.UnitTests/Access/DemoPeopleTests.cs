using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.UnitTests.Access;

public sealed class DemoPeopleTests
{
    [Fact]
    public void Somebody_has_each_role() => Assert.Equal(RoleNames.Every, DemoPeople.All.Aggregate(Roles.None, (roles, p) => roles | p.Roles));

    [Fact]
    public void Every_key_and_every_login_is_somebodys_alone()
    {
        Assert.Equal(DemoPeople.All.Count, DemoPeople.All.DistinctBy(p => p.Key).Count());
        Assert.Equal(DemoPeople.All.Count, DemoPeople.All.DistinctBy(p => p.Login).Count());
    }

    [Fact]
    public void All_work_where_there_is_a_directorate() =>
        Assert.All(DemoPeople.All.Where(p => p.Directorate is not null), p => Assert.Contains(SeedData.Directorates, d => d.Code == p.Directorate));

    [Fact]
    public void No_officer_lacks_a_directorate() => Assert.All(DemoPeople.All, p => Assert.False(p.Directorate is null && AccessRules.NeedDirectorate(p.Roles)));
}
