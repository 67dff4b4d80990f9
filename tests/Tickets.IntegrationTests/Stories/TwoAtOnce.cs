using System.Net;
using System.Text.Json.Nodes;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Who says what they saw changes nothing that somebody has changed since.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class TwoAtOnce(OneRunningProduct fixture)
{
    private readonly TheApi api = fixture.Service.Api;

    public static TheoryData<string, string, string> Settings =>
        new()
        {
            { "users", "login", """{"login":"KEY","name":"Budi","roles":["reporting"]}""" },
            { "topics", "code", """{"code":"KEY","name":"Uji","nameEn":"Test"}""" },
            { "directorates", "code", """{"code":"KEY","name":"Direktorat Uji"}""" },
            { "programmes", "code", """{"code":"KEY","name":"Program Uji","topic":"child"}""" },
            { "routing-rules", "id", """{"order":999999,"directorate":"HUMAS","note":"KEY"}""" },
            { "sla-policies", "code", """{"code":"KEY","name":"Uji","topic":"other-agency","region":"X","targets":[{"clock":"FirstResponse","duration":"P1WD","calendar":"NASIONAL"},{"clock":"Resolution","duration":"P5WD","calendar":"NASIONAL"}]}""" },
        };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Of_two_who_saw_the_same_setting_the_second_is_refused(string list, string keyed, string shape)
    {
        var key = $"uji-{ACitizen.Next()}";
        var body = JsonNode.Parse(shape.Replace("KEY", list is "directorates" or "programmes" ? key.ToUpperInvariant() : key, StringComparison.Ordinal))!.AsObject();
        var entered = (await api.Post($"api/v1/{list}", body)).Json;
        var path = $"api/v1/{list}/{entered[keyed]}";
        var seen = (int)entered["version"]!;
        Assert.Equal(seen, (int)(await api.Get(path)).Json["version"]!);

        var changed = await api.Put(path, Saying(body, "satu"), $"\"{seen}\"");
        Assert.Equal(seen + 1, (int)changed.Json["version"]!);
        var late = await api.Put(path, Saying(body, "dua"), $"\"{seen}\"");
        Assert.Equal((HttpStatusCode.Conflict, "SomebodyWasFaster"), (late.Status, late.Refusal));
        var lateInBody = Saying(body, "tiga");
        lateInBody["version"] = seen;
        Assert.Equal("SomebodyWasFaster", (await api.Put(path, lateInBody)).Refusal);
        lateInBody["version"] = seen + 1;
        Assert.Equal(seen + 2, (int)(await api.Put(path, lateInBody)).Json["version"]!);
        Assert.Equal(HttpStatusCode.OK, (await api.Put(path, Saying(body, "empat"))).Status);

        if (list is "sla-policies" or "routing-rules" or "users")
            Assert.Equal(HttpStatusCode.NoContent, (await api.Delete(path)).Status);
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_text_the_second_is_refused()
    {
        const string path = "api/v1/templates/closure.public/en";
        var builtIn = (await api.Get(path)).Json;
        Assert.Equal(0, (int)builtIn["version"]!);
        var text = (string)builtIn["builtIn"]!;

        Assert.Equal(1, (int)(await api.Put(path, new { text = text + " 1" }, "\"0\"")).Json["version"]!);
        Assert.Equal("SomebodyWasFaster", (await api.Put(path, new { text = text + " 2" }, "\"0\"")).Refusal);
        Assert.Equal("SomebodyWasFaster", (await api.Put(path, new { text = text + " 2", version = 0 })).Refusal);
        Assert.Equal(2, (int)(await api.Put(path, new { text = text + " 2", version = 1 })).Json["version"]!);
        await api.Delete(path);
    }

    [Fact]
    public async Task A_decision_in_the_inbox_is_refused_when_the_citizen_has_written_since()
    {
        var citizen = new ACitizen(fixture.Service);
        var waiting = await citizen.InInbox(await citizen.Comments("Selamat pagi semuanya"));
        var path = $"api/v1/inbox/{waiting["id"]}";
        await citizen.InInbox(await citizen.Comments("Sehat selalu"));

        Assert.Equal("SomebodyWasFaster", (await api.Post($"{path}/dismissal", new { reason = "salam", version = waiting.Version() })).Refusal);
        Assert.Equal("SomebodyWasFaster", (await api.Post($"{path}/ticket", new { }, waiting.Version())).Refusal);
        Assert.Equal("SomebodyWasFaster", (await api.Post($"{path}/link", new { ticket = "KMS-2026-000001" }, waiting.Version())).Refusal);
        var now = (await api.Get(path)).Json.Version();
        Assert.Equal(HttpStatusCode.NoContent, (await api.Post($"{path}/dismissal", new { reason = "salam", version = now })).Status);
    }

    [Fact]
    public async Task If_Match_is_a_list_of_strong_tags_or_a_star()
    {
        var citizen = new ACitizen(fixture.Service);
        var ticket = await citizen.Ticket(await citizen.Comments());
        var path = $"api/v1/tickets/{ticket.Number()}/notes";
        var seen = ticket.Version();

        Assert.Equal(seen + 1, (await api.PostIf($"\"{seen + 5}\", \"{seen}\"", path, new { text = "satu" })).Json.Version());
        Assert.Equal(seen + 2, (await api.PostIf("*", path, new { text = "dua" })).Json.Version());
        Assert.Equal("SomebodyWasFaster", (await api.PostIf($"\"{seen}\",\"{seen + 1}\"", path, new { text = "tiga" })).Refusal);
        Assert.Equal("SomebodyWasFaster", (await api.PostIf($"W/\"{seen + 2}\"", path, new { text = "tiga" })).Refusal);
        Assert.Equal("SomebodyWasFaster", (await api.PostIf("\"of another service\"", path, new { text = "tiga" })).Refusal);
        Assert.Equal(seen + 3, (await api.PostIf($"{seen + 2}", path, new { text = "bare, as people type it" })).Json.Version());
        var malformed = await api.PostIf("\"" + (seen + 3), path, new { text = "empat" });
        Assert.Equal((HttpStatusCode.BadRequest, "Invalid"), (malformed.Status, malformed.Refusal));
    }

    private static JsonObject Saying(JsonObject body, string word)
    {
        var changed = body.DeepClone().AsObject();
        changed[changed.ContainsKey("name") ? "name" : "note"] = $"Uji {word}";
        return changed;
    }
}
