using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Tickets.Workers.Platforms;

/// <summary>
/// Calls a platform's API and says for sure what each call came to: an answer, nothing sent, or nobody knows. The token travels in a header, never in an
/// address, where proxies and logs would keep it.
/// </summary>
internal sealed class PlatformHttp(IHttpClientFactory clients, string clientName, TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public Task<PlatformAnswer> Post(string address, string? token, object body, CancellationToken cancellation, string? key = null)
    {
        var content = new WatchedContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return Call(new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Absolute)) { Content = content }, token, key, () => content.Started, cancellation);
    }

    /// <summary>All that is asked stands in the address.</summary>
    public Task<PlatformAnswer> PostNothing(string address, string? token, CancellationToken cancellation)
    {
        var content = new WatchedContent([]);
        return Call(new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Absolute)) { Content = content }, token, null, () => content.Started, cancellation);
    }

    public Task<PlatformAnswer> Get(string address, string? token, CancellationToken cancellation, string? key = null) =>
        Call(new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Absolute)), token, key, static () => false, cancellation);

    public Task<PlatformAnswer> Put(string address, string? token, CancellationToken cancellation) =>
        Call(new HttpRequestMessage(HttpMethod.Put, new Uri(address, UriKind.Absolute)), token, null, static () => false, cancellation);

    /// <summary>Exchanges a code or a refresh token as RFC 6749 says: a form, the app's secret in it or, with <paramref name="asBasic"/>, in the header.</summary>
    public Task<PlatformAnswer> PostForm(string address, IReadOnlyDictionary<string, string> fields, (string Id, string Secret)? asBasic, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Absolute)) { Content = new FormUrlEncodedContent(fields) };
        if (asBasic is var (id, secret))
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"))
            );
        return Call(request, null, null, static () => true, cancellation);
    }

    /// <summary>Why nothing can be called with these settings; null when it can.</summary>
    public static string? Fault(string? token, string baseUrl) =>
        string.IsNullOrWhiteSpace(token) ? "not connected"
        : token.AsSpan().ContainsAnyExceptInRange('!', '~') ? "the access token has a character that no token has"
        : !Uri.TryCreate(baseUrl, UriKind.Absolute, out var address) ? "BaseUrl is no address"
        : address.Scheme is not ("http" or "https") ? "BaseUrl is no web address"
        : null;

    /// <summary>Ids come from outside and become part of an address: dots alone would climb in it.</summary>
    public static bool IsId(string? id) => id is not null && id.AsSpan().ContainsAnyExcept("./\\ ");

    private async Task<PlatformAnswer> Call(HttpRequestMessage request, string? token, string? key, Func<bool> started, CancellationToken cancellation)
    {
        using var _ = request;
        if (!string.IsNullOrEmpty(token))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("X-Goog-Api-Key", key);
        try
        {
            // The client buffers the body within its limits of time and size, so an answer that breaks off is an exception here too.
            using var response = await clients.CreateClient(clientName).SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return PlatformAnswer.Of(response, body, Now);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !started())
        {
            throw;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return started() ? PlatformAnswer.Lost(Name(failure)) : PlatformAnswer.NotSent(Name(failure));
        }
    }

    private static string Name(Exception failure) =>
        failure switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => http.HttpRequestError.ToString(),
            OperationCanceledException => "TimedOut",
            _ => failure.GetType().Name,
        };

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Knows whether any of it was handed to the network: before that, the platform cannot have acted on the call.</summary>
    private sealed class WatchedContent(byte[] body) : HttpContent
    {
        public bool Started { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            Started = true;
            return stream.WriteAsync(body, cancellationToken).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}

/// <summary>What one call came to.</summary>
internal sealed record PlatformAnswer
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? Status { get; private init; }

    /// <summary>True when no answer came and the platform may have acted all the same.</summary>
    public bool IsLost { get; private init; }

    /// <summary>Why no answer came, by name; never words of the call.</summary>
    public string Failure { get; private init; } = "";

    /// <summary>The body, when it is JSON; else undefined.</summary>
    public JsonElement Body { get; private init; }

    /// <summary>The body as it came.</summary>
    public byte[] Raw { get; private init; } = [];

    /// <summary>How long the platform asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The call was taken and the body says what became of it.</summary>
    public bool IsSuccess => Status is >= 200 and < 300 && Body.ValueKind == JsonValueKind.Object;

    public static PlatformAnswer Lost(string failure) => new() { IsLost = true, Failure = failure };

    public static PlatformAnswer NotSent(string failure) => new() { Failure = failure };

    public static PlatformAnswer Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        using var document = LenientJson.Parse(body);
        return new PlatformAnswer
        {
            Status = (int)response.StatusCode,
            Body = document?.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default,
            Raw = body,
            RetryAfter = Wait(response.Headers, now),
        };
    }

    // X says when its window starts anew, in seconds since 1970, and never says Retry-After; others do.
    private static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        if (LimitHeaders.Reset(headers) is { } reset && reset - now > wait)
            wait = reset - now;
        return wait > TimeSpan.Zero ? wait < LongestWait ? wait : LongestWait : null;
    }
}

/// <summary>What platforms tell of their limits in the headers of any answer.</summary>
internal static class LimitHeaders
{
    /// <summary>X: when the window starts anew, UTC, if nothing is left of it.</summary>
    public static DateTimeOffset? Reset(HttpResponseHeaders headers) =>
        Number(headers, "x-rate-limit-remaining") is <= 0 && Number(headers, "x-rate-limit-reset") is > 0 and < 4_000_000_000 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>X: how many calls are left of the window, and when it starts anew; null when it is not told.</summary>
    public static (long Left, DateTimeOffset Until)? Left(HttpResponseHeaders headers) =>
        Number(headers, "x-rate-limit-remaining") is { } left && Number(headers, "x-rate-limit-reset") is > 0 and < 4_000_000_000 and var seconds
            ? (left, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    /// <summary>Meta: the highest share of a limit that is used, in percent; null when it is not told.</summary>
    public static double? Used(HttpResponseHeaders headers)
    {
        double? most = null;
        foreach (var name in (string[])["x-app-usage", "x-business-use-case-usage", "x-page-usage"])
        {
            if (!headers.TryGetValues(name, out var values))
                continue;
            foreach (var value in values)
            {
                using var usage = LenientJson.Parse(System.Text.Encoding.UTF8.GetBytes(value));
                if (usage is not null)
                    most = Highest(usage.RootElement, most, 0);
            }
        }

        return most;
    }

    private static double? Highest(JsonElement usage, double? most, int depth)
    {
        const int Deepest = 3;
        foreach (var name in (string[])["call_count", "total_time", "total_cputime"])
            if (double.TryParse(usage.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and < 10_000 && !(percent <= most))
                most = percent;
        if (depth == Deepest)
            return most;
        if (usage.ValueKind == JsonValueKind.Object)
            foreach (var property in usage.EnumerateObject())
                most = Highest(property.Value, most, depth + 1);
        else if (usage.ValueKind == JsonValueKind.Array)
            foreach (var one in usage.EnumerateArray())
                most = Highest(one, most, depth + 1);
        return most;
    }

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
