using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tickets.Domain.Persistence;

/// <summary>Brings a database to the present: migrations, journal, first data. Safe when several processes start at once.</summary>
public static class PrepareDatabase
{
    /// <summary>Does it; called once by every process before anything else.</summary>
    public static async Task Run(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (db.Database.IsSqlite())
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource))!);
        await db.Database.MigrateAsync(cancellation);
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        await db.Change(
            async () =>
            {
                if (db.Database.IsSqlServer())
                    await db.Database.ExecuteSqlRawAsync("EXEC sp_getapplock @Resource = 'Tickets.SeedData', @LockMode = 'Exclusive', @LockOwner = 'Transaction'", cancellation);
                await SeedData.Plant(db, cancellation);
            },
            cancellation
        );
    }
}
