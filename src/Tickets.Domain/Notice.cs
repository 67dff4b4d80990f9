using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>What sort of words go out.</summary>
public enum NoticeKind
{
    /// <summary>Number, honest due date, how to look it up.</summary>
    Acknowledgement,

    /// <summary>Words of staff.</summary>
    Reply,

    /// <summary>A question of staff; the citizen is awaited.</summary>
    Question,

    /// <summary>The promised date moved.</summary>
    DeadlineCorrection,

    /// <summary>The answer of the matter, or where to find it.</summary>
    Closure,

    /// <summary>How was it? Asked today within the closure, by its link to the page of ratings: none of these is made, and readers of the contract know the name.</summary>
    Satisfaction,

    /// <summary>No words: a comment that shows somebody's personal data is hidden on its platform.</summary>
    Hiding,

    /// <summary>The citizen is asked in private to delete a comment that shows personal data.</summary>
    DeletionRequest,
}

/// <summary>Where words stand on their way.</summary>
public enum NoticeState
{
    /// <summary>Waiting to be sent, at <see cref="Notice.NextAttemptAt"/>.</summary>
    Pending,

    /// <summary>A call is under way, or was cut: it is settled by reading the thread back before it is tried again.</summary>
    Sending,

    /// <summary>The platform has them; its id is the proof.</summary>
    Sent,

    /// <summary>Given up after many attempts; a person must look.</summary>
    Failed,

    /// <summary>The platform will never take them this way; a person must look.</summary>
    Blocked,

    /// <summary>They were true no more before they went out, and never will.</summary>
    Withdrawn,
}

/// <summary>
/// Words on their way to a citizen, each exactly once: the key is unique, the state is claimed under a version before the call, and a cut
/// call is settled by reading back.
/// </summary>
public sealed class Notice : Aggregate
{
    /// <summary>How often sending is tried before a person is asked: with the back-off (5 s doubled each time, an hour at most) about two and a half hours.</summary>
    public const int MostAttempts = 12;

    /// <summary>The longest id of a platform that is kept whole.</summary>
    public const int LongestPlatformId = 200;

    /// <summary>After this a call is surely over (the sender's own time-out is shorter) and may be settled by reading back.</summary>
    public static readonly TimeSpan CallIsOverAfter = TimeSpan.FromSeconds(20);

    private Notice() { }

    /// <summary>Words that wait to be sent.</summary>
    /// <param name="key">Unique: says what these words answer, so that writing them twice cannot happen.</param>
    /// <param name="kind">What sort.</param>
    /// <param name="ticket">Whose; null for words outside a ticket.</param>
    /// <param name="conversation">Where.</param>
    /// <param name="door">By which way.</param>
    /// <param name="targetId">The comment answered or the user written to.</param>
    /// <param name="recipientId">The citizen's id on the platform.</param>
    /// <param name="text">Exactly what the citizen will read.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="at">When.</param>
    /// <param name="parameters">What fills an approved template; null by every other door.</param>
    /// <param name="follows">The key of the words that must have arrived before these; null when they stand alone.</param>
    public Notice(
        string key,
        NoticeKind kind,
        Ticket? ticket,
        Conversation conversation,
        Door door,
        string targetId,
        string recipientId,
        string text,
        Actor by,
        DateTimeOffset at,
        IReadOnlyList<string>? parameters = null,
        string? follows = null
    )
    {
        Parameters = parameters;
        Follows = follows;
        Urgent = ticket?.Priority == Priority.Urgent;
        Key = key;
        Kind = kind;
        Ticket = ticket;
        Conversation = conversation;
        Platform = conversation.Platform;
        Door = door;
        TargetId = targetId;
        RecipientId = recipientId;
        Text = text;
        AnsweredAt = conversation.LastHeardAt;
        CreatedAt = at;
        NextAttemptAt = at;
        Record(by, at, new NoticeQueued(key));
    }

    /// <summary>Unique: <c>ack:KMS-2026-000123</c>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What sort of words.</summary>
    public NoticeKind Kind { get; private set; }

    /// <summary>The ticket they speak of.</summary>
    public long? TicketId { get; private set; }

    /// <summary>The ticket they speak of.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>Where they belong.</summary>
    public long ConversationId { get; private set; }

    /// <summary>Where they belong.</summary>
    public Conversation Conversation { get; private set; } = null!;

    /// <summary>The platform.</summary>
    public Platform Platform { get; private set; }

    /// <summary>By which way they go.</summary>
    public Door Door { get; private set; }

