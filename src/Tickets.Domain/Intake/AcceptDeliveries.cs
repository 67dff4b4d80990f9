using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Intake;

/// <summary>
/// Makes raw deliveries durable before their webhook is answered. One writer, a thread of its own, groups what arrives at the same time into one commit, so that
/// a crowd costs one wait for the disk; rows are appended in key order.
/// </summary>
/// <remarks>
/// In a crowd the writer does not go to sleep between commits: it gathers a few more deliveries and asks the disk to flush again meanwhile, though nothing is
/// new. A virtual disk left alone for 50 µs needs 200 µs for a flush that takes 45 µs right after another, and such an idle flush costs 2 µs of a core
/// (measured: docs/performance.md).
/// </remarks>
public sealed partial class AcceptDeliveries : IAsyncDisposable
{
    private const int MostInOneCommit = 512;

    // So many in one commit are a crowd: the next commit waits until it has enough, though not for long, and while nobody comes the writer stays awake a moment.
    private const int Crowd = 4;
    private const int Enough = 8;
    private static readonly TimeSpan GathersFor = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan AwakeFor = TimeSpan.FromMilliseconds(2);

    // Answering is handed to the thread pool in portions: few enough to keep every core busy, large enough not to be all hand-over.
    private const int AnsweredTogether = 16;

    // Nobody waits here without a connection that waits, and a body that it holds: those are bounded, so this need not be.
    private readonly ConcurrentQueue<Arrival> arrivals = new();
    private readonly AutoResetEvent somebodyCame = new(false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriteTurns turns;
    private readonly TimeProvider time;
    private readonly ILogger<AcceptDeliveries> log;
    private readonly AppendDeliveries rows;
    private readonly Lazy<Thread> writer;
    private int asleep;
    private volatile bool ending;

    /// <summary>One writer for the process.</summary>
    public AcceptDeliveries(IServiceScopeFactory scopes, TicketsSettings settings, WriteTurns turns, TimeProvider time, ILogger<AcceptDeliveries> log)
    {
        (this.turns, this.time, this.log) = (turns, time, log);
        rows = settings.Database == DatabaseKind.Sqlite ? new AppendToFile(settings.DataDirectory) : new AppendToServer(scopes);
        writer = new Lazy<Thread>(() =>
        {
            var thread = new Thread(WriteInGroups) { IsBackground = true, Name = "Deliveries" };
            // Not in the context of the request that happened to be the first.
            thread.UnsafeStart();
            return thread;
        });
    }

    /// <summary>Called with the ids of each commit, after it; the host turns it into a hint on the bus. Must not throw: they are kept already.</summary>
    public Action<IReadOnlyList<long>>? Accepted { get; set; }

    /// <summary>Keeps a delivery; when this returns, it is on the disk. What is begun is finished: a caller who goes away changes nothing.</summary>
    /// <exception cref="ObjectDisposedException">The process ends: it is not kept, and must be sent again.</exception>
    /// <exception cref="Exception">The database could not take it: the platform must be told to send it again.</exception>
    public ValueTask Accept(string source, byte[] body)
    {
        ObjectDisposedException.ThrowIf(ending, this);
        _ = writer.Value;
        var arrival = new Arrival(source, body, time.GetUtcNow());
        arrivals.Enqueue(arrival);
        // Whoever comes looks after it came, and who goes to sleep looks after it said so: one of them sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref asleep) == 1 && Interlocked.Exchange(ref asleep, 0) == 1)
            somebodyCame.Set();
        if (ended.Task.IsCompleted)
            RefuseWhoIsLeft();
        return arrival.Durable;
    }

    /// <summary>Finishes what was begun.</summary>
    public async ValueTask DisposeAsync()
    {
        ending = true;
        if (writer.IsValueCreated)
        {
            somebodyCame.Set();
            await ended.Task;
            RefuseWhoIsLeft();
        }

        somebodyCame.Dispose();
        rows.Dispose();
    }

    // Who came when the writer had gone.
    private void RefuseWhoIsLeft()
    {
        while (arrivals.TryDequeue(out var arrival))
            arrival.Done(new ObjectDisposedException(nameof(AcceptDeliveries)));
    }

    private void WriteInGroups()
    {
        var crowd = false;
        while (SomebodyWaits(crowd))
            crowd = WriteWhatWaits(crowd) >= Crowd;
        ended.SetResult();
    }

    // False when all is over.
    private bool SomebodyWaits(bool crowd)
    {
        var since = Stopwatch.GetTimestamp();
        while (arrivals.IsEmpty)
        {
            if (crowd && Stopwatch.GetElapsedTime(since) < AwakeFor)
            {
                rows.StayAwake();
                continue;
            }

            Interlocked.Exchange(ref asleep, 1);
            if (!arrivals.IsEmpty)
                break;
            if (ending)
                return false;
            somebodyCame.WaitOne();
        }

        Volatile.Write(ref asleep, 0);
        return true;
    }

    private int WriteWhatWaits(bool crowd)
    {
        List<Arrival> group = [];
        try
        {
            IReadOnlyList<long> ids;
            using (turns.TakeToAccept(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                Gather(group, crowd);
                ids = rows.Commit();
            }

            Answer(group, null);
            Measures.Accepted(group.Count);
            Accepted?.Invoke(ids);
        }
        catch (Exception problem)
        {
            NotKept(log, group.Count, Faults.ForTheLog(problem));
            Answer(group, problem);
            return 0;
        }

        return group.Count;
    }

    // Whoever arrived while others had the turn comes along.
    private void Gather(List<Arrival> group, bool crowd)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            while (group.Count < MostInOneCommit && arrivals.TryDequeue(out var arrival))
            {
                group.Add(arrival);
                rows.Add(arrival);
            }

            if (!crowd || group.Count >= Enough || Stopwatch.GetElapsedTime(since) > GathersFor)
                return;
            rows.StayAwake();
        }
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
