using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tickets.Domain.Persistence;

/// <summary>Brings a database to the present: migrations, journal, first data. Safe when several processes start at once, and after one that died amid it.</summary>
public static class PrepareDatabase
{
    /// <summary>Does it; called once by every process before anything else.</summary>
    public static async Task Run(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (db.Database.IsSqlite())
            await MigrateFile(db, cancellation);
        else
            await db.Database.MigrateAsync(cancellation);
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

    private static async Task MigrateFile(TicketsDb db, CancellationToken cancellation)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var alone = await LockUntilDone(file + ".lock", cancellation);
        // Pages of twice the usual size: a group of deliveries costs half the writes. Takes effect while the file is new, and is passed over later.
        await db.Database.ExecuteSqlRawAsync("PRAGMA page_size = 8192", cancellation);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        // On SQLite, EF's own lock is a row, which a process that dies leaves behind, and every later start would wait for it for ever. Ours is the system's
        // and ends with its holder: whoever has it knows that a row in the other belongs to nobody.
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellation);
        await db.Database.MigrateAsync(cancellation);
        await WordsOfTickets.Prepare(db, cancellation);
    }

    private static async Task<FileStream> LockUntilDone(string path, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process is at it.
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
    }
}
