using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>Why a file cannot be had from its platform.</summary>
public enum MediaFault
{
    /// <summary>The platform has it no longer, or its address has expired.</summary>
    Gone,

    /// <summary>The address does not lead to a place where this platform keeps files; it was not called.</summary>
    ElsewhereNotAsked,

    /// <summary>Larger than what is taken.</summary>
    TooLarge,

    /// <summary>Of a sort that is not taken, or empty.</summary>
    NotTaken,

    /// <summary>The platform refuses to give it to us: a token or permission is missing.</summary>
    NotAllowed,

    /// <summary>The platform does not answer, or breaks off.</summary>
    NotReached,
}

/// <summary>
/// A file that lies with the platform, to be fetched once, outside of the intake: one that came with a citizen's message, or the picture of a post. It is gone when the file is ours
/// (<see cref="MediaFile"/>, <see cref="Post.PictureSha256"/>). When a citizen's file cannot be had it stays, with the reason; a post's picture is passed over.
/// </summary>
public sealed class MediaErrand
{
    /// <summary>With the waits between (30 s doubled each time, two hours at most) about four hours.</summary>
    public const int MostAttempts = 10;

    /// <summary>After this a fetch is surely over; another process may take it up.</summary>
    public static readonly TimeSpan FetchIsOverAfter = TimeSpan.FromMinutes(3);

    private MediaErrand() { }

    /// <summary>A file of a citizen's to be fetched.</summary>
    public MediaErrand(Message message, int position, DateTimeOffset at)
    {
        Message = message;
        Position = position;
        NextAttemptAt = at;
    }

    /// <summary>The picture of a post to be fetched.</summary>
    public MediaErrand(Post post, string address, DateTimeOffset at)
    {
        Post = post;
        Address = address;
        NextAttemptAt = at;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>With which it came; null for the picture of a post.</summary>
    public long? MessageId { get; private set; }

    /// <inheritdoc cref="MessageId"/>
    public Message? Message { get; private set; }

    /// <summary>Where the post stands whose picture it is; null for a file of a citizen.</summary>
    public Platform? PostPlatform { get; private set; }

    /// <summary>The platform's id of the post whose picture it is; unique with <see cref="PostPlatform"/>.</summary>
    public string? PostId { get; private set; }

    /// <summary>The post whose picture it is.</summary>
    public Post? Post { get; private set; }

    /// <summary>Where the picture of a post lies. A message knows the addresses of its own files: null for those.</summary>
    public string? Address { get; private set; }

    /// <summary>Which of the message's attachments it is, from 0; unique with the message.</summary>
    public int Position { get; private set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is tried next, UTC; null when it will not be by itself.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Why it could not be had so far; null before the first try.</summary>
    public MediaFault? Fault { get; private set; }

    /// <summary>True where a platform keeps a file of a citizen there: an address of the web, or WhatsApp's own id.</summary>
    public static bool IsFor(Attachment attachment) =>
        attachment.Type is "image" or "video" or "audio" or "file" or "sticker" or "story"
        && attachment.Url is { } url
        && (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("whatsapp:", StringComparison.Ordinal));

    /// <summary>It could not be had.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="at">Now.</param>
    public void Failed(MediaFault fault, DateTimeOffset at)
    {
        Fault = fault;
        var passes = fault is MediaFault.NotReached or MediaFault.NotAllowed;
        NextAttemptAt = passes && Attempts < MostAttempts ? at + Wait(Attempts) : null;
    }

    /// <summary>A person asks for it once more.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.MediaNotFailed"/>.</exception>
    public void AskAgain(DateTimeOffset at)
    {
        if (Fault is null)
            throw new RefusedException(Refusal.MediaNotFailed);
        // On its way again: what was in its way before is not known to be there still.
        Fault = null;
        Attempts = 0;
        NextAttemptAt = at;
    }

    private static TimeSpan Wait(int attempts) => TimeSpan.FromSeconds(Math.Min(7200, 30 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 12))));
}
