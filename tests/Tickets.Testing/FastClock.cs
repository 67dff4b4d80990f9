using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Testing;

[assembly: HostingStartup(typeof(RunByAnotherClock))]

namespace Tickets.Testing;

/// <summary>
/// A clock for whole processes that runs faster than the world, from an instant of its own. Processes that are told the same share it, and one that was killed and
/// started again finds it where it would be.
/// </summary>
public sealed class FastClock : TimeProvider
{
    /// <summary>The environment variable: its first instant, the world's at the same time (both UTC ticks), and how much faster it runs; or a <see cref="TurnedClock"/>.</summary>
    public const string Variable = "TICKETS_TEST_CLOCK";

    // What sleeps by it must still let others run.
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(50);

    private readonly DateTimeOffset first;
    private readonly DateTimeOffset worldAtFirst;
    private readonly double faster;

    /// <summary>From the variable's text.</summary>
    public FastClock(string text)
    {
        var parts = text.Split(';');
        first = new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero);
        worldAtFirst = new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero);
        faster = double.Parse(parts[2], CultureInfo.InvariantCulture);
    }

    /// <summary>What to tell processes so that it is <paramref name="now"/> now, by a clock so much faster.</summary>
    public static string From(DateTimeOffset now, double faster) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks};{System.GetUtcNow().UtcTicks};{faster}");

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => first + ((System.GetUtcNow() - worldAtFirst) * faster);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Scaled(dueTime), period > TimeSpan.Zero && Scaled(period) < ShortestPeriod ? ShortestPeriod : Scaled(period));

    private TimeSpan Scaled(TimeSpan time) => time <= TimeSpan.Zero ? time : time / faster;
}

/// <summary>Gives a process that names this assembly among its hosting start-ups the clock that its environment tells.</summary>
public sealed class RunByAnotherClock : IHostingStartup
{
    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(FastClock.Variable) is { Length: > 0 } told)
            builder.ConfigureServices(services =>
                services.AddSingleton<TimeProvider>(told.StartsWith(TurnedClock.Marked, StringComparison.Ordinal) ? new TurnedClock(told) : new FastClock(told))
            );
    }
}
