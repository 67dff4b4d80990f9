using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// Calls the Graph API and says for sure what each call came to: an answer, nothing sent, or nobody knows. The token travels in a header, never in an
/// address, where proxies and logs would keep it.
/// </summary>
public sealed class GraphApi(IHttpClientFactory clients, IOptionsMonitor<MetaOptions> options, TimeProvider time)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "meta-graph";

    internal MetaOptions Options => options.CurrentValue;

    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// Why nothing can be called with these settings; null when it can. They are read anew at every call, so a new token needs no restart.
    /// </summary>
    internal string? Fault =>
        Token.Length == 0 ? "not connected"
        : Token.AsSpan().ContainsAnyExceptInRange('!', '~') ? "the access token has a character that no token has"
        : !Uri.TryCreate(Options.BaseUrl, UriKind.Absolute, out var address) ? "BaseUrl is no address"
        : address.Scheme is not ("http" or "https") ? "BaseUrl is no web address"
        : null;

    /// <summary>A token read from a file ends in a line break.</summary>
    private string Token => Options.AccessToken?.Trim() ?? "";

    internal Task<GraphAnswer> Post(string path, object body, CancellationToken cancellation)
    {
        var content = new WatchedContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return Call(new HttpRequestMessage(HttpMethod.Post, Address(path)) { Content = content }, () => content.Started, cancellation);
    }

    internal Task<GraphAnswer> Get(string path, CancellationToken cancellation) =>
        Call(new HttpRequestMessage(HttpMethod.Get, Address(path)), static () => false, cancellation);

    private async Task<GraphAnswer> Call(HttpRequestMessage request, Func<bool> started, CancellationToken cancellation)
    {
        using var _ = request;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        try
        {
            // The client buffers the body within its limits of time and size, so an answer that breaks off is an exception here too.
            using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return GraphAnswer.Of(response, body, Now);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !started())
        {
            throw;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return started() ? GraphAnswer.Lost(Name(failure)) : GraphAnswer.NotSent(Name(failure));
        }
    }

    private Uri Address(string path) => new($"{Options.BaseUrl.TrimEnd('/')}/{path}", UriKind.Absolute);

    private static string Name(Exception failure) =>
        failure switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => http.HttpRequestError.ToString(),
            OperationCanceledException => "TimedOut",
            _ => failure.GetType().Name,
        };

    /// <summary>Knows whether any of it was handed to the network: before that, the platform cannot have acted on the call.</summary>
    private sealed class WatchedContent(byte[] body) : HttpContent
    {
        public bool Started { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
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

/// <summary>What one call of the Graph API came to.</summary>
internal sealed record GraphAnswer
{
    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? Status { get; private init; }

    /// <summary>True when no answer came and the platform may have acted all the same.</summary>
    public bool IsLost { get; private init; }

    /// <summary>Why no answer came, by name; never words of the call.</summary>
    public string Failure { get; private init; } = "";

    /// <summary>The body, when it is a JSON object; else undefined.</summary>
    public JsonElement Body { get; private init; }

    /// <summary>How long the platform asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The call was taken and the body says what became of it.</summary>
    public bool IsSuccess => Status is >= 200 and < 300 && Body.ValueKind == JsonValueKind.Object && !Body.Has("error");

    public static GraphAnswer Lost(string failure) => new() { IsLost = true, Failure = failure };

    public static GraphAnswer NotSent(string failure) => new() { Failure = failure };

    public static GraphAnswer Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        using var document = LenientJson.Parse(body);
        return new GraphAnswer
        {
            Status = (int)response.StatusCode,
            Body = document?.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default,
            RetryAfter = Wait(response.Headers, now),
        };
    }

    /// <summary>
    /// <c>Retry-After</c>, or the longest <c>estimated_time_to_regain_access</c> (minutes) of the usage headers
    /// (developers.facebook.com/docs/graph-api/overview/rate-limiting). At most a day: a mistaken header must not silence a channel for longer.
    /// </summary>
    private static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        foreach (var name in UsageHeaders)
        {
            if (!headers.TryGetValues(name, out var values))
                continue;
            foreach (var value in values)
            {
                using var usage = LenientJson.Parse(System.Text.Encoding.UTF8.GetBytes(value));
                if (usage is not null)
                    wait = Longest(wait, Regained(usage.RootElement, depth: 0));
            }
        }

        return wait > TimeSpan.Zero ? wait < LongestWait ? wait : LongestWait : null;
    }

    /// <summary>The business header keeps one list of usages per business object; the others are the usage itself.</summary>
    private static TimeSpan Regained(JsonElement usage, int depth)
    {
        const int Deepest = 3;
        var longest = TimeSpan.Zero;
        if (
            double.TryParse(usage.Text("estimated_time_to_regain_access"), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
            && minutes is > 0 and < 100_000
        )
            longest = TimeSpan.FromMinutes(minutes);
        if (depth == Deepest)
            return longest;
        if (usage.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in usage.EnumerateObject())
                longest = Longest(longest, Regained(property.Value, depth + 1));
        }
        else if (usage.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in usage.EnumerateArray())
                longest = Longest(longest, Regained(one, depth + 1));
        }

        return longest;
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static readonly string[] UsageHeaders = ["x-business-use-case-usage", "x-app-usage", "x-page-usage"];

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
}
