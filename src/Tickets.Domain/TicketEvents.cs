using System.Text.Json.Serialization;
using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>
/// Something that happened, in the past tense. Each is a line of the history, an audit record and, unless it is history-only
/// (see the choreography), a message on the bus under the exchange <c>Tickets.Domain:{name}</c>. Instants are UTC. The shapes are a contract with
/// other systems of the ministry: fields are added, never renamed. No event carries a citizen's words or personal data.
/// </summary>
/// <remarks>
/// A message's id is derived from the event's row, so that a receiver can drop a repeat: everything here is delivered at least once.
/// </remarks>
public abstract record TicketEvent;

// ---- contracts on the bus ------------------------------------------------------------------------------------------------------------

/// <summary>A plea became a ticket.</summary>
/// <param name="Number">The ticket's number, <c>KMS-2026-000123</c>.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">normal or urgent.</param>
/// <param name="Platform">Where the citizen wrote.</param>
/// <param name="Automatic">True when the service opened it by itself, above the confidence that is configured.</param>
/// <param name="OpenedAt">When.</param>
public sealed record TicketOpened(string Number, string Topic, Priority Priority, Platform Platform, bool Automatic, DateTimeOffset OpenedAt) : TicketEvent;

/// <summary>A ticket came to its first directorate. Rules that change later move no ticket.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Directorate">Directorate code.</param>
/// <param name="Officer">The officer's login; null while it waits in the directorate's queue.</param>
/// <param name="Reason">Which rule decided.</param>
/// <param name="At">When.</param>
public sealed record TicketRouted(string Number, string Directorate, string? Officer, string Reason, DateTimeOffset At) : TicketEvent;

/// <summary>A directorate handed a ticket to another, with an instruction (disposisi).</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="From">Code of the directorate that had it.</param>
/// <param name="To">Code of the directorate that has it now.</param>
/// <param name="Officer">The new officer's login; null while it waits in the queue.</param>
/// <param name="At">When.</param>
public sealed record TicketTransferred(string Number, string? From, string To, string? Officer, DateTimeOffset At) : TicketEvent;

/// <summary>Four fifths of a clock's working time are used up.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Cycle">Which round of that clock, from 1.</param>
/// <param name="At">The instant at which the share was reached, even if it was noticed later.</param>
/// <param name="DueAt">When the clock is due.</param>
public sealed record SlaWarning(string Number, ClockKind Clock, int Cycle, DateTimeOffset At, DateTimeOffset DueAt) : TicketEvent;

/// <summary>A promise was not kept.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Cycle">Which round of that clock, from 1.</param>
/// <param name="DueAt">The due time, which is also the instant of the breach, even if it was noticed later.</param>
public sealed record SlaBreached(string Number, ClockKind Clock, int Cycle, DateTimeOffset DueAt) : TicketEvent;

/// <summary>A calendar has no working time left for what a policy promises by it: another one counts, so that the plea has a date all the same.</summary>
/// <param name="Number">The ticket's number; null for a conversation in the inbox.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Cycle">Which round of that clock, from 1.</param>
/// <param name="Calendar">The version that has none left, as <c>SATGAS@1</c>.</param>
/// <param name="CountedBy">The version that counts instead, as <c>NASIONAL@2</c>.</param>
/// <param name="DueAt">When the clock is due by that.</param>
/// <param name="At">When.</param>
public sealed record CalendarRanOut(string? Number, ClockKind Clock, int Cycle, string Calendar, string CountedBy, DateTimeOffset DueAt, DateTimeOffset At) : TicketEvent;

/// <summary>A rung of the ladder was reached: a share of the promised time, the breach, or some working time after it. Once for each rung, clock and cycle.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Cycle">Which round of that clock, from 1.</param>
/// <param name="Directorate">Directorate code; null when none has it yet.</param>
/// <param name="To">Whom it tells: <c>officer</c>, <c>supervisor</c>, <c>director</c>, <c>inspectorate</c> or <c>admin-social</c>.</param>
/// <param name="At">The instant at which it was reached, even if it was noticed later.</param>
/// <param name="Rung">Which: <c>50%</c>, <c>breach</c>, <c>breach+PT15H</c>.</param>
public sealed record TicketEscalated(
    string Number,
    ClockKind Clock,
    int Cycle,
    string? Directorate,
    string To,
    DateTimeOffset At,
    string Rung = "breach"
) : TicketEvent;

