using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>What people paste: it is shown as it was written, opens nothing, breaks no page, and what is too long is said or stopped where it is typed.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class WhateverIsTyped(TheStaffApp app)
{
    private const string Composer = ".composer textarea:not([aria-hidden])";

    private static readonly string[] Pasted =
    [
        "<img src=x onerror=\"document.title='hacked'\"><b>tebal</b><script>document.title='hacked'</script>",
        "😭👨‍👩‍👧‍👦🇮🇩 tolong 🙏",
        "\u202Eשלום العربية terbalik\u202C",
        "{{7*7}} ${7*7} {nama} %s '; DROP TABLE Tickets; --",
        new string('W', 300),
    ];

    [FactWhenChromium]
    public async Task A_citizen_s_words_arrive_as_they_were_typed_and_open_nothing_at_the_officer_s()
    {
        // The address of this machine may write so often in ten minutes: all words in one report.
        var words = "Bantuan PKH ibu saya belum cair sejak Juli. " + string.Join(" ", Pasted);
        var citizen = await app.Window(width: 360, height: 740);
        await citizen.GotoAsync("/lapor");
        await citizen.GetByLabel("Nama Anda").FillAsync("<b>Siti</b> 😭 שלום");
        await citizen.GetByLabel("Apa yang terjadi?").FillAsync(words);
        await citizen.GetByLabel("Saya setuju").CheckAsync();
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        var number = await citizen.Locator(".keep dd").First.InnerTextAsync();

        var admin = await app.As("demo-dewi", width: 360, height: 740);
        await admin.GotoAsync($"/tiket/{number}");
        await Expect(admin.Locator(".bubble").First).ToContainTextAsync(Pasted[0]);
        foreach (var text in Pasted)
            await Expect(admin.Locator(".bubble").First).ToContainTextAsync(text);
        await NothingRan(admin);

        await admin.GotoAsync("/antrean?q=" + Uri.EscapeDataString("<script>"));
        await admin.Locator("#screen > *").First.WaitForAsync();
        await NothingRan(admin);
        await citizen.Context.CloseAsync();
        await admin.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_citizen_who_writes_too_little_or_too_much_is_told_and_keeps_their_words()
    {
        // As a browser without these checks would send it.
        var citizen = await app.Window(width: 360, height: 740, scripts: false);
        foreach (var (name, text, told) in new[] { ("", "Bantuan PKH ibu saya belum cair.", "Tulis nama Anda"), ("Siti", "", "Ceritakan apa yang terjadi"), ("Siti", new string('p', 4001), "paling banyak 4.000"), (new string('W', 101), "Bantuan PKH ibu saya belum cair.", "Tulis nama Anda") })
        {
            await citizen.GotoAsync("/lapor");
            await citizen.Locator("form").EvaluateAsync("f => { f.noValidate = true; for (const e of f.elements) e.removeAttribute('maxlength'); }");
            await citizen.GetByLabel("Nama Anda").FillAsync(name);
            await citizen.GetByLabel("Apa yang terjadi?").FillAsync(text);
            await citizen.GetByLabel("Saya setuju").CheckAsync();
            await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
            await Expect(citizen.GetByRole(AriaRole.Alert)).ToContainTextAsync(told);
            await Expect(citizen.GetByLabel("Nama Anda")).ToHaveValueAsync(name);
            await Expect(citizen.GetByLabel("Apa yang terjadi?")).ToHaveValueAsync(text);
            await NothingRan(citizen);
        }

        await citizen.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Staff_paste_whatever_into_their_forms_and_see_it_as_it_is()
    {
        var officer = await app.As("demo-made", width: 360, height: 740);
        await ForEverybody.Open(officer, "/antrean");
        await officer.Locator("a.number").First.ClickAsync();
        await officer.Locator(".bubble").First.WaitForAsync();
        foreach (var text in Pasted)
        {
            await officer.Keyboard.PressAsync("n");
            // Whoever sends nothing sends nothing.
            await officer.Locator(Composer).FillAsync("   ");
            await Expect(officer.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" })).ToBeDisabledAsync();
            await officer.Locator(Composer).FillAsync(text);
            await officer.GetByRole(AriaRole.Button, new() { Name = "Simpan catatan" }).ClickAsync();
            await Expect(officer.Locator(".bubble[data-from=note]").Last).ToContainTextAsync(text);
            await Expect(officer.Locator(Composer)).ToHaveCountAsync(0);
            await NothingRan(officer);
        }

        await officer.Keyboard.PressAsync("n");
        await officer.Locator(Composer).FillAsync(new string('x', 12_000));
        Assert.Equal(10_000, (await officer.Locator(Composer).InputValueAsync()).Length);
        await officer.Locator(Composer).FillAsync("");
        await officer.Context.CloseAsync();

        var administrator = await app.As("demo-dewi");
        await ForEverybody.Open(administrator, "/administrasi/balasan");
        for (var i = 0; i < Pasted.Length; i++)
        {
            await administrator.GetByRole(AriaRole.Button, new() { Name = "Tambah" }).ClickAsync();
            await administrator.GetByLabel("Kode").FillAsync($"uji-tempel-{i}");
            await administrator.GetByLabel("Untuk apa").FillAsync(Pasted[i].Length > 100 ? Pasted[i][..100] : Pasted[i]);
            await administrator.GetByLabel("Teks").FillAsync(Pasted[i]);
            await administrator.GetByRole(AriaRole.Button, new() { Name = "Simpan" }).ClickAsync();
            await Expect(administrator.GetByText($"/uji-tempel-{i}")).ToBeVisibleAsync();
            await NothingRan(administrator);
        }

        // What the service refuses stays on the form with the reason.
        await ForEverybody.Open(administrator, "/administrasi/pengguna");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Tambah" }).ClickAsync();
        var dialog = administrator.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Nama pengguna").FillAsync("<b>😭</b>");
        await dialog.Locator("input[maxlength='200']").FillAsync(Pasted[0]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Simpan" }).ClickAsync();
        await Expect(administrator.Locator(".mantine-Notification-root").First).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("Nama pengguna")).ToHaveValueAsync("<b>😭</b>");
        await NothingRan(administrator);
        await administrator.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_session_that_ends_amid_a_reply_asks_for_the_password_and_the_reply_goes_out_once()
    {
        const string reply = "Kata-kata yang tidak boleh hilang.";
        var page = await app.As("demo-putri");
        await ForEverybody.Open(page, "/antrean");
        await page.Locator("a.number").First.ClickAsync();
        await page.Locator(".bubble").First.WaitForAsync();
        await page.Keyboard.PressAsync("r");
        await page.Locator(Composer).FillAsync(reply);
        // Once the answer stands as it will go out, nothing more is asked for before it is sent.
        await Expect(page.Locator(".preview")).ToContainTextAsync(reply);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Kirim", Exact = true })).ToBeEnabledAsync();
        await Expect(page.Locator(".line[data-line=connected]")).ToBeVisibleAsync();
        await UnderWay.Nothing(page);
        // As when an administrator signs somebody out everywhere.
        await app.Product.Api.Delete("api/v1/users/demo-putri/sessions");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Masuk kembali");
        await dialog.Locator("input[autocomplete=current-password]").FillAsync("peragaan-kemensos");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Masuk", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator(Composer)).ToHaveValueAsync(reply);
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim", Exact = true }).ClickAsync();
        await Expect(page.Locator(".bubble[data-from=ours]", new() { HasText = reply })).ToHaveCountAsync(1);
        await Expect(page.Locator(Composer)).ToHaveCountAsync(0);

        // Whoever closes the tab instead finds the words there when they come back.
        await page.Keyboard.PressAsync("n");
        await page.Locator(Composer).FillAsync(reply);
        var ticket = page.Url;
        await app.Product.Api.Delete("api/v1/users/demo-putri/sessions");
        await page.GotoAsync(ticket);
        await page.GetByLabel("Nama pengguna").FillAsync("demo-putri");
        await page.Locator("input[type=password]").FillAsync("peragaan-kemensos");
        await page.GetByRole(AriaRole.Button, new() { Name = "Masuk", Exact = true }).ClickAsync();
        await page.Locator(".bubble").First.WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator(Composer)).ToHaveValueAsync(reply);
        await page.Context.CloseAsync();
    }

    private static async Task NothingRan(IPage page)
    {
        Assert.NotEqual("hacked", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("img[src=x], main b:text-is('tebal')").CountAsync());
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0, 0);
    }
}
