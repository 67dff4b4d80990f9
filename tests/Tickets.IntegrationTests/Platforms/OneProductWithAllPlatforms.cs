using System.Text.Json.Nodes;
using Tickets.Domain.Platforms;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>One embedded service beside the fakes of all platforms, with the simulator on.</summary>
public sealed class OneProductWithAllPlatforms : IAsyncLifetime
{
    public FakePlatforms Fakes { get; private set; } = null!;

    public FakeLogins Logins { get; private set; } = null!;

    public FakeFiles Files { get; private set; } = null!;

    public ARunningProduct Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Fakes = await FakePlatforms.Start();
        Fakes.YouTubeQuota = int.MaxValue;
        Service = ARunningProduct.NotStarted(Fakes.Graph);
        Logins = new FakeLogins(Fakes.Graph);
        Files = new FakeFiles(Fakes.Graph) { RequiredToken = "token" };
        await Service.Restart(
            [.. Fakes.Settings, ("Tickets__Demo", "true"), ("Tickets__Platforms__YouTube__TokenUrl", Logins.GoogleTokenUrl), ("Tickets__Media__TrustedHosts", Files.Host)]
        );
        await Service.IsWarm();
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();

    /// <summary>Posts a signed delivery.</summary>
    public Task<Answer> Deliver(string webhook, string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        return Service.Api.DeliverTo(
            webhook,
            bytes,
            webhook == "x" ? (XSignature.Header, XSignature.Of(bytes, FakePlatforms.XSecret)) : (MetaSignature.Header, MetaSignature.Of(bytes, FakePlatforms.WhatsAppSecret))
        );
    }

    /// <summary>A citizen writes on WhatsApp; answers the ticket, once it is at a directorate.</summary>
    public async Task<JsonNode> WritesOnWhatsApp(string who, string text)
    {
        var at = TimeProvider.System.GetUtcNow();
        var id = Fakes.Write(Platform.WhatsApp, who, text, at);
        var answer = await Deliver(
            "whatsapp",
            $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"{{who}}"}],"messages":[{"from":"{{who}}","id":"{{id}}","timestamp":"{{at.ToUnixTimeSeconds()}}","type":"text","text":{"body":"{{text}}"} }]} }]}]}"""
        );
        Assert.Equal(200, (int)answer.Status);
        return await new ACitizen(Service, who).Ticket(id);
    }

    /// <summary>Words that a platform took.</summary>
    public Task<SentWords> Told(Platform platform, Func<SentWords, bool> which) =>
        Eventually.Finds(
            $"{platform} took the words",
            TimeSpan.FromSeconds(40),
            () => Task.FromResult(Fakes.Sent.Where(s => s.Platform == platform).Select(s => s.Words).FirstOrDefault(which)),
            () => Task.FromResult(string.Join(Environment.NewLine, Fakes.Sent.TakeLast(10)) + Environment.NewLine + Service.Log)
        );
}

/// <summary>Tests of one collection run one after the other.</summary>
[CollectionDefinition(nameof(OneProductWithAllPlatforms))]
public sealed class OneProductWithAllPlatformsTests : ICollectionFixture<OneProductWithAllPlatforms>;
