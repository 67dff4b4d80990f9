using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.IntegrationTests.Administration;

namespace Tickets.IntegrationTests.Persistence;

public sealed class WhenTheDatabaseCannot : AdministrationTest
{
    // What SQLite says when somebody wrote since the transaction began to read: its nearest to SQL Server's deadlock.
    private static readonly SqliteException Undone = new("database is locked by Ibu Siti", 5, 517);

    [Fact]
    public async Task A_change_that_the_database_undid_is_done_again_whole()
    {
        var tries = 0;
        await Database.Look(async db =>
        {
            db.Add(new Directorate($"UJI-{++tries}", "Uji", null, believed: false));
            await db.SaveChangesAsync();
            return tries < 3 ? throw new DbUpdateException("undone", Undone) : tries;
        });

        Assert.Equal(["UJI-3"], await Database.Look(db => db.Directorates.Where(d => d.Code.StartsWith("UJI")).Select(d => d.Code).ToListAsync()));
    }

    [Fact]
    public async Task It_is_not_done_again_for_ever()
    {
        var tries = 0;

        await Assert.ThrowsAsync<SqliteException>(() => Database.Look<int>(_ => ++tries > 0 ? throw Undone : Task.FromResult(0)));

        Assert.Equal(5, tries);
    }

    [Fact]
    public async Task What_is_wrong_in_itself_is_not_done_again()
    {
        var tries = 0;

        await Assert.ThrowsAsync<DbUpdateException>(() => Database.Look(async db =>
        {
            tries++;
            db.Add(new Directorate("JAMSOS", "Uji", null, believed: false));
            return await db.SaveChangesAsync();
        }));

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_twin_is_known_by_its_number_and_its_value_is_not_for_the_log()
    {
        var problem = await Assert.ThrowsAsync<DbUpdateException>(() => Database.Look(async db =>
        {
            db.Add(new Citizen(Domain.Platforms.Platform.Facebook, "1", "Ibu Siti", Now));
            db.Add(new Citizen(Domain.Platforms.Platform.Facebook, "1", "Ibu Siti", Now));
            return await db.SaveChangesAsync();
        }));

        Assert.True(Faults.IsTwin(problem));
        Assert.False(Faults.MayBeDoneAgain(problem));
        Assert.Matches("^\\w+ (2067|2601|2627)$", Faults.ForTheLog(problem).Message);
        Assert.DoesNotContain("Siti", Faults.ForTheLog(new AggregateException(new InvalidOperationException(), Undone)).ToString(), StringComparison.Ordinal);
    }
}
