using System.Net;
using System.Text.Json.Nodes;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>What citizens send along on the platforms becomes ours, once and checked, or is shown as what could not be had.</summary>
[Collection(nameof(OneProductWithAllPlatforms))]
public sealed class FilesOfCitizens(OneProductWithAllPlatforms fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private readonly ARunningProduct service = fixture.Service;
    private readonly FakeFiles files = fixture.Files;

    [Fact]
    public async Task A_picture_on_WhatsApp_is_fetched_once_by_its_id_and_opens_safely()
    {
        // Digits would be covered as a number of theirs.
        var id = "wa" + string.Concat(ACitizen.Next().Select(d => (char)('a' + d - '0')));
        files.Keep(id, FakeFiles.Picture);
        var body = WhatsApp("62" + ACitizen.Next(), id);
        await fixture.Deliver("whatsapp", body);
        await fixture.Deliver("whatsapp", body);

        var attachment = await Attachment(id, a => a["media"] is not null);
        Assert.Equal("image/png", (string?)attachment["media"]!["contentType"]);
        Assert.Null(attachment["errand"]);
        Assert.Equal(1, files.Asked(id));

        using var http = new HttpClient { DefaultRequestHeaders = { { "Authorization", $"Bearer {service.Key}" } } };
        using var opened = await http.GetAsync(new Uri(service.Address, $"api/v1/media/{(long)attachment["media"]!["id"]!}"));
        Assert.Equal(FakeFiles.Picture, await opened.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", opened.Content.Headers.ContentType?.MediaType);
        Assert.Contains("sandbox", opened.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", opened.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task What_cannot_be_had_is_shown_with_its_reason_and_can_be_asked_for_once_more()
    {
        var gone = $"http://{files.Host}/files/lenyap{ACitizen.Next()}";
        var metadata = files.Answer($"alih{ACitizen.Next()}", http => Redirect(http, "http://169.254.169.254/latest/meta-data/"));
        var ownDatabase = $"https://127.0.0.1:{new Uri(service.Address, "").Port}/api/v1/tickets";
        var page = files.Keep($"halaman{ACitizen.Next()}", "<html><script>alert(1)</script></html>"u8.ToArray(), "image/jpeg");
        var endless = files.Answer($"besar{ACitizen.Next()}", Endless);
        string[] told = [gone, metadata, ownDatabase, page, endless];
        var message = await Messenger(told);

        var attachments = await Attachments(message, all => all.All(a => (string?)a["errand"]?["fault"] is not null));
        Assert.Equal(["Gone", "ElsewhereNotAsked", "ElsewhereNotAsked", "NotTaken", "TooLarge"], attachments.Select(a => (string?)a["errand"]!["fault"]));
        Assert.All(attachments, a => Assert.Null(a["errand"]!["nextAttemptAt"]));

        files.Keep(gone.Split('/')[^1], FakeFiles.Picture);
        var errand = (long)attachments[0]["errand"]!["id"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await service.Api.Post($"api/v1/media-errands/{errand}/retry")).Status);
        Assert.NotNull((await Attachments(message, all => all[0]["media"] is not null))[0]["media"]);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Api.Post($"api/v1/media-errands/{errand}/retry")).Status);
    }

    [Fact]
    public async Task A_bent_redirect_keeps_no_other_file_from_being_fetched()
    {
        var bent = files.Answer($"bengkok{ACitizen.Next()}", http => Redirect(http, "//["));
        var good = files.Keep($"baik{ACitizen.Next()}", FakeFiles.Picture, "image/png");
        var message = await Messenger([bent, good]);

        var attachments = await Attachments(message, all => all[1]["media"] is not null && (string?)all[0]["errand"]?["fault"] is not null);
        Assert.Equal("NotReached", (string?)attachments[0]["errand"]!["fault"]);
    }

    private static Task Redirect(Microsoft.AspNetCore.Http.HttpContext http, string to)
    {
        http.Response.StatusCode = 302;
        http.Response.Headers.Location = to;
        return Task.CompletedTask;
    }

    // Never says how long it is.
    private static async Task Endless(Microsoft.AspNetCore.Http.HttpContext http)
    {
        var some = new byte[1 << 20];
        FakeFiles.Picture.CopyTo(some, 0);
        try
        {
            for (var i = 0; i < 100; i++)
                await http.Response.Body.WriteAsync(some, http.RequestAborted);
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            // Nobody takes that much.
        }
    }

    private async Task<JsonNode> Attachment(string text, Func<JsonNode, bool> until) => (await Attachments(text, all => until(all[0])))[0];

    private Task<List<JsonNode>> Attachments(string text, Func<List<JsonNode>, bool> until) =>
        Eventually.Finds(
            "the files of the message",
            Soon,
            async () =>
            {
                foreach (var waiting in await service.Api.All("api/v1/inbox"))
                {
                    var message = (await service.Api.Get($"api/v1/inbox/{(long)waiting["id"]!}")).Json["messages"]!.AsArray().FirstOrDefault(m => ((string?)m!["text"])?.Contains(text, StringComparison.Ordinal) == true);
                    if (message?["attachments"]!.AsArray().Select(a => a!).ToList() is { Count: > 0 } found)
                        return until(found) ? found : null;
                }

                return null;
            },
            () => Task.FromResult(service.Log)
        );

    private static string WhatsApp(string who, string id) =>
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"{{who}}"}],"messages":[{"from":"{{who}}","id":"wamid.{{id}}","timestamp":"{{Now.ToUnixTimeSeconds()}}","type":"image","image":{"id":"{{id}}","mime_type":"image/png","caption":"salam dari kami, gambar {{id}}"} }]} }]}]}""";

    // Answers the words by which the message is found again.
    private async Task<string> Messenger(string[] addresses)
    {
        var who = ACitizen.Next();
        var words = $"lampiran nomor {who[^6..]}";
        var body = new JsonObject
        {
            ["object"] = "page",
            ["entry"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = ARunningProduct.PageId,
                    ["time"] = Now.ToUnixTimeMilliseconds(),
                    ["messaging"] = new JsonArray(
                        new JsonObject
                        {
                            ["sender"] = new JsonObject { ["id"] = who },
                            ["recipient"] = new JsonObject { ["id"] = ARunningProduct.PageId },
                            ["timestamp"] = Now.ToUnixTimeMilliseconds(),
                            ["message"] = new JsonObject
                            {
                                ["mid"] = "m_" + who,
                                ["text"] = words,
                                ["attachments"] = new JsonArray([.. addresses.Select(a => new JsonObject { ["type"] = "image", ["payload"] = new JsonObject { ["url"] = a } })]),
                            },
                        }
                    ),
                }
            ),
        };
        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()))).Status);
        return words;
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
