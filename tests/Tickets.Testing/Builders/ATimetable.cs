using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;

namespace Tickets.Testing.Builders;

/// <summary>Policies and calendars for tests without a database: those a new database begins with.</summary>
public static class ATimetable
{
    private static readonly DateTimeOffset Beginning = Wib.At("2025-01-01 00:00");

    /// <summary>The national calendar, and the promises of <see cref="SeedData.Policies"/>.</summary>
    public static Timetable Seeded { get; } = new(SeedData.Policies, Calendars);

    /// <summary>The seeded promises, with these in place of those for the same clocks, for tickets of every priority and class.</summary>
    public static Timetable PromisingAlso(params SlaTarget[] more) =>
        new(
            SeedData.Policies.Select(p => new SlaPolicy(
                p.Code,
                p.Version,
                p.Name,
                p.EffectiveFrom,
                [.. p.Targets.Where(t => more.All(m => m.Clock != t.Clock)), .. more],
                p.Priority,
                p.Topic,
                p.Directorate,
                p.Platform,
                p.Sp4nClass,
                p.Ladder
            )),
            Calendars
        );

    /// <summary>The seeded policies and more of them.</summary>
    public static Timetable And(params SlaPolicy[] more) => new([.. SeedData.Policies, .. more], Calendars);

    /// <summary>The seeded policies, and the national calendar as decrees changed it one after the other, each as of the date that it speaks of.</summary>
    /// <param name="decrees">When each was entered, and which date became a day off or, true, a working day with the hours of a Monday.</param>
    public static Timetable Decreed(params IReadOnlyList<(DateTimeOffset EnteredAt, DateOnly Date, bool Works)> decrees)
    {
        List<CalendarVersion> versions = [Calendars[0]];
        foreach (var (enteredAt, date, works) in decrees)
        {
            var before = WorkingCalendarDefinition.Parse(versions[^1].Definition);
            var hours = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>> { [date.DayOfWeek] = before.Hours[DayOfWeek.Monday] };
            var after = works ? before with { Seasons = [.. before.Seasons, new(date, date, hours)] } : before with { Closures = [.. before.Closures, new(date)] };
            versions.Add(CalendarVersion.ByDecree(versions[^1], "Nasional", date, $"SKB {versions.Count}", JsonSerializer.Serialize(after), 0, enteredAt));
        }

        return new(SeedData.Policies, [.. versions, .. Calendars[1..]]);
    }

    private static CalendarVersion[] Calendars =>
    [
        new(NationalCalendar.Code, 1, "Nasional", Beginning, JsonSerializer.Serialize(NationalCalendar.Definition)),
        new(NationalCalendar.RoundTheClockCode, 1, "Sepanjang waktu", Beginning, JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition)),
    ];
}
