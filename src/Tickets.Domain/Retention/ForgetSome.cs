using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Media;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Words;

namespace Tickets.Domain.Retention;

/// <summary>What a night goes over, one after the other.</summary>
public enum Kept
{
    /// <summary>Tickets that ended: what was asked, answered and said about it, and the names of those who asked. With them posts under which nobody's words are left.</summary>
    Tickets,

    /// <summary>Conversations that were dismissed: what was said.</summary>
    Conversations,

    /// <summary>Raw deliveries that were read. What nobody understood stays for the administrator.</summary>
    Deliveries,
}

/// <summary>
/// Takes away some of what has been kept long enough, in one transaction that is short enough for others to write before the next. Nothing is taken from a ticket
/// that is open. Repeating it is harmless.
/// </summary>
/// <param name="What">Of what.</param>
/// <param name="After">Those with greater keys than this: 0, then what the batch before told.</param>
/// <param name="Now">The present.</param>
/// <param name="AtMost">How many at once.</param>
public sealed record ForgetSome(Kept What, long After, DateTimeOffset Now, int AtMost) : IRequest<Forgotten>;

/// <summary>What was taken away.</summary>
/// <param name="Count">How many tickets, conversations or deliveries.</param>
/// <param name="Citizens">How many names of citizens.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
public sealed record Forgotten(int Count, int Citizens, long? Next);

internal sealed class ForgetSomeHandler(TicketsDb db, KeepMedia media) : IRequestHandler<ForgetSome, Forgotten>
{
    private const int PostsAtOnce = 500;

    private static readonly Forgotten Nothing = new(0, 0, null);

