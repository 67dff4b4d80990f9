using Tickets.Domain.WorkingTime;
using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>How pressing a ticket is.</summary>
public enum Priority
{
    /// <summary>Counted in working time.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("normal")]
    Normal,

    /// <summary>Danger to life or health: counted round the clock.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("urgent")]
    Urgent,
}

/// <summary>Classes of complaints as SP4N-LAPOR tells them apart.</summary>
public enum Sp4nClass
{
    /// <summary>A question of rule or procedure.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("normative")]
    Normative,

    /// <summary>A complaint that needs no examination on the spot.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("non-supervisory")]
    NonSupervisory,

    /// <summary>A complaint that needs examination, such as misuse of aid.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("supervisory")]
    Supervisory,
}

/// <summary>One promise of a policy.</summary>
/// <param name="Clock">Which clock.</param>
/// <param name="Duration">ISO 8601 (<c>PT1H</c>) or working days (<c>P5WD</c>).</param>
/// <param name="Calendar">Code of the calendar that counts: <c>NASIONAL</c>, <c>24X7</c>.</param>
/// <param name="Believed">True while no document confirms that this is the promise.</param>
public sealed record SlaTarget(ClockKind Clock, string Duration, string Calendar, bool Believed = false);

/// <summary>What a policy looks at: of a ticket, or of a conversation that may become one.</summary>
/// <param name="Priority">How pressing.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Directorate">Code of the directorate that has it; null when none has.</param>
/// <param name="Platform">Where the citizen wrote.</param>
/// <param name="Sp4nClass">Its class, once set.</param>
public readonly record struct Plea(Priority Priority, string Topic, string? Directorate, Platform Platform, Sp4nClass? Sp4nClass)
{
    /// <summary>Of a ticket as it stands.</summary>
    public static Plea Of(Ticket ticket) => new(ticket.Priority, ticket.Topic, ticket.Directorate, ticket.Platform, ticket.Sp4nClass);

    /// <summary>Of a conversation, as it would be opened now.</summary>
    public static Plea Of(Conversation conversation) =>
        new(conversation.Urgent && conversation.NeedsHelp >= Conversation.AsksForHelp ? Priority.Urgent : Priority.Normal, conversation.Topic, null, conversation.Platform, null);
}

/// <summary>
/// What is promised to whom. A field that is null matches all; of the policies that match, the one that says the most wins, whole: a clock that it leaves
/// out is not promised. A change is a new version: clocks keep the version that judged them.
/// </summary>
public sealed class SlaPolicy
{
    private IReadOnlyList<(Rung Rung, RungMoment Moment)>? rungs;

    private SlaPolicy() { }

