using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

public sealed class SplicedCalendarExamples
{
    private const string Office = "{ 'timeZone':'Asia/Jakarta', 'hours': { 'monday':[['08:00','12:00']], 'tuesday':[['08:00','12:00']], 'wednesday':[['08:00','12:00']] } }";
    private const string Longer = "{ 'timeZone':'Asia/Jakarta', 'hours': { 'monday':[['08:00','16:00']], 'tuesday':[['08:00','16:00']], 'wednesday':[['08:00','16:00']] } }";

    [Theory]
    [InlineData("2026-07-06 08:00 +07:00", "PT4H", "2026-07-06 12:00 +07:00", "the week before: four hours a day")]
    [InlineData("2026-07-06 08:00 +07:00", "PT5H", "2026-07-07 09:00 +07:00", "Tuesday has eight, from its own date on")]
    [InlineData("2026-07-06 08:00 +07:00", "PT12H", "2026-07-07 16:00 +07:00", "four of Monday and eight of Tuesday")]
    [InlineData("2026-07-06 08:00 +07:00", "P1WD", "2026-07-07 16:00 +07:00", "a working day by date ends when that date's version says")]
    [InlineData("2026-07-05 08:00 +07:00", "P1WD", "2026-07-06 12:00 +07:00", "the day before the decree ends as it always did")]
    public void Each_date_is_counted_by_the_version_of_that_date(string from, string duration, string due, string why)
    {
        Assert.NotEmpty(why);
        var calendar = Spliced((null, Office), ("2026-07-07", Longer));
        Assert.Equal(At.Instant(due), calendar.Due(At.Instant(from), WorkingDuration.Parse(duration)));
    }

    [Fact]
    public void Seasons_and_closures_belong_to_the_version_of_their_date()
    {
        var former = "{ 'timeZone':'Asia/Jakarta', 'hours': { 'monday':[['08:00','12:00']] }, "
            + "'seasons':[{'name':'Ramadan','from':'2026-06-01','to':'2026-07-31','hours':{'monday':[['09:00','10:00']]}}], 'closures':[{'date':'2026-07-20','name':'lama'}] }";
        var decree = "{ 'timeZone':'Asia/Jakarta', 'hours': { 'monday':[['08:00','12:00']] }, 'closures':[{'date':'2026-06-08','name':'baru, tetapi terlambat'}] }";
        var calendar = Spliced((null, former), ("2026-07-13", decree));

        // Of the former season two weeks are left, of its closure nothing; the decree closes no date before its own.
        Assert.Equal(TimeSpan.FromHours(6), calendar.Elapsed(At.Instant("2026-06-01 +07:00"), At.Instant("2026-07-13 +07:00")));
        Assert.Equal(TimeSpan.FromHours(12), calendar.Elapsed(At.Instant("2026-07-13 +07:00"), At.Instant("2026-08-02 +07:00")));
        Assert.Equal("Ramadan", Assert.Single(calendar.Definition.Seasons, s => s.Name is not null).Name);
        Assert.Empty(calendar.Definition.Closures);
    }

    [Fact]
    public void A_closure_of_the_new_version_takes_the_tail_of_a_night_that_began_by_the_former()
    {
        var nights = "{ 'timeZone':'UTC', 'hours': { 'monday':[['22:00','06:00']] } }";
        var closed = "{ 'timeZone':'UTC', 'hours': { 'monday':[['22:00','06:00']] }, 'closures':[{'date':'2026-07-07'}] }";
        var calendar = Spliced((null, nights), ("2026-07-07", closed));
        Assert.Equal(TimeSpan.FromHours(2), calendar.Elapsed(At.Instant("2026-07-06"), At.Instant("2026-07-08")));
    }

    [Fact]
    public void A_later_version_that_takes_effect_earlier_replaces_the_one_before_it()
    {
        var none = "{ 'timeZone':'Asia/Jakarta', 'hours': { 'wednesday':[['08:00','09:00']] } }";
        var calendar = Spliced((null, Office), ("2026-07-20", none), ("2026-07-13", Longer));
        Assert.Equal(TimeSpan.FromHours(12 + 24 + 24), calendar.Elapsed(At.Instant("2026-07-06 +07:00"), At.Instant("2026-07-27 +07:00")));
    }

    [Fact]
    public void A_decree_that_changes_nothing_moves_nothing()
    {
        var calendar = WorkingCalendar.Compile(NationalCalendar.Definition);
        var spliced = SplicedCalendar.Compile([(default, NationalCalendar.Definition), (new(2026, 3, 1), NationalCalendar.Definition), (new(2026, 8, 17), NationalCalendar.Definition)]);
        for (var from = At.Instant("2025-12-20 03:10 +07:00"); from.Year < 2027; from += TimeSpan.FromHours(17.3))
        {
            Assert.Equal(calendar.Due(from, WorkingDuration.OfTime(TimeSpan.FromHours(61.7))), spliced.Due(from, WorkingDuration.OfTime(TimeSpan.FromHours(61.7))));
            Assert.Equal(calendar.Due(from, WorkingDuration.OfWorkingDays(14)), spliced.Due(from, WorkingDuration.OfWorkingDays(14)));
        }
    }

    [Fact]
    public void Versions_of_one_calendar_are_in_one_zone()
    {
        var refused = Assert.Throws<CalendarRefused>(() => Spliced((null, Office), ("2026-07-07", Longer.Replace("Jakarta", "Jayapura", StringComparison.Ordinal))));
        Assert.Equal(CalendarRefusal.TimeZoneChanged, refused.Reason);
    }

    private static WorkingCalendar Spliced(params (string? From, string Json)[] versions) =>
        SplicedCalendar.Compile([.. versions.Select(v => (v.From is null ? default : DateOnly.Parse(v.From, null), WorkingCalendarDefinition.Parse(v.Json.Replace('\'', '"'))))]);
}
