using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

public sealed class WorkingDurationExamples
{
    [Theory]
    [InlineData("PT4H30M", 162_000_000_000, "PT4H30M")]
    [InlineData("PT0.5S", 5_000_000, "PT0.5S")]
    [InlineData("PT0,5S", 5_000_000, "PT0.5S")]
    [InlineData("PT1.5H", 54_000_000_000, "PT1H30M")]
    [InlineData("PT90M", 54_000_000_000, "PT1H30M")]
    [InlineData("PT0S", 0, "PT0S")]
    [InlineData("PT0.0000001S", 1, "PT0.0000001S")]
    [InlineData("PT0.00000010S", 1, "PT0.0000001S")]
    [InlineData("PT1H0.0000001S", 36_000_000_001, "PT1H0.0000001S")]
    [InlineData("PT175320H", 6_311_520_000_000_000, "PT175320H")]
    [InlineData("PT000000000000000000000001S", 10_000_000, "PT1S")]
    [InlineData("P1D", 864_000_000_000, "PT24H")]
    [InlineData("P1DT2H", 936_000_000_000, "PT26H")]
    [InlineData("P2W", 12_096_000_000_000, "PT336H")]
    [InlineData("P1W1DT0.5S", 6_912_005_000_000, "PT192H0.5S")]
    [InlineData("P0.5D", 432_000_000_000, "PT12H")]
    public void A_length_of_time_is_read_to_the_tick(string text, long ticks, string written)
    {
        var duration = WorkingDuration.Parse(text);
        Assert.Equal(ticks, duration.Ticks);
        Assert.False(duration.CountsWorkingDays);
        Assert.Equal(written, duration.ToString());
        Assert.Equal(duration, WorkingDuration.Parse(written));
    }

    [Theory]
    [InlineData("P5WD", 5)]
    [InlineData("P0WD", 0)]
    [InlineData("P7305WD", 7305)]
    public void Working_days_are_read_and_written(string text, int days)
    {
        var duration = WorkingDuration.Parse(text);
        Assert.Equal((days, true, text), (duration.WorkingDays, duration.CountsWorkingDays, duration.ToString()));
    }

    [Theory]
    [InlineData("P1MT1H", CalendarRefusal.DurationInCalendarUnits)]
    [InlineData("P1D1W", CalendarRefusal.BadDuration)]
    [InlineData("P1DT", CalendarRefusal.BadDuration)]
    [InlineData("PT1HT1M", CalendarRefusal.BadDuration)]
    [InlineData("P1.5DT1H", CalendarRefusal.BadDuration)]
    [InlineData("P7306D", CalendarRefusal.DurationTooLong)]
    [InlineData("P1044W", CalendarRefusal.DurationTooLong)]
    [InlineData("P1M", CalendarRefusal.DurationInCalendarUnits)]
    [InlineData("P21Y", CalendarRefusal.DurationInCalendarUnits)]
    [InlineData("-PT1H", CalendarRefusal.NegativeDuration)]
    [InlineData("PT-1H", CalendarRefusal.NegativeDuration)]
    [InlineData("P-1WD", CalendarRefusal.NegativeDuration)]
    [InlineData("PT175320H0.0000001S", CalendarRefusal.DurationTooLong)]
    [InlineData("PT99999999999999999999999999H", CalendarRefusal.DurationTooLong)]
    [InlineData("PT999999999999999999H", CalendarRefusal.DurationTooLong)]
    [InlineData("P7306WD", CalendarRefusal.DurationTooLong)]
    [InlineData("P99999999999WD", CalendarRefusal.DurationTooLong)]
    [InlineData("", CalendarRefusal.BadDuration)]
    [InlineData("P", CalendarRefusal.BadDuration)]
    [InlineData("PT", CalendarRefusal.BadDuration)]
    [InlineData("PWD", CalendarRefusal.BadDuration)]
    [InlineData("P1.5WD", CalendarRefusal.BadDuration)]
    [InlineData("PT1WD", CalendarRefusal.BadDuration)]
    [InlineData("P5WDT1H", CalendarRefusal.DurationInCalendarUnits)]
    [InlineData("5WD", CalendarRefusal.BadDuration)]
    [InlineData("4:30", CalendarRefusal.BadDuration)]
    [InlineData("pt1h", CalendarRefusal.BadDuration)]
    [InlineData(" PT1H", CalendarRefusal.BadDuration)]
    [InlineData("PT1H ", CalendarRefusal.BadDuration)]
    [InlineData("PT1", CalendarRefusal.BadDuration)]
    [InlineData("PT.5S", CalendarRefusal.BadDuration)]
    [InlineData("PT1.S", CalendarRefusal.BadDuration)]
    [InlineData("PT1.2.3S", CalendarRefusal.BadDuration)]
    [InlineData("PT1M1H", CalendarRefusal.BadDuration)]
    [InlineData("PT1H1H", CalendarRefusal.BadDuration)]
    [InlineData("PT1.5H1M", CalendarRefusal.BadDuration)]
    [InlineData("PT0.00000001S", CalendarRefusal.BadDuration)]
    [InlineData("PT1H2D", CalendarRefusal.BadDuration)]
    [InlineData("PT١H", CalendarRefusal.BadDuration)]
    public void What_is_no_duration_is_refused_by_name(string text, CalendarRefusal reason)
    {
        var refused = Assert.Throws<CalendarRefused>(() => WorkingDuration.Parse(text));
        Assert.Equal(reason, refused.Reason);
        Assert.NotEmpty(refused.DetailInIndonesian);
        Assert.False(WorkingDuration.TryParse(text, out var duration));
        Assert.Equal(default, duration);
    }

