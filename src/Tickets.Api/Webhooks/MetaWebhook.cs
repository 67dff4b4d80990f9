using Microsoft.Extensions.Options;
using Tickets.Api.Access;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Webhooks;

/// <summary>Facebook and Instagram under one address, WhatsApp under its own, each with its own secret; the handshake of all three is Meta's.</summary>
internal static class MetaWebhook
{
    public static void MapMetaWebhooks(this IEndpointRouteBuilder app)
    {
        var meta = app.ServiceProvider.GetRequiredService<IOptionsMonitor<MetaOptions>>();
        var whatsApp = app.ServiceProvider.GetRequiredService<IOptionsMonitor<WhatsAppOptions>>();
        app.MapGet("/webhooks/meta", http => Shake(http, meta.CurrentValue.VerifyToken)).ForAnybody("handshake with the verify token").ExcludeFromDescription();
        app.MapGet("/webhooks/whatsapp", http => Shake(http, whatsApp.CurrentValue.VerifyToken)).ForAnybody("handshake with the verify token").ExcludeFromDescription();
        new SignedWebhook("meta", MetaSignature.Header, h => MetaSignature.IsWellFormed(h), (body, signature) => MetaSignature.Matches(body, signature, meta.CurrentValue.AppSecret)).Map(app);
        new SignedWebhook("whatsapp", MetaSignature.Header, h => MetaSignature.IsWellFormed(h), (body, signature) => MetaSignature.Matches(body, signature, whatsApp.CurrentValue.AppSecret)).Map(app);
    }

    private static Task Shake(HttpContext http, string? expected)
    {
        var query = http.Request.Query;
        var answer = MetaSignature.Handshake(query["hub.mode"], query["hub.verify_token"], query["hub.challenge"], expected);
        if (answer is null)
            return Problems.Write(http, StatusCodes.Status403Forbidden, "HandshakeFailed");
        // What is written back came from whoever asked: no browser shall take it for a page.
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(answer);
    }
}
