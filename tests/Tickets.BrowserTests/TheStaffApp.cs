using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tickets.Testing;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.BrowserTests;

/// <summary>The product as it is shipped with its demonstration, and a browser before it.</summary>
public sealed class TheStaffApp : IAsyncLifetime
{
    private const string Password = "peragaan-kemensos";
    private static long lastId = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The running product.</summary>
    public ARunningProduct Product { get; private set; } = null!;

    /// <summary>The platforms' own pages of consent.</summary>
    public FakeLogins Logins { get; private set; } = null!;

    /// <summary>What citizens sent along, where the platforms keep it.</summary>
    public FakeFiles Files { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null)
            return;
        Product = ARunningProduct.NotStarted(await FakeGraph.Start());
        Logins = new FakeLogins(Product.Graph);
        Files = new FakeFiles(Product.Graph);
        // What the demonstration's own posts show; it says itself what they say.
        using (var picture = new MemoryStream())
        {
            await using (var drawn = SimulatedPlatform.Picture())
                await drawn.CopyToAsync(picture);
            foreach (var post in (string[])["4", "5"])
                Product.Graph.Posted($"{ARunningProduct.PageId}_{post}", null, Files.Keep($"unggahan{post}", picture.ToArray(), "image/png"));
        }

        await Product.Restart(("Tickets__Demo", "true"), ("Tickets__Media__TrustedHosts", Files.Host));
        // Others work on the same cores: what is late is not wrong yet.
        Assertions.SetDefaultExpectTimeout(15_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = SystemChromium.Path, Args = [.. SystemChromium.Arguments, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] });
        await Eventually.Holds("the demonstration is there", TimeSpan.FromSeconds(30), IsTheDemonstrationThere, () => Task.FromResult(Product.Log));
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (Product is not null)
            await Product.DisposeAsync();
    }

    /// <summary>A ticket under a post of the demonstration, once that post's picture was fetched.</summary>
    public Task<JsonNode> PostsHavePictures() =>
        Eventually.Finds(
            "a ticket under a post with a picture",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                foreach (var ticket in await Product.Api.All("api/v1/tickets?platform=facebook"))
                    if ((await Product.Api.Get($"api/v1/tickets/{ticket["number"]}")).Json is var shown && (bool?)shown["conversation"]?["postHasPicture"] == true)
                        return shown;
                return null;
            }
        );

    /// <summary>A browser window of its own; what it loads from elsewhere than the product fails it, but for a host that the story plays itself.</summary>
    public async Task<IPage> Window(int width = 1440, int height = 900, bool dark = false, bool scripts = true, string language = "id-ID", string? played = null)
    {
        var context = await browser!.NewContextAsync(
            new()
            {
                BaseURL = Product.Address.ToString(),
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                JavaScriptEnabled = scripts,
                Locale = language,
                TimezoneId = "Asia/Jakarta",
                ReducedMotion = ReducedMotion.Reduce,
                AcceptDownloads = true,
            }
        );
        // Only looked at: what is routed through here is kept by no cache, and every page would load the whole app anew.
        context.Request += (_, asked) =>
        {
            if (new Uri(asked.Url) is { Scheme: "http" or "https" } url && url.Authority != Product.Address.Authority && url.Host != played)
                _ = context.CloseAsync(new() { Reason = "Something is asked of another host: " + asked.Url });
        };
        await UnderWay.Count(context);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        return page;
    }

    /// <summary>Somebody of the demonstration, signed in.</summary>
    public async Task<IPage> As(string login, int width = 1440, int height = 900, bool dark = false, string password = Password, string? played = null)
    {
        var page = await Window(width, height, dark, played: played);
        await SignIn(page, login, password);
        return page;
    }

    /// <summary>Fills in the form.</summary>
    public static async Task SignIn(IPage page, string login, string password = Password)
    {
        await page.GotoAsync("/masuk");
        await page.GetByLabel("Nama pengguna").FillAsync(login);
        await page.Locator("input[type=password]").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Masuk", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/masuk", StringComparison.Ordinal));
    }

    // All of it: what came while a story looks at a list waits behind a counter there.
    private async Task<bool> IsTheDemonstrationThere()
    {
        var (tickets, waiting) = (await Product.Api.All("api/v1/tickets"), await Product.Api.All("api/v1/inbox"));
        return tickets.Count >= 5
            && waiting.Count >= 3
            && tickets.TrueForAll(t => t["directorate"] is not null)
            && (await Product.Api.All("api/v1/deliveries?state=accepted")).Count == 0
            && (await Product.Api.All("api/v1/inbox/surges")).Count == 1;
    }

    /// <summary>A number that no other story has.</summary>
    public static string Next() => Interlocked.Increment(ref lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A comment under a post of its own that waits in the inbox, by the platform's webhook: the citizen's form takes only as much as a person writes.</summary>
    /// <returns>The conversation's key.</returns>
    public async Task<long> AComment(string words, string? author = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (post, comment) = (Next(), Next());
        author ??= Next();
        var page = ARunningProduct.PageId;
        Product.Graph.CitizenCommented($"{post}_{comment}", null, author, words, now);
        await Product.Api.Deliver(MetaPayloads.FacebookComment(page, $"{page}_{post}", $"{post}_{comment}", author, "Siti", words, now, null));
        var waiting = await Eventually.Finds(
            "the comment waits in the inbox",
            TimeSpan.FromSeconds(20),
            async () => (await Product.Api.All("api/v1/inbox")).Find(c => (string?)c["post"] == $"{page}_{post}")
        );
        return (long)waiting["id"]!;
    }

    /// <summary>A ticket that an admin made of a comment.</summary>
    public async Task<string> ATicketAt(string directorate, string? author = null, string words = "kapan cair lagi bantuannya") =>
        (string)(await Product.Api.Post($"api/v1/inbox/{await AComment(words, author)}/ticket", new { topic = "pkh", directorate })).Json["number"]!;

    /// <summary>The address by which the citizen rates, as the platform brought it to them: staff is not shown it.</summary>
    public async Task<string> RatingLink(string number)
    {
        var link = new Regex($"/penilaian/{number["KMS-".Length..]}-[0-9A-Z]+", RegexOptions.None, TimeSpan.FromSeconds(1));
        return await Eventually.Finds(
            "the link to rate by has arrived",
            TimeSpan.FromSeconds(20),
            () => Task.FromResult(Product.Graph.Sent.Select(s => link.Match(s.Text)).FirstOrDefault(m => m.Success)?.Value)
        );
    }

    /// <summary>A further member of staff who set a password by an invitation.</summary>
    public async Task<string> Invite(string login, string name, string role)
    {
        const string password = "kalimat panjang untuk uji";
        (await Product.Api.Post("api/v1/users", new { login, name, roles = new[] { role } })).Json.ToString();
        var link = (string)(await Product.Api.Post($"api/v1/users/{login}/invitation")).Json["link"]!;
        var page = await Window();
        await page.GotoAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment);
        await page.GetByLabel("Kata sandi baru").FillAsync(password);
        await page.GetByLabel("Ulangi kata sandi").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Simpan" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Kata sandi terpasang")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        return password;
    }
}

/// <summary>One product for all: stories leave each other's tickets alone.</summary>
[CollectionDefinition(nameof(TheStaffApp))]
public sealed class TheStaffAppTests : ICollectionFixture<TheStaffApp>;
