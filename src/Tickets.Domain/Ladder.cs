using System.Globalization;
using System.Text.Json.Serialization;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain;

/// <summary>Whom a rung of a ladder tells. Where nobody is found, the next above is told.</summary>
public enum Recipient
{
    /// <summary>The ticket's officer; for one that nobody has, the supervisors. For a conversation in the inbox, those who triage.</summary>
    [JsonStringEnumMemberName("officer")]
    Officer,

    /// <summary>The supervisors of the directorate; where it has none, those of the whole ministry.</summary>
    [JsonStringEnumMemberName("supervisor")]
    Supervisor,

    /// <summary>The directors of the directorate; where it has none, those of the whole ministry.</summary>
    [JsonStringEnumMemberName("director")]
    Director,

    /// <summary>The Inspectorate General (ITJEN).</summary>
    [JsonStringEnumMemberName("inspectorate")]
    Inspectorate,

    /// <summary>Those who triage.</summary>
    [JsonStringEnumMemberName("admin-social")]
    AdminSocial,
}

/// <summary>Recipients by the names that the contract gives them.</summary>
public static class RecipientNames
{
    /// <summary>As <c>admin-social</c>.</summary>
    public static string Of(Recipient to) =>
        to switch
        {
            Recipient.Officer => "officer",
            Recipient.Supervisor => "supervisor",
            Recipient.Director => "director",
            Recipient.Inspectorate => "inspectorate",
            Recipient.AdminSocial => "admin-social",
        };
}

/// <summary>One rung of a policy's ladder: when, whom to tell, and whether the ticket changes hands.</summary>
/// <param name="At">
/// A share of the promised working time (<c>50%</c>, <c>80%</c>; 1 to 99), <c>breach</c>, or working time after it on the clock's own calendar
/// (<c>breach+PT15H</c>, <c>breach+P2WD</c>). What staff does on the ticket after the breach answers the ladder: such a rung then counts from there, so that it
/// comes when nothing has been done for that long.
/// </param>
/// <param name="To">Whom to tell.</param>
/// <param name="Reassign">
/// True to give the ticket to the one who is told, when that is an officer of its directorate, or else back into the directorate's queue.
/// </param>
/// <param name="Clocks">Only for these clocks; null or empty for all.</param>
public sealed record Rung(string At, Recipient To, bool Reassign = false, IReadOnlyList<ClockKind>? Clocks = null)
{
    /// <summary>Whether it belongs to the ladder of such a clock.</summary>
    public bool IsFor(ClockKind kind) => Clocks is not { Count: > 0 } || Clocks.Contains(kind);
}

/// <summary>When a rung is reached, read from its words.</summary>
/// <param name="Share">0.5 for <c>50%</c>; null at the breach and after it.</param>
/// <param name="After">Working time after the breach; zero at the breach itself.</param>
public readonly record struct RungMoment(double? Share, WorkingDuration After)
{
    private const string Breach = "breach";

    // Only for the order of rungs: a working day of the national calendar.
    private static readonly TimeSpan AWorkingDay = TimeSpan.FromHours(7.5);

    /// <summary>Some time after the breach, not at it.</summary>
    public bool IsAfterBreach => Share is null && !After.IsZero;

    /// <summary>Rungs are climbed in this order.</summary>
    public double Order => Share ?? 1 + AfterInHours;

    private double AfterInHours => new TimeSpan(After.Ticks).TotalHours + After.WorkingDays * AWorkingDay.TotalHours;

    /// <summary>Reads <c>50%</c>, <c>breach</c>, <c>breach+PT15H</c>.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.RungNotUnderstood"/>.</exception>
    public static RungMoment Parse(string at)
    {
        if (at == Breach)
            return new(null, default);
        if (at.EndsWith('%') && int.TryParse(at.AsSpan(0, at.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 99)
            return new(percent / 100.0, default);
        try
        {
            if (at.StartsWith(Breach + "+", StringComparison.Ordinal) && WorkingDuration.OfAPromise(at[(Breach.Length + 1)..]) is { IsZero: false } after)
                return new(null, after);
        }
        catch (CalendarRefused)
        {
            // Told below, with the whole of what was written.
        }

        throw new RefusedException(Refusal.RungNotUnderstood, ("rung", Conversation.Shorten(at, 40)));
    }
}

/// <summary>A rung that was reached.</summary>
/// <param name="Rung">Which, as <c>80%</c>.</param>
/// <param name="To">Whom it tells.</param>
/// <param name="At">When it was reached, UTC, even if it was noticed later.</param>
public sealed record Escalation(string Rung, Recipient To, DateTimeOffset At);

/// <summary>What a ticket or conversation has just climbed, for those who tell people.</summary>
/// <param name="Clock">Whose ladder.</param>
/// <param name="Rung">Which rung.</param>
/// <param name="At">When it was reached, UTC.</param>
public sealed record Climbed(Clock Clock, Rung Rung, DateTimeOffset At);
