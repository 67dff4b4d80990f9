namespace Tickets.Domain.WorkingTime;

/// <summary>Why a calendar, a duration or a question was refused. The names are part of the contract: others read them.</summary>
public enum CalendarRefusal
{
    /// <summary>The text is no JSON, or no JSON object.</summary>
    NotACalendar,
    FieldMissing,
    UnknownField,
    FieldGivenTwice,
    WrongType,
    UnknownTimeZone,
    UnknownWeekday,
    BadTime,
    BadDate,
    SpanEndsBeforeItBegins,
    SpansOverlap,
    SeasonEndsBeforeItBegins,
    SeasonsOverlap,
    ClosureHalfGiven,
    ClosureEndsBeforeItBegins,
    CalendarTooLarge,
    CalendarNeverOpens,
    BadDuration,

    /// <summary>Years, months, weeks or days in a duration: on a working calendar they mean two things at once.</summary>
    DurationInCalendarUnits,
    NegativeDuration,
    DurationTooLong,

    /// <summary>A date or an instant outside the years 1970 to 2200.</summary>
    DateOutOfRange,
    ToBeforeFrom,

    /// <summary>Not ISO 8601 with an offset, or finer than a tick.</summary>
    BadInstant,

    /// <summary>The calendar opens, but not for so long before the end of the year 2200; or, where it is to be promised, not at every time to come.</summary>
    NotEnoughWorkingTime,

    /// <summary>A new version of a calendar is in another zone than the one before.</summary>
    TimeZoneChanged,

    /// <summary>The file of holidays is no iCalendar file.</summary>
    NotAnIcsFile,

    /// <summary>The file of holidays is no table with the columns date, name and kind.</summary>
    NotACsvFile,

    /// <summary>An event of an iCalendar file has a time of day; holidays are whole dates.</summary>
    EventWithTime,

    /// <summary>An event recurs otherwise than every year on the same date.</summary>
    RecurrenceNotSupported,

    /// <summary>A kind of day off that nobody knows.</summary>
    UnknownKind,
}

/// <summary>
/// A question that working time cannot answer, with its named reason and one sentence in each language.
/// </summary>
/// <remarks>
/// Example: the calendar <c>{"timeZone":"Asia/Jakarta","hours":{}}</c> is refused as <see cref="CalendarRefusal.CalendarNeverOpens"/>.
/// </remarks>
public sealed class CalendarRefused : Exception
{
    private CalendarRefused(CalendarRefusal reason, string english, string indonesian) : base(english)
    {
        Reason = reason;
        DetailInIndonesian = indonesian;
    }

    public CalendarRefusal Reason { get; }

    /// <summary>One English sentence for a person, naming the offending value.</summary>
    public string Detail => Message;

    /// <summary>The same sentence in Indonesian.</summary>
    public string DetailInIndonesian { get; }

    internal static CalendarRefused NotACalendar() => new(
        CalendarRefusal.NotACalendar,
        "A calendar is a JSON object with timeZone, hours, seasons and closures.",
        "Kalender adalah objek JSON berisi timeZone, hours, seasons, dan closures.");

    internal static CalendarRefused FieldMissing(string field) => new(
        CalendarRefusal.FieldMissing,
        $"The field {field} is missing.",
        $"Kolom {field} belum diisi.");

    internal static CalendarRefused UnknownField(string field) => new(
        CalendarRefusal.UnknownField,
        $"The field {field} is not part of a calendar.",
        $"Kolom {field} bukan bagian dari kalender.");

    internal static CalendarRefused FieldGivenTwice(string field) => new(
        CalendarRefusal.FieldGivenTwice,
        $"The field {field} is given twice.",
        $"Kolom {field} diisi dua kali.");

    internal static CalendarRefused WrongType(string field, string expected, string expectedInIndonesian) => new(
        CalendarRefusal.WrongType,
        $"The field {field} must be {expected}.",
        $"Kolom {field} harus berupa {expectedInIndonesian}.");

    internal static CalendarRefused UnknownTimeZone(string id) => new(
        CalendarRefusal.UnknownTimeZone,
        $"The time zone \"{id}\" is not in the TZDB; examples are Asia/Jakarta, Asia/Makassar and Asia/Jayapura.",
        $"Zona waktu \"{id}\" tidak ada dalam TZDB; contohnya Asia/Jakarta, Asia/Makassar, dan Asia/Jayapura.");

