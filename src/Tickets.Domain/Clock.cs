using Tickets.Domain.WorkingTime;

namespace Tickets.Domain;

/// <summary>What a clock promises.</summary>
public enum ClockKind
{
    /// <summary>From arrival to a decision in the inbox.</summary>
    Triage,

    /// <summary>From opening to the first words of a person; an automatic acknowledgement does not meet it.</summary>
    FirstResponse,

    /// <summary>From the oldest unanswered message of the citizen to the next words of a person.</summary>
    NextResponse,

    /// <summary>From opening to the answer of the matter; pauses while the citizen is asked; a reopening starts a new cycle.</summary>
    Resolution,

    /// <summary>Time in one directorate's hands.</summary>
    Custody,
}

/// <summary>One stretch in which a clock stood still.</summary>
/// <param name="From">When it stopped, UTC.</param>
/// <param name="To">When it went on; null while it stands.</param>
/// <param name="Cause">Why, as <c>waiting-on-citizen</c>.</param>
/// <param name="DueBefore">The due time before the pause.</param>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? To, string Cause, DateTimeOffset DueBefore);

/// <summary>What a clock said before it was aimed anew: another policy, a changed calendar, an older promise that a merge brought.</summary>
/// <param name="Policy">The policy and version that judged it until then, as <c>normal@1</c>.</param>
/// <param name="Calendar">The calendar and version that counted until then.</param>
/// <param name="Target">The working time that was promised until then.</param>
/// <param name="DueAt">When it was due until then, UTC.</param>
/// <param name="WarnAt">When people were to be warned until then, UTC.</param>
/// <param name="At">When it was aimed anew, UTC.</param>
/// <param name="Used">Working time that counts as used at <paramref name="At"/>, pauses left out: what comes after adds to it.</param>
/// <param name="Reason">Why, as <c>classification: …</c>, <c>merge: KMS-…</c> or <c>calendar: …</c>.</param>
public sealed record EarlierAim(
    string Policy,
    string Calendar,
    string Target,
    DateTimeOffset DueAt,
    DateTimeOffset WarnAt,
    DateTimeOffset At,
    TimeSpan Used,
    string Reason
)
{
    internal bool IsByCalendar => Reason.StartsWith(Clock.CalendarReason, StringComparison.Ordinal);
}

/// <summary>
/// One promise: of a ticket, or of a decision about a conversation in the inbox. Nothing of it is ever erased: start, due, met, breached, every pause, every
/// rung and what it said before it was aimed anew stay, and lateness is judged by them alone, never by when somebody looked. All instants UTC.
/// </summary>
public sealed class Clock
{
    /// <summary>The share of working time after which people are warned.</summary>
    public const double WarningShare = 0.8;

    /// <summary>How the reason of an aim by a changed calendar begins.</summary>
    public const string CalendarReason = "calendar: ";

    /// <summary>How the reason of an aim by the older promise of a merged ticket begins.</summary>
    public const string MergeReason = "merge: ";

    /// <summary>How the reason of an aim by another calendar begins where its own has no working time left.</summary>
    public const string ClosedReason = "closed: ";

    private Clock() { }

    internal Clock(ClockKind kind, int cycle, SlaPolicy policy, SlaTarget target, Timetable timetable, DateTimeOffset at)
    {
        Kind = kind;
        Cycle = cycle;
        Policy = policy.Label;
        Target = target.Duration;
        Calendar = timetable.CurrentCalendar(target.Calendar, at);
        StartedAt = at;
        DueAt = CountedFrom(at, WorkingDuration.Parse(target.Duration), timetable, at);
        var calendar = timetable.Calendar(Calendar);
        WarnAt = WhenUsed(Promised(calendar) * WarningShare, calendar);
        AimRung(timetable);
        Aim();
    }

