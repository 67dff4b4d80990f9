using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tickets.Testing;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>What makes a day's work lighter: being told, naming a colleague, kept filters, figures that open, files, and nothing lost.</summary>
[Collection(nameof(TheStaffApp))]
public sealed partial class DailyWork(TheStaffApp app)
{
    // What opens over the screens: it comes in a quiet moment.
    private const string Beside = "**/assets/Palette-*.js";
    private const string Words = ".composer textarea:not([aria-hidden])";

    // A picture of one point, whole.
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [FactWhenChromium]
    public async Task A_colleague_named_in_a_note_hears_it_at_once_and_finds_the_ticket()
    {
        var number = await app.ATicketAt("JAMSOS");
        var sri = await app.As("demo-sri");
        var bell = sri.Locator(".bell");
        await Expect(bell).ToBeVisibleAsync();
        var hasan = await app.As("demo-hasan");
        await hasan.GotoAsync($"/tiket/{number}");
        await hasan.Locator("h1.nums").WaitForAsync();

        await hasan.Keyboard.PressAsync("n");
        await hasan.Locator(Words).PressSequentiallyAsync("Tolong @sri");
        await Expect(hasan.GetByRole(AriaRole.Option)).ToContainTextAsync(["Sri Lestari"]);
        await hasan.Keyboard.PressAsync("Enter");
        await Expect(hasan.Locator(Words)).ToHaveValueAsync("Tolong @demo-sri ");
        await hasan.Locator(Words).PressSequentiallyAsync("hubungi pendamping.");
        await hasan.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(hasan.Locator(".bubble[data-from=note] .mention")).ToHaveTextAsync("@Sri Lestari");

        await Expect(bell.Locator(".count")).ToBeVisibleAsync();
        await bell.ClickAsync();
        var item = sri.Locator(".told > li", new() { HasText = number });
        await Expect(item).ToContainTextAsync("Hasan Basri menyebut Anda");
        await item.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(sri.GetByRole(AriaRole.Heading, new() { Name = number })).ToBeVisibleAsync();
        await bell.ClickAsync();
        await sri.Locator(".told, .state").First.WaitForAsync();
        await Expect(sri.Locator(".told > li", new() { HasText = number })).ToHaveCountAsync(0);
        await Close(sri, hasan);
    }

    [FactWhenChromium]
    public async Task A_topic_that_was_read_wrongly_is_put_right_by_keyboard_and_taken_back()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-hasan");
        await page.GotoAsync($"/tiket/{number}");
        await page.Locator(".clock").First.WaitForAsync();
        await page.Keyboard.PressAsync("k");
        var dialog = page.GetByRole(AriaRole.Dialog);
        var effect = dialog.GetByRole(AriaRole.Status);
        await Expect(effect).ToContainTextAsync("Ubah salah satu");
        await Expect(dialog.GetByRole(AriaRole.Combobox, new() { Name = "Topik" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("DTSEN");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        // What it does is read before it is done.
        await Expect(effect).ToContainTextAsync("ini bagian Pusat Data dan Informasi Kesejahteraan Sosial. Tiket tetap di Direktorat Jaminan Sosial");
        await Expect(effect).ToContainTextAsync("Kebijakan SLA: tetap Biasa");
        await dialog.GetByLabel("Alasan").FillAsync("Menanyakan desil");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        var facts = page.Locator("aside .facts");
        await Expect(facts).ToContainTextAsync("DTSEN, Cek Bansos");
        await Expect(page.Locator(".history")).ToContainTextAsync("Alasan klasifikasi: Menanyakan desil");

        await page.Keyboard.PressAsync("u");
        await Expect(facts).ToContainTextAsync("Program Keluarga Harapan");
        await Expect(page.Locator(".history")).ToContainTextAsync("Pembetulan diurungkan");
        await Expect(page.GetByText("Topik atau wilayah dibetulkan.")).ToHaveCountAsync(0);

        // Another officer of the directorate reads it only.
        var had = (string?)(await app.Product.Api.Get($"api/v1/tickets/{number}")).Json["officer"];
        var other = await app.As(had == "demo-bayu" ? "demo-sri" : "demo-bayu");
        await other.GotoAsync($"/tiket/{number}");
        await other.Locator(".clock").First.WaitForAsync();
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Betulkan topik atau wilayah" })).ToHaveCountAsync(0);
        await Close(page, other);
    }

    [FactWhenChromium]
    public async Task An_officer_asks_and_waits_refers_reopens_merges_and_passes_on_with_an_instruction()
    {
        var citizen = TheStaffApp.Next();
        var (asked, other) = (await app.ATicketAt("JAMSOS", citizen), await app.ATicketAt("JAMSOS", citizen, "selamat pagi kak, mau tanya"));
        var page = await app.As("demo-hasan");
        var stage = page.Locator(".heading .stage");
        async Task Step(string step, string words, string done)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Langkah lain" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = step }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).Locator("textarea:not([aria-hidden])").FillAsync(words);
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = step }).ClickAsync();
            await Expect(stage).ToHaveTextAsync(done);
        }

