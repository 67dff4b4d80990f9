using System.Net;
using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Somebody writes a NIK where everybody reads it.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class AnExposedNumber(OneRunningProduct fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task The_comment_is_hidden_on_the_platform_once_with_proof_and_its_writer_is_asked_to_delete_it()
    {
        var admin = await service.Hire($"humas-{ACitizen.Next()}", Roles.AdminSocial);
        var officer = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments("Selamat pagi semuanya, salam dari 3303014107800001");
        var item = await citizen.InInbox(comment);
        Assert.True((bool?)item["exposes"]);
        var path = $"api/v1/inbox/{item["id"]}";

        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Post($"{path}/hidings", new { message = comment })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Post($"{path}/hidings", new { message = "bukan-komentar" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await admin.Post($"{path}/hidings", new { message = comment })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Post($"{path}/deletion-requests", new { message = comment })).Status);

        await service.Told(w => w.Door == Door.Hide && w.Target == comment);
        var asked = await service.Told(w => w.Door == Door.PrivateReply && w.Target == comment);
        Assert.Contains("hapus komentar", asked.Text, StringComparison.Ordinal);
        var hidden = await Eventually.Finds(
            "the comment is known as hidden",
            Soon,
            async () => ACitizen.Messages((await admin.Get(path)).Json).FirstOrDefault(m => m["hiddenAt"] is not null),
            () => Task.FromResult(service.Log)
        );
        Assert.Equal(("Sent", false), ((string?)hidden["hiding"], (bool)hidden["exposes"]!));
        // Asked again, nothing more goes out; the conversation still waits for its own decision.
        await admin.Post($"{path}/hidings", new { message = comment });
        Assert.Single(service.Graph.Sent, w => w.Door == Door.Hide && w.Target == comment);
        Assert.Equal("Waiting", (string?)(await admin.Get(path)).Json["state"]);
    }
}
