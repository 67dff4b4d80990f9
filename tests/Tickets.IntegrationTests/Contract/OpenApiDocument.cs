using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tickets.Api.Access;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Contract;

/// <summary>What the service tells developers of itself, kept as <c>docs/openapi.json</c> so that a change of the contract is seen in review.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed partial class OpenApiDocument(ApiUnderTest api)
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_in_the_repository_is_fresh() => Assert.Null(Snapshot.Stale("docs/openapi.json", (await Read()).ToJsonString(Pretty)));

    [Fact]
    public async Task Every_endpoint_of_the_api_is_in_it_with_a_summary()
    {
        var operations = Operations(await Read());
        var missing = Api().Where(e => !operations.ContainsKey(Name(e)));
        var silent = operations.Where(o => string.IsNullOrWhiteSpace((string?)o.Value["summary"])).Select(o => o.Key);

        Assert.Equal("", string.Join('\n', missing.Select(Name)));
        Assert.Equal("", string.Join('\n', silent));
    }

    [Fact]
    public async Task Every_endpoint_shows_how_it_says_no()
    {
        var operations = Operations(await Read());
        var wrong = new List<string>();
        foreach (var endpoint in Api().Where(e => e.Metadata.GetMetadata<NeedsRole>() is not null))
        {
            string[] expected = ["400", "401", "403", .. endpoint.RoutePattern.Parameters.Count > 0 ? ["404"] : Array.Empty<string>(), .. Name(endpoint).StartsWith("GET", StringComparison.Ordinal) ? [] : new[] { "409" }];
            foreach (var status in expected)
            {
                var problem = operations[Name(endpoint)]["responses"]?[status]?["content"]?["application/problem+json"];
                if ((string?)problem?["schema"]?["$ref"] != "#/components/schemas/Problem" || problem["example"]?["refusal"] is null)
                    wrong.Add($"{Name(endpoint)} {status}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_problem_has_the_fields_that_the_document_promises()
    {
        var promised = (await Read())["components"]!["schemas"]!["Problem"]!["properties"]!.AsObject().Select(p => p.Key).ToHashSet();
        using var stranger = api.Stranger();
        using var response = await stranger.GetAsync(new Uri("/api/v1/tickets", UriKind.Relative));
        var told = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject().Select(p => p.Key);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(told.Except(promised));
        Assert.Superset(new HashSet<string> { "type", "title", "status", "detail", "refusal", "traceId" }, promised);
    }

    [Fact]
    public async Task Every_answer_that_has_a_body_says_its_shape()
    {
        var shapeless =
            from operation in Operations(await Read())
                // Whoever delivers is told that it was kept, and nothing else.
            where !operation.Key.StartsWith("POST /webhooks/", StringComparison.Ordinal)
            from response in operation.Value["responses"]!.AsObject()
            where response.Key is "200" or "201" && response.Value?["content"] is not JsonObject { Count: > 0 }
            select $"{operation.Key} {response.Key}";

        Assert.Equal("", string.Join('\n', shapeless));
    }

    [Fact]
    public async Task Every_endpoint_shows_by_example_what_goes_in_and_what_comes_out()
    {
        var document = await Read();
        var wrong = new List<string>();
        foreach (var (name, operation) in Operations(document))
        {
            foreach (var (type, media) in operation["requestBody"]?["content"]?.AsObject() ?? [])
                wrong.AddRange(Shown(document, media!, $"{name} takes {type}"));
            foreach (var (status, answer) in operation["responses"]!.AsObject().Where(r => r.Key.StartsWith('2')))
                foreach (var (type, media) in answer!["content"]?.AsObject() ?? [])
                    wrong.AddRange(Shown(document, media!, $"{name} {status} {type}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_heeds_a_version_says_so_and_the_webhook_and_health_are_told_too()
    {
        var operations = Operations(await Read());
        bool TakesIfMatch(string operation) => operations[operation]["parameters"]?.AsArray().Any(p => (string?)p!["name"] == "If-Match" && (string?)p["in"] == "header") == true;

        Assert.All(["POST /api/v1/tickets/{number}/replies", "POST /api/v1/inbox/{id}/ticket", "PUT /api/v1/topics/{code}", "DELETE /api/v1/topics/{code}"], o => Assert.True(TakesIfMatch(o), o));
        Assert.False(TakesIfMatch("GET /api/v1/tickets/{number}"));
        Assert.Superset(new HashSet<string> { "GET /webhooks/meta", "POST /webhooks/meta", "GET /webhooks/whatsapp", "POST /webhooks/whatsapp", "GET /webhooks/x", "POST /webhooks/x", "GET /health/live", "GET /health/ready" }, operations.Keys.ToHashSet());
    }

    [Fact]
    public async Task Values_of_a_list_are_told_by_the_names_that_the_api_writes()
    {
        var schemas = (await Read())["components"]!["schemas"]!;

        Assert.Equal(["Facebook", "Instagram"], schemas["Platform"]!["enum"]!.AsArray().Take(2).Select(v => (string?)v));
        Assert.Equal(["accepted", "processed", "unknown", "failed"], schemas["DeliveryState"]!["enum"]!.AsArray().Select(v => (string?)v));
    }

    [Fact]
    public async Task What_an_answer_always_has_is_required_and_what_can_be_null_says_so()
    {
        var schemas = (await Read())["components"]!["schemas"]!;
        var ticket = schemas["TicketView"]!;

        Assert.Equal(ticket["properties"]!.AsObject().Select(p => p.Key), ticket["required"]!.AsArray().Select(r => (string)r!));
        Assert.True((bool?)ticket["properties"]!["officer"]!["nullable"]);
        Assert.Null(ticket["properties"]!["number"]!["nullable"]);
        Assert.True((bool?)schemas["ListedPolicy"]!["properties"]!["platform"]!["nullable"]);
        Assert.Equal(["directorate", "instruction"], schemas["TransferBody"]!["required"]!.AsArray().Select(r => (string)r!));
        Assert.Null(schemas["TransferBody"]!["properties"]!["instruction"]!["nullable"]);
    }

    private static List<string> Shown(JsonNode document, JsonNode media, string where) =>
        media["example"] is { } example ? Unlike(document, media["schema"]!, example, where) : [$"{where}: no example"];

    // How an example differs from the shape that it is of.
    private static List<string> Unlike(JsonNode document, JsonNode schema, JsonNode? example, string where)
    {
        if (example is null)
            return (bool?)schema["nullable"] == true || schema["type"] is null && schema["$ref"] is null && schema["allOf"] is null ? [] : [$"{where} is null"];
        if ((string?)(schema["$ref"] ?? schema["allOf"]?[0]?["$ref"]) is { } reference)
            return Unlike(document, document["components"]!["schemas"]![reference.Split('/')[^1]]!, example, where);
        if (schema["enum"] is JsonArray values)
            return values.Any(v => (string?)v == example.ToString()) ? [] : [$"{where} has no value {example}"];
        return (string?)schema["type"] switch
        {
            "array" => [.. example.AsArray().SelectMany((item, i) => Unlike(document, schema["items"]!, item, $"{where}[{i}]"))],
            "object" when schema["properties"] is JsonObject properties =>
            [
                .. (schema["required"]?.AsArray() ?? []).Where(r => !example.AsObject().ContainsKey((string)r!)).Select(r => $"{where} lacks {r}"),
                .. example.AsObject().SelectMany(p => properties[p.Key] is { } property ? Unlike(document, property, p.Value, $"{where}.{p.Key}") : [$"{where} knows no {p.Key}"]),
            ],
            "string" => example.GetValueKind() == JsonValueKind.String ? [] : [$"{where} is no text"],
            "integer" or "number" => example.GetValueKind() == JsonValueKind.Number ? [] : [$"{where} is no number"],
            "boolean" => example.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? [] : [$"{where} is neither true nor false"],
            _ => [],
        };
    }

    private IEnumerable<RouteEndpoint> Api() => api.Endpoints.Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal));

    private async Task<JsonNode> Read()
    {
        using var stranger = api.Stranger();
        using var response = await stranger.GetAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static Dictionary<string, JsonNode> Operations(JsonNode document) =>
        document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Node: operation.Value!)))
            .ToDictionary(o => o.Name, o => o.Node);

    private static string Name(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} /{Constraint().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{$1}")}";

    [GeneratedRegex(@"\{(\w+)[^}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Constraint();
}
