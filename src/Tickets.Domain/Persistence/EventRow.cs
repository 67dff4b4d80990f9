namespace Tickets.Domain.Persistence;

/// <summary>
/// One line of the append-only table that is at once the history shown to people, the audit trail and the outbox of the bus.
/// </summary>
public sealed class EventRow
{
    private EventRow() { }

    internal EventRow(Happened happened, Ticket? ticket, Conversation? conversation, DateTimeOffset recordedAt)
    {
        At = happened.At;
        RecordedAt = recordedAt;
        Type = happened.What.GetType().Name;
        Ticket = ticket;
        Conversation = conversation;
        ActorKind = happened.By.Kind;
        ActorId = happened.By.Id;
        ActorName = happened.By.Name;
        Payload = System.Text.Json.JsonSerializer.Serialize(happened.What, happened.What.GetType(), TicketEventNames.Json);
        Outbox = Outboxes.Publishes(happened.What.GetType()) ? true : null;
        What = happened.What;
    }

    /// <summary>Sequence: later rows have greater ids.</summary>
    public long Id { get; private set; }

    /// <summary>When it truly happened, UTC; a breach that was noticed late carries its due time.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When it was written down, UTC.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The event's name.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The ticket it belongs to.</summary>
    public long? TicketId { get; private set; }

    /// <summary>The ticket it belongs to.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>The conversation it belongs to, when it has no ticket.</summary>
    public long? ConversationId { get; private set; }

    /// <summary>The conversation it belongs to, when it has no ticket.</summary>
    public Conversation? Conversation { get; private set; }

    /// <summary>What sort of doer.</summary>
    public ActorKind ActorKind { get; private set; }

    /// <summary>User or key id.</summary>
    public string? ActorId { get; private set; }

    /// <summary>The doer's name at that time.</summary>
    public string ActorName { get; private set; } = "";

    /// <summary>The event as JSON.</summary>
    public string Payload { get; private set; } = "";

    /// <summary>
    /// True until the relay has brought it to the bus, then null: the index over what waits stays small. False when it was put aside, because the process that
    /// should have published it cannot read it (a newer version wrote it, or it is damaged), or because what should follow from it fails again and again.
    /// </summary>
    public bool? Outbox { get; private set; }

    /// <summary>The event itself; rows read from the database are parsed.</summary>
    public TicketEvent What
    {
        get => field ??= (TicketEvent)System.Text.Json.JsonSerializer.Deserialize(Payload, TicketEventNames.TypeOf(Type), TicketEventNames.Json)!;
        private set;
    }
}

/// <summary>Which events go to the bus; the choreography says so once, at start.</summary>
public static class Outboxes
{
    private static readonly HashSet<Type> HistoryOnly =
    [
        typeof(TicketAssigned), typeof(TicketAnswered), typeof(CitizenAsked), typeof(NoteWritten), typeof(InstructionGiven), typeof(TicketReferred),
        typeof(TicketInvalidated), typeof(TicketMerged), typeof(MergedIn), typeof(ReopeningExplained), typeof(ClassificationExplained), typeof(ClockAimed), typeof(ClockRecounted),
        typeof(ConversationDismissed), typeof(ConversationReturned), typeof(ConversationLinked), typeof(MessageChanged), typeof(MessageMarked), typeof(NoticeReleased), typeof(NoticeWithdrawn),
        typeof(SettingChanged), typeof(TicketNotRouted), typeof(OtherWayTaken), typeof(AdminAsked), typeof(CitizenAwaited), typeof(ChannelBroke), typeof(ChannelReadBack), typeof(PersonalDataShown), typeof(TicketRated), typeof(CitizenReminded),
        typeof(MediaShown),
        typeof(TicketForgotten), typeof(RetentionKept), typeof(PersonalDataExposed),
        typeof(HidingAsked), typeof(SurgeLeft), typeof(DecisionsExported), typeof(PersonLinked), typeof(PersonUnlinked),
    ];

    /// <summary>False for what only the history keeps.</summary>
    public static bool Publishes(Type @event) => !HistoryOnly.Contains(@event);
}
