namespace Tickets.Domain.Platforms;

/// <summary>The part of a connector that reads what a platform delivered. Pure: no clock, no database, no network.</summary>
public interface IDeliveryReader
{
    /// <summary>The webhook it reads, as the delivery names it: <c>meta</c>.</summary>
    string Source { get; }

    /// <summary>
    /// Everything a delivery says, in its own order. Never throws: a part nobody knows becomes <see cref="UnknownPart"/>,
    /// so that the parts beside it are still read. An empty list never comes back.
    /// </summary>
    IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body);
}

/// <summary>One thing that a delivery says.</summary>
public abstract record Happening;

/// <summary>Who wrote. <paramref name="Id"/> is the platform's own id, scoped as the platform scopes it.</summary>
public sealed record Author(string Id, string? Name);

/// <summary>Something that came with a message.</summary>
/// <param name="Type">image, video, audio, file, location, share, story, sticker, other.</param>
/// <param name="Url">Where the platform keeps it for a while; null when it has no address.</param>
public sealed record IncomingAttachment(string Type, string? Url);

/// <summary>Somebody wrote something.</summary>
/// <param name="Platform">Where.</param>
/// <param name="Audience">In public or in private.</param>
/// <param name="Thread">
/// What the message belongs to: the post or media id for public words, <c>dm</c> for a direct message. Together with platform and author
/// it names the conversation.
/// </param>
/// <param name="MessageId">The platform's id of the message: comment id or mid.</param>
/// <param name="ReplyToId">The comment or message it answers; null at the top of a thread.</param>
/// <param name="Author">Who wrote it; null when the platform only says that somebody did (Instagram mentions carry ids only).</param>
/// <param name="SentAt">When, by the platform's clock, UTC; null when the platform does not say.</param>
/// <param name="Text">The words; null when they must be fetched by id, empty when there are none (a picture alone).</param>
/// <param name="Attachments">What came with it.</param>
/// <param name="PostId">The post or media under which it stands, or the story it answers; null for a plain direct message.</param>
/// <param name="Permalink">Where a person can see it; null when the platform does not say.</param>
/// <param name="IsMention">The ministry was named outside its own page.</param>
/// <param name="IsButton">A button of the platform's was pressed ("Get Started") and nothing written: shown in the thread, no answer and no objection.</param>
public sealed record MessageArrived(
    Platform Platform,
    Audience Audience,
    string Thread,
    string MessageId,
    string? ReplyToId,
    Author? Author,
    DateTimeOffset? SentAt,
    string? Text,
    IReadOnlyList<IncomingAttachment> Attachments,
    string? PostId,
    string? Permalink,
    bool IsMention,
    bool IsButton = false
) : Happening;

/// <summary>Somebody changed words that stand already. It may arrive before the words it changes.</summary>
/// <param name="Message">The message as it reads now.</param>
/// <param name="Revision">The platform's own count of edits when it has one, else null: then the time of the edit orders them.</param>
/// <param name="EditedAt">When it was changed, by the platform's clock, UTC; null when the platform does not say.</param>
/// <param name="ToldAt">When the platform told of it, UTC; null when it does not say.</param>
/// <param name="EditId">The platform's own id of this edit: the same in every repeat, and another for another edit; null where edits have none.</param>
/// <param name="IsCounted">The platform counts the edits of such messages, even where this telling, which was read back, does not give the count.</param>
public sealed record MessageEdited(MessageArrived Message, int? Revision, DateTimeOffset? EditedAt = null, DateTimeOffset? ToldAt = null, string? EditId = null, bool IsCounted = false) : Happening;

/// <summary>Words were taken away by their writer or by the platform. It may arrive before the words.</summary>
public sealed record MessageRemoved(Platform Platform, string MessageId, DateTimeOffset? At) : Happening;

/// <summary>A comment was hidden or shown again by a moderator of the page.</summary>
public sealed record MessageVisibilityChanged(Platform Platform, string MessageId, bool Hidden, DateTimeOffset? At) : Happening;

/// <summary>The ministry posted something, or changed a post: what it says tells what the short comments under it are about.</summary>
/// <param name="Platform">Where.</param>
/// <param name="PostId">The platform's id of the post, as comments under it name it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Picture">Where the platform keeps its picture for a while; null when it has none, or does not tell here.</param>
public sealed record PostTold(Platform Platform, string PostId, string Text, string? Picture = null) : Happening;

/// <summary>The platform tells us of our own words: proof that they arrived.</summary>
/// <param name="Platform">Where.</param>
/// <param name="MessageId">The platform's id of our words.</param>
/// <param name="RecipientId">To whom, for a direct message.</param>
/// <param name="ReplyToId">What they answer, for a comment.</param>
/// <param name="Text">The words, if told.</param>
public sealed record EchoArrived(Platform Platform, string MessageId, string? RecipientId, string? ReplyToId, string? Text) : Happening;

/// <summary>The platform tells how our own words fared after it took them.</summary>
/// <param name="Platform">Where.</param>
/// <param name="MessageId">The platform's id of our words.</param>
/// <param name="Key">The notice's key, where the platform hands back what was sent along with the words; else null.</param>
/// <param name="FailedBecause">The platform's code of why they will never arrive; null when they fare well.</param>
/// <param name="What">Its name, as <c>delivered</c>.</param>
/// <param name="At">When, UTC.</param>
public sealed record WordsReported(Platform Platform, string MessageId, string? Key, int? FailedBecause, string What, DateTimeOffset? At) : Happening;

/// <summary>A thing we know and that is no message: a reaction, a like, a read mark, a hand-over.</summary>
/// <param name="What">Its name, as <c>feed.reaction.add</c>.</param>
public sealed record KnownNonMessage(string What) : Happening;

/// <summary>A shape nobody knows: kept with the delivery and listed for the administrator.</summary>
/// <param name="Where">Which part, as <c>entry[0].changes[1]: field 'foo'</c>.</param>
public sealed record UnknownPart(string Where) : Happening;
