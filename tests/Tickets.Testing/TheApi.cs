using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tickets.Domain.Platforms;

namespace Tickets.Testing;

/// <summary>What the service answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; null when there is none.</param>
/// <param name="Text">The body as it came.</param>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, string Text)
{
    /// <summary>The JSON, when all went well.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public JsonNode Json => (int)Status is >= 200 and < 300 && Body is not null ? Body : throw new InvalidOperationException($"{(int)Status}: {Text}");

    /// <summary>The name of the refusal, when it is one.</summary>
    public string? Refusal => (string?)Body?["refusal"];
}

/// <summary>The service as it looks from outside: HTTP and JSON, with the key of one caller.</summary>
/// <param name="address">Where it listens.</param>
/// <param name="key">The API key; null: none is sent.</param>
/// <param name="appSecret">Signs deliveries.</param>
public sealed class TheApi(Uri address, string? key, string appSecret)
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = 256, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }
    )
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>The key of its caller; null: none is sent.</summary>
    public string? Key => key;

    /// <summary>The same service for another caller; null: without a key.</summary>
    public TheApi As(string? otherKey) => new(address, otherKey, appSecret);

    /// <summary>Posts a delivery as Meta would: signed over its bytes.</summary>
    public Task<Answer> Deliver(byte[] body) => DeliverSigned(body, (MetaSignature.Header, MetaSignature.Of(body, appSecret)));

    /// <summary>Posts a delivery with just these headers.</summary>
    public Task<Answer> DeliverSigned(byte[] body, params (string Name, string Value)[] headers) =>
        Deliver(new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, headers);

    /// <summary>Posts whatever it is to the webhook.</summary>
    public Task<Answer> Deliver(HttpContent content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/meta") { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Send(request);
    }

    /// <summary>Reads.</summary>
    /// <param name="path">As <c>api/v1/tickets?limit=10</c>.</param>
    public Task<Answer> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Writes.</summary>
    /// <param name="path">As <c>api/v1/inbox/1/ticket</c>.</param>
    /// <param name="body">What is sent as JSON; null: nothing.</param>
    /// <param name="ifMatch">The version that was seen.</param>
    public Task<Answer> Post(string path, object? body = null, int? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        if (ifMatch is { } version)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return Send(request);
    }

    /// <summary>Writes with just this <c>If-Match</c>, as <c>"3","4"</c>.</summary>
    public Task<Answer> PostIf(string match, string path, object? body = null) => SendIf(HttpMethod.Post, match, path, body);

    /// <summary>Changes.</summary>
    /// <param name="path">As <c>api/v1/topics/pkh</c>.</param>
    /// <param name="body">What is sent as JSON.</param>
    /// <param name="match">The header <c>If-Match</c> as it is sent; null: none.</param>
    public Task<Answer> Put(string path, object body, string? match = null) => SendIf(HttpMethod.Put, match, path, body);

    /// <summary>Takes away.</summary>
    public Task<Answer> Delete(string path) => Send(new HttpRequestMessage(HttpMethod.Delete, path));

    /// <summary>Posts to a webhook with just these headers.</summary>
    /// <param name="webhook">As <c>whatsapp</c>.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="headers">As they stand.</param>
    public Task<Answer> DeliverTo(string webhook, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"webhooks/{webhook}") { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Send(request);
    }

    /// <summary>One ticket with all there is of it.</summary>
    public async Task<JsonNode> Ticket(string number) => (await Get($"api/v1/tickets/{number}")).Json;

    /// <summary>A verb of a ticket's life.</summary>
    public Task<Answer> Do(string number, string resource, object? body = null, int? ifMatch = null) =>
        Post($"api/v1/tickets/{number}/{resource}", body, ifMatch);

    /// <summary>All pages of a list.</summary>
    /// <param name="path">As <c>api/v1/tickets</c>, without cursor and limit.</param>
    public async Task<List<JsonNode>> All(string path)
    {
        List<JsonNode> items = [];
        var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await Get($"{path}{join}limit=100{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}")).Json;
            items.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = (string?)page["next"];
        }

        return items;
    }

    private Task<Answer> SendIf(HttpMethod method, string? match, string path, object? body)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body ?? new { }) };
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        return Send(request);
    }

    private async Task<Answer> Send(HttpRequestMessage request)
    {
        using var _ = request;
        request.RequestUri = new Uri(address, request.RequestUri!);
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, text);
    }
}
