using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Intake;

/// <summary>
/// Appends deliveries to the SQLite file, on a connection of its own. The one hot path of the service: it speaks to the library itself, since the driver's way
/// around a row costs more than the row.
/// </summary>
internal sealed class AppendToFile(string directory) : AppendDeliveries
{
    // FULL: a commit is on the disk when it returns, a power cut included. A longer log means fewer pauses for folding it back.
    private const string Settings = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;";

    private const string Insert = """INSERT INTO "Deliveries" ("Source", "Body", "ReceivedAt", "State", "Attempts") VALUES (?1, ?2, ?3, 'Accepted', 0)""";

    private SqliteConnection? connection;
    private sqlite3_stmt? insert;
    private SafeFileHandle? log;
    private string? source;
    private int count;

    /// <inheritdoc/>
    public override void Add(Arrival arrival)
    {
        try
        {
            var file = Open();
            if (count == 0)
                Do(file, "BEGIN IMMEDIATE");
            count++;
            Append(file, arrival);
        }
        catch
        {
            // Closing rolls back; the next group begins afresh.
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<long> Commit()
    {
        try
        {
            var file = Open();
            // Ids within one transaction follow each other, since nobody else can write meanwhile.
            var last = raw.sqlite3_last_insert_rowid(file);
            Do(file, "COMMIT");
            var ids = new long[count];
            for (var i = 0; i < ids.Length; i++)
                ids[i] = last - ids.Length + 1 + i;
            count = 0;
            return ids;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Flushes the log though nothing in it is new. Through a handle of our own, which takes no lock: SQLite's locks lie on other files, and what is durable it
    /// sees to itself, by what its own flush answers.
    /// </summary>
    public override void StayAwake()
    {
        try
        {
            log ??= File.OpenHandle(SqliteFile.Log(directory), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(log);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Thread.Yield();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        log?.Dispose();
        insert?.Dispose();
        connection?.Dispose();
        (log, insert, connection, source, count) = (null, null, null, null, 0);
    }

    private sqlite3 Open()
    {
        if (connection is null)
        {
            connection = new SqliteConnection(new SqliteConnectionStringBuilder(SqliteFile.ConnectionString(directory)) { Pooling = false }.ToString());
            connection.Open();
            Do(connection.Handle!, Settings);
            Check(connection.Handle!, raw.sqlite3_prepare_v2(connection.Handle, Insert, out insert));
        }

        return connection.Handle!;
    }

    private void Append(sqlite3 file, Arrival arrival)
    {
        // What is bound stays bound: nearly all come from the same webhook.
        if (!ReferenceEquals(source, arrival.Source))
            Check(file, raw.sqlite3_bind_text(insert, 1, source = arrival.Source));
        Check(file, raw.sqlite3_bind_blob(insert, 2, arrival.Body));
        Check(file, raw.sqlite3_bind_int64(insert, 3, arrival.At.UtcTicks));
        var done = raw.sqlite3_step(insert);
        _ = raw.sqlite3_reset(insert);
        if (done != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(done, file);
    }

    private static void Do(sqlite3 file, string sql) => Check(file, raw.sqlite3_exec(file, sql));

    private static void Check(sqlite3 file, int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, file);
    }
}
