using System.Collections.Concurrent;

namespace Tickets.Testing;

/// <summary>
/// A clock for whole processes that runs as the world's does, from an instant of its own, and whose hands are turned on by whoever made it: hours are over at once, and
/// a machine that is slow needs minutes of the world for them, not hours of this clock. Processes that are told the same file share it, and one that was killed and
/// started again finds it where it would be.
/// </summary>
public sealed class TurnedClock : TimeProvider, IDisposable
{
    /// <summary>What stands before the file in <see cref="FastClock.Variable"/>.</summary>
    public const string Marked = "hands:";

    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(20);

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle file;
    private readonly ConcurrentDictionary<Hand, bool> hands = [];
    private readonly ITimer watch;
    private long armedFor;

    /// <summary>From the variable's text.</summary>
    public TurnedClock(string text)
    {
        Told = text;
        file = File.OpenHandle(text[Marked.Length..], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        armedFor = Ahead.Ticks;
        watch = System.CreateTimer(_ => ArmAgain(), null, LooksEvery, LooksEvery);
    }

    /// <summary>One at which it is <paramref name="now"/> now; <paramref name="file"/> is made, and holds how far its hands are ahead of the world's.</summary>
    public static TurnedClock From(DateTimeOffset now, string file)
    {
        File.WriteAllBytes(file, BitConverter.GetBytes((now - System.GetUtcNow()).Ticks));
        return new TurnedClock(Marked + file);
    }

    /// <summary>What to tell processes that are to run by it.</summary>
    public string Told { get; }

    private TimeSpan Ahead
    {
        get
        {
            Span<byte> ticks = stackalloc byte[sizeof(long)];
            return RandomAccess.Read(file, ticks, 0) == sizeof(long) ? new TimeSpan(BitConverter.ToInt64(ticks)) : throw new InvalidOperationException("The clock's file is cut.");
        }
    }

    /// <summary>Turns the hands on, in every process that has it.</summary>
    public void Turn(TimeSpan on)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(on, TimeSpan.Zero);
        RandomAccess.Write(file, BitConverter.GetBytes((Ahead + on).Ticks), 0);
        ArmAgain();
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var hand = new Hand(this, callback, state);
        hands.TryAdd(hand, true);
        hand.Change(dueTime, period);
        return hand;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        file.Dispose();
    }

    // What would be due in an hour is due at once when the hands were turned by one.
    private void ArmAgain()
    {
        try
        {
            var ahead = Ahead.Ticks;
            if (Interlocked.Exchange(ref armedFor, ahead) == ahead)
                return;
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        foreach (var hand in hands.Keys)
            hand.Arm();
    }

    private sealed class Hand : ITimer
    {
        private readonly Lock gate = new();
        private readonly TurnedClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly ITimer world;
        private DateTimeOffset? due;
        private TimeSpan period;

        public Hand(TurnedClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            world = System.CreateTimer(_ => Come(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
                this.period = period;
                return Armed();
            }
        }

        public void Arm()
        {
            lock (gate)
                Armed();
        }

        public void Dispose()
        {
            clock.hands.TryRemove(this, out _);
            world.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock.hands.TryRemove(this, out _);
            return world.DisposeAsync();
        }

        // Whole milliseconds upwards: one that came too early would have to come again.
        private bool Armed() =>
            world.Change(
                due is { } at ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (at - clock.GetUtcNow()).TotalMilliseconds))) : Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );

        private void Come()
        {
            lock (gate)
            {
                if (due is not { } at)
                    return;
                var now = clock.GetUtcNow();
                if (at > now)
                {
                    Armed();
                    return;
                }

                due = period <= TimeSpan.Zero ? null : at + period > now ? at + period : now + period;
                Armed();
            }

            callback(state);
        }
    }
}
