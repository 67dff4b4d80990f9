using System.Text;
using System.Text.Json;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;

namespace Tickets.UnitTests.WorkingTime;

public sealed class ClosuresFromFiles
{
    [Fact]
    public void Dates_folded_names_and_several_days_are_read()
    {
        var read = Read(
            Ics(
                "DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270312\r\nSUMMARY:Idul Fitri\\, 1448\r\n  H\r\nBEGIN:VALARM\r\nTRIGGER:-P1D\r\nSUMMARY:Ingat\r\nEND:VALARM",
                "SUMMARY;LANGUAGE=\"id:ID\":Kemerdekaan\r\nDTSTART:20270817",
                "SUMMARY:Batal\r\nDTSTART;VALUE=DATE:20271010\r\nSTATUS:CANCELLED",
                "SUMMARY:Pekan\r\nDTSTART;VALUE=DATE:20270101\r\nDURATION:P2D"
            )
        );

        Assert.Equal(
            ["2027-01-01 Pekan", "2027-01-02 Pekan", "2027-03-10 Idul Fitri, 1448 H", "2027-03-11 Idul Fitri, 1448 H", "2027-08-17 Kemerdekaan"],
            read.Select(c => $"{c.Date:yyyy-MM-dd} {c.Name}")
        );
    }

