using System.Net;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Every word belongs to the ticket whose matter it is, and an answer is what was written after the question.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class WordsAndTheirTickets(OneRunningProduct fixture)
{
    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task A_later_ticket_shows_its_own_words_and_the_earlier_one_keeps_its_own()
    {
        var citizen = new ACitizen(service);
        var first = await citizen.Comments();
        var earlier = (await citizen.Ticket(first)).Number();
        await service.Api.Do(earlier, "resolution", new { answer = "Sudah cair." });
        await service.Api.Do(earlier, "closure");

        var second = await citizen.Comments("min tolong, sekarang kartu PKH ibu saya terblokir dan belum cair");
        var later = await citizen.Ticket(second);

        Assert.NotEqual(earlier, later.Number());
        Assert.Equal([second], ACitizen.Messages(later).Select(m => (string)m["id"]!));
        var kept = await service.Api.Ticket(earlier);
        Assert.Equal([first], ACitizen.Messages(kept).Select(m => (string)m["id"]!));
        Assert.Equal(citizen.PostId, (string?)kept["conversation"]!["post"]);

        await citizen.Edits(first, "min tolong, PKH ibu saya belum cair dari bulan Mei");
        await service.Ticket(earlier, "shows the mended words", t => ((string?)ACitizen.Messages(t).Single()["text"])!.EndsWith("bulan Mei", StringComparison.Ordinal));
        Assert.Single(ACitizen.Messages(await service.Api.Ticket(later.Number())));
    }

    [Fact]
    public async Task A_later_ticket_that_an_admin_opens_is_named_by_its_own_words()
    {
        var citizen = new ACitizen(service);
        var earlier = (await citizen.Ticket(await citizen.Comments())).Number();
        await service.Api.Do(earlier, "resolution", new { answer = "Sudah cair." });
        await service.Api.Do(earlier, "closure");
        var later = await citizen.Comments("Selamat siang bapak ibu semua");
        var waiting = await citizen.InInbox(later);

        var opened = (await service.Api.Post($"api/v1/inbox/{waiting["id"]}/ticket", new { topic = "elderly" })).Json;

        Assert.Equal("Selamat siang bapak ibu semua", (string?)opened["subject"]);
        Assert.Equal([later], ACitizen.Messages(opened).Select(m => (string)m["id"]!));
    }

    [Fact]
    public async Task A_ticket_that_opens_again_is_answered_under_its_own_words()
    {
        var citizen = new ACitizen(service);
        var first = await citizen.Comments();
        var earlier = (await citizen.Ticket(first)).Number();
        await service.Api.Do(earlier, "resolution", new { answer = "Sudah cair." });
        await service.Api.Do(earlier, "closure");
        await citizen.Ticket(await citizen.Comments("min tolong, sekarang kartu PKH ibu saya terblokir dan belum cair"));

        await service.Api.Do(earlier, "reopening", new { reason = "Ternyata belum cair" });
        await service.Api.Do(earlier, "replies", new { text = "Kami periksa lagi yang pertama.", @public = true });

        Assert.Equal(first, (await service.Told(w => w.Text.StartsWith("Kami periksa lagi yang pertama", StringComparison.Ordinal))).Target);
    }

    [Fact]
    public async Task Tickets_that_were_merged_one_after_the_other_show_all_their_words_in_the_last_and_each_its_own()
    {
        var citizen = new ACitizen(service);
        List<string> comments = [];
        List<string> numbers = [];
        foreach (var plea in (string[])[ACitizen.Plea, "tolong min, kartu PKH ibu saya terblokir, belum cair", "min, PKH adik saya juga belum cair, tolong"])
        {
            var elsewhere = new ACitizen(service, citizen.Id);
            comments.Add(await elsewhere.Comments(plea));
            numbers.Add((await elsewhere.Ticket(comments[^1])).Number());
        }

        await service.Api.Do(numbers[0], "merge", new { into = numbers[1] });
        await service.Api.Do(numbers[1], "merge", new { into = numbers[2] });

        Assert.Equal(comments, ACitizen.Messages(await service.Api.Ticket(numbers[2])).Select(m => (string)m["id"]!).Order());
        Assert.Equal(comments[..2], ACitizen.Messages(await service.Api.Ticket(numbers[1])).Select(m => (string)m["id"]!).Order());
        Assert.Equal([comments[0]], ACitizen.Messages(await service.Api.Ticket(numbers[0])).Select(m => (string)m["id"]!));
    }

    [Fact]
    public async Task Words_from_before_the_question_do_not_end_the_wait()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        var asked = (await service.Api.Do(number, "questions", new { text = "Siapa nama ibu Anda?" })).Json;

        var before = await citizen.Comments("Sudah tiga bulan begini", under: comment, at: TimeProvider.System.GetUtcNow().AddMinutes(-2));
        var waiting = await service.Ticket(number, "has the late words", t => ACitizen.Messages(t).Any(m => (string?)m["id"] == before));
        Assert.Equal("WaitingOnCitizen", waiting.Status());
        Assert.Equal((string?)asked.Clock("Resolution")["pausedSince"], (string?)waiting.Clock("Resolution")["pausedSince"]);

        await citizen.Comments("Nama ibu saya Aminah", under: comment);
        await service.Ticket(number, "goes on", t => t.Status() == "InProgress" && t.Clock("Resolution")["pausedSince"] is null);
    }

    [Fact]
    public async Task A_conversation_of_another_citizen_is_linked_and_neither_ends_the_wait_nor_gets_the_answers()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        await service.Api.Do(number, "questions", new { text = "Siapa nama ibu Anda?" });
        var neighbour = new ACitizen(service);
        var said = await neighbour.Comments("Selamat pagi bapak ibu semua, sehat selalu");
        var waiting = await neighbour.InInbox(said);

        var linked = await service.Api.Post($"api/v1/inbox/{waiting["id"]}/link", new { ticket = number });

        Assert.Equal("WaitingOnCitizen", linked.Json.Status());
        Assert.Equal(new[] { comment, said }.Order(), ACitizen.Messages(linked.Json).Select(m => (string)m["id"]!).Order());
        await service.Api.Do(number, "replies", new { text = "Mohon dijawab dahulu pertanyaan kami.", @public = true });
        Assert.Equal(comment, (await service.Told(w => w.Text.StartsWith("Mohon dijawab dahulu", StringComparison.Ordinal))).Target);
        Assert.DoesNotContain(service.Graph.Sent, w => w.Target == said || w.Target == neighbour.Id);
        var more = await neighbour.Comments("Ibu itu tetangga saya, sudah tiga bulan begini", under: said);
        var heard = await service.Ticket(number, "has the neighbour's next words", t => ACitizen.Messages(t).Any(m => (string?)m["id"] == more));
        Assert.Equal("WaitingOnCitizen", heard.Status());
        Assert.Equal((string?)linked.Json.Clock("Resolution")["pausedSince"], (string?)heard.Clock("Resolution")["pausedSince"]);
    }

    [Fact]
    public async Task An_answer_for_which_no_way_is_open_is_shown_as_untold()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        await service.Told(w => w.Target == comment);
        await citizen.Removes(comment);
        await service.Ticket(number, "knows of the removal", t => ACitizen.Messages(t).Single()["removedAt"] is not null);

        var resolved = await service.Api.Do(number, "resolution", new { answer = "Sudah cair." });

        var closure = Assert.Single(resolved.Json.Notices("Closure"));
        Assert.Equal("Blocked", (string?)closure["state"]);
        Assert.Equal("WindowClosed", (string?)closure["detail"]);
        Assert.Null(closure["platformId"]);
        Assert.Contains(await service.Api.All("api/v1/notices?state=blocked"), n => (string?)n["key"] == (string?)closure["key"]);
    }

    [Fact]
    public async Task An_officer_who_left_does_not_get_the_objection()
    {
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments();
        var number = (await citizen.Ticket(comment)).Number();
        var login = $"petugas-{ACitizen.Next()}";
        var officer = await service.Hire(login, Roles.Officer, "JAMSOS");
        await officer.Do(number, "assignment", new { officer = login });
        var resolved = await officer.Do(number, "resolution", new { answer = "Bantuan sudah cair." });
        Assert.Equal(login, (string?)resolved.Json["officer"]);
        Assert.Equal(HttpStatusCode.NoContent, (await service.Api.Delete($"api/v1/users/{login}")).Status);

        await citizen.Comments("Maaf min, PKH ibu saya masih belum cair juga, tolong dibantu", under: comment);

        var open = await service.Ticket(number, "is open again", t => t.Status() == "Assigned");
        Assert.Null(open["officer"]);
        Assert.Equal("JAMSOS", (string?)open["directorate"]);
    }

    [Fact]
    public async Task An_agency_with_a_citizens_number_in_its_name_is_refused_and_nothing_is_said()
    {
        var citizen = new ACitizen(service);
        var ticket = await citizen.Ticket(await citizen.Comments());

        var refused = await service.Api.Do(ticket.Number(), "referral", new { agency = "Dinas Sosial, NIK 3201014506890003", reason = "Kewenangan daerah" });

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("PersonalDataInPublic", refused.Refusal);
        Assert.DoesNotContain("3201014506890003", refused.Text, StringComparison.Ordinal);
        Assert.Equal(("Assigned", ticket.Version()), ((await service.Api.Ticket(ticket.Number())).Status(), (await service.Api.Ticket(ticket.Number())).Version()));
    }
}
