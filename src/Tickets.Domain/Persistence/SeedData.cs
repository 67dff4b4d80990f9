using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.WorkingTime;
using Tickets.Domain.Platforms;
using Tickets.Domain.Words;

namespace Tickets.Domain.Persistence;

/// <summary>
/// What a new database begins with. All of it is data that an administrator may change; nothing is written over what stands already.
/// Sources: organisation by Perpres 110/2021 and Permensos 1/2022; working hours by Perpres 21/2023; public holidays and collective leave of 2025 and
/// 2026 by the joint ministerial decrees. What no document confirms is marked as believed.
/// </summary>
public static class SeedData
{
    private static readonly DateTimeOffset Beginning = new(2025, 1, 1, 0, 0, 0, Sentences.Wib);

    /// <summary>Units, each with the unit above it.</summary>
    public static IReadOnlyList<Directorate> Directorates =>
    [
        new("JAMSOS", "Direktorat Jaminan Sosial", "Ditjen Perlindungan dan Jaminan Sosial", believed: true),
        new("SEMBAKO", "Pelaksana Program Sembako", "Ditjen Pemberdayaan Sosial", believed: true),
        new("DISABILITAS", "Direktorat Rehabilitasi Sosial Penyandang Disabilitas", "Ditjen Rehabilitasi Sosial", believed: false),
        new("LANSIA", "Direktorat Rehabilitasi Sosial Lanjut Usia", "Ditjen Rehabilitasi Sosial", believed: false),
        new("ANAK", "Direktorat Rehabilitasi Sosial Anak", "Ditjen Rehabilitasi Sosial", believed: false),
        new("KORBAN-BENCANA", "Direktorat Perlindungan Sosial Korban Bencana", "Ditjen Perlindungan dan Jaminan Sosial", believed: true),
        new("TUNA-SOSIAL", "Direktorat Rehabilitasi Sosial Tuna Sosial dan Korban Perdagangan Orang", "Ditjen Rehabilitasi Sosial", believed: true),
        new("PEMBERDAYAAN", "Ditjen Pemberdayaan Sosial", null, believed: false),
        new("PUSDATIN", "Pusat Data dan Informasi Kesejahteraan Sosial", "Sekretariat Jenderal", believed: true),
        new("SEKOLAH-RAKYAT", "Satuan tugas Sekolah Rakyat", null, believed: true),
        new("ITJEN", "Inspektorat Jenderal", null, believed: false),
        new("HUMAS", "Biro Hubungan Masyarakat", "Sekretariat Jenderal", believed: false),
    ];

    /// <summary>What tickets can be about.</summary>
    public static IReadOnlyList<Topic> TopicList =>
    [
        new(Topics.Pkh, "Program Keluarga Harapan", "Family Hope Programme (PKH)"),
        new(Topics.Sembako, "Bantuan sembako / BPNT", "Food aid (Sembako)"),
        new(Topics.PbiJk, "PBI-JK dan BPJS Kesehatan", "State-paid health insurance (PBI-JK)"),
        new(Topics.Dtsen, "DTSEN, Cek Bansos, usul dan sanggah", "Social data (DTSEN), Cek Bansos, proposals and objections"),
        new(Topics.Disability, "Penyandang disabilitas", "People with disabilities"),
        new(Topics.Elderly, "Lanjut usia", "Elderly people"),
        new(Topics.Child, "Anak dan yatim piatu", "Children and orphans"),
        new(Topics.Disaster, "Korban bencana", "Victims of disasters"),
        new(Topics.Empowerment, "Pemberdayaan ekonomi", "Economic empowerment"),
        new(Topics.SocialRehabilitation, "Rehabilitasi sosial", "Social rehabilitation"),
        new(Topics.Corruption, "Penyelewengan bantuan", "Misuse of aid"),
        new(Topics.SekolahRakyat, "Sekolah Rakyat", "Sekolah Rakyat"),
        new(Topics.OtherAgency, "Kewenangan instansi lain", "Another agency's matter"),
        new(Topics.Unclear, "Belum jelas", "Not clear yet"),
    ];

    /// <summary>Programmes of aid and their topics.</summary>
    public static IReadOnlyList<Programme> Programmes =>
    [
        new("PKH", "Program Keluarga Harapan", Topics.Pkh, believed: false),
        new("SEMBAKO", "Program Sembako (BPNT)", Topics.Sembako, believed: false),
        new("PBI-JK", "Penerima Bantuan Iuran Jaminan Kesehatan", Topics.PbiJk, believed: false),
        new("ATENSI", "Asistensi Rehabilitasi Sosial", Topics.SocialRehabilitation, believed: true),
        new("YAPI", "Bantuan anak yatim piatu", Topics.Child, believed: false),
        new("PENA", "Pahlawan Ekonomi Nusantara", Topics.Empowerment, believed: true),
        new("KUBE", "Kelompok Usaha Bersama", Topics.Empowerment, believed: true),
        new("SEKOLAH-RAKYAT", "Sekolah Rakyat", Topics.SekolahRakyat, believed: true),
    ];

