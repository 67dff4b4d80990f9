using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.WhatsApp;

namespace Tickets.Workers.Platforms.SettingUp;

/// <summary>WhatsApp is connected with a system user's token, which does not end by itself; its events are asked for by the business account.</summary>
public sealed class SetUpWhatsApp(IHttpClientFactory clients, IOptionsMonitor<WhatsAppOptions> options, TimeProvider time) : IChannelSetup
{
    private readonly PlatformHttp http = new(clients, SendByWhatsApp.ClientName, time);

    /// <inheritdoc/>
    public Platform Platform => Platform.WhatsApp;

    /// <inheritdoc/>
    public SetupOutcome<Uri> ConsentPage(Consent consent) => new(null, "by token only", ForGood: true);

    /// <inheritdoc/>
    public Task<SetupOutcome<IReadOnlyList<Connectable>>> Redeem(string code, Consent consent, CancellationToken cancellation) =>
        Task.FromResult(new SetupOutcome<IReadOnlyList<Connectable>>(null, "by token only", ForGood: true));

    /// <inheritdoc/>
    public Task<SetupOutcome<YoungToken>> Renew(string refreshToken, CancellationToken cancellation) =>
        Task.FromResult(new SetupOutcome<YoungToken>(null, "tokens of system users do not end by themselves", ForGood: true));

    /// <inheritdoc/>
    public async Task<SetupOutcome<string>> Subscribe(Uri webhook, CancellationToken cancellation)
    {
        var settings = options.CurrentValue;
        if (PlatformHttp.Fault(settings.AccessToken, settings.BaseUrl) is { } fault)
            return new(null, fault, ForGood: true);
        if (!PlatformHttp.IsId(settings.BusinessAccountId))
            return new(null, "BusinessAccountId is missing", ForGood: true);
        // With an address of its own the account need not go by that of the app.
        object body = settings.VerifyToken is { } verify ? new { override_callback_uri = webhook.AbsoluteUri, verify_token = verify } : new { };
        var answer = await http.Post($"{settings.BaseUrl.TrimEnd('/')}/{Uri.EscapeDataString(settings.BusinessAccountId!)}/subscribed_apps", settings.AccessToken, body, cancellation);
        return answer.IsSuccess && answer.Body.Flag("success") ? "messages" : OAuth.Fault<string>(answer, "WhatsApp");
    }
}
