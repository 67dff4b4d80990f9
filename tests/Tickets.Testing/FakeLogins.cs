using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Tickets.Testing;

/// <summary>
/// The pages of consent and the token endpoints of Meta, X and Google, and the lists of who is told of events, as documented, on the host of the other fakes. A code and a
/// refresh token of X are taken once; a code belongs to its address of return and, where asked, to its verifier.
/// </summary>
public sealed class FakeLogins
{
    /// <summary>The id of every app.</summary>
    public const string ClientId = "app-3141";

    /// <summary>The secret of every app but Meta's, whose secret signs deliveries too.</summary>
    public const string ClientSecret = "rahasia-aplikasi";

    /// <summary>The app's own token on X.</summary>
    public const string AppToken = "token-aplikasi";

    private readonly Lock gate = new();
    private readonly FakeGraph graph;
    private readonly Dictionary<string, (string Back, string? Challenge)> codes = [];
    private readonly HashSet<string> refreshTokens = [];
    private readonly List<string> subscribed = [];
    private readonly Dictionary<string, string> webhooks = [];
    private int last;
    private int renewals;

    /// <summary>Beside the fakes that stand already.</summary>
    public FakeLogins(FakeGraph graph)
    {
        this.graph = graph;
        var others = graph.Beside;
        graph.Beside = async http => await Handle(http) || (others is not null && await others(http));
    }

    /// <summary>What <c>Tickets:Platforms:YouTube:TokenUrl</c> should be.</summary>
    public string GoogleTokenUrl => $"{graph.Address}/google/token";

    /// <summary>The secret of Meta's app; null: any will do.</summary>
    public string? MetaSecret { get; set; }

    /// <summary>The pages that the person manages: id, name, page token, id and name of the Instagram account.</summary>
    public IReadOnlyList<(string Id, string Name, string Token, string? InstagramId, string? Instagram)> Pages { get; set; } = [];

    /// <summary>How long tokens live, in seconds.</summary>
    public int LastsFor { get; set; } = 7200;

    /// <summary>How often a refresh token was taken.</summary>
    public int Renewals => Volatile.Read(ref renewals);

    /// <summary>Who is told of what: the path under which it was asked for.</summary>
    public IReadOnlyList<string> Subscribed
    {
        get
        {
            lock (gate)
                return [.. subscribed];
        }
    }