    /// <summary>The comment answered or the user written to.</summary>
    public string TargetId { get; private set; } = "";

    /// <summary>The citizen's id on the platform.</summary>
    public string RecipientId { get; private set; } = "";

    /// <summary>Exactly what the citizen will read.</summary>
    public string Text { get; private set; } = "";

    /// <summary>When the citizen had last written, UTC.</summary>
    public DateTimeOffset AnsweredAt { get; private set; }

    /// <summary>Where they stand.</summary>
    public NoticeState State { get; private set; }

    /// <summary>How often a call was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>How many of these calls are not the words' own failure: the whole channel stood still.</summary>
    public int Excused { get; private set; }

    /// <summary>How many calls failed for their own sake; with <see cref="MostAttempts"/> of them they are given up.</summary>
    public int OwnAttempts => Attempts - Excused;

    /// <summary>How often reading back could not tell.</summary>
    public int SettleAttempts { get; private set; }

    /// <summary>When they were written, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When something must be done next, UTC; null when nothing will be.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>When the first call began, UTC.</summary>
    public DateTimeOffset? FirstTriedAt { get; private set; }

    /// <summary>When the platform took them, UTC.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The platform's own id of them.</summary>
    public string? PlatformId { get; private set; }

    /// <summary>Why they wait, failed or are blocked.</summary>
    public string? Detail { get; private set; }

    /// <summary>What fills an approved template, in order; null by every other door.</summary>
    public IReadOnlyList<string>? Parameters { get; private set; }

    /// <summary>The key of the words that must have arrived before these: a long answer goes out in parts.</summary>
    public string? Follows { get; private set; }

    /// <summary>They overtake others where a platform's limits make words wait.</summary>
    public bool Urgent { get; private set; }

    /// <summary>True while nobody has looked for another way after these were blocked, else null: what the sweep looks for.</summary>
    public bool? SeeksOtherWay { get; private set; }

    /// <summary>The key of the words that go another way instead; null when there was none left or none was needed.</summary>
    public string? InsteadKey { get; private set; }

    /// <summary>The words as a sender needs them.</summary>
    public OutgoingWords Words => new(Key, Platform, Door, TargetId, RecipientId, Text, FirstTriedAt, AnsweredAt, Parameters, Urgent, ByPerson);

    /// <summary>A person wrote them, or decided that this citizen reads them; false for what the service says by itself.</summary>
    public bool ByPerson => Kind is not (NoticeKind.Acknowledgement or NoticeKind.DeadlineCorrection or NoticeKind.Satisfaction);

    /// <summary>They wait until the citizen writes again, however long that takes: only then may they go out.</summary>
    public bool AwaitsCitizen => State == NoticeState.Pending && NextAttemptAt is null;

    /// <summary>Another way was looked for: these words go instead, or a person was asked (null).</summary>
    /// <param name="insteadKey">The key of the words that go now; null when no way is left.</param>
    /// <param name="way">template or pointer; null when no way is left.</param>
    /// <param name="at">Now.</param>
    public void OtherWay(string? insteadKey, string? way, DateTimeOffset at)
    {
        SeeksOtherWay = null;
        InsteadKey = insteadKey;
        Record(Actor.System, at, insteadKey is null || way is null ? new AdminAsked(Key, Detail ?? "") : new OtherWayTaken(Key, insteadKey, way, Detail ?? ""));
    }

    /// <summary>True once it is decided that they do not reach the citizen this way, unless a person says otherwise.</summary>
    public bool IsOver => State is NoticeState.Failed or NoticeState.Withdrawn || (State == NoticeState.Blocked && SeeksOtherWay is null);

    /// <summary>
    /// The part before them is over without having arrived: alone they would say nothing, so they end with it. What went another way went for all of them; else the same
    /// person is asked about them.
    /// </summary>
    public void EndWith(Notice before, DateTimeOffset at)
    {
        if (before.State == NoticeState.Withdrawn)
        {
            Withdraw(Actor.System, at);
            return;
        }

        GiveUp(NoticeState.Blocked, $"the part before, {before.Key}, did not arrive", at);
        SeeksOtherWay = null;
        InsteadKey = before.InsteadKey;
        if (InsteadKey is null)
            Record(Actor.System, at, new AdminAsked(Key, Detail!));
    }

    /// <summary>They go out at an instant and not at once: what they tell may be taken back until then.</summary>
    public void WaitUntil(DateTimeOffset instant) => NextAttemptAt = instant;

