using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>An administrator connects channels at the platforms' own pages, with a browser.</summary>
[Collection(nameof(OneProductWithAllPlatforms))]
public sealed class ConnectingChannels(OneProductWithAllPlatforms fixture) : IAsyncLifetime
{
    private const string Administrator = "demo-dewi";
    private const string DemoPassword = "peragaan-kemensos";

    private readonly ARunningProduct service = fixture.Service;
    private readonly FakeLogins logins = fixture.Logins;
    private readonly List<Browser> browsers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        browsers.ForEach(b => b.Dispose());
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Of_the_pages_that_Facebook_offers_one_is_chosen_and_tells_us_of_its_events()
    {
        logins.Pages = [("888", "Halaman lain", "token-888", null, null), (ARunningProduct.PageId, "Kementerian Sosial RI", "token-halaman", ARunningProduct.InstagramId, "kemensosri")];
        await service.Api.Put("api/v1/channels/facebook", new { settings = new { appId = FakeLogins.ClientId } });
        var browser = await SignedIn();

        var back = await browser.Follow(logins.SayYes(await browser.SetOut("facebook")));
        Assert.Equal("/administrasi/saluran?sambung=Facebook", back);
        var offered = (await browser.Send(HttpMethod.Get, "facebook/connection")).Json;
        Assert.Equal("Choose", (string?)offered["stage"]);
        Assert.Equal(["Halaman lain", "Kementerian Sosial RI"], offered["choices"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.DoesNotContain("token-", offered.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal("UnknownReference", (await browser.Send(HttpMethod.Put, "facebook/connection", new { choice = "999" })).Refusal);
        Assert.Equal("Connected", (string?)(await browser.Send(HttpMethod.Put, "facebook/connection", new { choice = ARunningProduct.PageId })).Json["stage"]);
        var told = (await browser.Send(HttpMethod.Post, "facebook/subscription")).Json;
        Assert.True((bool?)told["works"], told.ToJsonString());
        Assert.Contains($"app {FakeLogins.ClientId}", logins.Subscribed);
        Assert.Contains($"page {ARunningProduct.PageId}", logins.Subscribed);

        var instagram = (await service.Api.Get("api/v1/channels")).Json["items"]!.AsArray().Single(c => (string?)c!["platform"] == "Instagram")!;
        Assert.Contains("instagramId", instagram["entered"]!.AsArray().Select(e => (string?)e));
        Assert.DoesNotContain("token-halaman", instagram.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_taken_once_and_from_the_session_that_set_out()
    {
        await EnterAppOf("youtube");
        var (one, other) = (await SignedIn(), await SignedIn());
        var answer = logins.SayYes(await one.SetOut("youtube"));

        await other.Follow(answer);
        Assert.Equal("ConnectionEnded", (await other.Send(HttpMethod.Get, "youtube/connection")).Refusal);
        Assert.Equal("Waiting", (string?)(await one.Send(HttpMethod.Get, "youtube/connection")).Json["stage"]);

        await one.Follow(answer);
        var shown = (await one.Send(HttpMethod.Get, "youtube/connection")).Json;
        Assert.Equal("Connected", (string?)shown["stage"]);
        await one.Follow(answer);
        Assert.Equal("Connected", (string?)(await one.Send(HttpMethod.Get, "youtube/connection")).Json["stage"]);
    }

    [Fact]
    public async Task A_no_at_the_page_and_a_code_that_is_none_change_nothing_and_say_why()
    {
        await EnterAppOf("youtube");
        var browser = await SignedIn();

        await browser.Follow(FakeLogins.SayNo(await browser.SetOut("youtube")));
        Assert.Equal("Denied", (string?)(await browser.Send(HttpMethod.Get, "youtube/connection")).Json["fault"]);

        var answer = logins.SayYes(await browser.SetOut("youtube"));
        await browser.Follow(new Uri(answer.AbsoluteUri.Replace("code=code-", "code=palsu-", StringComparison.Ordinal)));
        var failed = (await browser.Send(HttpMethod.Get, "youtube/connection")).Json;
        Assert.Equal("NotTaken", (string?)failed["fault"]);
        Assert.Equal("Google invalid_grant (HTTP 400)", (string?)failed["detail"]);
    }

    [Fact]
    public async Task A_token_of_X_is_renewed_before_it_ends_and_its_events_are_asked_for()
    {
        await EnterAppOf("x");
        await service.Api.Put("api/v1/channels/x", new { settings = new { appToken = FakeLogins.AppToken } });
        var browser = await SignedIn();
        logins.LastsFor = 300;
        var before = logins.Renewals;

        await browser.Follow(logins.SayYes(await browser.SetOut("x")));

        var shown = (await browser.Send(HttpMethod.Get, "x/connection")).Json;
        Assert.Equal("@kemensosri", (string?)shown["choices"]![0]!["detail"]);
        // What the token may do is kept with it: X was asked for hiding replies too.
        var x = (await service.Api.All("api/v1/channels")).Single(c => (string?)c["platform"] == "X");
        Assert.Contains("scopes", x["entered"]!.AsArray().Select(e => (string?)e));
        await Eventually.Holds("the token was renewed", TimeSpan.FromSeconds(30), () => Task.FromResult(logins.Renewals > before), () => Task.FromResult(service.Log));
        var told = (await browser.Send(HttpMethod.Post, "x/subscription")).Json;
        Assert.True((bool?)told["works"], told.ToJsonString());
        Assert.True((bool?)(await browser.Send(HttpMethod.Post, "x/subscription")).Json["works"]);
        Assert.Single(logins.Subscribed, s => s == $"x {service.Address}webhooks/x");
    }

    [Fact]
    public async Task Machines_and_channels_without_a_page_are_told_so()
    {
        var browser = await SignedIn();

        Assert.Equal("OnlyForPeople", (await service.Api.Post("api/v1/channels/facebook/connection")).Refusal);
        Assert.Equal("NoConsentPage", (await browser.Send(HttpMethod.Post, "whatsapp/connection")).Refusal);
        Assert.Equal("Invalid", (await browser.Send(HttpMethod.Post, "friendster/connection")).Refusal);
        Assert.Contains("BusinessAccountId", (string?)(await browser.Send(HttpMethod.Post, "whatsapp/subscription")).Json["detail"], StringComparison.Ordinal);
        Assert.False((bool?)(await browser.Send(HttpMethod.Post, "facebook/token")).Json["works"]);
    }

    private Task<Answer> EnterAppOf(string channel) => service.Api.Put($"api/v1/channels/{channel}", new { settings = new { clientId = FakeLogins.ClientId, clientSecret = FakeLogins.ClientSecret } });

    private async Task<Browser> SignedIn()
    {
        var browser = new Browser(service.Address);
        browsers.Add(browser);
        await browser.SignIn();
        return browser;
    }

    private sealed class Browser(Uri address) : IDisposable
    {
        private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        private string csrf = "";

        public async Task SignIn()
        {
            using var begun = await http.PostAsJsonAsync("api/v1/session", new { login = Administrator, password = DemoPassword });
            csrf = (string)JsonNode.Parse(await begun.Content.ReadAsStringAsync())!["csrf"]!;
        }

        public async Task<string> SetOut(string channel) => (string)(await Send(HttpMethod.Post, $"{channel}/connection")).Json["address"]!;

        /// <summary>Goes where the platform sends it; answers where it is sent on.</summary>
        public async Task<string?> Follow(Uri to)
        {
            using var answer = await http.GetAsync(to);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            return answer.Headers.Location?.OriginalString;
        }

        public async Task<Answer> Send(HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, $"api/v1/channels/{path}") { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("X-CSRF-Token", csrf);
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return new Answer(answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null, text);
        }

        public void Dispose() => http.Dispose();
    }
}
