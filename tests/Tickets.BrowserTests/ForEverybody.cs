using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>Readable, reachable by keyboard and on a small telephone, in both themes.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class ForEverybody(TheStaffApp app)
{
    /// <summary>Who sees which pages.</summary>
    public static TheoryData<string, string, string> Pages =>
        new()
        {
            { "demo-rina", "/kotak-masuk", ".item" },
            { "demo-putri", "/antrean", ".table" },
            { "demo-hasan", "/tim", ".figures" },
            { "demo-maria", "/laporan", ".figures" },
            { "demo-dewi", "/administrasi/pengguna", ".table" },
            { "demo-dewi", "/administrasi/organisasi", ".table" },
            { "demo-dewi", "/administrasi/rute", ".table" },
            { "demo-dewi", "/administrasi/kebijakan", ".table" },
            { "demo-dewi", "/administrasi/kalender", ".year" },
            { "demo-dewi", "/administrasi/templat", ".table" },
            { "demo-dewi", "/administrasi/saluran", ".table" },
            { "demo-dewi", "/administrasi/audit", ".table" },
            { "demo-dewi", "/akun", ".table" },
            { "demo-wayan", "/pemberitahuan?semua=true", ".heading" },
            { "demo-maria", "/laporan/tiket?angka=received", ".table" },
        };

    [TheoryWhenChromium]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_barrier_in_either_theme(string login, string path, string there)
    {
        var page = await app.As(login);
        await page.GotoAsync(path);
        await page.Locator(there).First.WaitForAsync();
        await NoBarrier(page, $"{path} light");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.Locator("html[data-mantine-color-scheme=dark]").WaitForAsync();
        await NoBarrier(page, $"{path} dark");
        await page.Context.CloseAsync();
    }

    [TheoryWhenChromium]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_a_telephone_of_360_pixels(string login, string path, string there)
    {
        var page = await app.As(login, width: 360, height: 740);
        await page.GotoAsync(path);
        await page.Locator(there).First.WaitForAsync();
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, 360);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_ticket_and_a_conversation_have_no_barrier()
    {
        var officer = await app.As("demo-made");
        await officer.Locator("a.number").First.ClickAsync();
        await officer.Locator(".bubble").First.WaitForAsync();
        await NoBarrier(officer, "ticket");
        await officer.Keyboard.PressAsync("r");
        await officer.Locator(".composer textarea:not([aria-hidden])").WaitForAsync();
        await NoBarrier(officer, "composer");

        var admin = await app.As("demo-rina", dark: true);
        await admin.Locator(".item").First.WaitForAsync();
        await admin.Keyboard.PressAsync("j");
        await admin.Locator(".bubble").First.WaitForAsync();
        await NoBarrier(admin, "conversation");
    }

    [TheoryWhenChromium]
    [InlineData("/lapor")]
    [InlineData("/lacak")]
    [InlineData("/masuk")]
    [InlineData("/penilaian/none")]
    public async Task A_page_without_sign_in_has_no_barrier(string path)
    {
        foreach (var dark in new[] { false, true })
        {
            var page = await app.Window(width: 360, height: 740, dark: dark);
            await page.GotoAsync(path);
            await page.Locator("main").WaitForAsync();
            await NoBarrier(page, $"{path} {(dark ? "dark" : "light")}");
            Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, 360);
            await page.Context.CloseAsync();
        }
    }

    [FactWhenChromium]
    public async Task Somebody_without_a_mouse_signs_in_finds_a_ticket_and_reads_it()
    {
        var page = await app.Window();
        await page.GotoAsync("/masuk");
        // Whoever types sees first where.
        await Expect(page.Locator("input:focus")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("demo-bayu");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("peragaan-kemensos");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("a.number").First.WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".bubble").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Tombol pintas");
    }

    [FactWhenChromium]
    public async Task The_app_speaks_English_when_asked()
    {
        var page = await app.As("demo-bayu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Akun Bayu Pratama" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Queue" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Time left" })).ToBeVisibleAsync();
        await NoBarrier(page, "english");
        await page.Context.CloseAsync();
    }

    private static async Task NoBarrier(IPage page, string where)
    {
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(
            found.Violations.Length == 0,
            where + Environment.NewLine + string.Join(Environment.NewLine, found.Violations.Select(v => $"{v.Id}: {v.Help} — {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"))
        );
    }
}
