using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Every way in has its way back, and what citizens do to their words later is followed.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class CitizensOnEveryDoor(OneRunningProduct fixture)
{
    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task A_comment_on_Instagram_is_acknowledged_under_it()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.CommentsOnInstagram();

        var ticket = await citizen.Ticket(comment);

        Assert.Equal("Instagram", (string?)ticket["platform"]);
        Assert.Equal("JAMSOS", (string?)ticket["directorate"]);
        var told = await service.Told(w => w.Target == comment);
        Assert.Equal(Door.CommentReply, told.Door);
        Assert.DoesNotContain("PKH", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_direct_message_on_Instagram_is_acknowledged_and_answered_there()
    {
        var citizen = new ACitizen(service);
        var ticket = await citizen.Ticket(await citizen.WritesOnInstagram(ACitizen.Plea));

        var told = await service.Told(w => w.Door == Door.DirectMessage && w.Target == citizen.Id);
        Assert.Contains(ticket.Number(), told.Text, StringComparison.Ordinal);
        await service.Api.Do(ticket.Number(), "resolution", new { answer = "Sudah cair di kantor pos." });
        await service.Told(w => w.Door == Door.DirectMessage && w.Target == citizen.Id && w.Text.Contains("kantor pos", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_in_Messenger_is_acknowledged_and_answered_there()
    {
        var citizen = new ACitizen(service);
        var ticket = await citizen.Ticket(await citizen.WritesInMessenger(ACitizen.Plea));

        Assert.Contains(ticket.Number(), (await service.Told(w => w.Door == Door.DirectMessage && w.Target == citizen.Id)).Text, StringComparison.Ordinal);
        Assert.Equal("NoPublicThread", (await service.Api.Do(ticket.Number(), "replies", new { text = "halo", @public = true })).Refusal);
        await service.Api.Do(ticket.Number(), "replies", new { text = "Sedang kami cek." });
        await service.Told(w => w.Target == citizen.Id && w.Text.StartsWith("Sedang kami cek.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Edited_words_replace_the_old_ones_and_may_turn_into_a_plea()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments("Selamat pagi semuanya");
        await citizen.InInbox(comment);

        await citizen.Edits(comment, ACitizen.Plea);

        var message = Assert.Single(ACitizen.Messages(await citizen.Ticket(comment)));
        Assert.Equal(ACitizen.Plea, (string?)message["text"]);
        Assert.True((bool)message["edited"]!);
    }

    [Fact]
    public async Task Words_that_were_taken_away_are_shown_to_nobody_and_the_ticket_stays()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();

        await citizen.Removes(comment);

        var ticket = await service.Ticket(number, "knows of the removal", t => ACitizen.Messages(t).Single()["removedAt"] is not null);
        Assert.Null(ACitizen.Messages(ticket).Single()["text"]);
        Assert.Equal("Assigned", ticket.Status());
    }

    [Fact]
    public async Task A_conversation_whose_words_were_all_taken_away_leaves_the_inbox_and_shows_them_nowhere()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments("Selamat pagi, rumah nomor tujuh puluh tujuh menyapa");
        var waiting = await citizen.InInbox(comment);

        await citizen.Removes(comment);

        await Eventually.Holds(
            "it is out of the inbox",
            TimeSpan.FromSeconds(15),
            async () => (await service.Api.All("api/v1/inbox")).TrueForAll(c => (long)c["id"]! != (long)waiting["id"]!)
        );
        Assert.DoesNotContain("tujuh puluh tujuh", (await service.Api.Get($"api/v1/inbox/{waiting["id"]}")).Text, StringComparison.Ordinal);
        await citizen.InInbox(await citizen.Comments("Selamat siang"));
    }

    [Fact]
    public async Task The_echo_of_our_own_words_is_no_message_of_a_citizen()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        var ours = await service.Told(w => w.Target == comment);
        await service.Api.Do(number, "replies", new { text = "Sedang kami cek." });
        var privately = await service.Told(w => w.Door == Door.PrivateReply && w.Target == comment);

        await service.Api.Deliver(MetaPayloads.FacebookEcho(ARunningProduct.PageId, citizen.PostId, ours.Id, comment, ours.Text, ours.At));
        await service.Api.Deliver(MetaPayloads.MessengerEcho(ARunningProduct.PageId, citizen.Id, privately.Id, privately.Text, privately.At));
        var last = await citizen.Comments("Baik, saya tunggu", under: comment);

        // What the platform has taken is proven once its answer is written down.
        await service.Ticket(number, "has its proofs", t => t["notices"]!.AsArray().All(n => n!["platformId"] is not null));
        var ticket = await service.Ticket(number, "hears the last words", t => ACitizen.Messages(t).Any(m => (string?)m["id"] == last));
        Assert.Equal([comment, last], ACitizen.Messages(ticket).Select(m => (string)m["id"]!));
        Assert.All(ticket["notices"]!.AsArray(), n => Assert.Equal("Sent", (string?)n!["state"]));
    }
}