    [Theory]
    [InlineData("P1D")]
    [InlineData("P2W")]
    [InlineData("P1DT2H")]
    public void Nobody_promises_days_without_saying_which(string text) =>
        Assert.Equal(CalendarRefusal.DurationInCalendarUnits, Assert.Throws<CalendarRefused>(() => WorkingDuration.OfAPromise(text)).Reason);

    [Theory]
    [InlineData("P5WD")]
    [InlineData("PT24H")]
    public void A_promise_is_in_hours_or_working_days(string text) => Assert.Equal(WorkingDuration.Parse(text), WorkingDuration.OfAPromise(text));

    [Fact]
    public void A_length_of_time_must_be_between_nothing_and_twenty_years()
    {
        Assert.Equal(CalendarRefusal.NegativeDuration, Assert.Throws<CalendarRefused>(() => WorkingDuration.OfTime(TimeSpan.FromTicks(-1))).Reason);
        Assert.Equal(CalendarRefusal.DurationTooLong, Assert.Throws<CalendarRefused>(() => WorkingDuration.OfTime(TimeSpan.MaxValue)).Reason);
        Assert.Equal(CalendarRefusal.NegativeDuration, Assert.Throws<CalendarRefused>(() => WorkingDuration.OfWorkingDays(-1)).Reason);
        Assert.Equal(CalendarRefusal.DurationTooLong, Assert.Throws<CalendarRefused>(() => WorkingDuration.OfWorkingDays(7306)).Reason);
        Assert.False(WorkingDuration.TryParse(null, out _));
    }

    [Fact]
    public void Any_length_of_time_can_be_written()
    {
        Assert.Equal("PT2024136H", WorkingDuration.Write(TimeSpan.FromDays(84339)));
        Assert.Equal("-PT256204778H48M5.4775808S", WorkingDuration.Write(TimeSpan.MinValue));
    }

    [Fact]
    public void A_span_tells_its_length_as_a_duration_in_JSON()
    {
        var start = new DateTimeOffset(2026, 8, 18, 1, 0, 0, TimeSpan.Zero);

        Assert.Contains("\"Length\":\"PT4H30M\"", System.Text.Json.JsonSerializer.Serialize(new WorkingSpan(start, start.AddMinutes(270))), StringComparison.Ordinal);
    }
}
