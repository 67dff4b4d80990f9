using System.Net;
using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>What officers may and may not do, and what happens when two do it at once.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class OfficersAtWork(OneRunningProduct fixture)
{
    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task An_officer_sees_the_own_directorate_only()
    {
        var ticket = await Opened();
        var ours = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        var others = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "ANAK");

        Assert.Equal(HttpStatusCode.OK, (await ours.Get($"api/v1/tickets/{ticket.Number()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await others.Get($"api/v1/tickets/{ticket.Number()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await others.Get($"api/v1/tickets/{ticket.Number()}/clocks")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await others.Do(ticket.Number(), "replies", new { text = "halo" })).Status);
        Assert.DoesNotContain(await others.All("api/v1/tickets"), t => t.Number() == ticket.Number());
        Assert.Empty(await others.All("api/v1/tickets?directorate=JAMSOS"));
    }

    [Fact]
    public async Task What_a_role_does_not_allow_is_forbidden()
    {
        var ticket = await Opened();
        var officer = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        var reporting = await service.Hire($"laporan-{ACitizen.Next()}", Roles.Reporting);
        var admin = await service.Hire($"humas-{ACitizen.Next()}", Roles.AdminSocial);

        Assert.Equal("NotAllowed", (await officer.Do(ticket.Number(), "invalidation", new { reason = "uji" })).Refusal);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("api/v1/users")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("api/v1/reports/sla")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reporting.Get($"api/v1/tickets/{ticket.Number()}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.Do(ticket.Number(), "resolution", new { answer = "selesai" })).Status);
        Assert.Equal("Assigned", (await service.Api.Ticket(ticket.Number())).Status());
    }

    [Fact]
    public async Task Of_two_officers_who_saw_the_same_version_one_wins()
    {
        var ticket = await Opened();
        var one = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        var other = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");

        var answers = await Task.WhenAll(
            one.Do(ticket.Number(), "questions", new { text = "Nama ibu Anda?" }, ticket.Version()),
            other.Do(ticket.Number(), "resolution", new { answer = "Sudah cair." }, ticket.Version())
        );

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        var late = Assert.Single(answers, a => a.Status == HttpStatusCode.Conflict);
        Assert.Equal("SomebodyWasFaster", late.Refusal);
        Assert.Single((await service.Api.Ticket(ticket.Number()))["notices"]!.AsArray(), n => (string?)n!["kind"] is "Question" or "Closure");
    }

    [Fact]
    public async Task A_version_that_is_gone_is_a_conflict_in_the_header_and_in_the_body()
    {
        var ticket = await Opened();
        var noted = (await service.Api.Do(ticket.Number(), "notes", new { text = "catatan" }, ticket.Version())).Json;
        Assert.Equal(ticket.Version() + 1, noted.Version());

        Assert.Equal("SomebodyWasFaster", (await service.Api.Do(ticket.Number(), "notes", new { text = "lagi" }, ticket.Version())).Refusal);
        Assert.Equal("SomebodyWasFaster", (await service.Api.Do(ticket.Number(), "notes", new { text = "lagi", version = ticket.Version() })).Refusal);
        Assert.Equal(HttpStatusCode.OK, (await service.Api.Do(ticket.Number(), "notes", new { text = "lagi", version = noted.Version() })).Status);
    }

    [Fact]
    public async Task Many_replies_at_once_without_a_version_are_all_said_once()
    {
        var ticket = await Opened();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => service.Api.Do(ticket.Number(), "replies", new { text = $"Kabar ke-{i} dari kami.", @public = true })));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        await service.Ticket(ticket.Number(), "all are sent", t => t.Notices("Reply").Count(n => (string?)n["state"] == "Sent") == 8);
        for (var i = 1; i <= 8; i++)
            Assert.Single(service.Graph.Sent, w => w.Text.StartsWith($"Kabar ke-{i} dari", StringComparison.Ordinal) && w.Target == MessageOf(ticket));
    }

    [Fact]
    public async Task A_move_that_the_table_does_not_allow_is_refused_by_name()
    {
        var ticket = await Opened();

        Assert.Equal("MoveNotAllowed", (await service.Api.Do(ticket.Number(), "closure")).Refusal);
        Assert.Equal("MoveNotAllowed", (await service.Api.Do(ticket.Number(), "reopening", new { reason = "uji" })).Refusal);
        Assert.Equal("AlreadyThere", (await service.Api.Do(ticket.Number(), "transfer", new { directorate = "JAMSOS", instruction = "uji" })).Refusal);
        Assert.Equal("MergeIntoItself", (await service.Api.Do(ticket.Number(), "merge", new { into = ticket.Number() })).Refusal);
        await service.Api.Do(ticket.Number(), "resolution", new { answer = "Sudah cair." });
        var refused = await service.Api.Do(ticket.Number(), "questions", new { text = "Sudah diterima?" });
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("MoveNotAllowed", refused.Refusal);
        Assert.NotNull(refused.Body!["type"]);
        Assert.NotNull(refused.Body["title"]);
        Assert.NotNull(refused.Body["detail"]);
        Assert.Equal("Closed", (await service.Api.Do(ticket.Number(), "closure")).Json.Status());
    }

    [Fact]
    public async Task A_directorate_or_officer_that_nobody_knows_is_refused_by_name_and_an_unknown_ticket_is_not_found()
    {
        var ticket = await Opened();

        foreach (var (resource, body) in ((string, object)[])[("transfer", new { directorate = "PARIWISATA", instruction = "uji" }), ("assignment", new { officer = "siapa" })])
        {
            var refused = await service.Api.Do(ticket.Number(), resource, body);
            Assert.Equal((HttpStatusCode.BadRequest, "UnknownReference"), (refused.Status, refused.Refusal));
            Assert.Equal(HttpStatusCode.NotFound, (await service.Api.Do("KMS-2026-999999", resource, body)).Status);
        }

        Assert.Equal(ticket.Version(), (await service.Api.Ticket(ticket.Number())).Version());
    }

    [Fact]
    public async Task A_public_reply_with_a_citizens_number_is_refused_and_says_nothing()
    {
        var ticket = await Opened();

        var refused = await service.Api.Do(ticket.Number(), "replies", new { text = "NIK 3201014506890003 sudah kami cek.", @public = true });

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("PersonalDataInPublic", refused.Refusal);
        Assert.DoesNotContain("3201014506890003", refused.Text, StringComparison.Ordinal);
        var after = await service.Api.Ticket(ticket.Number());
        Assert.Equal(ticket.Version(), after.Version());
        Assert.Empty(after.Notices("Reply"));
    }

    [Fact]
    public async Task A_ticket_that_was_transferred_is_seen_by_its_new_directorate_only()
    {
        var ticket = await Opened();
        var from = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        var to = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "SEMBAKO");

        Assert.Equal(HttpStatusCode.NoContent, (await from.Do(ticket.Number(), "transfer", new { directorate = "SEMBAKO", instruction = "Mohon dicek kartu sembakonya." }, ticket.Version())).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await from.Get($"api/v1/tickets/{ticket.Number()}")).Status);
        var seen = await to.Ticket(ticket.Number());
        Assert.Contains(seen["history"]!.AsArray(), h => ((string)h!["text"]!).Contains("kartu sembakonya", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_objection_opens_a_resolved_ticket_again_and_thanks_do_not()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        await service.Api.Do(number, "resolution", new { answer = "Bantuan sudah cair." });
        await service.Ticket(number, "has told its answer", t => t.Notices("Closure").Any(n => (string?)n["state"] == "Sent"));

        var thanks = await citizen.WritesInMessenger("Terima kasih banyak");
        Assert.Equal("Resolved", (await service.Ticket(number, "hears thanks", t => ACitizen.Messages(t).Any(m => (string?)m["id"] == thanks))).Status());

        await citizen.WritesInMessenger("Maaf min, sampai sekarang PKH ibu saya masih belum cair juga, tolong dibantu");
        var open = await service.Ticket(number, "is open again", t => t.Status() == "Assigned");
        Assert.Equal(2, (int)open.Clock("Resolution")["cycle"]!);
        Assert.Null(open.Clock("Resolution")["metAt"]);

        await service.Api.Do(number, "resolution", new { answer = "Kali ini sungguh cair." });
        await service.Ticket(number, "two closures are sent", t => t.Notices("Closure").Count(n => (string?)n["state"] == "Sent") == 2);
        Assert.Single(service.Graph.Sent, w => w.Recipient == citizen.Id && w.Text.Contains("Kali ini sungguh cair", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_tickets_of_one_citizen_are_merged_and_those_of_two_are_not()
    {
        var citizen = new ACitizen(service);
        var one = await citizen.Ticket(await citizen.Comments());
        var otherPost = new ACitizen(service, citizen.Id);
        var other = await otherPost.Ticket(await otherPost.Comments("tolong min, kartu PKH ibu saya terblokir, belum cair"));
        var strangers = await Opened();

        Assert.Equal("DifferentCitizens", (await service.Api.Do(one.Number(), "merge", new { into = strangers.Number() })).Refusal);
        var merged = (await service.Api.Do(one.Number(), "merge", new { into = other.Number() })).Json;
        Assert.Equal("Closed", merged.Status());
        Assert.Equal(other.Number(), (string?)merged["mergedInto"]);
        Assert.Equal(2, ACitizen.Messages(await service.Api.Ticket(other.Number())).Count());
        Assert.Equal("TicketWasMerged", (await service.Api.Do(one.Number(), "reopening", new { reason = "uji" })).Refusal);
    }

    private async Task<JsonNode> Opened()
    {
        var citizen = new ACitizen(service);
        return await citizen.Ticket(await citizen.Comments());
    }

    private static string MessageOf(JsonNode ticket) => (string)ACitizen.Messages(ticket).Single()["id"]!;
}
