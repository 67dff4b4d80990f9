using System.Net;
using Tickets.Domain;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Several people at one inbox: claims, rests, replies without a ticket, personal data, ratings.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class AtTheSameDesk(OneRunningProduct running)
{
    private readonly ARunningProduct service = running.Service;

    [Fact]
    public async Task Whoever_claims_first_decides_and_the_other_must_take_over()
    {
        var id = await Waiting("kapan pencairan tahap berikutnya min");
        var rina = await service.Hire("klaim-rina", Roles.AdminSocial);
        var tono = await service.Hire("klaim-tono", Roles.AdminSocial);

        Assert.True((bool)(await rina.Post($"api/v1/inbox/{id}/claim")).Json["mine"]!);
        Assert.Equal("SomebodyAnswers", (await tono.Post($"api/v1/inbox/{id}/claim")).Refusal);
        Assert.Equal("SomebodyAnswers", (await tono.Post($"api/v1/inbox/{id}/dismissal", new { reason = "x" })).Refusal);
        Assert.Equal("SomebodyAnswers", (await tono.Post($"api/v1/inbox/{id}/ticket")).Refusal);

        Assert.Equal(HttpStatusCode.OK, (await tono.Post($"api/v1/inbox/{id}/claim", new { over = true })).Status);
        Assert.Equal("SomebodyAnswers", (await rina.Post($"api/v1/inbox/{id}/replies", new { text = "baik", @public = true })).Refusal);
        Assert.Equal(HttpStatusCode.NoContent, (await tono.Post($"api/v1/inbox/{id}/dismissal", new { reason = "selesai" })).Status);
    }

    [Fact]
    public async Task A_machine_claims_nothing()
    {
        var id = await Waiting("info dong min");

        Assert.Equal("OnlyForPeople", (await service.Api.Post($"api/v1/inbox/{id}/claim")).Refusal);
    }

    [Fact]
    public async Task A_reply_without_a_ticket_goes_out_and_decides_the_conversation()
    {
        var id = await Waiting("min cek bansos dimana ya");
        var rina = await service.Hire("balas-rina", Roles.AdminSocial);

        Assert.Equal("PersonalDataInPublic", (await rina.Post($"api/v1/inbox/{id}/replies", new { text = "hubungi 081234567890", @public = true })).Refusal);
        Assert.Equal(HttpStatusCode.NoContent, (await rina.Post($"api/v1/inbox/{id}/replies", new { text = "Silakan cek di cekbansos.kemensos.go.id", @public = true })).Status);

        Assert.Equal("Dismissed", (string?)(await rina.Get($"api/v1/inbox/{id}")).Json["state"]);
        await Eventually.Holds(
            "the reply is sent",
            TimeSpan.FromSeconds(20),
            async () => (string?)(await rina.Get($"api/v1/inbox/{id}/advice")).Json["replies"]![0]!["state"] == "Sent"
        );
    }

    [Fact]
    public async Task Covered_personal_data_is_shown_to_who_asks_and_the_asking_is_on_record()
    {
        var id = await Waiting("semangat min, nomor saya 081234567890");
        var rina = await service.Hire("buka-rina", Roles.AdminSocial);
        var message = (await rina.Get($"api/v1/inbox/{id}")).Json["messages"]![0]!;
        Assert.DoesNotContain("081234567890", (string)message["text"]!, StringComparison.Ordinal);

        var shown = (await rina.Post($"api/v1/inbox/{id}/disclosures", new { message = (string)message["id"]! })).Json;

        Assert.Contains("081234567890", (string)shown["text"]!, StringComparison.Ordinal);
        var history = (await rina.Get($"api/v1/inbox/{id}")).Json["history"]!.AsArray();
        Assert.Contains(history, h => (string?)h!["type"] == "PersonalDataShown" && (string?)h["actor"] == "buka-rina");
    }

    [Fact]
    public async Task What_rests_is_out_of_the_inbox_and_in_the_list_of_what_rests()
    {
        var id = await Waiting("semangat min");
        var rina = await service.Hire("tunda-rina", Roles.AdminSocial);
        var until = TimeProvider.System.GetUtcNow().AddHours(3);

        await service.Api.Put($"api/v1/inbox/{id}/rest", new { until });

        Assert.DoesNotContain(await rina.All("api/v1/inbox"), c => (long)c["id"]! == id);
        Assert.Contains(await rina.All("api/v1/inbox?resting=true"), c => (long)c["id"]! == id);
    }

    [Fact]
    public async Task The_preview_says_exactly_what_goes_out_and_changes_nothing()
    {
        var ticket = await Ticket();
        var before = await service.Api.Ticket(ticket);

        var preview = (await service.Api.Post($"api/v1/tickets/{ticket}/preview", new { @for = "Resolution", text = "Sudah kami perbaiki." })).Json;

        Assert.Contains("Sudah kami perbaiki.", (string)preview["text"]!, StringComparison.Ordinal);
        Assert.Contains("/penilaian/••••", (string)preview["text"]!, StringComparison.Ordinal);
        Assert.NotNull((string?)preview["closesAt"]);
        Assert.Equal((int)before["version"]!, (int)(await service.Api.Ticket(ticket))["version"]!);
        Assert.Equal("PersonalDataInPublic", (string?)(await service.Api.Post($"api/v1/tickets/{ticket}/preview", new { @for = "Reply", text = "telepon 081234567890", @public = true })).Json["refusal"]);
    }

    [Fact]
    public async Task The_link_to_rate_by_reaches_the_citizen_and_nobody_at_the_desk()
    {
        var ticket = await Ticket();
        await service.Api.Do(ticket, "resolution", new { answer = "Sudah kami perbaiki." });
        var path = "/penilaian/" + ticket["KMS-".Length..] + "-";

        await Eventually.Holds("the citizen has the link", TimeSpan.FromSeconds(20), () => Task.FromResult(service.Graph.Sent.Any(s => s.Text.Contains(path, StringComparison.Ordinal))));

        foreach (var shown in (string[])[$"api/v1/tickets/{ticket}", "api/v1/notices?limit=200", "api/v1/audit?limit=200", "api/v1/audit/export"])
        {
            var answer = await service.Api.Get(shown);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains(ticket, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(path, answer.Text, StringComparison.Ordinal);
        }
    }

    private async Task<long> Waiting(string text)
    {
        var citizen = new ACitizen(service);
        return (long)(await citizen.InInbox(await citizen.Comments(text)))["id"]!;
    }

    private async Task<string> Ticket()
    {
        var id = await Waiting("kapan cair lagi bantuannya");
        return (string)(await service.Api.Post($"api/v1/inbox/{id}/ticket", new { topic = "pkh", directorate = "JAMSOS" })).Json["number"]!;
    }
}
