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

/// <summary>
/// One promise of a ticket. Nothing of it is ever erased: start, due, met, breached and every pause stay, and lateness is judged by
/// them alone, never by when somebody looked. All instants UTC.
/// </summary>
public sealed class Clock
{
    /// <summary>The share of working time after which people are warned.</summary>
    public const double WarningShare = 0.8;

    private Clock() { }

    internal Clock(ClockKind kind, int cycle, SlaPolicy policy, SlaTarget target, Timetable timetable, DateTimeOffset at)
    {
        Kind = kind;
        Cycle = cycle;
        Policy = policy.Label;
        Target = target.Duration;
        Calendar = timetable.CurrentCalendar(target.Calendar, at);
        StartedAt = at;
        var calendar = timetable.Calendar(Calendar);
        DueAt = calendar.Due(at, WorkingDuration.Parse(target.Duration));
        WarnAt = calendar.Due(at, WorkingDuration.OfTime(calendar.Elapsed(at, DueAt) * WarningShare));
        Aim();
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>The ticket whose promise it is.</summary>
    public long TicketId { get; private set; }

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

    /// <summary>When the promise fell away: the ticket was merged, referred or invalid.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>When its breach was brought before a supervisor.</summary>
    public DateTimeOffset? EscalatedAt { get; private set; }

    /// <summary>Since when it stands still; null while it runs.</summary>
    public DateTimeOffset? PausedSince { get; private set; }

    /// <summary>Every stretch in which it stood still, oldest first.</summary>
    public IReadOnlyList<ClockPause> Pauses { get; private set; } = [];

    /// <summary>Working time used until it was met, pauses left out; null before.</summary>
    public TimeSpan? Used { get; private set; }

    /// <summary>The next instant at which something must be written down; null when there is none. The SLA clock's index.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Neither met nor fallen away.</summary>
    public bool Runs => MetAt is null && StoppedAt is null;

    /// <summary>Writes down what has passed by <paramref name="at"/>, at its true instants. Harmless to call again.</summary>
    internal IEnumerable<TicketEvent> Pass(string number, DateTimeOffset at)
    {
        if (!Runs || PausedSince is not null)
            yield break;
        if (WarnedAt is null && WarnAt <= at && WarnAt < DueAt)
        {
            WarnedAt = WarnAt;
            yield return new SlaWarning(number, Kind, Cycle, WarnAt, DueAt);
        }

        if (BreachedAt is null && DueAt < at)
        {
            BreachedAt = DueAt;
            yield return new SlaBreached(number, Kind, Cycle, DueAt);
        }

        Aim();
    }

    internal void Meet(DateTimeOffset at, Timetable timetable)
    {
        EndPause(at, timetable);
        MetAt = at;
        Used = UsedBy(at, timetable);
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

    /// <summary>
    /// Counts what is promised again by another version of the calendar. What was counted before the last pause stays as it was; one that stands keeps what was
    /// left. A promise that is broken stays broken at its own instant, and none is broken backwards: a due time that would lie in the past leaves the clock as it
    /// was.
    /// </summary>
    /// <param name="timetable">Knows both versions.</param>
    /// <param name="calendar">The label of the version that counts from now on.</param>
    /// <param name="at">When the version is applied.</param>
    /// <returns>False when the clock stays with its version.</returns>
    /// <exception cref="CalendarRefused">The new version has no time for what is left.</exception>
    internal bool Recount(Timetable timetable, string calendar, DateTimeOffset at)
    {
        if (!Runs || BreachedAt is not null)
            return false;
        var (former, next) = (timetable.Calendar(Calendar), timetable.Calendar(calendar));
        var since = PausedSince ?? Pauses.LastOrDefault()?.To;
        var due = since is { } from ? Moved(from, DueAt) : next.Due(StartedAt, WorkingDuration.Parse(Target));
        if (PausedSince is null && due < at && due != DueAt)
            return false;
        if (WarnedAt is null)
            WarnAt = since is { } begun ? Moved(begun, WarnAt) : next.Due(StartedAt, WorkingDuration.OfTime(next.Elapsed(StartedAt, due) * WarningShare));
        (DueAt, Calendar) = (due, calendar);
        Aim();
        return true;

        DateTimeOffset Moved(DateTimeOffset start, DateTimeOffset aim) => aim <= start ? aim : next.Due(start, WorkingDuration.OfTime(former.Elapsed(start, aim)));
    }

    internal void Escalate(DateTimeOffset at) => EscalatedAt = at;

    /// <summary>Working time used from the start to <paramref name="at"/>, pauses left out.</summary>
    public TimeSpan UsedBy(DateTimeOffset at, Timetable timetable)
    {
        var calendar = timetable.Calendar(Calendar);
        var used = calendar.Elapsed(StartedAt, at);
        foreach (var pause in Pauses)
            used -= calendar.Elapsed(pause.From, pause.To ?? at);
        return used;
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
            var calendar = timetable.Calendar(Calendar);
            DueAt = calendar.Due(at, WorkingDuration.OfTime(calendar.Elapsed(since, DueAt)));
            if (WarnedAt is null)
                WarnAt = calendar.Due(at, WorkingDuration.OfTime(calendar.Elapsed(since, WarnAt)));
        }

        Pauses = [.. Pauses.SkipLast(1), Pauses[^1] with { To = at }];
        PausedSince = null;
    }

    // One tick after the due time is the first instant at which the promise is broken.
    private void Aim() =>
        NextAt =
            !Runs || PausedSince is not null ? null
            : WarnedAt is null && BreachedAt is null && WarnAt < DueAt ? WarnAt
            : BreachedAt is null ? DueAt.AddTicks(1)
            : null;
}