    internal static CalendarRefused UnknownWeekday(string name) => new(
        CalendarRefusal.UnknownWeekday,
        $"\"{name}\" is not a weekday; weekdays are monday to sunday in lower case.",
        $"\"{name}\" bukan nama hari; nama hari adalah monday sampai sunday dengan huruf kecil.");

    internal static CalendarRefused BadTime(string text) => new(
        CalendarRefusal.BadTime,
        $"\"{text}\" is not a time of day from 00:00 to 24:00.",
        $"\"{text}\" bukan jam antara 00:00 dan 24:00.");

    internal static CalendarRefused BadDate(string text) => new(
        CalendarRefusal.BadDate,
        $"\"{text}\" is not a date such as 2026-08-17.",
        $"\"{text}\" bukan tanggal seperti 2026-08-17.");

    internal static CalendarRefused BadInstant(string text) => new(
        CalendarRefusal.BadInstant,
        $"\"{text}\" is not an instant with an offset such as 2026-08-18T07:30:00+07:00; the smallest unit is 0.0000001 s.",
        $"\"{text}\" bukan saat dengan selisih zona seperti 2026-08-18T07:30:00+07:00; satuan terkecil adalah 0,0000001 detik.");

    internal static CalendarRefused SpanEndsBeforeItBegins(DayOfWeek day, HourSpan span) => new(
        CalendarRefusal.SpanEndsBeforeItBegins,
        $"The span {span} of {Weekdays.English(day)} ends before it begins, or is empty; a whole day is 00:00 to 24:00.",
        $"Rentang {span} pada hari {Weekdays.Indonesian(day)} berakhir sebelum dimulai, atau kosong; sehari penuh adalah 00:00 sampai 24:00.");

    internal static CalendarRefused SpansOverlap(DayOfWeek day, HourSpan first, HourSpan second) => new(
        CalendarRefusal.SpansOverlap,
        $"The span {first} of {Weekdays.English(day)} overlaps the span {second} that follows it.",
        $"Rentang {first} pada hari {Weekdays.Indonesian(day)} bertumpang tindih dengan rentang {second} sesudahnya.");

    internal static CalendarRefused SeasonEndsBeforeItBegins(CalendarSeason season) => new(
        CalendarRefusal.SeasonEndsBeforeItBegins,
        $"The season {season} ends before it begins.",
        $"Musim {season} berakhir sebelum dimulai.");

    internal static CalendarRefused SeasonsOverlap(CalendarSeason first, CalendarSeason second) => new(
        CalendarRefusal.SeasonsOverlap,
        $"The season {first} overlaps the season {second}.",
        $"Musim {first} bertumpang tindih dengan musim {second}.");

    internal static CalendarRefused ClosureHalfGiven(DateOnly date) => new(
        CalendarRefusal.ClosureHalfGiven,
        $"The closure of {Dates.Write(date)} needs both from and to, or neither for the whole day.",
        $"Penutupan {Dates.Write(date)} memerlukan from dan to, atau tanpa keduanya untuk sehari penuh.");

    internal static CalendarRefused ClosureEndsBeforeItBegins(DateOnly date) => new(
        CalendarRefusal.ClosureEndsBeforeItBegins,
        $"The closure of {Dates.Write(date)} ends before it begins, or is empty.",
        $"Penutupan {Dates.Write(date)} berakhir sebelum dimulai, atau kosong.");

    internal static CalendarRefused CalendarTooLarge(string what, string whatInIndonesian, int limit) => new(
        CalendarRefusal.CalendarTooLarge,
        $"A calendar has at most {limit} {what}.",
        $"Sebuah kalender paling banyak memiliki {limit} {whatInIndonesian}.");

    internal static CalendarRefused CalendarNeverOpens() => new(
        CalendarRefusal.CalendarNeverOpens,
        "The calendar never opens: it has no working time between 1970 and 2200.",
        "Kalender tidak pernah buka: tidak ada waktu kerja antara tahun 1970 dan 2200.");

    internal static CalendarRefused BadDuration(string text) => new(
        CalendarRefusal.BadDuration,
        $"\"{text}\" is not a duration such as PT4H30M or PT0.5S, nor working days such as P5WD; the smallest unit is 0.0000001 s.",
        $"\"{text}\" bukan durasi seperti PT4H30M atau PT0.5S, bukan pula hari kerja seperti P5WD; satuan terkecil adalah 0,0000001 detik.");

