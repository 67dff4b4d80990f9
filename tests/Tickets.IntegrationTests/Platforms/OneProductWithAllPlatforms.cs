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

    /// <summary>WhatsApp tells of a message.</summary>
    public async Task WhatsApp(string who, string id, string text)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var answer = await Deliver(
            "whatsapp",
            $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"{{who}}"}],"messages":[{"from":"{{who}}","id":"{{id}}","timestamp":"{{at}}","type":"text","text":{"body":"{{text}}"} }]} }]}]}"""
        );
        Assert.Equal(200, (int)answer.Status);
    }

    /// <summary>X tells of a post that names the ministry.</summary>
    public async Task Mention(string who, string id, string text)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var answer = await Deliver(
            "x",
            $$$"""{"for_user_id":"{{{FakePlatforms.XUserId}}}","tweet_create_events":[{"id_str":"{{{id}}}","text":"@kemensosri {{{text}}}","user":{"id_str":"{{{who}}}","name":"Budi","screen_name":"budi"},"timestamp_ms":"{{{at}}}","entities":{"user_mentions":[{"id_str":"{{{FakePlatforms.XUserId}}}"}]} }]}"""
        );
        Assert.Equal(200, (int)answer.Status);
    }

    /// <summary>X tells of a direct message.</summary>
    public async Task DirectMessage(string who, string id, string text)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var answer = await Deliver(
            "x",
            $$$"""{"for_user_id":"{{{FakePlatforms.XUserId}}}","direct_message_events":[{"type":"message_create","id":"{{{id}}}","created_timestamp":"{{{at}}}","message_create":{"target":{"recipient_id":"{{{FakePlatforms.XUserId}}}"},"sender_id":"{{{who}}}","message_data":{"text":"{{{text}}}"} } }]}"""
        );
        Assert.Equal(200, (int)answer.Status);
    }

    /// <summary>A citizen writes on WhatsApp; answers the ticket, once it is at a directorate.</summary>
    public async Task<JsonNode> WritesOnWhatsApp(string who, string text)
    {
        var id = Fakes.Write(Platform.WhatsApp, who, text, TimeProvider.System.GetUtcNow());
        await WhatsApp(who, id, text);
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
