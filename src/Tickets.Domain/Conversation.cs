using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>Where a conversation stands.</summary>
public enum ConversationState
{
    /// <summary>In the inbox, for an admin to decide.</summary>
    Waiting,

    /// <summary>Belongs to a ticket.</summary>
    Ticketed,

    /// <summary>Needs no ticket; comes back when the citizen asks for help in new words.</summary>
    Dismissed,
}

/// <summary>
/// What one citizen and the ministry say to each other in one place: under one post, or in private. Unique by citizen and thread.
/// </summary>
public sealed class Conversation : Aggregate
{
    /// <summary>From this on, new words of a citizen count as asking for help: a dismissed conversation comes back.</summary>
    public const double AsksForHelp = 0.5;

    /// <summary>The thread of direct messages; public threads are named by their post.</summary>
    public const string Direct = "dm";

    private readonly List<Message> heard = [];
    private readonly List<Clock> clocks = [];

    private Conversation() { }

    /// <summary>A conversation that a first message begins.</summary>
    public Conversation(Citizen citizen, Audience audience, string thread, string? postId, DateTimeOffset at)
    {
        Citizen = citizen;
        Platform = citizen.Platform;
        Audience = audience;
        Thread = thread;
        PostId = postId;
        StartedAt = at;
        LastMessageAt = at;
        Rank();
    }

    /// <summary>The citizen.</summary>
    public long CitizenId { get; private set; }

    /// <summary>The citizen.</summary>
    public Citizen Citizen { get; private set; } = null!;

    /// <summary>Where.</summary>
    public Platform Platform { get; private set; }

    /// <summary>Who can read it.</summary>
    public Audience Audience { get; private set; }

    /// <summary>The post's id, or <see cref="Direct"/>.</summary>
    public string Thread { get; private set; } = "";

    /// <summary>The post or story it belongs to.</summary>
    public string? PostId { get; private set; }

    /// <summary>Where it stands.</summary>
    public ConversationState State { get; private set; }

    /// <summary>Its ticket; null while it has none.</summary>
    public long? TicketId { get; private set; }

    /// <summary>Its ticket; null while it has none.</summary>
    public Ticket? Ticket { get; private set; }

    /// <summary>When its first message was written, UTC.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When the citizen last wrote, by the platform's clock, UTC.</summary>
    public DateTimeOffset LastMessageAt { get; private set; }

    /// <summary>When the citizen's words last reached the ministry, UTC: opens the window for answers.</summary>
    public DateTimeOffset LastHeardAt { get; private set; }

    /// <summary>When the oldest words that wait for a decision were written, UTC; null when none do. The inbox is in this order.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>The platform's id of the citizen's last message that stands: what an answer answers. Empty when none does.</summary>
    public string LastMessageId { get; private set; } = "";

    /// <summary>The strongest sign of asking for help since the last decision, 0 to 1.</summary>
    public double NeedsHelp { get; private set; }

    /// <summary>What it seems to be about.</summary>
    public string Topic { get; private set; } = Topics.Unclear;

    /// <summary>How sure the topic is, 0 to 1.</summary>
    public double TopicConfidence { get; private set; }

    /// <summary>Danger to life or health.</summary>
    public bool Urgent { get; private set; }

    /// <summary>Begin of the last words, for lists.</summary>
    public string Preview { get; private set; } = "";

    /// <summary>When its words were taken away because the time for which they are kept is over, UTC; words after it are kept anew.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>Why it was dismissed.</summary>
    public string? DismissalReason { get; private set; }

    /// <summary>Its promises of a decision, oldest first: one each time it came to wait.</summary>
    public IReadOnlyList<Clock> Clocks => clocks;

    /// <summary>The words heard in this unit of work, which may not be saved yet.</summary>
    internal IReadOnlyList<Message> Heard => heard;

    /// <summary>The group of near-equal words that it belongs to: a surge once enough are in it; null when it belongs to none, or left.</summary>
    public long? Likeness { get; private set; }

    /// <summary>The group that it left, and does not come back to.</summary>
    public long? ApartFrom { get; private set; }

    /// <summary>Its place in the inbox, lower is sooner; null when it is not there: decided, or all its words were taken away.</summary>
    public long? InboxRank { get; private set; }

