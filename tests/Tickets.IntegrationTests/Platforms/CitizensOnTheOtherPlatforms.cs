using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tickets.Domain.Platforms;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>Asked and answered on WhatsApp, X, YouTube and in the simulator; other ways where the first is shut.</summary>
[Collection(nameof(OneProductWithAllPlatforms))]
public sealed class CitizensOnTheOtherPlatforms(OneProductWithAllPlatforms fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private readonly ARunningProduct service = fixture.Service;
    private readonly FakePlatforms fakes = fixture.Fakes;

    [Fact]
    public async Task On_WhatsApp_a_plea_is_acknowledged_and_a_late_answer_goes_out_as_a_template()
    {
        var who = "62" + ACitizen.Next();
        var number = (await fixture.WritesOnWhatsApp(who, ACitizen.Plea)).Number();
        var acknowledged = await fixture.Told(Platform.WhatsApp, w => w.Target == who);
        Assert.Contains(number, acknowledged.Text, StringComparison.Ordinal);

        // WhatsApp says that the window has closed, whatever we believed.
        fakes.Next(Platform.WhatsApp, new FakeTrouble(FakeTroubleKind.Answer, 400, """{"error":{"code":131047,"message":"Re-engagement message"}}"""));
        await Resolve(number);

        var told = await fixture.Told(Platform.WhatsApp, w => w.Target == who && w.Door == Door.Template);
        Assert.Contains(number, told.Text, StringComparison.Ordinal);
        var ticket = await service.Ticket(number, "went on to the template", t => t.Notices("Closure").Any(n => (string?)n["state"] == "Sent"), Soon);
        Assert.Contains(History(ticket, "OtherWayTaken"), text => text.Contains("template", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_a_private_reply_is_refused_the_answer_is_pointed_to_in_public()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        await service.Told(w => w.Target == comment, Soon);
        service.Graph.AnswerNext(1, 400, """{"error":{"code":10900,"message":"(#10900) Activity already replied to"}}""");

        await Resolve(number);

        var pointer = await service.Told(w => w.Target == comment && w.Door == Door.CommentReply && w.Text.Contains("selesai", StringComparison.Ordinal), Soon);
        Assert.DoesNotContain("5 Oktober", pointer.Text, StringComparison.Ordinal);
        Assert.Contains("/lacak", pointer.Text, StringComparison.Ordinal);
        Assert.NotEmpty(History(await service.Api.Ticket(number), "OtherWayTaken"));
    }

    [Fact]
    public async Task When_no_way_is_left_an_admin_is_asked()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        await service.Told(w => w.Target == comment, Soon);
        service.Graph.Delete(comment);

        await Resolve(number);

        var ticket = await service.Ticket(number, "asks an admin", t => History(t, "AdminAsked").Any(), Soon);
        Assert.All(ticket.Notices("Closure"), n => Assert.Equal("Blocked", (string?)n["state"]));
        Assert.Equal(2, ticket.Notices("Closure").Count());
    }

    [Fact]
    public async Task On_X_a_mention_becomes_a_ticket_and_is_answered_in_the_thread()
    {
        var (who, at) = (ACitizen.Next(), TimeProvider.System.GetUtcNow());
        var post = fakes.Write(Platform.X, who, ACitizen.Plea, at);
        await fixture.Deliver(
            "x",
            $$$"""{"for_user_id":"{{{FakePlatforms.XUserId}}}","tweet_create_events":[{"id_str":"{{{post}}}","text":"@kemensosri {{{ACitizen.Plea}}}","user":{"id_str":"{{{who}}}","name":"Budi","screen_name":"budi"},"timestamp_ms":"{{{at.ToUnixTimeMilliseconds()}}}","entities":{"user_mentions":[{"id_str":"{{{FakePlatforms.XUserId}}}"}]} }]}"""
        );

        var number = (await new ACitizen(service, who).Ticket(post)).Number();
        var told = await fixture.Told(Platform.X, w => w.Target == post);
        Assert.Contains(number, told.Text, StringComparison.Ordinal);
        Assert.True(Tickets.Domain.Notices.Lengths.Fits(Platform.X, Door.CommentReply, told.Text), told.Text);

        // What answers our words goes on in the same ticket.
        var further = fakes.Write(Platform.X, who, "kecamatan Cibadak min", at, told.Id);
        await fixture.Deliver(
            "x",
            $$$"""{"for_user_id":"{{{FakePlatforms.XUserId}}}","tweet_create_events":[{"id_str":"{{{further}}}","text":"kecamatan Cibadak min","in_reply_to_status_id_str":"{{{told.Id}}}","in_reply_to_user_id_str":"{{{FakePlatforms.XUserId}}}","user":{"id_str":"{{{who}}}","name":"Budi"},"timestamp_ms":"{{{at.ToUnixTimeMilliseconds()}}}"}]}"""
        );
        await service.Ticket(number, "has the answer", t => ACitizen.Messages(t).Any(m => (string?)m["id"] == further), Soon);
    }

    [Fact]
    public async Task On_YouTube_a_comment_is_found_by_polling_and_answered_under_it()
    {
        var comment = fakes.Write(Platform.YouTube, "UC" + ACitizen.Next(), ACitizen.Plea, TimeProvider.System.GetUtcNow());

        var told = await fixture.Told(Platform.YouTube, w => w.Target == comment);
        Assert.Contains("KMS-", told.Text, StringComparison.Ordinal);
        fakes.Edit(Platform.YouTube, comment, ACitizen.Plea + ", mohon dibantu", TimeProvider.System.GetUtcNow().AddSeconds(1));
        var number = told.Text[told.Text.IndexOf("KMS-", StringComparison.Ordinal)..][..15];
        await service.Ticket(number, "shows the edit", t => ACitizen.Messages(t).Any(m => ((string?)m["text"])!.EndsWith("mohon dibantu", StringComparison.Ordinal)), Soon);
    }

    [Fact]
    public async Task In_the_simulator_one_plays_a_citizen_and_sees_the_answer()
    {
        Assert.Contains("Simulator", (await service.Api.As(null).Get("simulator")).Text, StringComparison.Ordinal);
        var said = (await service.Api.Post("simulator/words", new { author = "Warga " + ACitizen.Next(), text = ACitizen.Plea })).Json;

        await Simulated(w => (string?)w["replyTo"] == (string?)said["id"] && (string?)w["author"] == "kemensos");
        await service.Api.Put("simulator/troubles", new { expiredToken = true });
        var second = (await service.Api.Post("simulator/words", new { author = "Warga " + ACitizen.Next(), text = ACitizen.Plea })).Json;
        await Channel("Simulator", c => (bool)c["broken"]!);
        await service.Api.Put("simulator/troubles", new { expiredToken = false, duplicates = true, cutAnswers = false });
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Api.Put("api/v1/channels/simulator", new { settings = new { x = "" } })).Status);
        await Simulated(w => (string?)w["replyTo"] == (string?)second["id"], TimeSpan.FromSeconds(100));
        await service.Api.Put("simulator/troubles", new { });
    }

    [Fact]
    public async Task A_token_is_tested_rotated_without_a_restart_and_never_shown()
    {
        fakes.RequiredToken = "token-baru";
        try
        {
            Assert.False((bool)(await service.Api.Post("api/v1/channels/whatsapp/test")).Json["works"]!);
            var connected = (await service.Api.Put("api/v1/channels/whatsapp", new { settings = new { accessToken = "token-baru" } })).Json;
            Assert.Equal(["accessToken"], connected["entered"]!.AsArray().Select(e => (string?)e));
            Assert.DoesNotContain("token-baru", connected.ToJsonString() + (await service.Api.Get("api/v1/channels")).Text + (await service.Api.Get("api/v1/audit?limit=20")).Text, StringComparison.Ordinal);

            await Eventually.Holds("the new token counts", Soon, async () => (bool)(await service.Api.Post("api/v1/channels/whatsapp/test")).Json["works"]!);
            Assert.DoesNotContain(Directory.EnumerateFiles(service.Folder, "tickets.db*"), f => Contains(f, "token-baru"));
        }
        finally
        {
            fakes.RequiredToken = null;
            await service.Api.Put("api/v1/channels/whatsapp", new { settings = new { accessToken = "" } });
        }
    }

    [Fact]
    public async Task Webhooks_shake_hands_and_believe_no_one_without_proof()
    {
        var body = "{}"u8.ToArray();
        Assert.Equal("77", (await service.Api.Get("webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=kata-wa&hub.challenge=77")).Text);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Api.Get("webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=salah&hub.challenge=77")).Status);
        Assert.Equal(XSignature.Of("abc"u8, FakePlatforms.XSecret), (string?)(await service.Api.Get("webhooks/x?crc_token=abc")).Json["response_token"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Api.Get("webhooks/x")).Status);
        // A challenge that is JSON itself would be given the signature of a delivery that X never sent.
        foreach (var forged in (string[])["12345", "%20-1.5e3%20", "%22abc%22", "true", "null", "%7B%7D", "%5B1%5D"])
            Assert.Equal(HttpStatusCode.Forbidden, (await service.Api.Get("webhooks/x?crc_token=" + forged)).Status);
        foreach (var webhook in (string[])["whatsapp", "x"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await service.Api.DeliverTo(webhook, body)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await service.Api.DeliverTo(webhook, body, (MetaSignature.Header, "sha256=00"), (XSignature.Header, "sha256=00"))).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await fixture.Deliver(webhook, "{nothing")).Status);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await fixture.Deliver(webhook, new string(' ', (1 << 20) + 1))).Status);
        }
    }

    [Fact]
    public async Task Bent_deliveries_over_HTTP_never_cause_a_fault_and_are_all_kept()
    {
        const int rounds = 600;
        var random = new Random(20261121);
        byte[] whatsApp = [.. """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"628"}],"messages":[{"context":{"id":"wamid.0"},"from":"628","id":"wamid.bent","timestamp":"1780000000","type":"image","image":{"id":"9","caption":"halo"}}],"statuses":[{"id":"wamid.s","status":"failed","errors":[{"code":131047}]}]}}]}]}"""u8];
        byte[] x = [.. """{"for_user_id":"7001","tweet_create_events":[{"id_str":"bent","text":"halo &amp;","user":{"id_str":"42"},"extended_tweet":{"full_text":"halo"},"entities":{"user_mentions":[{"id_str":"7001"}],"media":[{"type":"photo"}]}}],"tweet_delete_events":[{"status":{"id":"1"}}],"direct_message_events":[{"id":"5","message_create":{"sender_id":"42","message_data":{"text":"a"}}}]}"""u8];
        var facebook = MetaPayloads.FacebookComment(ARunningProduct.PageId, "1_2", "2_3", "42", "Siti", "halo", TimeProvider.System.GetUtcNow(), null);
        var before = await Count();
        var accepted = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (webhook, original) = (round % 3) switch { 0 => ("whatsapp", whatsApp), 1 => ("x", x), _ => ("meta", facebook) };
            var bent = BentPayload.Of(original, random);
            var answer = await service.Api.DeliverTo(
                webhook,
                bent,
                (XSignature.Header, XSignature.Of(bent, FakePlatforms.XSecret)),
                (MetaSignature.Header, webhook == "meta" ? service.Signature(bent) : MetaSignature.Of(bent, FakePlatforms.WhatsAppSecret))
            );
            Assert.True((int)answer.Status is 200 or 400, $"{answer.Status} for {Encoding.UTF8.GetString(bent)}");
            accepted += (int)answer.Status == 200 ? 1 : 0;
        }

        await Eventually.Holds("all are read", Soon, async () => (await service.Api.Get("api/v1/deliveries?state=accepted")).Json["items"]!.AsArray().Count == 0);
        Assert.Empty((await service.Api.Get("api/v1/deliveries?state=failed")).Json["items"]!.AsArray());
        Assert.Equal(accepted, await Count() - before);

        async Task<int> Count() => (await service.Api.All("api/v1/deliveries")).Count(d => (string?)d["source"] is "whatsapp" or "x" or "meta");
    }

    private async Task Resolve(string number)
    {
        var version = (await service.Api.Ticket(number)).Version();
        var answer = await service.Api.Do(number, "resolution", new { answer = "Bantuan cair pada 5 Oktober melalui kantor pos." }, version);
        Assert.True((int)answer.Status == 200, answer.Text);
    }

    private static IEnumerable<string> History(JsonNode ticket, string type) => ticket["history"]!.AsArray().Where(h => (string?)h!["type"] == type).Select(h => (string)h!["text"]!);

    private Task Simulated(Func<JsonNode, bool> which, TimeSpan? within = null) =>
        Eventually.Holds(
            "the simulator shows the ministry's words",
            within ?? Soon,
            async () => (await service.Api.Get("simulator/state")).Json["words"]!.AsArray().Any(w => which(w!)),
            async () => (await service.Api.Get("simulator/state")).Text + service.Log
        );

    private Task Channel(string platform, Func<JsonNode, bool> looks) =>
        Eventually.Holds(
            $"{platform} looks so",
            Soon,
            async () => looks((await service.Api.All("api/v1/channels")).Single(c => (string?)c["platform"] == platform)),
            async () => (await service.Api.Get("api/v1/channels")).Text
        );

    private static bool Contains(string file, string words)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(Encoding.UTF8.GetBytes(words)) >= 0;
    }
}
