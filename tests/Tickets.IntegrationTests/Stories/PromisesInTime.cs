using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.IntegrationTests.Contract;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Stories;

/// <summary>
/// Promises as days go by, through HTTP and under a clock that the test moves: classification, custody, the ladder with absent people, the inbox. Friday is
/// 2026-11-20; see docs/clock-rules.md.
/// </summary>
public sealed class PromisesInTime : IAsyncLifetime
{
    private static readonly DateTimeOffset Friday = Wib.At("2026-11-20 10:00");
    private static readonly DateTimeOffset Monday = Wib.At("2026-11-23 10:00");

    private readonly AStandingClock clock = new(Friday);
    private ApiInTime api = null!;
    private HttpClient everybody = null!;

    public async Task InitializeAsync()
    {
        api = new ApiInTime(clock);
        everybody = await api.With(RoleNames.Every);
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task Another_class_moves_the_due_time_and_what_was_said_before_stays()
    {
        var number = await ATicketAt("JAMSOS");
        var officer = await Hire("budi", "officer", "JAMSOS");
        clock.Now(Monday);
        // Half of the time for the first words is used by then, which is a change of the ticket.
        await RungsOf(number, 1);
        var version = (int)(await Ticket(number))["version"]!;

        Assert.Equal("SomebodyWasFaster", await RefusedTo(officer, number, new { sp4nClass = "supervisory" }, version - 1));
        var classified = await Post(officer, $"tickets/{number}/classification", new { sp4nClass = "non-supervisory", reason = "Perlu pemeriksaan data" }, version);

        Assert.Equal("non-supervisory", (string?)classified["sp4nClass"]);
        Assert.Equal(Wib.At("2026-12-10 16:00"), DueAt(classified, "Resolution"));
        var resolution = await ClockOf(number, "Resolution");
        Assert.Equal("sp4n-non-supervisory@1", (string?)resolution["policy"]);
        var earlier = Assert.Single(resolution["earlierAims"]!.AsArray())!;
        Assert.Equal(("normal@1", Wib.At("2026-11-27 16:30"), Monday), ((string?)earlier["policy"], (DateTimeOffset)earlier["dueAt"]!, (DateTimeOffset)earlier["at"]!));
        Assert.Equal("classification: Perlu pemeriksaan data", (string?)earlier["reason"]);
        var history = classified["history"]!.AsArray().Select(h => (string?)h!["type"]).ToList();
        Assert.Contains(nameof(TicketClassified), history);
        Assert.Contains(nameof(ClassificationExplained), history);
        Assert.Contains(nameof(ClockAimed), history);
        Assert.True(Outboxes.Publishes(typeof(TicketClassified)));
        Assert.Equal("NothingChanges", await RefusedTo(officer, number, new { sp4nClass = "non-supervisory" }));
    }

    [Fact]
    public async Task What_a_correction_would_do_is_told_before_and_nothing_changes_by_it()
    {
        var number = await ATicketAt("JAMSOS");
        var officer = await Hire("budi", "officer", "JAMSOS");
        var before = await Ticket(number);

        var effect = await Post(officer, $"tickets/{number}/classification/preview", new { topic = "dtsen", sp4nClass = "non-supervisory" });

        Assert.Equal(("Biasa", "SP4N: tidak berkadar pengawasan", "PUSDATIN"), ((string?)effect["wasPolicy"], (string?)effect["policy"], (string?)effect["directorate"]));
        var resolution = Assert.Single(effect["clocks"]!.AsArray(), c => (string?)c!["kind"] == "Resolution")!;
        Assert.Equal((Wib.At("2026-11-27 16:30"), Wib.At("2026-12-10 16:00")), ((DateTimeOffset)resolution["wasDueAt"]!, (DateTimeOffset)resolution["dueAt"]!));
        Assert.False((bool)effect["citizenIsTold"]!);
        Assert.Equal(before.ToJsonString(), (await Ticket(number)).ToJsonString());

        Assert.Equal("NothingChanges", await Preview(officer, new { topic = (string?)before["topic"] }));
        Assert.Equal("UnknownReference", await Preview(officer, new { region = "99" }));
        Assert.Equal("SomebodyWasFaster", await Preview(officer, new { topic = "dtsen", version = (int)before["version"]! + 1 }));
        Assert.Equal("NotFound", await Preview(await Hire("ani", "officer", "ANAK"), new { topic = "dtsen" }));

        async Task<string?> Preview(HttpClient who, object body) => await Refusal(await Sent(who, $"tickets/{number}/classification/preview", body, ifMatch: null));
    }

    [Fact]
    public async Task Only_those_who_triage_supervise_or_have_it_classify()
    {
        var number = await ATicketAt("JAMSOS");
        var budi = await Hire("budi", "officer", "JAMSOS");
        var sri = await Hire("sri", "officer", "JAMSOS");
        var stranger = await Hire("ani", "officer", "ANAK");
        var supervisor = await Hire("hasan", "supervisor", "JAMSOS");
        await Post(everybody, $"tickets/{number}/assignment", new { officer = "budi" });

        Assert.Equal("NotAllowed", await RefusedTo(sri, number, new { topic = "dtsen" }));
        Assert.Equal("NotFound", await RefusedTo(stranger, number, new { topic = "dtsen" }));
        Assert.Equal("UnknownReference", await RefusedTo(budi, number, new { topic = "bulan" }));
        Assert.Equal("dtsen", (string?)(await Post(budi, $"tickets/{number}/classification", new { topic = "dtsen" }))["topic"]);
        Assert.Equal("urgent", (string?)(await Post(supervisor, $"tickets/{number}/classification", new { priority = "urgent" }))["priority"]);
        await Post(everybody, $"tickets/{number}/resolution", new { answer = "Sudah cair" });
        Assert.Equal("MoveNotAllowed", await RefusedTo(supervisor, number, new { priority = "normal" }));
    }

    [Fact]
    public async Task A_transfer_ends_one_custody_and_begins_the_next()
    {
        var number = await ATicketAt("JAMSOS");
        clock.Now(Monday);

        await Post(everybody, $"tickets/{number}/transfer", new { directorate = "PUSDATIN", instruction = "Mohon cek DTSEN" });

        var custodies = (await Ticket(number))["clocks"]!.AsArray().Where(c => (string?)c!["kind"] == "Custody").ToList();
        Assert.Equal([Monday, null], custodies.Select(c => (DateTimeOffset?)c!["metAt"]));
        Assert.Equal([Wib.At("2026-11-25 16:00"), Wib.At("2026-11-26 16:00")], custodies.Select(c => (DateTimeOffset)c!["dueAt"]!));
        Assert.Equal(Wib.At("2026-11-27 16:30"), DueAt(await Ticket(number), "Resolution"));
    }

    [Fact]
    public async Task The_ladder_is_climbed_in_peoples_working_hours_and_a_deputy_stands_in()
    {
        var budi = await Hire("budi", "officer", "JAMSOS");
        var sri = await Hire("sri", "officer", "JAMSOS");
        var hasan = await Hire("hasan", "supervisor", "JAMSOS");
        var wayan = await Hire("wayan", "director", "JAMSOS");
        var ratna = await Hire("ratna", "inspectorate");
        var number = await ATicketAt("JAMSOS");
        await Post(everybody, $"tickets/{number}/assignment", new { officer = "budi" });
        await Put(budi, "users/budi/absence", new { from = Friday, until = Wib.At("2026-11-26 00:00"), deputy = "sri" });

        clock.Now(Wib.At("2026-11-23 08:45"));
        var told = Assert.Single(await Told(sri, number, 1));
        Assert.Equal(("50%", "budi", "officer"), ((string?)told["rung"], (string?)told["onBehalfOf"], (string?)told["to"]));
        Assert.Contains(number, (string?)told["text"], StringComparison.Ordinal);
        Assert.Equal(Wib.At("2026-11-23 08:45"), (DateTimeOffset)told["at"]!);
        Assert.Empty(await Notifications(budi));

        clock.Now(Wib.At("2026-11-23 13:30"));
        Assert.Equal("80%", (string?)Assert.Single(await Told(hasan, number, 1))["rung"]);

        // Broken when the working day ends: the director is told when the next begins.
        clock.Now(Wib.At("2026-11-23 17:00"));
        await RungsOf(number, 3);
        Assert.Empty(await Notifications(wayan));
        clock.Now(Wib.At("2026-11-24 07:30"));
        var breach = Assert.Single(await Told(wayan, number, 1));
        Assert.Equal((Wib.At("2026-11-23 16:00"), Wib.At("2026-11-24 07:30")), ((DateTimeOffset)breach["at"]!, (DateTimeOffset)breach["toldAt"]!));

        clock.Now(Wib.At("2026-11-26 07:30"));
        Assert.Equal("breach+PT15H", (string?)Assert.Single(await Told(ratna, number, 1))["rung"]);
        var rungs = await RungsOf(number, 4);
        Assert.Equal(
            [Wib.At("2026-11-23 08:45"), Wib.At("2026-11-23 13:30"), Wib.At("2026-11-23 16:00"), Wib.At("2026-11-25 16:00")],
            rungs.Select(r => (DateTimeOffset)r["at"]!)
        );
        Assert.Equal(["officer", "supervisor", "director", "inspectorate"], rungs.Select(r => (string?)r["to"]));
        Assert.Equal(HttpStatusCode.OK, (await ratna.GetAsync(new Uri($"api/v1/tickets/{number}", UriKind.Relative))).StatusCode);
        Assert.Equal(4, (await Ticket(number))["history"]!.AsArray().Count(h => ((string)h!["text"]!).Contains("tanggapan pertama", StringComparison.Ordinal) && (string?)h["type"] == nameof(TicketEscalated)));
    }

    [Fact]
    public async Task What_was_read_is_read_and_the_rest_is_not()
    {
        var sri = await Hire("sri", "officer", "JAMSOS");
        var other = await Hire("ani", "officer", "ANAK");
        List<string> numbers = [await ATicketAt("JAMSOS"), await ATicketAt("JAMSOS"), await ATicketAt("JAMSOS")];
        foreach (var number in numbers)
            await Post(everybody, $"tickets/{number}/assignment", new { officer = "sri" });
        clock.Now(Wib.At("2026-11-23 09:00"));
        await Eventually.Holds("three are told", TimeSpan.FromSeconds(30), async () => (await Notifications(sri)).Count == 3);
        var first = (long)(await Notifications(sri))[0]["id"]!;

        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync(new Uri($"api/v1/notifications/{first}/read", UriKind.Relative), null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await sri.PostAsync(new Uri($"api/v1/notifications/{first}/read", UriKind.Relative), null)).StatusCode);
        Assert.Equal(2, (await Notifications(sri, "?unread=true")).Count);
        Assert.Equal(clock.GetUtcNow(), (DateTimeOffset)(await Notifications(sri)).Single(n => (long)n["id"]! == first)["readAt"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await sri.PostAsync(new Uri("api/v1/notifications/read-all", UriKind.Relative), null)).StatusCode);
        Assert.Empty(await Notifications(sri, "?unread=true"));
        Assert.Equal(3, (await Notifications(sri)).Count);
        Assert.Empty(await Notifications(everybody));

        var page = (await sri.GetFromJsonAsync<JsonNode>("api/v1/notifications?limit=2"))!;
        var rest = (await sri.GetFromJsonAsync<JsonNode>($"api/v1/notifications?limit=2&cursor={page["next"]}"))!;
        Assert.Equal(3, page["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(n => (long)n!["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task A_rung_may_hand_the_ticket_to_the_deputy()
    {
        await Post(everybody, "sla-policies", new
        {
            code = "pkh",
            name = "PKH",
            topic = "pkh",
            targets = new[] { new { clock = "FirstResponse", duration = "P1WD", calendar = "NASIONAL" }, new { clock = "Resolution", duration = "P5WD", calendar = "NASIONAL" } },
            ladder = new[] { new { at = "50%", to = "officer", reassign = true, clocks = new[] { "FirstResponse" } } },
        });
        await Hire("budi", "officer", "JAMSOS");
        await Hire("sri", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");
        await Post(everybody, $"tickets/{number}/assignment", new { officer = "budi" });
        await Put(everybody, "users/budi/absence", new { from = Friday, deputy = "sri" });

        clock.Now(Wib.At("2026-11-23 08:45"));

        await Eventually.Holds("the deputy has it", TimeSpan.FromSeconds(30), async () => (string?)(await Ticket(number))["officer"] == "sri");
    }

    [Fact]
    public async Task An_urgent_ticket_is_told_of_at_night()
    {
        var sri = await Hire("sri", "officer", "JAMSOS");
        clock.Now(Wib.At("2026-11-21 23:00"));
        var number = await ATicketAt("JAMSOS", "urgent");
        await Post(everybody, $"tickets/{number}/assignment", new { officer = "sri" });

        clock.Now(Wib.At("2026-11-21 23:30"));

        Assert.Equal(Wib.At("2026-11-21 23:30"), (DateTimeOffset)Assert.Single(await Told(sri, number, 1))["toldAt"]!);
    }

    [Fact]
    public async Task What_nobody_decides_in_the_inbox_is_late_there_and_those_who_triage_are_told()
    {
        var rina = await Hire("rina", "admin-social");
        var id = await AnUndecidedConversation();
        var waiting = (await everybody.GetFromJsonAsync<JsonNode>("api/v1/inbox"))!["items"]!.AsArray().Single()!;
        Assert.Equal((Wib.At("2026-11-25 16:00"), null), ((DateTimeOffset)waiting["decideBy"]!, (DateTimeOffset?)waiting["lateSince"]));

        clock.Now(Wib.At("2026-11-26 08:00"));

        await Eventually.Holds("rina is told", TimeSpan.FromSeconds(30), async () => (await Notifications(rina)).Any(n => (string?)n["rung"] == "50%"));
        Assert.All(await Notifications(rina), n => Assert.Equal((id, "Triage", null), ((long)n["conversation"]!, (string?)n["clock"], (string?)n["ticket"])));
        waiting = (await everybody.GetFromJsonAsync<JsonNode>("api/v1/inbox"))!["items"]!.AsArray().Single()!;
        Assert.Equal(Wib.At("2026-11-25 16:00"), (DateTimeOffset)waiting["lateSince"]!);

        var number = (string)(await Post(everybody, $"inbox/{id}/ticket", new { directorate = "JAMSOS" }))["number"]!;
        var triage = (await Ticket(number))["clocks"]!.AsArray().Single(c => (string?)c!["kind"] == "Triage")!;
        Assert.Equal((Wib.At("2026-11-25 16:00"), Wib.At("2026-11-26 08:00")), ((DateTimeOffset)triage["breachedAt"]!, (DateTimeOffset)triage["metAt"]!));
    }

    [Fact]
    public async Task Absences_are_arranged_by_those_concerned_and_must_be_possible()
    {
        var budi = await Hire("budi", "officer", "JAMSOS");
        var sri = await Hire("sri", "officer", "JAMSOS");
        var hasan = await Hire("hasan", "supervisor", "JAMSOS");
        var maria = await Hire("maria", "supervisor", "ANAK");

        Assert.Equal("NotAllowed", await Refusal(await sri.PutAsJsonAsync("api/v1/users/budi/absence", new { deputy = "sri" })));
        Assert.Equal("NotAllowed", await Refusal(await maria.PutAsJsonAsync("api/v1/users/budi/absence", new { deputy = "sri" })));
        Assert.Equal("AbsenceNotPossible", await Refusal(await budi.PutAsJsonAsync("api/v1/users/budi/absence", new { deputy = "budi" })));
        Assert.Equal("AbsenceNotPossible", await Refusal(await budi.PutAsJsonAsync("api/v1/users/budi/absence", new { from = Monday, until = Friday })));
        Assert.Equal("UnknownReference", await Refusal(await budi.PutAsJsonAsync("api/v1/users/budi/absence", new { deputy = "nobody" })));
        Assert.Equal("NotFound", await Refusal(await hasan.PutAsJsonAsync("api/v1/users/nobody/absence", new { deputy = "sri" })));
        Assert.Equal("sri", (string?)(await Put(hasan, "users/budi/absence", new { from = Monday, deputy = "sri" }))["deputy"]);
        var back = (await (await budi.DeleteAsync(new Uri("api/v1/users/budi/absence", UriKind.Relative))).Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Null(back["absentFrom"]);
    }

    [Fact]
    public async Task A_citizen_presses_the_button_on_the_page_of_a_late_report_and_it_is_told_once_a_day()
    {
        var sri = await Hire("sri", "officer", "JAMSOS");
        var number = await ATicketAt("JAMSOS");
        await Post(everybody, $"tickets/{number}/assignment", new { officer = "sri" });
        var code = await InDatabase(db => db.Tickets.Where(t => t.Number == number).Select(t => t.LookupCode).SingleAsync());
        using var telephone = api.Stranger();
        const string button = "Ingatkan petugas";
        var inTime = await telephone.GetStringAsync($"lacak?nomor={number}&kode={code}");
        Assert.DoesNotContain(button, inTime, StringComparison.Ordinal);
        // The line of stages ends where it is to end.
        Assert.Contains("class=\"ahead\"", inTime, StringComparison.Ordinal);
        // Whoever sends the form though there is no button reminds of nothing.
        Assert.Contains("Kami menargetkan selesai", await Press(telephone, number, code), StringComparison.Ordinal);

        clock.Now(Wib.At("2026-12-21 10:00"));

        var late = await telephone.GetStringAsync($"lacak?nomor={number}&kode={code}");
        Assert.Contains(button, late, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"ahead\"", late, StringComparison.Ordinal);
        var wrong = await Press(telephone, number, "SALAH");
        Assert.Contains("tidak cocok", wrong, StringComparison.Ordinal);
        var pressed = await Press(telephone, number, code);
        Assert.Contains("Petugas dan atasannya kami ingatkan", pressed, StringComparison.Ordinal);
        Assert.DoesNotContain(button, pressed, StringComparison.Ordinal);
        Assert.Contains("You reminded us today already", await Press(telephone, number, code, "?lang=en"), StringComparison.Ordinal);

        Assert.Single((await Ticket(number))["history"]!.AsArray(), h => (string?)h!["type"] == nameof(CitizenReminded));
        Assert.Single(await Notifications(sri), n => (string?)n["kind"] == "Reminder" && (string?)n["ticket"] == number);
    }

    // As the browser sends the form of the page, without script.
    private static async Task<string> Press(HttpClient telephone, string number, string code, string language = "")
    {
        using var form = new FormUrlEncodedContent([new("nomor", number), new("kode", code)]);
        using var answer = await telephone.PostAsync(new Uri("lacak" + language, UriKind.Relative), form);
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.CacheControl?.NoStore));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> ATicketAt(string directorate, string priority = "normal")
    {
        var id = await InDatabase(async db =>
        {
            var now = clock.GetUtcNow();
            var citizen = new Citizen(Platform.Facebook, "warga-" + Guid.CreateVersion7().ToString("N"), "Warga", now);
            var conversation = new Conversation(citizen, Audience.Public, "post-1", "post-1", now);
            db.Add(conversation);
            await db.SaveChangesAsync();
            return conversation.Id;
        });
        return (string)(await Post(everybody, $"inbox/{id}/ticket", new { topic = "pkh", priority, directorate }))["number"]!;
    }

    private async Task<long> AnUndecidedConversation()
    {
        var timetable = await api.Services.GetRequiredService<Timetables>().Current(CancellationToken.None);
        return await InDatabase(async db =>
        {
            var now = clock.GetUtcNow();
            var conversation = new Conversation(new Citizen(Platform.Facebook, "warga-1", "Warga", now), Audience.Public, "post-1", "post-1", now);
            var message = new Message(conversation, Platform.Facebook, "c1", 0, null, "min, PKH ibu saya?", [], null, now, now);
            conversation.Hear(message, new Assessment(0.6, Topics.Pkh, 0.9, Urgent: false, [], []), "min, PKH ibu saya?");
            conversation.AwaitDecision(timetable, now);
            db.AddRange(conversation, message);
            await db.SaveChangesAsync();
            return conversation.Id;
        });
    }

    private async Task<HttpClient> Hire(string login, string role, string? directorate = null)
    {
        await Post(everybody, "users", new { login, name = login, roles = new[] { role }, directorate, onDuty = false });
        var key = (string)(await Post(everybody, "api-keys", new { name = login, user = login }))["key"]!;
        var client = api.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private async Task<JsonNode> Ticket(string number) => (await everybody.GetFromJsonAsync<JsonNode>($"api/v1/tickets/{number}"))!;

    private async Task<JsonNode> ClockOf(string number, string kind) =>
        (await everybody.GetFromJsonAsync<JsonArray>($"api/v1/tickets/{number}/clocks"))!.Single(c => (string?)c!["kind"] == kind)!;

    private async Task<List<JsonNode>> RungsOf(string number, int count)
    {
        List<JsonNode> rungs = [];
        await Eventually.Holds(
            $"{count} rungs are written down",
            TimeSpan.FromSeconds(30),
            async () => (rungs = [.. (await ClockOf(number, "FirstResponse"))["escalations"]!.AsArray().Select(e => e!)]).Count == count
        );
        return rungs;
    }

    private static async Task<List<JsonNode>> Notifications(HttpClient who, string query = "") =>
        [.. (await who.GetFromJsonAsync<JsonNode>("api/v1/notifications" + query))!["items"]!.AsArray().Select(n => n!)];

    private static async Task<List<JsonNode>> Told(HttpClient who, string number, int count)
    {
        List<JsonNode> told = [];
        await Eventually.Holds(
            $"{count} told of {number}",
            TimeSpan.FromSeconds(30),
            async () => (told = [.. (await Notifications(who)).Where(n => (string?)n["ticket"] == number && (string?)n["clock"] == "FirstResponse")]).Count >= count
        );
        return told;
    }

    private async Task<T> InDatabase<T>(Func<TicketsDb, Task<T>> work)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        return await db.Change(() => work(db), CancellationToken.None);
    }

    private static async Task<JsonNode> Post(HttpClient who, string path, object body, int? ifMatch = null) => await Json(await Sent(who, path, body, ifMatch));

    private static async Task<JsonNode> Put(HttpClient who, string path, object body) => await Json(await who.PutAsJsonAsync("api/v1/" + path, body));

    private static async Task<string?> RefusedTo(HttpClient who, string number, object body, int? ifMatch = null) =>
        await Refusal(await Sent(who, $"tickets/{number}/classification", body, ifMatch));

    private static async Task<string?> Refusal(HttpResponseMessage answer) => (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["refusal"];

    private static Task<HttpResponseMessage> Sent(HttpClient who, string path, object body, int? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/" + path) { Content = JsonContent.Create(body) };
        if (ifMatch is { } version)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return who.SendAsync(request);
    }

    private static async Task<JsonNode> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static DateTimeOffset DueAt(JsonNode ticket, string kind) => (DateTimeOffset)ticket["clocks"]!.AsArray().Last(c => (string?)c!["kind"] == kind)!["dueAt"]!;
}
