using System.Text.Json;
using Tickets.Domain.WorkingTime;

namespace Tickets.UnitTests.WorkingTime;

public sealed class CalendarRefusals
{
    private const string Week = "'timeZone':'Asia/Jakarta','hours':{'monday':[['08:00','12:00']]}";

    [Theory]
    [InlineData("", CalendarRefusal.NotACalendar)]
    [InlineData("[]", CalendarRefusal.NotACalendar)]
    [InlineData("{ 'timeZone': ", CalendarRefusal.NotACalendar)]
    [InlineData(@"{ 'timeZone': '\ud800' }", CalendarRefusal.NotACalendar)]
    [InlineData("{}", CalendarRefusal.FieldMissing)]
    [InlineData("{ 'timeZone': null }", CalendarRefusal.FieldMissing)]
    [InlineData("{ 'timeZone': 7 }", CalendarRefusal.WrongType)]
    [InlineData("{ 'timezone': 'Asia/Jakarta' }", CalendarRefusal.UnknownField)]
    [InlineData("{ 'timeZone': 'Asia/Jakarta', 'timeZone': 'UTC' }", CalendarRefusal.FieldGivenTwice)]
    [InlineData("{ 'timeZone': 'Asia/Bandung', 'hours': {'monday':[['08:00','12:00']]} }", CalendarRefusal.UnknownTimeZone)]
    [InlineData("{ 'timeZone': 'UTC+07:30', 'hours': {'monday':[['08:00','12:00']]} }", CalendarRefusal.UnknownTimeZone)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': [] }", CalendarRefusal.WrongType)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'Monday': [] } }", CalendarRefusal.UnknownWeekday)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'senin': [] } }", CalendarRefusal.UnknownWeekday)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [], 'monday': [] } }", CalendarRefusal.FieldGivenTwice)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': ['08:00','12:00'] } }", CalendarRefusal.WrongType)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['08:00']] } }", CalendarRefusal.WrongType)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [[8, 12]] } }", CalendarRefusal.WrongType)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': null } }", CalendarRefusal.WrongType)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['8:00','12:00']] } }", CalendarRefusal.BadTime)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['08:00','24:01']] } }", CalendarRefusal.BadTime)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['08:60','12:00']] } }", CalendarRefusal.BadTime)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['-08:00','12:00']] } }", CalendarRefusal.BadTime)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['08:00','08:00']] } }", CalendarRefusal.SpanEndsBeforeItBegins)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['24:00','08:00']] } }", CalendarRefusal.SpanEndsBeforeItBegins)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['08:00','12:00'],['11:59','13:00']] } }", CalendarRefusal.SpansOverlap)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['13:00','11:00'],['10:00','12:00'],['14:00','15:00']] } }", CalendarRefusal.SpansOverlap)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [['22:00','06:00']], 'tuesday': [['05:59','12:00']] } }", CalendarRefusal.SpansOverlap)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'sunday': [['22:00','06:00']], 'monday': [['00:00','12:00']] } }", CalendarRefusal.SpansOverlap)]
    [InlineData("{ 'timeZone': 'UTC' }", CalendarRefusal.CalendarNeverOpens)]
    [InlineData("{ 'timeZone': 'UTC', 'hours': { 'monday': [] } }", CalendarRefusal.CalendarNeverOpens)]
    [InlineData(
        "{ 'timeZone': 'UTC', 'seasons': [{'from':'2026-07-06','to':'2026-07-06','hours':{'tuesday':[['08:00','12:00']]}}] }", CalendarRefusal.CalendarNeverOpens)]
    [InlineData(
        "{ 'timeZone': 'UTC', 'seasons': [{'from':'2026-07-06','to':'2026-07-06','hours':{'monday':[['08:00','12:00']]}}], 'closures':[{'date':'2026-07-06'}] }",
        CalendarRefusal.CalendarNeverOpens)]
    [InlineData("{ " + Week + ", 'seasons': {} }", CalendarRefusal.WrongType)]
    [InlineData("{ " + Week + ", 'seasons': [ 7 ] }", CalendarRefusal.WrongType)]
    [InlineData("{ " + Week + ", 'seasons': [ {'from':'2026-02-18','to':'2026-03-19'} ] }", CalendarRefusal.FieldMissing)]
    [InlineData("{ " + Week + ", 'seasons': [ {'from':'2026-02-18','hours':{}} ] }", CalendarRefusal.FieldMissing)]
    [InlineData("{ " + Week + ", 'seasons': [ {'from':'2026-03-19','to':'2026-02-18','hours':{}} ] }", CalendarRefusal.SeasonEndsBeforeItBegins)]
    [InlineData("{ " + Week + ", 'seasons': [ {'from':'1969-12-31','to':'2026-02-18','hours':{}} ] }", CalendarRefusal.DateOutOfRange)]
    [InlineData(
        "{ " + Week + ", 'seasons': [ {'from':'2026-03-01','to':'2026-03-19','hours':{}}, {'from':'2026-02-18','to':'2026-03-01','hours':{}} ] }",
        CalendarRefusal.SeasonsOverlap)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'2026-02-29'} ] }", CalendarRefusal.BadDate)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'17-08-2026'} ] }", CalendarRefusal.BadDate)]
    [InlineData("{ " + Week + ", 'closures': [ {'name':'Natal'} ] }", CalendarRefusal.FieldMissing)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'2201-01-01'} ] }", CalendarRefusal.DateOutOfRange)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'2026-08-17','from':'12:00'} ] }", CalendarRefusal.ClosureHalfGiven)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'2026-08-17','from':'12:00','to':'12:00'} ] }", CalendarRefusal.ClosureEndsBeforeItBegins)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'2026-08-17','from':'22:00','to':'06:00'} ] }", CalendarRefusal.ClosureEndsBeforeItBegins)]
    [InlineData("{ " + Week + ", 'closures': [ {'date':'2026-08-17','until':'12:00'} ] }", CalendarRefusal.UnknownField)]
    public void A_calendar_that_cannot_be_meant_is_refused_by_name(string json, CalendarRefusal reason)
    {
        var refused = Assert.Throws<CalendarRefused>(() => At.Calendar(json));
        Assert.Equal(reason, refused.Reason);
        Assert.NotEmpty(refused.Detail);
        Assert.NotEmpty(refused.DetailInIndonesian);
        Assert.NotEqual(refused.Detail, refused.DetailInIndonesian);
    }

    [Fact]
    public void A_calendar_too_large_to_be_meant_is_refused()
    {
        var closures = Enumerable.Repeat(new CalendarClosure(new(2026, 8, 17)), 20_001).ToList();
        var refused = Assert.Throws<CalendarRefused>(() => WorkingCalendar.Compile(NationalCalendar.Definition with { Closures = closures }));
        Assert.Equal(CalendarRefusal.CalendarTooLarge, refused.Reason);
    }

    [Theory]
    [InlineData("1969-12-31 23:59:59")]
    [InlineData("1960-06-01")]
    [InlineData("2201-01-01")]
    [InlineData("9999-12-31")]
    public void An_instant_outside_1970_to_2200_is_refused(string instant)
    {
        var calendar = At.Calendar("{ " + Week + " }");
        Assert.Equal(CalendarRefusal.DateOutOfRange, Reason(() => calendar.Due(At.Instant(instant), WorkingDuration.Parse("PT0S"))));
        Assert.Equal(CalendarRefusal.DateOutOfRange, Reason(() => calendar.Elapsed(At.Instant(instant), At.Instant("2026-01-01"))));
        Assert.Equal(CalendarRefusal.DateOutOfRange, Reason(() => calendar.Elapsed(At.Instant("2026-01-01"), At.Instant(instant))));
    }

    [Fact]
    public void An_end_before_its_beginning_is_refused_at_once()
    {
        var calendar = At.Calendar("{ " + Week + " }");
        Assert.Equal(CalendarRefusal.ToBeforeFrom, Reason(() => calendar.Elapsed(At.Instant("2026-01-02"), At.Instant("2026-01-01"))));
        Assert.Equal(CalendarRefusal.ToBeforeFrom, Reason(() => calendar.Spans(At.Instant("2026-01-02"), At.Instant("2026-01-01"))));
    }

    [Fact]
    public void A_calendar_that_closes_for_good_before_the_duration_is_used_up_is_refused()
    {
        var once = At.Calendar("{ 'timeZone': 'UTC', 'seasons': [{'from':'2026-07-06','to':'2026-07-06','hours':{'monday':[['08:00','12:00']]}}] }");
        var from = At.Instant("2026-07-01");
        Assert.Equal(At.Instant("2026-07-06 12:00"), once.Due(from, WorkingDuration.Parse("PT4H")));
        Assert.Equal(CalendarRefusal.NotEnoughWorkingTime, Reason(() => once.Due(from, WorkingDuration.Parse("PT4H0.0000001S"))));
        Assert.Equal(CalendarRefusal.NotEnoughWorkingTime, Reason(() => once.Due(from, WorkingDuration.OfWorkingDays(2))));
        Assert.Equal(
            CalendarRefusal.NotEnoughWorkingTime, Reason(() => WorkingCalendar.RoundTheClock.Due(At.Instant("2200-12-31"), WorkingDuration.Parse("PT24H"))));
    }

    [Fact]
    public void A_calendar_written_as_JSON_is_read_back_the_same()
    {
        const string json = """
            {"timeZone":"Asia/Jakarta","hours":{"monday":[["07:30","12:00"],["22:00","24:00"]],"friday":[["22:00","06:00:30.5"]],"saturday":[]},
            "seasons":[{"name":"Ramadan 1447","from":"2026-02-18","to":"2026-03-19","hours":{"monday":[["08:00","12:00"]]}}],
            "closures":[{"date":"2026-08-17","name":"Kemerdekaan"},{"date":"2026-12-24","from":"12:00","to":"24:00","name":"half day"}]}
            """;
        var definition = JsonSerializer.Deserialize<WorkingCalendarDefinition>(json)!;
        Assert.Equal(json.ReplaceLineEndings(""), JsonSerializer.Serialize(definition));
        Assert.Equal(TimeSpan.FromDays(1), definition.Closures[1].To);
        Assert.Equal(new TimeSpan(0, 6, 0, 30, 500), definition.Hours[DayOfWeek.Friday][0].To);
    }

    [Fact]
    public void A_refusal_comes_through_the_serializer_with_its_name() =>
        Assert.Equal(CalendarRefusal.UnknownField, Reason(() => JsonSerializer.Deserialize<WorkingCalendarDefinition>("""{"timeZone":"UTC","closure":[]}""")));

    private static CalendarRefusal Reason(Func<object?> question) => Assert.Throws<CalendarRefused>(question).Reason;
}
