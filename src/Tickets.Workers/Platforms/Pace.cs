using Tickets.Domain;
using Tickets.Domain.Platforms;
using PlatformName = Tickets.Domain.Platforms.Platform;

namespace Tickets.Workers.Platforms;

/// <summary>
/// How fast words may leave by each door of each platform: a bucket of tokens by the documented limits, slowed by what the answers' headers tell. A tenth of each
/// bucket is kept for urgent words, which so overtake all others.
/// </summary>
/// <remarks>Of several processes each takes its share (<see cref="TicketsSettings.WorkerProcesses"/>). What the headers tell is of all of them together, and each hears it.</remarks>
public sealed class Pace(TimeProvider time, TicketsSettings? settings = null)
{
    private const double KeptForUrgent = 0.1;

    // With less a bucket would never have room for one message beside what is kept for urgent ones.
    private const double LeastAtOnce = 2;

    private readonly Lock gate = new();
    private readonly Dictionary<(PlatformName Platform, Door Door), Bucket> buckets = [];

    /// <summary>Takes room for one message; null when there was some, else how long to wait.</summary>
    public TimeSpan? Take(PlatformName platform, Door door, bool urgent)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var bucket = Of(platform, door, now);
            bucket.Fill(now);
            if (bucket.StoppedUntil > now)
                return bucket.StoppedUntil - now;
            var floor = urgent ? 0 : bucket.Most * KeptForUrgent;
            if (bucket.Tokens - floor >= 1 - 1e-9)
            {
                bucket.Tokens--;
                return null;
            }

            var missing = 1 + floor - bucket.Tokens;
            return TimeSpan.FromSeconds(Math.Clamp(missing / (bucket.PerSecond * bucket.Slowed), 0.05, 3600));
        }
    }

    /// <summary>Meta told how much of its limits is used, in percent: from three quarters on the channel slows, near the end it crawls.</summary>
    public void Used(PlatformName platform, double percent)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var door in Enum.GetValues<Door>())
                Of(platform, door, now).Slowed = percent >= 95 ? 0.02 : percent >= 75 ? 0.25 : 1;
        }
    }

    /// <summary>X told how many calls are left until an instant.</summary>
    public void Left(PlatformName platform, Door door, long left, DateTimeOffset until)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var bucket = Of(platform, door, now);
            bucket.Fill(now);
            bucket.Tokens = Math.Min(bucket.Tokens, left);
            if (left <= 0 && until > now && until - now < TimeSpan.FromDays(1))
                bucket.StoppedUntil = until;
        }
    }

    private Bucket Of(PlatformName platform, Door door, DateTimeOffset now)
    {
        if (!buckets.TryGetValue((platform, door), out var bucket))
            buckets[(platform, door)] = bucket = new Bucket(Share(Documented(platform, door)), now);
        return bucket;
    }

    private (double Most, double PerSecond) Share((double Most, double PerSecond) all)
    {
        var together = Math.Max(1, settings?.WorkerProcesses ?? 1);
        return (Math.Max(LeastAtOnce, all.Most / together), all.PerSecond / together);
    }

    /// <summary>
    /// Most at once, and per second. Meta: developers.facebook.com messenger-platform/overview/rate-limiting (Send 300 a second, private replies 750 an hour);
    /// comments have no fixed limit, their headers tell. WhatsApp: 80 a second. X: 100 posts, 15 direct messages and 50 hidings in a quarter of an hour. YouTube counts by
    /// the day's quota elsewhere.
    /// </summary>
    private static (double Most, double PerSecond) Documented(PlatformName platform, Door door) =>
        (platform, door) switch
        {
            (PlatformName.Facebook or PlatformName.Instagram, Door.PrivateReply) => (750, 750 / 3600.0),
            (PlatformName.Facebook or PlatformName.Instagram, _) => (300, 300),
            (PlatformName.WhatsApp, _) => (80, 80),
            (PlatformName.X, Door.CommentReply) => (100, 100 / 900.0),
            (PlatformName.X, Door.Hide) => (50, 50 / 900.0),
            (PlatformName.X, _) => (15, 15 / 900.0),
            _ => (1000, 1000),
        };

    private sealed class Bucket((double Most, double PerSecond) documented, DateTimeOffset now)
    {
        private DateTimeOffset filledAt = now;

        public double Most { get; } = documented.Most;

        public double PerSecond { get; } = documented.PerSecond;

        public double Tokens { get; set; } = documented.Most;

        public double Slowed { get; set; } = 1;

        public DateTimeOffset StoppedUntil { get; set; }

        public void Fill(DateTimeOffset now)
        {
            if (now > filledAt)
                Tokens = Math.Min(Most, Tokens + (now - filledAt).TotalSeconds * PerSecond * Slowed);
            filledAt = now;
        }
    }
}
