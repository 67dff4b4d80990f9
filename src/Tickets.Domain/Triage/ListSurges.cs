using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>
/// Where many wait with the same matter and one answer may serve all of them: first near-equal pleas, wherever they stand, then posts under which many wait with
/// one topic.
/// </summary>
/// <param name="Now">The present.</param>
public sealed record ListSurges(DateTimeOffset Now) : IRequest<Page<ListedSurge>>;

/// <summary>Many alike.</summary>
/// <param name="Platform">Where; of a surge across platforms, where its first words stand.</param>
/// <param name="Post">The post's id; empty for a surge across posts.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Latest">When the latest wrote, UTC.</param>
/// <param name="Sample">How one of them put it; personal data is covered.</param>
/// <param name="Id">Key of a surge of near-equal words, which can be answered as one; null for a post with one topic.</param>
/// <param name="Size">How many conversations it has, decided ones included.</param>
/// <param name="Speed">How many of them heard new words in the last ten minutes, per minute.</param>
/// <param name="StartedAt">When the first of them wrote, UTC; null for a post with one topic.</param>
/// <param name="AlarmedAt">When it rose above what is usual at that hour, UTC; null while it has not.</param>
/// <param name="Threshold">How many in short order were the alarm's threshold.</param>
/// <param name="Ticket">Number of its parent ticket.</param>
public sealed record ListedSurge(
    Platform Platform,
    string Post,
    string Topic,
    int Waiting,
    DateTimeOffset Latest,
    string Sample,
    long? Id,
    int Size,
    double Speed,
    DateTimeOffset? StartedAt,
    DateTimeOffset? AlarmedAt,
    double? Threshold,
    string? Ticket
);

internal sealed class ListSurgesHandler(TicketsDb db) : IRequestHandler<ListSurges, Page<ListedSurge>>
{
    private const int Most = 20;

    // The list leaves out whoever stands in one: each of them must be shown.
    private const int MostFormed = 500;
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(10);

    public async Task<Page<ListedSurge>> Handle(ListSurges request, CancellationToken cancellationToken)
    {
        var formed = await Formed(request.Now, cancellationToken);
        return new Page<ListedSurge>([.. formed.Select(f => f.Shown), .. await Posts([.. formed.Select(f => f.Key)], cancellationToken)], Next: null);
    }

    private async Task<List<(long Key, ListedSurge Shown)>> Formed(DateTimeOffset now, CancellationToken cancellation)
    {
        var waiting = await db
            .Conversations.Where(c => c.InboxRank != null && c.Likeness != null && db.Surges.Any(s => s.Key == c.Likeness))
            .GroupBy(c => c.Likeness!.Value)
            .Select(g => new { Key = g.Key, Waiting = g.Count(), Latest = g.Max(c => c.LastMessageAt) })
            .OrderByDescending(g => g.Waiting)
            .Take(MostFormed)
            .ToListAsync(cancellation);
        long[] keys = [.. waiting.Select(w => w.Key)];
        var surges = await db.Surges.AsNoTracking().Include(s => s.Ticket).IgnoreAutoIncludes().Where(s => keys.Contains(s.Key)).ToDictionaryAsync(s => s.Key, cancellation);
        var since = now - Recently;
        var sizes = await db
            .Conversations.Where(c => c.Likeness != null && keys.Contains(c.Likeness.Value))
            .GroupBy(c => c.Likeness!.Value)
            .Select(g => new { Key = g.Key, Size = g.Count(), Lately = g.Count(c => c.LastMessageAt > since) })
            .ToDictionaryAsync(g => g.Key, cancellation);
        return
        [
            .. waiting
                .Select(w => (Waiting: w, Surge: surges[w.Key], Sizes: sizes[w.Key]))
                .OrderByDescending(x => x.Surge.AlarmedAt is not null)
                .ThenByDescending(x => x.Waiting.Waiting)
                .Select(x => (x.Waiting.Key, new ListedSurge(
                    x.Surge.Platform,
                    x.Surge.PostId ?? "",
                    x.Surge.Topic,
                    x.Waiting.Waiting,
                    x.Waiting.Latest,
                    PersonalData.Mask(x.Surge.Sample),
                    x.Surge.Id,
                    x.Sizes.Size,
                    Math.Round(x.Sizes.Lately / Recently.TotalMinutes, 1),
                    x.Surge.StartedAt,
                    x.Surge.AlarmedAt,
                    x.Surge.Threshold is { } threshold ? Math.Round(threshold, 1) : null,
                    x.Surge.Ticket?.Number
                ))),
        ];
    }

    // What is in a surge already is not told twice.
    private async Task<IReadOnlyList<ListedSurge>> Posts(long[] formed, CancellationToken cancellation)
    {
        var found = await db
            .Conversations.Where(c => c.InboxRank != null && c.PostId != null && (c.Likeness == null || !formed.Contains(c.Likeness.Value)))
            .GroupBy(c => new { c.Platform, c.PostId, c.Topic })
            .Where(g => g.Count() >= FormSurges.From)
            .Select(g => new { g.Key.Platform, g.Key.PostId, g.Key.Topic, Waiting = g.Count(), Latest = g.Max(c => c.LastMessageAt), Last = g.Max(c => c.Id) })
            .OrderByDescending(g => g.Waiting)
            .Take(Most)
            .ToListAsync(cancellation);
        long[] samples = [.. found.Select(f => f.Last)];
        var words = await db.Conversations.Where(c => samples.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Preview, cancellation);
        return
        [
            .. found.Select(f => new ListedSurge(
                f.Platform,
                f.PostId!,
                f.Topic,
                f.Waiting,
                f.Latest,
                PersonalData.Mask(words.GetValueOrDefault(f.Last, "")),
                Id: null,
                f.Waiting,
                Speed: 0,
                StartedAt: null,
                AlarmedAt: null,
                Threshold: null,
                Ticket: null
            )),
        ];
    }
}
