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

    public Task<PlatformAnswer> Post(string address, string? token, object body, CancellationToken cancellation, string? key = null) =>
        Send(HttpMethod.Post, address, token, body, key, cancellation);

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

    public Task<PlatformAnswer> Put(string address, string? token, object body, CancellationToken cancellation) => Send(HttpMethod.Put, address, token, body, null, cancellation);

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

    private Task<PlatformAnswer> Send(HttpMethod method, string address, string? token, object body, string? key, CancellationToken cancellation)
    {
        var content = new WatchedContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return Call(new HttpRequestMessage(method, new Uri(address, UriKind.Absolute)) { Content = content }, token, key, () => content.Started, cancellation);
    }

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
