using System.Threading.Channels;
using System.Threading.Tasks.Sources;
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

    // Answering is handed to the thread pool in portions: few enough to keep every core busy, large enough not to be all hand-over.
    private const int AnsweredTogether = 16;

    // Nobody waits here without a connection that waits, and a body that it holds: those are bounded, so this need not be.
    private readonly Channel<Arrival> arrivals = System.Threading.Channels.Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IServiceScopeFactory scopes;
    private readonly WriteTurns turns;
    private readonly TimeProvider time;
    private readonly ILogger<AcceptDeliveries> log;
    private readonly AppendToFile? file;
    private readonly Lazy<Task> writer;

    /// <summary>One writer for the process.</summary>
    public AcceptDeliveries(IServiceScopeFactory scopes, TicketsSettings settings, WriteTurns turns, TimeProvider time, ILogger<AcceptDeliveries> log)
    {
        (this.scopes, this.turns, this.time, this.log) = (scopes, turns, time, log);
        file = settings.Database == DatabaseKind.Sqlite ? new AppendToFile(settings.DataDirectory) : null;
        writer = new Lazy<Task>(() => Task.Run(WriteInGroups));
    }

    /// <summary>Called with the ids of each commit, after it; the host turns it into a hint on the bus. Must not throw: they are kept already.</summary>
    public Action<IReadOnlyList<long>>? Accepted { get; set; }

    /// <summary>Keeps a delivery; when this returns, it is on the disk. What is begun is finished: a caller who goes away changes nothing.</summary>
    /// <exception cref="Exception">The database could not take it: the platform must be told to send it again.</exception>
    public ValueTask Accept(string source, byte[] body)
    {
        _ = writer.Value;
        var arrival = new Arrival(source, body, time.GetUtcNow());
        return arrivals.Writer.TryWrite(arrival) ? arrival.Durable : throw new ObjectDisposedException(nameof(AcceptDeliveries));
    }

    /// <summary>Finishes what was begun.</summary>
    public async ValueTask DisposeAsync()
    {
        arrivals.Writer.TryComplete();
        if (writer.IsValueCreated)
            await writer.Value;
        file?.Dispose();
    }

    private async Task WriteInGroups()
    {
        while (await arrivals.Reader.WaitToReadAsync())
        {
            List<Arrival> group = [];
            try
            {
                var ids = await WriteWhatWaits(group);
                Answer(group, null);
                Measures.Accepted(group.Count);
                Accepted?.Invoke(ids);
            }
            catch (Exception problem)
            {
                NotKept(log, group.Count, Faults.ForTheLog(problem));
                Answer(group, problem);
            }
        }
    }

    private async Task<IReadOnlyList<long>> WriteWhatWaits(List<Arrival> group)
    {
        using var turn = await turns.TakeToAccept(CancellationToken.None);
        // Only now: whoever arrived while others had the turn comes along.
        while (group.Count < MostInOneCommit && arrivals.Reader.TryRead(out var arrival))
            group.Add(arrival);
        return file is not null ? file.Append(group) : await WriteToServer(group);
    }

    private static void Answer(List<Arrival> group, Exception? problem)
    {
        for (var from = 0; from < group.Count; from += AnsweredTogether)
            ThreadPool.UnsafeQueueUserWorkItem(
                static some =>
                {
                    foreach (var arrival in some.Arrivals)
                        arrival.Done(some.Why);
                },
                (Arrivals: new ArraySegment<Arrival>([.. group[from..Math.Min(from + AnsweredTogether, group.Count)]]), Why: problem),
                preferLocal: false
            );
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
}

/// <summary>A delivery that waits to be durable.</summary>
internal sealed class Arrival(string source, byte[] body, DateTimeOffset at) : IValueTaskSource
{
    // Who waits goes on where it is told that it is done: the portions are spread over the threads already.
    private ManualResetValueTaskSourceCore<bool> done;

    public string Source { get; } = source;

    public byte[] Body { get; } = body;

    public DateTimeOffset At { get; } = at;

    public ValueTask Durable => new(this, done.Version);

    public void Done(Exception? problem)
    {
        if (problem is null)
            done.SetResult(true);
        else
            done.SetException(problem);
    }

    void IValueTaskSource.GetResult(short token) => done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => done.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        done.OnCompleted(continuation, state, token, flags);
}
