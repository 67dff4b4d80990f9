using System.Reflection;
using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Reporting;
using Tickets.Domain.Words;

namespace Tickets.UnitTests.Reporting;

public sealed class ReportShapeTests
{
    [Theory]
    [InlineData(null, ReportFormat.Json)]
    [InlineData("json", ReportFormat.Json)]
    [InlineData("CSV", ReportFormat.Csv)]
    [InlineData("xlsx", ReportFormat.Xlsx)]
    public void Formats_are_known_by_name(string? name, ReportFormat format) => Assert.Equal(format, ReportFormats.Parse(name));

    [Fact]
    public void Other_formats_are_refused_by_what_there_is()
    {
        var refused = Assert.Throws<RefusedException>(() => ReportFormats.Parse("pdf"));
        Assert.Equal((Refusal.Invalid, "report.format"), (refused.Refusal, refused.Facts["detail"]));
        Assert.All(Sentences.Languages, l => Assert.Contains("xlsx", Sentences.Say(l, "report.format", refused.Facts), StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_are_known_by_name_one_or_two_of_them()
    {
        Assert.Empty(ReportGroups.Parse(null));
        Assert.Equal([ReportGroup.Month, ReportGroup.Directorate], ReportGroups.Parse("month, Directorate"));
        Assert.Equal(["directorate", "topic", "platform", "officer", "priority", "month", "province"], ReportGroups.Names);
    }

    [Theory]
    [InlineData("weather")]
    [InlineData("topic,")]
    [InlineData("topic,topic")]
    [InlineData("topic,month,officer")]
    public void Other_groups_are_refused_and_the_known_ones_named(string text)
    {
        var refused = Assert.Throws<RefusedException>(() => ReportGroups.Parse(text));
        Assert.Equal((Refusal.Invalid, "report.groupBy"), (refused.Refusal, refused.Facts["detail"]));
        Assert.Contains("directorate, topic", Sentences.Say("en", "report.groupBy", refused.Facts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 2, 3)]
    [InlineData(10, 5, 9)]
    [InlineData(11, 6, 10)]
    [InlineData(100, 50, 90)]
    public void Percentiles_by_nearest_rank_of_one_to_n_hours_are_the_ranks_themselves(int n, int median, int p90)
    {
        var tally = new PromiseTally();
        foreach (var hours in Enumerable.Range(1, n).Reverse())
            tally.Count(Met(TimeSpan.FromHours(hours)), DateTimeOffset.UnixEpoch);
        Assert.Equal((median, p90), (tally.HoursAt(50), tally.HoursAt(90)));
    }

    [Fact]
    public void Both_reports_have_the_same_columns_as_csv_and_as_json()
    {
        Assert.Equal(NamesOf(typeof(CaseRow)), ReportRows.CaseColumns);
        Assert.Equal(["scope", "from", "to", .. ReportGroups.Names.SkipLast(1), .. NamesOf(typeof(SlaFigures)).Skip(1), "province"], ReportRows.StatisticsColumns);
    }

    [Theory]
    [InlineData(ClockKind.Resolution)]
    [InlineData(ClockKind.Custody)]
    public void A_promise_is_broken_one_instant_after_its_due_time_unless_it_was_met_paused_or_fell_away_by_then(ClockKind kind)
    {
        var due = DateTimeOffset.UnixEpoch.AddDays(1);
        var running = new ClockFacts(kind, 1, DateTimeOffset.UnixEpoch, due, null, null, null, null, null);
        Assert.Null(running.BrokenBy(due));
        Assert.Equal(due, running.BrokenBy(due.AddTicks(1)));
        Assert.Null((running with { MetAt = due }).BrokenBy(due.AddYears(1)));
        Assert.Null((running with { StoppedAt = due }).BrokenBy(due.AddYears(1)));
        Assert.Null((running with { PausedSince = due }).BrokenBy(due.AddYears(1)));
        Assert.Equal(due, (running with { MetAt = due.AddTicks(1) }).BrokenBy(due.AddYears(1)));
        Assert.Equal(due, (running with { PausedSince = due.AddTicks(1) }).BrokenBy(due.AddYears(1)));
    }

    private static ClockFacts Met(TimeSpan used) =>
        new(ClockKind.FirstResponse, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + used, null, null, null, used);

    private static IEnumerable<string> NamesOf(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
}
