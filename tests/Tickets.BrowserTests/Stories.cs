using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tickets.Testing;
using Tickets.Testing.Builders;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>A day of each of the people for whom this is made.</summary>
[Collection(nameof(TheStaffApp))]
public sealed partial class Stories(TheStaffApp app)
{
    // Beside each growing field stands a hidden one that measures it.
    private const string Words = ".composer textarea:not([aria-hidden])";

    [FactWhenChromium]
    public async Task An_admin_decides_by_keyboard_and_takes_a_decision_back()
    {
        var page = await app.As("demo-rina");
        await page.Locator(".item").First.WaitForAsync();
        await page.Keyboard.PressAsync("j");
        var open = page.Locator(".item[data-open]");
        await Expect(open).ToHaveCountAsync(1);
        var id = await open.GetAttributeAsync("data-id");
        var item = (await app.Product.Api.All("api/v1/inbox")).Single(c => (string?)c["id"]?.ToString() == id);
        var assessed = (double)item["needsHelp"]! < 0.5 ? "Tampaknya tidak meminta bantuan" : (bool)item["urgent"]! ? "Mendesak: ada bahaya" : "Butuh bantuan";
        await Expect(page.Locator(".assess").GetByText(assessed, new() { Exact = true })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("3");
        await Expect(page.Locator($".item[data-id='{id}']")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("u");
        await Expect(page.Locator($".item[data-id='{id}']")).ToHaveCountAsync(1);
        Assert.Equal("Waiting", (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["state"]);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task An_admin_opens_a_ticket_and_it_is_really_opened()
    {
        var page = await app.As("demo-rina");
        await page.Locator(".item", new() { HasText = "tahap 4" }).GetByRole(AriaRole.Button).ClickAsync();
        var id = await page.Locator(".item[data-open]").GetAttributeAsync("data-id");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = OpensTicket() })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("t");
        await Expect(page.Locator(".undo")).ToContainTextAsync("Tiket dibuka");
        await Eventually.Holds("the ticket is open", TimeSpan.FromSeconds(25), async () => (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["ticket"] is not null);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Two_people_never_answer_the_same_conversation()
    {
        var password = await app.Invite("uji-tono", "Tono Wijaya", "admin-social");
        var first = await app.As("demo-rina");
        var second = await app.As("uji-tono", password: password);
        foreach (var page in new[] { first, second })
            await page.Locator(".item", new() { HasText = "Fajar" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(second.GetByText("juga sedang membaca")).ToBeVisibleAsync();

        // It is the first one's once the service says so.
        var claimed = await first.RunAndWaitForResponseAsync(() => first.Keyboard.PressAsync("r"), answer => answer.Url.EndsWith("/claim", StringComparison.Ordinal));
        Assert.True(claimed.Ok);
        await first.GetByLabel("Tulis balasan").FillAsync("Terima kasih, semoga bermanfaat.");
        await second.Keyboard.PressAsync("r");
        await Expect(second.GetByText("Rina Wulandari sedang menjawab")).ToBeVisibleAsync();
        await Expect(second.GetByLabel("Tulis balasan")).ToHaveCountAsync(0);
        await second.GetByRole(AriaRole.Button, new() { Name = "Ambil alih" }).ClickAsync();
        await Expect(second.GetByLabel("Tulis balasan")).ToBeVisibleAsync();
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task An_officer_asks_answers_and_resolves_and_a_draft_survives_a_reload()
    {
        var page = await app.As("demo-agus");
        await page.Locator("a.number").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = Number() })).ToBeVisibleAsync();
        var number = (await page.Locator("h1.nums").InnerTextAsync()).Trim();

        await page.Keyboard.PressAsync("r");
        await page.GetByLabel("Balas warga").FillAsync("Kami sedang memeriksa data Anda.");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Balas warga" }).ClickAsync();
        await Expect(page.GetByLabel("Balas warga").And(page.Locator(Words))).ToHaveValueAsync("Kami sedang memeriksa data Anda.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim", Exact = true }).ClickAsync();
        await Expect(page.Locator(".bubble[data-from=ours]", new() { HasText = "Kami sedang memeriksa data Anda." })).ToBeVisibleAsync();
        await Expect(page.Locator(Words)).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("n");
        await page.Locator(Words).FillAsync("Sudah telepon pendamping.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(page.Locator(".bubble[data-from=note]", new() { HasText = "Sudah telepon pendamping." })).ToBeVisibleAsync();
        await Expect(page.Locator(Words)).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("e");
        await page.Locator(Words).FillAsync("Data Anda sudah diperbaiki dan bantuan cair bulan depan.");
        await Expect(page.Locator(".preview")).ToContainTextAsync(number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Selesaikan & kirim" }).ClickAsync();
        await Expect(page.Locator(".heading .stage")).ToHaveTextAsync("Selesai");
        Assert.Equal("Resolved", (string?)(await app.Product.Api.Ticket(number))["status"]);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_supervisor_gives_work_to_another_officer()
    {
        var page = await app.As("demo-hasan");
        await Expect(page.GetByText("Beban petugas")).ToBeVisibleAsync();
        var number = await page.Locator("tr a.number").First.InnerTextAsync();
        // That one, wherever it stands by then.
        var row = page.Locator("tr", new() { Has = page.GetByRole(AriaRole.Link, new() { Name = number, Exact = true }) });
        var before = (string?)(await app.Product.Api.Ticket(number))["officer"];
        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Locator("input[aria-label='Berikan kepada…']").ClickAsync();
        var to = before == "demo-sri" ? "Bayu Pratama" : "Sri Lestari";
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex(to, RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Berikan", Exact = true }).ClickAsync();
        await Expect(page.GetByText("1 tiket diberikan.")).ToBeVisibleAsync();
        Assert.NotEqual(before, (string?)(await app.Product.Api.Ticket(number))["officer"]);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Reporting_reads_figures_and_takes_them_along()
    {
        var page = await app.As("demo-maria");
        // A calendar on the wall of the reader that no midnight turns while this runs.
        var today = TimeProvider.System.GetUtcNow().ToOffset(Wib.Offset);
        await page.Clock.SetFixedTimeAsync(today.UtcDateTime);
        await page.GotoAsync("/laporan");
        await Expect(page.GetByText("tiket diterima")).ToBeVisibleAsync();
        // Up to and with today, as people say it.
        await Expect(page.GetByLabel("sampai", new() { Exact = true })).ToHaveValueAsync(today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Antrean" })).ToHaveCountAsync(0);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Tabel (CSV)" }).ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("JAMSOS", csv, StringComparison.Ordinal);
        var workbook = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Rincian kasus (XLSX)" }).ClickAsync());
        // A workbook is a package of parts.
        Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(await workbook.PathAsync()))[..2]);

        await page.GotoAsync("/administrasi");
        await page.WaitForURLAsync(new Regex("/laporan", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task An_administrator_tries_a_sentence_keeps_a_reply_and_invites_somebody()
    {
        var page = await app.As("demo-dewi");
        await page.GotoAsync("/administrasi/rute");
        await page.GetByLabel("Coba kalimat ini").FillAsync("min, PKH ibu saya belum cair tiga bulan");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Direktorat Jaminan Sosial" })).ToBeVisibleAsync();

        await page.GotoAsync("/administrasi/balasan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tambah" }).ClickAsync();
        await page.GetByLabel("Kode").FillAsync("cek-bansos");
        await page.GetByLabel("Untuk apa").FillAsync("Cara memeriksa status");
        await page.GetByLabel("Teks").FillAsync("Yth. {nama}, status dapat dilihat di cekbansos.kemensos.go.id.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan" }).ClickAsync();
        await Expect(page.GetByText("/cek-bansos")).ToBeVisibleAsync();

        var password = await app.Invite("uji-lina", "Lina Marlina", "reporting");
        var other = await app.As("uji-lina", password: password);
        await Expect(other.GetByText("tiket diterima")).ToBeVisibleAsync();
        await other.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_citizen_reports_and_looks_it_up_without_script()
    {
        var page = await app.Window(width: 360, height: 740, scripts: false);
        var answer = await page.GotoAsync("/lapor");
        Assert.InRange((await answer!.BodyAsync()).Length, 500, 50_000);
        await page.GetByLabel("Nama Anda").FillAsync("Siti Aminah");
        await page.GetByLabel("Apa yang terjadi?").FillAsync("Bantuan PKH ibu saya belum cair sejak bulan Juli.");
        await page.GetByLabel("Saya setuju").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        var number = await page.Locator(".keep dd").First.InnerTextAsync();
        Assert.Matches(Number(), number);

        await page.GetByRole(AriaRole.Link, new() { Name = "Lihat laporan saya" }).ClickAsync();
        await Expect(page.GetByText(number)).ToBeVisibleAsync();
        await Expect(page.GetByText("Kami menargetkan selesai")).ToBeVisibleAsync();
        await Expect(page.Locator(".stages .ahead")).ToContainTextAsync("paling lambat");
        // A page that a citizen merely opens warns nobody.
        Assert.DoesNotContain("have been overridden", app.Product.Log, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_machine_that_fills_in_the_hidden_field_opens_nothing()
    {
        var page = await app.Window(scripts: false);
        var before = (await app.Product.Api.All("api/v1/tickets?platform=web")).Count;
        await page.GotoAsync("/lapor");
        await page.GetByLabel("Nama Anda").FillAsync("robot");
        await page.GetByLabel("Apa yang terjadi?").FillAsync("beli sekarang juga di situs kami");
        await page.GetByLabel("Saya setuju").CheckAsync();
        await page.Locator("#website").EvaluateAsync("(e) => { e.value = 'http://spam.example'; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal(before, (await app.Product.Api.All("api/v1/tickets?platform=web")).Count);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task An_expired_session_asks_for_the_password_and_keeps_what_was_written()
    {
        var page = await app.As("demo-ningsih");
        await page.Locator("a.number").First.ClickAsync();
        await page.Locator("h1.nums").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator(Words).FillAsync("Catatan yang tidak boleh hilang");
        // What the screen asks for by itself would ask for the password before the note does.
        await Expect(page.Locator(".line[data-line=connected]")).ToBeVisibleAsync();
        await UnderWay.Nothing(page);
        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Masuk kembali");
        await dialog.Locator("input[autocomplete=current-password]").FillAsync("peragaan-kemensos");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Masuk", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(page.Locator(".bubble[data-from=note]", new() { HasText = "Catatan yang tidak boleh hilang" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [GeneratedRegex(@"KMS-\d{4}-\d{6}", RegexOptions.None, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^Buka tiket", RegexOptions.None, 1000)]
    private static partial Regex OpensTicket();
}
