namespace Tickets.Domain.WorkingTime;

/// <summary>
/// The working calendar of the ministry's central offices (WIB) as it is installed; administrators change it by versions, not here.
/// </summary>
/// <remarks>
/// <para>
/// Hours: Perpres 21/2023 asks for 37 h 30 min a week from 07:30, with breaks of 60 min (Fridays 90); in Ramadan 32 h 30 min from 08:00, with
/// breaks of 30 min (Fridays 60). It fixes no closing time: those here follow from its sums.
/// </para>
/// <para>
/// Closures: public holidays and collective leave (cuti bersama) of 2025 and 2026, which Pasal 6 takes out of working time. Those of 2027 are left
/// out: no joint decree has named them yet, and predictions of the lunar dates may be a day off. Until they are added, due times in 2027 are too early.
/// </para>
/// <para>Direct public-service units are exempt (Pasal 7) and need calendars of their own.</para>
/// </remarks>
public static class NationalCalendar
{
    public const string Code = "NASIONAL";

    /// <summary>The code of <see cref="WorkingCalendar.RoundTheClock"/>.</summary>
    public const string RoundTheClockCode = "24X7";

    /// <summary>The definition to install under <see cref="Code"/>.</summary>
    public static WorkingCalendarDefinition Definition { get; } = new()
    {
        TimeZone = "Asia/Jakarta",
        Hours = Week(
            mondayToThursday: [HourSpan.Between("07:30", "12:00"), HourSpan.Between("13:00", "16:00")],
            friday: [HourSpan.Between("07:30", "11:30"), HourSpan.Between("13:00", "16:30")]),
        Seasons =
        [
            Ramadan("Ramadan 1446 H", "2025-03-01", "2025-03-30"),
            Ramadan("Ramadan 1447 H", "2026-02-18", "2026-03-19"),
        ],
        Closures = HolidaysAndCollectiveLeave(),
    };

    private static CalendarSeason Ramadan(string name, string from, string to) => new(
        Dates.Read(from),
        Dates.Read(to),
        Week(
            mondayToThursday: [HourSpan.Between("08:00", "12:00"), HourSpan.Between("12:30", "15:00")],
            friday: [HourSpan.Between("08:00", "11:30"), HourSpan.Between("12:30", "15:30")]),
        name);

    private static Dictionary<DayOfWeek, IReadOnlyList<HourSpan>> Week(HourSpan[] mondayToThursday, HourSpan[] friday) => new()
    {
        [DayOfWeek.Monday] = mondayToThursday,
        [DayOfWeek.Tuesday] = mondayToThursday,
        [DayOfWeek.Wednesday] = mondayToThursday,
        [DayOfWeek.Thursday] = mondayToThursday,
        [DayOfWeek.Friday] = friday,
    };

    private static CalendarClosure[] HolidaysAndCollectiveLeave() =>
    [
        // 2025: secondary copy of the joint decree (github.com/andifahruddinakas/api-hari-libur, data/2025.json).
        On("2025-01-01", "Tahun Baru"),
        On("2025-01-27", "Isra Mikraj"),
        On("2025-01-28", "Cuti bersama Imlek"),
        On("2025-01-29", "Imlek 2576"),
        On("2025-03-28", "Cuti bersama Nyepi"),
        On("2025-03-29", "Nyepi 1947"),
        On("2025-03-31", "Idul Fitri 1446 H"),
        On("2025-04-01", "Idul Fitri 1446 H"),
        On("2025-04-02", "Cuti bersama Idul Fitri"),
        On("2025-04-03", "Cuti bersama Idul Fitri"),
        On("2025-04-04", "Cuti bersama Idul Fitri"),
        On("2025-04-07", "Cuti bersama Idul Fitri"),
        On("2025-04-18", "Wafat Yesus Kristus"),
        On("2025-04-20", "Paskah"),
        On("2025-05-01", "Hari Buruh"),
        On("2025-05-12", "Waisak 2569"),
        On("2025-05-13", "Cuti bersama Waisak"),
        On("2025-05-29", "Kenaikan Yesus Kristus"),
        On("2025-05-30", "Cuti bersama Kenaikan"),
        On("2025-06-01", "Hari Lahir Pancasila"),
        On("2025-06-06", "Idul Adha 1446 H"),
        On("2025-06-09", "Cuti bersama Idul Adha"),
        On("2025-06-27", "1 Muharam 1447 H"),
        On("2025-08-17", "Kemerdekaan RI"),
        On("2025-08-18", "Cuti bersama Kemerdekaan"),
        On("2025-09-05", "Maulid Nabi"),
        On("2025-12-25", "Natal"),
        On("2025-12-26", "Cuti bersama Natal"),

        // 2026: joint decree (SKB) 1497/2025, 2/2025, 5/2025 in copies that agree (brilio.net; disdiksmg.semarangkota.go.id).
        On("2026-01-01", "Tahun Baru"),
        On("2026-01-16", "Isra Mikraj"),
        On("2026-02-16", "Cuti bersama Imlek"),
        On("2026-02-17", "Imlek 2577"),
        On("2026-03-18", "Cuti bersama Nyepi"),
        On("2026-03-19", "Nyepi 1948"),
        On("2026-03-20", "Cuti bersama Idul Fitri"),
        On("2026-03-21", "Idul Fitri 1447 H"),
        On("2026-03-22", "Idul Fitri 1447 H"),
        On("2026-03-23", "Cuti bersama Idul Fitri"),
        On("2026-03-24", "Cuti bersama Idul Fitri"),
        On("2026-04-03", "Wafat Yesus Kristus"),
        On("2026-04-05", "Paskah"),
        On("2026-05-01", "Hari Buruh"),
        On("2026-05-14", "Kenaikan Yesus Kristus"),
        On("2026-05-15", "Cuti bersama Kenaikan"),
        On("2026-05-27", "Idul Adha 1447 H"),
        On("2026-05-28", "Cuti bersama Idul Adha"),
        On("2026-05-31", "Waisak 2570"),
        On("2026-06-01", "Hari Lahir Pancasila"),
        On("2026-06-16", "1 Muharam 1448 H"),
        On("2026-08-17", "Kemerdekaan RI"),
        On("2026-08-25", "Maulid Nabi"),
        On("2026-12-24", "Cuti bersama Natal"),
        On("2026-12-25", "Natal"),
    ];

    private static CalendarClosure On(string date, string name) => new(Dates.Read(date), Name: name);
}