    /// <summary>The platform's window has closed over words that nobody wrote: they wait for the citizen, and no person is asked to find a way.</summary>
    public void AwaitCitizen(DateTimeOffset at)
    {
        State = NoticeState.Pending;
        NextAttemptAt = null;
        SeeksOtherWay = null;
        Record(Actor.System, at, new CitizenAwaited(Key, Detail ?? ""));
    }

    /// <summary>The citizen wrote again, which opens the platform's window anew for what waits.</summary>
    public void CitizenWrote(DateTimeOffset heardAt) => AnsweredAt = AnsweredAt > heardAt ? AnsweredAt : heardAt;

    /// <summary>The citizen for whom they waited wrote again: they go out, and tell what holds now.</summary>
    public void GoOutNow(string text, DateTimeOffset at)
    {
        (Text, CreatedAt, NextAttemptAt) = (text, at, at);
        (Attempts, Excused, SettleAttempts, FirstTriedAt, Detail) = (0, 0, 0, null, null);
        Record(Actor.System, at, new NoticeQueued(Key));
    }

    /// <summary>What they tell has changed, and nobody is sending them: they tell it as it is now.</summary>
    public void Reword(string text, DateTimeOffset at)
    {
        if (State == NoticeState.Pending)
            (Text, CreatedAt) = (text, at);
    }

    /// <summary>What they tell is true no more, and nobody has begun to send them: they never go out.</summary>
    public void Withdraw(Actor by, DateTimeOffset at)
    {
        if (State != NoticeState.Pending)
            return;
        State = NoticeState.Withdrawn;
        NextAttemptAt = null;
        Record(by, at, new NoticeWithdrawn(Ticket?.Number, Key));
    }

    /// <summary>One worker takes them in hand, under the version: of two, one wins.</summary>
    public void BeginCall(DateTimeOffset at)
    {
        State = NoticeState.Sending;
        Attempts++;
        // Whether this call arrived is a question of its own.
        SettleAttempts = 0;
        FirstTriedAt ??= at;
        NextAttemptAt = at + CallIsOverAfter;
    }

    /// <summary>One worker takes a cut call in hand to settle it.</summary>
    public void BeginSettling(DateTimeOffset at)
    {
        SettleAttempts++;
        NextAttemptAt = at + CallIsOverAfter;
    }

    /// <summary>The platform has them.</summary>
    public void Arrived(string platformId, DateTimeOffset at)
    {
        if (State == NoticeState.Sent)
            return;
        State = NoticeState.Sent;
        // An id that long nobody has seen yet; it must not keep the words from being known as sent, or they would be said again.
        PlatformId = platformId.Length <= LongestPlatformId ? platformId : platformId[..LongestPlatformId];
        SentAt = at;
        NextAttemptAt = null;
        Detail = platformId.Length <= LongestPlatformId ? null : $"the platform's id has {platformId.Length} characters; the first {LongestPlatformId} are kept";
        Record(Actor.System, at, new NoticeSent(Ticket?.Number, Key, Kind, platformId, at));
    }

    /// <summary>The platform took them and says later that they will never arrive: a person must look.</summary>
    /// <param name="why">What the platform said.</param>
    /// <param name="at">Now.</param>
    public void DidNotArrive(string why, DateTimeOffset at)
    {
        if (State is NoticeState.Sent or NoticeState.Sending)
            GiveUp(NoticeState.Blocked, why, at);
    }

    /// <summary>They surely did not arrive; try again later, or give up after <see cref="MostAttempts"/>.</summary>
    /// <param name="why">What the platform said.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="counts">False when the whole channel stands still: waiting for that is not these words' failure.</param>
    /// <param name="at">Now.</param>
    public void Wait(string why, TimeSpan wait, bool counts, DateTimeOffset at)
    {
        Detail = Bounded(why);
        if (!counts && State == NoticeState.Sending && OwnAttempts > 0)
            Excused++;
        if (OwnAttempts >= MostAttempts)
        {
            GiveUp(NoticeState.Failed, why, at);
            return;
        }

        State = NoticeState.Pending;
        NextAttemptAt = at + wait;
    }

    /// <summary>A cut call could not be settled now; look again later, or ask a person.</summary>
    public void StaysUncertain(string why, TimeSpan wait, DateTimeOffset at)
    {
        Detail = Bounded(why);
        if (SettleAttempts >= MostAttempts)
            GiveUp(NoticeState.Failed, why, at);
        else
            NextAttemptAt = at + wait;
    }

    /// <summary>A cut call could not be settled, since the whole channel stands still: that is not these words' failure, and they wait however long it takes.</summary>
    public void WaitsForChannel(string why, TimeSpan wait, DateTimeOffset at)
    {
        Detail = Bounded(why);
        SettleAttempts = Math.Max(0, SettleAttempts - 1);
        NextAttemptAt = at + wait;
    }

