using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>The picture of a post as browsers get it: from the platform by way of us, and only for those who may see the words under it.</summary>
[Collection(nameof(OneProductWithAllPlatforms))]
public sealed class PicturesOfPosts(OneProductWithAllPlatforms fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task It_is_served_safely_to_those_who_may_see_the_conversation_and_to_nobody_else()
    {
        var number = ACitizen.Next();
        var post = $"{ARunningProduct.PageId}_{number}";
        fixture.Fakes.Graph.Posted(post, "Penyaluran PKH tahap 4 dimulai pekan ini.", fixture.Files.Keep($"poster{number}", FakeFiles.Picture, "text/html"));
        var now = TimeProvider.System.GetUtcNow();
        await service.Api.Deliver(MetaPayloads.FacebookPost(ARunningProduct.PageId, post, ARunningProduct.PageId, "Kementerian Sosial RI", "Penyaluran PKH tahap 4 dimulai pekan ini.", now));
        await service.Api.Deliver(MetaPayloads.FacebookComment(ARunningProduct.PageId, post, $"{number}_1", number, "Siti", "semangat terus min", now));
        // The simulated platform's picture lies in the process itself.
        using var citizen = new HttpClient { BaseAddress = service.Address };
        using var words = System.Net.Http.Json.JsonContent.Create(new { author = $"Warga {number}", text = "semangat terus min" });
        (await citizen.PostAsync(new Uri("simulator/words", UriKind.Relative), words)).EnsureSuccessStatusCode();

        var shown = await Shown(c => (string?)c["post"] == post);
        var simulated = await Shown(c => (string?)c["citizen"] == $"Warga {number}");
        Assert.Equal(("Penyaluran PKH tahap 4 dimulai pekan ini.", SimulatedPlatform.PostWords), ((string?)shown["postText"], (string?)simulated["postText"]));

        var path = $"api/v1/inbox/{(long)shown["id"]!}/post-picture";
        using (var opened = await Get(service.Key, path))
        {
            Assert.Equal(FakeFiles.Picture, await opened.Content.ReadAsByteArrayAsync());
            Assert.Equal("image/png", opened.Content.Headers.ContentType?.MediaType);
            Assert.Equal("nosniff", opened.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("sandbox", opened.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("no-cache, private", opened.Headers.CacheControl?.ToString());
            using var again = await Get(service.Key, path, opened.Headers.ETag);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }

        using (var opened = await Get(service.Key, $"api/v1/inbox/{(long)simulated["id"]!}/post-picture"))
            Assert.Equal("image/png", opened.Content.Headers.ContentType?.MediaType);

        var opening = await service.Api.Post($"api/v1/inbox/{(long)shown["id"]!}/ticket", new { topic = Topics.Pkh, directorate = "JAMSOS" });
        Assert.True((bool)(await service.Api.Get($"api/v1/tickets/{(string)opening.Json["number"]!}")).Json["conversation"]!["postHasPicture"]!);
        var solves = await service.Hire($"gambar-a-{number}", Roles.Officer, "JAMSOS");
        var other = await service.Hire($"gambar-b-{number}", Roles.Officer, "LANSIA");
        var reports = await service.Hire($"gambar-c-{number}", Roles.Reporting);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.NotFound],
            [await Status(solves.Key, path), await Status(other.Key, path), await Status(reports.Key, path), await Status(null, path), await Status(service.Key, "api/v1/inbox/999999999/post-picture")]
        );
    }

    private Task<JsonNode> Shown(Func<JsonNode, bool> which) =>
        Eventually.Finds(
            "the conversation with the picture of its post",
            Soon,
            async () =>
            {
                var waiting = (await service.Api.All("api/v1/inbox")).Find(c => which(c));
                return waiting is null || (await service.Api.Get($"api/v1/inbox/{(long)waiting["id"]!}")).Json is not { } conversation || !(bool)conversation["postHasPicture"]! ? null : conversation;
            },
            () => Task.FromResult(service.Log)
        );

    private async Task<HttpStatusCode> Status(string? key, string path)
    {
        using var answer = await Get(key, path);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Get(string? key, string path, EntityTagHeaderValue? had = null)
    {
        using var http = new HttpClient();
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Address, path));
        if (key is not null)
            asked.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (had is not null)
            asked.Headers.IfNoneMatch.Add(had);
        return await http.SendAsync(asked);
    }
}
