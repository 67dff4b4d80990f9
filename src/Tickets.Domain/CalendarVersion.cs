using Tickets.Domain.WorkingTime;

namespace Tickets.Domain;

/// <summary>How far the running clocks have been counted again by a new version of their calendar.</summary>
public enum RecountState
{
    /// <summary>The version was entered for new clocks alone, or as the first: nothing is counted again.</summary>
    None,

    /// <summary>Nothing has been counted yet.</summary>
    Waiting,

    /// <summary>Some have been.</summary>
    Running,

    /// <summary>All have been.</summary>
    Done,
}

/// <summary>One version of a working calendar, as an administrator or a decree set it.</summary>
public sealed class CalendarVersion
{
    private CalendarVersion() { }

    /// <summary>A version that counts from an instant on and is known from then on; in force for new clocks only.</summary>
    public CalendarVersion(string code, int version, string name, DateTimeOffset effectiveFrom, string definition)
        : this(code, version, name, effectiveFrom, null, definition, effectiveFrom) { }

    private CalendarVersion(string code, int version, string name, DateTimeOffset effectiveFrom, string? reason, string definition, DateTimeOffset enteredAt)
    {
        Code = code;
        Version = version;
        Name = name;
        EffectiveFrom = effectiveFrom;
        Reason = reason;
        Definition = definition;
        EnteredAt = enteredAt;
    }

    /// <summary>A version by decree: known at once, counting from a date on, also for the clocks that run.</summary>
    /// <param name="before">The version before it.</param>
    /// <param name="name">As people call it.</param>
    /// <param name="effectiveOn">The first date that it counts, in the calendar's zone.</param>
    /// <param name="reason">The decree.</param>
    /// <param name="definition">Hours, seasons and closures, as JSON.</param>
    /// <param name="toRecount">How many clocks run by earlier versions.</param>
    /// <param name="enteredAt">When it was entered.</param>
    public static CalendarVersion ByDecree(
        CalendarVersion before,
        string name,
        DateOnly effectiveOn,
        string reason,
        string definition,
        int toRecount,
        DateTimeOffset enteredAt
    ) =>
        new(before.Code, before.Version + 1, name, WorkingCalendarDefinition.Parse(definition).StartOf(effectiveOn), reason, definition, enteredAt)
        {
            RecountedTo = 0,
            ToldTo = 0,
            ToRecount = toRecount,
        };

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>The calendar: <c>NASIONAL</c>, <c>24X7</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>From 1; together with the code unique.</summary>
    public int Version { get; private set; }

    /// <summary>As people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The first date that it counts, in the calendar's zone; dates before it are counted by the versions before it.</summary>
    public DateOnly EffectiveOn => WorkingCalendarDefinition.Parse(Definition).DateAt(EffectiveFrom);

    /// <summary>When <see cref="EffectiveOn"/> begins; for a version that no decree made, the instant from which it counts. UTC.</summary>
    public DateTimeOffset EffectiveFrom { get; private set; }

    /// <summary>When it was entered: new clocks are counted by it from then on.</summary>
    public DateTimeOffset EnteredAt { get; private set; }

    /// <summary>The decree or other reason; null where nobody gave one.</summary>
    public string? Reason { get; private set; }

    /// <summary>Hours, seasons and closures, as JSON in the calculator's form.</summary>
    public string Definition { get; private set; } = "";

    /// <summary>The running clocks up to this key have been counted again by it; null when none are to be.</summary>
    public long? RecountedTo { get; private set; }

    /// <summary>How many clocks ran by earlier versions when it was entered.</summary>
    public int ToRecount { get; private set; }

    /// <summary>How many of them have been looked at.</summary>
    public int Recounted { get; private set; }

    /// <summary>How many of these are due at another time now.</summary>
    public int Moved { get; private set; }

    /// <summary>The citizens whose clocks go up to this key have been told of it where their date moved; null when none is to be.</summary>
    public long? ToldTo { get; private set; }

    /// <summary>How many citizens were written to because of it.</summary>
    public int Told { get; private set; }

    /// <summary>When the last of them was written to; null while some wait for it.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>When the last of them was reached.</summary>
    public DateTimeOffset? RecountedAt { get; private set; }

    /// <summary>How far the recount is.</summary>
    public RecountState Recount =>
        RecountedTo is null ? RecountState.None
        : RecountedAt is not null ? RecountState.Done
        : RecountedTo == 0 ? RecountState.Waiting
        : RecountState.Running;

    /// <summary>Code and version, as a clock keeps them.</summary>
    public string Label => $"{Code}@{Version}";

    /// <summary>The same under the code of a calendar for which it stands in, where one asks what would have been; never saved.</summary>
    internal CalendarVersion StandingInFor(string code)
    {
        var other = (CalendarVersion)MemberwiseClone();
        other.Code = code;
        return other;
    }

    /// <summary>This version alone, without those before it, ready to count.</summary>
    public WorkingCalendar Compile() => WorkingCalendar.Compile(WorkingCalendarDefinition.Parse(Definition));
}
