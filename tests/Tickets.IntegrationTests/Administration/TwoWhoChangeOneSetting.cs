using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Administration;

/// <summary>Of two who change the same setting at once, the second is told of the first; who does not say what they saw takes it as it is.</summary>
public sealed class TwoWhoChangeOneSetting(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task A_reply_that_is_kept_for_all()
    {
        const string reply = "saved-replies/minta-kabupaten";
        var first = await Version(HttpMethod.Put, reply, new { title = "Minta kabupaten", text = "Mohon kirim nama kabupaten.", version = 0 });
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Put, reply, new { title = "Lain", text = "Lain sama sekali.", version = 0 }));

        var second = await Version(HttpMethod.Put, reply, new { title = "Minta kabupaten", text = "Mohon kirim nama kabupaten dan desa.", version = first });
        Assert.NotEqual(first, second);
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Put, reply, new { title = "Lain", text = "Lain sama sekali.", version = first }));
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Delete, reply, ifMatch: first));
        // Saved as it stands, it is what the other saw.
        Assert.Equal(second, await Version(HttpMethod.Put, reply, new { title = "Minta kabupaten", text = "Mohon kirim nama kabupaten dan desa." }));
        Assert.Equal((int)HttpStatusCode.NoContent, await Told(HttpMethod.Delete, reply, ifMatch: second));
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Put, reply, new { title = "Lain", text = "Sudah tidak ada.", version = second }));
    }

    [Fact]
    public async Task Somebodys_absence()
    {
        const string absence = "users/rina/absence";
        var entered = await Version(HttpMethod.Post, "users", new { login = "rina", name = "Rina", roles = new[] { "officer" }, directorate = "JAMSOS" });

        var away = await Version(HttpMethod.Put, absence, new { from = "2030-03-04T00:00:00Z", until = "2030-03-08T00:00:00Z", version = entered });
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Put, absence, new { from = "2030-05-01T00:00:00Z", version = entered }));
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Delete, absence, ifMatch: entered));
        Assert.NotEqual(away, await Version(HttpMethod.Delete, absence, ifMatch: away));
        Assert.Equal((int)HttpStatusCode.OK, await Told(HttpMethod.Put, absence, new { from = "2030-05-01T00:00:00Z" }));
    }

    [Fact]
    public async Task A_policy_that_is_withdrawn()
    {
        object Promises(string first, int? version) =>
            new
            {
                code = "banjir",
                name = "Banjir",
                topic = "pkh",
                targets = new[] { new { clock = "FirstResponse", duration = first, calendar = "24X7" }, new { clock = "Resolution", duration = "P5WD", calendar = "NASIONAL" } },
                version,
            };

        var first = await Version(HttpMethod.Post, "sla-policies", Promises("PT4H", null));
        var second = await Version(HttpMethod.Put, "sla-policies/banjir", Promises("PT2H", first));
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Delete, "sla-policies/banjir", ifMatch: first));
        Assert.Equal((int)HttpStatusCode.NoContent, await Told(HttpMethod.Delete, "sla-policies/banjir", ifMatch: second));
    }

    [Fact]
    public async Task Words_that_are_given_up_or_reset()
    {
        const string words = "templates/ack.public/id";
        var first = await Version(HttpMethod.Put, words, new { text = "Laporan {nomor} kami terima. Paling lambat {tenggat}. {lacak}" });
        var second = await Version(HttpMethod.Put, words, new { text = "Laporan {nomor} sudah kami terima. Paling lambat {tenggat}. {lacak}", version = first });
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Delete, words + "/draft", ifMatch: first));
        Assert.Equal((int)HttpStatusCode.Conflict, await Told(HttpMethod.Delete, words, ifMatch: first));
        Assert.Equal((int)HttpStatusCode.NoContent, await Told(HttpMethod.Delete, words + "/draft", ifMatch: second));
        Assert.Equal((int)HttpStatusCode.NoContent, await Told(HttpMethod.Delete, words));
    }

    private async Task<int> Version(HttpMethod method, string path, object? body = null, int? ifMatch = null)
    {
        using var answer = await Ask(method, path, body, ifMatch);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return (int)JsonNode.Parse(text)!["version"]!;
    }

    private async Task<int> Told(HttpMethod method, string path, object? body = null, int? ifMatch = null)
    {
        using var answer = await Ask(method, path, body, ifMatch);
        if (answer.StatusCode == HttpStatusCode.Conflict)
            Assert.Equal("SomebodyWasFaster", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["refusal"]);
        return (int)answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, object? body, int? ifMatch)
    {
        using var client = await api.With(RoleNames.Every);
        using var request = new HttpRequestMessage(method, "/api/v1/" + path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (ifMatch is { } version)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return await client.SendAsync(request);
    }
}
