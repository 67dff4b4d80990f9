using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>Of what somebody is told.</summary>
public enum NotificationKind
{
    /// <summary>A rung of a ladder was reached.</summary>
    Rung,

    /// <summary>A colleague named them in a note.</summary>
    Mention,

    /// <summary>A channel stands still until somebody mends it.</summary>
    Channel,

    /// <summary>A citizen reminds them of a ticket that is late.</summary>
    Reminder,

    /// <summary>A working calendar has no working time left for what is promised by it.</summary>
    Calendar,
}

/// <summary>
/// A member of staff is told of a rung that was reached, or that a colleague named them: an item in their notifications from <see cref="TellAt"/> on. At most one
/// for each clock, rung and person; of a note at most one for each person.
/// </summary>
public sealed class Notification
{
    private Notification() { }

    /// <summary>Somebody is told.</summary>
    /// <param name="user">Who.</param>
    /// <param name="onBehalfOf">Login of the absent person they stand in for; null for none.</param>
    /// <param name="climbed">What was reached.</param>
    /// <param name="ticket">Whose clock it is; null for a conversation.</param>
    /// <param name="conversation">Whose clock it is; null for a ticket.</param>
    /// <param name="tellAt">When they are told, UTC: in their working hours unless it is urgent.</param>
    public Notification(User user, string? onBehalfOf, Climbed climbed, Ticket? ticket, Conversation? conversation, DateTimeOffset tellAt)
    {
        Kind = NotificationKind.Rung;
        UserId = user.Id;
        OnBehalfOf = onBehalfOf;
        Ticket = ticket;
        Conversation = conversation;
        ClockId = climbed.Clock.Id;
        Clock = climbed.Clock.Kind;
        Cycle = climbed.Clock.Cycle;
        Rung = climbed.Rung.At;
        To = climbed.Rung.To;
        At = climbed.At;
        DueAt = climbed.Clock.DueAt;
        TellAt = tellAt;
    }

    /// <summary>A colleague named somebody in a note.</summary>
    /// <param name="user">Who was named.</param>
    /// <param name="ticket">On which ticket.</param>
    /// <param name="by">Name of the colleague.</param>
    /// <param name="at">When, which is also when they are told: a colleague's word is not an alarm, it waits on their screen.</param>
    public Notification(User user, Ticket ticket, string by, DateTimeOffset at)
    {
        Kind = NotificationKind.Mention;
        UserId = user.Id;
        Ticket = ticket;
        By = by;
        At = at;
        TellAt = at;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Of what they are told. All of the clock and its rung is null for a mention, a channel and a calendar.</summary>
    public NotificationKind Kind { get; private set; }

    /// <summary>Name of the colleague who named them; null for a rung.</summary>
    public string? By { get; private set; }

    /// <summary>Who is told.</summary>
    public long UserId { get; private set; }

    /// <summary>Login of the absent person they stand in for.</summary>
    public string? OnBehalfOf { get; private set; }

    /// <summary>Whose clock it is, or whose note.</summary>
    public long? TicketId { get; private set; }

    /// <summary>Whose clock it is, or whose note.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>Whose clock it is.</summary>
    public long? ConversationId { get; private set; }

    /// <summary>Whose clock it is.</summary>
    public Conversation? Conversation { get; private set; }

    /// <summary>Key of the clock.</summary>
    public long? ClockId { get; private set; }

    /// <summary>What it promises.</summary>
    public ClockKind? Clock { get; private set; }

    /// <summary>Which round of it.</summary>
    public int? Cycle { get; private set; }

    /// <summary>Which rung, as <c>80%</c>.</summary>
    public string? Rung { get; private set; }

    /// <summary>Whom the rung tells; where nobody was found, somebody above got it.</summary>
    public Recipient? To { get; private set; }

    /// <summary>When the rung was reached or the note written, UTC.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When the clock was due as it stood then, UTC.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>From when it is shown, UTC.</summary>
    public DateTimeOffset TellAt { get; private set; }

    /// <summary>When they read it, UTC.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>The channel that stands still until somebody mends it; null otherwise. All of the clock and its rung is null for a channel.</summary>
    public Platform? Platform { get; private set; }

    /// <summary>What that platform said; or the code of the calendar that ran out.</summary>
    public string? Detail { get; private set; }

    /// <summary>An administrator is told that a channel stands still. At once, whatever the hour: citizens wait.</summary>
    /// <param name="user">Who.</param>
    /// <param name="platform">Which channel.</param>
    /// <param name="said">What the platform said.</param>
    /// <param name="at">When it broke, UTC.</param>
    public static Notification OfChannel(User user, Platform platform, string said, DateTimeOffset at) =>
        new()
        {
            Kind = NotificationKind.Channel,
            UserId = user.Id,
            Platform = platform,
            Detail = said.Length <= 500 ? said : said[..500],
            At = at,
            TellAt = at,
        };

    /// <summary>An administrator is told that a calendar has no working time left. At once, whatever the hour: what citizens are promised depends on it.</summary>
    /// <param name="user">Who.</param>
    /// <param name="calendar">Its code.</param>
    /// <param name="at">When it was noticed, UTC.</param>
    public static Notification OfCalendar(User user, string calendar, DateTimeOffset at) =>
        new()
        {
            Kind = NotificationKind.Calendar,
            UserId = user.Id,
            Detail = calendar,
            At = at,
            TellAt = at,
        };

    /// <summary>A citizen reminds a member of staff of a ticket that is late.</summary>
    /// <param name="user">Who.</param>
    /// <param name="onBehalfOf">Login of the absent person they stand in for; null for none.</param>
    /// <param name="ticket">Which ticket.</param>
    /// <param name="dueAt">When it was promised, UTC.</param>
    /// <param name="at">When the citizen did, UTC.</param>
    /// <param name="tellAt">When they are told, UTC: in their working hours unless it is urgent.</param>
    public static Notification OfReminder(User user, string? onBehalfOf, Ticket ticket, DateTimeOffset dueAt, DateTimeOffset at, DateTimeOffset tellAt) =>
        new()
        {
            Kind = NotificationKind.Reminder,
            UserId = user.Id,
            OnBehalfOf = onBehalfOf,
            Ticket = ticket,
            DueAt = dueAt,
            At = at,
            TellAt = tellAt,
        };

    /// <summary>They read it. Repeating it keeps the first time.</summary>
    public void Read(DateTimeOffset at) => ReadAt ??= at;
}
