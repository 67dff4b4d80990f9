namespace Tickets.Testing;

/// <summary>Waits for what will be true soon: looks again and again until it is, or the deadline passes.</summary>
public static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Answers what the probe found.</summary>
    /// <param name="what">What is awaited, for the one who reads a failure.</param>
    /// <param name="within">The deadline.</param>
    /// <param name="probe">Looks once; null: not yet. A service that does not answer counts as not yet.</param>
    /// <param name="seen">Tells what there is instead, when the deadline has passed.</param>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static async Task<T> Finds<T>(string what, TimeSpan within, Func<Task<T?>> probe, Func<Task<string>>? seen = null)
        where T : class
    {
        using var passed = new CancellationTokenSource(within);
        using var timer = new PeriodicTimer(BetweenLooks);
        Exception? last = null;
        while (true)
        {
            try
            {
                if (await probe() is { } found)
                    return found;
                last = null;
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
            {
                last = away;
            }

            try
            {
                await timer.WaitForNextTickAsync(passed.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds} s: {what}. {(seen is null ? "" : await seen())}", last);
            }
        }
    }

    /// <inheritdoc cref="Finds{T}"/>
    public static Task Holds(string what, TimeSpan within, Func<Task<bool>> probe, Func<Task<string>>? seen = null) =>
        Finds(what, within, async () => await probe() ? what : null, seen);
}