        await page.GotoAsync($"/tiket/{asked}");
        await page.Locator(".clock").First.WaitForAsync();
        await page.Keyboard.PressAsync("q");
        await page.Locator(Words).FillAsync("Boleh minta nama lengkap Ibu dan kabupatennya?");
        // What goes out is read before it goes.
        await Expect(page.Locator(".preview")).ToContainTextAsync("Boleh minta nama lengkap Ibu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim & tunggu" }).ClickAsync();
        await Expect(stage).ToHaveTextAsync("Menunggu warga");
        await Expect(page.Locator(".clock", new() { HasText = "Penyelesaian" })).ToContainTextAsync("dijeda");

        await page.GotoAsync($"/tiket/{other}");
        await page.Locator(".clock").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Langkah lain" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Rujuk ke instansi lain" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Instansi").FillAsync("Dinas Sosial Kabupaten Bogor");
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Penjelasan").FillAsync("Kursi roda diurus dinas setempat.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Rujuk ke instansi lain" }).ClickAsync();
        await Expect(stage).ToHaveTextAsync("Dirujuk");
        await Step("Buka kembali", "Dinas mengembalikan berkasnya.", "Ditugaskan");

        await page.Keyboard.PressAsync("d");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox, new() { Name = "Direktorat tujuan" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Direktorat Rehabilitasi Sosial Penyandang Disabilitas" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("mulai dari awal di direktorat tujuan");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Langkah lain" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Gabungkan ke tiket lain" }).ClickAsync();
        await page.GetByLabel("Nomor tiket atau kata").FillAsync(asked);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new Regex(asked, RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Expect(page.GetByText("Tiket ini digabung ke")).ToBeVisibleAsync();
        await Expect(page.Locator(".banner").GetByRole(AriaRole.Link, new() { Name = asked })).ToBeVisibleAsync();

        await page.GotoAsync($"/tiket/{asked}");
        await page.Locator(".clock").First.WaitForAsync();
        await page.Keyboard.PressAsync("d");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox, new() { Name = "Direktorat tujuan" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Direktorat Rehabilitasi Sosial Lanjut Usia" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Disposisi").FillAsync("Mohon kunjungi Ibu di rumahnya.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Teruskan" }).ClickAsync();
        await Eventually.Holds("it is at the other directorate", TimeSpan.FromSeconds(20), async () => (string?)(await app.Product.Api.Ticket(asked))["directorate"] == "LANSIA");
        await Close(page);
    }

    [FactWhenChromium]
    public async Task A_colleague_of_another_directorate_is_neither_offered_nor_told()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-bayu");
        await page.GotoAsync($"/tiket/{number}");
        await page.Locator("h1.nums").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator(Words).PressSequentiallyAsync("@putri");
        await Expect(page.GetByText("Tidak ada rekan bernama itu")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);

        await page.Locator(Words).FillAsync("@demo-putri mohon dicek");
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(page.GetByText("Rekan tidak dapat melihat tiket ini")).ToBeVisibleAsync();
        await Expect(page.Locator(Words)).ToHaveValueAsync("@demo-putri mohon dicek");
        await Close(page);
    }

    [FactWhenChromium]
    public async Task Filters_are_kept_under_a_name_and_are_where_the_next_day_begins()
    {
        var page = await app.As("demo-yosef");
        await page.GotoAsync("/antrean?milik=kosong&q=banjir");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Views() }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan tampilan ini…" }).ClickAsync();
        await page.GetByLabel("Nama tampilan").FillAsync("Banjir tanpa petugas");
        await page.GetByLabel("Mulai dari tampilan ini").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.GotoAsync("/antrean");
        await page.WaitForURLAsync(new Regex("q=banjir", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.Locator(".heading input[maxlength='100']")).ToHaveValueAsync("banjir");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = Views() }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hapus tampilan Banjir tanpa petugas" }).ClickAsync();
        await Expect(page.GetByText("Belum ada tampilan tersimpan.")).ToBeVisibleAsync();
        await page.GotoAsync("/antrean");
        await page.Locator(".table, .state").First.WaitForAsync();
        // What is kept has come too by then.
        await UnderWay.Nothing(page);
        Assert.DoesNotContain("q=banjir", page.Url, StringComparison.Ordinal);
        await Close(page);
    }

    [FactWhenChromium]
    public async Task A_figure_of_the_report_opens_as_many_tickets_as_it_says()
    {
        var page = await app.As("demo-hasan");
        // From yesterday on: in the first minutes of a month nothing has come in it.
        var yesterday = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(7)).AddDays(-1);
        await page.GotoAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/laporan?dari={yesterday:yyyy-MM-dd}"));
        var figure = page.Locator(".figure", new() { HasText = "tiket diterima" }).GetByRole(AriaRole.Link);
        var said = await figure.InnerTextAsync();
        await figure.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Diterima: {said}" })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(int.Parse(said, System.Globalization.CultureInfo.InvariantCulture));

        await page.GoBackAsync();
        var cell = page.Locator(".report tbody tr").First.GetByRole(AriaRole.Link).First;
        var ofGroup = await cell.InnerTextAsync();
        await cell.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex($": {ofGroup}$", RegexOptions.None, TimeSpan.FromSeconds(1)) })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(int.Parse(ofGroup, System.Globalization.CultureInfo.InvariantCulture));
        await page.Locator("a.number").First.ClickAsync();
        await Expect(page.Locator("h1.nums")).ToBeVisibleAsync();
        await Close(page);
    }

    [FactWhenChromium]
    public async Task A_citizen_sends_a_photograph_without_script_and_staff_opens_it_safely()
    {
        var citizen = await app.Window(width: 360, height: 740, scripts: false);
        await FillIn(citizen, "Joko Susilo");
        await citizen.GetByLabel("Foto atau dokumen").SetInputFilesAsync(
            [new FilePayload { Name = "bukan foto.jpg", MimeType = "image/jpeg", Buffer = "<script>alert(1)</script>"u8.ToArray() }]
        );
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        await Expect(citizen.GetByRole(AriaRole.Alert)).ToContainTextAsync("bukan foto.jpg");
        await Expect(citizen.GetByLabel("Nama Anda")).ToHaveValueAsync("Joko Susilo");

        await citizen.GetByLabel("Saya setuju").CheckAsync();
        await citizen.GetByLabel("Foto atau dokumen").SetInputFilesAsync(
            [
                new FilePayload { Name = "KTP 3301010101900001.png", MimeType = "image/png", Buffer = Picture },
                new FilePayload { Name = "surat.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF"u8.ToArray() },
            ]
        );
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        var number = await citizen.Locator(".keep dd").First.InnerTextAsync();
        await Routed(number, "JAMSOS");

        var page = await app.As("demo-bayu");
        await page.GotoAsync($"/tiket/{number}");
        var files = page.Locator(".media");
        await Expect(files).ToHaveCountAsync(2);
        await Expect(files.First).Not.ToContainTextAsync("3301010101900001");
        await Expect(page.Locator(".media img")).ToHaveCountAsync(0);
        await files.First.GetByRole(AriaRole.Button, new() { Name = "Tampilkan" }).ClickAsync();
        await Expect(page.Locator(".media img")).ToBeVisibleAsync();
        await Eventually.Holds("the picture is drawn", TimeSpan.FromSeconds(10), () => page.Locator(".media img").EvaluateAsync<bool>("i => i.complete && i.naturalWidth === 1"));

        var paper = await page.Context.APIRequest.GetAsync((await files.Last.GetByRole(AriaRole.Link).GetAttributeAsync("href"))!);
        Assert.Equal(("application/pdf", "nosniff"), (paper.Headers["content-type"], paper.Headers["x-content-type-options"]));
        Assert.StartsWith("attachment", paper.Headers["content-disposition"], StringComparison.Ordinal);
        Assert.Contains("sandbox", paper.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal(2, (await app.Product.Api.Ticket(number))["history"]!.AsArray().Count(h => (string?)h!["type"] == "MediaShown"));

        var other = await app.As("demo-putri");
        var address = (await files.Last.GetByRole(AriaRole.Link).GetAttributeAsync("href"))!;
        Assert.Equal(404, (await other.Context.APIRequest.GetAsync(address)).Status);
        Assert.Equal(401, (await citizen.Context.APIRequest.GetAsync(address)).Status);
        await Close(citizen, page, other);
    }

    [FactWhenChromium]
    public async Task Files_that_are_too_large_are_refused_in_plain_words()
    {
        var citizen = await app.Window(width: 360, height: 740, scripts: false);
        await FillIn(citizen, "Rudi");
        await citizen.GetByLabel("Foto atau dokumen").SetInputFilesAsync([new FilePayload { Name = "foto.jpg", MimeType = "image/jpeg", Buffer = [0xFF, 0xD8, 0xFF, .. new byte[6 << 20]] }]);
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        await Expect(citizen.GetByRole(AriaRole.Alert)).ToContainTextAsync("paling besar 5 MB");

        await citizen.GetByLabel("Saya setuju").CheckAsync();
        await citizen.GetByLabel("Foto atau dokumen").SetInputFilesAsync(
            [.. Enumerable.Range(0, 3).Select(i => new FilePayload { Name = $"foto{i}.jpg", MimeType = "image/jpeg", Buffer = [0xFF, 0xD8, 0xFF, .. new byte[6 << 20]] })]
        );
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        await Expect(citizen.GetByRole(AriaRole.Alert)).ToContainTextAsync("Kiriman terlalu besar");
        await Close(citizen);
    }

    [FactWhenChromium]
    public async Task A_citizen_rates_with_one_to_five_and_a_sentence_once()
    {
        var number = await app.ATicketAt("JAMSOS");
        await app.Product.Api.Do(number, "resolution", new { answer = "Bantuan sudah cair." });
        var link = await app.RatingLink(number);

        var citizen = await app.Window(width: 360, height: 740, scripts: false);
        var answer = await citizen.GotoAsync(link);
        Assert.InRange((await answer!.BodyAsync()).Length, 500, 50_000);
        await Expect(citizen.Locator(".check .face")).ToHaveCountAsync(5);
        await citizen.GetByLabel("Sangat puas", new() { Exact = false }).First.CheckAsync();
        await citizen.GetByLabel("Apa yang sebaiknya kami perbaiki?").FillAsync("Cepat, terima kasih <3");
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim penilaian" }).ClickAsync();
        await Expect(citizen.GetByText("Terima kasih atas penilaian Anda")).ToBeVisibleAsync();
        await citizen.GotoAsync(link);
        await Expect(citizen.GetByText("Terima kasih atas penilaian Anda")).ToBeVisibleAsync();
        await Expect(citizen.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        var rated = (await app.Product.Api.Ticket(number))["history"]!.AsArray().Where(h => (string?)h!["type"] == "TicketRated").ToList();
        Assert.Contains("5", (string)Assert.Single(rated)!["text"]!, StringComparison.Ordinal);
        await Close(citizen);
    }

    [FactWhenChromium]
    public async Task A_ticket_is_printed_whole_and_without_what_paper_cannot_use()
    {
        var page = await app.As("demo-bayu");
        await page.Locator("a.number").First.ClickAsync();
        await page.Locator(".bubble").First.WaitForAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var screenOnly in new[] { ".rail", ".topbar", ".composer" })
            await Expect(page.Locator(screenOnly)).ToBeHiddenAsync();
        foreach (var printed in new[] { "h1.nums", ".bubble >> nth=0", ".facts >> nth=0", ".history" })
            await Expect(page.Locator(printed)).ToBeVisibleAsync();
        Assert.Equal("visible", await page.Locator(".ticket .scrolls").First.EvaluateAsync<string>("e => getComputedStyle(e).overflow"));
        Assert.Equal("rgb(255, 255, 255)", await page.Locator("body").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        Assert.True(await page.Locator(".history").EvaluateAsync<bool>("e => { const { bottom } = e.getBoundingClientRect(); return bottom >= 1 && bottom <= document.documentElement.scrollHeight + 1; }"));
        await Close(page);
    }

    [FactWhenChromium]
    public async Task A_draft_survives_a_closed_tab()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-bayu");
        await page.GotoAsync($"/tiket/{number}");
        await page.Locator("h1.nums").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator(Words).FillAsync("Separuh jalan 🙏 <b>tebal</b> שלום");
        var context = page.Context;
        await page.CloseAsync();

        var again = await context.NewPageAsync();
        await again.GotoAsync($"/tiket/{number}");
        await again.Locator("h1.nums").WaitForAsync();
        await again.Keyboard.PressAsync("n");
        await Expect(again.Locator(Words)).ToHaveValueAsync("Separuh jalan 🙏 <b>tebal</b> שלום");
        await Close(again);
    }

    [FactWhenChromium]
    public async Task A_lost_connection_is_told_and_what_was_written_is_sent_once_it_is_back()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-bayu");
        IWebSocketRoute? line = null;
        await page.RouteWebSocketAsync(
            new Regex("/live", RegexOptions.None, TimeSpan.FromSeconds(1)),
            socket =>
            {
                line = socket;
                socket.ConnectToServer();
            }
        );
        await page.GotoAsync($"/tiket/{number}");
        await page.Locator("h1.nums").WaitForAsync();
        await Expect(page.Locator(".line[data-line=connected]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator(Words).FillAsync("Ditulis saat sambungan terputus");

        await page.Context.SetOfflineAsync(true);
        await line!.CloseAsync(new() { Code = 1011 });
        await Expect(page.Locator(".lost")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(page.GetByText("Layanan tidak terjangkau").Or(page.GetByText("tidak dapat dihubungi")).First).ToBeVisibleAsync();
        await Expect(page.Locator(Words)).ToHaveValueAsync("Ditulis saat sambungan terputus");

        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator(".lost")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(page.Locator(".bubble[data-from=note]", new() { HasText = "Ditulis saat sambungan terputus" })).ToBeVisibleAsync();
        Assert.Single((await app.Product.Api.Ticket(number))["history"]!.AsArray(), h => (string?)h!["type"] == "NoteWritten");
        await Close(page);
    }

    [FactWhenChromium]
    public async Task What_is_begun_while_an_answer_is_on_its_way_is_not_lost_when_it_has_gone()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-bayu");
        await page.GotoAsync($"/tiket/{number}");
        await page.Locator("h1.nums").WaitForAsync();
        var gone = new TaskCompletionSource();
        await page.RouteAsync(
            "**/replies",
            async route =>
            {
                await gone.Task;
                await route.ContinueAsync();
            }
        );
        await page.Keyboard.PressAsync("r");
        await page.Locator(Words).FillAsync("Kami periksa data Ibu dahulu.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim", Exact = true }).ClickAsync();
        // What is on its way stands still.
        await Expect(page.Locator(Words)).Not.ToBeEditableAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Catatan" }).ClickAsync();
        await page.Locator(Words).FillAsync("Sudah telepon pendamping.");

        gone.SetResult();
        await Expect(page.Locator(".bubble[data-from=ours]", new() { HasText = "Kami periksa data Ibu dahulu." })).ToBeVisibleAsync();
        await Expect(page.Locator(Words)).ToHaveValueAsync("Sudah telepon pendamping.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
        await Expect(page.Locator(".bubble[data-from=note]", new() { HasText = "Sudah telepon pendamping." })).ToBeVisibleAsync();
        await Expect(page.Locator(Words)).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator(Words)).ToHaveValueAsync("");
        await Close(page);
    }

    [FactWhenChromium]
    public async Task What_cannot_be_fetched_beside_the_screen_leaves_the_screen_standing_and_comes_later()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-bayu");
        var refused = new TaskCompletionSource();
        await page.RouteAsync(
            Beside,
            async route =>
            {
                await route.AbortAsync();
                refused.TrySetResult();
            }
        );
        await page.GotoAsync($"/tiket/{number}");
        await page.Locator(".composer").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator(Words).FillAsync("Ditulis saat kode di sampingnya tidak terjangkau");
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await Expect(page.Locator(Words)).ToHaveValueAsync("Ditulis saat kode di sampingnya tidak terjangkau");
        await page.UnrouteAsync(Beside);
        await page.Locator(Words).BlurAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Dialog).Locator("input")).ToBeFocusedAsync();
        await Close(page);
    }

    [FactWhenChromium]
    public async Task A_director_sees_what_is_late_and_gives_it_to_another()
    {
        var number = await app.ATicketAt("JAMSOS");
        var page = await app.As("demo-wayan");
        await Expect(page.GetByText("Beban petugas")).ToBeVisibleAsync();
        var before = (string?)(await app.Product.Api.Ticket(number))["officer"];
        await page.Locator("tr", new() { Has = page.GetByRole(AriaRole.Link, new() { Name = number }) }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Locator("input[aria-label='Berikan kepada…']").ClickAsync();
        var to = before == "demo-sri" ? "Bayu Pratama" : "Sri Lestari";
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex(to, RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Berikan", Exact = true }).ClickAsync();
        await Expect(page.GetByText("1 tiket diberikan.")).ToBeVisibleAsync();
        Assert.NotEqual(before, (string?)(await app.Product.Api.Ticket(number))["officer"]);
        await Close(page);
    }

    private static async Task FillIn(IPage citizen, string name)
    {
        await citizen.GotoAsync("/lapor");
        await citizen.GetByLabel("Nama Anda").FillAsync(name);
        await citizen.GetByLabel("Apa yang terjadi?").FillAsync("Bantuan PKH ibu saya belum cair sejak bulan Juli, bukti terlampir.");
        await citizen.GetByLabel("Saya setuju").CheckAsync();
    }

    // What it was routed to by its words may be another; the story wants this one.
    private async Task Routed(string number, string directorate)
    {
        await Eventually.Holds("the ticket is routed", TimeSpan.FromSeconds(20), async () => (string?)(await app.Product.Api.Ticket(number))["directorate"] is not null);
        if ((string?)(await app.Product.Api.Ticket(number))["directorate"] != directorate)
            _ = (await app.Product.Api.Do(number, "transfer", new { directorate, instruction = "Mohon ditangani" })).Json;
    }

    private static Task Close(params IPage[] pages) => Task.WhenAll(pages.Select(p => p.Context.CloseAsync()));

    [GeneratedRegex("^Tampilan($|:)", RegexOptions.None, 1000)]
    private static partial Regex Views();
}
