using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>Where a ticket stands.</summary>
public enum TicketStatus
{
    /// <summary>Opened, not at a directorate yet.</summary>
    New,

    /// <summary>At a directorate: with an officer, or waiting in its queue.</summary>
    Assigned,

    /// <summary>Somebody has answered and works on it.</summary>
    InProgress,

    /// <summary>The citizen was asked; the resolution clock stands.</summary>
    WaitingOnCitizen,

    /// <summary>The matter is answered; closes by itself unless the citizen objects.</summary>
    Resolved,

    /// <summary>Ended.</summary>
    Closed,

    /// <summary>Another agency's matter.</summary>
    Referred,

    /// <summary>Turned out to be none.</summary>
    Invalid,
}

/// <summary>Everything that can happen to a ticket's status.</summary>
public enum Move
{
    /// <summary>To a directorate, by the rules.</summary>
    Route,

    /// <summary>To an officer of the same directorate.</summary>
    Assign,

    /// <summary>To another directorate, with an instruction.</summary>
    Transfer,

    /// <summary>Words to the citizen.</summary>
    Answer,

    /// <summary>A question to the citizen.</summary>
    Ask,

    /// <summary>Another topic, priority or SP4N class.</summary>
    Classify,

    /// <summary>The citizen writes.</summary>
    Hear,

    /// <summary>Words arrive that are no answer to the question: the citizen wrote them before it, or somebody else wrote them.</summary>
    HearLate,

    /// <summary>The matter is answered.</summary>
    Resolve,

    /// <summary>The end.</summary>
    Close,

    /// <summary>A new beginning.</summary>
    Reopen,

    /// <summary>To another agency.</summary>
    Refer,

    /// <summary>It was no ticket.</summary>
    Invalidate,

    /// <summary>Into another ticket of the same citizen.</summary>
    Merge,
}

/// <summary>
/// The whole life of a ticket. First the table of allowed moves, then the verbs in the order of a life. Every verb passes through the
/// table; a move that is not there is refused by name and changes nothing. Before anything else a verb lets the clocks write down what
/// has passed, so that lateness is judged by instants and not by who looked when.
/// </summary>
public sealed class Ticket : Aggregate
{
    /// <summary>How long a citizen has to object to an answer, as SP4N-LAPOR does it (10 days).</summary>
    public static readonly TimeSpan TimeToObject = TimeSpan.FromDays(10);

    /// <summary>The table of allowed moves: from where, by what, to where. Null means that the status stays.</summary>
    public static readonly IReadOnlyList<(Move Move, TicketStatus[] From, TicketStatus? To)> Moves =
    [
        (Move.Route, [TicketStatus.New], TicketStatus.Assigned),
        (Move.Assign, [TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], null),
        (Move.Transfer, [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], TicketStatus.Assigned),
        (Move.Answer, [TicketStatus.Assigned, TicketStatus.InProgress], TicketStatus.InProgress),
        (Move.Answer, [TicketStatus.WaitingOnCitizen, TicketStatus.Resolved], null),
        (Move.Ask, [TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], TicketStatus.WaitingOnCitizen),
        (Move.Classify, [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], null),
        (Move.Hear, [TicketStatus.WaitingOnCitizen], TicketStatus.InProgress),
        (Move.Hear, [TicketStatus.New, TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.Resolved], null),
        (Move.HearLate, [TicketStatus.WaitingOnCitizen], null),
        (Move.Resolve, [TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], TicketStatus.Resolved),
        (Move.Close, [TicketStatus.Resolved], TicketStatus.Closed),
        (Move.Reopen, [TicketStatus.Resolved, TicketStatus.Closed, TicketStatus.Referred, TicketStatus.Invalid], TicketStatus.Assigned),
        (Move.Refer, [TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], TicketStatus.Referred),
        (Move.Invalidate, [TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen], TicketStatus.Invalid),
        (Move.Merge, [TicketStatus.Assigned, TicketStatus.InProgress, TicketStatus.WaitingOnCitizen, TicketStatus.Resolved], TicketStatus.Closed),
    ];

    private readonly List<Clock> clocks = [];

    private Ticket() { }

    /// <summary><c>KMS-2026-000123</c>: year and sequence, Jakarta time.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public TicketStatus Status { get; private set; }

    /// <summary>What it is about.</summary>
    public string Topic { get; private set; } = "";

    /// <summary>How pressing it is.</summary>
    public Priority Priority { get; private set; }

