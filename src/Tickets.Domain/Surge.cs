using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>Near-equal pleas of many: one matter, one answer. Its conversations name it by <see cref="Key"/>, each may leave it.</summary>
public sealed class Surge : Versioned
{
    private Surge() { }

    /// <summary>Enough wrote the same.</summary>
    /// <param name="key">What its conversations name it by.</param>
    /// <param name="platform">The platform of its first words.</param>
    /// <param name="post">The post under which all of them stand; null when they stand under several, or in private.</param>
    /// <param name="topic">Topic code of the words that made it one.</param>
    /// <param name="sample">How one of them put it, personal data masked.</param>
    /// <param name="print">The print of the words (see the likeness of texts).</param>
    /// <param name="startedAt">When the first of them wrote, UTC.</param>
    public Surge(long key, Platform platform, string? post, string topic, string sample, byte[] print, DateTimeOffset startedAt)
    {
        Key = key;
        Platform = platform;
        PostId = post;
        Topic = topic;
        Sample = sample;
        Print = print;
        StartedAt = startedAt;
        LastAt = startedAt;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>What its conversations name it by (<see cref="Conversation.Likeness"/>); random, so that processes need not agree on it.</summary>
    public long Key { get; private set; }

    /// <summary>The platform of its first words.</summary>
    public Platform Platform { get; private set; }

    /// <summary>The post under which all of them stand; null when they stand under several, or in private.</summary>
    public string? PostId { get; private set; }

    /// <summary>Topic code.</summary>
    public string Topic { get; private set; } = "";

    /// <summary>How one of them put it, personal data masked.</summary>
    public string Sample { get; private set; } = "";

    /// <summary>The print of the words.</summary>
    public byte[] Print { get; private set; } = [];

    /// <summary>When the first of them wrote, UTC.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it was last seen to grow, UTC; told once a minute.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>When it rose above what is usual at that hour, UTC; null while it has not.</summary>
    public DateTimeOffset? AlarmedAt { get; private set; }

    /// <summary>How many in short order were the alarm's threshold at that hour; null without alarm.</summary>
    public double? Threshold { get; private set; }

    /// <summary>The parent ticket; null when nobody wanted one.</summary>
    public long? TicketId { get; private set; }

    /// <summary>The parent ticket; null when nobody wanted one.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>Somebody more wrote the same. Says whether that is written down: once a minute, or when it spread.</summary>
    /// <param name="post">The post under which all stand so far; null when they stand under several.</param>
    /// <param name="at">When they wrote.</param>
    public bool Grows(string? post, DateTimeOffset at)
    {
        var news = (PostId is not null && post is null) || at - LastAt >= TimeSpan.FromMinutes(1);
        if (!news)
            return false;
        PostId = post is null ? null : PostId;
        LastAt = at > LastAt ? at : LastAt;
        return true;
    }

    /// <summary>It rose above what is usual at that hour. Says whether that is news.</summary>
    public bool Alarms(double threshold, DateTimeOffset at)
    {
        if (AlarmedAt is not null)
            return false;
        (AlarmedAt, Threshold) = (at, threshold);
        return true;
    }

    /// <summary>One ticket stands for all of its conversations.</summary>
    public void IsCarriedBy(Ticket ticket) => Ticket = ticket;
}

/// <summary>What is usual at an hour of the day: how many at most write the same in short order. Learned from every day that passes.</summary>
public sealed class SurgeLevel
{
    /// <summary>Fewer never alarm: they are read one by one faster than together.</summary>
    public const double Least = 8;

    // The last five days weigh about two thirds.
    private const double Learns = 0.2;

    private SurgeLevel() { }

    /// <summary>An hour of which nothing is known yet.</summary>
    /// <param name="hour">0 to 23, Jakarta time.</param>
    public SurgeLevel(int hour) => Hour = hour;

    /// <summary>0 to 23, Jakarta time.</summary>
    public int Hour { get; private set; }

    /// <summary>How many at most usually write the same in short order.</summary>
    public double Mean { get; private set; }

    /// <summary>How much that differs from day to day, on average.</summary>
    public double Deviation { get; private set; }

    /// <summary>From how many days it was learned.</summary>
    public int Days { get; private set; }

    /// <summary>From here on it is unusual: three deviations above the mean, and never below <see cref="Least"/>.</summary>
    public double Threshold => Math.Max(Least, Mean + (3 * Math.Max(Deviation, Math.Sqrt(Mean))));

    /// <summary>An hour has passed in which at most so many wrote the same. A day of alarms moves it by twice the threshold at most: one flood is not usual.</summary>
    public void Learn(double most)
    {
        var seen = Math.Min(most, 2 * Threshold);
        var weight = Math.Max(Learns, 1.0 / (Days + 1));
        var off = seen - Mean;
        Mean += weight * off;
        Deviation += Days == 0 ? 0 : weight * (Math.Abs(off) - Deviation);
        Days++;
    }
}
