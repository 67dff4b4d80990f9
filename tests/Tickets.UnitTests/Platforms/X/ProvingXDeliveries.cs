using System.Text;
using System.Text.Json;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms.X;

public sealed class ProvingXDeliveries
{
    private static readonly byte[] Body = """{"for_user_id":"1"}"""u8.ToArray();

    [Fact]
    public void What_we_sign_matches_and_nothing_else_does()
    {
        var header = XSignature.Of(Body, "rahasia");

        Assert.True(XSignature.Matches(Body, header, "rahasia"));
        Assert.False(XSignature.Matches(Body, header, "lain"));
        Assert.False(XSignature.Matches(Body, header, null));
        Assert.False(XSignature.Matches("{}"u8, header, "rahasia"));
        Assert.False(XSignature.Matches(Body, header.AsSpan("sha256=".Length), "rahasia"));
        Assert.False(XSignature.Matches(Body, "sha256=", "rahasia"));
        Assert.False(XSignature.Matches(Body, "sha256=" + new string('!', 44), "rahasia"));
        Assert.False(XSignature.Matches(Body, "sha256=" + new string('A', 4000), "rahasia"));
    }

    [FactWhenSharedData]
    public void The_published_vectors_hold()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(SharedData.Files("webhooks/signatures").Single()));
        var crc = vectors.RootElement.GetProperty("x_crc");
        var hub = vectors.RootElement.GetProperty("hub_sha256");

        Assert.Equal(Text(crc, "response_token"), XSignature.Of(Encoding.UTF8.GetBytes(Text(crc, "crc_token")), Text(crc, "consumer_secret")));
        Assert.True(MetaSignature.Matches(Encoding.UTF8.GetBytes(Text(hub, "body")), Text(hub, "value"), Text(hub, "secret")));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
