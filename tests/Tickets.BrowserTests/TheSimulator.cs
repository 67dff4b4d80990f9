using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>Whoever is trained or shown the product plays citizens here.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class TheSimulator(TheStaffApp app)
{
    private const string Plea = "min tolong, PKH ibu saya belum cair dari bulan Juli";
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 45_000 };

    [FactWhenChromium]
    public async Task A_citizen_comments_under_troubles_and_sees_the_answer_arrive_once()
    {
        var page = await app.Window(1440, 900);
        List<string> complaints = [];
        page.Console += (_, told) =>
        {
            if (told.Type == "error")
                complaints.Add(told.Text);
        };
        await page.GotoAsync("/simulator");
        await page.GetByLabel("Nama warga lain").FillAsync("Lestari Uji");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mainkan" }).ClickAsync();
        foreach (var trouble in (string[])["Batas pengiriman", "Kiriman ganda", "Langsung diubah"])
            await page.GetByLabel(trouble).CheckAsync();
        await Expect(page.GetByText("Gangguan menyala: Batas pengiriman (429), Kiriman ganda, Langsung diubah.")).ToBeVisibleAsync();

        await page.GetByLabel("Komentar", new() { Exact = true }).FillAsync(Plea);
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim komentar" }).ClickAsync();
        var mine = page.Locator("#comments li", new() { HasText = "Lestari Uji" });
        await Expect(mine.GetByText("diubah")).ToBeVisibleAsync();
        await Expect(page.Locator("#refusals").GetByText("Batas pengiriman (429)").First).ToBeVisibleAsync(Soon);
        await Expect(mine.GetByText("Kementerian Sosial RI")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Pulihkan semua" }).ClickAsync();
        await Expect(page.GetByText("Gangguan menyala")).ToBeHiddenAsync();
        await Expect(mine.GetByText("KMS-")).ToBeVisibleAsync(Soon);
        await Expect(mine.GetByText("Kementerian Sosial RI")).ToHaveCountAsync(1);

        // The same citizen in private; another one does not see it.
        await page.GetByLabel("Pesan", new() { Exact = true }).FillAsync("min, ini saya yang tadi berkomentar, tolong bantuan PKH saya belum cair");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim", Exact = true }).ClickAsync();
        await Expect(page.Locator("#messages .line.citizen")).ToHaveCountAsync(1);
        await page.Locator("#citizens").GetByRole(AriaRole.Button, new() { Name = "Budi Santoso" }).ClickAsync();
        await Expect(page.GetByText("Belum ada pesan.")).ToBeVisibleAsync();
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_switch_stays_where_it_was_turned_though_an_older_look_arrives_after_it()
    {
        var page = await app.Window();
        await page.GotoAsync("/simulator");
        await page.GetByText("Belum ada pesan.").WaitForAsync();
        var (asked, turned) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(
            "**/simulator/state",
            async route =>
            {
                var old = await route.FetchAsync();
                asked.TrySetResult();
                await turned.Task;
                await route.FulfillAsync(new() { Response = old });
            },
            new() { Times = 1 }
        );
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var twice = page.GetByLabel("Kiriman ganda");
        await page.RunAndWaitForResponseAsync(() => twice.CheckAsync(), answer => answer.Request.Method == "GET" && answer.Url.EndsWith("/simulator/state", StringComparison.Ordinal));
        turned.SetResult();
        await UnderWay.Nothing(page);

        await Expect(twice).ToBeCheckedAsync();
        await Expect(page.GetByText("Gangguan menyala: Kiriman ganda.")).ToBeVisibleAsync();
        await page.RunAndWaitForResponseAsync(() => twice.UncheckAsync(), answer => answer.Request.Method == "PUT");
        await page.Context.CloseAsync();
    }

    [TheoryWhenChromium]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(800, true)]
    [InlineData(1440, true)]
    public async Task It_fits_every_screen_in_both_themes_and_languages(int width, bool dark)
    {
        var page = await app.Window(width, 780, dark);
        await page.GotoAsync("/simulator");
        await page.GetByText("Penyaluran PKH tahap 4").WaitForAsync();
        foreach (var view in width <= 720 ? (string[])["Kiriman", "Pesan", "Gangguan"] : [""])
        {
            if (view.Length > 0)
                await page.Locator("#tabs").GetByRole(AriaRole.Button, new() { Name = view }).ClickAsync();
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{view} scrolls sideways at {width}");
            // On a telephone one writes at the foot of the screen, and sees all that one writes.
            if (view is "Kiriman" or "Pesan")
            {
                var form = page.Locator(view == "Pesan" ? "#message-form" : "#comment-form");
                await form.Locator("textarea").FillAsync(Plea + ", sudah lapor ke pendamping tetapi belum ada jawaban sampai sekarang");
                Assert.True(await form.EvaluateAsync<bool>("f => { const t = f.querySelector('textarea'); return t.scrollHeight <= t.clientHeight + 1; }"), $"{view} hides what is written");
                Assert.InRange(await form.EvaluateAsync<double>("f => document.getElementById('tabs').getBoundingClientRect().top - f.getBoundingClientRect().bottom"), 0, 24);
            }
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bahasa Indonesia" })).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Equal(dark ? "rgb(12, 19, 18)" : "rgb(245, 248, 247)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        await page.Context.CloseAsync();
    }
}
