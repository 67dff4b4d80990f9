using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;
using Tickets.Domain.Words;

namespace Tickets.Domain.Triage;

/// <summary>Sees near-equal pleas of many become a surge, in the caller's transaction; alarms when one rises above what is usual at that hour.</summary>
public sealed class FormSurges(TicketsDb db, SurgeSketch sketch, SurgeHours hours, TicketsSettings settings)
{
    /// <summary>From so many on it is a surge: fewer are read one by one faster than together.</summary>
    public const int From = 8;

    // Six half-lives: whoever wrote earlier weighs nothing any more.
    private static readonly TimeSpan Warm = 6 * SurgeSketch.HalfLife;
    private const int MostWarm = 2_000;

    private static readonly TimeSpan Lives = SurgeSketch.OnOnePost;

    /// <summary>Somebody asks for help, or whether a rumour is true. Says whether a parent ticket carries their surge: then they need none of their own.</summary>
    public async Task<bool> See(Conversation conversation, Message message, CancellationToken cancellation)
    {
        if (Likeness.Of(message.Text) is not { } print)
            return false;
        var post = conversation.Audience == Audience.Public ? Named(conversation.Platform, conversation.PostId ?? conversation.Thread) : 0;
        var seen = sketch.See(print, post, Named(conversation.Platform, conversation.Citizen.PlatformUserId), message.SentAt);
        conversation.Resembles(seen.Key);
        await Learn(message.SentAt, cancellation);
        if (seen.Writers < Here)
            return false;

        var threshold = await Threshold(message.SentAt, cancellation);
        var alarms = seen.Heat >= threshold;
        if (seen.IsWrittenDown && (seen.HasAlarmed || !alarms))
            return conversation.Likeness is not null && await db.Surges.AnyAsync(s => s.Key == seen.Key && s.Ticket!.ClosedAt == null && s.TicketId != null, cancellation);
        var known = await Find(seen.Key, cancellation) ?? await Adopt(conversation, print, post, seen, message.SentAt, cancellation);
        var surge = known ?? Begin(conversation, message, print, seen);
        surge.Grows(seen.OnOnePost ? conversation.PostId : null, message.SentAt);
        // What other processes saw of it stands in the rows: looked at once a minute, while it has not alarmed.
        var writers = seen.Writers;
        if (known is { AlarmedAt: null } && !alarms)
        {
            var (of, heat) = await Heat(known.Key, message.SentAt, cancellation);
            sketch.Feel(heat);
            (writers, alarms) = (Math.Max(writers, of), heat >= threshold);
        }

        if (alarms && surge.Alarms(threshold, message.SentAt))
            db.Record(Actor.System, message.SentAt, new SurgeAlarmed(surge.Platform, surge.PostId, surge.Topic, writers, threshold, message.SentAt));
        var (key, spread, alarmed) = (surge.Key, !seen.OnOnePost, surge.AlarmedAt is not null);
        db.AfterCommit(() => sketch.Formed(seen.Key, key, spread, alarmed));
        return conversation.Likeness is not null && surge.Ticket is { HasEnded: false };
    }

    // Of several processes each sees its share: with that it is written down, and the others add theirs to the row.
    private int Here => Math.Max(2, (From + settings.WorkerProcesses - 1) / Math.Max(1, settings.WorkerProcesses));

    private Surge Begin(Conversation conversation, Message message, Likeness print, Sighting seen)
    {
        var sample = Conversation.Shorten(PersonalData.Mask(message.Text ?? ""), 200);
        var surge = new Surge(seen.Key, conversation.Platform, seen.OnOnePost ? conversation.PostId : null, message.Assessment?.Topic ?? conversation.Topic, sample, print.ToBytes(), seen.FirstAt);
        db.Add(surge);
        return surge;
    }

