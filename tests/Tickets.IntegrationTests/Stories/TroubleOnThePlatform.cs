using System.Text.Json.Nodes;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>A product for the tests of one class, which leave it as they found it.</summary>
public sealed class AProductInTrouble : IAsyncLifetime
{
    public ARunningProduct Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await ARunningProduct.Embedded();
        await Service.IsWarm();
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}

/// <summary>
/// A platform that limits, refuses or breaks off: words wait, and arrive once. Each class waits for most of its time, beside a product of its own: apart, they
/// wait at the same time.
/// </summary>
public abstract class TroubleOnThePlatform(AProductInTrouble fixture) : IClassFixture<AProductInTrouble>
{
    private protected readonly ARunningProduct service = fixture.Service;

    private protected Task<JsonNode> Channel(Func<JsonNode, bool> looks)
    {
        JsonNode? last = null;
        return Eventually.Finds(
            "the channel looks so",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                last = (await service.Api.All("api/v1/channels")).Single(c => (string?)c["platform"] == "Facebook");
                return looks(last) ? last : null;
            },
            () => Task.FromResult($"{last}{Environment.NewLine}{service.Log}")
        );
    }
}

/// <inheritdoc/>
public sealed class AnExpiredToken(AProductInTrouble fixture) : TroubleOnThePlatform(fixture)
{
    [Fact]
    public async Task An_expired_token_breaks_the_channel_and_the_words_are_kept_until_it_is_mended()
    {
        service.Graph.RequiredToken = "EAAnew";
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();

        Assert.True((bool)(await Channel(c => (bool)c["broken"]!))["broken"]!);
        var number = (await citizen.Ticket(comment)).Number();
        var kept = (await service.Api.Ticket(number)).Notices("Acknowledgement").Single();
        Assert.Equal("Pending", (string?)kept["state"]);
        Assert.DoesNotContain(service.Graph.Sent, w => w.Target == comment);

        service.Kill();
        await service.Restart(("Tickets__Platforms__Meta__AccessToken", "EAAnew"));
        await service.Told(w => w.Target == comment, TimeSpan.FromSeconds(120));
        await Channel(c => !(bool)c["broken"]!);
        Assert.Single(service.Graph.Sent, w => w.Target == comment);
    }
}

/// <inheritdoc/>
public sealed class ABrokenChannel(AProductInTrouble fixture) : TroubleOnThePlatform(fixture)
{
    [Fact]
    public async Task A_broken_channel_is_tried_again_by_itself_and_goes_on_once_the_platform_takes_words_again()
    {
        service.Graph.RequiredToken = "EAAnew";
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        Assert.True((bool)(await Channel(c => (bool)c["broken"]!))["broken"]!);

        service.Graph.RequiredToken = null;

        await service.Told(w => w.Target == comment, TimeSpan.FromSeconds(120));
        await Channel(c => !(bool)c["broken"]!);
        Assert.Single(service.Graph.Sent, w => w.Target == comment);
    }
}

/// <inheritdoc/>
public sealed class ACallThatWasCut(AProductInTrouble fixture) : TroubleOnThePlatform(fixture)
{
    [Fact]
    public async Task A_call_that_was_cut_after_the_platform_took_the_words_is_settled_by_reading_back()
    {
        var citizen = new ACitizen(service);
        service.Graph.CutNextAfterTaking();
        var comment = await citizen.Comments();
        var words = await service.Told(w => w.Target == comment);
        var number = (await citizen.Ticket(comment)).Number();

        var settled = await service.Ticket(number, "is settled", t => (string?)t.Notices("Acknowledgement").Single()["state"] == "Sent", TimeSpan.FromSeconds(60));

        Assert.Equal(words.Id, (string?)settled.Notices("Acknowledgement").Single()["platformId"]);
        Assert.Single(service.Graph.Sent, w => w.Target == comment);
    }

    [Fact]
    public async Task A_call_that_was_cut_before_the_platform_took_the_words_is_made_again()
    {
        var citizen = new ACitizen(service);
        service.Graph.CutNext();
        var comment = await citizen.Comments();

        var words = await service.Told(w => w.Target == comment, TimeSpan.FromSeconds(60));

        var number = (await citizen.Ticket(comment)).Number();
        await service.Ticket(number, "has its proof", t => (string?)t.Notices("Acknowledgement").Single()["platformId"] == words.Id);
        Assert.Single(service.Graph.Sent, w => w.Target == comment);
    }

    [Fact]
    public async Task The_echo_settles_a_call_that_was_cut_without_waiting()
    {
        var citizen = new ACitizen(service);
        service.Graph.CutNextAfterTaking();
        var comment = await citizen.Comments();
        var words = await service.Told(w => w.Target == comment);
        var number = (await citizen.Ticket(comment)).Number();

        await service.Api.Deliver(MetaPayloads.FacebookEcho(ARunningProduct.PageId, citizen.PostId, words.Id, comment, words.Text, words.At));

        var settled = await service.Ticket(number, "is settled", t => (string?)t.Notices("Acknowledgement").Single()["state"] == "Sent");
        Assert.Equal(words.Id, (string?)settled.Notices("Acknowledgement").Single()["platformId"]);
    }
}

/// <inheritdoc/>
public sealed class ADeadProcessOrALimit(AProductInTrouble fixture) : TroubleOnThePlatform(fixture)
{
    [Fact]
    public async Task A_call_whose_process_died_is_settled_by_the_next_one()
    {
        var citizen = new ACitizen(service);
        string comment;
        using (service.Graph.HoldNext())
        {
            comment = await citizen.Comments();
            await service.Told(w => w.Target == comment);
            service.Kill();
        }

        await service.Restart();

        var number = (await citizen.Ticket(comment)).Number();
        await service.Ticket(number, "is settled", t => (string?)t.Notices("Acknowledgement").Single()["state"] == "Sent", TimeSpan.FromSeconds(60));
        Assert.Single(service.Graph.Sent, w => w.Target == comment);
    }

    [Fact]
    public async Task A_limit_holds_the_channel_and_the_words_arrive_when_it_is_over()
    {
        const string limited = """{"error":{"message":"(#613) Calls to this api have exceeded the rate limit.","type":"OAuthException","code":613,"fbtrace_id":"A1"}}""";
        service.Graph.AnswerNext(1, 400, limited, ("Retry-After", "3"));
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();

        Assert.False((bool)(await Channel(c => c["heldUntil"] is not null))["broken"]!);
        var words = await service.Told(w => w.Target == comment, TimeSpan.FromSeconds(40));

        var number = (await citizen.Ticket(comment)).Number();
        await service.Ticket(number, "has its proof", t => (string?)t.Notices("Acknowledgement").Single()["platformId"] == words.Id);
        await Channel(c => c["heldUntil"] is null);
        Assert.Single(service.Graph.Sent, w => w.Target == comment);
    }

    [Fact]
    public async Task A_comment_that_is_gone_blocks_its_words_and_no_others()
    {
        var gone = new ACitizen(service);
        service.Graph.Outage = true;
        var comment = await gone.Comments();
        var number = (await gone.Ticket(comment)).Number();
        service.Graph.Delete(comment);
        service.Graph.Outage = false;

        await service.Ticket(number, "is blocked", t => (string?)t.Notices("Acknowledgement").Single()["state"] == "Blocked", TimeSpan.FromSeconds(60));
        var other = new ACitizen(service);
        var words = await other.Comments();
        await service.Told(w => w.Target == words);
    }
}
