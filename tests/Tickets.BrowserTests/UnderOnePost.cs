using System.Globalization;
using Microsoft.Playwright;
using Tickets.Testing;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>A post and what is written under it, as those who triage meet it: one comment and its neighbours, many alike, what arrives meanwhile, and thanks.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class UnderOnePost(TheStaffApp app)
{
    private readonly string post = TheStaffApp.Next();

    private string Address => $"/kotak-masuk?post={ARunningProduct.PageId}_{post}";

    [FactWhenChromium]
    public async Task An_admin_goes_from_a_comment_to_all_under_its_post()
    {
        await Comments(1, "semangat terus ya kak");
        await Comments(2, "mantap kemensos, lanjutkan");
        var open = await Waiting("mantap kemensos, lanjutkan");

        var page = await app.As("demo-rina");
        await page.GotoAsync($"/kotak-masuk?buka={open.ToString(CultureInfo.InvariantCulture)}");
        await page.GetByText("Semua percakapan di unggahan ini").ClickAsync();

        await Expect(page.GetByText("2 percakapan pada satu unggahan")).ToBeVisibleAsync();
        await Expect(page.Locator(".item[data-id]")).ToHaveCountAsync(2);
        await Expect(page.Locator(".bubble").Filter(new() { HasText = "mantap kemensos" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task What_many_write_alike_is_one_row_and_is_answered_once()
    {
        const string rumour = "benarkah kartu baru lewat link yang beredar di grup WA?";
        for (var i = 0; i < 9; i++)
            await Comments(i, rumour);
        await Comments(20, "selamat sore semuanya");
        await Waiting("selamat sore semuanya");
        await Eventually.Holds("they are a surge", TimeSpan.FromSeconds(20), async () => await Surge(rumour) is { } surge && (int)surge["waiting"]! == 9);

        // So high that every row is there: of a long list only those in sight are.
        var page = await app.As("demo-rina", height: 6000);
        await page.Locator(".item").First.WaitForAsync();
        await Expect(page.Locator(".item", new() { HasText = rumour })).ToHaveCountAsync(0);
        var row = page.Locator(".surge", new() { HasText = rumour });
        await Expect(row).ToContainTextAsync("9 serupa");
        await row.ClickAsync();
        await Expect(page.Locator(".item", new() { HasText = rumour })).ToHaveCountAsync(9);

        // One of them only looks alike: it leaves the heap and is decided by itself.
        await page.Locator(".item", new() { HasText = rumour }).First.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bukan bagian lonjakan ini" }).ClickAsync();
        await Eventually.Holds("eight are left in it", TimeSpan.FromSeconds(20), async () => await Surge(rumour) is { } surge && (int)surge["waiting"]! == 8);

        await page.GetByRole(AriaRole.Button, new() { Name = "Jawab semua" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Balasan").FillAsync("Tidak benar. Kartu tidak pernah diganti lewat tautan.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kirim ke semua" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("8 percakapan dijawab");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Kembali" }).ClickAsync();
        await Expect(page.Locator(".item", new() { HasText = "selamat sore semuanya" })).ToBeVisibleAsync();
        await Expect(page.Locator(".surge", new() { HasText = rumour })).ToHaveCountAsync(0);
        await Expect(page.Locator(".item", new() { HasText = rumour })).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task What_arrives_while_somebody_reads_waits_behind_a_counter_and_moves_nothing()
    {
        await Comments(1, "selamat pagi kak");
        await Comments(2, "selamat siang kak");
        await Waiting("selamat siang kak");
        var page = await app.As("demo-rina");
        await page.GotoAsync(Address);
        var rows = page.Locator(".item[data-id]");
        await Expect(rows).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".talk .bubble")).ToContainTextAsync("selamat pagi kak");

        // More pressing than all that is there: it belongs above.
        var plea = await HalfSure();
        await Comments(3, plea);
        var newer = page.GetByRole(AriaRole.Button, new() { Name = "1 baru · tampilkan" });
        await Expect(newer).ToBeVisibleAsync();
        await Expect(rows.First).ToContainTextAsync("selamat pagi kak");
        await Expect(page.Locator(".item[data-open]")).ToContainTextAsync("selamat pagi kak");

        await newer.ClickAsync();
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.First).ToContainTextAsync(plea);
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Thanks_have_no_topic_and_become_a_ticket_only_once_somebody_chose_one()
    {
        const string thanks = "Alhamdulillah terima kasih Kemensos, bantuannya sudah diterima ibu saya";
        await Comments(1, thanks);
        var id = await Waiting(thanks);
        var page = await app.As("demo-rina");
        await page.GotoAsync(Address);
        await page.Locator(".item").WaitForAsync();
        await page.Keyboard.PressAsync("j");
        var topic = page.GetByRole(AriaRole.Combobox, new() { Name = "Topik" });
        await Expect(topic).ToHaveValueAsync("");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Ke", Exact = true })).ToHaveValueAsync("");
        await Expect(page.Locator(".item")).Not.ToContainTextAsync("Penyelewengan");

        await page.Keyboard.PressAsync("t");
        await Expect(page.GetByText("Pilih topiknya dahulu")).ToBeVisibleAsync();
        await Expect(page.Locator(".undo")).ToHaveCountAsync(0);

        // The topics have come too: a figure means one of them.
        await UnderWay.Nothing(page);
        await page.Keyboard.PressAsync("1");
        await Expect(page.GetByText("Pilih topiknya dahulu")).ToHaveCountAsync(0);
        await Expect(topic).Not.ToHaveValueAsync("");
        var chosen = await topic.InputValueAsync();
        await page.Keyboard.PressAsync("t");
        await Expect(page.Locator(".undo")).ToContainTextAsync("Tiket dibuka");
        // Whoever goes on has decided.
        await page.GetByRole(AriaRole.Link, new() { Name = "Antrean" }).ClickAsync();
        string? number = null;
        await Eventually.Holds("the ticket is open", TimeSpan.FromSeconds(20), async () => (number = (string?)(await app.Product.Api.Get($"api/v1/inbox/{id}")).Json["ticket"]) is not null);
        var code = (string?)(await app.Product.Api.Ticket(number!))["topic"];
        var name = (string)(await app.Product.Api.All("api/v1/topics")).Single(t => (string?)t["code"] == code)["name"]!;
        Assert.StartsWith(name, chosen, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    private async Task Comments(int who, string words) =>
        await app.Product.Api.Deliver(
            MetaPayloads.FacebookComment(ARunningProduct.PageId, $"{ARunningProduct.PageId}_{post}", $"{post}_{who}", $"{post}{who}", $"Warga {who}", words, TimeProvider.System.GetUtcNow(), null)
        );

    // Sure enough to come before greetings, and not enough to become a ticket by itself.
    private async Task<string> HalfSure()
    {
        foreach (var words in (string[])["BPNT kapan cair lagi", "bantuan yatim piatu kapan cair lagi", "pendamping jarang datang ke desa kami", "saldo KKS kosong", "ibu saya lumpuh, tinggal berdua dengan saya"])
            if ((double)(await app.Product.Api.Post("api/v1/understanding/assess", new { text = words, platform = "Facebook" })).Json["needsHelp"]! is >= 0.5 and < 0.85)
                return words;
        throw new InvalidOperationException("The service is sure of all of them: others are needed here.");
    }

    private async Task<long> Waiting(string words)
    {
        var found = await Eventually.Finds(
            "the comment waits in the inbox",
            TimeSpan.FromSeconds(20),
            async () => (await app.Product.Api.All($"api/v1/inbox?post={ARunningProduct.PageId}_{post}")).FirstOrDefault(c => (string?)c["preview"] == words),
            () => Task.FromResult(app.Product.Log)
        );
        return (long)found["id"]!;
    }

    private async Task<System.Text.Json.Nodes.JsonNode?> Surge(string words) => (await app.Product.Api.All("api/v1/inbox/surges")).FirstOrDefault(s => (string?)s["sample"] == words);
}
