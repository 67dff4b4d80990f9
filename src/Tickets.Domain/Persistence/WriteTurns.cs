using System.Threading.Channels;

namespace Tickets.Domain.Persistence;

/// <summary>
/// Writers of this process take turns where the database has one write lock (SQLite); elsewhere nobody waits. Platforms wait for our answer and must not
/// queue behind our own work: who accepts goes first, though never twice in a row while others wait.
/// </summary>
public sealed class WriteTurns(bool oneAtATime)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> accepting = new();
    private readonly Queue<TaskCompletionSource> others = new();
    private bool taken;
    private bool acceptedLast;

    /// <summary>Waits for a turn; disposing it passes it on.</summary>
    public ValueTask<Turn> Take(CancellationToken cancellation) => Take(others, cancellation);

    /// <summary>Waits for a turn ahead of all other work.</summary>
    public ValueTask<Turn> TakeToAccept(CancellationToken cancellation) => Take(accepting, cancellation);

    private async ValueTask<Turn> Take(Queue<TaskCompletionSource> queue, CancellationToken cancellation)
    {
        if (!oneAtATime)
            return default;
        TaskCompletionSource mine;
        lock (gate)
        {
            if (!taken)
            {
                taken = true;
                acceptedLast = queue == accepting;
                return new Turn(this);
            }

            mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Enqueue(mine);
        }

        await using (cancellation.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), mine))
            await mine.Task;
        return new Turn(this);
    }

    private void PassOn()
    {
        lock (gate)
        {
            while (Next() is { } next)
                // Who stopped waiting is passed over.
                if (next.TrySetResult())
                    return;
            taken = false;
        }
    }

    private TaskCompletionSource? Next()
    {
        acceptedLast = accepting.Count > 0 && !(acceptedLast && others.Count > 0);
        return (acceptedLast ? accepting : others).TryDequeue(out var next) ? next : null;
    }

    /// <summary>A writer's turn.</summary>
    public readonly record struct Turn(WriteTurns? Turns) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Turns?.PassOn();
    }
}

/// <summary>
/// Tells the relay of this process what was just committed, so that it need not look. What it misses (a crash, a full channel) the sweep finds in the table.
/// </summary>
public sealed class Commits
{
    private readonly Channel<IReadOnlyList<EventRow>> news = System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<EventRow>>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>For the relay.</summary>
    public ChannelReader<IReadOnlyList<EventRow>> News => news.Reader;

    /// <summary>After a commit.</summary>
    public void Tell(IReadOnlyList<EventRow> rows)
    {
        if (rows.Count > 0)
            news.Writer.TryWrite(rows);
    }
}

/// <summary>
/// Tells the SLA clock of this process that something is due sooner than what it sleeps for. What other processes commit it finds by looking, at least once a
/// second.
/// </summary>
public sealed class DueTimes
{
    private readonly Lock gate = new();
    private DateTimeOffset sleepsUntil;
    private TaskCompletionSource? sooner;

    /// <summary>After a commit: the soonest instant at which something is to be written down.</summary>
    public void Tell(DateTimeOffset next)
    {
        lock (gate)
            if (next < sleepsUntil)
                sooner?.TrySetResult();
    }

    /// <summary>For who sleeps until an instant: completes when something is due before it.</summary>
    public Task SoonerThan(DateTimeOffset instant)
    {
        lock (gate)
        {
            sleepsUntil = instant;
            sooner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return sooner.Task;
        }
    }
}
