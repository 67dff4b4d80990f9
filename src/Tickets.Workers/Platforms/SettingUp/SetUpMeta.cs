using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.Workers.Platforms.SettingUp;

/// <summary>
/// Connects the Facebook page, and by it the Instagram account, with Facebook Login: the person's token is exchanged for one that lasts, and that for the token of the page they
/// choose, which does not end by itself (developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived).
/// </summary>
public sealed class SetUpMeta(Platform platform, IHttpClientFactory clients, IOptionsMonitor<MetaOptions> options, TimeProvider time) : IChannelSetup
{
    private const string Scopes =
        "pages_show_list,pages_messaging,pages_manage_engagement,pages_read_engagement,pages_read_user_content,pages_manage_metadata,instagram_basic,instagram_manage_comments,instagram_manage_messages,business_management";

    private const string PageFields = "feed,mention,messages,message_edits,messaging_postbacks,message_echoes,standby,messaging_handovers,message_reactions,messaging_referrals";
    private const string InstagramFields = "comments,live_comments,mentions,messages,messaging_postbacks,message_reactions,message_edit,standby,messaging_handover";
    private const int MostPages = 5;

    private readonly PlatformHttp http = new(clients, GraphApi.ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => platform;

    private MetaOptions Options => options.CurrentValue;

    private string Base => Options.BaseUrl.TrimEnd('/');

    /// <inheritdoc/>
    public SetupOutcome<Uri> ConsentPage(Consent consent) => OAuth.Page(Options.AuthorizeUrl, Options.AppId, Options.AppSecret, consent, Scopes, pkce: false);

    /// <inheritdoc/>
    public async Task<SetupOutcome<IReadOnlyList<Connectable>>> Redeem(string code, Consent consent, CancellationToken cancellation)
    {
        var settings = Options;
        if (settings.AppId is not { } id || settings.AppSecret is not { } secret)
            return new(null, "the app's id or secret is missing", ForGood: true);
        var first = await Exchange(new() { ["client_id"] = id, ["client_secret"] = secret, ["redirect_uri"] = consent.Back.AbsoluteUri, ["code"] = code }, cancellation);
        if (first.Value is not { } brief)
            return new(null, first.Fault, first.ForGood);
        var second = await Exchange(new() { ["grant_type"] = "fb_exchange_token", ["client_id"] = id, ["client_secret"] = secret, ["fb_exchange_token"] = brief.AccessToken }, cancellation);
        return second.Value is { } lasting ? await Pages(lasting.AccessToken, cancellation) : new(null, second.Fault, second.ForGood);
    }

    /// <inheritdoc/>
    /// <remarks>A page's token does not end by itself.</remarks>
    public Task<SetupOutcome<YoungToken>> Renew(string refreshToken, CancellationToken cancellation) =>
        Task.FromResult(new SetupOutcome<YoungToken>(null, "tokens of pages do not end by themselves", ForGood: true));

    /// <inheritdoc/>
    public async Task<SetupOutcome<string>> Subscribe(Uri webhook, CancellationToken cancellation)
    {
        var settings = Options;
        if (PlatformHttp.Fault(settings.AccessToken, settings.BaseUrl) is { } fault)
            return new(null, fault, ForGood: true);
        if (!PlatformHttp.IsId(settings.PageId))
            return new(null, "PageId is missing", ForGood: true);
        // The app says where it is reached; then the page says that it tells the app. Without the app's id the first is done by hand in Meta's dashboard.
        if (settings is { AppId: { } id, AppSecret: { } secret, VerifyToken: { } verify })
        {
            var (what, fields) = platform == Platform.Instagram ? ("instagram", InstagramFields) : ("page", PageFields);
            var registered = await http.Post(
                $"{Base}/{Uri.EscapeDataString(id)}/subscriptions",
                $"{id}|{secret}",
                new { @object = what, callback_url = webhook.AbsoluteUri, verify_token = verify, fields, include_values = true },
                cancellation
            );
            if (!registered.IsSuccess)
                return OAuth.Fault<string>(registered, "Meta");
        }

        var answer = await http.Post($"{Base}/{Uri.EscapeDataString(settings.PageId!)}/subscribed_apps", settings.AccessToken, new { subscribed_fields = PageFields }, cancellation);
        return answer.IsSuccess && answer.Body.Flag("success") ? platform == Platform.Instagram ? InstagramFields : PageFields : OAuth.Fault<string>(answer, "Meta");
    }

    private async Task<SetupOutcome<YoungToken>> Exchange(Dictionary<string, string> fields, CancellationToken cancellation) =>
        OAuth.Token(await http.PostForm($"{Base}/oauth/access_token", fields, null, cancellation), "Meta");

    private async Task<SetupOutcome<IReadOnlyList<Connectable>>> Pages(string token, CancellationToken cancellation)
    {
        var path = $"{Base}/me/accounts?fields={Uri.EscapeDataString("id,name,access_token,instagram_business_account{id,username}")}&limit=100";
        List<Connectable> found = [];
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await http.Get(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}", token, cancellation);
            if (!answer.IsSuccess)
                return OAuth.Fault<IReadOnlyList<Connectable>>(answer, "Meta");
            foreach (var one in answer.Body.Find("data").Parts())
            {
                var instagram = one.Find("instagram_business_account");
                if (one.Id("id") is not { } id || one.Text("access_token") is not { Length: > 0 } own || (platform == Platform.Instagram && instagram.Id("id") is null))
                    continue;
                var settings = new Dictionary<string, string> { [$"{MetaOptions.Key}:{nameof(MetaOptions.AccessToken)}"] = own, [$"{MetaOptions.Key}:{nameof(MetaOptions.PageId)}"] = id };
                if (instagram.Id("id") is { } account)
                    settings[$"{MetaOptions.Key}:{nameof(MetaOptions.InstagramId)}"] = account;
                found.Add(new Connectable(id, one.Text("name") ?? id, instagram.Text("username") is { } name ? $"@{name}" : null, settings));
            }

            if (!answer.Body.Find("paging").Has("next") || answer.Body.Find("paging").Find("cursors").Text("after") is not { Length: > 0 } next || next == after)
                break;
            after = next;
        }

        return found;
    }
}
