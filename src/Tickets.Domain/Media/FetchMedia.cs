using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Media;

/// <summary>Takes files in hand that lie with the platforms and are due: of several processes one each.</summary>
/// <param name="Now">The present.</param>
/// <param name="Most">At most so many.</param>
public sealed record TakeErrands(DateTimeOffset Now, int Most) : IRequest<IReadOnlyList<TakenErrand>>;

/// <summary>A file to fetch.</summary>
/// <param name="Id">Key of the errand.</param>
/// <param name="Platform">Where it lies.</param>
/// <param name="Address">As the platform told it: an address of the web, or <c>whatsapp:</c> and an id.</param>
/// <param name="Rules">What is taken.</param>
public sealed record TakenErrand(long Id, Platform Platform, string Address, MediaRules Rules);

internal sealed class TakeErrandsHandler(TicketsDb db) : IRequestHandler<TakeErrands, IReadOnlyList<TakenErrand>>
{
    public async Task<IReadOnlyList<TakenErrand>> Handle(TakeErrands request, CancellationToken cancellationToken)
    {
        var due = await db
            .Set<MediaErrand>()
            .AsNoTracking()
            .Where(e => e.NextAttemptAt <= request.Now)
            // No citizen's file waits for the picture of a post.
            .OrderBy(e => e.PostId != null)
            .ThenBy(e => e.NextAttemptAt)
            .Take(request.Most)
            .Select(e => new
            {
                e.Id,
                e.NextAttemptAt,
                e.Position,
                e.PostPlatform,
                e.Address,
                Platform = (Platform?)e.Message!.Platform,
                e.Message!.RemovedAt,
                e.Message!.Attachments,
            })
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
            return [];
        return await db.Change(
            async () =>
            {
                List<TakenErrand> taken = [];
                foreach (var one in due)
                {
                    // Words that were taken away are not looked after.
                    if ((one.Address ?? (one.RemovedAt is null ? one.Attachments?.ElementAtOrDefault(one.Position)?.Url : null)) is not { } address)
                    {
                        await db.Set<MediaErrand>().Where(e => e.Id == one.Id).ExecuteDeleteAsync(cancellationToken);
                        continue;
                    }

                    var mine = await db
                        .Set<MediaErrand>()
                        .Where(e => e.Id == one.Id && e.NextAttemptAt == one.NextAttemptAt)
                        .ExecuteUpdateAsync(
                            s => s.SetProperty(e => e.NextAttemptAt, request.Now + MediaErrand.FetchIsOverAfter).SetProperty(e => e.Attempts, e => e.Attempts + 1),
                            cancellationToken
                        );
                    if (mine > 0)
                        taken.Add(new TakenErrand(one.Id, (one.PostPlatform ?? one.Platform)!.Value, address, one.PostPlatform is null ? MediaRules.Platform : MediaRules.Picture));
                }

                return taken;
            },
            cancellationToken
        );
    }
}

/// <summary>What became of fetching a file. Repeating it is harmless.</summary>
/// <param name="Errand">Key of the errand.</param>
/// <param name="Kept">The bytes as they lie with us; null when they could not be had.</param>
/// <param name="Fault">Why they could not be had.</param>
/// <param name="At">When.</param>
public sealed record EndErrand(long Errand, KeptMedia? Kept, MediaFault? Fault, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class EndErrandHandler(TicketsDb db) : IRequestHandler<EndErrand, Unit>
{
    public async Task<Unit> Handle(EndErrand request, CancellationToken cancellationToken)
    {
        var errand = await db.Set<MediaErrand>().Include(e => e.Message).Include(e => e.Post).SingleOrDefaultAsync(e => e.Id == request.Errand, cancellationToken);
        if (errand is null)
            return Unit.Value;
        if (request.Kept is not { } kept)
        {
            errand.Failed(request.Fault ?? MediaFault.NotReached, request.At);
            // Nobody is shown why a post has no picture, and so nobody asks for it again.
            if (errand is { Post: not null, NextAttemptAt: null })
                db.Remove(errand);
            return Unit.Value;
        }

        errand.Post?.Shows(kept.Sha256, kept.ContentType);
        // Its writer may have taken the words away while we fetched.
        if (errand.Message is { RemovedAt: null } && !await db.Media.AnyAsync(m => m.MessageId == errand.MessageId && m.Position == errand.Position, cancellationToken))
            db.Add(kept.Of(errand.Message, errand.Position, MediaOrigin.Platform, request.At));
        db.Remove(errand);
        return Unit.Value;
    }
}
