using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Testing.Builders;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Contract;

/// <summary>
/// Whatever stands in a field of whatever form, it is taken or refused in a sentence: every body that the document shows, bent in each of its fields. A form that is new is
/// tried too, as soon as the document shows it.
/// </summary>
public sealed partial class HostileBodies(ApiUnderTest api, ITestOutputHelper output) : IClassFixture<ApiUnderTest>
{
    private static readonly (string What, JsonNode? Value)[] Texts =
    [
        ("nothing", ""),
        ("blank", " \t\n "),
        ("far too long", new string('a', 100_000)),
        ("HTML", "<img src=x onerror=alert(1)><script>alert('x')</script>"),
        ("emoji", "😭👨‍👩‍👧‍👦🇮🇩"),
        ("right to left", "\u202Eמרחבא שלום العربية\u2069"),
        ("a null character", "a\0b"),
        ("SQL", "'; DROP TABLE \"Tickets\"; --"),
        ("a formula", "=HYPERLINK(\"http://evil.example\")"),
        ("a number", 7),
        ("a list", new JsonArray("x")),
        ("null", null),
    ];

    private static readonly (string What, JsonNode? Value)[] Others = [("text", "bukan"), ("too large", 9e99), ("negative", -1), ("a list", new JsonArray(1)), ("an object", new JsonObject { ["x"] = 1 }), ("null", null)];

    // What there is in every new database, so that a bent body meets more than a 404.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["/api/v1/topics/{code}"] = "pkh",
        ["/api/v1/directorates/{code}"] = "JAMSOS",
        ["/api/v1/sla-policies/{code}"] = "normal",
        ["/api/v1/calendars/{code}"] = "NASIONAL",
    };

    [Theory]
    [InlineData("nonsense")]
    [InlineData("utf-7")]
    [InlineData("\"\"")]
    public async Task A_body_in_a_writing_that_nobody_knows_is_refused_and_no_fault_of_ours(string charset)
    {
        using var client = await api.With(RoleNames.Every);
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");

        using var answer = await client.PostAsync(new Uri("/api/v1/working-time/due", UriKind.Relative), body);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task No_field_of_any_form_causes_a_fault_and_what_was_taken_can_be_read()
    {
        using var client = await api.With(RoleNames.Every);
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative)))!;
        var (number, conversation) = await ATicketAndAConversation();
        var wrong = new List<string>();
        int forms = 0, tried = 0, taken = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject())
            foreach (var (verb, operation) in operations!.AsObject())
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["example"] is not JsonObject example)
                    continue;
                forms++;
                // The version is a test of its own.
                example.Remove("version");
                var address = Address(path, number, conversation);
                foreach (var (where, what, body) in Bent(example))
                {
                    tried++;
                    using var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                    using var answer = await client.SendAsync(request);
                    var status = (int)answer.StatusCode;
                    taken += status < 300 ? 1 : 0;
                    if (status >= 500 || (status is >= 400 and not 429 && await Sentence(answer) is null))
                        wrong.Add($"{verb.ToUpperInvariant()} {path} with {what} in {where}: {status} {await answer.Content.ReadAsStringAsync()}");
                }
            }

        foreach (var path in document["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/", StringComparison.Ordinal) && p.Value!["get"] is not null))
        {
            using var answer = await client.GetAsync(new Uri(Address(path.Key, number, conversation), UriKind.Relative));
            if ((int)answer.StatusCode >= 500)
                wrong.Add($"GET {path.Key} afterwards: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        output.WriteLine($"{tried} bent bodies of {forms} forms, {taken} of them taken");
        Assert.InRange(forms, 40, 10_000);
        Assert.InRange(taken, 50, tried);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static string Address(string path, string number, long conversation)
    {
        if (Known.FirstOrDefault(k => path.StartsWith(k.Key, StringComparison.Ordinal)) is { Key: { } start, Value: { } code })
            path = string.Concat(start.AsSpan(0, start.IndexOf('{', StringComparison.Ordinal)), code, path.AsSpan(start.Length));
        path = path.Replace("{number}", number, StringComparison.Ordinal);
        if (path.StartsWith("/api/v1/inbox/", StringComparison.Ordinal))
            path = path.Replace("{id}", conversation.ToString(), StringComparison.Ordinal);
        path = path.Replace("{platform}", "facebook", StringComparison.Ordinal).Replace("{language}", "id", StringComparison.Ordinal).Replace("{id}", "987654321", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal);
        return Parameter().Replace(path, "none-such");
    }

    // Each leaf bent in each way, and the whole of it.
    private static IEnumerable<(string Where, string What, string Body)> Bent(JsonObject example)
    {
        foreach (var (where, isText) in Leaves(example, ""))
            foreach (var (what, value) in isText ? Texts : Others)
            {
                var copy = example.DeepClone();
                Set(copy, where, value?.DeepClone());
                yield return (where, what, copy.ToJsonString());
            }

        yield return ("all", "nothing", "{}");
        yield return ("all", "a list", "[]");
        yield return ("all", "half a body", example.ToJsonString()[..^1]);
        yield return ("all", "half a letter", """{"text":"\ud83d","reason":"\ud83d","name":"\ud83d","title":"\ud83d"}""");
    }

    private static IEnumerable<(string Where, bool IsText)> Leaves(JsonNode? node, string at) =>
        node switch
        {
            JsonObject o => o.SelectMany(p => Leaves(p.Value, $"{at}/{p.Key}")),
            JsonArray { Count: > 0 } a => Leaves(a[0], at + "/0"),
            JsonValue v => [(at, v.GetValueKind() == JsonValueKind.String)],
            _ => [(at, true)],
        };

    private static void Set(JsonNode root, string where, JsonNode? value)
    {
        var steps = where.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = root;
        foreach (var step in steps[..^1])
            at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
        if (at is JsonArray last)
            last[int.Parse(steps[^1])] = value;
        else
            at[steps[^1]] = value;
    }

    private static async Task<string?> Sentence(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && JsonNode.Parse(await answer.Content.ReadAsStringAsync()) is { } problem && (string?)problem["refusal"] is { Length: > 0 }
            ? (string?)problem["title"]
            : null;

    private async Task<(string Number, long Conversation)> ATicketAndAConversation()
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var now = TimeProvider.System.GetUtcNow();
        var ticket = ATicket.Opened(now).Routed("JAMSOS");
        var waiting = new Conversation(ATicket.SomeCitizen(Platform.Facebook, now), Audience.Public, "post-1", "post-1", now);
        await db.Change(
            () =>
            {
                ticket.AddTo(db);
                db.Add(waiting);
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        return (ticket.Ticket.Number, waiting.Id);
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