    /// <summary>By topic; what no rule names goes to public relations.</summary>
    public static IReadOnlyList<RoutingRule> RoutingRules =>
    [
        new(100, Topics.Pkh, null, "JAMSOS", "SK 101/HUK/2022 membagi PKH ke tiga direktorat jenderal menurut keluarga; JAMSOS meneruskan yang bukan bagiannya"),
        new(100, Topics.Sembako, null, "SEMBAKO", null),
        new(100, Topics.PbiJk, null, "PUSDATIN", null),
        new(100, Topics.Dtsen, null, "PUSDATIN", null),
        new(100, Topics.Disability, null, "DISABILITAS", null),
        new(100, Topics.Elderly, null, "LANSIA", null),
        new(100, Topics.Child, null, "ANAK", null),
        new(100, Topics.Disaster, null, "KORBAN-BENCANA", null),
        new(100, Topics.Empowerment, null, "PEMBERDAYAAN", null),
        new(100, Topics.SocialRehabilitation, null, "TUNA-SOSIAL", null),
        new(100, Topics.Corruption, null, "ITJEN", null),
        new(100, Topics.SekolahRakyat, null, "SEKOLAH-RAKYAT", null),
        new(1000, null, null, "HUMAS", "Yang belum jelas, dan yang menjadi kewenangan instansi lain"),
    ];

    /// <summary>
    /// The promises. Of SP4N-LAPOR: verification in three days (triage), follow-up in five, and 5, 14 and 60 working days by the class of the matter, as the
    /// service standards of ministries and provinces say. The rest is believed to be sensible, and marked so; urgent tickets are counted round the clock.
    /// </summary>
    public static IReadOnlyList<SlaPolicy> Policies =>
    [
        new("normal", 1, "Biasa", Beginning, Promises("P5WD", custody: "P3WD"), ladder: Ladder),
        new(
            "urgent",
            1,
            "Mendesak",
            Beginning,
            [
                new(ClockKind.Triage, "PT1H", "24X7", Believed: true),
                new(ClockKind.FirstResponse, "PT1H", "24X7", Believed: true),
                new(ClockKind.NextResponse, "PT2H", "24X7", Believed: true),
                new(ClockKind.Resolution, "PT24H", "24X7", Believed: true),
                new(ClockKind.Custody, "PT12H", "24X7", Believed: true),
            ],
            priority: Priority.Urgent,
            ladder: UrgentLadder
        ),
        new("sp4n-normative", 1, "SP4N: normatif", Beginning, Promises("P5WD", custody: "P3WD"), sp4nClass: Sp4nClass.Normative, ladder: Ladder),
        new("sp4n-non-supervisory", 1, "SP4N: tidak berkadar pengawasan", Beginning, Promises("P14WD", custody: "P10WD"), sp4nClass: Sp4nClass.NonSupervisory, ladder: Ladder),
        new("sp4n-supervisory", 1, "SP4N: berkadar pengawasan", Beginning, Promises("P60WD", custody: "P40WD"), sp4nClass: Sp4nClass.Supervisory, ladder: Ladder),
    ];

    /// <summary>The usual ladder: the officer at half the time, then a rung up each; two working days after a breach nobody mends, the Inspectorate General.</summary>
    public static IReadOnlyList<Rung> Ladder =>
    [
        new("50%", Recipient.Officer),
        new("80%", Recipient.Supervisor),
        new("breach", Recipient.Director),
        new("breach+PT15H", Recipient.Inspectorate),
    ];

    // Round the clock a night is no pause.
    private static IReadOnlyList<Rung> UrgentLadder =>
    [
        new("50%", Recipient.Officer),
        new("80%", Recipient.Supervisor),
        new("breach", Recipient.Director),
        new("breach+PT4H", Recipient.Inspectorate),
    ];

    private static IReadOnlyList<SlaTarget> Promises(string resolution, string custody) =>
    [
        new(ClockKind.Triage, "P3WD", "NASIONAL"),
        new(ClockKind.FirstResponse, "P1WD", "NASIONAL", Believed: true),
        new(ClockKind.NextResponse, "P1WD", "NASIONAL", Believed: true),
        new(ClockKind.Resolution, resolution, "NASIONAL"),
        new(ClockKind.Custody, custody, "NASIONAL", Believed: true),
    ];

    /// <summary>
    /// Words are kept for two years after a ticket's end and raw deliveries for three months, which is believed to be sensible; what its writer took away is hidden
    /// at once.
    /// </summary>
    public static RetentionRules Retention => new(closedMonths: 24, removedDays: 0, deliveryDays: 90);

    /// <summary>Writes what is missing. Two processes that start at once do it one after the other, by the callers' lock.</summary>
    public static async Task Plant(TicketsDb db, CancellationToken cancellation)
    {
        if (!await db.Directorates.AnyAsync(cancellation))
            db.AddRange(Directorates);
        if (!await db.Topics.AnyAsync(cancellation))
            db.AddRange(TopicList);
        if (!await db.Programmes.AnyAsync(cancellation))
            db.AddRange(Programmes);
        if (!await db.RoutingRules.AnyAsync(cancellation))
            db.AddRange(RoutingRules);
        if (!await db.SlaPolicies.AnyAsync(cancellation))
            db.AddRange(Policies);
        if (!await db.Calendars.AnyAsync(cancellation))
        {
            db.Add(new CalendarVersion(NationalCalendar.Code, 1, "Kalender kerja nasional (WIB)", Beginning, JsonSerializer.Serialize(NationalCalendar.Definition)));
            db.Add(new CalendarVersion(NationalCalendar.RoundTheClockCode, 1, "Sepanjang waktu", Beginning, JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition)));
        }

        if (!await db.RetentionRules.AnyAsync(cancellation))
            db.Add(Retention);

        foreach (var platform in Enum.GetValues<Platform>())
            if (!await db.Channels.AnyAsync(c => c.Platform == platform, cancellation))
                db.Add(new Channel(platform));
        await db.SaveChangesAsync(cancellation);
    }
}
