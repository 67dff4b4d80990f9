using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.IntegrationTests.Contract;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Access;

/// <summary>The Api beside an outside provider that says who people are.</summary>
public sealed class ApiBesideAProvider : ApiUnderTest, IAsyncLifetime
{
    public FakeSignOn Provider { get; private set; } = null!;

    public async Task InitializeAsync() => Provider = await FakeSignOn.Start();

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Provider.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (name, value) in Provider.Settings)
            builder.UseSetting(name, value);
    }
}

/// <summary>
/// OAuth 2 with authorization code and PKCE: the provider says who somebody is; whether they come in, and what they may do, is said here. A browser goes back and forth
/// between both, as people's do.
/// </summary>
public sealed class SingleSignOn(ApiBesideAProvider api) : IClassFixture<ApiBesideAProvider>
{
    private const string Refused = "/masuk?gagal=sso";

    [Fact]
    public async Task Whom_the_provider_names_comes_in_as_our_user_of_that_login_with_our_roles()
    {
        await Enter("sso-rina", Roles.Reporting);
        api.Provider.Person = Named("SSO-Rina");
        using var browser = api.Stranger();

        Assert.Equal("/laporan?menurut=topic", await ThereAndBack(browser, "/laporan?menurut=topic"));

        var session = JsonNode.Parse(await browser.GetStringAsync(Path("/api/v1/session")))!;
        Assert.Equal("sso-rina", (string?)session["user"]!["login"]);
        Assert.Equal("reporting", (string?)Assert.Single(session["user"]!["roles"]!.AsArray()));
        Assert.Equal("Akun Kemensos", (string?)session["singleSignOn"]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Path("/api/v1/reports/sla"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(Path("/api/v1/users"))).StatusCode);
        // What the provider gave us for that is not kept: all that is left at the browser is our session.
        Assert.Equal("Sso", (string?)JsonNode.Parse(await browser.GetStringAsync(Path("/api/v1/sessions")))!["items"]![0]!["way"]);
    }

    [Fact]
    public async Task Nobody_comes_in_whom_we_do_not_know_and_nobody_is_made_by_it()
    {
        api.Provider.Person = Named("orang-asing");

        Assert.Equal(Refused, await ThereAndBackAsStranger());
        Assert.False(await Look(db => db.Users.AnyAsync(u => u.Login == "orang-asing")));
    }

    [Fact]
    public async Task Whose_access_has_ended_and_who_has_no_role_stays_outside()
    {
        await Enter("sso-tanpa-peran", Roles.None);
        await Enter("sso-berhenti", Roles.Officer);
        using (var administrator = await api.With(Roles.Administrator))
            Assert.Equal(HttpStatusCode.NoContent, (await administrator.DeleteAsync(Path("/api/v1/users/sso-berhenti"))).StatusCode);

        foreach (var login in (string[])["sso-tanpa-peran", "sso-berhenti"])
        {
            api.Provider.Person = Named(login);
            Assert.Equal(Refused, await ThereAndBackAsStranger());
        }
    }