/// <summary>A ticket got another topic, priority or SP4N class; the clocks that run are judged by the policy that matches now.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">normal or urgent.</param>
/// <param name="Sp4nClass">Its class; null while nobody set it.</param>
/// <param name="EarlierTopic">Topic code before.</param>
/// <param name="EarlierPriority">normal or urgent, before.</param>
/// <param name="EarlierSp4nClass">Its class before.</param>
/// <param name="At">When.</param>
public sealed record TicketClassified(
    string Number,
    string Topic,
    Priority Priority,
    Sp4nClass? Sp4nClass,
    string EarlierTopic,
    Priority EarlierPriority,
    Sp4nClass? EarlierSp4nClass,
    DateTimeOffset At
) : TicketEvent;

/// <summary>Somebody said of which region a ticket is, otherwise than the service had read in the words.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Region">Region code: <c>33</c> for a province, <c>33.03</c> for a regency or city; null when it is of none that is known.</param>
/// <param name="EarlierRegion">Region code before; null when none was known.</param>
/// <param name="At">When.</param>
public sealed record RegionCorrected(string Number, string? Region, string? EarlierRegion, DateTimeOffset At) : TicketEvent;

/// <summary>Four fifths of the time to decide about a conversation in the inbox are used up.</summary>
/// <param name="Conversation">Key of the conversation.</param>
/// <param name="Cycle">Which round of its triage clock, from 1.</param>
/// <param name="At">The instant at which the share was reached, even if it was noticed later.</param>
/// <param name="DueAt">By when it is to be decided.</param>
public sealed record TriageWarning(long Conversation, int Cycle, DateTimeOffset At, DateTimeOffset DueAt) : TicketEvent;

/// <summary>A conversation in the inbox was not decided in time.</summary>
/// <param name="Conversation">Key of the conversation.</param>
/// <param name="Cycle">Which round of its triage clock, from 1.</param>
/// <param name="DueAt">The due time, which is also the instant of the breach, even if it was noticed later.</param>
public sealed record TriageBreached(long Conversation, int Cycle, DateTimeOffset DueAt) : TicketEvent;

/// <summary>A rung of the ladder was reached for a conversation that waits in the inbox. Once for each rung and cycle.</summary>
/// <param name="Conversation">Key of the conversation.</param>
/// <param name="Cycle">Which round of its triage clock, from 1.</param>
/// <param name="To">Whom it tells: <c>admin-social</c>, <c>supervisor</c>, <c>director</c>, <c>inspectorate</c>; <c>officer</c> means those who triage.</param>
/// <param name="At">The instant at which it was reached, even if it was noticed later.</param>
/// <param name="Rung">Which: <c>50%</c>, <c>breach</c>, <c>breach+PT15H</c>.</param>
public sealed record TriageEscalated(long Conversation, int Cycle, string To, DateTimeOffset At, string Rung) : TicketEvent;

/// <summary>The citizen of a ticket wrote again.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Status">The ticket's status after it.</param>
/// <param name="At">When we heard of it, by our clock; never before the ticket's own last instant. The platform's instant stands with the message.</param>
public sealed record CitizenReplied(string Number, TicketStatus Status, DateTimeOffset At) : TicketEvent;

/// <summary>The directorate answered the matter.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Directorate">Directorate code.</param>
/// <param name="Cycle">1 for the first resolution, one more after each reopening.</param>
/// <param name="At">When.</param>
/// <param name="ClosesAt">When it closes by itself unless the citizen objects.</param>
public sealed record TicketResolved(string Number, string? Directorate, int Cycle, DateTimeOffset At, DateTimeOffset ClosesAt) : TicketEvent;

/// <summary>A ticket's life ended.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Automatic">True when nobody objected in time.</param>
/// <param name="At">When.</param>
public sealed record TicketClosed(string Number, bool Automatic, DateTimeOffset At) : TicketEvent;

