using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Words;

namespace Tickets.UnitTests.Words;

public sealed class HistoryTests
{
    [Fact]
    public void Instants_and_clocks_are_told_as_people_say_them() =>
        Assert.Equal(
            "Lewat tenggat penyelesaian: Sel, 24 Nov 2026 15.20 WIB.",
            Say(new SlaBreached("KMS-2026-000001", ClockKind.Resolution, 1, new(2026, 11, 24, 8, 20, 0, TimeSpan.Zero)), "id")
        );

    [Fact]
    public void A_setting_is_told_with_what_it_says_now() =>
        Assert.Equal("Setting User budi: changed (officer @ JAMSOS).", Say(new SettingChanged("user", "budi", "changed", "officer @ JAMSOS"), "en"));

    [Theory]
    [InlineData("calendar", "NASIONAL@2", "SKB 3 Menteri", "Pengaturan Kalender kerja Kalender nasional, versi 2: diubah (SKB 3 Menteri).")]
    [InlineData("template", "ack.public/id", "pkh", "Pengaturan Templat Tanda terima, publik (Indonesia): diubah (pkh).")]
    [InlineData("routing-rule", "12", "100: pkh, * → JAMSOS", "Pengaturan Aturan perutean 12: diubah (100: Program Keluarga Harapan, semua → Direktorat Jaminan Sosial).")]
    [InlineData("user", "budi", "officer, supervisor @ JAMSOS, off duty", "Pengaturan Pengguna Budi Santoso: diubah (petugas, penyelia @ Direktorat Jaminan Sosial, tidak bertugas).")]
    [InlineData("user", "budi", "absent 2026-11-24T01:00Z–, sri", "Pengaturan Pengguna Budi Santoso: diubah (tidak hadir Sel, 24 Nov 2026 08.00 WIB–, sri).")]
    [InlineData("saved-reply", "pkh", null, "Pengaturan Balasan tersimpan pkh: diubah.")]
    [InlineData("audit", "audit", "Settings", "Pengaturan Log audit: diubah (Pengaturan dan akses).")]
    public void What_has_a_code_is_called_by_its_name(string what, string key, string? detail, string told)
    {
        var names = new Dictionary<string, string> { ["pkh"] = "Program Keluarga Harapan", ["JAMSOS"] = "Direktorat Jaminan Sosial", ["budi"] = "Budi Santoso", ["calendar/NASIONAL"] = "Kalender nasional" };
        Assert.Equal(told, Say(new SettingChanged(what, key, "changed", detail), "id", names));
    }

    [Fact]
    public void A_classification_says_what_changed_and_what_it_was_before() =>
        Assert.Equal(
            "Klasifikasi: topik Program Keluarga Harapan, semula sembako; prioritas biasa; kelas SP4N normatif, semula belum ditentukan.",
            Say(
                new TicketClassified("KMS-2026-000001", "pkh", Priority.Normal, Sp4nClass.Normative, "sembako", Priority.Normal, null, new(2026, 11, 24, 8, 20, 0, TimeSpan.Zero)),
                "id",
                new Dictionary<string, string> { ["pkh"] = "Program Keluarga Harapan" }
            )
        );

    [Theory]
    [InlineData("50%", "Jenjang 50 % untuk penyelesaian tercapai; diberitahukan kepada direktur.")]
    [InlineData("breach", "Jenjang lewat tenggat untuk penyelesaian tercapai; diberitahukan kepada direktur.")]
    [InlineData("breach+PT15H", "Jenjang 15 jam kerja sesudah tenggat untuk penyelesaian tercapai; diberitahukan kepada direktur.")]
    [InlineData("breach+P2WD", "Jenjang 2 hari kerja sesudah tenggat untuk penyelesaian tercapai; diberitahukan kepada direktur.")]
    public void A_rung_is_told_as_people_say_it(string rung, string told) =>
        Assert.Equal(told, Say(new TicketEscalated("KMS-2026-000001", ClockKind.Resolution, 1, "JAMSOS", "director", new(2026, 11, 24, 8, 20, 0, TimeSpan.Zero), rung), "id"));

    [Fact]
    public void A_calendar_that_ran_out_is_told_by_its_name_and_by_that_of_the_one_that_counts() =>
        Assert.Equal(
            "Kalender Satuan tugas, versi 1 tidak lagi mempunyai waktu kerja untuk penyelesaian; tenggat dihitung menurut Kalender nasional, versi 2: Sel, 24 Nov 2026 15.20 WIB.",
            Say(
                new CalendarRanOut("KMS-2026-000001", ClockKind.Resolution, 1, "SATGAS@1", "NASIONAL@2", new(2026, 11, 24, 8, 20, 0, TimeSpan.Zero), new(2026, 11, 20, 8, 20, 0, TimeSpan.Zero)),
                "id",
                new Dictionary<string, string> { ["calendar/SATGAS"] = "Satuan tugas", ["calendar/NASIONAL"] = "Kalender nasional" }
            )
        );

    [Theory]
    [InlineData("template", "templat")]
    [InlineData("pointer", "petunjuk di tempat umum")]
    [InlineData("citizen", "menunggu warga menulis lagi")]
    public void Each_way_that_words_may_take_instead_is_told_in_words(string way, string told) =>
        Assert.Contains($"({told})", Say(new OtherWayTaken("ack:KMS-2026-000001", "ack:KMS-2026-000001>template", way, "WindowClosed"), "id"), StringComparison.Ordinal);

    [Fact]
    public void What_has_no_value_is_a_dash() => Assert.Equal("Officer: –.", Say(new TicketAssigned("KMS-2026-000001", null), "en"));

    [Fact]
    public void An_event_of_a_newer_version_is_told_by_its_name() => Assert.Equal("TicketSang", History.Say("TicketSang", "{}", "id"));

    [Fact]
    public void Every_event_has_its_words_in_both_languages()
    {
        foreach (var language in Sentences.Languages)
            Assert.All(TicketEventNames.All, e => Assert.NotNull(Sentences.Find(language, "history." + e.Name)));
    }

    [Fact]
    public void Both_languages_say_the_same_things() => Assert.Equal(Sentences.Keys("id").Order(), Sentences.Keys("en").Order());

    [Fact]
    public void Every_refusal_has_a_title_and_a_detail_in_both_languages()
    {
        foreach (var language in Sentences.Languages)
            Assert.All(Enum.GetNames<Refusal>(), name => Assert.Equal(2, Sentences.Find(language, "refusal." + name)?.Split('|').Length));
    }

    private static string Say(TicketEvent what, string language, IReadOnlyDictionary<string, string>? names = null) =>
        History.Say(what.GetType().Name, JsonSerializer.Serialize(what, what.GetType(), TicketEventNames.Json), language, names);
}