    /// <summary>The citizen wrote; <paramref name="shown"/> are the words with personal data masked.</summary>
    public void Hear(Message message, Assessment assessment, string shown)
    {
        var at = message.SentAt;
        message.Means(assessment);
        heard.Add(message);
        if (Ticket is not null && message.IsUndecided())
            message.BelongsTo(Ticket);
        LastHeardAt = message.ReceivedAt > LastHeardAt ? message.ReceivedAt : LastHeardAt;
        if (at >= LastMessageAt || LastMessageId.Length == 0)
        {
            LastMessageAt = at > LastMessageAt ? at : LastMessageAt;
            LastMessageId = message.PlatformMessageId;
            Preview = Shorten(shown, 200);
        }

        if (at < StartedAt)
            StartedAt = at;
        if (State == ConversationState.Dismissed && assessment.NeedsHelp >= AsksForHelp)
        {
            State = ConversationState.Waiting;
            (NeedsHelp, Urgent) = (0, false);
            Record(Actor.Citizen(Citizen), at, new ConversationReturned());
        }

        if (assessment.NeedsHelp >= NeedsHelp || NeedsHelp < AsksForHelp)
            (Topic, TopicConfidence) = (assessment.Topic, assessment.TopicConfidence);
        NeedsHelp = Math.Max(NeedsHelp, assessment.NeedsHelp);
        Urgent |= assessment.Urgent;
        // Changed words wait since they came: those they replace may have been decided long ago.
        var since = message.Revision > 0 ? message.ReceivedAt : at;
        if (State == ConversationState.Waiting && (WaitingSince is null || since < WaitingSince))
            WaitingSince = since;
        Rank();
    }

    /// <summary>
    /// It waits for an admin's decision and asks for help: from now on, unless it does already, a decision is promised. Words that ask for none are looked at
    /// when there is time. When danger is found in later words, the promise is aimed anew.
    /// </summary>
    /// <param name="timetable">Policies and calendars in force.</param>
    /// <param name="at">When the words reached the ministry.</param>
    public void AwaitDecision(Timetable timetable, DateTimeOffset at)
    {
        if (State != ConversationState.Waiting || LastMessageId.Length == 0 || NeedsHelp < AsksForHelp)
            return;
        CatchUp(at);
        var policy = timetable.PolicyFor(Plea.Of(this), at);
        if (policy.TargetFor(ClockKind.Triage) is not { } target)
            return;
        if (Triage is not { } running)
            clocks.Add(new Clock(ClockKind.Triage, clocks.Count + 1, policy, target, timetable, at));
        else if (!policy.IsVersionOf(running.Policy))
            running.AimAnew(policy, target, timetable, at, "classification");
        if (Triage is { } clock && clock.TakeRanOut() is { } calendar)
            Record(Actor.System, at, new CalendarRanOut(Number: null, clock.Kind, clock.Cycle, calendar, clock.Calendar, clock.DueAt, at));
    }

    /// <summary>Lets the clock write down what has passed by <paramref name="at"/>, each thing at its own instant.</summary>
    public void CatchUp(DateTimeOffset at)
    {
        foreach (var clock in clocks)
            foreach (var passed in clock.Pass(at))
                Record(Actor.System, passed.At, passed.Broken ? new TriageBreached(Id, clock.Cycle, clock.DueAt) : new TriageWarning(Id, clock.Cycle, passed.At, clock.DueAt));
    }

    /// <summary>Catches up and climbs the rungs that were reached by <paramref name="now"/>; answers them for those who tell people. Only the SLA clock does so.</summary>
    public IReadOnlyList<Climbed> Climb(Timetable timetable, DateTimeOffset now)
    {
        CatchUp(now);
        List<Climbed> climbed = [];
        foreach (var clock in clocks)
            foreach (var (rung, at) in clock.Climb(timetable, now))
            {
                Record(Actor.System, at, new TriageEscalated(Id, clock.Cycle, RecipientNames.Of(rung.To), at, rung.At));
                climbed.Add(new Climbed(clock, rung, at));
            }

        return climbed;
    }

