using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>What an admin does in the inbox beside opening and dismissing: narrows it, answers with words that are kept, joins what belongs together, gives it to somebody.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class TriageByHand(TheStaffApp app)
{
    [FactWhenChromium]
    public async Task The_inbox_is_narrowed_by_platform_language_and_words_and_the_address_says_so()
    {
        var page = await app.As("demo-rina");
        await page.Locator(".item").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Saring" }).ClickAsync();
        await Choose("Platform", "WhatsApp");
        await Expect(page.Locator(".item .facts")).ToHaveTextAsync([new Regex("^WhatsApp", RegexOptions.None, TimeSpan.FromSeconds(1))]);
        await Expect(page.Locator(".item")).ToContainTextAsync(["Hartati"]);
        await Choose("Bahasa", "Jawa");
        await Expect(page.GetByText("Tidak ada yang cocok")).ToBeVisibleAsync();
        Assert.Contains("platform=whatsapp", page.Url, StringComparison.Ordinal);
        Assert.Contains("bahasa=jv", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Hapus penyaring" }).Last.ClickAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.GetByLabel("Cari kata atau nama…").FillAsync("yatim piatu");
        await Expect(page.Locator(".item")).ToContainTextAsync(["Hartati"]);
        await Expect(page.Locator(".surge")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();

        async Task Choose(string filter, string value)
        {
            await page.GetByRole(AriaRole.Combobox, new() { Name = filter, Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Option, new() { Name = value, Exact = true }).ClickAsync();
        }
    }

    [FactWhenChromium]
    public async Task A_saved_reply_goes_out_under_the_comment_and_decides_it()
    {
        var id = await app.AComment("terima kasih ya kak");
        var page = await app.As("demo-rina");
        await page.GotoAsync($"/kotak-masuk?buka={id}");
        // As soon as it can be read, its row and what else there is may still be on their way.
        await page.Locator(".talk .bubble").First.WaitForAsync();
        await page.Keyboard.PressAsync("r");
        await page.GetByLabel("Tulis balasan").PressAsync("/");
        await page.GetByLabel("Cari balasan").FillAsync("terima");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Terima kasih kembali" }).ClickAsync();
        await Expect(page.GetByLabel("Tulis balasan")).ToHaveValueAsync("Terima kasih kembali, semoga bermanfaat bagi keluarga.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Balas & selesai" }).ClickAsync();
        await Expect(page.Locator(".undo")).ToContainTextAsync("Dibalas");
        await page.GetByRole(AriaRole.Link, new() { Name = "Antrean" }).ClickAsync();

        Assert.True(await app.Product.Graph.Until(sent => sent.Any(s => s.Door == Door.CommentReply && s.Text.StartsWith("Terima kasih kembali", StringComparison.Ordinal)), TimeSpan.FromSeconds(20)));
        Assert.Equal("Dismissed", (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["state"]);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Words_are_written_before_the_list_has_come_and_go_out_once_it_has()
    {
        var id = await app.AComment("terima kasih banyak kak");
        var page = await app.As("demo-rina");
        var list = new TaskCompletionSource();
        await page.RouteAsync(
            url => new Uri(url).AbsolutePath == "/api/v1/inbox",
            async route =>
            {
                await list.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync($"/kotak-masuk?buka={id}");
        await page.Locator(".talk .bubble").First.WaitForAsync();
        await page.Keyboard.PressAsync("r");
        await page.GetByLabel("Tulis balasan").FillAsync("Sama-sama.");
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Balas & selesai" });
        await Expect(send).ToBeDisabledAsync();

        list.SetResult();
        await send.ClickAsync();
        await Expect(page.Locator(".undo")).ToContainTextAsync("Dibalas");
        await page.GetByRole(AriaRole.Link, new() { Name = "Antrean" }).ClickAsync();
        await Eventually.Holds("it is dismissed", TimeSpan.FromSeconds(20), async () => (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["state"] == "Dismissed");
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task The_citizens_running_ticket_is_offered_and_one_click_joins_it()
    {
        var citizen = TheStaffApp.Next();
        var number = await app.ATicketAt("JAMSOS", citizen);
        var id = await app.AComment("selamat sore kak, mau tanya", citizen);
        var page = await app.As("demo-rina");
        await page.GotoAsync($"/kotak-masuk?buka={id}");
        await Expect(page.Locator(".assess").GetByRole(AriaRole.Link, new() { Name = number })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Gabungkan ke tiket ini" }).ClickAsync();
        await Expect(page.Locator(".undo")).ToContainTextAsync($"Digabung ke {number}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Antrean" }).ClickAsync();
        await Eventually.Holds("they belong together", TimeSpan.FromSeconds(20), async () => (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["ticket"] == number);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task What_a_link_opens_is_decided_though_the_list_does_not_show_it()
    {
        var id = await app.AComment("selamat malam kak");
        var page = await app.As("demo-rina");
        await page.GotoAsync($"/kotak-masuk?platform=whatsapp&buka={id}");
        await Expect(page.Locator(".talk .bubble")).ToContainTextAsync("selamat malam kak");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Abaikan", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await page.Keyboard.PressAsync("6");
        await Expect(page.Locator(".undo")).ToContainTextAsync("Diabaikan");
        await page.GetByRole(AriaRole.Link, new() { Name = "Antrean" }).ClickAsync();
        await Eventually.Holds("it is dismissed", TimeSpan.FromSeconds(20), async () => (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["state"] == "Dismissed");
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task A_ticket_is_given_to_an_officer_by_one_key_and_a_name()
    {
        var id = await app.AComment("kapan cair lagi bantuannya");
        var page = await app.As("demo-rina");
        await page.GotoAsync($"/kotak-masuk?buka={id}");
        await page.Locator(".acts").WaitForAsync();
        // The topics have come too: a figure means one of them.
        await UnderWay.Nothing(page);
        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("p");
        await page.Keyboard.TypeAsync("Made");
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new("^Made Suardana", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Ke", Exact = true })).ToHaveValueAsync("Direktorat Rehabilitasi Sosial Penyandang Disabilitas");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Buka tiket", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Antrean" }).ClickAsync();

        string? number = null;
        await Eventually.Holds("the ticket is open", TimeSpan.FromSeconds(20), async () => (number = (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["ticket"]) is not null);
        var ticket = await app.Product.Api.Ticket(number!);
        Assert.Equal(("DISABILITAS", "demo-made"), ((string?)ticket["directorate"], (string?)ticket["officer"]));
        await page.Context.CloseAsync();
    }
}
