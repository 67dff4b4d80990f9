using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.IntegrationTests.Contract;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Access;

/// <summary>Every endpoint there is says who may use it, and the service keeps to it.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed partial class EveryEndpointDeclaresItsRoles(ApiUnderTest api)
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
    public void Who_may_what_stands_in_a_table_that_somebody_looked_at() => Assert.Null(Snapshot.Stale("docs/access.md", Table()));

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

    // A new endpoint, or another role at an old one, makes the document stale: whoever writes it anew sees the line.
    private string Table()
    {
        var text = new StringBuilder(
            """
            # Who may what

            Rendered from the endpoints by a test that fails when one is new or changed; further tests ask every endpoint with a key and with a cookie of each role, without any, and without the token
            that changes need. What a directorate's staff see beyond their role is theirs only: other directorates' tickets are 404. `·` is 403.

            """
        );
        text.Append('\n').Append("| | ").AppendJoin(" | ", Each.Select(r => RoleNames.Of(r)[0])).Append(" |\n|---|").Insert(text.Length, "---|", Each.Length).Append('\n');
        foreach (var endpoint in Guarded().OrderBy(Path, StringComparer.Ordinal).ThenBy(Verb, StringComparer.Ordinal))
        {
            var roles = endpoint.Metadata.GetMetadata<NeedsRole>()!.Roles;
            text.Append("| `").Append(Verb(endpoint)).Append(' ').Append(Path(endpoint)).Append("` | ").AppendJoin(" | ", Each.Select(r => (roles & r) != Roles.None ? "yes" : "·")).Append(" |\n");
        }

        text.Append("\nAnybody, without sign-in:\n\n| | why that is safe |\n|---|---|\n");
        foreach (var (name, why) in api.Endpoints.Select(e => (Name: $"{Verb(e)} {Path(e)}", e.Metadata.GetMetadata<ForAnybody>()?.Why)).Where(e => e.Why is not null).Distinct().OrderBy(e => e.Name, StringComparer.Ordinal))
            text.Append("| `").Append(name).Append("` | ").Append(why).Append(" |\n");
        return text.ToString();
    }

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

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
