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
public sealed partial class OpenApiDocument(ApiUnderTest api) : IClassFixture<ApiUnderTest>
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

        Assert.Equal("", string.Join('\n', wrong));
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
            from response in operation.Value["responses"]!.AsObject()
            where response.Key is "200" or "201" && response.Value?["content"] is not JsonObject { Count: > 0 }
            select $"{operation.Key} {response.Key}";

        Assert.Equal("", string.Join('\n', shapeless));
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
