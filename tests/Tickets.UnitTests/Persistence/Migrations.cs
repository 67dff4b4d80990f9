using Microsoft.EntityFrameworkCore;

namespace Tickets.UnitTests.Persistence;

public class Migrations
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void Migrations_are_in_step_with_the_model(string database)
    {
        using var db = Models.Of(database);

        Assert.False(db.Database.HasPendingModelChanges(), $"scripts/migrate was not run after the {database} model changed");
    }

    [Fact]
    public void Both_databases_take_the_same_steps_in_the_same_order() => Assert.Equal(Names("Sqlite"), Names("SqlServer"));

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void Migrations_follow_each_other_by_their_ids(string database)
    {
        var ids = Ids(database);

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
    }

    private static List<string> Names(string database) => [.. Ids(database).Select(id => id.Split('_', 2)[1])];

    private static List<string> Ids(string database)
    {
        using var db = Models.Of(database);
        return [.. db.Database.GetMigrations()];
    }
}