    /// <summary>Nothing more will be tried; a person must look.</summary>
    public void GiveUp(NoticeState state, string why, DateTimeOffset at)
    {
        State = state;
        Detail = Bounded(why);
        NextAttemptAt = null;
        SeeksOtherWay = state == NoticeState.Blocked ? true : null;
        Record(Actor.System, at, new NoticeFailed(Ticket?.Number, Key, Kind, state, why, at));
        // They may have arrived, or the platform never let them in: no other way is tried over a person's head.
        if (state == NoticeState.Failed)
            Record(Actor.System, at, new AdminAsked(Key, Detail));
    }

    /// <summary>A person asks for another try.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NoticeNotFailed"/>.</exception>
    public void TryAgain(Actor by, DateTimeOffset at)
    {
        if (State is not (NoticeState.Failed or NoticeState.Blocked))
            throw new RefusedException(Refusal.NoticeNotFailed, ("key", Key));
        // A call that was cut may have arrived: it goes on being settled first.
        State = FirstTriedAt is not null && State == NoticeState.Failed ? NoticeState.Sending : NoticeState.Pending;
        (Attempts, Excused, SettleAttempts) = (0, 0, 0);
        SeeksOtherWay = null;
        NextAttemptAt = at;
        Record(by, at, new NoticeQueued(Key));
    }

    /// <summary>
    /// A person has looked where the service could not, did not find the words, and takes it upon themselves that they go out once more: the thread is not
    /// read back first.
    /// </summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NoticeNotFailed"/>.</exception>
    public void SendAnyway(string reason, Actor by, DateTimeOffset at)
    {
        if (State is not (NoticeState.Failed or NoticeState.Blocked))
            throw new RefusedException(Refusal.NoticeNotFailed, ("key", Key));
        State = NoticeState.Pending;
        (Attempts, Excused, SettleAttempts) = (0, 0, 0);
        // What a person decided, no other way is looked for.
        SeeksOtherWay = null;
        NextAttemptAt = at;
        Record(by, at, new NoticeReleased(Ticket?.Number, Key, NoticeReleased.SentAnyway, reason));
        Record(by, at, new NoticeQueued(Key));
    }

    /// <summary>A person has looked where the service could not, and the words stand there.</summary>
    /// <param name="platformId">The platform's id of them, where the person knows it.</param>
    /// <param name="reason">How they know.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NoticeNotFailed"/>.</exception>
    public void WasSeenThere(string? platformId, string reason, Actor by, DateTimeOffset at)
    {
        if (State is not (NoticeState.Failed or NoticeState.Blocked))
            throw new RefusedException(Refusal.NoticeNotFailed, ("key", Key));
        State = NoticeState.Sent;
        SeeksOtherWay = null;
        PlatformId = platformId;
        SentAt = FirstTriedAt ?? at;
        NextAttemptAt = null;
        Detail = null;
        Record(by, at, new NoticeReleased(Ticket?.Number, Key, NoticeReleased.SeenThere, reason));
        Record(by, at, new NoticeSent(Ticket?.Number, Key, Kind, platformId ?? NoticeSent.SeenByAPerson, SentAt.Value));
    }

    /// <summary>5 s doubled with each attempt up to an hour, spread by a fifth so that a crowd does not come back at once.</summary>
    public static TimeSpan BackOff(int attempts, Random random) =>
        TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 12))) * (0.8 + 0.4 * random.NextDouble()));

    // What a platform says can be long; the head of it tells.
    private static string Bounded(string why) => why.Length <= 1000 ? why : why[..1000];
}

/// <summary>The way to one platform: whether words may be sent there now.</summary>
public sealed class Channel
{
    /// <summary>Before what the platform said where reading was refused: who reads again lifts that alarm, and none that sending raised.</summary>
    public const string NotReadable = "not readable: ";

    private Channel() { }

    /// <summary>A channel nobody complained about yet.</summary>
    public Channel(Platform platform) => Platform = platform;

    /// <summary>Which.</summary>
    public Platform Platform { get; private set; }

    /// <summary>Nothing is sent before this instant: the platform asked for patience, or the channel is broken.</summary>
    public DateTimeOffset? HeldUntil { get; private set; }

    /// <summary>True when a person must mend it: token expired, permission lost, not connected.</summary>
    public bool Broken { get; private set; }

    /// <summary>What the platform said.</summary>
    public string? Detail { get; private set; }

