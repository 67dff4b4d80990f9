using System.Threading.Channels;

namespace Tickets.Domain.Persistence;

/// <summary>Writers of this process take turns, first come first served, where the database has one write lock (SQLite); elsewhere nobody waits.</summary>
public sealed class WriteTurns(bool oneAtATime) : IDisposable
{
    private readonly SemaphoreSlim? door = oneAtATime ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Waits for a turn; disposing it passes it on.</summary>
    public async ValueTask<Turn> Take(CancellationToken cancellation)
    {
        if (door is null)
            return default;
        await door.WaitAsync(cancellation);
        return new Turn(door);
    }

    /// <inheritdoc/>
    public void Dispose() => door?.Dispose();

    /// <summary>A writer's turn.</summary>
    public readonly record struct Turn(SemaphoreSlim? Door) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Door?.Release();
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