    /// <summary>The person at the page of consent says yes; answers where the browser goes then.</summary>
    public Uri SayYes(string page)
    {
        var asked = QueryHelpers.ParseQuery(new Uri(page).Query);
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["state"].ToString().Length < 32 || asked["scope"].ToString().Length == 0)
            throw new InvalidOperationException($"No page of consent: {page}");
        lock (gate)
        {
            var code = $"code-{++last}";
            codes[code] = (asked["redirect_uri"].ToString(), asked.TryGetValue("code_challenge", out var challenge) && asked["code_challenge_method"] == "S256" ? challenge.ToString() : null);
            return new Uri(QueryHelpers.AddQueryString(asked["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"] }));
        }
    }

    /// <summary>The person says no.</summary>
    public static Uri SayNo(string page)
    {
        var asked = QueryHelpers.ParseQuery(new Uri(page).Query);
        return new Uri(QueryHelpers.AddQueryString(asked["redirect_uri"].ToString(), new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = asked["state"] }));
    }

    private async Task<bool> Handle(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isPost = HttpMethods.IsPost(http.Request.Method);
        var bearer = http.Request.Headers.Authorization.ToString();
        (int Status, object Body)? answer = path switch
        {
            ["v25.0", "oauth", "access_token"] when isPost => Meta(await Form(http)),
            ["v25.0", "me", "accounts"] => bearer == "Bearer tahan-lama" ? (200, Accounts()) : (401, Error(190)),
            ["v25.0", ClientId, "subscriptions"] when isPost => bearer.StartsWith($"Bearer {ClientId}|", StringComparison.Ordinal) ? Keep($"app {ClientId}") : (401, Error(190)),
            ["v25.0", var page, "subscribed_apps"] when isPost => Pages.Any(p => p.Id == page && bearer == $"Bearer {p.Token}") ? Keep($"page {page}") : (403, Error(200)),
            ["x", "2", "oauth2", "token"] when isPost => X(await Form(http), bearer),
            ["x", "2", "webhooks"] => Webhooks(isPost ? await Json(http) : null, bearer),
            ["x", "2", "account_activity", "webhooks", var id, "subscriptions", "all"] => Activity(id, isPost),
            ["google", "token"] when isPost => Google(await Form(http)),
            _ => null,
        };
        if (answer is not { } told)
            return false;
        http.Response.StatusCode = told.Status;
        await http.Response.WriteAsJsonAsync(told.Body);
        return true;
    }

    private (int, object) Meta(Dictionary<string, string> form)
    {
        if (form.GetValueOrDefault("client_id") != ClientId || (MetaSecret is { } secret && form.GetValueOrDefault("client_secret") != secret))
            return (400, Error(101));
        if (form.GetValueOrDefault("grant_type") == "fb_exchange_token")
            return form["fb_exchange_token"] == "sebentar" ? (200, new { access_token = "tahan-lama", token_type = "bearer", expires_in = 5_184_000 }) : (400, Error(190));
        return Spend(form) ? (200, new { access_token = "sebentar", token_type = "bearer", expires_in = 5400 }) : (400, Error(100));
    }

    private object Accounts() =>
        new
        {
            data = Pages.Select(p => new { id = p.Id, name = p.Name, access_token = p.Token, instagram_business_account = p.InstagramId is null ? null : new { id = p.InstagramId, username = p.Instagram } }),
        };

    private (int, object) X(Dictionary<string, string> form, string authorization)
    {
        if (authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}")))
            return (401, new { error = "unauthorized_client", error_description = "Missing valid authorization header" });
        return Renewable(form, replaces: true);
    }

    private (int, object) Google(Dictionary<string, string> form) =>
        form.GetValueOrDefault("client_id") != ClientId || form.GetValueOrDefault("client_secret") != ClientSecret
            ? (401, new { error = "invalid_client" })
            : Renewable(form, replaces: false);

    private (int, object) Renewable(Dictionary<string, string> form, bool replaces)
    {
        lock (gate)
        {
            if (form.GetValueOrDefault("grant_type") == "refresh_token")
            {
                var refresh = form.GetValueOrDefault("refresh_token") ?? "";
                if (!refreshTokens.Contains(refresh))
                    return (400, new { error = "invalid_grant", error_description = "Value passed for the token was invalid." });
                Interlocked.Increment(ref renewals);
                if (!replaces)
                    return (200, new { access_token = $"muda-{++last}", token_type = "Bearer", expires_in = 3600 });
                refreshTokens.Remove(refresh);
                // Young enough to be left alone.
                return (200, Young(7200));
            }

            return Spend(form) ? (200, Young(LastsFor)) : (400, new { error = "invalid_grant" });
        }
    }

    private object Young(int lasts)
    {
        var refresh = $"segar-{++last}";
        refreshTokens.Add(refresh);
        return new { access_token = $"muda-{++last}", token_type = "bearer", expires_in = lasts, refresh_token = refresh };
    }

    private (int, object) Webhooks(JsonElement? body, string bearer)
    {
        if (bearer != $"Bearer {AppToken}")
            return (401, new { title = "Unauthorized", status = 401 });
        lock (gate)
        {
            if (body is not { } made)
                return (200, new { data = webhooks.Select(w => new { id = w.Key, url = w.Value, valid = true }).ToArray() });
            var id = $"{++last}";
            webhooks[id] = made.GetProperty("url").GetString()!;
            return (200, new { data = new { id, url = webhooks[id], valid = true } });
        }
    }

    private (int, object) Activity(string id, bool isPost)
    {
        lock (gate)
        {
            if (!webhooks.TryGetValue(id, out var url))
                return (404, new { title = "Not Found Error", status = 404 });
            if (isPost)
                subscribed.Add($"x {url}");
            return (200, new { data = new { subscribed = isPost || subscribed.Contains($"x {url}") } });
        }
    }

    private (int, object) Keep(string who)
    {
        lock (gate)
            subscribed.Add(who);
        return (200, new { success = true });
    }

    // A code is taken once, by whoever knows where it was sent and what it was asked with.
    private bool Spend(Dictionary<string, string> form)
    {
        lock (gate)
            return form.TryGetValue("code", out var code)
                && codes.Remove(code, out var given)
                && form.GetValueOrDefault("redirect_uri") == given.Back
                && (given.Challenge is null || given.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form.GetValueOrDefault("code_verifier") ?? ""))));
    }

    private static object Error(int code) => new { error = new { message = "(fake)", type = "OAuthException", code } };

    private static async Task<Dictionary<string, string>> Form(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return QueryHelpers.ParseQuery(await reader.ReadToEndAsync(http.RequestAborted)).ToDictionary(f => f.Key, f => f.Value.ToString());
    }

    private static async Task<JsonElement> Json(HttpContext http)
    {
        using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        return document.RootElement.Clone();
    }
}
