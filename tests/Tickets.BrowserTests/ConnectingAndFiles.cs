using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Tickets.Testing;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>What the platforms give us: a connection at their own page, and what citizens sent along.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class ConnectingAndFiles(TheStaffApp app)
{
    [FactWhenChromium]
    public async Task A_page_is_connected_where_its_owner_says_yes_and_no_token_is_shown()
    {
        app.Logins.Pages = [("888", "Halaman lain", "token-888", null, null), (ARunningProduct.PageId, "Kementerian Sosial RI", "token-halaman", ARunningProduct.InstagramId, "kemensosri")];
        await app.Product.Api.Put("api/v1/channels/facebook", new { settings = new { appId = FakeLogins.ClientId } });
        const string platform = "www.facebook.com";
        var page = await app.As("demo-dewi", played: platform);
        // The platform's own page stands elsewhere: it asks, and the owner answers.
        await page.RouteAsync(
            url => url.StartsWith($"https://{platform}/", StringComparison.Ordinal),
            route => route.FulfillAsync(
                new()
                {
                    ContentType = "text/html",
                    Body = $"<a href='{FakeLogins.SayNo(route.Request.Url)}'>Not now</a> <a href='{app.Logins.SayYes(route.Request.Url)}'>Continue</a>".Replace("&", "&amp;", StringComparison.Ordinal),
                }
            )
        );
        var setOut = page.GetByRole(AriaRole.Button, new() { Name = "Sambungkan di halaman platform: Facebook" });
        await page.GotoAsync("/administrasi/saluran");
        await setOut.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Not now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Persetujuan tidak diberikan di halaman platform. Tidak ada yang berubah." })).ToBeVisibleAsync();

        await setOut.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue" }).ClickAsync();
        var choice = page.GetByRole(AriaRole.Dialog);
        await choice.GetByLabel("Kementerian Sosial RI").CheckAsync();
        await choice.Locator("button[type=submit]").ClickAsync();
        var connected = page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Facebook tersambung sebagai Kementerian Sosial RI" });
        await connected.GetByRole(AriaRole.Button, new() { Name = "Daftarkan webhook" }).ClickAsync();
        await Expect(connected).ToHaveCountAsync(0);
        Assert.Contains($"page {ARunningProduct.PageId}", app.Logins.Subscribed);
        Assert.DoesNotContain("token-", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("sambung=", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task What_a_citizen_sent_along_is_opened_here_and_what_was_gone_is_asked_for_once_more()
    {
        var who = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var here = app.Files.Keep($"foto{who}", FakeFiles.Picture, "image/png");
        var gone = $"http://{app.Files.Host}/files/lenyap{who}";
        var words = $"lampiran nomor {who[^6..]}";
        var conversation = await Delivered(who, words, here, gone);

        // So high that every row is there: of a long list only those in sight are.
        var page = await app.As("demo-rina", height: 6000);
        await page.Locator($".item[data-id='{conversation}']").GetByRole(AriaRole.Button).ClickAsync();
        var said = page.Locator(".bubble", new() { HasText = words });
        await Expect(said).ToContainTextAsync("sudah tidak ada di platform", new() { Timeout = 30_000 });
        await Expect(said.Locator(".media")).ToHaveCountAsync(1);
        await said.Locator(".media").GetByRole(AriaRole.Button, new() { Name = "Tampilkan" }).ClickAsync();
        await Eventually.Holds("the picture is drawn", TimeSpan.FromSeconds(10), () => said.Locator(".media img").EvaluateAsync<bool>("i => i.complete && i.naturalWidth === 1"));

        // The platform has it again.
        app.Files.Keep($"lenyap{who}", FakeFiles.Picture, "image/png");
        await said.GetByRole(AriaRole.Button, new() { Name = "Coba lagi" }).ClickAsync();
        await Expect(said.Locator(".media")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Expect(said).Not.ToContainTextAsync("sudah tidak ada di platform");
        Assert.Equal(1, app.Files.Asked($"foto{who}"));
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task The_picture_of_a_post_stands_beside_its_words_in_a_box_that_is_there_without_one_too()
    {
        var without = await app.AComment("semangat terus min");
        var with = await app.PostsHavePictures();

        var page = await app.As("demo-rina");
        foreach (var path in (string[])[$"/kotak-masuk?buka={with["conversation"]!["id"]}", $"/tiket/{with["number"]}"])
        {
            await page.GotoAsync(path);
            await Eventually.Holds("the picture is drawn", TimeSpan.FromSeconds(10), () => page.GetByAltText("Gambar unggahan").EvaluateAsync<bool>("i => i.complete && i.naturalWidth === 480"));
            Assert.Equal("64 64", await SizeOfBox(page));
        }

        await page.GotoAsync($"/kotak-masuk?buka={without}");
        await page.Locator(".bubble", new() { HasText = "semangat terus min" }).WaitForAsync();
        await Expect(page.GetByAltText("Gambar unggahan")).ToHaveCountAsync(0);
        Assert.Equal("64 64", await SizeOfBox(page));
        await page.Context.CloseAsync();
    }

    private static Task<string> SizeOfBox(IPage page) => page.Locator(".post .thumb").EvaluateAsync<string>("b => `${b.offsetWidth} ${b.offsetHeight}`");

    private async Task<long> Delivered(string who, string words, params string[] addresses)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var message = new JsonObject
        {
            ["mid"] = $"m_{who}",
            ["text"] = words,
            ["attachments"] = new JsonArray([.. addresses.Select(a => new JsonObject { ["type"] = "image", ["payload"] = new JsonObject { ["url"] = a } })]),
        };
        var told = new JsonObject { ["sender"] = new JsonObject { ["id"] = who }, ["recipient"] = new JsonObject { ["id"] = ARunningProduct.PageId }, ["timestamp"] = now, ["message"] = message };
        var body = new JsonObject { ["object"] = "page", ["entry"] = new JsonArray(new JsonObject { ["id"] = ARunningProduct.PageId, ["time"] = now, ["messaging"] = new JsonArray(told) }) };
        Assert.Equal(200, (int)(await app.Product.Api.Deliver(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()))).Status);
        var waiting = await Eventually.Finds(
            "the message waits in the inbox",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                foreach (var one in await app.Product.Api.All("api/v1/inbox"))
                    if ((await app.Product.Api.Get($"api/v1/inbox/{one["id"]}")).Json["messages"]!.AsArray().Any(m => ((string?)m!["text"])?.Contains(words, StringComparison.Ordinal) == true))
                        return one;
                return null;
            },
            () => Task.FromResult(app.Product.Log)
        );
        return (long)waiting["id"]!;
    }
}
