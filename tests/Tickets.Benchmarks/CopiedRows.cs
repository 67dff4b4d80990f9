using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Tickets.Benchmarks;

/// <summary>A few real rows of the embedded database, copied as often as is wanted: column by column, whatever columns there are.</summary>
internal sealed class CopiedRows : IDisposable
{
    private readonly SqliteConnection file;
    private readonly Dictionary<string, long> most;

    private CopiedRows(SqliteConnection file, Dictionary<string, long> most) => (this.file, this.most) = (file, most);

    /// <summary>Copies of rows of these tables, while no process has the file open.</summary>
    public static CopiedRows In(string folder, params string[] tables)
    {
        var opened = new SqliteConnection($"Data Source={Path.Combine(folder, "tickets.db")};Pooling=False;Default Timeout=120");
        opened.Open();
        var copied = new CopiedRows(opened, []);
        copied.Execute("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -200000;");
        // Before the first copy: what is copied later refers to the rows of the first ones. In round numbers, so that a copy's number tells whose it is.
        foreach (var table in tables)
            copied.most[table] = copied.Scalar($"SELECT coalesce(MAX(\"Id\"), 0) FROM \"{table}\"") + 1;
        return copied;
    }

    /// <summary>What a copy's own key is.</summary>
    public string Own(string table) => Of("Id", table);

    /// <summary>The key of the copy of the row that <paramref name="column"/> refers to.</summary>
    public string Of(string column, string table) => string.Create(CultureInfo.InvariantCulture, $"\"{column}\" + n.i * {most[table]}");

    /// <summary>Copies the rows that <paramref name="where"/> chooses.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="where">SQL; of the rows that were there first.</param>
    /// <param name="copies">How many of each.</param>
    /// <param name="changed">What is not as in the original; <c>n.i</c> counts the copies from 1.</param>
    public void Copy(string table, string where, int copies, params (string Column, string Expression)[] changed)
    {
        List<string> columns = [];
        using (var info = file.CreateCommand())
        {
            info.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            using var rows = info.ExecuteReader();
            while (rows.Read())
                columns.Add(rows.GetString(0));
        }

        if (changed.FirstOrDefault(c => !columns.Contains(c.Column)).Column is { } unknown)
            throw new InvalidOperationException($"{table} has no column {unknown}.");
        var expressions = columns.ConvertAll(c => changed.FirstOrDefault(x => x.Column == c).Expression ?? $"\"{c}\"");
        Execute(
            $"""
            INSERT INTO "{table}" ({string.Join(", ", columns.ConvertAll(c => $"\"{c}\""))})
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies.ToString(CultureInfo.InvariantCulture)})
            SELECT {string.Join(", ", expressions)} FROM n, (SELECT * FROM "{table}" WHERE "Id" < {most[table].ToString(CultureInfo.InvariantCulture)} AND ({where})) AS t
            """
        );
    }

    public void Execute(string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        command.ExecuteNonQuery();
    }

    public long Scalar(string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => file.Dispose();
}
