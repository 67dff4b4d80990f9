using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tickets.Domain;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Contract;

/// <summary>Whatever is sent to change something that is kept, what is wrong with it is told in the language of who sent it.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed partial class EveryChangeIsRefusedInWords(ApiUnderTest api)
{
    // Nothing, the wrong kinds, too much, and what breaks a rule of shape.
    private static readonly string[] Bodies =
    [
        "{}",
        """{"name":7,"text":[],"roles":"x","settings":3,"targets":"x","filters":4}""",
        $$"""{"name":"{{new string('x', 5000)}}","nameEn":"{{new string('x', 5000)}}","title":"{{new string('x', 5000)}}","text":"{{new string('x', 20_000)}}","note":"{{new string('x', 5000)}}","reason":"{{new string('x', 5000)}}","directorate":"{{new string('x', 500)}}","topic":"{{new string('x', 500)}}","region":"<>","order":-1,"roles":["raja"],"closedMonths":-4,"removedDays":-1,"deliveryDays":0,"targets":[{"clock":"Resolution","duration":"{{new string('x', 60)}}","calendar":""}],"ladder":[{"at":"","to":"officer"}],"effectiveFrom":"2026-01-01T00:00:00Z"}""",
    ];

    [Fact]
    public async Task What_is_wrong_with_a_change_is_told_in_Indonesian_unless_English_is_asked_for()
    {
        using var client = await api.With(RoleNames.Every);
        var puts = JsonNode.Parse(await File.ReadAllTextAsync(Repository.At("docs/openapi.json")))!["paths"]!
            .AsObject()
            .Where(p => p.Value!["put"] is not null)
            .Select(p => Parameter().Replace(p.Key, m => m.Value is "{id}" ? "1" : m.Value is "{language}" ? "id" : "contoh"))
            .ToList();
        Assert.True(puts.Count > 12, $"Only {puts.Count} changes are known.");
        List<string> wrong = [];
        var told = 0;
        foreach (var path in puts)
            foreach (var body in Bodies)
            {
                var (indonesian, english) = (await Refusal(client, path, body, "id"), await Refusal(client, path, body, "en"));
                if (indonesian is null)
                    continue;
                told++;
                if (English().IsMatch(indonesian))
                    wrong.Add($"{path}: {indonesian}");
                if (indonesian == english)
                    wrong.Add($"{path}: the same in both languages: {english}");
            }

        Assert.Empty(wrong);
        Assert.True(told > 12, $"Only {told} were refused.");
    }

    // What people read of a refusal of shape; null when it was none.
    private static async Task<string?> Refusal(HttpClient client, string path, string body, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await client.SendAsync(request);
        if (answer.StatusCode != System.Net.HttpStatusCode.BadRequest)
            return null;
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var errors = problem["errors"]?.AsObject().SelectMany(e => e.Value!.AsArray().Select(said => (string)said!)) ?? [];
        return string.Join(' ', [(string)problem["title"]!, (string)problem["detail"]!, .. errors]);
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\b(must|should|cannot|required|characters|length|between|greater|less|invalid|specified|condition|range of|is not)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex English();
}
