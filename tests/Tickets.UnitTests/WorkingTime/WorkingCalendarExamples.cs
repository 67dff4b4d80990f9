using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

/// <summary>Examples on the ministry's week, worked out by hand. All times are WIB (+07:00) unless written otherwise.</summary>
public sealed class WorkingCalendarExamples
{
    private static readonly WorkingCalendar National = WorkingCalendar.Compile(NationalCalendar.Definition);

    // A week of 22:00–06:00 nights that start Monday to Friday, and a half day's closure on Wednesday 2026-07-08.
    private static readonly WorkingCalendar Nights = At.Calendar("""
        { 'timeZone': 'Asia/Jakarta',
          'hours': { 'monday': [['22:00','06:00']], 'tuesday': [['22:00','06:00']], 'wednesday': [['22:00','06:00']],
                     'thursday': [['22:00','06:00']], 'friday': [['22:00','06:00']] },
          'closures': [ { 'date': '2026-07-08' } ] }
        """);

    [Theory]
    [InlineData("2026-07-06 11:00", "PT2H", "2026-07-06 14:00", "the break is not counted")]
    [InlineData("2026-07-06 11:00", "PT1H", "2026-07-06 12:00", "due at a span's very end stays there")]
    [InlineData("2026-07-06 12:30", "PT1H", "2026-07-06 14:00", "a start in the break counts from its end")]
    [InlineData("2026-07-05 20:00", "PT0S", "2026-07-05 20:00", "nothing to count is due at once, on a Sunday too")]
    [InlineData("2026-07-05 20:00", "P0WD", "2026-07-05 20:00", "so are no working days")]
    [InlineData("2026-07-05 20:00", "PT0.0000001S", "2026-07-06 07:30:00.0000001", "one tick into Monday")]
    [InlineData("2026-07-03 16:29:59.9999999", "PT0.0000002S", "2026-07-06 07:30:00.0000001", "a tick before the weekend, a tick after it")]
    [InlineData("2026-07-03 15:00", "PT7H30M", "2026-07-06 14:30", "1 h 30 min on Friday, 6 h on Monday")]
    [InlineData("2026-07-06 07:30", "PT37H30M", "2026-07-10 16:30", "a week has 37 h 30 min")]
    [InlineData("2025-03-10 08:00", "PT32H30M", "2025-03-14 15:30", "a week of Ramadan has 32 h 30 min")]
    [InlineData("2026-02-13 16:30", "PT1H", "2026-02-18 09:00", "Imlek and its leave are skipped, and the season opens at 08:00")]
    [InlineData("2026-03-17 15:00", "PT1H", "2026-03-25 08:30", "leave over Nyepi and Idul Fitri, then ordinary hours again")]
    [InlineData("2026-07-01 00:00", "P1WD", "2026-07-02 16:00", "the day it arrives does not count")]
    [InlineData("2026-07-01 23:59:59.9999999", "P1WD", "2026-07-02 16:00", "any moment of a date has the same answer")]
    [InlineData("2026-07-03 18:00", "P5WD", "2026-07-10 16:30", "Friday evening to the next Friday")]
    [InlineData("2026-07-04 12:00", "P1WD", "2026-07-06 16:00", "Saturday to Monday: osTicket and Request Tracker say Tuesday")]
    [InlineData("2026-08-12 09:00", "P5WD", "2026-08-20 16:00", "Monday 17 August is a holiday")]
    [InlineData("2026-07-01 09:00", "P60WD", "2026-09-25 16:30", "60 days of a supervisory complaint over two holidays")]
    public void A_duration_is_used_up_in_the_ministrys_hours(string from, string duration, string due, string why)
    {
        Assert.NotEmpty(why);
        var answer = National.Due(At.Instant(from + " +07:00"), WorkingDuration.Parse(duration));
        Assert.Equal(At.Instant(due + " +07:00"), answer);
        Assert.Equal(TimeSpan.Zero, answer.Offset);
    }