    // Another process sees its own share of the same surge, and one that started anew has forgotten it: they meet in the rows.
    private async Task<Surge?> Adopt(Conversation conversation, Likeness print, ulong post, Sighting seen, DateTimeOffset at, CancellationToken cancellation)
    {
        var since = seen.FirstAt - Lives;
        var others = await db.Surges.Include(s => s.Ticket).Where(s => s.LastAt >= since).OrderByDescending(s => s.LastAt).Take(200).ToListAsync(cancellation);
        // What retention took away resembles nothing.
        var same = others
            .Where(s => s.Print.Length > 0)
            .Where(s => s.StartedAt - at <= SurgeSketch.OnOnePost)
            .Where(s => (seen.FirstAt - s.LastAt <= SurgeSketch.AcrossPosts && s.StartedAt - at <= SurgeSketch.AcrossPosts) || (post != 0 && s.Platform == conversation.Platform && s.PostId is not null && s.PostId == conversation.PostId))
            .Where(s => Likeness.From(s.Print).To(print) >= SurgeSketch.Alike)
            .MaxBy(s => s.LastAt);
        if (same is null)
            return null;
        // Whoever left it does not come back to it, whichever process reads them.
        await db
            .Conversations.Where(c => c.Likeness == seen.Key)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Likeness, x => x.ApartFrom == same.Key ? null : (long?)same.Key), cancellation);
        foreach (var here in db.Conversations.Local.Where(c => c.Likeness == seen.Key))
            here.Resembles(same.Key);
        return same;
    }

    // As the sketch counts it, over all writers of the surge, whoever read them.
    private async Task<(int Writers, double Heat)> Heat(long key, DateTimeOffset at, CancellationToken cancellation)
    {
        var since = at - Warm;
        var conversations = await db
            .Conversations.Where(c => c.Likeness == key && c.LastMessageAt > since)
            .OrderByDescending(c => c.LastMessageAt)
            .Take(MostWarm)
            .Select(c => new { c.CitizenId, c.LastMessageAt })
            .ToListAsync(cancellation);
        List<DateTimeOffset> wrote = [.. conversations.DistinctBy(c => c.CitizenId).Select(c => c.LastMessageAt)];
        return (wrote.Count, wrote.Sum(w => w >= at ? 1 : Math.Pow(0.5, (at - w) / SurgeSketch.HalfLife)));
    }

    private async Task<Surge?> Find(long key, CancellationToken cancellation) =>
        db.Surges.Local.FirstOrDefault(s => s.Key == key) ?? await db.Surges.Include(s => s.Ticket).FirstOrDefaultAsync(s => s.Key == key, cancellation);

    private async Task<double> Threshold(DateTimeOffset at, CancellationToken cancellation)
    {
        var hour = at.ToOffset(Sentences.Wib).Hour;
        return (await db.SurgeLevels.FindAsync([hour], cancellation))?.Threshold ?? SurgeLevel.Least;
    }

    // The first words of a new hour close the one before.
    private async Task Learn(DateTimeOffset at, CancellationToken cancellation)
    {
        if (hours.Close(at) is not { } closed)
            return;
        var hour = closed.ToOffset(Sentences.Wib).Hour;
        var level = await db.SurgeLevels.FindAsync([hour], cancellation);
        if (level is null)
            db.Add(level = new SurgeLevel(hour));
        level.Learn(sketch.TakeHottest());
    }

    // FNV-1a, 64 bits: the sketch needs a number, the same in every process.
    private static ulong Named(Platform platform, string id)
    {
        var hash = 14695981039346656037UL ^ (ulong)platform;
        foreach (var letter in id)
            hash = (hash ^ letter) * 1099511628211UL;
        return hash == 0 ? 1 : hash;
    }
}

/// <summary>Which hour this process is in, so that each is closed once by it.</summary>
public sealed class SurgeHours
{
    private readonly Lock gate = new();
    private long current;

    /// <summary>The hour that ended, when these are the first words of a later one; null else. Words of the past close nothing.</summary>
    public DateTimeOffset? Close(DateTimeOffset at)
    {
        var hour = at.UtcTicks / TimeSpan.TicksPerHour;
        lock (gate)
        {
            if (hour <= current)
                return null;
            var before = current;
            current = hour;
            return before == 0 ? null : new DateTimeOffset(before * TimeSpan.TicksPerHour, TimeSpan.Zero);
        }
    }
}
