using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Tickets.Api.Access;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Webhooks;

/// <summary>X asks again and again whether we still know the secret (challenge-response check), and signs what it sends.</summary>
internal static class XWebhook
{
    // A token of X has 36 characters; longer ones would make us sign what an attacker likes.
    private const int LongestToken = 256;

    public static void MapXWebhook(this IEndpointRouteBuilder app)
    {
        var options = app.ServiceProvider.GetRequiredService<IOptionsMonitor<XOptions>>();
        app.MapGet("/webhooks/x", http => Answer(http, options.CurrentValue.ConsumerSecret)).ForAnybody("challenge by the consumer secret").ExcludeFromDescription();
        new SignedWebhook("x", XSignature.Header, h => XSignature.IsWellFormed(h), (body, signature) => XSignature.Matches(body, signature, options.CurrentValue.ConsumerSecret)).Map(app);
    }

    private static Task Answer(HttpContext http, string? secret)
    {
        var token = http.Request.Query["crc_token"].ToString();
        return secret is null || token.Length is 0 or > LongestToken || CouldBeABody(token)
            ? Problems.Write(http, StatusCodes.Status403Forbidden, "HandshakeFailed")
            : http.Response.WriteAsJsonAsync(new Response(XSignature.Of(Encoding.UTF8.GetBytes(token), secret)));
    }

    // Whoever asks would be given the signature of a delivery that X never sent. A bare number or word is JSON too.
    private static bool CouldBeABody(string token) => token.AsSpan().IndexOfAny('{', '[') >= 0 || SignedWebhook.IsJson(Encoding.UTF8.GetBytes(token));

    private sealed record Response([property: JsonPropertyName("response_token")] string Token);
}