    [Theory]
    [InlineData("2026-07-06 11:00", "2026-07-06 14:00", "02:00:00")]
    [InlineData("2026-07-06 00:00", "2026-07-13 00:00", "1.13:30:00")]
    [InlineData("2026-07-04 00:00", "2026-07-05 23:59", "00:00:00")]
    [InlineData("2026-07-06 07:29:59.9999999", "2026-07-06 07:30:00.0000001", "00:00:00.0000001")]
    [InlineData("2026-08-17 00:00", "2026-08-18 00:00", "00:00:00")]
    [InlineData("2026-07-06 09:00", "2026-07-06 09:00", "00:00:00")]
    [InlineData("2025-12-31 15:00", "2026-01-02 08:00", "01:30:00")]
    public void Working_time_between_two_instants_is_counted_to_the_tick(string from, string to, string elapsed) =>
        Assert.Equal(TimeSpan.Parse(elapsed), National.Elapsed(At.Instant(from + " +07:00"), At.Instant(to + " +07:00")));

    [Fact]
    public void Five_working_days_from_Friday_evening_end_on_the_next_Friday() =>
        Assert.Equal(At.Instant("2026-07-10 16:30 +07:00"), National.Due(At.Instant("2026-07-03 19:45 +07:00"), WorkingDuration.OfWorkingDays(5)));

    [Fact]
    public void The_offset_of_a_question_changes_nothing()
    {
        var inJakarta = At.Instant("2026-07-06 09:00 +07:00");
        var inNewYork = inJakarta.ToOffset(TimeSpan.FromHours(-4));
        Assert.Equal(National.Due(inJakarta, WorkingDuration.Parse("PT20H")), National.Due(inNewYork, WorkingDuration.Parse("PT20H")));
        Assert.Equal(National.Due(inJakarta, WorkingDuration.Parse("P3WD")), National.Due(inNewYork, WorkingDuration.Parse("P3WD")));
    }

    [Theory]
    [InlineData("2026-07-06 23:00", "PT7H", "2026-07-07 06:00", "a night runs to the morning")]
    [InlineData("2026-07-06 23:00", "PT9H", "2026-07-08 00:00", "the closure of the 8th cuts the tail of the night before")]
    [InlineData("2026-07-07 23:00", "PT2H", "2026-07-09 01:00", "of the night of the 8th only what lies after midnight is left")]
    public void A_closure_takes_the_tail_of_the_evening_before(string from, string duration, string due, string why)
    {
        Assert.NotEmpty(why);
        Assert.Equal(At.Instant(due + " +07:00"), Nights.Due(At.Instant(from + " +07:00"), WorkingDuration.Parse(duration)));
    }

    [Theory]
    [InlineData("2026-07-06 02:00", "P1WD", "2026-07-08 00:00", "the night of Tuesday, cut at the closure's midnight")]
    [InlineData("2026-07-07 02:00", "P1WD", "2026-07-09 06:00", "Wednesday still works after its midnight")]
    [InlineData("2026-07-10 02:00", "P1WD", "2026-07-14 06:00", "Friday's date to Monday's night")]
    public void A_night_belongs_to_the_working_day_it_starts_on(string from, string duration, string due, string why)
    {
        Assert.NotEmpty(why);
        Assert.Equal(At.Instant(due + " +07:00"), Nights.Due(At.Instant(from + " +07:00"), WorkingDuration.Parse(duration)));
    }

    [Fact]
    public void A_half_day_closure_ends_the_working_day_where_it_begins()
    {
        var calendar = At.Calendar("""
            { 'timeZone': 'Asia/Jakarta', 'hours': { 'thursday': [['07:30','12:00'],['13:00','16:00']] },
              'closures': [ { 'date': '2026-12-24', 'from': '11:00', 'to': '24:00' }, { 'date': '2026-12-24', 'from': '08:00', 'to': '09:00' },
                            { 'date': '2026-12-24', 'from': '08:30', 'to': '09:30' } ] }
            """);
        Assert.Equal(At.Instant("2026-12-24 11:00 +07:00"), calendar.Due(At.Instant("2026-12-20 00:00 +07:00"), WorkingDuration.OfWorkingDays(1)));
        Assert.Equal(TimeSpan.FromHours(2), calendar.Elapsed(At.Instant("2026-12-24 00:00 +07:00"), At.Instant("2026-12-25 00:00 +07:00")));
    }