/// <summary>A ticket's life began anew: an objection of the citizen, or staff found more to do.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Cycle">The round of the resolution clock that begins.</param>
/// <param name="ByCitizen">True for an objection.</param>
/// <param name="At">When.</param>
public sealed record TicketReopened(string Number, int Cycle, bool ByCitizen, DateTimeOffset At) : TicketEvent;

/// <summary>Words reached the platform.</summary>
/// <param name="Number">The ticket's number; null for words outside a ticket.</param>
/// <param name="Key">The notice's unique key.</param>
/// <param name="Kind">What sort of words.</param>
/// <param name="PlatformId">The platform's own id: the proof; <c>seen-by-a-person</c> when a member of staff saw the words there and did not give their id.</param>
/// <param name="At">When.</param>
public sealed record NoticeSent(string? Number, string Key, NoticeKind Kind, string PlatformId, DateTimeOffset At) : TicketEvent
{
    /// <summary>Stands for the id that nobody gave.</summary>
    public const string SeenByAPerson = "seen-by-a-person";
}

/// <summary>Words could not reach the citizen and a person must look.</summary>
/// <param name="Number">The ticket's number; null for words outside a ticket.</param>
/// <param name="Key">The notice's unique key.</param>
/// <param name="Kind">What sort of words.</param>
/// <param name="State"><see cref="NoticeState.Failed"/> or <see cref="NoticeState.Blocked"/>.</param>
/// <param name="Reason">What the platform said.</param>
/// <param name="At">When.</param>
public sealed record NoticeFailed(string? Number, string Key, NoticeKind Kind, NoticeState State, string Reason, DateTimeOffset At) : TicketEvent;

/// <summary>More write the same than is usual at that hour.</summary>
/// <param name="Platform">Where its first words stand.</param>
/// <param name="Post">The post under which all of them stand; null when they stand under several, or in private.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Size">How many had written by then, about.</param>
/// <param name="Threshold">How many in short order were the threshold at that hour.</param>
/// <param name="At">When.</param>
public sealed record SurgeAlarmed(Platform Platform, string? Post, string Topic, int Size, double Threshold, DateTimeOffset At) : TicketEvent;

// ---- between our own processes -------------------------------------------------------------------------------------------------------

/// <summary>Raw deliveries are durable and wait to be read. A hint only: never a row, made again by the sweep.</summary>
/// <param name="Ids">Their keys.</param>
public sealed record DeliveriesAccepted(IReadOnlyList<long> Ids);

/// <summary>Words wait to be sent.</summary>
/// <param name="Key">The notice's unique key.</param>
public sealed record NoticeQueued(string Key) : TicketEvent;

// ---- history only --------------------------------------------------------------------------------------------------------------------

/// <summary>A person decided about words of which the service could not tell whether they arrived.</summary>
/// <param name="Number">The ticket's number; null for words outside a ticket.</param>
/// <param name="Key">The notice's unique key.</param>
/// <param name="Decision"><c>sent-anyway</c> or <c>seen-there</c>.</param>
/// <param name="Reason">Why, in that person's words.</param>
public sealed record NoticeReleased(string? Number, string Key, string Decision, string Reason) : TicketEvent
{
    /// <summary>They go out once more without looking for them first.</summary>
    public const string SentAnyway = "sent-anyway";

    /// <summary>They stand on the platform.</summary>
    public const string SeenThere = "seen-there";
}

/// <summary>Words were true no more before they went out, and never will.</summary>
/// <param name="Number">The ticket's number; null for words outside a ticket.</param>
/// <param name="Key">The notice's unique key.</param>
public sealed record NoticeWithdrawn(string? Number, string Key) : TicketEvent;

/// <summary>An officer got the ticket, by routing, by a supervisor, or took it.</summary>
public sealed record TicketAssigned(string Number, string? Officer) : TicketEvent;

/// <summary>Staff wrote to the citizen.</summary>
public sealed record TicketAnswered(string Number, bool Public) : TicketEvent;

/// <summary>Staff asked the citizen; the resolution clock pauses.</summary>
public sealed record CitizenAsked(string Number, bool Public) : TicketEvent;

/// <summary>Staff wrote a note that no citizen sees.</summary>
public sealed record NoteWritten(string Number, string Text) : TicketEvent;

/// <summary>The instruction that came with a transfer.</summary>
public sealed record InstructionGiven(string Number, string To, string Instruction) : TicketEvent;

