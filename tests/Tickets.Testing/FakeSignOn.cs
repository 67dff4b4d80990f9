using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Tickets.Testing;

/// <summary>
/// A provider of OAuth 2 with authorization code and PKCE (RFC 6749, RFC 7636) on a real port of the loopback. Whoever is sent to it is signed in there already as
/// <see cref="Person"/>. It keeps to the rules: a code opens once, for the client and the address that it was given to, and only with the verifier of its challenge.
/// </summary>
public sealed class FakeSignOn : IAsyncDisposable
{
    /// <summary>How the product is known to it.</summary>
    public const string ClientId = "tickets";

    /// <summary>What the product proves itself by.</summary>
    public const string ClientSecret = "rahasia-klien";

    private readonly WebApplication host;
    private readonly ConcurrentDictionary<string, Grant> grants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> refused = [];
    private int lastCode;

    private FakeSignOn(WebApplication host) => this.host = host;

    /// <summary>Where it listens, as <c>http://127.0.0.1:5123</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What it tells of who is signed in, as JSON.</summary>
    public string Person { get; set; } = "{}";

    /// <summary>True: whoever is asked for consent says no.</summary>
    public bool Denies { get; set; }

    /// <summary>True: it answers what it is asked for a person with 503.</summary>
    public bool KnowsNobody { get; set; }

    /// <summary>Why it gave no token, in order.</summary>
    public IReadOnlyList<string> Refused => [.. refused];

    /// <summary>What the product should be set to.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
        [
            ("Tickets:Access:OAuth:Name", "Akun Kemensos"),
            ("Tickets:Access:OAuth:ClientId", ClientId),
            ("Tickets:Access:OAuth:ClientSecret", ClientSecret),
            ("Tickets:Access:OAuth:AuthorizationEndpoint", $"{Address}/authorize"),
            ("Tickets:Access:OAuth:TokenEndpoint", $"{Address}/token"),
            ("Tickets:Access:OAuth:UserInformationEndpoint", $"{Address}/userinfo"),
        ];

    /// <summary>Starts one on a free port.</summary>
    public static async Task<FakeSignOn> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var provider = new FakeSignOn(builder.Build());
        provider.host.Run(provider.Handle);
        await provider.host.StartAsync();
        provider.Address = provider.host.Urls.Single();
        return provider;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => host.DisposeAsync();

    private Task Handle(HttpContext http) =>
        (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET", "/authorize") => Authorize(http),
            ("POST", "/token") => Token(http),
            ("GET", "/userinfo") => UserInformation(http),
            _ => Say(http, 404, new { error = "not_found" }),
        };

    private Task Authorize(HttpContext http)
    {
        var asked = http.Request.Query;
        string Of(string name) => asked[name].ToString();
        if (Of("response_type") != "code" || Of("client_id") != ClientId || Of("code_challenge_method") != "S256" || Of("code_challenge").Length != 43 || Of("state").Length == 0)
            return Say(http, 400, new { error = "invalid_request" });
        Dictionary<string, string?> told = new() { ["state"] = Of("state") };
        if (Denies)
            told["error"] = "access_denied";
        else
        {
            told["code"] = Interlocked.Increment(ref lastCode).ToString(CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            grants[told["code"]!] = new Grant(Of("redirect_uri"), Of("code_challenge"));
        }

        http.Response.Redirect(QueryHelpers.AddQueryString(Of("redirect_uri"), told));
        return Task.CompletedTask;
    }

    private async Task Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var why =
            form["grant_type"] != "authorization_code" ? "grant_type"
            : form["client_id"] != ClientId || form["client_secret"] != ClientSecret ? "client"
            // It opens once, whatever comes of it.
            : !grants.TryRemove(form["code"].ToString(), out var grant) ? "code"
            : form["redirect_uri"] != grant.RedirectUri ? "redirect_uri"
            : challenge != grant.Challenge ? "code_verifier"
            : null;
        if (why is not null)
        {
            refused.Enqueue(why);
            await Say(http, 400, new { error = "invalid_grant", error_description = why });
            return;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        tokens[token] = Person;
        await Say(http, 200, new { access_token = token, token_type = "Bearer", expires_in = 300 });
    }

    private Task UserInformation(HttpContext http)
    {
        if (KnowsNobody)
            return Say(http, 503, new { error = "temporarily_unavailable" });
        var bearer = http.Request.Headers.Authorization.ToString();
        if (!bearer.StartsWith("Bearer ", StringComparison.Ordinal) || !tokens.TryGetValue(bearer["Bearer ".Length..], out var person))
            return Say(http, 401, new { error = "invalid_token" });
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(person);
    }

    private static Task Say(HttpContext http, int status, object what)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(what));
    }

    private sealed record Grant(string RedirectUri, string Challenge);
}
