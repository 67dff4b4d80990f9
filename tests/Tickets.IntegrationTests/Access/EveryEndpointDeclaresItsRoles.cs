using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Access;

/// <summary>Every endpoint there is says who may use it, and the service keeps to it.</summary>
public sealed partial class EveryEndpointDeclaresItsRoles(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private static readonly Roles[] Each = [.. Enum.GetValues<Roles>().Where(r => r != Roles.None)];

    [Fact]
    public void An_endpoint_names_its_roles_or_that_anybody_may()
    {
        var undeclared = api.Endpoints.Where(e => e.Metadata.GetMetadata<NeedsRole>() is null && e.Metadata.GetMetadata<ForAnybody>() is null).Select(Name);

        Assert.InRange(Guarded().Count(), 10, 10_000);
        Assert.Equal("", string.Join('\n', undeclared));
    }

    [Fact]
    public void No_endpoint_says_both()
    {
        var both = api.Endpoints.Where(e => e.Metadata.GetMetadata<NeedsRole>() is not null && e.Metadata.GetMetadata<ForAnybody>() is not null).Select(Name);

        Assert.Equal("", string.Join('\n', both));
    }

    [Fact]
    public void Who_lets_anybody_in_says_why_that_is_safe()
    {
        var silent = api.Endpoints.Where(e => e.Metadata.GetMetadata<ForAnybody>() is { } open && string.IsNullOrWhiteSpace(open.Why)).Select(Name);

        Assert.Equal("", string.Join('\n', silent));
    }

    [Fact]
    public async Task Without_a_key_or_with_an_unknown_one_the_answer_is_401()
    {
        using var stranger = api.Stranger();
        using var pretender = api.Stranger();
        pretender.DefaultRequestHeaders.Add("Authorization", "Bearer tk_0000000000000000000000000000000000000000000000000000000000000000");
        var wrong = new List<string>();
        foreach (var endpoint in Guarded())
            foreach (var client in new[] { stranger, pretender })
                if (await Ask(client, endpoint) is var status and not HttpStatusCode.Unauthorized)
                    wrong.Add($"{Name(endpoint)}: {(int)status}");

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_key_is_let_in_exactly_where_its_role_is_declared()
    {
        var wrong = new List<string>();
        foreach (var role in Each)
        {
            using var client = await api.With(role);
            foreach (var endpoint in Guarded())
            {
                var status = await Ask(client, endpoint);
                var declared = (endpoint.Metadata.GetMetadata<NeedsRole>()!.Roles & role) != Roles.None;
                var right = declared ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)status < 500 : status is HttpStatusCode.Forbidden;
                if (!right)
                    wrong.Add($"{Name(endpoint)} as {role}: {(int)status}");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_key_of_several_roles_may_what_any_of_them_may()
    {
        using var client = await api.With(RoleNames.Every);
        var wrong = new List<string>();
        foreach (var endpoint in Guarded())
            if (await Ask(client, endpoint) is var status and (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                wrong.Add($"{Name(endpoint)}: {(int)status}");

        Assert.Equal("", string.Join('\n', wrong));
    }

    private IEnumerable<RouteEndpoint> Guarded() => api.Endpoints.Where(e => e.Metadata.GetMetadata<NeedsRole>() is not null);

    private static string Name(RouteEndpoint endpoint) => $"{Verb(endpoint)} {endpoint.RoutePattern.RawText}";

    private static string Verb(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";

    // Nothing by these names exists, and the body is empty: who is let in is told 400 or 404, and nothing changes.
    private static async Task<HttpStatusCode> Ask(HttpClient client, RouteEndpoint endpoint)
    {
        var path = Parameter().Replace(endpoint.RoutePattern.RawText!, m => m.Value.Contains(":long", StringComparison.Ordinal) || m.Value.Contains(":int", StringComparison.Ordinal) ? "987654321" : "none-such");
        using var request = new HttpRequestMessage(new HttpMethod(Verb(endpoint)), "/" + path.TrimStart('/'));
        if (request.Method != HttpMethod.Get)
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 5000)]
    private static partial Regex Parameter();
}