    /// <summary>True when it is broken because what citizens write there cannot be read; words leave as long as the platform takes them.</summary>
    public bool Unreadable => Broken && Detail?.StartsWith(NotReadable, StringComparison.Ordinal) == true;

    /// <summary>When words last left by it, UTC.</summary>
    public DateTimeOffset? LastSentAt { get; private set; }

    /// <summary>When something last came in by it, UTC; told once a minute.</summary>
    public DateTimeOffset? LastHeardAt { get; private set; }

    /// <summary>Up to when all that was missed is read back, UTC; null before the first time.</summary>
    public DateTimeOffset? ReadBackAt { get; private set; }

    /// <summary>How many messages the last nightly reading found that no delivery had told of; null before the first.</summary>
    public int? Holes { get; private set; }

    /// <summary>The day, in the platform's own time, for which <see cref="Spent"/> counts, as its number (<see cref="DateOnly.DayNumber"/>).</summary>
    public int? SpentOn { get; private set; }

    /// <summary>Units of the platform's daily quota that were used.</summary>
    public int Spent { get; private set; }

    /// <summary>What an administrator entered to connect it, sealed; null: the configuration alone counts.</summary>
    public string? Sealed { get; private set; }

    /// <summary>Counts up with every change of <see cref="Sealed"/>: other processes see by it that there is something new.</summary>
    public int SealedVersion { get; private set; }

    /// <summary>Something came in by it.</summary>
    public void Heard(DateTimeOffset at) => LastHeardAt = LastHeardAt > at ? LastHeardAt : at;

    /// <summary>What was missed up to an instant is read back; by night the holes are counted. Another may have begun later and be further.</summary>
    public void WasReadBack(DateTimeOffset upTo, int? holes)
    {
        ReadBackAt = ReadBackAt > upTo ? ReadBackAt : upTo;
        Holes = holes ?? Holes;
    }

    /// <summary>An administrator connects it anew: what stood still goes on.</summary>
    public void Connect(string? sealedSettings)
    {
        Sealed = sealedSettings;
        SealedVersion++;
        (HeldUntil, Broken, Detail) = (null, false, null);
    }

    /// <summary>Something is sealed beside the settings, which stay as they are: a connection that is being made, a token that is being renewed.</summary>
    public void KeepBeside(string? sealedSettings) => Sealed = sealedSettings;

    /// <summary>Its token was renewed: what a token had broken goes on, and what the platform's limits hold stays held.</summary>
    public void HasYoungToken(string? sealedSettings)
    {
        Sealed = sealedSettings;
        SealedVersion++;
        // Whether it can be read with it shows when it is read, within a minute.
        if (Broken && !Unreadable)
            Lift();
    }

    /// <summary>What citizens write there cannot be read. Nothing is held for that. Says whether it is news: who mends what is known already looks at all of it.</summary>
    public bool CannotBeRead(string said)
    {
        if (Broken)
            return false;
        (Broken, Detail) = (true, Bounded(NotReadable + said));
        return true;
    }

    /// <summary>What citizens write there was read again. Says whether that is news.</summary>
    public bool IsReadAgain()
    {
        if (!Unreadable)
            return false;
        (Broken, Detail) = (false, null);
        return true;
    }

    /// <summary>Nothing is sent for a while. Says whether that is news.</summary>
    public bool Hold(DateTimeOffset until, bool broken, string detail)
    {
        var bounded = Bounded(detail);
        HeldUntil = HeldUntil > until ? HeldUntil : until;
        // The platform's patience passes; that nobody hears the citizens does not.
        if (Unreadable && !broken)
            return false;
        var news = Broken != broken || Detail != bounded;
        Broken = broken;
        Detail = bounded;
        return news;
    }

    /// <summary>A person says that it is mended, or will not wait: the next words are tried at once. Says whether there was a hold.</summary>
    public bool Lift()
    {
        var held = HeldUntil is not null || Broken;
        (HeldUntil, Broken, Detail) = (null, false, null);
        return held;
    }

    /// <summary>Words left by it: whatever was wrong with sending is mended. Says whether that is news.</summary>
    public bool Works(DateTimeOffset at)
    {
        var news = HeldUntil is not null || LastSentAt is null || at - LastSentAt > TimeSpan.FromMinutes(1);
        HeldUntil = null;
        if (!Unreadable)
            (Broken, Detail) = (false, null);
        if (news)
            LastSentAt = at;
        return news;
    }

    private static string Bounded(string detail) => detail.Length <= 1000 ? detail : detail[..1000];
}
