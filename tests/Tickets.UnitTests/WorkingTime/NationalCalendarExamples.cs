using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

public sealed class NationalCalendarExamples
{
    private static readonly WorkingCalendar National = WorkingCalendar.Compile(NationalCalendar.Definition);

    [Theory]
    [InlineData("2026-07-06", 37.5, "an ordinary week")]
    [InlineData("2025-03-10", 32.5, "a week of Ramadan 1446")]
    [InlineData("2026-03-02", 32.5, "a week of Ramadan 1447")]
    [InlineData("2026-03-23", 22.5, "two days of leave after Idul Fitri")]
    [InlineData("2026-12-21", 22.5, "Natal and its leave")]
    public void A_week_has_the_hours_of_Perpres_21_of_2023(string monday, double hours, string why)
    {
        Assert.NotEmpty(why);
        var from = At.Instant(monday + " 00:00 +07:00");
        Assert.Equal(TimeSpan.FromHours(hours), National.Elapsed(from, from.AddDays(7)));
    }

    [Fact]
    public void Every_closure_is_named_and_dated_once()
    {
        Assert.All(NationalCalendar.Definition.Closures, closure => Assert.False(string.IsNullOrWhiteSpace(closure.Name)));
        Assert.Equal(NationalCalendar.Definition.Closures.Count, NationalCalendar.Definition.Closures.DistinctBy(closure => closure.Date).Count());
        Assert.All(NationalCalendar.Definition.Closures, closure => Assert.InRange(closure.Date.Year, 2025, 2026));
    }
}