    // The older promise of a ticket that was merged into another, where the other has none to compare it with.
    internal Clock(ClockKind kind, int cycle, Clock older, Timetable timetable, DateTimeOffset at)
    {
        Kind = kind;
        Cycle = cycle;
        Policy = older.Policy;
        Target = older.Target;
        Calendar = older.Calendar;
        StartedAt = older.StartedAt;
        EarlierAims = [.. older.EarlierAims];
        Pauses = [.. older.Pauses];
        (DueAt, WarnAt, WarnedAt, BreachedAt) = (older.DueAt, older.WarnAt, older.WarnedAt, older.BreachedAt);
        (Escalations, EscalatedAt) = (older.Escalations, older.EscalatedAt);
        PausedSince = older.PausedSince;
        EndPause(at, timetable);
        AimRung(timetable);
        Aim();
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>The ticket whose promise it is; null for a conversation that has become no ticket.</summary>
    public long? TicketId { get; private set; }

    /// <summary>The conversation that waits or waited for a decision; only with <see cref="ClockKind.Triage"/>.</summary>
    public long? ConversationId { get; private set; }

    /// <summary>What it promises.</summary>
    public ClockKind Kind { get; private set; }

    /// <summary>Which round, from 1.</summary>
    public int Cycle { get; private set; }

    /// <summary>The policy and its version that judge it, as <c>normal@1</c>.</summary>
    public string Policy { get; private set; } = "";

    /// <summary>The calendar and its version that count for it, as <c>NASIONAL@1</c>.</summary>
    public string Calendar { get; private set; } = "";

    /// <summary>The promised working time: ISO 8601 or working days, <c>P5WD</c>.</summary>
    public string Target { get; private set; } = "";

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it is due. In time means at this instant or before.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When <see cref="WarningShare"/> of its working time is used up.</summary>
    public DateTimeOffset WarnAt { get; private set; }

    /// <summary>When the warning was due, once that has passed.</summary>
    public DateTimeOffset? WarnedAt { get; private set; }

    /// <summary>When the promise was kept, in time or late.</summary>
    public DateTimeOffset? MetAt { get; private set; }

    /// <summary>When the promise was broken: always the due time.</summary>
    public DateTimeOffset? BreachedAt { get; private set; }

    /// <summary>When the promise fell away: the ticket was merged, referred or invalid; the words in the inbox were taken away.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>When its breach was first brought before somebody.</summary>
    public DateTimeOffset? EscalatedAt { get; private set; }

    /// <summary>The rungs of its ladder that were reached, in order; each at most once.</summary>
    public IReadOnlyList<Escalation> Escalations { get; private set; } = [];

    /// <summary>When the next rung is reached; null when none is left.</summary>
    public DateTimeOffset? RungAt { get; private set; }

    /// <summary>When staff last did something after the breach and before the next rung: the ladder counts on from there.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The same, after a rung that was reached and is not written down yet.</summary>
    public DateTimeOffset? AnsweredSinceRungAt { get; private set; }

    /// <summary>Since when it stands still; null while it runs.</summary>
    public DateTimeOffset? PausedSince { get; private set; }

    /// <summary>Every stretch in which it stood still, oldest first.</summary>
    public IReadOnlyList<ClockPause> Pauses { get; private set; } = [];

    /// <summary>What it said before it was aimed anew, oldest first; empty when it never was.</summary>
    public IReadOnlyList<EarlierAim> EarlierAims { get; private set; } = [];

    /// <summary>Working time used until it was met, pauses left out; null before.</summary>
    public TimeSpan? Used { get; private set; }

    /// <summary>The next instant at which something must be written down: a warning, a breach or a rung; null when there is none. The SLA clock's index.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    // The calendar that should have counted and has no working time left, until its owner writes it down.
    private string? ranOut;

    /// <summary>Neither met nor fallen away.</summary>
    public bool Runs => MetAt is null && StoppedAt is null;

    // ---- what passes -------------------------------------------------------------------------------------------------------------------

    /// <summary>Writes down the warning and the breach that have passed by <paramref name="at"/>, at their true instants. Harmless to call again.</summary>
    internal IEnumerable<ClockPassed> Pass(DateTimeOffset at)
    {
        if (!Runs || PausedSince is not null)
            yield break;
        if (WarnedAt is null && BreachedAt is null && WarnAt <= at && WarnAt < DueAt)
        {
            WarnedAt = WarnAt;
            yield return new ClockPassed(WarnAt, Broken: false);
        }

        if (BreachedAt is null && DueAt < at)
        {
            BreachedAt = DueAt;
            yield return new ClockPassed(DueAt, Broken: true);
        }

        Aim();
    }

    /// <summary>
    /// Climbs the rungs that were reached by <paramref name="now"/> while it ran, each at its true instant and once. Those that were reached before it was met,
    /// stopped or paused and that nobody had written down yet are climbed even afterwards.
    /// </summary>
    internal IEnumerable<(Rung Rung, DateTimeOffset At)> Climb(Timetable timetable, DateTimeOffset now)
    {
        var until = End is { } end && end < now ? end : now;
        while (RungAt is { } reached && reached <= until)
        {
            if (NextRung(timetable) is not { } next)
            {
                RungAt = null;
                break;
            }

            // Somebody did something meanwhile: counted from there it is not reached yet, or never. A share of the time is reached by time alone.
            if (next.Moment.IsAfterBreach && InstantOf(next.Moment, timetable) is var counted && !(counted <= reached))
            {
                RungAt = counted;
                continue;
            }

            var at = next.Moment is { Share: null, IsAfterBreach: false } ? DueAt : reached;
            Escalations = [.. Escalations, new Escalation(next.Rung.At, next.Rung.To, at)];
            if (next.Moment.Share is null)
                EscalatedAt ??= at;
            (AnsweredAt, AnsweredSinceRungAt) = (AnsweredSinceRungAt ?? AnsweredAt, null);
            AimRung(timetable);
            yield return (next.Rung, at);
        }

        Aim();
    }

    /// <summary>Staff did something for it.</summary>
    internal void Answer(DateTimeOffset at)
    {
        if (!Runs || BreachedAt is null)
            return;
        if (RungAt <= at)
            AnsweredSinceRungAt = at;
        else
            AnsweredAt = at;
    }

    internal void Meet(DateTimeOffset at, Timetable timetable)
    {
        EndPause(at, timetable);
        // Two servers' clocks may differ: nothing is met before it began.
        MetAt = at < StartedAt ? StartedAt : at;
        Used = UsedBy(MetAt.Value, timetable);
        Aim();
    }

    internal void Stop(DateTimeOffset at, Timetable timetable)
    {
        EndPause(at, timetable);
        StoppedAt = at;
        Aim();
    }

    internal void Pause(DateTimeOffset at, string cause)
    {
        if (PausedSince is not null)
            return;
        PausedSince = at;
        Pauses = [.. Pauses, new ClockPause(at, null, cause, DueAt)];
        Aim();
    }

    /// <summary>Goes on; what was left of the working time when it stopped is left still. Says whether the due time moved.</summary>
    internal bool Resume(DateTimeOffset at, Timetable timetable)
    {
        var before = DueAt;
        EndPause(at, timetable);
        Aim();
        return DueAt != before;
    }

    /// <summary>The calendar that should have counted since it was last asked and had no working time left; null when there was none.</summary>
    internal string? TakeRanOut()
    {
        var label = ranOut;
        ranOut = null;
        return label;
    }

    // ---- aiming anew -------------------------------------------------------------------------------------------------------------------

    /// <summary>
    /// Another policy judges from now on: what was used stays used, and of the new promise that much less is left; when all of it is used, the clock is due at
    /// once and not in the past. A broken promise is not mended: it keeps its policy, due time and breach. Says whether the due time moved.
    /// </summary>
    internal bool AimAnew(SlaPolicy policy, SlaTarget target, Timetable timetable, DateTimeOffset at, string reason)
    {
        if (!Runs || BreachedAt is not null)
            return false;
        // A clock that stands is aimed as of the moment it stopped: until it goes on nothing counts.
        var from = PausedSince ?? at;
        var used = UsedBy(from, timetable);
        var before = DueAt;
        Keep(at, used, reason);
        (Policy, Calendar, Target) = (policy.Label, timetable.CurrentCalendar(target.Calendar, at), target.Duration);
        var whole = CountedFrom(StartedAt, WorkingDuration.Parse(target.Duration), timetable, at);
        var promised = timetable.Calendar(Calendar).Elapsed(StartedAt, whole);
        var left = promised - used;
        DueAt = left > TimeSpan.Zero ? CountedFrom(from, WorkingDuration.OfTime(left), timetable, at) : from;
        var calendar = timetable.Calendar(Calendar);
        if (WarnedAt is null)
            WarnAt = promised * WarningShare - used is { Ticks: > 0 } toWarn ? calendar.Due(from, WorkingDuration.OfTime(toWarn)) : from;
        // A rung that was reached and is not written down yet keeps its instant.
        if (!(RungAt <= from))
            AimRung(timetable);
        Aim();
        return DueAt != before;
    }

    /// <summary>
    /// The same promise of a ticket that went into this one: the older one, that is due first, is kept, broken or not. Says whether the due time moved.
    /// </summary>
    internal bool KeepTheOlder(Clock other, Timetable timetable, DateTimeOffset at, string reason)
    {
        var (mine, theirs) = (IfItWentOnAt(at, timetable), other.IfItWentOnAt(at, timetable));
        if (theirs.DueAt >= mine.DueAt || BreachedAt is not null)
            return false;
        Keep(at, other.UsedBy(at, timetable), reason);
        if (theirs.Calendar != other.Calendar)
            ranOut = other.Calendar;
        (Policy, Calendar, Target) = (other.Policy, theirs.Calendar, other.Target);
        (DueAt, WarnAt) = (theirs.DueAt, other.WarnedAt is null ? Min(theirs.WarnAt, theirs.DueAt) : other.WarnAt);
        if (other.BreachedAt is null && PausedSince is { } since)
        {
            // What is left of it is left from where this clock stands.
            var calendar = timetable.Calendar(Calendar);
            DueAt = calendar.Due(since, WorkingDuration.OfTime(Between(calendar, at, theirs.DueAt)));
            WarnAt = Min(DueAt, calendar.Due(since, WorkingDuration.OfTime(Between(calendar, at, WarnAt))));
        }

        WarnedAt ??= other.WarnedAt;
        BreachedAt = other.BreachedAt;
        if (Escalations.Count == 0)
            (Escalations, EscalatedAt) = (other.Escalations, other.EscalatedAt);
        AimRung(timetable);
        Aim();
        return true;
    }

    /// <summary>
    /// Counts what is promised again by another version of the calendar. What was counted before the last pause, or before another policy judged, stays as it was;
    /// one that stands keeps what was left. A promise that is broken stays broken at its own instant, and none is broken backwards: a due time that would lie in
    /// the past leaves the clock as it was.
    /// </summary>
    /// <param name="timetable">Knows both versions.</param>
    /// <param name="calendar">The label of the version that counts from now on.</param>
    /// <param name="at">When the version is applied.</param>
    /// <param name="reason">The decree.</param>
    /// <returns>False when the clock stays with its version.</returns>
    /// <exception cref="CalendarRefused">The new version has no time for what is left.</exception>
    internal bool Recount(Timetable timetable, string calendar, DateTimeOffset at, string reason)
    {
        // Broken before anybody looked is broken all the same.
        if (!Runs || BreachedAt is not null || (PausedSince is null && DueAt < at))
            return false;
        var (former, next) = (timetable.Calendar(Calendar), timetable.Calendar(calendar));
        var since = PausedSince ?? CountedBefore(EarlierAims.Count, DateTimeOffset.MaxValue);
        var due = since is { } from ? Moved(from, DueAt) : next.Due(StartedAt, WorkingDuration.Parse(Target));
        if (PausedSince is null && due < at && due != DueAt)
            return false;
        var warn =
            WarnedAt is not null || (PausedSince is null && WarnAt <= at) ? WarnAt
            : since is { } begun ? Moved(begun, WarnAt)
            : next.Due(StartedAt, WorkingDuration.OfTime(next.Elapsed(StartedAt, due) * WarningShare));
        if (due != DueAt)
            Keep(
                at,
                since is { } stood ? UsedBy(stood, timetable) + (PausedSince is null ? Between(next, stood, at) : TimeSpan.Zero) : next.Elapsed(StartedAt, at),
                CalendarReason + reason
            );
        // Nobody could have been warned before the decree.
        if (PausedSince is null && warn < at && warn != WarnAt)
            warn = at;
        (DueAt, WarnAt, Calendar) = (due, warn, calendar);
        // A rung that was reached and is not written down yet keeps its instant.
        if (RungAt > at)
            AimRung(timetable);
        Aim();
        return true;

        DateTimeOffset Moved(DateTimeOffset start, DateTimeOffset aim) => aim <= start ? aim : next.Due(start, WorkingDuration.OfTime(former.Elapsed(start, aim)));
    }

    /// <summary>
    /// The stretches whose working time makes up the promise from start to due time, each with the calendar that counts in it, pauses cut out; and the working time
    /// that an older promise brought along when its ticket was merged in.
    /// </summary>
    internal (IReadOnlyList<(DateTimeOffset From, DateTimeOffset To, string Calendar)> Stretches, TimeSpan Brought) Counted()
    {
        List<(DateTimeOffset From, string Calendar)> calendars = [(StartedAt, EarlierAims is [var first, ..] ? first.Calendar : Calendar)];
        var brought = TimeSpan.Zero;
        for (var i = 0; i < EarlierAims.Count; i++)
        {
            var aim = EarlierAims[i];
            var from = aim.IsByCalendar ? CountedBefore(i, aim.At) ?? StartedAt : aim.At;
            if (aim.Reason.StartsWith(MergeReason, StringComparison.Ordinal))
            {
                brought = aim.Used;
                calendars.Clear();
            }

            calendars.RemoveAll(c => c.From >= from);
            calendars.Add((from, i + 1 < EarlierAims.Count ? EarlierAims[i + 1].Calendar : Calendar));
        }

        List<(DateTimeOffset, DateTimeOffset, string)> stretches = [];
        var last = PausedSince is { } stands && stands < DueAt ? stands : DueAt;
        for (var i = 0; i < calendars.Count; i++)
        {
            var from = calendars[i].From;
            var until = i + 1 < calendars.Count && calendars[i + 1].From < last ? calendars[i + 1].From : last;
            foreach (var pause in Pauses.Where(p => p.From < until && p.To > from))
            {
                if (from < pause.From)
                    stretches.Add((from, pause.From, calendars[i].Calendar));
                from = pause.To!.Value;
            }

            if (from < until)
                stretches.Add((from, until, calendars[i].Calendar));
        }

        // A pause that has not ended is followed by what is left, from the moment it began, whatever aimed it anew meanwhile.
        if (last < DueAt)
            stretches.Add((last, DueAt, Calendar));
        return (stretches, brought);
    }

    /// <summary>Working time used from the start to <paramref name="at"/>, pauses left out.</summary>
    public TimeSpan UsedBy(DateTimeOffset at, Timetable timetable)
    {
        var calendar = timetable.Calendar(Calendar);
        var (from, used) = Base;
        used += Between(calendar, from, at);
        foreach (var pause in Pauses)
            used -= Between(calendar, pause.From < from ? from : pause.From, pause.To is { } to && to < at ? to : at);
        return used;
    }

    /// <summary>When it would be due if nothing had aimed it anew since that instant.</summary>
    internal DateTimeOffset DueAsOf(DateTimeOffset at) => EarlierAims.FirstOrDefault(a => a.At > at)?.DueAt ?? DueAt;

    // ---- reckoning ---------------------------------------------------------------------------------------------------------------------

    // Since when another calendar may count: the last pause, or the last time that anything but a calendar aimed it anew; null for from its very start.
    private DateTimeOffset? CountedBefore(int aims, DateTimeOffset at)
    {
        DateTimeOffset? since = null;
        foreach (var pause in Pauses.Where(p => p.From < at))
            since = pause.To is { } to && to <= at ? to : pause.From;
        foreach (var aim in EarlierAims.Take(aims).Where(a => !a.IsByCalendar))
            since = since > aim.At ? since : aim.At;
        return since;
    }

    // From where the calendar that is in force counts, and what was used by then.
    private (DateTimeOffset From, TimeSpan Used) Base => EarlierAims is [.., var last] ? (last.At, last.Used) : (StartedAt, TimeSpan.Zero);

    private DateTimeOffset? End => MetAt ?? StoppedAt ?? PausedSince;

    // No plea waits for a calendar that has closed for good: another one counts, and whoever keeps the calendars is told.
    private DateTimeOffset CountedFrom(DateTimeOffset from, WorkingDuration duration, Timetable timetable, DateTimeOffset at)
    {
        var (label, due) = timetable.WhenDue(Calendar, from, duration, at);
        if (label != Calendar)
            (ranOut, Calendar) = (Calendar, label);
        return due;
    }

    private void Keep(DateTimeOffset at, TimeSpan used, string reason) =>
        EarlierAims = [.. EarlierAims, new EarlierAim(Policy, Calendar, Target, DueAt, WarnAt, at, used, reason)];

    // What it aims at, as it would be if a clock that stands went on then.
    private (string Calendar, DateTimeOffset DueAt, DateTimeOffset WarnAt) IfItWentOnAt(DateTimeOffset at, Timetable timetable)
    {
        if (BreachedAt is not null || PausedSince is not { } since || at <= since)
            return (Calendar, DueAt, WarnAt);
        var calendar = timetable.Calendar(Calendar);
        var (label, due) = timetable.WhenDue(Calendar, at, WorkingDuration.OfTime(Between(calendar, since, DueAt)), at);
        return (label, due, timetable.Calendar(label).Due(at, WorkingDuration.OfTime(Between(calendar, since, WarnAt))));
    }

    private void EndPause(DateTimeOffset at, Timetable timetable)
    {
        if (PausedSince is not { } since)
            return;
        // An answer can be received in the very moment in which the question is written down.
        at = at < since ? since : at;
        // A promise that was broken before the pause stays broken at its own instant.
        if (BreachedAt is null)
        {
            var (label, due, warn) = IfItWentOnAt(at, timetable);
            if (label != Calendar)
            {
                Keep(at, UsedBy(since, timetable), ClosedReason + Calendar);
                (ranOut, Calendar) = (Calendar, label);
            }

            (DueAt, WarnAt) = (due, WarnedAt is null ? warn : WarnAt);
        }

        Pauses = [.. Pauses.SkipLast(1), Pauses[^1] with { To = at }];
        PausedSince = null;
        // One that was reached before the pause keeps its instant.
        if (RungAt > since)
            AimRung(timetable);
    }

    // All the working time of the promise as it stands.
    private TimeSpan Promised(WorkingCalendar calendar)
    {
        var until = DueAt;
        var (from, promised) = Base;
        if (PausedSince is { } since && since <= DueAt)
        {
            promised += Between(calendar, since, DueAt);
            until = since;
        }

        promised += Between(calendar, from, until);
        foreach (var pause in Pauses)
            promised -= Between(calendar, pause.From < from ? from : pause.From, pause.To is { } to && to < until ? to : until);
        return promised;
    }

    // When so much of its working time is used up, were it to run on.
    private DateTimeOffset WhenUsed(TimeSpan time, WorkingCalendar calendar)
    {
        var (from, used) = Base;
        foreach (var pause in Pauses)
        {
            var stretch = Between(calendar, from, pause.From);
            if (time <= used + stretch)
                break;
            used += stretch;
            from = pause.To is not { } to ? pause.From > from ? pause.From : from : to > from ? to : from;
        }

        return time > used ? calendar.Due(from, WorkingDuration.OfTime(time - used)) : from;
    }

    private (Rung Rung, RungMoment Moment)? NextRung(Timetable timetable)
    {
        var climbed = Escalations is [.., var last] ? RungMoment.Parse(last.Rung).Order : 0;
        foreach (var (rung, moment) in timetable.LadderOf(Policy))
            if (moment.Order > climbed && rung.IsFor(Kind))
                return (rung, moment);
        return null;
    }

    private void AimRung(Timetable timetable) => RungAt = NextRung(timetable) is { } next ? InstantOf(next.Moment, timetable) : null;

    // Null for never: the calendar has closed for good by then. The promise itself was countable when it was made.
    private DateTimeOffset? InstantOf(RungMoment moment, Timetable timetable)
    {
        try
        {
            return CountedInstantOf(moment, timetable);
        }
        catch (CalendarRefused never) when (never.Reason == CalendarRefusal.NotEnoughWorkingTime)
        {
            return null;
        }
    }

    private DateTimeOffset CountedInstantOf(RungMoment moment, Timetable timetable)
    {
        var calendar = timetable.Calendar(Calendar);
        if (moment.Share is { } share)
            return WhenUsed(Promised(calendar) * share, calendar);
        // One tick after the due time is the first instant at which the promise is broken.
        if (!moment.IsAfterBreach)
            return DueAt.AddTicks(1);
        var from = AnsweredAt > DueAt ? AnsweredAt.Value : DueAt;
        if (Pauses is [.., { To: { } resumed }] && resumed > from)
            from = resumed;
        return calendar.Due(from, moment.After);
    }

    private void Aim()
    {
        DateTimeOffset? promise =
            !Runs || PausedSince is not null || BreachedAt is not null ? null
            : WarnedAt is null && WarnAt < DueAt ? WarnAt
            : DueAt.AddTicks(1);
        var rung = End is { } end && RungAt > end ? null : RungAt;
        NextAt = promise is null || rung < promise ? rung : promise;
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static TimeSpan Between(WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset to) => to > from ? calendar.Elapsed(from, to) : TimeSpan.Zero;
}

/// <summary>What a clock has just written down.</summary>
/// <param name="At">Its true instant.</param>
/// <param name="Broken">True for the breach, false for the warning.</param>
internal readonly record struct ClockPassed(DateTimeOffset At, bool Broken);
