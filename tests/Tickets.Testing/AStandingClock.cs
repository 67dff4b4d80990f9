namespace Tickets.Testing;

/// <summary>Time that stands until a test moves it. Timers run by the real clock, so that what looks every second still does.</summary>
/// <param name="start">Where it stands at first.</param>
public sealed class AStandingClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    /// <summary>Moves to an instant.</summary>
    public void Now(DateTimeOffset instant) => Interlocked.Exchange(ref ticks, instant.UtcTicks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);
}
