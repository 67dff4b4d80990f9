using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Access;

/// <summary>People sign in, are known by a cookie, and are let in exactly where their roles say.</summary>
public sealed partial class SigningIn(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private const string Password = "kalimat panjang untuk uji";
    private static readonly Roles[] Each = [.. Enum.GetValues<Roles>().Where(r => r != Roles.None)];

    [Fact]
    public async Task Signing_in_gives_a_cookie_that_scripts_cannot_read_and_signing_out_ends_it()
    {
        await Enter("masuk-keluar", Roles.Reporting);
        using var browser = api.Stranger();
        using var begun = await browser.PostAsJsonAsync("/api/v1/session", new { login = "masuk-keluar", password = Password });

        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var body = JsonNode.Parse(await begun.Content.ReadAsStringAsync())!;
        Assert.Equal("reporting", (string?)body["user"]!["roles"]![0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/api/v1/reports/sla", UriKind.Relative))).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Send(browser, HttpMethod.Delete, "/api/v1/session", null, (string)body["csrf"]!)).StatusCode);
        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(new Uri("/api/v1/reports/sla", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_and_a_login_that_nobody_has_are_told_the_same()
    {
        await Enter("salah-sandi", Roles.Reporting);
        using var browser = api.Stranger();

        using var wrong = await browser.PostAsJsonAsync("/api/v1/session", new { login = "salah-sandi", password = "bukan ini" });
        using var nobody = await browser.PostAsJsonAsync("/api/v1/session", new { login = "tidak-ada", password = "bukan ini" });

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal(Said(await wrong.Content.ReadAsStringAsync()), Said(await nobody.Content.ReadAsStringAsync()));

        static string Said(string body) => (string)JsonNode.Parse(body)!["detail"]!;
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_and_a_link_of_an_administrator_opens_it()
    {
        await Enter("terkunci", Roles.Reporting);
        using var browser = api.Stranger();
        for (var i = 0; i < 5; i++)
            await browser.PostAsJsonAsync("/api/v1/session", new { login = "terkunci", password = $"salah {i}" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsJsonAsync("/api/v1/session", new { login = "terkunci", password = Password })).StatusCode);

        var (login, token) = await Invite("terkunci");
        const string fresh = "sandi yang baru sekali";
        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsJsonAsync("/api/v1/session/password", new { login, token, password = fresh })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync("/api/v1/session", new { login, password = fresh })).StatusCode);
        // It opened once.
        Assert.Equal("LinkInvalid", await Refusal(await browser.PostAsJsonAsync("/api/v1/session/password", new { login, token, password = "yang ketiga kalinya" })));
    }

    [Fact]
    public async Task Whoever_finds_an_open_browser_has_five_tries_at_the_password_and_no_more()
    {
        await Enter("peramban-terbuka", Roles.Reporting);
        var (browser, csrf) = await SignedIn("peramban-terbuka");
        using var _ = browser;
        for (var i = 0; i < 5; i++)
            Assert.Equal("PasswordWrong", await Refusal(await Send(browser, HttpMethod.Put, "/api/v1/session/password", new { old = $"tebakan {i}", @new = "sandi si penebak" }, csrf)));

        Assert.Equal("PasswordWrong", await Refusal(await Send(browser, HttpMethod.Put, "/api/v1/session/password", new { old = Password, @new = "sandi si penebak" }, csrf)));
        Assert.Equal("PasswordWrong", await Refusal(await Send(browser, HttpMethod.Post, "/api/v1/session/authenticator/removal", new { password = Password }, csrf)));
    }

    [Fact]
    public async Task What_somebody_changes_about_their_own_way_in_is_in_the_audit()
    {
        await Enter("jejak-sandi", Roles.Reporting);
        var (browser, csrf) = await SignedIn("jejak-sandi");
        using var _ = browser;
        var key = (string)JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/session/authenticator", UriKind.Relative)))!["key"]!;
        using var on = await Send(browser, HttpMethod.Put, "/api/v1/session/authenticator", new { code = CodeOf(key) }, csrf);
        using var off = await Send(browser, HttpMethod.Post, "/api/v1/session/authenticator/removal", new { password = Password }, csrf);
        using var changed = await Send(browser, HttpMethod.Put, "/api/v1/session/password", new { old = Password, @new = "kalimat lain yang panjang" }, csrf);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NoContent), (on.StatusCode, off.StatusCode, changed.StatusCode));

        await using var scope = api.Services.CreateAsyncScope();
        var events = await scope.ServiceProvider.GetRequiredService<TicketsDb>().Events.AsNoTracking().Where(e => e.Type == nameof(SettingChanged)).OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(
            ["authenticator created", "authenticator deleted", "password changed"],
            events.Select(e => (SettingChanged)e.What).Where(s => s.Key == "jejak-sandi" && s.What is "authenticator" or "password").Select(s => $"{s.What} {s.Change}")
        );
    }

    [Fact]
    public async Task A_later_link_voids_the_one_before()
    {
        await Enter("dua-tautan", Roles.Reporting);
        var (login, earlier) = await Invite("dua-tautan");
        await Invite("dua-tautan");
        using var browser = api.Stranger();

        Assert.Equal("LinkInvalid", await Refusal(await browser.PostAsJsonAsync("/api/v1/session/password", new { login, token = earlier, password = "sandi yang baru sekali" })));
    }

    [Theory]
    [InlineData("pendek")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("lemah-sandi-lemah-sandi")]
    public async Task A_password_that_is_short_plain_or_holds_the_login_is_refused(string weak)
    {
        await Enter("lemah-sandi", Roles.Reporting);
        var (login, token) = await Invite("lemah-sandi");
        using var browser = api.Stranger();

        Assert.Equal("PasswordWeak", await Refusal(await browser.PostAsJsonAsync("/api/v1/session/password", new { login, token, password = weak })));
    }

    [Fact]
    public async Task A_change_without_the_token_of_the_header_is_refused()
    {
        await Enter("tanpa-token", Roles.AdminSocial);
        var (browser, csrf) = await SignedIn("tanpa-token");
        using var _ = browser;

        Assert.Equal("CrossSite", await Refusal(await Send(browser, HttpMethod.Post, "/api/v1/inbox/1/dismissal", new { reason = "x" }, csrf: null)));
        Assert.Equal("CrossSite", await Refusal(await Send(browser, HttpMethod.Post, "/api/v1/inbox/1/dismissal", new { reason = "x" }, csrf: "0000")));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(browser, HttpMethod.Post, "/api/v1/inbox/1/dismissal", new { reason = "x" }, csrf)).StatusCode);
    }

    [Fact]
    public async Task No_page_of_another_site_signs_anybody_in()
    {
        await Enter("situs-lain", Roles.Reporting);
        using var browser = api.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session") { Content = JsonContent.Create(new { login = "situs-lain", password = Password }) };
        request.Headers.Add("Origin", "https://evil.example");

        Assert.Equal("CrossSite", await Refusal(await browser.SendAsync(request)));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_browser_and_a_deactivated_user_is_out_at_once()
    {
        await Enter("di-mana-mana", Roles.Reporting);
        var (first, csrf) = await SignedIn("di-mana-mana");
        var (second, _) = await SignedIn("di-mana-mana");
        using var a = first;
        using var b = second;
        Assert.Equal(2, JsonNode.Parse(await first.GetStringAsync(new Uri("/api/v1/sessions", UriKind.Relative)))!["items"]!.AsArray().Count);

        Assert.Equal(HttpStatusCode.NoContent, (await Send(first, HttpMethod.Delete, "/api/v1/sessions", null, csrf)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync(new Uri("/api/v1/counts", UriKind.Relative))).StatusCode);

        var (third, _) = await SignedIn("di-mana-mana");
        using var c = third;
        using var administrator = await api.With(Roles.Administrator);
        await administrator.DeleteAsync(new Uri("/api/v1/users/di-mana-mana", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, (await third.GetAsync(new Uri("/api/v1/counts", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_screen_is_told_nothing_more_once_its_session_lay_idle_or_lasted_too_long()
    {
        await Enter("lama-diam", Roles.Officer);
        await Enter("terlalu-lama", Roles.Officer);
        await Enter("masih-bekerja", Roles.Officer);
        using var idle = await Screen("lama-diam");
        using var old = await Screen("terlalu-lama");
        using var works = await Screen("masih-bekerja");

        var now = TimeProvider.System.GetUtcNow();
        await Turn("lama-diam", s => s.SetProperty(x => x.SeenAt, now - Session.IdleFor - TimeSpan.FromSeconds(1)));
        await Turn("terlalu-lama", s => s.SetProperty(x => x.StartedAt, now - Session.LastsAtMost - TimeSpan.FromSeconds(1)));
        await Turn("masih-bekerja", s => s.SetProperty(x => x.SeenAt, now - Session.IdleFor + TimeSpan.FromMinutes(5)).SetProperty(x => x.StartedAt, now - Session.LastsAtMost + TimeSpan.FromMinutes(5)));

        // Well within the minute that it may take.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await IsLetGo(idle, patience.Token);
        await IsLetGo(old, patience.Token);
        Assert.Equal("done", await Asks(works, patience.Token));
    }

    [Fact]
    public async Task With_a_second_factor_the_password_alone_does_not_open_and_a_recovery_code_opens_once()
    {
        await Enter("dua-langkah", Roles.Reporting);
        var (browser, csrf) = await SignedIn("dua-langkah");
        using var _ = browser;
        var key = (string)JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/session/authenticator", UriKind.Relative)))!["key"]!;
        Assert.Equal("CodeWrong", await Refusal(await Send(browser, HttpMethod.Put, "/api/v1/session/authenticator", new { code = "000000" }, csrf)));
        using var on = await Send(browser, HttpMethod.Put, "/api/v1/session/authenticator", new { code = CodeOf(key) }, csrf);
        var recovery = (string)JsonNode.Parse(await on.Content.ReadAsStringAsync())!["codes"]![0]!;

        using var other = api.Stranger();
        Assert.Equal("CodeNeeded", await Refusal(await other.PostAsJsonAsync("/api/v1/session", new { login = "dua-langkah", password = Password })));
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsJsonAsync("/api/v1/session", new { login = "dua-langkah", password = Password, code = CodeOf(key, StepNow + 1) })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsJsonAsync("/api/v1/session", new { login = "dua-langkah", password = Password, code = recovery })).StatusCode);
        Assert.Equal("CodeWrong", await Refusal(await other.PostAsJsonAsync("/api/v1/session", new { login = "dua-langkah", password = Password, code = recovery })));
    }

    [Fact]
    public async Task A_code_of_the_authenticator_opens_once_and_none_from_before_it_opens_after()
    {
        await Enter("sekali-pakai", Roles.Reporting);
        var (browser, csrf) = await SignedIn("sekali-pakai");
        using var _ = browser;
        var key = (string)JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/session/authenticator", UriKind.Relative)))!["key"]!;
        var step = StepNow;
        using var on = await Send(browser, HttpMethod.Put, "/api/v1/session/authenticator", new { code = CodeOf(key, step) }, csrf);
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);

        Assert.Equal("CodeWrong", await TryWith(CodeOf(key, step)));
        Assert.Null(await TryWith(CodeOf(key, step + 1)));
        Assert.Equal("CodeWrong", await TryWith(CodeOf(key, step + 1)));
        Assert.Equal("CodeWrong", await TryWith(CodeOf(key, step)));

        async Task<string?> TryWith(string code)
        {
            using var answer = await browser.PostAsJsonAsync("/api/v1/session", new { login = "sekali-pakai", password = Password, code });
            return answer.IsSuccessStatusCode ? null : await Refusal(answer);
        }
    }

    [Fact]
    public async Task Of_several_who_come_at_once_with_the_same_code_one_is_let_in()
    {
        await Enter("serentak", Roles.Reporting);
        var (browser, csrf) = await SignedIn("serentak");
        using var _ = browser;
        var key = (string)JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/session/authenticator", UriKind.Relative)))!["key"]!;
        var step = StepNow;
        using var on = await Send(browser, HttpMethod.Put, "/api/v1/session/authenticator", new { code = CodeOf(key, step) }, csrf);
        var recovery = (string)JsonNode.Parse(await on.Content.ReadAsStringAsync())!["codes"]![0]!;

        foreach (var code in (string[])[CodeOf(key, step + 1), recovery])
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => browser.PostAsJsonAsync("/api/v1/session", new { login = "serentak", password = Password, code })));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], answers.Select(a => a.StatusCode).Order());
        }
    }

    [Fact]
    public async Task A_person_is_let_in_exactly_where_their_role_is_declared()
    {
        var wrong = new List<string>();
        foreach (var role in Each)
        {
            var login = "peran-" + RoleNames.Of(role)[0];
            await Enter(login, role);
            foreach (var endpoint in api.Endpoints.Where(e => e.Metadata.GetMetadata<NeedsRole>() is not null && !EndsTheSession(e)))
            {
                var (browser, csrf) = known.GetValueOrDefault(login);
                if (browser is null)
                    known[login] = (browser, csrf) = await SignedIn(login);
                var verb = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";
                var path = Parameter().Replace(endpoint.RoutePattern.RawText!, m => m.Value.Contains(":long", StringComparison.Ordinal) ? "987654321" : "none-such");
                using var answer = await Send(browser, new HttpMethod(verb), "/" + path.TrimStart('/'), verb == "GET" ? null : new { }, csrf!);
                var declared = (endpoint.Metadata.GetMetadata<NeedsRole>()!.Roles & role) != Roles.None;
                var right = declared
                    ? answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)answer.StatusCode < 500
                    : answer.StatusCode is HttpStatusCode.Forbidden;
                if (!right)
                    wrong.Add($"{verb} {endpoint.RoutePattern.RawText} as {role}: {(int)answer.StatusCode}");
            }
        }

        foreach (var (browser, _) in known.Values)
            browser?.Dispose();
        Assert.Equal("", string.Join('\n', wrong));
    }

    private readonly Dictionary<string, (HttpClient? Browser, string? Csrf)> known = [];

    private static bool EndsTheSession(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.Contains("/session", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("DELETE") == true;

    private async Task Enter(string login, Roles roles)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Change(
            async () =>
            {
                if (await db.Users.AnyAsync(u => u.Login == login))
                    return;
                var user = new User(login, login, roles, roles == Roles.Officer ? "JAMSOS" : null);
                db.Add(user);
                await db.SaveChangesAsync();
                var account = new Account(user, "s");
                account.PasswordIs(new PasswordHasher<Account>().HashPassword(account, Password));
                db.Add(account);
            },
            CancellationToken.None
        );
    }

    private async Task<(HttpClient Browser, string Csrf)> SignedIn(string login)
    {
        var browser = api.Stranger();
        using var begun = await browser.PostAsJsonAsync("/api/v1/session", new { login, password = Password });
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        return (browser, (string)JsonNode.Parse(await begun.Content.ReadAsStringAsync())!["csrf"]!);
    }

    // A live connection by the cookie of a browser, spoken as its protocol is written: JSON, each message ended by a record separator.
    private async Task<WebSocket> Screen(string login)
    {
        using var browser = api.Stranger();
        using var begun = await browser.PostAsJsonAsync("/api/v1/session", new { login, password = Password });
        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var line = api.Server.CreateWebSocketClient();
        line.ConfigureRequest = r => r.Headers.Cookie = cookie;
        var screen = await line.ConnectAsync(new Uri(api.Server.BaseAddress, "live"), CancellationToken.None);
        await Say(screen, """{"protocol":"json","version":1}""");
        Assert.Equal("done", await Asks(screen, CancellationToken.None));
        return screen;
    }

    private static Task Say(WebSocket screen, string what) => screen.SendAsync(Encoding.UTF8.GetBytes(what + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    // Looks away from everything, and hears until that was done.
    private static async Task<string> Asks(WebSocket screen, CancellationToken stop)
    {
        await Say(screen, """{"type":1,"invocationId":"1","target":"Look","arguments":[null]}""");
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await screen.ReceiveAsync(buffer, stop);
            if (part.MessageType == WebSocketMessageType.Close)
                return "let go";
            if (Encoding.UTF8.GetString(buffer, 0, part.Count).Contains("\"type\":3", StringComparison.Ordinal))
                return "done";
        }
    }

    private static async Task IsLetGo(WebSocket screen, CancellationToken stop)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while ((await screen.ReceiveAsync(buffer, stop)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (Exception ended) when (ended is WebSocketException or IOException)
        {
            // Ended without a farewell.
        }
    }

    private async Task Turn(string login, Action<UpdateSettersBuilder<Session>> hands)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        Assert.Equal(1, await db.Change(() => db.Set<Session>().Where(s => s.User.Login == login).ExecuteUpdateAsync(hands), CancellationToken.None));
    }

    private async Task<(string Login, string Token)> Invite(string login)
    {
        using var administrator = await api.With(Roles.Administrator);
        using var made = await administrator.PostAsync(new Uri($"/api/v1/users/{login}/invitation", UriKind.Relative), JsonContent.Create(new { }));
        var link = new Uri((string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["link"]!);
        var told = link.Fragment.TrimStart('#').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        return (told["login"], told["token"]);
    }

    private static Task<HttpResponseMessage> Send(HttpClient browser, HttpMethod method, string path, object? body, string? csrf)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (csrf is not null)
            request.Headers.Add("X-CSRF-Token", csrf);
        return browser.SendAsync(request);
    }

    private static async Task<string?> Refusal(HttpResponseMessage answer) => (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["refusal"];

    // RFC 6238: what an authenticator app shows now.
    private static string CodeOf(string key) => CodeOf(key, StepNow);

    // Half a minute each.
    private static long StepNow => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    private static string CodeOf(string key, long at30s)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.TrimEnd('=').Select(c => Convert.ToString(letters.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(at30s));
#pragma warning disable CA5350 // The standard says SHA-1.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var at = hash[^1] & 0xf;
        var code = (((hash[at] & 0x7f) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3]) % 1_000_000;
        return code.ToString("000000");
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 5000)]
    private static partial Regex Parameter();
}