    [Fact]
    public async Task A_name_that_only_looks_like_ours_is_nobodys()
    {
        await Enter("sso-kepala", Roles.Administrator);
        // The Kelvin sign is a small k once it is made small.
        api.Provider.Person = Named("SSO-\u212AEPALA");

        Assert.Equal(Refused, await ThereAndBackAsStranger());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"preferred_username":null}""")]
    [InlineData("""{"preferred_username":7}""")]
    [InlineData("""{"preferred_username":""}""")]
    [InlineData("""["sso-larik"]""")]
    [InlineData("not JSON")]
    public async Task A_provider_that_names_nobody_lets_nobody_in(string told)
    {
        api.Provider.Person = told;

        Assert.Equal(Refused, await ThereAndBackAsStranger());
    }

    [Fact]
    public async Task Who_says_no_there_and_a_provider_that_cannot_answer_lead_back_to_the_door()
    {
        await Enter("sso-tidak", Roles.Reporting);
        api.Provider.Person = Named("sso-tidak");
        api.Provider.Denies = true;
        Assert.Equal(Refused, await ThereAndBackAsStranger());
        api.Provider.Denies = false;
        api.Provider.KnowsNobody = true;
        Assert.Equal(Refused, await ThereAndBackAsStranger());
        api.Provider.KnowsNobody = false;
        Assert.Equal("/", await ThereAndBackAsStranger());
    }

    [Fact]
    public async Task An_answer_with_a_bent_state_or_at_another_browser_lets_nobody_in()
    {
        await Enter("sso-negara", Roles.Reporting);
        api.Provider.Person = Named("sso-negara");
        using var browser = api.Stranger();
        var answer = await Asked(browser);

        // Somebody else's answer, laid before a victim so that they work in another's name.
        using (var victim = api.Stranger())
            await LetsNobodyIn(victim, answer);
        var told = QueryHelpers.ParseQuery(answer.Query);
        await LetsNobodyIn(browser, With(answer, "state", told["state"] + "x"));
        await LetsNobodyIn(browser, With(answer, "state", ""));
        await LetsNobodyIn(browser, new Uri("/masuk/sso/kembali", UriKind.Relative));
    }

    [Fact]
    public async Task A_code_opens_once_and_only_the_one_that_was_given()
    {
        await Enter("sso-kode", Roles.Reporting);
        api.Provider.Person = Named("sso-kode");
        using var browser = api.Stranger();
        await LetsNobodyIn(browser, With(await Asked(browser), "code", "1-tebakan"));
        Assert.Equal("code", api.Provider.Refused[^1]);

        var answer = await Asked(browser);
        Assert.Equal("/", await Back(browser, answer));
        using var other = api.Stranger();
        await LetsNobodyIn(other, answer);

        // A code that was caught is worth nothing beside another challenge.
        var caught = await Asked(browser);
        using var thief = api.Stranger();
        var own = await Asked(thief);
        await LetsNobodyIn(thief, With(own, "code", QueryHelpers.ParseQuery(caught.Query)["code"].ToString()));
        Assert.Equal("code_verifier", api.Provider.Refused[^1]);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("evil.example")]
    public async Task Signing_in_leads_to_no_other_site(string wanted)
    {
        await Enter("sso-ke", Roles.Reporting);
        api.Provider.Person = Named("sso-ke");
        using var browser = api.Stranger();

        Assert.Equal("/", await ThereAndBack(browser, wanted));
    }

    [Fact]
    public async Task Only_an_administrator_gives_a_login_to_somebody()
    {
        foreach (var role in Enum.GetValues<Roles>().Where(r => r != Roles.None && r != Roles.Administrator))
        {
            using var client = await api.With(role);
            using var asked = new StringContent(JsonSerializer.Serialize(new { login = "sso-teman", name = "Teman", roles = new[] { "reporting" } }), System.Text.Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync(Path("/api/v1/users"), asked)).StatusCode);
        }

        Assert.False(await Look(db => db.Users.AnyAsync(u => u.Login == "sso-teman")));
    }

    // From the button to the provider, from there back, and where that leads.
    private async Task<string> ThereAndBack(HttpClient browser, string? wanted = null) => await Back(browser, await Asked(browser, wanted));

    private async Task<string> ThereAndBackAsStranger()
    {
        using var browser = api.Stranger();
        var led = await ThereAndBack(browser);
        if (led == Refused)
            Assert.Null(JsonNode.Parse(await browser.GetStringAsync(Path("/api/v1/session")))!["user"]);
        return led;
    }

    /// <summary>The address at which the provider hands its answer over.</summary>
    private static async Task<Uri> Asked(HttpClient browser, string? wanted = null)
    {
        using var sent = await browser.GetAsync(Path("/masuk/sso" + (wanted is null ? "" : "?ke=" + Uri.EscapeDataString(wanted))));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        using var outside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answered = await outside.GetAsync(sent.Headers.Location);
        Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        return answered.Headers.Location!;
    }

    private static async Task<string> Back(HttpClient browser, Uri answer)
    {
        using var led = await browser.GetAsync(answer);
        Assert.Equal(HttpStatusCode.Redirect, led.StatusCode);
        return led.Headers.Location!.OriginalString;
    }

    private static async Task LetsNobodyIn(HttpClient browser, Uri answer)
    {
        Assert.Equal(Refused, await Back(browser, answer));
        Assert.Null(JsonNode.Parse(await browser.GetStringAsync(Path("/api/v1/session")))!["user"]);
    }

    private static Uri With(Uri answer, string name, string value)
    {
        var told = QueryHelpers.ParseQuery(answer.Query).ToDictionary(q => q.Key, q => (string?)q.Value.ToString(), StringComparer.Ordinal);
        told[name] = value;
        return new Uri(QueryHelpers.AddQueryString(answer.GetLeftPart(UriPartial.Path), told));
    }

    private static string Named(string login) => JsonSerializer.Serialize(new { preferred_username = login, name = "Siapa saja", email = "siapa@contoh.id" });

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private async Task Enter(string login, Roles roles) =>
        await Look(db =>
            db.Change(
                async () =>
                {
                    if (!await db.Users.AnyAsync(u => u.Login == login))
                        db.Add(new User(login, login, roles, roles == Roles.Officer ? "JAMSOS" : null));
                    return true;
                },
                CancellationToken.None
            )
        );

    private async Task<T> Look<T>(Func<TicketsDb, Task<T>> look)
    {
        await using var scope = api.Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<TicketsDb>());
    }
}
