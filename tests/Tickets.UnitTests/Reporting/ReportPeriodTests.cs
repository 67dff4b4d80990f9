using Tickets.Domain;
using Tickets.Domain.Reporting;
using Tickets.Domain.Words;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests.Reporting;

public sealed class ReportPeriodTests
{
    private static readonly DateTimeOffset Now = Wib.At("2026-11-20 10:00").ToUniversalTime();

    [Theory]
    [InlineData("2026-11-01", "2026-11-01 00:00")]
    [InlineData("2026-11-01T08:30Z", "2026-11-01 15:30")]
    [InlineData("2026-11-01T08:30:15.5+07:00", "2026-11-01 08:30:15.5")]
    // The plus sign of an address that was not escaped.
    [InlineData("2026-11-01T08:30:00 08:00", "2026-11-01 07:30")]
    public void Dates_are_midnights_of_Jakarta_and_instants_are_what_they_say(string written, string wib) => Assert.Equal(Wib.At(wib), ReportPeriod.Of(written, null, Now).From);

    [Fact]
    public void It_ends_now_and_begins_thirty_days_before_its_end_unless_told()
    {
        Assert.Equal(new ReportPeriod(Now.AddDays(-30), Now), ReportPeriod.Of(null, "", Now));
        Assert.Equal(new ReportPeriod(Wib.At("2026-01-30 00:00"), Wib.At("2026-03-01 00:00")), ReportPeriod.Of(null, "2026-03-01", Now));
    }

    [Theory]
    [InlineData("2026-11-02", "2026-11-01", "report.backwards")]
    [InlineData("2026-12-01", null, "report.backwards")]
    [InlineData("2021-11-19", "2026-11-20", "report.tooLong")]
    [InlineData("0001-01-01", null, "report.unreadable")]
    [InlineData("9999-12-31", null, "report.unreadable")]
    [InlineData("2026-02-30", null, "report.unreadable")]
    [InlineData("01/11/2026", null, "report.unreadable")]
    [InlineData("2026-11-01T08:30:00", null, "report.unreadable")]
    [InlineData(null, "tomorrow", "report.unreadable")]
    public void What_is_backwards_too_long_or_nonsense_is_refused_in_both_languages(string? from, string? to, string sentence)
    {
        var refused = Assert.Throws<RefusedException>(() => ReportPeriod.Of(from, to, Now));
        Assert.Equal((Refusal.Invalid, sentence), (refused.Refusal, refused.Facts["detail"]));
        foreach (var language in Sentences.Languages)
        {
            var said = Sentences.Say(language, sentence, refused.Facts);
            Assert.NotEqual(sentence, said);
            Assert.DoesNotContain("{", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Exactly_five_years_and_no_time_at_all_are_periods() =>
        Assert.All([ReportPeriod.Of("2021-11-20", "2026-11-20", Now), ReportPeriod.Of("2026-11-20", "2026-11-20", Now)], Assert.NotNull);

    [Fact]
    public void Its_months_are_those_of_Jakarta_cut_at_both_ends()
    {
        var months = ReportPeriod.Of("2026-10-31T20:00:00Z", "2027-01-01T00:00:00+07:00", Now).Months();
        Assert.Equal(["2026-11", "2026-12"], months.Select(m => ReportPeriod.MonthOf(m.From)));
        Assert.Equal([Wib.At("2026-12-01 00:00"), Wib.At("2027-01-01 00:00")], ReportPeriod.Of("2026-11-01", "2027-01-01", Now).Months().Select(m => m.To));
        Assert.Empty(ReportPeriod.Of("2026-11-20", "2026-11-20", Now).Months());
    }
}
