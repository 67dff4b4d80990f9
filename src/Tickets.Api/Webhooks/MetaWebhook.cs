using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Tickets.Api.Access;
using Tickets.Domain.Intake;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Webhooks;

/// <summary>
/// Facebook and Instagram: handshake and signature only. 200 means that the delivery is on the disk; understanding it happens after.
/// </summary>
internal static class MetaWebhook
{
    private const int MostBytes = 1 << 20;

    public static void MapMetaWebhook(this IEndpointRouteBuilder app)
    {
        app.MapGet("/webhooks/meta", Shake).ForAnybody("handshake with the verify token").ExcludeFromDescription();
        // The busiest address of all has nothing to do with sign-in, limits and pages: it passes them by, and looks its services up once.
        var deliveries = app.ServiceProvider.GetRequiredService<AcceptDeliveries>();
        var options = app.ServiceProvider.GetRequiredService<IOptionsMonitor<MetaOptions>>();
        app.MapPost("/webhooks/meta", http => Receive(http, options.CurrentValue.AppSecret, deliveries))
            .ForAnybody("signed with the app secret")
            .ExcludeFromDescription()
            .ShortCircuit();
    }

    private static Task Shake(HttpContext http)
    {
        var query = http.Request.Query;
        var expected = http.RequestServices.GetRequiredService<IOptionsMonitor<MetaOptions>>().CurrentValue.VerifyToken;
        var answer = MetaSignature.Handshake(query["hub.mode"], query["hub.verify_token"], query["hub.challenge"], expected);
        if (answer is null)
            return Problems.Write(http, StatusCodes.Status403Forbidden, "HandshakeFailed");
        // What is written back came from whoever asked: no browser shall take it for a page.
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(answer);
    }

    private static async Task Receive(HttpContext http, string? secret, AcceptDeliveries deliveries)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            // The server counts the frames of chunks too, which may be longer than what they hold; reading counts what they hold.
            limit.MaxRequestBodySize = http.Request.ContentLength is null ? MostBytes * 8 : MostBytes;
        var signature = http.Request.Headers[MetaSignature.Header].ToString();
        if (http.Request.ContentLength is not > MostBytes && !MetaSignature.IsWellFormed(signature))
        {
            await Problems.Write(http, StatusCodes.Status401Unauthorized, "BadSignature");
            return;
        }

        var body = http.Request.ContentLength > MostBytes ? null : await ReadBody(http);
        if (body is null)
        {
            await Problems.TooLarge(http);
            return;
        }

        if (!MetaSignature.Matches(body, signature, secret))
        {
            await Problems.Write(http, StatusCodes.Status401Unauthorized, "BadSignature");
            return;
        }

        if (!IsJson(body))
        {
            await Problems.Write(http, StatusCodes.Status400BadRequest, "NotJson");
            return;
        }

        await deliveries.Accept("meta", body);
        http.Response.StatusCode = StatusCodes.Status200OK;
    }

    // Null when there is more of it than we take.
    private static async Task<byte[]?> ReadBody(HttpContext http)
    {
        if (http.Request.ContentLength is { } length)
        {
            var exact = GC.AllocateUninitializedArray<byte>((int)length);
            await http.Request.Body.ReadExactlyAsync(exact, http.RequestAborted);
            return exact;
        }

        using var copy = new MemoryStream();
        var some = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(some, http.RequestAborted) is var read and > 0)
        {
            if (copy.Length + read > MostBytes)
                return null;
            copy.Write(some, 0, read);
        }

        return copy.ToArray();
    }

    // Depth is no reason to refuse: however deep, it is JSON, and it is kept.
    private static bool IsJson(byte[] body)
    {
        if (body.Length == 0 || !Utf8.IsValid(body))
            return false;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MostBytes });
        try
        {
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
