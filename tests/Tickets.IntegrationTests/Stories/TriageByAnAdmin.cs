using System.Net;
using Tickets.Domain;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>What the service does not open by itself waits for a person, who opens, dismisses or links.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class TriageByAnAdmin(OneRunningProduct fixture)
{
    private const string Greeting = "Selamat pagi bapak ibu semua, sehat selalu";

    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task An_admin_opens_a_ticket_for_a_topic_and_it_goes_to_its_directorate_and_is_acknowledged()
    {
        var admin = await service.Hire($"humas-{ACitizen.Next()}", Roles.AdminSocial);
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments(Greeting);
        var waiting = await citizen.InInbox(comment);

        var opened = await admin.Post($"api/v1/inbox/{waiting["id"]}/ticket", new { topic = "elderly", priority = "urgent" });

        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var ticket = await citizen.Ticket(comment);
        Assert.Equal("LANSIA", (string?)ticket["directorate"]);
        Assert.Equal("elderly", (string?)ticket["topic"]);
        Assert.Equal("urgent", (string?)ticket["priority"]);
        Assert.Contains(ticket.Number(), (await service.Told(w => w.Target == comment)).Text, StringComparison.Ordinal);
        Assert.Equal("ConversationHasTicket", (await admin.Post($"api/v1/inbox/{waiting["id"]}/ticket")).Refusal);
    }

    [Fact]
    public async Task An_admin_may_choose_the_directorate()
    {
        var citizen = new ACitizen(service);
        var waiting = await citizen.InInbox(await citizen.Comments(Greeting));

        var opened = await service.Api.Post($"api/v1/inbox/{waiting["id"]}/ticket", new { directorate = "ANAK" });

        Assert.Equal("ANAK", (string?)opened.Json["directorate"]);
        Assert.Equal("Assigned", opened.Json.Status());
    }

    [Fact]
    public async Task An_admin_may_give_it_to_an_officer_who_gets_it_though_another_has_less_to_do()
    {
        foreach (var login in (string[])["uji-idle", "uji-chosen"])
            _ = (await service.Api.Post("api/v1/users", new { login, name = login, roles = new[] { "officer" }, directorate = "PEMBERDAYAAN", onDuty = login == "uji-idle" })).Json;
        var citizen = new ACitizen(service);
        var waiting = await citizen.InInbox(await citizen.Comments(Greeting));

        var elsewhere = await service.Api.Post($"api/v1/inbox/{waiting["id"]}/ticket", new { directorate = "ANAK", officer = "uji-chosen" });
        Assert.Equal("OfficerOfAnotherDirectorate", elsewhere.Refusal);
        Assert.Equal("UnknownReference", (await service.Api.Post($"api/v1/inbox/{waiting["id"]}/ticket", new { officer = "siapa" })).Refusal);
        var opened = await service.Api.Post($"api/v1/inbox/{waiting["id"]}/ticket", new { officer = "uji-chosen" });

        Assert.Equal(("PEMBERDAYAAN", "uji-chosen"), ((string?)opened.Json["directorate"], (string?)opened.Json["officer"]));
        Assert.DoesNotContain(opened.Json["history"]!.AsArray(), h => (string?)h!["type"] == "TicketAssigned");
    }

    [Fact]
    public async Task A_topic_or_directorate_that_nobody_knows_is_refused_and_the_conversation_waits_on()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments(Greeting);
        var waiting = await citizen.InInbox(comment);

        foreach (var body in (object[])[new { topic = "horoskop" }, new { directorate = "PARIWISATA" }])
        {
            var refused = await service.Api.Post($"api/v1/inbox/{waiting["id"]}/ticket", body);
            Assert.Equal((HttpStatusCode.BadRequest, "UnknownReference"), (refused.Status, refused.Refusal));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await service.Api.Post("api/v1/inbox/999999999/ticket", new { topic = "horoskop" })).Status);
        await citizen.InInbox(comment);
    }

    [Fact]
    public async Task A_dismissed_conversation_stays_away_for_a_greeting_and_returns_for_a_plea()
    {
        var citizen = new ACitizen(service);
        var waiting = await citizen.InInbox(await citizen.Comments(Greeting));
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Api.Post($"api/v1/inbox/{waiting["id"]}/dismissal", new { reason = " " })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await service.Api.Post($"api/v1/inbox/{waiting["id"]}/dismissal", new { reason = "salam" })).Status);
        Assert.Equal("ConversationNotWaiting", (await service.Api.Post($"api/v1/inbox/{waiting["id"]}/dismissal", new { reason = "salam" })).Refusal);

        var again = await citizen.Comments("Semoga berkah selalu ya");
        Assert.Equal("salam", (string?)(await citizen.InInbox(again, "Dismissed"))["dismissalReason"]);

        var plea = await citizen.Comments();
        Assert.Equal("JAMSOS", (string?)(await citizen.Ticket(plea))["directorate"]);
    }

    [Fact]
    public async Task A_conversation_is_linked_to_a_ticket_and_its_next_words_are_heard_there()
    {
        var citizen = new ACitizen(service);
        var ticket = await citizen.Ticket(await citizen.Comments());
        var elsewhere = new ACitizen(service);
        var waiting = await elsewhere.InInbox(await elsewhere.Comments(Greeting));

        Assert.Equal(HttpStatusCode.NotFound, (await service.Api.Post($"api/v1/inbox/{waiting["id"]}/link", new { ticket = "KMS-2026-999999" })).Status);
        var linked = await service.Api.Post($"api/v1/inbox/{waiting["id"]}/link", new { ticket = ticket.Number() });
        Assert.Equal(2, ACitizen.Messages(linked.Json).Count());

        var more = await elsewhere.Comments("Tambahan dari saya");
        await service.Ticket(ticket.Number(), "hears what is written there", t => ACitizen.Messages(t).Any(m => (string?)m["id"] == more));
    }

    [Fact]
    public async Task Only_those_who_triage_see_the_inbox()
    {
        var officer = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");

        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("api/v1/inbox")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Api.As(null).Get("api/v1/inbox")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Api.As("tk_guessed").Get("api/v1/inbox")).Status);
    }
}