    [Theory]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=3", new[] { 2027, 2028, 2029 })]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20311224", new[] { 2027, 2029 })]
    [InlineData("RRULE:FREQ=YEARLY;UNTIL=20281225T000000Z;BYMONTH=12;BYMONTHDAY=25", new[] { 2027, 2028 })]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20281225", new[] { 2027, 2029 })]
    public void What_comes_every_year_comes_every_year(string rule, int[] years) =>
        Assert.Equal(years, Read(Ics($"SUMMARY:Natal\r\nDTSTART;VALUE=DATE:20271225\r\n{rule}")).Select(c => c.Date.Year));

    [Fact]
    public void A_leap_day_comes_in_leap_years_and_a_rule_without_end_ends_after_ten_years()
    {
        Assert.Equal([2028, 2032], Read(Ics("SUMMARY:Kabisat\r\nDTSTART;VALUE=DATE:20280229\r\nRRULE:FREQ=YEARLY;COUNT=2")).Select(c => c.Date.Year));
        Assert.Equal(11, Read(Ics("SUMMARY:Natal\r\nDTSTART;VALUE=DATE:20271225\r\nRRULE:FREQ=YEARLY")).Count);
    }

    [Fact]
    public void A_rule_without_end_that_began_long_ago_still_holds_in_the_years_to_come()
    {
        var years = Read(Ics("SUMMARY:Kemerdekaan\r\nDTSTART;VALUE=DATE:20080817\r\nRRULE:FREQ=YEARLY")).Select(c => c.Date.Year);
        Assert.Equal(Enumerable.Range(2008, ThisYear + 10 - 2008 + 1), years);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Whoever_ends_lines_how_ever_and_folds_them_where_ever_is_read_alike(string end)
    {
        var file = Ics("SUMMARY:Cuti bersama Idul \r\n Fitri 1448 Hijri\r\n\tah\r\nDTSTART;VALUE=DATE:202703\r\n 10\r\nDTEND;VALUE=DATE:20270312\r\nX-WR-NOTE:a\r\n  b\r\n");
        var read = Read("\uFEFF" + file.ReplaceLineEndings(end));
        Assert.Equal(["2027-03-10 Cuti bersama Idul Fitri 1448 Hijriah", "2027-03-11 Cuti bersama Idul Fitri 1448 Hijriah"], read.Select(c => $"{c.Date:yyyy-MM-dd} {c.Name}"));
    }

    [Theory]
    [InlineData("Hari Café Français")]
    [InlineData("元日 Tahun Baru")]
    [InlineData("🎉 Hari Kemerdekaan 🇮🇩")]
    [InlineData("عيد الفطر")]
    public void A_line_that_was_folded_inside_a_letter_keeps_it(string name)
    {
        var bytes = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270310\r\nSUMMARY:" + name + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        var begin = bytes.AsSpan().IndexOf("SUMMARY:"u8) + "SUMMARY:".Length;
        foreach (var fold in (byte[][])["\r\n "u8.ToArray(), "\n\t"u8.ToArray()])
            for (var at = begin; at < begin + Encoding.UTF8.GetByteCount(name); at++)
                Assert.Equal(name, Assert.Single(ClosuresFromIcs.Read([.. bytes[..at], .. fold, .. bytes[at..]], ThisYear)).Name);
    }

    [Fact]
    public void A_name_that_is_too_long_is_cut_between_two_characters()
    {
        var name = new string('a', 199) + "🎉🎉";

        Assert.Equal(name[..199], Assert.Single(Read(Ics($"SUMMARY:{name}\r\nDTSTART:20270101"))).Name);
        Assert.Equal(name[..199], Assert.Single(ClosuresFromCsv.Read(Encoding.UTF8.GetBytes($"date,name\n2027-01-01,{name}\n"))).Name);
        Assert.Equal("a" + name[..199], Assert.Single(Read(Ics($"SUMMARY:a{name}\r\nDTSTART:20270101"))).Name);
    }

    [Fact]
    public void Files_in_utf_16_are_read_by_their_mark()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Assert.Equal("Tahun Baru", Assert.Single(ClosuresFromIcs.Read([.. encoding.Preamble, .. encoding.GetBytes(Ics("SUMMARY:Tahun \r\n Baru\r\nDTSTART:20270101"))], ThisYear)).Name);
            Assert.Equal("Tahun Baru", Assert.Single(ClosuresFromCsv.Read([.. encoding.Preamble, .. encoding.GetBytes("date,name\n2027-01-01,Tahun Baru\n")])).Name);
        }
    }

    [Theory]
    [InlineData("SUMMARY:Rapat\r\nDTSTART:20271225T090000Z", CalendarRefusal.EventWithTime)]
    [InlineData("SUMMARY:Rapat\r\nDTSTART;VALUE=DATE:20271225\r\nDURATION:PT4H", CalendarRefusal.EventWithTime)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:20271225\r\nRRULE:FREQ=WEEKLY;COUNT=9", CalendarRefusal.RecurrenceNotSupported)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:20271225\r\nRRULE:FREQ=YEARLY;BYDAY=1MO", CalendarRefusal.RecurrenceNotSupported)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:20271225\r\nRDATE;VALUE=DATE:20271226", CalendarRefusal.RecurrenceNotSupported)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:20271225\r\nDTEND;VALUE=DATE:20271224", CalendarRefusal.ClosureEndsBeforeItBegins)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:20271225\r\nDTEND;VALUE=DATE:20281224", CalendarRefusal.CalendarTooLarge)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:20270230", CalendarRefusal.BadDate)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:99991230\r\nDURATION:P5D", CalendarRefusal.DateOutOfRange)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:99950101\r\nRRULE:FREQ=YEARLY", CalendarRefusal.DateOutOfRange)]
    [InlineData("SUMMARY:x\r\nDTSTART;VALUE=DATE:00010101\r\nRRULE:FREQ=YEARLY", CalendarRefusal.DateOutOfRange)]
    [InlineData("SUMMARY:x", CalendarRefusal.FieldMissing)]
    [InlineData("DTSTART;VALUE=DATE:20270220", CalendarRefusal.FieldMissing)]
    [InlineData("nonsense", CalendarRefusal.NotAnIcsFile)]
    public void What_would_close_other_dates_than_it_says_is_refused_by_name(string entry, CalendarRefusal reason) =>
        Assert.Equal(reason, Assert.Throws<CalendarRefused>(() => Read(Ics(entry))).Reason);

    [Theory]
    [InlineData("")]
    [InlineData("date,name,kind\n2027-01-01,Tahun Baru,")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:20270101\r\n")]
    [InlineData("BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:20270101\r\nEND:VEVENT\r\n")]
    public void What_is_no_calendar_file_is_refused(string text) => Assert.Equal(CalendarRefusal.NotAnIcsFile, Assert.Throws<CalendarRefused>(() => Read(text)).Reason);

    [Theory]
    [InlineData("date,name,kind\n2027-01-01,Tahun Baru,libur nasional\n2027-03-09,Idul Fitri,cuti bersama\n")]
    [InlineData("date,name,kind\r\n2027-01-01,Tahun Baru,\r\n,,\r\n\r\n2027-03-09,Idul Fitri,cuti bersama\r\n , ,\r\n")]
    [InlineData("\uFEFFName;Date;Kind\r\n\"Tahun Baru\";2027-01-01;national\r\nCuti bersama Idul Fitri;2027-03-09;collective-leave\r\n")]
    public void A_table_is_read_whoever_wrote_it(string text) =>
        Assert.Equal(["2027-01-01 Tahun Baru", "2027-03-09 Cuti bersama Idul Fitri"], ClosuresFromCsv.Read(Encoding.UTF8.GetBytes(text)).Select(c => $"{c.Date:yyyy-MM-dd} {c.Name}"));

    [Theory]
    [InlineData("", CalendarRefusal.NotACsvFile)]
    [InlineData("tanggal,nama\n2027-01-01,x", CalendarRefusal.NotACsvFile)]
    [InlineData("date,name,kind\n01/02/2027,x,", CalendarRefusal.BadDate)]
    [InlineData("date,name,kind\n2027-01-01,,", CalendarRefusal.FieldMissing)]
    [InlineData("date,name,kind\n2027-01-01,x,libur sekolah", CalendarRefusal.UnknownKind)]
    public void A_table_that_cannot_be_meant_is_refused_by_name(string text, CalendarRefusal reason) =>
        Assert.Equal(reason, Assert.Throws<CalendarRefused>(() => ClosuresFromCsv.Read(Encoding.UTF8.GetBytes(text))).Reason);

    [FactWhenSharedData]
    public void The_seeded_holidays_are_those_of_the_decrees()
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.Root!, "holidays.json")));
        string[] decreed =
        [
            .. from year in (string[])["2025", "2026"]
            from day in reference.RootElement.GetProperty(year).GetProperty("days").EnumerateArray()
            orderby day.GetProperty("date").GetString()
            select day.GetProperty("date").GetString()!,
        ];

        Assert.Equal(decreed.Distinct(), NationalCalendar.Definition.Closures.Select(c => c.Date.ToString("yyyy-MM-dd", null)).Order(StringComparer.Ordinal));
    }

    private const int ThisYear = 2026;

    private static IReadOnlyList<CalendarClosure> Read(string text) => ClosuresFromIcs.Read(Encoding.UTF8.GetBytes(text), ThisYear);

    private static string Ics(params string[] events) =>
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//uji//ID\r\n" + string.Concat(events.Select(e => $"BEGIN:VEVENT\r\n{e}\r\nEND:VEVENT\r\n")) + "END:VCALENDAR\r\n";
}
