using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Tickets.Api.Access;
using Tickets.Domain.Intake;

namespace Tickets.Api.Webhooks;

/// <summary>What every webhook does: signature and form only. 200 means that the delivery is on the disk; understanding it happens after.</summary>
/// <param name="Source">As the delivery names it.</param>
/// <param name="Header">The header that carries the signature.</param>
/// <param name="IsWellFormed">Whether a header can be a signature at all: without one there is nothing to read the body for.</param>
/// <param name="Matches">Whether body and header fit the secret that holds now.</param>
internal sealed record SignedWebhook(string Source, string Header, Func<string, bool> IsWellFormed, Func<byte[], string, bool> Matches)
{
    private const int MostBytes = 1 << 20;

    /// <summary>
    /// The busiest addresses of all have nothing to do with files, sign-in, limits and pages: they pass them by, and look their services up once. Problems and safe
    /// headers, which the others get on the way, they bring themselves.
    /// </summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var deliveries = app.ServiceProvider.GetRequiredService<AcceptDeliveries>();
        app.MapPost($"/webhooks/{Source}", http => Answer(http, deliveries)).ForAnybody("signed by the platform").ExcludeFromDescription().ShortCircuit();
    }

    private async Task Answer(HttpContext http, AcceptDeliveries deliveries)
    {
        try
        {
            if (await Refusal(http, deliveries) is not { } refusal)
            {
                http.Response.StatusCode = StatusCodes.Status200OK;
                return;
            }

            SecureHeaders.Add(http);
            await refusal(http);
        }
        catch (Exception problem) when (!http.Response.HasStarted)
        {
            SecureHeaders.Add(http);
            await Problems.Answer(http, problem);
        }
    }

    // What is to be answered instead of 200; null when the delivery is on the disk.
    private async Task<Func<HttpContext, Task>?> Refusal(HttpContext http, AcceptDeliveries deliveries)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            // The server counts the frames of chunks too, which may be longer than what they hold; reading counts what they hold.
            limit.MaxRequestBodySize = http.Request.ContentLength is null ? MostBytes * 8 : MostBytes;
        var signature = http.Request.Headers[Header].ToString();
        if (http.Request.ContentLength is not > MostBytes && !IsWellFormed(signature))
            return BadSignature;

        var body = http.Request.ContentLength > MostBytes ? null : await ReadBody(http);
        if (body is null)
            return Problems.TooLarge;
        if (!Matches(body, signature))
            return BadSignature;
        if (!IsJson(body))
            return http => Problems.Write(http, StatusCodes.Status400BadRequest, "NotJson");
        await deliveries.Accept(Source, body);
        return null;
    }

    private static Task BadSignature(HttpContext http) => Problems.Write(http, StatusCodes.Status401Unauthorized, "BadSignature");

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

    /// <summary>Whether a body would be taken. Depth is no reason to refuse: however deep, it is JSON, and it is kept.</summary>
    internal static bool IsJson(byte[] body)
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