/// <summary>The matter belongs to another agency.</summary>
public sealed record TicketReferred(string Number, string Agency, string Reason) : TicketEvent;

/// <summary>The ticket turned out to be none.</summary>
public sealed record TicketInvalidated(string Number, string Reason) : TicketEvent;

/// <summary>The ticket lives on in another.</summary>
public sealed record TicketMerged(string Number, string Into) : TicketEvent;

/// <summary>Another ticket came in by merging.</summary>
public sealed record MergedIn(string Number, string From) : TicketEvent;

/// <summary>Why a ticket was opened again, in the words of the one who did.</summary>
public sealed record ReopeningExplained(string Number, string Reason) : TicketEvent;

/// <summary>Why a ticket was classified anew, in the words of the one who did.</summary>
public sealed record ClassificationExplained(string Number, string Reason) : TicketEvent;

/// <summary>A clock started, or its due time moved: a pause ended, another policy judges, an older promise came by a merge.</summary>
public sealed record ClockAimed(string Number, ClockKind Clock, int Cycle, DateTimeOffset DueAt) : TicketEvent;

/// <summary>A new version of its calendar moved the due time of a clock that runs.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Cycle">Which round of that clock, from 1.</param>
/// <param name="WasDueAt">When it was due by the version before.</param>
/// <param name="DueAt">When it is due now.</param>
/// <param name="Calendar">The version that counts now, as <c>NASIONAL@2</c>.</param>
/// <param name="Reason">The decree.</param>
public sealed record ClockRecounted(string Number, ClockKind Clock, int Cycle, DateTimeOffset WasDueAt, DateTimeOffset DueAt, string Calendar, string Reason) : TicketEvent;

/// <summary>A conversation was found to need no ticket.</summary>
public sealed record ConversationDismissed(string Reason) : TicketEvent;

/// <summary>A dismissed conversation asks for help again.</summary>
public sealed record ConversationReturned : TicketEvent;

/// <summary>A conversation was attached to a ticket.</summary>
public sealed record ConversationLinked(string Number) : TicketEvent;

/// <summary>Somebody changed words that stood already.</summary>
public sealed record MessageChanged(long MessageId, int Revision) : TicketEvent;

/// <summary>Words were taken away, hidden or shown again on the platform.</summary>
public sealed record MessageMarked(long MessageId, string Mark) : TicketEvent;

/// <summary>A ticket could not be brought to its directorate, again and again: an administrator should look. It goes on being tried.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">What went wrong the last time.</param>
public sealed record TicketNotRouted(string Number, int Attempts, string Reason) : TicketEvent;

/// <summary>Words that could not go one way go another: the next step of the ladder.</summary>
/// <param name="Key">The words that were blocked.</param>
/// <param name="Instead">The words that go now.</param>
/// <param name="Way">template, pointer, or citizen where the first words wait until the citizen writes.</param>
/// <param name="Reason">Why the first way was shut.</param>
public sealed record OtherWayTaken(string Key, string Instead, string Way, string Reason) : TicketEvent;

/// <summary>No way to the citizen is left: a social media admin must find one.</summary>
/// <param name="Key">The words that could not be told.</param>
/// <param name="Reason">Why the last way was shut.</param>
public sealed record AdminAsked(string Key, string Reason) : TicketEvent;

/// <summary>Words that nobody wrote found the platform's window closed: they wait until the citizen writes again, and then tell what holds by then.</summary>
/// <param name="Key">The words that wait.</param>
/// <param name="Reason">What the platform said, or would have said.</param>
public sealed record CitizenAwaited(string Key, string Reason) : TicketEvent;

/// <summary>A channel stands still, or cannot be read, until somebody mends it: its token or a permission is gone.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Reason">What the platform said.</param>
public sealed record ChannelBroke(Platform Platform, string Reason) : TicketEvent;

/// <summary>What a channel missed was read back.</summary>
/// <param name="Platform">Which.</param>
/// <param name="From">From when on.</param>
/// <param name="Holes">How many messages no delivery had told of.</param>
/// <param name="Kept">How many pages were kept as deliveries: those with holes, changes or words of our own.</param>
public sealed record ChannelReadBack(Platform Platform, DateTimeOffset From, int Holes, int Kept) : TicketEvent;

