using Microsoft.Data.Sqlite;

namespace Tickets.Domain.Persistence;

/// <summary>The embedded database's file.</summary>
public static class SqliteFile
{
    /// <summary>Where it is, and how it is opened: foreign keys enforced, half a minute of patience with another process's lock.</summary>
    public static string ConnectionString(string directory) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = Of(directory),
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();

    /// <summary>The log beside it, to which commits go first; there while a connection is open.</summary>
    public static string Log(string directory) => Of(directory) + "-wal";

    private static string Of(string directory) => Path.Combine(Path.GetFullPath(directory), "tickets.db");
}
