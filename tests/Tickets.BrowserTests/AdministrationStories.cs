using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>What administrators decide: calendars, words, how long things are kept; and how they hear of what broke.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class AdministrationStories(TheStaffApp app)
{
    [FactWhenChromium]
    public async Task A_holiday_is_tried_on_the_running_tickets_and_then_decreed()
    {
        var page = await app.As("demo-dewi");
        await page.GotoAsync("/administrasi/kalender");
        await page.Locator(".year").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ubah kalender" }).ClickAsync();
        var draft = page.GetByRole(AriaRole.Region, new() { Name = "Rancangan perubahan" });
        await Expect(draft).ToContainTextAsync("Belum ada yang diubah");
        await Expect(draft.GetByRole(AriaRole.Button, new() { Name = "Tetapkan" })).ToBeDisabledAsync();

        await page.GetByLabel("Jam kerja Sabtu").FillAsync("pagi");
        await Expect(draft).ToContainTextAsync("Jam ini belum dapat dibaca: Sabtu");
        await page.GetByLabel("Jam kerja Sabtu").FillAsync("");

        await Close(page, "2030-12-30", "Cuti bersama uji");
        await Expect(draft).ToContainTextAsync("1 perubahan");
        await draft.GetByLabel("Dasar").FillAsync("SKB uji");
        await draft.GetByRole(AriaRole.Button, new() { Name = "Lihat akibatnya" }).ClickAsync();
        await Expect(draft).ToContainTextAsync("tiket bergeser");
        await draft.GetByRole(AriaRole.Button, new() { Name = "Tetapkan" }).ClickAsync();
        await Expect(draft).ToHaveCountAsync(0);

        var versions = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Versi" }) });
        await Expect(versions.Locator("tr", new() { HasText = "SKB uji" })).ToContainTextAsync("Selesai", new() { Timeout = 30_000 });
        Assert.Contains("Cuti bersama uji", (await app.Product.Api.Get("api/v1/calendars/NASIONAL")).Json["definition"]!.ToJsonString(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_promise_is_made_in_days_and_hours_and_its_ladder_is_a_line_of_time()
    {
        var page = await app.As("demo-dewi");
        await page.GotoAsync("/administrasi/kebijakan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tambah" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Kode").FillAsync("uji-formulir");
        await dialog.GetByLabel("Nama").FillAsync("Uji formulir");
        await Choose("Platform", "YouTube");
        await dialog.GetByLabel("Penyelesaian", new() { Exact = true }).FillAsync("7");
        await dialog.GetByLabel("Tanggapan pertama", new() { Exact = true }).FillAsync("4");
        await Choose("Satuan Tanggapan pertama", "jam");

        // Half of the time, four fifths, the due time, two working days after it.
        var rungs = dialog.Locator(".timeline li");
        await Expect(rungs).ToContainTextAsync(["50 %", "80 %", "lewat tenggat", "15 jam sesudahnya"]);
        await dialog.GetByLabel("Jenjang 4: berapa lama sesudahnya", new() { Exact = true }).FillAsync("3");
        await Choose("Satuan Jenjang 4: berapa lama sesudahnya", "hari kerja");
        await Expect(rungs.Last).ToContainTextAsync("3 hari sesudahnya");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan" }).ClickAsync();

        var row = page.Locator("tr", new() { HasText = "Uji formulir" });
        await Expect(row).ToContainTextAsync("7 hari penyelesaian");
        await Expect(row.Locator(".timeline li")).ToHaveCountAsync(4);
        var kept = (await app.Product.Api.All("api/v1/sla-policies")).Single(p => (string?)p["code"] == "uji-formulir");
        Assert.Equal(["PT4H", "P7WD"], kept["targets"]!.AsArray().Select(t => (string?)t!["duration"]));
        Assert.Equal("breach+P3WD", (string?)kept["ladder"]![3]!["at"]);

        await page.GotoAsync("/administrasi/kalender");
        await page.GetByLabel("Durasi", new() { Exact = true }).FillAsync("2");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "2 hari kerja dari saat itu jatuh pada" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();

        async Task Choose(string what, string value)
        {
            await page.GetByRole(AriaRole.Combobox, new() { Name = what, Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Option, new() { Name = value, Exact = true }).ClickAsync();
        }
    }

    [FactWhenChromium]
    public async Task Two_administrators_at_once_overwrite_nothing_unseen()
    {
        var api = app.Product.Api;
        await api.Post("api/v1/directorates", new { code = "UJI-BERDUA", name = "Unit uji" });
        var page = await app.As("demo-dewi");
        await page.GotoAsync("/administrasi/organisasi");
        await page.GetByRole(AriaRole.Button, new() { Name = "UJI-BERDUA" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var name = dialog.GetByLabel("Nama");
        await name.FillAsync("Nama dari Dewi");
        await api.Put("api/v1/directorates/UJI-BERDUA", new { name = "Nama dari yang lain" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true }).ClickAsync();

        var told = dialog.GetByRole(AriaRole.Alert);
        await Expect(told).ToContainTextAsync("Orang lain menyimpan lebih dulu");
        await Expect(told.Locator("tbody tr")).ToContainTextAsync(["Nama dari yang lainNama dari Dewi"]);
        await Expect(name).ToHaveValueAsync("Nama dari Dewi");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true })).ToBeDisabledAsync();
        await told.GetByRole(AriaRole.Button, new() { Name = "Tetap pakai isian saya" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal("Nama dari Dewi", (string?)(await api.Get("api/v1/directorates/UJI-BERDUA")).Json["name"]);

        // A reply that another one mends meanwhile, and an absence that another one arranges.
        await api.Put("api/v1/saved-replies/uji-berdua", new { title = "Balasan uji", text = "Dari semula" });
        await page.GotoAsync("/administrasi/balasan");
        await page.GetByRole(AriaRole.Button, new() { Name = "/uji-berdua" }).ClickAsync();
        await dialog.GetByLabel("Teks").FillAsync("Dari Dewi");
        await api.Put("api/v1/saved-replies/uji-berdua", new { title = "Balasan uji", text = "Dari yang lain" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true }).ClickAsync();
        await Expect(told).ToContainTextAsync("Dari yang lain");
        await told.GetByRole(AriaRole.Button, new() { Name = "Pakai yang tersimpan" }).ClickAsync();
        await Expect(dialog.GetByLabel("Teks")).ToHaveValueAsync("Dari yang lain");
        await page.Keyboard.PressAsync("Escape");

        await api.Post("api/v1/users", new { login = "uji-berdua", name = "Petugas Berdua", roles = new[] { "officer" }, directorate = "UJI-BERDUA", onDuty = false });
        await page.GotoAsync("/administrasi/pengguna");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Petugas Berdua" }).GetByRole(AriaRole.Button, new() { Name = "Ketidakhadiran" }).ClickAsync();
        await api.Put("api/v1/users/uji-berdua/absence", new { from = "2031-03-03T01:00:00Z", until = "2031-03-07T09:00:00Z" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true }).ClickAsync();
        await Expect(told).ToContainTextAsync("7 Mar 2031");
        await told.GetByRole(AriaRole.Button, new() { Name = "Tetap pakai isian saya" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        // A decree that comes while another one is drafted: both are kept.
        var national = (await api.Get("api/v1/calendars/NASIONAL")).Json;
        await api.Post("api/v1/calendars", new { code = "UJI-BERDUA", name = "Kalender uji", definition = new { timeZone = "Asia/Jakarta", hours = national["definition"]!["hours"] } });
        await page.GotoAsync("/administrasi/kalender");
        await page.GetByRole(AriaRole.Button, new() { Name = "UJI-BERDUA" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ubah kalender" }).ClickAsync();
        await Close(page, "2031-12-30", "Cuti bersama dari Dewi");
        await api.Post(
            "api/v1/calendars/UJI-BERDUA/versions",
            new
            {
                definition = new { timeZone = "Asia/Jakarta", hours = national["definition"]!["hours"], closures = new[] { new { date = "2031-12-24", name = "Cuti dari yang lain" } } },
                effectiveFrom = "2031-01-01",
                reason = "SKB yang lain",
            }
        );
        var draft = page.GetByRole(AriaRole.Region, new() { Name = "Rancangan perubahan" });
        await draft.GetByLabel("Dasar").FillAsync("SKB uji");
        await draft.GetByRole(AriaRole.Button, new() { Name = "Lihat akibatnya" }).ClickAsync();
        var overtaken = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "rancangan Anda dibuat dari versi 1" });
        await Expect(overtaken).ToContainTextAsync("Cuti dari yang lain");
        await overtaken.GetByRole(AriaRole.Button, new() { Name = "Pindahkan rancangan saya ke versi 2" }).ClickAsync();
        await Expect(overtaken).ToHaveCountAsync(0);
        await draft.GetByRole(AriaRole.Button, new() { Name = "Lihat akibatnya" }).ClickAsync();
        await draft.GetByRole(AriaRole.Button, new() { Name = "Tetapkan" }).ClickAsync();
        await Expect(draft).ToHaveCountAsync(0);
        var closures = (await api.Get("api/v1/calendars/UJI-BERDUA")).Json["definition"]!["closures"]!.AsArray();
        Assert.Equal(["2031-12-24", "2031-12-30"], closures.Select(c => (string?)c!["date"]));
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_sentence_is_tried_on_the_rules_with_its_region_and_the_audit_calls_things_by_name()
    {
        var rule = (await app.Product.Api.Post("api/v1/routing-rules", new { order = 90, topic = "pkh", region = "94", directorate = "ANAK" })).Json;
        var page = await app.As("demo-dewi");
        await page.GotoAsync("/administrasi/rute");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Coba kalimat ini" }).FillAsync("min tolong, PKH ibu saya belum cair dari bulan Juli");
        var goes = page.GetByRole(AriaRole.Status).Filter(new() { HasText = "→" });
        await Expect(goes).ToContainTextAsync("tanpa wilayah → Direktorat Jaminan Sosial");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Wilayah" }).FillAsync("Papua Tengah");
        await page.GetByRole(AriaRole.Option, new() { Name = "Papua Tengah", Exact = true }).ClickAsync();
        await Expect(goes).ToContainTextAsync("Papua Tengah → Direktorat Rehabilitasi Sosial Anak · aturan urutan 90");
        await Expect(page.Locator("tr[data-on]")).ToContainTextAsync("Papua Tengah");

        await page.GotoAsync("/administrasi/audit");
        await page.GetByLabel("Kata kunci").FillAsync("rehabilitasi sosial anak");
        var line = page.Locator("tbody tr td:last-child").First;
        await Expect(line).ToContainTextAsync($"Pengaturan Aturan perutean {rule["id"]}: dibuat (90: Program Keluarga Harapan, Papua Tengah → Direktorat Rehabilitasi Sosial Anak).");
        await Expect(line).ToHaveAttributeAsync("title", $"Pengaturan Aturan perutean {rule["id"]}: dibuat (90: pkh, 94 → ANAK).");
        // A date stands there in the reader's words, whatever order the browser writes it in.
        await page.GetByLabel("Dari tanggal").FillAsync("2026-08-03");
        await page.GetByLabel("Kata kunci").FocusAsync();
        await Expect(page.Locator(".dated").First).ToContainTextAsync("Sen, 3 Agu 2026");
        await app.Product.Api.Delete($"api/v1/routing-rules/{rule["id"]}");
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Words_to_citizens_change_when_a_second_person_has_read_them()
    {
        var builtIn = (string)(await app.Product.Api.Get("api/v1/templates/referral.public/id")).Json["text"]!;
        var dewi = await app.As("demo-dewi");
        await dewi.GotoAsync("/administrasi/templat");
        await dewi.Locator("tr", new() { HasText = "Rujukan, publik" }).Filter(new() { HasText = "Indonesia" }).GetByRole(AriaRole.Button).ClickAsync();
        await dewi.GetByRole(AriaRole.Dialog).Locator("textarea:not([aria-hidden])").FillAsync(builtIn + " Salam hormat.");
        await Expect(dewi.GetByRole(AriaRole.Dialog).Locator(".difference ins")).ToContainTextAsync("Salam hormat.");
        await dewi.GetByRole(AriaRole.Button, new() { Name = "Ajukan" }).ClickAsync();
        await Expect(dewi.GetByText("Usulan Anda; administrator lain yang memutuskan.")).ToBeVisibleAsync();
        await Expect(dewi.GetByRole(AriaRole.Button, new() { Name = "Periksa" })).ToHaveCountAsync(0);
        Assert.Equal(builtIn, (string)(await app.Product.Api.Get("api/v1/templates/referral.public/id")).Json["text"]!);

        var surya = await app.As("demo-surya");
        await surya.GotoAsync("/administrasi/templat");
        await surya.GetByRole(AriaRole.Button, new() { Name = "Periksa" }).ClickAsync();
        await Expect(surya.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Dewi Kartika");
        await surya.GetByRole(AriaRole.Button, new() { Name = "Setujui" }).ClickAsync();
        await Expect(surya.GetByText("teks sendiri")).ToBeVisibleAsync();
        Assert.Equal(builtIn + " Salam hormat.", (string)(await app.Product.Api.Get("api/v1/templates/referral.public/id")).Json["text"]!);

        await surya.GotoAsync("/administrasi/audit");
        await surya.GetByLabel("Tiket atau pengaturan").FillAsync("referral.public/id");
        await Expect(surya.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(surya.Locator("tbody tr").First).ToContainTextAsync("disetujui");
        var download = await surya.RunAndWaitForDownloadAsync(() => surya.GetByRole(AriaRole.Link, new() { Name = "Unduh CSV" }).ClickAsync());
        Assert.Contains("Surya Darma", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        await dewi.Context.CloseAsync();
        await surya.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_channel_that_breaks_alarms_the_administrator_who_is_there_and_says_when_it_is_mended()
    {
        using var citizens = new HttpClient { BaseAddress = app.Product.Address };
        var page = await app.As("demo-surya");
        await page.GotoAsync("/administrasi/saluran");
        await page.Locator(".table").First.WaitForAsync();
        (await citizens.PutAsJsonAsync("/simulator/troubles", new { expiredToken = true })).EnsureSuccessStatusCode();
        (await citizens.PostAsJsonAsync("/simulator/words", new { author = "Joko", text = "min tolong PKH ibu saya belum cair dari bulan Juli, mohon dibantu" })).EnsureSuccessStatusCode();
        var alarm = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Saluran Simulator terhenti" });
        await Expect(alarm).ToContainTextAsync("the simulated token has expired", new() { Timeout = 40_000 });
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Atur" }).GetByText("1 saluran terhenti")).ToBeAttachedAsync();

        (await citizens.PutAsJsonAsync("/simulator/troubles", new { expiredToken = false })).EnsureSuccessStatusCode();
        await alarm.GetByRole(AriaRole.Button, new() { Name = "Uji" }).ClickAsync();
        await Expect(page.GetByText("Platform mengenal kita")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cabut penahanan" }).ClickAsync();
        await Expect(alarm).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task How_long_words_are_kept_is_decided_and_what_cannot_be_undone_is_said_before()
    {
        var page = await app.As("demo-surya");
        await page.GotoAsync("/administrasi/simpan");
        await page.GetByLabel("Bulan setelah tiket berakhir").FillAsync("12");
        await Expect(page.GetByText("itu tidak dapat dibatalkan")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan" }).ClickAsync();
        await Expect(page.GetByText("Tersimpan.")).ToBeVisibleAsync();
        Assert.Equal(12, (int)(await app.Product.Api.Get("api/v1/retention")).Json["closedMonths"]!);
        await page.Context.CloseAsync();
    }

    private static async Task Close(IPage page, string date, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Tambah hari tutup" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("input[type=date]").FillAsync(date);
        await dialog.GetByLabel("Nama").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Masukkan ke rancangan" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }
}
