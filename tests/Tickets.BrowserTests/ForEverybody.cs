using Microsoft.Playwright;
using Tickets.Testing;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>Readable, reachable by keyboard and on a small telephone, in both themes and both languages: every page that a link of the app leads to.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class ForEverybody(TheStaffApp app)
{
    private const int Narrow = 360;
    private static readonly string[] Languages = ["id", "en"];
    private const string Composer = ".composer textarea:not([aria-hidden])";

    // A person for each role; those who share a role share its pages.
    private static readonly string[] People = ["demo-rina", "demo-bayu", "demo-hasan", "demo-wayan", "demo-ratna", "demo-maria", "demo-dewi"];

    [FactWhenChromium]
    public async Task Every_page_of_every_role_has_no_barrier_and_fits_a_telephone()
    {
        HashSet<string> seen = [];
        List<string> wrong = [];
        foreach (var login in People)
        {
            var page = await app.As(login);
            foreach (var path in await Places(page))
                if (seen.Add(path))
                    wrong.AddRange(await Barriers(page, path, () => Open(page, path)));
            await page.Context.CloseAsync();
        }

        Assert.Superset(new HashSet<string> { "/kotak-masuk", "/antrean", "/tim", "/laporan", "/akun", "/administrasi/pengguna", "/administrasi/kalender", "/administrasi/audit" }, seen);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [FactWhenChromium]
    public async Task A_ticket_a_conversation_and_what_opens_over_them_have_no_barrier()
    {
        List<string> wrong = [];
        var officer = await app.As("demo-made");
        await Open(officer, "/antrean");
        var ticket = new Uri(new Uri(officer.Url), await officer.Locator("a.number").First.GetAttributeAsync("href")).PathAndQuery;
        async Task Ticket(string? key, string there)
        {
            await Open(officer, ticket);
            await officer.Locator(".bubble").First.WaitForAsync();
            if (key is not null)
                await officer.Keyboard.PressAsync(key);
            await officer.Locator(there).First.WaitForAsync();
        }

        wrong.AddRange(await Barriers(officer, "ticket", () => Ticket(null, ".clock")));
        wrong.AddRange(await Barriers(officer, "reply", () => Ticket("r", Composer)));
        wrong.AddRange(await Barriers(officer, "resolution", () => Ticket("e", Composer)));
        wrong.AddRange(await Barriers(officer, "transfer", () => Ticket("d", "[role=dialog] textarea")));
        wrong.AddRange(await Barriers(officer, "classification", () => Ticket("k", "[role=dialog] [role=status]")));
        wrong.AddRange(await Barriers(officer, "keys", () => Ticket("?", "[role=dialog] kbd")));
        wrong.AddRange(await Barriers(officer, "palette", () => Ticket("/", "[role=dialog] input")));

        var admin = await app.As("demo-rina");
        async Task Conversation(string? key, string there)
        {
            await Open(admin, "/kotak-masuk");
            await admin.Locator(".item .opener").First.ClickAsync();
            await admin.Locator(".talk .bubble").First.WaitForAsync();
            if (key is not null)
                await admin.Keyboard.PressAsync(key);
            await admin.Locator(there).First.WaitForAsync();
        }

        wrong.AddRange(await Barriers(admin, "conversation", () => Conversation(null, ".talk .bubble")));
        wrong.AddRange(await Barriers(admin, "dismissal", () => Conversation("a", "[role=dialog]")));
        wrong.AddRange(await Barriers(admin, "rest", () => Conversation("h", "[role=dialog]")));
        wrong.AddRange(await Barriers(admin, "link", () => Conversation("g", "[role=dialog] input")));
        await officer.Context.CloseAsync();
        await admin.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [FactWhenChromium]
    public async Task No_page_without_sign_in_has_a_barrier_and_each_fits_a_telephone()
    {
        List<string> wrong = [];
        var page = await app.Window(scripts: false);
        await page.GotoAsync("/lapor");
        await page.GetByLabel("Nama Anda").FillAsync("Siti Aminah");
        await page.GetByLabel("Apa yang terjadi?").FillAsync("Bantuan PKH ibu saya belum cair sejak bulan Juli.");
        await page.GetByLabel("Saya setuju").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        await page.Locator(".keep").WaitForAsync();
        var found = await page.GetByRole(AriaRole.Link, new() { Name = "Lihat laporan saya" }).GetAttributeAsync("href");
        await page.Context.CloseAsync();

        var citizen = await app.Window();
        foreach (var path in (string[])["/lapor", "/lapor?lang=en", "/lacak", found!, found + "&lang=en", "/lacak?nomor=KMS-2026-999999&kode=SALAH", "/penilaian/none", "/penilaian/none?lang=en"])
        {
            await citizen.GotoAsync(path);
            await citizen.Locator("main").WaitForAsync();
            wrong.AddRange(await InBothThemes(citizen, path));
            var wide = citizen.ViewportSize!;
            await citizen.SetViewportSizeAsync(Narrow, 740);
            wrong.AddRange(await TooWide(citizen, path));
            await citizen.SetViewportSizeAsync(wide.Width, wide.Height);
        }

        foreach (var path in (string[])["/masuk", "/masuk?gagal=sso", "/masuk/tautan#login=siapa&token=x"])
            wrong.AddRange(
                await Barriers(
                    citizen,
                    path,
                    async () =>
                    {
                        await citizen.GotoAsync("about:blank");
                        await citizen.GotoAsync(path);
                        await citizen.Locator("form").WaitForAsync();
                    }
                )
            );
        await citizen.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [FactWhenChromium]
    public async Task Somebody_without_a_mouse_signs_in_finds_a_ticket_and_answers_it()
    {
        var page = await app.Window();
        await page.GotoAsync("/masuk");
        // Whoever types sees first where.
        await Expect(page.Locator("input:focus")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("demo-yosef");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("peragaan-kemensos");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("a.number").First.WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".bubble").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Tombol pintas");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator(Composer)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Ditulis tanpa tetikus.");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".bubble[data-from=note]", new() { HasText = "Ditulis tanpa tetikus." })).ToBeVisibleAsync();

        // From the address bar on, the first stop leads past the menu.
        await page.ReloadAsync();
        await page.Locator(".bubble").First.WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("a.skip:focus")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Dialog).Locator("input")).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task An_admin_without_a_mouse_reads_decides_and_takes_it_back()
    {
        var page = await app.As("demo-rina");
        await page.Locator(".item").First.WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        var open = page.Locator(".item[data-open]");
        await Expect(open).ToHaveCountAsync(1);
        var id = await open.GetAttributeAsync("data-id");
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator(".selection")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".selection")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("h");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Satu jam" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator($".item[data-id='{id}']")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("u");
        await Expect(page.Locator($".item[data-id='{id}']")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task The_app_speaks_English_when_asked()
    {
        var page = await app.As("demo-bayu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Akun Bayu Pratama" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Queue" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Time left" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Everywhere that the menus lead.</summary>
    internal static async Task<IReadOnlyList<string>> Places(IPage page)
    {
        List<string> found = ["/akun"];
        await page.Locator("nav.rail").WaitForAsync();
        found.AddRange(await Links(page));
        if (found.Contains("/administrasi", StringComparer.Ordinal))
        {
            await Open(page, "/administrasi");
            found.AddRange(await Links(page));
        }

        return [.. found.Distinct(StringComparer.Ordinal)];

        static async Task<string[]> Links(IPage page) => await page.Locator("nav a[href^='/']").EvaluateAllAsync<string[]>("all => all.map(a => a.pathname)");
    }

    /// <summary>Goes there and waits until nothing is on its way any more.</summary>
    internal static async Task Open(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.Locator("#screen > *").First.WaitForAsync();
        await Expect(page.Locator(".mantine-Skeleton-root")).ToHaveCountAsync(0);
    }

    // Once it stands, themes and languages change before the reader's eyes; on a telephone it is looked at last, where other things stand.
    private static async Task<List<string>> Barriers(IPage page, string where, Func<Task> open)
    {
        await open();
        List<string> found = [];
        foreach (var language in Languages)
        {
            await Speak(page, language);
            found.AddRange(await InBothThemes(page, $"{where} ({language})"));
        }

        var wide = page.ViewportSize!;
        await page.SetViewportSizeAsync(Narrow, 740);
        foreach (var language in Languages.Reverse())
        {
            await Speak(page, language);
            found.AddRange(await TooWide(page, $"{where} ({language})"));
        }

        await page.SetViewportSizeAsync(wide.Width, wide.Height);
        return found;
    }

    // As by the switch in another window of the same browser.
    private static async Task Speak(IPage page, string language)
    {
        await page.EvaluateAsync("language => { localStorage.setItem('language', language); dispatchEvent(new StorageEvent('storage', { key: 'language', newValue: language })); }", language);
        await page.Locator($"html[lang={language}]").WaitForAsync();
        await UnderWay.Nothing(page);
    }

    private static async Task<List<string>> InBothThemes(IPage page, string where)
    {
        List<string> found = [];
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            if (await page.Locator("html[data-mantine-color-scheme]").CountAsync() > 0)
                await page.Locator($"html[data-mantine-color-scheme={(theme == ColorScheme.Dark ? "dark" : "light")}]").WaitForAsync();
            found.AddRange((await Axe.Barriers(page)).Select(barrier => $"{where}, {theme}: {barrier}"));
        }

        return found;
    }

    private static async Task<List<string>> TooWide(IPage page, string where) =>
        await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is > Narrow and var width ? [$"{where}: {width} pixels wide on a telephone of {Narrow}"] : [];
}
