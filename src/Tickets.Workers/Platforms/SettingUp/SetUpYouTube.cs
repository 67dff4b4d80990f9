using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.YouTube;

namespace Tickets.Workers.Platforms.SettingUp;

/// <summary>
/// Connects the ministry's YouTube channel with Google's OAuth 2 (developers.google.com/identity/protocols/oauth2/web-server). A token lives an hour; the refresh token stays. There
/// is no webhook: comments are polled.
/// </summary>
public sealed class SetUpYouTube(IHttpClientFactory clients, IOptionsMonitor<YouTubeOptions> options, TimeProvider time) : IChannelSetup
{
    private const string Scope = "https://www.googleapis.com/auth/youtube.force-ssl";

    private readonly PlatformHttp http = new(clients, YouTubeApi.ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => Platform.YouTube;

    private YouTubeOptions Options => options.CurrentValue;

    /// <inheritdoc/>
    /// <remarks>Google gives a refresh token only when it is asked for, and a second time only with a second yes.</remarks>
    public SetupOutcome<Uri> ConsentPage(Consent consent) =>
        OAuth.Page(Options.AuthorizeUrl, Options.ClientId, Options.ClientSecret, consent, Scope, pkce: true, ("access_type", "offline"), ("prompt", "consent"), ("include_granted_scopes", "false"));

    /// <inheritdoc/>
    public async Task<SetupOutcome<IReadOnlyList<Connectable>>> Redeem(string code, Consent consent, CancellationToken cancellation)
    {
        var exchanged = await Exchange(
            new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = consent.Back.AbsoluteUri, ["code_verifier"] = consent.Verifier },
            cancellation
        );
        if (exchanged.Value is not { } young)
            return new(null, exchanged.Fault, exchanged.ForGood);
        var answer = await http.Get($"{Options.BaseUrl.TrimEnd('/')}/channels?part=id,snippet&mine=true&maxResults=50", young.AccessToken, cancellation);
        if (!answer.IsSuccess)
            return OAuth.Fault<IReadOnlyList<Connectable>>(answer, "YouTube");
        var token = StoredSettings.TokenOf(Platform.YouTube)!;
        List<Connectable> found = [];
        foreach (var one in answer.Body.Find("items").Parts())
            if (one.Id("id") is { } id)
                found.Add(
                    new Connectable(
                        id,
                        one.Find("snippet").Text("title") ?? id,
                        one.Find("snippet").Text("customUrl"),
                        token.Settings(young, http.Now, ($"{YouTubeOptions.Key}:{nameof(YouTubeOptions.ChannelId)}", id))
                    )
                );
        return found;
    }

    /// <inheritdoc/>
    public Task<SetupOutcome<YoungToken>> Renew(string refreshToken, CancellationToken cancellation) =>
        Exchange(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, cancellation);

    /// <inheritdoc/>
    public Task<SetupOutcome<string>> Subscribe(Uri webhook, CancellationToken cancellation) =>
        Task.FromResult(new SetupOutcome<string>(null, "YouTube has no webhook for comments: they are polled", ForGood: true));

    private async Task<SetupOutcome<YoungToken>> Exchange(Dictionary<string, string> fields, CancellationToken cancellation)
    {
        if (Options is not { ClientId: { } id, ClientSecret: { } secret })
            return new(null, "the app's client id or secret is missing", ForGood: true);
        fields["client_id"] = id;
        fields["client_secret"] = secret;
        return OAuth.Token(await http.PostForm(Options.TokenUrl, fields, null, cancellation), "Google");
    }
}
