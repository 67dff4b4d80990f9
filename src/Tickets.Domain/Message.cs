using System.Text;
using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>Something that came with a message.</summary>
/// <param name="Type">image, video, audio, file, location, share, story, sticker, other.</param>
/// <param name="Url">Where the platform keeps it for a while; null when it has no address.</param>
public sealed record Attachment(string Type, string? Url);

/// <summary>
/// Words of a citizen, one row a revision: unique by platform, message id and revision, which makes a repeated delivery harmless. Our own words are
/// <see cref="Notice"/>s.
/// </summary>
public sealed class Message
{
    /// <summary>No platform takes longer words; a body may hold up to a mebibyte of them. In UTF-16 units.</summary>
    public const int LongestText = 20_000;

    private readonly List<MediaFile> media = [];
    private readonly List<MediaErrand> errands = [];

    private Message() { }

    /// <summary>A row that is being read, with its words opened, for the persistence alone.</summary>
    internal static Message Kept(string? text) => new() { Text = text };

    /// <summary>A revision of a message.</summary>
    public Message(
        Conversation conversation,
        Platform platform,
        string platformMessageId,
        int revision,
        string? replyToId,
        string? text,
        IReadOnlyList<Attachment> attachments,
        string? permalink,
        DateTimeOffset sentAt,
        DateTimeOffset receivedAt,
        DateTimeOffset? editedAt = null,
        string? editId = null
    )
    {
        Conversation = conversation;
        Platform = platform;
        PlatformMessageId = platformMessageId;
        Revision = revision;
        ReplyToId = replyToId;
        Text = text;
        Attachments = attachments;
        Permalink = permalink;
        SentAt = sentAt;
        ReceivedAt = receivedAt;
        EditedAt = editedAt;
        EditId = editId;
        AwaitsWords = text is null ? true : null;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>The conversation it belongs to.</summary>
    public long ConversationId { get; private set; }

    /// <summary>The conversation it belongs to.</summary>
    public Conversation Conversation { get; private set; } = null!;

    /// <summary>Where.</summary>
    public Platform Platform { get; private set; }

    /// <summary>The platform's id: comment id or mid.</summary>
    public string PlatformMessageId { get; private set; } = "";

    /// <summary>0 as first written, one more for each edit.</summary>
    public int Revision { get; private set; }

    /// <summary>When it was changed into these words, by the platform's clock, UTC; null as first written, and where the platform counts edits instead.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>The platform's own id of the edit that made these words, where edits have one (WhatsApp); null elsewhere and as first written.</summary>
    public string? EditId { get; private set; }

    /// <summary>The ticket whose matter the words are; null while nobody has decided.</summary>
    public long? TicketId { get; private set; }

    /// <summary>The ticket whose matter the words are; null while nobody has decided.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>True for the revision that stands now.</summary>
    public bool Current { get; private set; } = true;

    /// <summary>The comment or message it answers.</summary>
    public string? ReplyToId { get; private set; }

    /// <summary>The words; null when the platform told only an id.</summary>
    public string? Text { get; private set; }

    /// <summary>What came with it.</summary>
    public IReadOnlyList<Attachment> Attachments { get; private set; } = [];

    /// <summary>The files among it that we keep, where they were loaded; each says which attachment it is.</summary>
    public IReadOnlyList<MediaFile> Media => media;

    /// <summary>Those of its files that are still to be fetched from the platform, or could not be had.</summary>
    public IReadOnlyList<MediaErrand> Errands => errands;

    /// <summary>Where a person can see it.</summary>
    public string? Permalink { get; private set; }

    /// <summary>When it was written, by the platform's clock; when it arrived where the platform tells none. UTC.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>When it arrived here, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When its writer or the platform took it away, UTC.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>When a moderator hid it, UTC; null while it shows.</summary>
    public DateTimeOffset? HiddenAt { get; private set; }

    /// <summary>What the service made of it.</summary>
    public Assessment? Assessment { get; private set; }

    /// <summary>When its words were taken away because the time for which they are kept is over, UTC.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>True while the words must still be fetched, else null.</summary>
    public bool? AwaitsWords { get; private set; }

    /// <summary>True while everybody can read somebody's NIK or family card number in it, else null.</summary>
    public bool? Exposes { get; private set; }

    /// <summary>The words were fetched, or cannot be had (null).</summary>
    public void IsTold(string? text, string? permalink)
    {
        AwaitsWords = null;
        Text ??= text;
        Permalink ??= permalink;
    }

    /// <summary>The same words, opened or sealed, for the persistence alone.</summary>
    internal void Says(string text) => Text = text;

    /// <summary>The service read it.</summary>
    public void Means(Assessment assessment)
    {
        Assessment = assessment;
        LookWhetherItExposes();
    }

    /// <summary>They are words of this ticket's matter, and stay so when the conversation goes on to another.</summary>
    public void BelongsTo(Ticket ticket) => Ticket = ticket;

    /// <summary>Changed words belong where the words belonged that they replace.</summary>
    public void IsOfTheMatterOf(Message other) => (Ticket, TicketId) = (other.Ticket, other.TicketId);

    /// <summary>Nobody has decided yet of which matter it is.</summary>
    public bool IsUndecided() => Ticket is null && TicketId is null;

    /// <summary>It belongs to this ticket.</summary>
    public bool IsOf(Ticket ticket) => ReferenceEquals(Ticket, ticket) || (TicketId is { } id && id == ticket.Id);

    /// <summary>When it was written, where the platform's clock can be believed: words that took more than a day to arrive may bear any time.</summary>
    public DateTimeOffset? CredibleTime() => Credible(SentAt, ReceivedAt);

    /// <inheritdoc cref="CredibleTime"/>
    /// <param name="sentAt">As the platform says.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public static DateTimeOffset? Credible(DateTimeOffset sentAt, DateTimeOffset receivedAt) => receivedAt - sentAt < TimeSpan.FromDays(1) ? sentAt : null;

    /// <summary>
    /// Neither a letter nor a digit, and nothing beside them but stickers or what only the platform's own app shows: no answer and no objection. Words that
    /// are not known yet may be anything.
    /// </summary>
    public bool SaysNothing() =>
        Text is { } text && !text.EnumerateRunes().Any(Rune.IsLetterOrDigit) && Attachments.All(a => a.Type == "sticker" || a is { Type: "other", Url: null });

    /// <summary>A newer revision stands.</summary>
    public void IsSuperseded()
    {
        Current = false;
        Exposes = null;
    }

    /// <summary>It was changed into the very words that stand.</summary>
    /// <param name="at">When, by the platform's clock, UTC.</param>
    /// <param name="editId">The platform's id of the edit, where edits have one.</param>
    public void StoodAgain(DateTimeOffset at, string? editId)
    {
        EditedAt = at;
        EditId = editId ?? EditId;
    }

    /// <summary>Which of two revisions is the later one: by the platform's clock, and at one instant by the order in which they came.</summary>
    public bool IsLaterThan(Message other) => (EditedAt ?? DateTimeOffset.MinValue, Revision).CompareTo((other.EditedAt ?? DateTimeOffset.MinValue, other.Revision)) > 0;

    /// <summary>It was taken away.</summary>
    public void WasRemoved(DateTimeOffset at)
    {
        RemovedAt ??= at;
        LookWhetherItExposes();
    }

    /// <summary>It was hidden or shown again.</summary>
    public void WasHidden(bool hidden, DateTimeOffset at)
    {
        HiddenAt = hidden ? HiddenAt ?? at : null;
        LookWhetherItExposes();
    }

    /// <summary>What in it everybody should not read.</summary>
    public IReadOnlyList<PersonalDataType> Exposed() =>
        Conversation is { Audience: Audience.Public } && Current && RemovedAt is null && HiddenAt is null && Assessment is { } assessment
            ? [.. assessment.PersonalData.Select(p => p.Type).Where(t => t is PersonalDataType.Nik or PersonalDataType.Kk).Distinct()]
            : [];

    private void LookWhetherItExposes() => Exposes = Exposed().Count > 0 ? true : null;
}

/// <summary>A removal or hiding that arrived before the words it speaks of.</summary>
public sealed class EarlyMark
{
    private EarlyMark() { }

    /// <summary>A mark for a message nobody has seen yet.</summary>
    public EarlyMark(Platform platform, string platformMessageId)
    {
        Platform = platform;
        PlatformMessageId = platformMessageId;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Where.</summary>
    public Platform Platform { get; private set; }

    /// <summary>The platform's id of the message; unique with the platform.</summary>
    public string PlatformMessageId { get; private set; } = "";

    /// <summary>When it was taken away, UTC.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>When it was hidden, UTC.</summary>
    public DateTimeOffset? HiddenAt { get; private set; }

    /// <summary>It was taken away.</summary>
    public void WasRemoved(DateTimeOffset at) => RemovedAt ??= at;

    /// <summary>It was hidden or shown again.</summary>
    public void WasHidden(bool hidden, DateTimeOffset at) => HiddenAt = hidden ? HiddenAt ?? at : null;
}