    internal static CalendarRefused DurationInCalendarUnits(string text) => new(
        CalendarRefusal.DurationInCalendarUnits,
        $"\"{text}\" uses years, months, weeks or days; write working days as P5WD, or hours as PT24H.",
        $"\"{text}\" memakai tahun, bulan, minggu, atau hari; tulis hari kerja sebagai P5WD, atau jam sebagai PT24H.");

    internal static CalendarRefused NegativeDuration(string text) => new(
        CalendarRefusal.NegativeDuration,
        $"The duration {text} is negative.",
        $"Durasi {text} bernilai negatif.");

    internal static CalendarRefused DurationTooLong(string text) => new(
        CalendarRefusal.DurationTooLong,
        $"The duration {text} is longer than 20 years (7305 days).",
        $"Durasi {text} lebih dari 20 tahun (7305 hari).");

    internal static CalendarRefused DateOutOfRange(string text) => new(
        CalendarRefusal.DateOutOfRange,
        $"{text} is outside the years 1970 to 2200.",
        $"{text} berada di luar tahun 1970 sampai 2200.");

    internal static CalendarRefused ToBeforeFrom(DateTimeOffset from, DateTimeOffset to) => new(
        CalendarRefusal.ToBeforeFrom,
        $"The end {to:O} lies before the beginning {from:O}.",
        $"Akhir {to:O} mendahului awal {from:O}.");

    internal static CalendarRefused NotAnIcsFile() => new(
        CalendarRefusal.NotAnIcsFile,
        "The file is not iCalendar (RFC 5545): it begins with BEGIN:VCALENDAR, ends with END:VCALENDAR, and every part that begins ends.",
        "Berkas ini bukan iCalendar (RFC 5545): dimulai dengan BEGIN:VCALENDAR, diakhiri dengan END:VCALENDAR, dan setiap bagian yang dimulai juga diakhiri.");

    internal static CalendarRefused NotACsvFile() => new(
        CalendarRefusal.NotACsvFile,
        "The file is not a table whose first line names the columns date, name and kind.",
        "Berkas ini bukan tabel dengan baris pertama berisi kolom date, name, dan kind.");

    internal static CalendarRefused EventWithTime(string value) => new(
        CalendarRefusal.EventWithTime,
        $"Holidays are whole dates; {value} has a time of day. Enter half days in the calendar itself.",
        $"Hari libur adalah tanggal penuh; {value} memuat jam. Masukkan libur setengah hari langsung dalam kalender.");

    internal static CalendarRefused RecurrenceNotSupported(string value) => new(
        CalendarRefusal.RecurrenceNotSupported,
        $"Only events that come every year on the same date can be read; this one has {value}.",
        $"Hanya acara yang berulang setiap tahun pada tanggal yang sama yang dapat dibaca; acara ini memuat {value}.");

    internal static CalendarRefused UnknownKind(string kind) => new(
        CalendarRefusal.UnknownKind,
        $"\"{kind}\" is not a kind of day off; the kinds are libur nasional and cuti bersama.",
        $"\"{kind}\" bukan jenis hari libur; jenisnya libur nasional dan cuti bersama.");

    internal static CalendarRefused TimeZoneChanged(string former, string next) => new(
        CalendarRefusal.TimeZoneChanged,
        $"This calendar is in {former}; a version in {next} would not have the same dates. Enter a calendar with a code of its own.",
        $"Kalender ini memakai {former}; versi dalam {next} tidak memiliki tanggal yang sama. Daftarkan kalender dengan kode sendiri.");

    internal static CalendarRefused NotEnoughWorkingTime(WorkingDuration duration) => new(
        CalendarRefusal.NotEnoughWorkingTime,
        $"The calendar has less than {duration} of working time left before the end of the year 2200.",
        $"Sisa waktu kerja dalam kalender kurang dari {duration} sebelum akhir tahun 2200.");

    internal static CalendarRefused ClosesForGood(WorkingDuration duration, DateOnly from) => new(
        CalendarRefusal.NotEnoughWorkingTime,
        $"From {Dates.Write(from)} on, the calendar has no time for {duration}, which is promised by it: it closes for good, or for years. Promises must be countable at any time to come.",
        $"Mulai {Dates.Write(from)} kalender tidak mempunyai waktu kerja untuk {duration} yang dijanjikan menurutnya: kalender tutup seterusnya atau bertahun-tahun. Janji harus selalu dapat dihitung pada masa mendatang.");
}