    [Fact]
    public void A_date_that_closures_empty_is_no_working_day()
    {
        var calendar = At.Calendar("""
            { 'timeZone': 'Asia/Jakarta', 'hours': { 'monday': [['08:00','12:00']], 'tuesday': [['08:00','12:00']] },
              'closures': [ { 'date': '2026-07-06', 'from': '08:00', 'to': '10:00' }, { 'date': '2026-07-06', 'from': '10:00', 'to': '12:00' } ] }
            """);
        Assert.Equal(At.Instant("2026-07-07 12:00 +07:00"), calendar.Due(At.Instant("2026-07-05 00:00 +07:00"), WorkingDuration.OfWorkingDays(1)));
    }

    [Fact]
    public void Touching_spans_are_one_and_24_00_is_the_end_of_the_day()
    {
        var calendar = At.Calendar("""
            { 'timeZone': 'Asia/Jakarta', 'hours': { 'monday': [['20:00','24:00'],['18:00','20:00']], 'tuesday': [['00:00','02:00']] } }
            """);
        var span = Assert.Single(calendar.Spans(At.Instant("2026-07-06 00:00 +07:00"), At.Instant("2026-07-08 00:00 +07:00")));
        Assert.Equal(At.Instant("2026-07-06 18:00 +07:00"), span.Start);
        Assert.Equal(At.Instant("2026-07-07 02:00 +07:00"), span.End);
        Assert.Equal(At.Instant("2026-07-07 00:00 +07:00"), calendar.Due(At.Instant("2026-07-05 00:00 +07:00"), WorkingDuration.OfWorkingDays(1)));
    }

    [Fact]
    public void A_season_replaces_the_whole_week_for_spans_that_start_in_it()
    {
        var calendar = At.Calendar("""
            { 'timeZone': 'Asia/Jakarta', 'hours': { 'monday': [['22:00','06:00']], 'tuesday': [['08:00','12:00']], 'wednesday': [['08:00','12:00']] },
              'seasons': [ { 'name': 'one Tuesday', 'from': '2026-07-07', 'to': '2026-07-07', 'hours': { 'tuesday': [['05:00','07:00'],['23:00','09:00']] } } ] }
            """);
        // The night of Monday runs on into the season and overlaps its first span; the night of Tuesday overlaps Wednesday. Nothing counts twice.
        Assert.Equal(
            [
                (At.Instant("2026-07-06 22:00 +07:00"), At.Instant("2026-07-07 07:00 +07:00")),
                (At.Instant("2026-07-07 23:00 +07:00"), At.Instant("2026-07-08 12:00 +07:00")),
            ],
            calendar.Spans(At.Instant("2026-07-06 00:00 +07:00"), At.Instant("2026-07-09 00:00 +07:00")).Select(span => (span.Start, span.End)));
        Assert.Equal(TimeSpan.FromHours(22), calendar.Elapsed(At.Instant("2026-07-06 00:00 +07:00"), At.Instant("2026-07-09 00:00 +07:00")));
        Assert.Equal(At.Instant("2026-07-08 09:00 +07:00"), calendar.Due(At.Instant("2026-07-06 00:00 +07:00"), WorkingDuration.OfWorkingDays(1)));
    }

