using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tickets.Domain;

namespace Tickets.IntegrationTests.Contract;

/// <summary>What is wrong with a request is told in the reader's language, in sentences of ours and without the names of our types.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed class SentencesOfRefusals(ApiUnderTest api)
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("POST", "tickets/KMS-2026-000001/assignment", null, "Kolom officer wajib ada dalam isi permintaan; null berarti antrean direktorat.")]
    [InlineData("POST", "tickets/KMS-2026-000001/assignment", """{"oficer":"budi"}""", "Kolom officer wajib ada dalam isi permintaan; null berarti antrean direktorat.")]
    [InlineData("POST", "tickets/KMS-2026-000001/assignment", """{"officer":7}""", "Nilai pada $.officer tidak dapat dibaca. Periksa tanda dan jenis nilainya.")]
    [InlineData("POST", "tickets/KMS-2026-000001/replies", """{"text":""}""", "text wajib diisi.")]
    [InlineData("POST", "tickets/KMS-2026-000001/replies", "halo", "Isi permintaan bukan JSON yang sah, atau ada kolom wajib yang tidak ada.")]
    [InlineData("POST", "inbox/1/dismissal", null, "Isi permintaan tidak ada. Kirim isi berupa JSON.")]
    [InlineData("POST", "understanding/assess", "{}", "text wajib diisi.")]
    [InlineData("GET", "tickets?limit=0", null, "limit harus 1 sampai 200.")]
    [InlineData("GET", "tickets?limit=201", null, "limit harus 1 sampai 200.")]
    [InlineData("GET", "tickets?limit=banyak", null, "Nilai parameter limit tidak dapat dibaca.")]
    [InlineData("GET", "tickets?cursor=x", null, "Nilai cursor tidak dikenal. Pakai nilai next dari halaman sebelumnya, atau mulai tanpa cursor.")]
    [InlineData("GET", "tickets?due=besok", null, "due adalah salah satu dari: late, today, week.")]
    public async Task What_is_wrong_is_told_in_Indonesian(string method, string path, string? body, string told)
    {
        var (status, problem) = await Ask(method, path, body, "id");

        Assert.Equal((HttpStatusCode.BadRequest, "Invalid"), (status, (string?)problem["refusal"]));
        Assert.Equal(told, (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("POST", "tickets/KMS-2026-000001/replies", """{"text":""}""", "text must not be empty.")]
    [InlineData("GET", "tickets?limit=banyak", null, "The value of the parameter limit cannot be read.")]
    public async Task Whoever_prefers_English_is_told_in_English(string method, string path, string? body, string told)
    {
        Assert.Equal(told, (string?)(await Ask(method, path, body, "en")).Problem["detail"]);
    }

    [Fact]
    public async Task What_is_no_version_and_what_is_no_JSON_by_its_type_is_told_too()
    {
        using var client = await api.With(Roles.Administrator | Roles.AdminSocial);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets/KMS-2026-000001/notes") { Content = new StringContent("{}", Encoding.UTF8, Json) };
        request.Headers.TryAddWithoutValidation("If-Match", "tiga");
        using var noVersion = await client.SendAsync(request);
        using var text = new StringContent("halo", Encoding.UTF8, "text/plain");
        using var noJson = await client.PostAsync(new Uri("/api/v1/inbox/1/dismissal", UriKind.Relative), text);

        Assert.StartsWith("Kepala If-Match", (string?)JsonNode.Parse(await noVersion.Content.ReadAsStringAsync())!["detail"], StringComparison.Ordinal);
        Assert.Equal("Isi permintaan harus berjenis application/json.", (string?)JsonNode.Parse(await noJson.Content.ReadAsStringAsync())!["detail"]);
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_deleted_by_whoever_saw_it_before()
    {
        using var client = await api.With(Roles.Administrator);
        using var entered = await client.PostAsync(new Uri("/api/v1/topics", UriKind.Relative), new StringContent("""{"code":"sewa-tenda","name":"Sewa tenda","nameEn":"Tent hire"}""", Encoding.UTF8, Json));
        var seen = (int)JsonNode.Parse(await entered.Content.ReadAsStringAsync())!["version"]!;
        using var changed = await client.PutAsync(new Uri("/api/v1/topics/sewa-tenda", UriKind.Relative), new StringContent("""{"name":"Tenda darurat","nameEn":"Emergency tents"}""", Encoding.UTF8, Json));
        changed.EnsureSuccessStatusCode();

        var (late, problem) = await Delete(client, seen);
        var (now, _) = await Delete(client, (int)JsonNode.Parse(await changed.Content.ReadAsStringAsync())!["version"]!);

        Assert.Equal((HttpStatusCode.Conflict, "SomebodyWasFaster"), (late, (string?)problem!["refusal"]));
        Assert.Equal(HttpStatusCode.NoContent, now);
    }

    private static async Task<(HttpStatusCode, JsonNode?)> Delete(HttpClient client, int seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/topics/sewa-tenda");
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    [Fact]
    public async Task A_limit_that_was_left_empty_is_none()
    {
        Assert.Equal(HttpStatusCode.OK, (await Ask("GET", "tickets?limit=&q=", null, "id")).Status);
    }

    private async Task<(HttpStatusCode Status, JsonNode Problem)> Ask(string method, string path, string? body, string language)
    {
        using var client = await api.With(Roles.Administrator | Roles.AdminSocial);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, Json);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
