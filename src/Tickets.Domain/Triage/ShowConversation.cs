using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>One conversation with its words, for the admin who decides.</summary>
public sealed record ShowConversation(long Id, string Language) : IRequest<ConversationView>;

/// <summary>A conversation with its words and history.</summary>
/// <param name="Id">Key.</param>
/// <param name="Platform">Where.</param>
/// <param name="Audience">In public or in private.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Citizen">The name shown on the platform.</param>
/// <param name="Post">The post it belongs to.</param>
/// <param name="Ticket">Number of its ticket.</param>
/// <param name="Messages">The words that stand, oldest first; at most the last 200.</param>
/// <param name="History">What happened to it.</param>
/// <param name="Clocks">Its promises of a decision, one each time it came to wait.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
/// <param name="DeletionRequest">The prepared private words that ask to delete what shows personal data; null when nothing of it does.</param>
/// <param name="PostText">What the post says; personal data is covered, for visitors write posts too. Null when nobody told, or there is none.</param>
/// <param name="PostHasPicture">True when the post's picture is kept: it is served at <c>/api/v1/inbox/{id}/post-picture</c>.</param>
public sealed record ConversationView(
    long Id,
    Platform Platform,
    Audience Audience,
    ConversationState State,
    string? Citizen,
    string? Post,
    string? Ticket,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<HistoryLine> History,
    IReadOnlyList<DecisionClock> Clocks,
    int Version,
    string? DeletionRequest,
    string? PostText,
    bool PostHasPicture
);

/// <summary>A promise of a decision. All instants UTC.</summary>
/// <param name="Cycle">Which round.</param>
/// <param name="StartedAt">When the words reached the ministry.</param>
/// <param name="DueAt">By when it is promised.</param>
/// <param name="MetAt">When it was decided, in time or late.</param>
/// <param name="BreachedAt">When the promise was broken: its due time.</param>
/// <param name="StoppedAt">When it fell away: the words were taken away.</param>
/// <param name="Policy">Policy and version.</param>
/// <param name="Calendar">Calendar and version.</param>
/// <param name="Escalations">The rungs of the ladder that were reached.</param>
public sealed record DecisionClock(
    int Cycle,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? StoppedAt,
    string Policy,
    string Calendar,
    IReadOnlyList<Escalation> Escalations
)
{
    internal static DecisionClock Of(Clock clock) =>
        new(clock.Cycle, clock.StartedAt, clock.DueAt, clock.MetAt, clock.BreachedAt, clock.StoppedAt, clock.Policy, clock.Calendar, clock.Escalations);
}

/// <summary>Something that came with a message.</summary>
/// <param name="Type">image, video, audio, file, location, share, story, sticker, other.</param>
/// <param name="Url">Where the platform keeps it for a while; null when it has no address.</param>
/// <param name="Media">The file as we keep it; null when we do not.</param>
/// <param name="Errand">Where fetching it from the platform stands; null when it is ours, or nothing is to be fetched.</param>
public sealed record AttachmentView(string Type, string? Url, MediaView? Media, ErrandView? Errand)
{
    internal static AttachmentView Of(Attachment attachment, MediaFile? kept, MediaErrand? errand) =>
        new(
            attachment.Type,
            attachment.Url,
            kept is null ? null : new MediaView(kept.Id, kept.ContentType, kept.Length, PersonalData.Mask(kept.Name)),
            kept is not null || errand is null ? null : new ErrandView(errand.Id, errand.Fault, errand.NextAttemptAt)
        );
}

/// <summary>A file that is still to be fetched from its platform, or could not be had.</summary>
/// <param name="Id">Key, for asking once more.</param>
/// <param name="Fault">Why it could not be had so far: Gone, ElsewhereNotAsked, TooLarge, NotTaken, NotAllowed, NotReached; null before the first try.</param>
/// <param name="NextAttemptAt">When it is tried next, UTC; null when only a person can ask again.</param>
public sealed record ErrandView(long Id, MediaFault? Fault, DateTimeOffset? NextAttemptAt);

/// <summary>A file that we keep, served at <c>/api/v1/media/{id}</c>.</summary>
/// <param name="Id">Key.</param>
/// <param name="ContentType">What it is by its bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Name">As its sender named it, personal data masked.</param>
public sealed record MediaView(long Id, string ContentType, long Length, string Name);

