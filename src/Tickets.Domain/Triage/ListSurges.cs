using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>Posts under which many wait with the same matter: one answer may serve all of them.</summary>
public sealed record ListSurges : IRequest<Page<Surge>>;

/// <summary>Many alike under one post.</summary>
/// <param name="Platform">Where.</param>
/// <param name="Post">The post's id.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Latest">When the latest wrote, UTC.</param>
/// <param name="Sample">How one of them put it; personal data is covered.</param>
public sealed record Surge(Platform Platform, string Post, string Topic, int Waiting, DateTimeOffset Latest, string Sample);

internal sealed class ListSurgesHandler(TicketsDb db) : IRequestHandler<ListSurges, Page<Surge>>
{
    // Fewer are read one by one faster than together.
    private const int From = 8;

    public async Task<Page<Surge>> Handle(ListSurges request, CancellationToken cancellationToken)
    {
        var found = await db
            .Conversations.Where(c => c.InboxRank != null && c.PostId != null)
            .GroupBy(c => new { c.Platform, c.PostId, c.Topic })
            .Where(g => g.Count() >= From)
            .Select(g => new { g.Key.Platform, g.Key.PostId, g.Key.Topic, Waiting = g.Count(), Latest = g.Max(c => c.LastMessageAt), Last = g.Max(c => c.Id) })
            .OrderByDescending(g => g.Waiting)
            .Take(20)
            .ToListAsync(cancellationToken);
        long[] samples = [.. found.Select(f => f.Last)];
        var words = await db.Conversations.Where(c => samples.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Preview, cancellationToken);
        return new Page<Surge>([.. found.Select(f => new Surge(f.Platform, f.PostId!, f.Topic, f.Waiting, f.Latest, PersonalData.Mask(words.GetValueOrDefault(f.Last, ""))))], Next: null);
    }
}