    public async Task<Forgotten> Handle(ForgetSome request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var rules = await db.RetentionRules.AsNoTracking().SingleAsync(cancellationToken);
        return request.What switch
        {
            Kept.Tickets => rules.EndedBefore(request.Now) is { } before ? await Tickets(request, before, cancellationToken) : Nothing,
            Kept.Conversations => rules.EndedBefore(request.Now) is { } before ? await Conversations(request, before, cancellationToken) : Nothing,
            Kept.Deliveries => rules.DeliveryDays is { } days ? await Deliveries(request, request.Now.AddDays(-days), cancellationToken) : Nothing,
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.What, null),
        };
    }

    private async Task<Forgotten> Tickets(ForgetSome request, DateTimeOffset before, CancellationToken cancellation)
    {
        if (request.After == 0)
        {
            await ForgetSurges(before, cancellation);
            await ForgetPosts(before, request.Now, cancellation);
        }

        // Looking for them costs no turn of the writers.
        var found = await db.TicketsToForget(before).Where(t => t.Id > request.After).OrderBy(t => t.Id).Take(request.AtMost).Select(t => t.Id).ToListAsync(cancellation);
        if (found.Count == 0)
            return Nothing;
        var (count, names) = await db.Change(() => Forget([.. found], before, request.Now, cancellation), cancellation);
        return new(count, names, found.Count < request.AtMost ? null : found[^1]);
    }

    private async Task<(int Count, int Names)> Forget(long[] found, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation)
    {
        // Somebody may have opened one again meanwhile.
        var tickets = await db.TicketsToForget(before).Where(t => EF.Parameter(found).Contains(t.Id)).ToListAsync(cancellation);
        if (tickets.Count == 0)
            return (0, 0);
        var instead = Sentences.Say(Sentences.Languages[0], "retention.forgotten");
        foreach (var ticket in tickets)
            ticket.Forget(instead, Actor.System, now);
        long[] ids = [.. tickets.Select(t => t.Id)];
        await Blank(db.Messages.Where(m => m.TicketId != null && EF.Parameter(ids).Contains(m.TicketId.Value)), now, cancellation);
        await db
            .Notices.Where(n => n.TicketId != null && EF.Parameter(ids).Contains(n.TicketId.Value))
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, instead).SetProperty(n => n.Parameters, (IReadOnlyList<string>?)null), cancellation);
        await db.Set<Rating>().Where(r => EF.Parameter(ids).Contains(r.TicketId)).ExecuteUpdateAsync(s => s.SetProperty(r => r.Sentence, (string?)null), cancellation);
        await db
            .Conversations.IgnoreAutoIncludes()
            .Where(c => c.TicketId != null && EF.Parameter(ids).Contains(c.TicketId.Value))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Preview, "").SetProperty(c => c.ForgottenAt, (DateTimeOffset?)now).SetProperty(c => c.Version, c => c.Version + 1), cancellation);
        // What is tracked is written before it is asked who still has something.
        await db.SaveChangesAsync(cancellation);
        return (tickets.Count, await ForgetNames([.. tickets.Select(t => t.CitizenId).Distinct()], before, cancellation));
    }

    // With the name goes what would know them again.
    private async Task<int> ForgetNames(long[] citizens, DateTimeOffset before, CancellationToken cancellation)
    {
        var gone = db.Citizens.Where(c =>
            EF.Parameter(citizens).Contains(c.Id)
            && !db.Tickets.Any(t => t.CitizenId == c.Id && t.ForgottenAt == null)
            && !db.Conversations.Any(o => o.CitizenId == c.Id && o.LastMessageAt >= before)
        );
        await db.CitizenMarks.Where(m => gone.Any(c => c.Id == m.CitizenId)).ExecuteDeleteAsync(cancellation);
        return await gone.Where(c => c.Name != null).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, (string?)null), cancellation);
    }

    // A surge quotes one of its writers.
    private Task<int> ForgetSurges(DateTimeOffset before, CancellationToken cancellation) =>
        db.Change(
            () => db.Surges.Where(s => s.LastAt < before && s.Sample != "").ExecuteUpdateAsync(s => s.SetProperty(x => x.Sample, "").SetProperty(x => x.Print, Array.Empty<byte>()).SetProperty(x => x.Version, x => x.Version + 1), cancellation),
            cancellation
        );

    // A post is kept for those who wrote under it: its words and its picture go with the last of theirs. Whoever writes under it later has it told anew.
    private async Task ForgetPosts(DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var platform in Enum.GetValues<Platform>())
        {
            var old = await db.Posts.Where(p => p.Platform == platform && p.SeenAt < before).Select(p => p.PlatformPostId).ToListAsync(cancellation);
            foreach (var ids in old.Chunk(PostsAtOnce))
            {
                var needed = await db
                    .Conversations.Where(c => c.Platform == platform && c.PostId != null && EF.Parameter(ids).Contains(c.PostId) && (c.ForgottenAt == null || c.ForgottenAt < c.LastMessageAt))
                    .Select(c => c.PostId!)
                    .Distinct()
                    .ToListAsync(cancellation);
                string[] gone = [.. ids.Except(needed)];
                if (gone.Length > 0)
                    await db.Change(() => Forget(platform, gone, now, cancellation), cancellation);
            }
        }
    }

    private async Task Forget(Platform platform, string[] ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var posts = db.Posts.Where(p => p.Platform == platform && EF.Parameter(ids).Contains(p.PlatformPostId));
        var hashes = await posts.Where(p => p.PictureSha256 != null).Select(p => p.PictureSha256!).Distinct().ToListAsync(cancellation);
        await db.Set<MediaErrand>().Where(e => e.PostPlatform == platform && EF.Parameter(ids).Contains(e.PostId!)).ExecuteDeleteAsync(cancellation);
        await posts.ExecuteDeleteAsync(cancellation);
        await ForgetBytes(hashes, now, cancellation);
    }

    private async Task<Forgotten> Conversations(ForgetSome request, DateTimeOffset before, CancellationToken cancellation)
    {
        var old = db.Conversations.IgnoreAutoIncludes().Where(c => c.State == ConversationState.Dismissed && c.TicketId == null && c.LastMessageAt < before && (c.ForgottenAt == null || c.ForgottenAt < c.LastMessageAt));
        var found = await old.Where(c => c.Id > request.After).OrderBy(c => c.Id).Take(request.AtMost).Select(c => c.Id).ToListAsync(cancellation);
        if (found.Count == 0)
            return Nothing;
        long[] ids = [.. found];
        var (count, names) = await db.Change(
            async () =>
            {
                var still = await old.Where(c => EF.Parameter(ids).Contains(c.Id)).Select(c => new { c.Id, c.CitizenId }).ToListAsync(cancellation);
                long[] conversations = [.. still.Select(c => c.Id)];
                // Words that an earlier ticket has are that ticket's.
                await Blank(db.Messages.Where(m => m.TicketId == null && EF.Parameter(conversations).Contains(m.ConversationId)), request.Now, cancellation);
                await db
                    .Conversations.IgnoreAutoIncludes()
                    .Where(c => EF.Parameter(conversations).Contains(c.Id))
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.Preview, "").SetProperty(c => c.ForgottenAt, (DateTimeOffset?)request.Now).SetProperty(c => c.Version, c => c.Version + 1), cancellation);
                return (still.Count, await ForgetNames([.. still.Select(c => c.CitizenId).Distinct()], before, cancellation));
            },
            cancellation
        );
        return new(count, names, found.Count < request.AtMost ? null : found[^1]);
    }

    private async Task<Forgotten> Deliveries(ForgetSome request, DateTimeOffset before, CancellationToken cancellation)
    {
        // Keys follow the order of arrival: the first that is young enough ends the look, and a table of many millions is not gone through for it.
        var looked = await db.Deliveries.AsNoTracking().Where(d => d.Id > request.After).OrderBy(d => d.Id).Take(request.AtMost).Select(d => new { d.Id, d.ReceivedAt, d.State }).ToListAsync(cancellation);
        var old = looked.TakeWhile(d => d.ReceivedAt < before).ToList();
        if (old.Count == 0)
            return Nothing;
        long[] read = [.. old.Where(d => d.State == DeliveryState.Processed).Select(d => d.Id)];
        // The newest stays: the key of the next one follows from it, and no key may come again.
        var newest = read.Length == 0 ? 0 : await db.Deliveries.MaxAsync(d => d.Id, cancellation);
        var gone =
            read.Length == 0
                ? 0
                : await db.Change(() => db.Deliveries.Where(d => EF.Parameter(read).Contains(d.Id) && d.Id < newest && d.State == DeliveryState.Processed).ExecuteDeleteAsync(cancellation), cancellation);
        return new(gone, 0, old.Count < request.AtMost ? null : old[^1].Id);
    }

    private async Task Blank(IQueryable<Message> messages, DateTimeOffset now, CancellationToken cancellation)
    {
        IReadOnlyList<Attachment> none = [];
        var files = db.Media.Where(f => messages.Any(m => m.Id == f.MessageId));
        var hashes = await files.Select(f => f.Sha256).Distinct().ToListAsync(cancellation);
        if (hashes.Count > 0)
        {
            await files.ExecuteDeleteAsync(cancellation);
            await ForgetBytes(hashes, now, cancellation);
        }

        await db.Set<MediaErrand>().Where(e => messages.Any(m => m.Id == e.MessageId)).ExecuteDeleteAsync(cancellation);
        await messages.ExecuteUpdateAsync(
            s =>
                s.SetProperty(m => m.Text, (string?)null)
                    .SetProperty(m => m.Attachments, none)
                    .SetProperty(m => m.Permalink, (string?)null)
                    .SetProperty(m => m.Assessment, (Assessment?)null)
                    .SetProperty(m => m.AwaitsWords, (bool?)null)
                    .SetProperty(m => m.Exposes, (bool?)null)
                    .SetProperty(m => m.ForgottenAt, (DateTimeOffset?)now),
            cancellation
        );
    }

    // The same bytes may be another's too.
    private async Task ForgetBytes(List<string> hashes, DateTimeOffset now, CancellationToken cancellation)
    {
        if (hashes.Count == 0)
            return;
        var ofFiles = await db.Media.Where(f => hashes.Contains(f.Sha256)).Select(f => f.Sha256).Distinct().ToListAsync(cancellation);
        var ofPosts = await db.Posts.Where(p => p.PictureSha256 != null && hashes.Contains(p.PictureSha256)).Select(p => p.PictureSha256!).Distinct().ToListAsync(cancellation);
        db.AfterCommit(() => media.Forget(hashes.Except(ofFiles).Except(ofPosts), now));
    }
}