/// <summary>One message as people see it.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Text">
/// The words, personal data masked; null when they were removed, the time for which they are kept is over, or the platform told only an id.
/// </param>
/// <param name="SentAt">When, UTC.</param>
/// <param name="Attachments">What came with it.</param>
/// <param name="ReplyTo">The platform's id of what it answers.</param>
/// <param name="Permalink">Where it can be seen.</param>
/// <param name="Edited">True when its writer changed it.</param>
/// <param name="RemovedAt">When it was taken away, UTC.</param>
/// <param name="HiddenAt">When it was hidden, UTC.</param>
/// <param name="NeedsHelp">0 to 1.</param>
/// <param name="Reasons">Which words weighed.</param>
/// <param name="Exposes">True while everybody can read somebody's NIK or family card number in it.</param>
/// <param name="CanBeHidden">True while it shows in public on a platform that hides comments when asked.</param>
/// <param name="Hiding">Where the hiding that was asked for stands; null when nobody asked.</param>
public sealed record MessageView(
    string Id,
    string? Text,
    DateTimeOffset SentAt,
    IReadOnlyList<AttachmentView> Attachments,
    string? ReplyTo,
    string? Permalink,
    bool Edited,
    DateTimeOffset? RemovedAt,
    DateTimeOffset? HiddenAt,
    double? NeedsHelp,
    IReadOnlyList<string> Reasons,
    bool Exposes,
    bool CanBeHidden,
    NoticeState? Hiding
)
{
    /// <summary>As people may see it: masked, and without the words that were taken away.</summary>
    /// <param name="message">The message.</param>
    /// <param name="hidesUpTo">Words that were taken away later than this still show; see <see cref="RetentionRules.RemovedDays"/>.</param>
    /// <param name="hiding">Where the hiding that was asked for stands.</param>
    /// <param name="canBeHidden">Whether comments are hidden where it stands.</param>
    public static MessageView Of(Message message, DateTimeOffset hidesUpTo, NoticeState? hiding = null, bool canBeHidden = false) =>
        new(
            message.PlatformMessageId,
            message.RemovedAt <= hidesUpTo || message.Text is null ? null
                : message.Assessment is { } assessment ? PersonalData.Mask(message.Text, assessment.PersonalData)
                : PersonalData.Mask(message.Text),
            message.SentAt,
            message.RemovedAt <= hidesUpTo ? [] : [.. message.Attachments.Select((a, i) => AttachmentView.Of(a, message.Media.FirstOrDefault(m => m.Position == i), message.Errands.FirstOrDefault(e => e.Position == i)))],
            message.ReplyToId,
            message.Permalink,
            message.Revision > 0,
            message.RemovedAt,
            message.HiddenAt,
            message.Assessment?.NeedsHelp,
            [.. (message.Assessment?.Reasons ?? []).Select(PersonalData.Mask)],
            message.Exposes == true,
            canBeHidden && message is { RemovedAt: null, HiddenAt: null },
            hiding
        );
}

internal sealed class ShowConversationHandler(TicketsDb db, WriteNotices notices, IEnumerable<IPlatformSender> senders) : IRequestHandler<ShowConversation, ConversationView>
{
    private const int Most = 200;

    public async Task<ConversationView> Handle(ShowConversation request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.Id, null, cancellationToken);
        var messages = await db
            .Messages.AsNoTracking()
            .Include(m => m.Media)
            .Include(m => m.Errands)
            .Where(m => m.ConversationId == conversation.Id && m.Current)
            .OrderByDescending(m => m.SentAt)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var canBeHidden = await HideComment.IsPossibleIn(conversation, senders, () => db.IsUnderOurPost(conversation, cancellationToken));
        var hiding = (
            await db.Notices.AsNoTracking().Where(n => n.ConversationId == conversation.Id && n.Door == Door.Hide).OrderBy(n => n.Id).Select(n => new { n.TargetId, n.State }).ToListAsync(cancellationToken)
        )
            .GroupBy(n => n.TargetId)
            .ToDictionary(g => g.Key, g => (NoticeState?)g.Last().State);
        var history = await db
            .Events.AsNoTracking()
            .Where(e => e.ConversationId == conversation.Id)
            .OrderByDescending(e => e.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var hidesUpTo = await db.HidesRemovedUpTo(cancellationToken);
        var names = await HistoryLine.Names(db, request.Language, cancellationToken);
        var post = conversation.PostId is { } under ? await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Platform == conversation.Platform && p.PlatformPostId == under, cancellationToken) : null;
        return new ConversationView(
            conversation.Id,
            conversation.Platform,
            conversation.Audience,
            conversation.State,
            conversation.Citizen.Name,
            conversation.PostId,
            conversation.Ticket?.Number,
            [.. messages.OrderBy(m => m.SentAt).ThenBy(m => m.Id).Select(m => MessageView.Of(m, hidesUpTo, hiding.GetValueOrDefault(m.PlatformMessageId), canBeHidden))],
            [.. history.OrderBy(e => e.Id).Select(e => HistoryLine.Of(e, request.Language, names)).Select(l => l with { Text = PersonalData.Mask(l.Text) })],
            [.. conversation.Clocks.OrderBy(c => c.Cycle).Select(DecisionClock.Of)],
            conversation.Version,
            messages.Exists(m => m.Exposes == true) ? await notices.DeletionRequest(cancellationToken) : null,
            post?.Text is { } words ? PersonalData.Mask(words) : null,
            post?.PictureSha256 is not null
        );
    }
}