    /// <summary>Its class by SP4N-LAPOR, once somebody set it.</summary>
    public Sp4nClass? Sp4nClass { get; private set; }

    /// <summary>Region code, if known.</summary>
    public string? Region { get; private set; }

    /// <summary>Code of the directorate that has it.</summary>
    public string? Directorate { get; private set; }

    /// <summary>The officer who has it; null while it waits in the directorate's queue.</summary>
    public long? OfficerId { get; private set; }

    /// <summary>The officer who has it.</summary>
    public User? Officer { get; private set; }

    /// <summary>Whose plea it is.</summary>
    public long CitizenId { get; private set; }

    /// <summary>Whose plea it is.</summary>
    public Citizen Citizen { get; private set; } = null!;

    /// <summary>Where the citizen wrote first.</summary>
    public Platform Platform { get; private set; }

    /// <summary>One line in the citizen's words, personal data masked.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>With the number, opens the citizen's own page.</summary>
    public string LookupCode { get; private set; } = "";

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it was last resolved, UTC; stays when it is reopened.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>When it ended, UTC: closed, referred, invalid or merged.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When it closes by itself, UTC; null unless it is resolved.</summary>
    public DateTimeOffset? ClosesAt { get; private set; }

    /// <summary>The answer of the matter as it was last given.</summary>
    public string? Answer { get; private set; }

    /// <summary>The agency it was referred to.</summary>
    public string? Agency { get; private set; }

    /// <summary>The ticket it went into.</summary>
    public string? MergedInto { get; private set; }

    /// <summary>When its words and names were taken away because the time for which they are kept is over, UTC.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>Its promises, oldest first.</summary>
    public IReadOnlyList<Clock> Clocks => clocks;

    /// <summary>The latest round of a promise, whatever order the rows came in; null when it was never made.</summary>
    public Clock? LastOf(ClockKind kind) => clocks.Where(c => c.Kind == kind).MaxBy(c => c.Cycle);

    /// <summary>Somebody still has to do something for it.</summary>
    public bool IsOpen => Status is TicketStatus.New or TicketStatus.Assigned or TicketStatus.InProgress or TicketStatus.WaitingOnCitizen;

    /// <summary>Its life is over, unless it is reopened.</summary>
    public bool HasEnded => Status is TicketStatus.Closed or TicketStatus.Referred or TicketStatus.Invalid;

    /// <summary>Whether an answer of the matter, or a referral, was taken back since: each reopening begins a new round, and what was said before it is true no more.</summary>
    /// <param name="saidAt">When the answer was given.</param>
    public bool TookBack(DateTimeOffset saidAt) => IsOpen || clocks.Exists(c => c.Kind == ClockKind.Resolution && c.StartedAt > saidAt);

    // ---- a life, in order --------------------------------------------------------------------------------------------------------------

    /// <summary>A plea becomes a ticket: the conversation joins it and the first clocks start.</summary>
    public static Ticket Open(Opening opening, Conversation conversation, Timetable timetable, Actor by, DateTimeOffset at)
    {
        var ticket = new Ticket
        {
            Number = opening.Number,
            LookupCode = opening.LookupCode,
            Topic = opening.Topic,
            Priority = opening.Priority,
            Region = opening.Region,
            Subject = opening.Subject,
            Citizen = conversation.Citizen,
            CitizenId = conversation.CitizenId,
            Platform = conversation.Platform,
            OpenedAt = at,
        };
        conversation.JoinTicket(ticket, timetable, by, at, opening: true);
        // The decision that it waited for is part of its life.
        if (conversation.Clocks.MaxBy(c => c.Cycle) is { TicketId: null, MetAt: { } decided } triage && decided == at)
            ticket.clocks.Add(triage);
        ticket.Record(by, at, new TicketOpened(ticket.Number, ticket.Topic, ticket.Priority, ticket.Platform, by.Kind == ActorKind.System, at));
        ticket.Start(ClockKind.FirstResponse, timetable, at);
        ticket.Start(ClockKind.Resolution, timetable, at);
        return ticket;
    }