    /// <summary>A version of a policy.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.Invalid"/> when it promises no resolution: its cycles tell one closure of a ticket from the next. <see cref="Refusal.ClockPromisedTwice"/>.
    /// </exception>
    public SlaPolicy(
        string code,
        int version,
        string name,
        DateTimeOffset effectiveFrom,
        IReadOnlyList<SlaTarget> targets,
        Priority? priority = null,
        string? topic = null,
        string? directorate = null,
        Platform? platform = null,
        Sp4nClass? sp4nClass = null,
        IReadOnlyList<Rung>? ladder = null
    )
    {
        if (targets.All(t => t.Clock != ClockKind.Resolution))
            throw new RefusedException(Refusal.Invalid, ("detail", "policy.noResolution"), ("code", code));
        if (targets.GroupBy(t => t.Clock).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new RefusedException(Refusal.ClockPromisedTwice, ("clock", twice.Key.ToString()));
        Code = code;
        Version = version;
        Name = name;
        EffectiveFrom = effectiveFrom;
        Targets = targets;
        Priority = priority;
        Topic = topic;
        Directorate = directorate;
        Platform = platform;
        Sp4nClass = sp4nClass;
        Ladder = ladder ?? [];
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>The policy.</summary>
    public string Code { get; private set; } = "";

    /// <summary>From 1; together with the code unique.</summary>
    public int Version { get; private set; }

    /// <summary>As people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Tickets opened before this instant are not judged by it.</summary>
    public DateTimeOffset EffectiveFrom { get; private set; }

    /// <summary>Its promises.</summary>
    public IReadOnlyList<SlaTarget> Targets { get; private set; } = [];

    /// <summary>Who is told while a promise runs out, and after.</summary>
    public IReadOnlyList<Rung> Ladder { get; private set; } = [];

    /// <summary>Only tickets of this priority.</summary>
    public Priority? Priority { get; private set; }

    /// <summary>Only tickets of this topic.</summary>
    public string? Topic { get; private set; }

    /// <summary>Only tickets of this directorate.</summary>
    public string? Directorate { get; private set; }

    /// <summary>Only tickets from this platform.</summary>
    public Platform? Platform { get; private set; }

    /// <summary>Only tickets of this class.</summary>
    public Sp4nClass? Sp4nClass { get; private set; }

    /// <summary>True when it was withdrawn: it judges only what it judged before.</summary>
    public bool Withdrawn { get; private set; }

    /// <summary>Code and version, as a clock keeps them.</summary>
    public string Label => $"{Code}@{Version}";

    /// <summary>Whether a label names this policy in any version.</summary>
    internal bool IsVersionOf(string label) => label.Length > Code.Length && label[Code.Length] == '@' && label.StartsWith(Code, StringComparison.Ordinal);

    /// <summary>No new ticket is judged by it.</summary>
    public void Withdraw() => Withdrawn = true;

    /// <summary>Its promise for a clock; null when it makes none.</summary>
    public SlaTarget? TargetFor(ClockKind kind) => Targets.FirstOrDefault(t => t.Clock == kind);

    internal bool Matches(in Plea plea) =>
        !Withdrawn
        && (Priority is null || Priority == plea.Priority)
        && (Topic is null || Topic == plea.Topic)
        && (Directorate is null || Directorate == plea.Directorate)
        && (Platform is null || Platform == plea.Platform)
        && (Sp4nClass is null || Sp4nClass == plea.Sp4nClass);

    /// <summary>How many fields it names.</summary>
    internal int Says =>
        (Priority is null ? 0 : 1) + (Topic is null ? 0 : 1) + (Directorate is null ? 0 : 1) + (Platform is null ? 0 : 1) + (Sp4nClass is null ? 0 : 1);

    /// <summary>Which fields it names, the weightiest first: danger before the class of the matter, that before its topic, whose it is, and where it came from.</summary>
    internal int Weighs =>
        (Priority is null ? 0 : 16) + (Sp4nClass is null ? 0 : 8) + (Topic is null ? 0 : 4) + (Directorate is null ? 0 : 2) + (Platform is null ? 0 : 1);

    internal IReadOnlyList<(Rung Rung, RungMoment Moment)> Rungs =>
        rungs ??= [.. Ladder.Select(r => (Rung: r, Moment: RungMoment.Parse(r.At))).OrderBy(r => r.Moment.Order)];
}

/// <summary>
/// The policies and calendars in force, as a ticket's verbs need them. Immutable: read once, used by many.
/// </summary>
public sealed class Timetable
{
    private readonly SlaPolicy[] policies;
    private readonly Dictionary<string, SlaPolicy> labelled;
    private readonly Dictionary<string, WorkingCalendar> calendars;
    private readonly ILookup<string, CalendarVersion> versions;

    /// <summary>From all versions there are.</summary>
    public Timetable(IEnumerable<SlaPolicy> policies, IEnumerable<CalendarVersion> calendars)
    {
        this.policies = [.. policies];
        labelled = this.policies.ToDictionary(p => p.Label);
        CalendarVersion[] all = [.. calendars];
        versions = all.ToLookup(v => v.Code);
        this.calendars = versions.SelectMany(Spliced).ToDictionary();
    }

    /// <summary>
    /// The most specific policy that matches: the one that names the most fields; of two that name as many, the one with the weightier (priority, then SP4N
    /// class, topic, directorate, platform); then the one in force later; then by code. Of each policy the newest version that is in force at that instant
    /// speaks alone: an older one does not come back for tickets that the newer leaves out.
    /// </summary>
    /// <exception cref="InvalidOperationException">No policy matches: the seeded one that catches all cannot be deleted.</exception>
    public SlaPolicy PolicyFor(Plea plea, DateTimeOffset at) =>
        policies
            .Where(p => p.EffectiveFrom <= at)
            .GroupBy(p => p.Code)
            .Select(g => g.MaxBy(p => p.Version)!)
            .Where(p => p.Matches(plea))
            .OrderByDescending(p => p.Says)
            .ThenByDescending(p => p.Weighs)
            .ThenByDescending(p => p.EffectiveFrom)
            .ThenBy(p => p.Code, StringComparer.Ordinal)
            .FirstOrDefault() ?? throw new InvalidOperationException("No SLA policy matches.");

    /// <inheritdoc cref="PolicyFor(Plea, DateTimeOffset)"/>
    public SlaPolicy PolicyFor(Ticket ticket, DateTimeOffset at) => PolicyFor(Plea.Of(ticket), at);

    /// <summary>The ladder of a policy by its label <c>code@version</c>, in the order of climbing; empty for one that is not known.</summary>
    public IReadOnlyList<(Rung Rung, RungMoment Moment)> LadderOf(string label) => labelled.TryGetValue(label, out var policy) ? policy.Rungs : [];

    /// <summary>A calendar by its label <c>CODE@version</c>.</summary>
    public WorkingCalendar Calendar(string label) => calendars[label];

    /// <summary>What a policy is called, by its label; the label itself for one that is not known.</summary>
    public string PolicyName(string label) => labelled.TryGetValue(label, out var policy) ? policy.Name : label;

    /// <summary>What a calendar is called, by its label; the label itself for one that is not known.</summary>
    public string CalendarName(string label) => versions[label.Split('@')[0]].FirstOrDefault(v => v.Label == label)?.Name ?? label;

    /// <summary>Whether there is a calendar of this code.</summary>
    public bool HasCalendar(string code) => versions.Contains(code);

    /// <summary>All versions of a calendar, oldest first; empty for a code that is not known.</summary>
    internal IReadOnlyList<CalendarVersion> VersionsOf(string code) => [.. versions[code].OrderBy(v => v.Version)];

    /// <summary>The versions by which running clocks were or are counted again, oldest first.</summary>
    internal IEnumerable<CalendarVersion> Decrees => versions.SelectMany(v => v).Where(v => v.Recount != RecountState.None).OrderBy(v => v.EnteredAt).ThenBy(v => v.Version);

    /// <summary>Whether it was read since that version was begun.</summary>
    public bool Knows(string label) => calendars.ContainsKey(label);

    /// <summary>Whether it knows the versions of policy and calendar by which a clock is judged.</summary>
    public bool Knows(Clock clock) => Knows(clock.Calendar) && labelled.ContainsKey(clock.Policy);

    /// <summary>
    /// The label of the newest version of a calendar that was known at that instant. It may take effect on a later date: the dates before that are counted by the
    /// versions before it.
    /// </summary>
    public string CurrentCalendar(string code, DateTimeOffset at) =>
        (versions[code].Where(v => v.EnteredAt <= at).MaxBy(v => v.Version) ?? versions[code].MinBy(v => v.Version))?.Label
        ?? throw new KeyNotFoundException($"No calendar {code}.");

    /// <summary>
    /// When a promise is due, and by which calendar. No plea is refused because a calendar has closed: where the named version has no working time left, its newest
    /// version counts instead, else the national calendar, else every hour of the day.
    /// </summary>
    /// <param name="calendar">The label of the version that should count.</param>
    /// <param name="from">From when on.</param>
    /// <param name="duration">The promise, or what is left of it.</param>
    /// <param name="at">Now: of the others the version that is known by then counts.</param>
    /// <exception cref="CalendarRefused">Not even the hours until the end of the year 2200 are enough.</exception>
    internal (string Calendar, DateTimeOffset DueAt) WhenDue(string calendar, DateTimeOffset from, WorkingDuration duration, DateTimeOffset at)
    {
        if (calendars[calendar].TryDue(from, duration, out var due))
            return (calendar, due);
        foreach (var code in (string[])[CodeOf(calendar), NationalCalendar.Code, NationalCalendar.RoundTheClockCode])
            if (HasCalendar(code) && CurrentCalendar(code, at) is var other && calendars[other].TryDue(from, duration, out due))
                return (other, due);
        return (calendar, calendars[calendar].Due(from, duration));
    }

    /// <summary>The calendar of a label: <c>NASIONAL</c> of <c>NASIONAL@2</c>.</summary>
    internal static string CodeOf(string label) => label[..label.LastIndexOf('@')];

    private static IEnumerable<KeyValuePair<string, WorkingCalendar>> Spliced(IEnumerable<CalendarVersion> ofOneCalendar)
    {
        List<(DateOnly From, WorkingCalendarDefinition Definition)> known = [];
        foreach (var version in ofOneCalendar.OrderBy(v => v.Version))
        {
            known.Add((version.EffectiveOn, WorkingCalendarDefinition.Parse(version.Definition)));
            yield return new(version.Label, SplicedCalendar.Compile(known));
        }
    }
}
