namespace Tickets.Domain;

/// <summary>
/// Every way in which the service says no, by name. Names are part of the contract (<c>refusal</c> in the problem body); the words for
/// people are in <c>Words/id.json</c> and <c>Words/en.json</c> under <c>refusal.{name}</c>.
/// </summary>
public enum Refusal
{
    /// <summary>The ticket's status does not allow this move; see docs/ticket-life.md.</summary>
    MoveNotAllowed,

    /// <summary>Somebody changed it first; load it again.</summary>
    SomebodyWasFaster,

    /// <summary>The ticket went into another and lives on there.</summary>
    TicketWasMerged,

    /// <summary>A ticket cannot go into itself.</summary>
    MergeIntoItself,

    /// <summary>The ticket to merge into has ended.</summary>
    MergeTargetEnded,

    /// <summary>The ticket to merge into is answered, and the one to be merged is not: its promise would be lost.</summary>
    MergeTargetResolved,

    /// <summary>Tickets of different citizens are not merged: their answers would reach the wrong person.</summary>
    DifferentCitizens,

    /// <summary>The directorate has the ticket already.</summary>
    AlreadyThere,

    /// <summary>The officer belongs to another directorate.</summary>
    OfficerOfAnotherDirectorate,

    /// <summary>The officer is not active.</summary>
    OfficerNotActive,

    /// <summary>The conversation has a ticket already.</summary>
    ConversationHasTicket,

    /// <summary>The conversation is not waiting in the inbox.</summary>
    ConversationNotWaiting,

    /// <summary>There is no private way to the citizen: no open direct conversation, and the one private reply is used.</summary>
    NoPrivateDoor,

    /// <summary>There is no public thread to answer in.</summary>
    NoPublicThread,

    /// <summary>Public words would show personal data.</summary>
    PersonalDataInPublic,

    /// <summary>The words are longer than the platform takes.</summary>
    WordsTooLong,

    /// <summary>Only a failed or blocked notice can be tried again.</summary>
    NoticeNotFailed,

    /// <summary>A part of an answer is not decided about while the part before it has not arrived.</summary>
    PartBeforeNotSent,

    /// <summary>The channel cannot be connected at a page of its platform: it has none, or the app's id or secret is missing.</summary>
    NoConsentPage,

    /// <summary>The connecting of the channel is over: used already, too old, or begun in another session. It is begun anew.</summary>
    ConnectionEnded,

    /// <summary>Only a file that could not be fetched can be asked for again.</summary>
    MediaNotFailed,

    /// <summary>Only a delivery that failed or is unknown can be read again.</summary>
    DeliveryNotFailed,

    /// <summary>Still in use by tickets, users or rules.</summary>
    InUse,

    /// <summary>The key or name is taken.</summary>
    AlreadyExists,

    /// <summary>Somebody else entered the same in the same moment.</summary>
    EnteredTwice,

    /// <summary>The last administrator's access cannot be taken away.</summary>
    LastAdministrator,

    /// <summary>The service itself needs it: the fallback directorate, the built-in topics, the policy that catches all.</summary>
    MustRemain,

    /// <summary>What was sent names something that does not exist: a directorate, topic, calendar or user.</summary>
    UnknownReference,

    /// <summary>A policy promises the same clock twice.</summary>
    ClockPromisedTwice,

    /// <summary>A policy promises something at once: no promise anybody could keep.</summary>
    PromiseWithoutTime,

    /// <summary>A rung of a ladder is none: 1% to 99%, breach, or breach+ and a working duration.</summary>
    RungNotUnderstood,

    /// <summary>A ladder has the same rung twice for one clock.</summary>
    RungTwice,

    /// <summary>Topic, priority and class are those that the ticket has.</summary>
    NothingChanges,

    /// <summary>Nobody stands in for themselves, nor does an absence end before it begins.</summary>
    AbsenceNotPossible,

    /// <summary>An officer works for a directorate.</summary>
    OfficerNeedsDirectorate,

    /// <summary>A text lacks a placeholder that the citizen needs.</summary>
    PlaceholderMissing,

    /// <summary>A text has a placeholder that nothing fills, or one that must not be told there.</summary>
    PlaceholderUnknown,

    /// <summary>There is nothing by that name, or the caller may not see it.</summary>
    NotFound,

    /// <summary>The caller's roles do not allow it.</summary>
    NotAllowed,

    /// <summary>What was sent is not well-formed or breaks a rule of shape.</summary>
    Invalid,

    /// <summary>Somebody else has the conversation in hand; it can be taken over.</summary>
    SomebodyAnswers,

    /// <summary>The platform hides no comment when asked, or the words are private.</summary>
    CannotBeHidden,

    /// <summary>A ticket is rated once.</summary>
    AlreadyRated,

    /// <summary>No draft waits for approval.</summary>
    NothingToApprove,

    /// <summary>Who wrote a draft does not approve it: a second person does.</summary>
    NeedsSecondPerson,

    /// <summary>Only people who sign in may do it, not machines.</summary>
    OnlyForPeople,

    /// <summary>A colleague is named in a note who may not see the ticket.</summary>
    MentionedCannotSee,

    /// <summary>More colleagues are named in one note than are told at once.</summary>
    TooManyMentioned,

    /// <summary>No more of them are kept for one person.</summary>
    TooManyKept,

    /// <summary>The file is larger than what is taken.</summary>
    MediaTooLarge,

    /// <summary>The file is of a sort that is not taken, whatever its name says, or empty.</summary>
    MediaNotTaken,
}

/// <summary>The service says no. Nothing was changed.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Says no by name.</summary>
    /// <param name="refusal">The name.</param>
    /// <param name="facts">What fills the sentence's placeholders.</param>
    public RefusedException(Refusal refusal, params (string Name, string Value)[] facts)
        : base($"{refusal}: {string.Join(", ", facts.Select(f => $"{f.Name}={f.Value}"))}")
    {
        Refusal = refusal;
        Facts = facts.ToDictionary(f => f.Name, f => f.Value);
    }

    /// <summary>Which way of saying no.</summary>
    public Refusal Refusal { get; }

    /// <summary>What fills the sentence's placeholders.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; }
}