    /// <summary>It became a ticket, or joins one.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.ConversationHasTicket"/>.</exception>
    public void JoinTicket(Ticket ticket, Timetable timetable, Actor by, DateTimeOffset at, bool opening)
    {
        if (State == ConversationState.Ticketed)
            throw new RefusedException(Refusal.ConversationHasTicket, ("id", Id.ToString()));
        Decided(timetable, at);
        State = ConversationState.Ticketed;
        Ticket = ticket;
        DismissalReason = null;
        WaitingSince = null;
        foreach (var message in heard.Where(m => m.IsUndecided()))
            message.BelongsTo(ticket);
        Rank();
        if (!opening)
            Record(by, at, new ConversationLinked(ticket.Number));
    }

    /// <summary>Its ticket went into another.</summary>
    public void FollowTicket(Ticket into) => Ticket = into;

    /// <summary>Its ticket has ended, or was somebody else's and is answered, and the citizen writes again: a new matter, to be looked at afresh.</summary>
    public void LeaveTicket()
    {
        State = ConversationState.Waiting;
        Ticket = null;
        TicketId = null;
        (NeedsHelp, Urgent) = (0, false);
        Rank();
    }

    /// <summary>It needs no ticket.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.ConversationNotWaiting"/>.</exception>
    public void Dismiss(string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        if (State != ConversationState.Waiting)
            throw new RefusedException(Refusal.ConversationNotWaiting, ("id", Id.ToString()));
        Decided(timetable, at);
        State = ConversationState.Dismissed;
        DismissalReason = reason;
        WaitingSince = null;
        Rank();
        Record(by, at, new ConversationDismissed(reason));
    }

    /// <summary>Its words are near-equal to those of a group.</summary>
    /// <param name="group">What names the group.</param>
    public void Resembles(long group) => Likeness = group == ApartFrom ? null : group;

    /// <summary>It is no part of its surge: somebody decides about it by itself.</summary>
    public void LeaveSurge(Actor by, DateTimeOffset at)
    {
        if (Likeness is null)
            return;
        (ApartFrom, Likeness) = (Likeness, null);
        Record(by, at, new SurgeLeft());
    }

    /// <summary>A message of it shows everybody somebody's personal data.</summary>
    public void Exposes(Message message, DateTimeOffset at) =>
        Record(Actor.System, at, new PersonalDataExposed(message.PlatformMessageId, string.Join(", ", message.Exposed())));

    /// <summary>A message of it was edited.</summary>
    public void Edited(Message message, Actor by, DateTimeOffset at) => Record(by, at, new MessageChanged(message.Id, message.Revision));

    /// <summary>Words were taken away: what stands last counts now; with nothing left there is nothing to decide until the citizen writes again.</summary>
    /// <param name="last">What stands last.</param>
    /// <param name="shown">Its words with personal data masked.</param>
    /// <param name="waitingSince">When the oldest words were written that stand and wait for a decision, UTC.</param>
    /// <param name="timetable">Policies and calendars in force.</param>
    /// <param name="at">When they were taken away.</param>
    public void ForgetRemoved(Message? last, string shown, DateTimeOffset? waitingSince, Timetable timetable, DateTimeOffset at)
    {
        if (last is null)
        {
            CatchUp(at);
            Triage?.Stop(at, timetable);
        }

        WaitingSince = waitingSince;
        LastMessageId = last?.PlatformMessageId ?? "";
        Preview = Shorten(shown, 200);
        Rank();
    }

    /// <summary>A message of it was removed, hidden or shown.</summary>
    public void Marked(Message message, string mark, DateTimeOffset at) => Record(Actor.System, at, new MessageMarked(message.Id, mark));

    private Clock? Triage => clocks.LastOrDefault(c => c.Runs);

    private void Decided(Timetable timetable, DateTimeOffset at)
    {
        CatchUp(at);
        Triage?.Meet(at, timetable);
    }

    internal static string Shorten(string text, int most)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= most)
            return line;
        var end = char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1;
        return line[..end] + "…";
    }

    // Three bands: danger first, then what asks for help, then the rest; within a band, who waits longest. Ticks stay below 2^60 until the year 3653.
    private void Rank()
    {
        const long band = 1L << 60;
        InboxRank = State != ConversationState.Waiting || LastMessageId.Length == 0 ? null : (Urgent && NeedsHelp >= AsksForHelp ? 0 : NeedsHelp >= AsksForHelp ? 1 : 2) * band + (WaitingSince ?? LastMessageAt).UtcTicks;
    }
}
