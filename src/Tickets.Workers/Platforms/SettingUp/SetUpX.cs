using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.X;

namespace Tickets.Workers.Platforms.SettingUp;

/// <summary>
/// Connects the ministry's account with OAuth 2 and PKCE (docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code). A token lives two hours; each refresh token is
/// taken once. Events come by a webhook of the app and a subscription of the account (docs.x.com/x-api/account-activity).
/// </summary>
public sealed class SetUpX(IHttpClientFactory clients, IOptionsMonitor<XOptions> options, TimeProvider time) : IChannelSetup
{
    private const string Scopes = "tweet.read tweet.write tweet.moderate.write users.read dm.read dm.write offline.access";

    private readonly PlatformHttp http = new(clients, SendByX.ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => Platform.X;

    private XOptions Options => options.CurrentValue;

    /// <inheritdoc/>
    public SetupOutcome<Uri> ConsentPage(Consent consent) => OAuth.Page(Options.AuthorizeUrl, Options.ClientId, Options.ClientSecret, consent, Scopes, pkce: true);

    /// <inheritdoc/>
    public async Task<SetupOutcome<IReadOnlyList<Connectable>>> Redeem(string code, Consent consent, CancellationToken cancellation)
    {
        var exchanged = await Exchange(
            new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = consent.Back.AbsoluteUri, ["code_verifier"] = consent.Verifier },
            cancellation
        );
        if (exchanged.Value is not { } young)
            return new(null, exchanged.Fault, exchanged.ForGood);
        var answer = await http.Get(XPaths.Of(Options, "users/me"), young.AccessToken, cancellation);
        var me = answer.Body.Find("data");
        if (!answer.IsSuccess || me.Id("id") is not { } id)
            return OAuth.Fault<IReadOnlyList<Connectable>>(answer, "X");
        return (Connectable[])[new Connectable(id, me.Text("name", "username") ?? id, me.Text("username") is { } name ? $"@{name}" : null, Settings(young, id))];
    }

    /// <inheritdoc/>
    public Task<SetupOutcome<YoungToken>> Renew(string refreshToken, CancellationToken cancellation) =>
        Exchange(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, cancellation);

    /// <inheritdoc/>
    public async Task<SetupOutcome<string>> Subscribe(Uri webhook, CancellationToken cancellation)
    {
        var settings = Options;
        if (PlatformHttp.Fault(settings.BearerToken, settings.BaseUrl) is { } fault)
            return new(null, fault, ForGood: true);
        if (settings.AppToken is not { } app)
            return new(null, "AppToken is missing", ForGood: true);
        var (id, why) = await WebhookId(settings, app, webhook, cancellation);
        if (id is null)
            return why!;
        var path = XPaths.Of(settings, $"account_activity/webhooks/{Uri.EscapeDataString(id)}/subscriptions/all");
        var standing = await http.Get(path, settings.BearerToken, cancellation);
        if (standing.IsSuccess && standing.Body.Find("data").Flag("subscribed"))
            return $"webhook {Findings.Shown(id)}";
        var answer = await http.Post(path, settings.BearerToken, new { }, cancellation);
        return answer.IsSuccess && answer.Body.Find("data").Flag("subscribed") ? $"webhook {Findings.Shown(id)}" : OAuth.Fault<string>(answer, "X");
    }

    private async Task<(string? Id, SetupOutcome<string>? Fault)> WebhookId(XOptions settings, string app, Uri webhook, CancellationToken cancellation)
    {
        var known = await http.Get(XPaths.Of(settings, "webhooks"), app, cancellation);
        if (!known.IsSuccess)
            return (null, OAuth.Fault<string>(known, "X"));
        foreach (var one in known.Body.Find("data").Parts())
        {
            if (one.Id("id") is not { } id || one.Text("url") != webhook.AbsoluteUri)
                continue;
            // One that failed its challenge is told nothing more until it is asked anew.
            if (one.Has("valid") && !one.Flag("valid"))
                await http.Put(XPaths.Of(settings, $"webhooks/{Uri.EscapeDataString(id)}"), app, cancellation);
            return (id, null);
        }

        var made = await http.Post(XPaths.Of(settings, "webhooks"), app, new { url = webhook.AbsoluteUri }, cancellation);
        var fresh = made.Body.Find("data").Id("id") ?? made.Body.Id("id");
        return made.IsSuccess && fresh is not null ? (fresh, null) : (null, OAuth.Fault<string>(made, "X"));
    }

    private async Task<SetupOutcome<YoungToken>> Exchange(Dictionary<string, string> fields, CancellationToken cancellation)
    {
        if (Options is not { ClientId: { } id, ClientSecret: { } secret })
            return new(null, "the app's client id or secret is missing", ForGood: true);
        fields["client_id"] = id;
        return OAuth.Token(await http.PostForm(XPaths.Of(Options, "oauth2/token"), fields, (id, secret), cancellation), "X");
    }

    private Dictionary<string, string> Settings(YoungToken young, string userId)
    {
        var token = StoredSettings.TokenOf(Platform.X)!;
        // Left out it is what was asked for (RFC 6749, 5.1).
        return token.Settings(young with { Scopes = young.Scopes ?? Scopes }, http.Now, ($"{XOptions.Key}:{nameof(XOptions.UserId)}", userId));
    }
}
