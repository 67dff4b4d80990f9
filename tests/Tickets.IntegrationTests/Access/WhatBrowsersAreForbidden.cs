using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Access;

/// <summary>What a page of this service can never be made to do in somebody's browser, asked of every endpoint there is.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed partial class WhatBrowsersAreForbidden(ApiUnderTest api)
{
    private const string Password = "kalimat panjang untuk uji";

    [Fact]
    public async Task Every_answer_says_what_browsers_must_not_do_with_it()
    {
        using var stranger = api.Stranger();
        var wrong = new List<string>();
        foreach (var endpoint in api.Endpoints)
        {
            using var request = Ask(endpoint);
            using var answer = await stranger.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var name = $"{request.Method} {endpoint.RoutePattern.RawText} ({(int)answer.StatusCode})";
            string Header(string header) => answer.Headers.TryGetValues(header, out var values) ? string.Join(", ", values) : "";
            var policy = Header("Content-Security-Policy");
            var isSwagger = endpoint.RoutePattern.RawText!.Contains("swagger", StringComparison.OrdinalIgnoreCase);
            if (Header("X-Content-Type-Options") != "nosniff" || Header("X-Frame-Options") != "DENY" || Header("Cross-Origin-Opener-Policy") != "same-origin" || Header("Permissions-Policy").Length == 0)
                wrong.Add($"{name}: {answer.Headers}");
            if (Header("Referrer-Policy") is not ("same-origin" or "no-referrer"))
                wrong.Add($"{name}: referrer {Header("Referrer-Policy")}");
            if (!policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || !policy.Contains("base-uri 'none'", StringComparison.Ordinal) || !policy.StartsWith(isSwagger ? "default-src 'self'" : "default-src 'none'", StringComparison.Ordinal))
                wrong.Add($"{name}: policy {policy}");
            if (policy.Contains("unsafe-eval", StringComparison.Ordinal) || (policy.Contains("unsafe-inline", StringComparison.Ordinal) && !isSwagger) || ForeignSource().IsMatch(policy))
                wrong.Add($"{name}: lax policy {policy}");
            if (endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) && Header("Cache-Control") != "no-store")
                wrong.Add($"{name}: may be kept");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_staff_app_runs_no_script_but_its_own_files_and_a_nonce_opens_one_page()
    {
        using var browser = api.Stranger();
        using var first = await browser.GetAsync(Path("/masuk"));
        using var second = await browser.GetAsync(Path("/masuk"));
        var policies = new[] { first, second }.Select(p => p.Headers.GetValues("Content-Security-Policy").Single()).ToList();

        Assert.All(policies, p => Assert.Contains("script-src 'self';", p, StringComparison.Ordinal));
        Assert.NotEqual(Nonce().Match(policies[0]).Value, Nonce().Match(policies[1]).Value);
        var page = await first.Content.ReadAsStringAsync();
        Assert.All(Script().Matches(page), s => Assert.Contains("src=\"/app/", s.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("onload=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("__nonce__", page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Nonce().Match(policies[0]).Groups[1].Value), WebUtility.HtmlEncode(WebUtility.HtmlDecode(page)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_TLS_the_cookie_is_bound_to_the_host_and_browsers_are_told_to_stay()
    {
        await Enter("lewat-tls", RoleNames.Every);
        using var browser = api.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        using var begun = await browser.PostAsJsonAsync("/api/v1/session", new { login = "lewat-tls", password = Password });

        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-tickets=", cookie, StringComparison.Ordinal);
        foreach (var flag in (string[])["secure", "httponly", "samesite=lax", "path=/"])
            Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("max-age=31536000", begun.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_other_site_makes_a_signed_in_browser_change_anything()
    {
        await Enter("semua-peran", RoleNames.Every);
        using var browser = api.Stranger();
        using var begun = await browser.PostAsJsonAsync("/api/v1/session", new { login = "semua-peran", password = Password });
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        var changes = api.Endpoints.Where(e => e.Metadata.GetMetadata<NeedsRole>() is not null && Verb(e) is not ("GET" or "HEAD")).ToList();
        Assert.InRange(changes.Count, 40, 10_000);
        var wrong = new List<string>();
        foreach (var endpoint in changes)
            foreach (var token in (string?[])[null, new string('0', 64)])
            {
                using var request = Ask(endpoint);
                if (token is not null)
                    request.Headers.Add("X-CSRF-Token", token);
                using var answer = await browser.SendAsync(request);
                var said = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode != HttpStatusCode.Forbidden || (string?)JsonNode.Parse(said)!["refusal"] != "CrossSite")
                    wrong.Add($"{request.Method} {endpoint.RoutePattern.RawText}: {(int)answer.StatusCode} {said}");
            }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Path("/api/v1/counts"))).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task No_other_site_signs_anybody_in_sets_a_password_or_listens_along(string header, string value)
    {
        using var browser = api.Stranger();
        foreach (var path in (string[])["/api/v1/session", "/api/v1/session/password"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { login = "siapa", password = Password, token = "x" }) };
            request.Headers.Add(header, value);
            using var answer = await browser.SendAsync(request);
            Assert.Equal("CrossSite", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["refusal"]);
        }
    }

    [Fact]
    public async Task A_form_of_a_citizen_whose_token_is_gone_comes_back_with_what_was_typed()
    {
        using var telephone = api.Stranger();
        using var form = new FormUrlEncodedContent([new("Name", "Siti Aminah"), new("Text", "Bantuan PKH ibu saya belum cair <b>sejak Juli</b>"), new("Agree", "true")]);
        using var answer = await telephone.PostAsync(Path("/lapor"), form);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"Siti Aminah\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;sejak Juli&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("KMS-", page, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Ask(RouteEndpoint endpoint)
    {
        var path = Parameter().Replace(endpoint.RoutePattern.RawText!, m => m.Value.Contains(":long", StringComparison.Ordinal) ? "987654321" : m.Value.Contains("page", StringComparison.Ordinal) ? "pengguna" : "none-such");
        var request = new HttpRequestMessage(new HttpMethod(Verb(endpoint)), "/" + path.TrimStart('/'));
        if (request.Method != HttpMethod.Get)
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return request;
    }

    private static string Verb(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private async Task Enter(string login, Roles roles)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Change(
            async () =>
            {
                var user = new User(login, login, roles, directorate: null);
                db.Add(user);
                await db.SaveChangesAsync();
                var account = new Account(user, "s");
                account.PasswordIs(new PasswordHasher<Account>().HashPassword(account, Password));
                db.Add(account);
            },
            CancellationToken.None
        );
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 5000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"https?:|\*", RegexOptions.None, 1000)]
    private static partial Regex ForeignSource();

    [GeneratedRegex("'nonce-([^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Script();
}
