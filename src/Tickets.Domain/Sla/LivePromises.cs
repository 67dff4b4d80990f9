using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>What is promised by a calendar must be countable on it whenever a citizen may write, not only on the day on which somebody saves it.</summary>
internal static class LivePromises
{
    /// <summary>Refuses a calendar that could not count what the policies in force promise by it. Of a policy the newest version alone judges new clocks.</summary>
    /// <param name="db">Where the policies stand.</param>
    /// <param name="code">The calendar.</param>
    /// <param name="calendar">As it would count from now on.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CalendarRefused"><see cref="CalendarRefusal.NotEnoughWorkingTime"/>.</exception>
    public static async Task RefuseUnlessCountable(this TicketsDb db, string code, WorkingCalendar calendar, DateTimeOffset at, CancellationToken cancellation)
    {
        var policies = await db.SlaPolicies.AsNoTracking().Where(p => !p.Withdrawn).ToListAsync(cancellation);
        var promised = policies.GroupBy(p => p.Code).SelectMany(g => g.MaxBy(p => p.Version)!.Targets).Where(t => t.Calendar == code).Select(t => t.Duration);
        // The longest is out of reach first: its date is the one to be told.
        foreach (var duration in promised.Distinct(StringComparer.Ordinal).Select(WorkingDuration.Parse).OrderByDescending(d => d.WorkingDays).ThenByDescending(d => d.Ticks))
            calendar.RefuseUnlessAlwaysReached(at, duration);
    }
}
