using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Intake;

/// <summary>
/// Makes raw deliveries durable before their webhook is answered. One writer groups what arrives at the same time into one commit, so that a crowd costs one
/// wait for the disk; rows are appended in key order.
/// </summary>
public sealed partial class AcceptDeliveries : IAsyncDisposable
{
    private const int MostInOneCommit = 512;

    private readonly Channel<Arrival> arrivals = System.Threading.Channels.Channel.CreateBounded<Arrival>(new BoundedChannelOptions(8192) { SingleReader = true });
    private readonly IServiceScopeFactory scopes;
    private readonly TicketsSettings settings;
    private readonly WriteTurns turns;
    private readonly TimeProvider time;
    private readonly ILogger<AcceptDeliveries> log;
    private readonly Lazy<Task> writer;
    private SqliteConnection? file;
    private SqliteCommand? insert;

    /// <summary>One writer for the process.</summary>
    public AcceptDeliveries(IServiceScopeFactory scopes, TicketsSettings settings, WriteTurns turns, TimeProvider time, ILogger<AcceptDeliveries> log)
    {
        (this.scopes, this.settings, this.turns, this.time, this.log) = (scopes, settings, turns, time, log);
        writer = new Lazy<Task>(() => Task.Run(WriteInGroups));
    }

    /// <summary>Called with the ids of each commit, after it; the host turns it into a hint on the bus.</summary>
    public Action<IReadOnlyList<long>>? Accepted { get; set; }

    /// <summary>Keeps a delivery; when this returns, it is on the disk.</summary>
    /// <exception cref="Exception">The database could not take it: the platform must be told to send it again.</exception>
    public async ValueTask Accept(string source, byte[] body, CancellationToken cancellation)
    {
        _ = writer.Value;
        var arrival = new Arrival(source, body, time.GetUtcNow());
        await arrivals.Writer.WriteAsync(arrival, cancellation);
        await arrival.Durable.Task;
    }

    /// <summary>Finishes what was begun.</summary>
    public async ValueTask DisposeAsync()
    {
        arrivals.Writer.TryComplete();
        if (writer.IsValueCreated)
            await writer.Value;
        insert?.Dispose();
        file?.Dispose();
    }

    private async Task WriteInGroups()
    {
        var group = new List<Arrival>(MostInOneCommit);
        while (await arrivals.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostInOneCommit && arrivals.Reader.TryRead(out var arrival))
                group.Add(arrival);
            try
            {
                var ids = await Write(group);
                foreach (var arrival in group)
                    arrival.Durable.SetResult();
                Accepted?.Invoke(ids);
            }
            catch (Exception problem)
            {
                NotKept(log, group.Count, problem);
                Forget();
                foreach (var arrival in group)
                    arrival.Durable.TrySetException(problem);
            }
        }
    }

    private async Task<IReadOnlyList<long>> Write(List<Arrival> group)
    {
        using var turn = await turns.Take(CancellationToken.None);
        return settings.Database == DatabaseKind.Sqlite ? WriteToFile(group) : await WriteToServer(group);
    }

    // The hot path: a prepared statement on a connection of its own. Ids within one transaction follow each other, since nobody else can write meanwhile.
    private long[] WriteToFile(List<Arrival> group)
    {
        var statement = insert ?? Prepare();
        using var transaction = file!.BeginTransaction();
        statement.Transaction = transaction;
        var ids = new long[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            statement.Parameters[0].Value = group[i].Source;
            statement.Parameters[1].Value = group[i].Body;
            statement.Parameters[2].Value = group[i].At.UtcTicks;
            ids[i] = (long)statement.ExecuteScalar()!;
        }

        transaction.Commit();
        return ids;
    }

    private SqliteCommand Prepare()
    {
        file = new SqliteConnection(SqliteFile.ConnectionString(settings.DataDirectory));
        file.Open();
        using (var pragma = file.CreateCommand())
        {
            // FULL: a commit is on the disk when it returns, a power cut included. A longer log means fewer pauses for folding it back.
            pragma.CommandText = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;";
            pragma.ExecuteNonQuery();
        }

        insert = file.CreateCommand();
        insert.CommandText = """
            INSERT INTO "Deliveries" ("Source", "Body", "ReceivedAt", "State", "Attempts") VALUES ($source, $body, $at, 'Accepted', 0) RETURNING "Id"
            """;
        insert.Parameters.Add("$source", SqliteType.Text);
        insert.Parameters.Add("$body", SqliteType.Blob);
        insert.Parameters.Add("$at", SqliteType.Integer);
        insert.Prepare();
        return insert;
    }

    private void Forget()
    {
        insert?.Dispose();
        file?.Dispose();
        (insert, file) = (null, null);
    }

    private async Task<IReadOnlyList<long>> WriteToServer(List<Arrival> group)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        Delivery[] rows = [.. group.Select(a => new Delivery(a.Source, a.Body, a.At))];
        db.Deliveries.AddRange(rows);
        await db.SaveChangesAsync(CancellationToken.None);
        return [.. rows.Select(r => r.Id)];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} deliveries could not be kept; their senders were told to try again")]
    private static partial void NotKept(ILogger logger, int count, Exception problem);

    private sealed record Arrival(string Source, byte[] Body, DateTimeOffset At)
    {
        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