    [Fact]
    public void Seasons_may_give_all_the_hours()
    {
        var calendar = At.Calendar("""
            { 'timeZone': 'Asia/Jayapura', 'hours': {}, 'seasons': [ { 'from': '2026-07-06', 'to': '2026-07-06', 'hours': { 'monday': [['08:00','09:00']] } } ] }
            """);
        Assert.Equal(At.Instant("2026-07-06 08:30 +09:00"), calendar.Due(At.Instant("1970-01-01 00:00"), WorkingDuration.Parse("PT30M")));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28 21:00", "2026-03-29 04:00", "07:00:00", "set forward: a night of seven hours")]
    [InlineData("Europe/Berlin", "2026-10-24 20:00", "2026-10-25 05:00", "09:00:00", "set back: a night of nine")]
    [InlineData("Australia/Lord_Howe", "2026-10-03 11:30", "2026-10-03 19:00", "07:30:00", "half an hour forward")]
    [InlineData("America/New_York", "2026-11-01 02:00", "2026-11-01 11:00", "09:00:00", "set back in New York")]
    public void Physical_time_counts_when_the_clock_changes(string zone, string openUtc, string closeUtc, string length, string why)
    {
        Assert.NotEmpty(why);
        var calendar = At.Calendar($$"""{ 'timeZone': '{{zone}}', 'hours': { 'saturday': [['22:00','06:00']] } }""");
        var (open, close) = (At.Instant(openUtc), At.Instant(closeUtc));
        var span = Assert.Single(calendar.Spans(open.AddDays(-1), close.AddDays(1)));
        Assert.Equal((open, close, TimeSpan.Parse(length)), (span.Start, span.End, span.Length));
        Assert.Equal(close, calendar.Due(open, WorkingDuration.OfTime(TimeSpan.Parse(length))));
    }

    [Theory]
    [InlineData("'02:30','06:00'", "2026-03-29 01:30", "2026-03-29 04:00", "a skipped opening is told by the old offset: 03:30")]
    [InlineData("'01:00','02:30'", "2026-03-29 00:00", "2026-03-29 01:30", "so is a skipped closing time")]
    [InlineData("'02:30','06:00'", "2026-10-25 00:30", "2026-10-25 05:00", "an opening shown twice is the first")]
    [InlineData("'01:00','02:30'", "2026-10-24 23:00", "2026-10-25 00:30", "a closing time shown twice is the first")]
    public void Times_that_the_clock_skips_or_shows_twice_are_read_as_iCalendar_reads_them(string span, string openUtc, string closeUtc, string why)
    {
        Assert.NotEmpty(why);
        var calendar = At.Calendar($$"""{ 'timeZone': 'Europe/Berlin', 'hours': { 'sunday': [[{{span}}]] } }""");
        var found = Assert.Single(calendar.Spans(At.Instant(openUtc).AddHours(-6), At.Instant(closeUtc).AddHours(6)));
        Assert.Equal((At.Instant(openUtc), At.Instant(closeUtc)), (found.Start, found.End));
    }

    [Fact]
    public void Spans_that_a_skipped_hour_pushes_into_each_other_count_once()
    {
        // 02:10–02:20 is told as 03:10–03:20, after the span that opens at 03:05.
        var calendar = At.Calendar("{ 'timeZone': 'Europe/Berlin', 'hours': { 'sunday': [['02:10','02:20'],['03:05','05:00']] } }");
        var span = Assert.Single(calendar.Spans(At.Instant("2026-03-29 00:00"), At.Instant("2026-03-30 00:00")));
        Assert.Equal((At.Instant("2026-03-29 01:05"), At.Instant("2026-03-29 03:00")), (span.Start, span.End));
    }

    [Fact]
    public void A_closure_takes_out_an_hour_that_the_clock_shows_twice_both_times()
    {
        var calendar = At.Calendar("""
            { 'timeZone': 'Europe/Berlin', 'hours': { 'sunday': [['00:00','06:00']] }, 'closures': [ { 'date': '2026-10-25', 'from': '02:00', 'to': '02:30' } ] }
            """);
        Assert.Equal(TimeSpan.FromHours(6), calendar.Elapsed(At.Instant("2026-10-24 22:00"), At.Instant("2026-10-25 05:00")));
        Assert.Equal(3, calendar.Spans(At.Instant("2026-10-24 22:00"), At.Instant("2026-10-25 05:00")).Count());
    }

    [Fact]
    public void A_date_that_the_zone_skipped_is_no_working_day()
    {
        // Samoa went from Thursday 29 to Saturday 31 December 2011.
        var calendar = At.Calendar("""
            { 'timeZone': 'Pacific/Apia', 'hours': { 'thursday': [['08:00','16:00']], 'friday': [['08:00','16:00']], 'monday': [['08:00','16:00']] } }
            """);
        Assert.Equal(At.Instant("2012-01-02 16:00 +14:00"), calendar.Due(At.Instant("2011-12-29 12:00 -10:00"), WorkingDuration.OfWorkingDays(1)));
        Assert.Equal(At.Instant("2012-01-02 09:00 +14:00"), calendar.Due(At.Instant("2011-12-29 16:00 -10:00"), WorkingDuration.Parse("PT1H")));
    }

    [Fact]
    public void Round_the_clock_every_tick_counts()
    {
        var from = At.Instant("2026-07-05 20:00 +07:00");
        Assert.Equal(from.AddHours(24), WorkingCalendar.RoundTheClock.Due(from, WorkingDuration.Parse("PT24H")));
        Assert.Equal(At.Instant("2200-12-31") - At.Instant("1970-01-01"), WorkingCalendar.RoundTheClock.Elapsed(At.Instant("1970-01-01"), At.Instant("2200-12-31")));
        var span = Assert.Single(WorkingCalendar.RoundTheClock.Spans(At.Instant("2024-06-01"), At.Instant("2027-06-01")));
        Assert.Equal((At.Instant("2024-06-01"), At.Instant("2027-06-01")), (span.Start, span.End));
    }

    [Fact]
    public void The_spans_of_a_due_time_add_up_to_the_duration()
    {
        var from = At.Instant("2026-12-22 10:11:12.1314151 +07:00");
        var duration = WorkingDuration.Parse("PT100H0.0000001S");
        var spans = National.Spans(from, National.Due(from, duration)).ToList();
        Assert.Equal(duration.Ticks, spans.Sum(span => span.Length.Ticks));
        Assert.Equal(from, spans[0].Start);
    }

    [Fact]
    public void The_edges_of_the_covered_years_can_be_asked_about_in_any_offset()
    {
        Assert.Equal(At.Instant("1970-01-01 09:30 +07:00"), National.Due(At.Instant("1970-01-01 00:00 +07:00"), WorkingDuration.Parse("PT2H")));
        Assert.Equal(At.Instant("1970-01-02 16:30 +07:00"), National.Due(At.Instant("1970-01-01 00:00 +14:00"), WorkingDuration.OfWorkingDays(2)));
        // Evening in the Americas is the next morning, and the next year, in Jakarta.
        Assert.Equal(new TimeSpan(3, 59, 0), National.Elapsed(At.Instant("2200-12-31 20:00 -05:00"), At.Instant("2200-12-31 23:59 -05:00")));
    }

    [Fact]
    public void Answers_allocate_nothing_once_their_years_are_known()
    {
        var from = At.Instant("2026-07-06 11:00 +07:00");
        var (time, days) = (WorkingDuration.Parse("PT9000H"), WorkingDuration.OfWorkingDays(1200));
        var sum = Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            sum += Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, sum);

        long Ask() => National.Due(from, time).Ticks + National.Due(from, days).Ticks + National.Elapsed(from, from.AddYears(10)).Ticks;
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        var calendar = WorkingCalendar.Compile(NationalCalendar.Definition);
        var duration = WorkingDuration.Parse("PT20000H");
        var answers = new DateTimeOffset[64];
        Parallel.For(0, answers.Length, i => answers[i] = calendar.Due(At.Instant("2026-07-06 11:00 +07:00"), duration));
        Assert.Single(answers.Distinct());
    }
}