    /// <summary>The rules bring it to a directorate, and there to an officer if one is on duty.</summary>
    public void Route(string directorate, User? officer, string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Route, at);
        TakeOver(directorate, officer, "routing", timetable, by, at);
        Record(by, at, new TicketRouted(Number, directorate, officer?.Login, reason, at));
    }

    /// <summary>The words that name it were mended or taken away on the platform: whoever took them back finds them nowhere.</summary>
    /// <param name="subject">One line, personal data masked.</param>
    public void IsNamed(string subject) => Subject = subject;

    /// <summary>A supervisor gives it to an officer, an officer takes it, or it goes back to the queue (<paramref name="officer"/> null).</summary>
    public void Assign(User? officer, Actor by, DateTimeOffset at)
    {
        Check(Move.Assign);
        if (officer is not null && officer.Directorate != Directorate)
            throw new RefusedException(Refusal.OfficerOfAnotherDirectorate, ("officer", officer.Login), ("directorate", Directorate ?? "–"));
        if (officer is { Active: false })
            throw new RefusedException(Refusal.OfficerNotActive, ("officer", officer.Login));
        Make(Move.Assign, at);
        Give(officer);
        Record(by, at, new TicketAssigned(Number, officer?.Login));
    }

    /// <summary>To another directorate with an instruction (disposisi): one custody ends, the next begins; the promise to the citizen stands.</summary>
    public void Transfer(string directorate, User? officer, string instruction, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Check(Move.Transfer);
        if (directorate == Directorate)
            throw new RefusedException(Refusal.AlreadyThere, ("directorate", directorate));
        var from = Directorate;
        var waited = Status == TicketStatus.WaitingOnCitizen;
        Make(Move.Transfer, at);
        if (waited)
            ResumeResolution(timetable, by, at);
        TakeOver(directorate, officer, "transfer", timetable, by, at);
        Record(by, at, new TicketTransferred(Number, from, directorate, officer?.Login, at));
        Record(by, at, new InstructionGiven(Number, directorate, instruction));
    }

    /// <summary>
    /// Another topic, priority, SP4N class or region, each null to stay: the clocks that run are aimed anew where another policy judges now. A region moves no clock,
    /// and no ticket that is routed already.
    /// </summary>
    /// <param name="topic">Topic code.</param>
    /// <param name="priority">How pressing.</param>
    /// <param name="sp4nClass">Its class by SP4N-LAPOR.</param>
    /// <param name="reason">Why, for the history; null when nobody says.</param>
    /// <param name="timetable">Policies and calendars in force.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="region">Region code; empty when it is of none that is known.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.NothingChanges"/>.</exception>
    public void Classify(string? topic, Priority? priority, Sp4nClass? sp4nClass, string? reason, Timetable timetable, Actor by, DateTimeOffset at, string? region = null)
    {
        Check(Move.Classify);
        var before = (Topic, Priority, Sp4nClass);
        var classified = before != (topic ?? Topic, priority ?? Priority, sp4nClass ?? Sp4nClass);
        var moved = region is not null && region != (Region ?? "");
        if (!classified && !moved)
            throw new RefusedException(Refusal.NothingChanges, ("number", Number));
        Make(Move.Classify, at);
        if (moved)
        {
            var earlier = Region;
            Region = region is "" ? null : region;
            Record(by, at, new RegionCorrected(Number, Region, earlier, at));
        }

        if (classified)
        {
            (Topic, Priority, Sp4nClass) = (topic ?? Topic, priority ?? Priority, sp4nClass ?? Sp4nClass);
            Record(by, at, new TicketClassified(Number, Topic, Priority, Sp4nClass, before.Topic, before.Priority, before.Sp4nClass, at));
        }

        if (reason is not null)
            Record(by, at, new ClassificationExplained(Number, reason));
        if (classified)
            AimAnew(reason is null ? "classification" : $"classification: {reason}", timetable, by, at);
    }

    /// <summary>Words of staff to the citizen: the first meet the first response, and all meet a waiting citizen.</summary>
    public void AnswerCitizen(bool inPublic, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Answer, at);
        MeetResponses(timetable, at);
        Record(by, at, new TicketAnswered(Number, inPublic));
    }

    /// <summary>A question to the citizen: counts as words, and the resolution clock stands until the citizen writes.</summary>
    public void Ask(bool inPublic, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Ask, at);
        MeetResponses(timetable, at);
        Running(ClockKind.Resolution)?.Pause(at, "waiting-on-citizen");
        Record(by, at, new CitizenAsked(Number, inPublic));
    }

    /// <summary>A note that no citizen sees. Allowed at any time: people learn things about ended tickets too.</summary>
    public void Note(string text, Actor by, DateTimeOffset at)
    {
        CatchUp(at);
        Record(by, at, new NoteWritten(Number, text));
    }

    /// <summary>The citizen writes: an answer that was awaited, more words, or an objection, which opens a resolved ticket again.</summary>
    /// <param name="objects">True when the words ask for more rather than thank.</param>
    /// <param name="timetable">Policies and calendars in force.</param>
    /// <param name="by">Who writes: the ticket's citizen; see <see cref="HearSomebodyElse"/>.</param>
    /// <param name="at">When it reached the ministry, never before the ticket's own last instant.</param>
    /// <param name="writtenAt">When it was written, where that is known: words from before the question do not end the wait for its answer.</param>
    public void Hear(bool objects, Timetable timetable, Actor by, DateTimeOffset at, DateTimeOffset? writtenAt = null)
    {
        if (IsFromBeforeTheQuestion(writtenAt))
        {
            HearLate(timetable, by, at);
            return;
        }

        var awaited = Status == TicketStatus.WaitingOnCitizen;
        Make(Move.Hear, at);
        if (awaited)
            ResumeResolution(timetable, by, at);
        if (Status == TicketStatus.Resolved && objects)
            Reopen(byCitizen: true, timetable, by, at);
        OweNextResponse(timetable, at);
        Record(by, at, new CitizenReplied(Number, Status, at));
    }

    /// <summary>
    /// Somebody else writes, whose conversation was linked to it: they are to be answered too. It is no answer to what its own citizen was asked, and no objection to
    /// what its own citizen was told.
    /// </summary>
    public void HearSomebodyElse(Timetable timetable, Actor by, DateTimeOffset at)
    {
        if (Status == TicketStatus.WaitingOnCitizen)
            HearLate(timetable, by, at);
        else
            Hear(objects: false, timetable, by, at);
    }

    /// <summary>Words arrive after the question that are no answer to it: they are to be answered too, and the wait goes on.</summary>
    public void HearLate(Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.HearLate, at);
        OweNextResponse(timetable, at);
        Record(by, at, new CitizenReplied(Number, Status, at));
    }

    /// <summary>An objection that reached the ministry before the ticket closed and was read after it.</summary>
    public void ObjectBeforeTheEnd(Timetable timetable, Actor by, DateTimeOffset at) => Reopen(byCitizen: true, timetable, by, at);

    /// <summary>The matter is answered. The citizen has <see cref="TimeToObject"/>.</summary>
    public void Resolve(string answer, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Resolve, at);
        MeetResponses(timetable, at);
        Running(ClockKind.Resolution)?.Meet(at, timetable);
        Running(ClockKind.Custody)?.Meet(at, timetable);
        Answer = answer;
        ResolvedAt = at;
        ClosesAt = at + TimeToObject;
        Record(by, at, new TicketResolved(Number, Directorate, ResolutionCycle, at, ClosesAt.Value));
    }

    /// <summary>The end: nobody objected in time, or staff closes it.</summary>
    public void Close(Actor by, DateTimeOffset at)
    {
        Make(Move.Close, at);
        End(at);
        Record(by, at, new TicketClosed(Number, by.Kind == ActorKind.System, at));
    }

    /// <summary>Staff found more to do. The old resolution stays on record; a new cycle begins.</summary>
    public void Reopen(string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Check(Move.Reopen);
        if (MergedInto is not null)
            throw new RefusedException(Refusal.TicketWasMerged, ("number", Number), ("into", MergedInto));
        Reopen(byCitizen: false, timetable, by, at);
        Record(by, at, new ReopeningExplained(Number, reason));
    }

    /// <summary>Another agency's matter: the promise of an answer of ours falls away, the citizen is told where to go.</summary>
    public void Refer(string agency, string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Refer, at);
        MeetResponses(timetable, at);
        StopClocks(timetable, at);
        Agency = agency;
        End(at);
        Record(by, at, new TicketReferred(Number, agency, reason));
    }

    /// <summary>It was no ticket.</summary>
    public void Invalidate(string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Invalidate, at);
        StopClocks(timetable, at);
        End(at);
        Record(by, at, new TicketInvalidated(Number, reason));
    }

    /// <summary>It lives on in another ticket of the same citizen, which gets its conversations.</summary>
    public void MergeInto(Ticket into, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Check(Move.Merge);
        if (into.Number == Number)
            throw new RefusedException(Refusal.MergeIntoItself, ("number", Number));
        if (into.HasEnded)
            throw new RefusedException(Refusal.MergeTargetEnded, ("number", into.Number));
        if (into.CitizenId != CitizenId)
            throw new RefusedException(Refusal.DifferentCitizens, ("number", Number), ("into", into.Number));
        // What is still owed here nobody would owe there.
        if (IsOpen && !into.IsOpen)
            throw new RefusedException(Refusal.MergeTargetResolved, ("number", Number), ("into", into.Number));
        Make(Move.Merge, at);
        into.CatchUp(at);
        into.KeepTheOlderPromises(this, timetable, by, at);
        StopClocks(timetable, at);
        MergedInto = into.Number;
        End(at);
        Record(by, at, new TicketMerged(Number, into.Number));
        into.Record(by, at, new MergedIn(into.Number, Number));
    }

    // ---- clocks ------------------------------------------------------------------------------------------------------------------------

    /// <summary>Lets the clocks write down what has passed by <paramref name="at"/>, each thing at its own instant.</summary>
    public void CatchUp(DateTimeOffset at)
    {
        foreach (var clock in clocks)
            foreach (var passed in clock.Pass(at))
                Record(
                    Actor.System,
                    passed.At,
                    passed.Broken
                        ? new SlaBreached(Number, clock.Kind, clock.Cycle, clock.DueAt)
                        : new SlaWarning(Number, clock.Kind, clock.Cycle, passed.At, clock.DueAt)
                );
    }

    /// <summary>Catches up and climbs the rungs that were reached by <paramref name="now"/>; answers them for those who tell people. Only the SLA clock does so.</summary>
    public IReadOnlyList<Climbed> Climb(Timetable timetable, DateTimeOffset now)
    {
        CatchUp(now);
        List<Climbed> climbed = [];
        foreach (var clock in clocks)
            foreach (var (rung, at) in clock.Climb(timetable, now))
            {
                Record(Actor.System, at, new TicketEscalated(Number, clock.Kind, clock.Cycle, Directorate, RecipientNames.Of(rung.To), at, rung.At));
                climbed.Add(new Climbed(clock, rung, at));
            }

        return climbed;
    }

    /// <summary>As the base does; and what staff does answers the ladders of broken promises.</summary>
    protected override void Record(Actor by, DateTimeOffset at, TicketEvent what)
    {
        base.Record(by, at, what);
        if (by.Kind is ActorKind.User or ActorKind.Key)
            foreach (var clock in clocks)
                clock.Answer(at);
    }

    private int ResolutionCycle => clocks.Where(c => c.Kind == ClockKind.Resolution).Max(c => c.Cycle);

    private Clock? Running(ClockKind kind) => clocks.LastOrDefault(c => c.Kind == kind && c.Runs);

    private void Start(ClockKind kind, Timetable timetable, DateTimeOffset at)
    {
        var policy = timetable.PolicyFor(this, at);
        if (policy.TargetFor(kind) is not { } target)
            return;
        var cycle = clocks.Count(c => c.Kind == kind) + 1;
        var clock = new Clock(kind, cycle, policy, target, timetable, at);
        clocks.Add(clock);
        TellWhatRanOut(clock, at);
    }

    private void TellWhatRanOut(Clock clock, DateTimeOffset at)
    {
        if (clock.TakeRanOut() is { } calendar)
            Record(Actor.System, at, new CalendarRanOut(Number, clock.Kind, clock.Cycle, calendar, clock.Calendar, clock.DueAt, at));
    }

    private void Aimed(Clock clock, Actor by, DateTimeOffset at)
    {
        Record(by, at, new ClockAimed(Number, clock.Kind, clock.Cycle, clock.DueAt));
        TellWhatRanOut(clock, at);
    }

    private void OweNextResponse(Timetable timetable, DateTimeOffset at)
    {
        if (IsOpen && Running(ClockKind.NextResponse) is null && LastOf(ClockKind.FirstResponse) is { Runs: false })
            Start(ClockKind.NextResponse, timetable, at);
    }

    // The platforms' clocks and ours differ, and some stamp whole seconds.
    private bool IsFromBeforeTheQuestion(DateTimeOffset? writtenAt) =>
        Running(ClockKind.Resolution)?.PausedSince is { } asked && writtenAt < asked - TimeSpan.FromSeconds(5);

    private void MeetResponses(Timetable timetable, DateTimeOffset at)
    {
        Running(ClockKind.FirstResponse)?.Meet(at, timetable);
        Running(ClockKind.NextResponse)?.Meet(at, timetable);
    }

    private void ResumeResolution(Timetable timetable, Actor by, DateTimeOffset at)
    {
        if (Running(ClockKind.Resolution) is { } clock && clock.Resume(at, timetable))
            Aimed(clock, by, at);
    }

    // A clock keeps the version that judges it while the same policy does, and its promise where the other policy makes none.
    private void AimAnew(string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        var policy = timetable.PolicyFor(this, at);
        foreach (var clock in clocks.Where(c => c.Runs && !policy.IsVersionOf(c.Policy)))
            if (policy.TargetFor(clock.Kind) is { } target && clock.AimAnew(policy, target, timetable, at, reason))
                Aimed(clock, by, at);
    }

    // A citizen who wrote twice is owed the sooner of two answers.
    private void KeepTheOlderPromises(Ticket other, Timetable timetable, Actor by, DateTimeOffset at)
    {
        var reason = Clock.MergeReason + other.Number;
        if (other.Running(ClockKind.Resolution) is { } theirs && Running(ClockKind.Resolution) is { } ours && ours.KeepTheOlder(theirs, timetable, at, reason))
            Aimed(ours, by, at);
        if (!IsOpen || (other.Running(ClockKind.FirstResponse) ?? other.Running(ClockKind.NextResponse)) is not { } owed)
            return;
        if ((Running(ClockKind.FirstResponse) ?? Running(ClockKind.NextResponse)) is { } owes)
        {
            if (owes.KeepTheOlder(owed, timetable, at, reason))
                Aimed(owes, by, at);
            return;
        }

        var next = new Clock(ClockKind.NextResponse, clocks.Count(c => c.Kind == ClockKind.NextResponse) + 1, owed, timetable, at);
        clocks.Add(next);
        Aimed(next, by, at);
    }

    private void StopClocks(Timetable timetable, DateTimeOffset at)
    {
        foreach (var clock in clocks.Where(c => c.Runs))
            clock.Stop(at, timetable);
    }

    // ---- moving ------------------------------------------------------------------------------------------------------------------------

    private TicketStatus? Check(Move move)
    {
        foreach (var (allowed, from, to) in Moves)
            if (allowed == move && from.Contains(Status))
                return to;
        throw MergedInto is { } into
            ? new RefusedException(Refusal.TicketWasMerged, ("number", Number), ("into", into))
            : new RefusedException(Refusal.MoveNotAllowed, ("number", Number), ("move", move.ToString()), ("status", Status.ToString()));
    }

    private void Make(Move move, DateTimeOffset at)
    {
        var to = Check(move);
        CatchUp(at);
        Status = to ?? Status;
    }

    private void TakeOver(string directorate, User? officer, string reason, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Running(ClockKind.Custody)?.Meet(at, timetable);
        Directorate = directorate;
        Give(officer);
        AimAnew(reason, timetable, by, at);
        Start(ClockKind.Custody, timetable, at);
    }

    private void Give(User? officer) => (Officer, OfficerId) = (officer, officer?.Id);

    private void Reopen(bool byCitizen, Timetable timetable, Actor by, DateTimeOffset at)
    {
        Make(Move.Reopen, at);
        (ClosesAt, ClosedAt, Agency) = (null, null, null);
        if (Officer is { } officer && !officer.WorksFor(Directorate))
            Give(null);
        Start(ClockKind.Resolution, timetable, at);
        Start(ClockKind.Custody, timetable, at);
        // Found invalid before anybody had written to the citizen: the first words are owed again.
        if (LastOf(ClockKind.FirstResponse) is { StoppedAt: not null })
            Start(ClockKind.FirstResponse, timetable, at);
        Record(by, at, new TicketReopened(Number, ResolutionCycle, byCitizen, at));
    }

    /// <summary>
    /// The time for which words are kept is over: what was asked and answered is gone, and <paramref name="instead"/> stands in its place. Repeating it is
    /// harmless.
    /// </summary>
    /// <exception cref="InvalidOperationException">Its life is not over: nobody may ask for this.</exception>
    public void Forget(string instead, Actor by, DateTimeOffset at)
    {
        if (!HasEnded || ClosedAt is not { } closed)
            throw new InvalidOperationException($"{Number} has not ended.");
        if (ForgottenAt is not null)
            return;
        (Subject, Answer, ForgottenAt) = (instead, null, at);
        Record(by, at, new TicketForgotten(Number, closed));
    }

    private void End(DateTimeOffset at) => (ClosedAt, ClosesAt) = (at, null);
}

/// <summary>What a new ticket is made of.</summary>
/// <param name="Number">The next number.</param>
/// <param name="LookupCode">A fresh random code.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Region">Region code, if known.</param>
/// <param name="Subject">One line in the citizen's words, personal data masked.</param>
public sealed record Opening(string Number, string LookupCode, string Topic, Priority Priority, string? Region, string Subject);