/// <summary>Somebody had the covered personal data of a message shown to them.</summary>
public sealed record PersonalDataShown(long MessageId) : TicketEvent;

/// <summary>Somebody opened a file that the citizen sent.</summary>
public sealed record MediaShown(long MediaId) : TicketEvent;

/// <summary>The words and names of a ticket were taken away, since the time for which they are kept is over. Its number, dates and clocks stay.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="ClosedAt">When its life ended.</param>
public sealed record TicketForgotten(string Number, DateTimeOffset ClosedAt) : TicketEvent;

/// <summary>What a night took away by the rules of retention.</summary>
/// <param name="Tickets">Tickets whose words and names are gone.</param>
/// <param name="Conversations">Dismissed conversations whose words are gone.</param>
/// <param name="Citizens">Citizens whose names are gone.</param>
/// <param name="Deliveries">Raw deliveries that are gone.</param>
public sealed record RetentionKept(int Tickets, int Conversations, int Citizens, int Deliveries) : TicketEvent;

/// <summary>Somebody found that two citizens are one person.</summary>
/// <param name="Citizen">Key of one.</param>
/// <param name="Other">Key of the other.</param>
public sealed record PersonLinked(long Citizen, long Other) : TicketEvent;

/// <summary>Somebody found that a citizen is not the same person as others.</summary>
/// <param name="Citizen">Key.</param>
public sealed record PersonUnlinked(long Citizen) : TicketEvent;

/// <summary>Decisions were taken out as labels to learn from, with words in which nobody is named.</summary>
/// <param name="Count">How many.</param>
/// <param name="From">First instant that is covered.</param>
/// <param name="To">First instant that is not.</param>
public sealed record DecisionsExported(int Count, DateTimeOffset From, DateTimeOffset To) : TicketEvent;

/// <summary>A conversation was taken out of its surge.</summary>
public sealed record SurgeLeft : TicketEvent;

/// <summary>A public comment shows somebody's personal data: it should be hidden, and its writer asked to delete it.</summary>
/// <param name="Message">The platform's id of the comment.</param>
/// <param name="What">What it shows: <c>Nik</c>, <c>Kk</c>.</param>
public sealed record PersonalDataExposed(string Message, string What) : TicketEvent;

/// <summary>A member of staff asked that a comment be hidden on its platform.</summary>
/// <param name="Key">The outgoing action's unique key.</param>
public sealed record HidingAsked(string Key) : TicketEvent;

/// <summary>A citizen whose ticket is late reminded the ministry of it on the page where they look it up.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="DueAt">When it was promised.</param>
public sealed record CitizenReminded(string Number, DateTimeOffset DueAt) : TicketEvent;

/// <summary>The citizen said what they thought of how they were served.</summary>
public sealed record TicketRated(string Number, int Score) : TicketEvent;

/// <summary>An administrator changed a setting.</summary>
/// <param name="What">Which, as <c>routing-rule</c>.</param>
/// <param name="Key">Which one.</param>
/// <param name="Change">created, changed, proposed, approved, rejected, deleted, deactivated, revoked, withdrawn, reset, retried, released, exported, connected, subscribed or renewed.</param>
/// <param name="Detail">What it says now, where the setting itself keeps no earlier versions.</param>
public sealed record SettingChanged(string What, string Key, string Change, string? Detail = null) : TicketEvent;

/// <summary>The name under which an event is stored.</summary>
public static class TicketEventNames
{
    private static readonly Dictionary<string, Type> ByName = typeof(TicketEvent)
        .Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(TicketEvent)))
        .ToDictionary(t => t.Name);

    /// <summary>All events there are.</summary>
    public static IReadOnlyCollection<Type> All => ByName.Values;

    /// <summary>Their stored names.</summary>
    public static IReadOnlyCollection<string> Known => ByName.Keys;

    /// <summary>How payloads are written: as the API writes JSON, enums by name.</summary>
    public static readonly System.Text.Json.JsonSerializerOptions Json = new(System.Text.Json.JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The event's type by its stored name.</summary>
    /// <exception cref="KeyNotFoundException">The row was written by a newer version.</exception>
    public static Type TypeOf(string name) => ByName[name];
}
