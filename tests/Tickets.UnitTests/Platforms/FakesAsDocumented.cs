using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

/// <summary>The fakes answer as the platforms document: what is proven against them would be worth nothing otherwise.</summary>
public sealed class FakesAsDocumented : IAsyncLifetime
{
    private readonly AClock clock = new();
    private readonly HttpClient http = new();
    private FakePlatforms fakes = null!;

    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task InitializeAsync() => fakes = await FakePlatforms.Start(clock);

    public async Task DisposeAsync()
    {
        http.Dispose();
        await fakes.DisposeAsync();
    }

    [Fact]
    public async Task Meta_takes_one_private_reply_to_a_comment_and_none_after_seven_days()
    {
        fakes.Graph.EnforceWindows = true;
        fakes.Graph.CitizenCommented("4_1", null, "42", "min", Now.AddDays(-6));
        fakes.Graph.CitizenCommented("4_2", null, "43", "min", Now.AddDays(-8));

        Assert.Equal("200", await Graph("100500/messages", new { recipient = new { comment_id = "4_1" }, message = new { text = "a" } }));
        Assert.Equal("400 10900", await Graph("100500/messages", new { recipient = new { comment_id = "4_1" }, message = new { text = "b" } }));
        Assert.Equal("400 10901", await Graph("100500/messages", new { recipient = new { comment_id = "4_2" }, message = new { text = "a" } }));
        fakes.Graph.Delete("4_1");
        Assert.Equal("400 100/33", await Graph("100500/messages", new { recipient = new { comment_id = "4_1" }, message = new { text = "c" } }));
    }

    [Theory]
    [InlineData(1, null, "200")]
    [InlineData(25, null, "400 10/2018278")]
    [InlineData(25, "HUMAN_AGENT", "200")]
    [InlineData(7 * 24 + 1, "HUMAN_AGENT", "400 10/2018278")]
    public async Task Meta_closes_direct_messages_after_a_day_and_for_a_person_after_seven(int hours, string? tag, string answer)
    {
        fakes.Graph.EnforceWindows = true;
        fakes.Graph.CitizenWrote("42", "halo", Now.AddHours(-hours));

        Assert.Equal(answer, await Graph("100500/messages", new { recipient = new { id = "42" }, message = new { text = "a" }, tag }));
    }

    [Fact]
    public async Task Meta_says_the_same_twice_when_it_is_asked_twice()
    {
        fakes.Graph.CitizenCommented("4_1", null, "42", "min", Now);

        await Graph("4_1/comments", new { message = "Terima kasih." });
        await Graph("4_1/comments", new { message = "Terima kasih." });

        Assert.Equal(2, fakes.Graph.Sent.Count);
    }

    [Theory]
    [InlineData("4_1/comments", 8000, "200")]
    [InlineData("4_1/comments", 8001, "400 100")]
    [InlineData("17/replies", 2200, "200")]
    [InlineData("17/replies", 2201, "400 100")]
    public async Task Meta_measures_comments(string path, int length, string answer) => Assert.Equal(answer, await Graph(path, new { message = new string('a', length) }));

    [Fact]
    public async Task Meta_tells_how_much_of_its_limits_is_used_and_then_refuses()
    {
        fakes.Graph.UsedPercent = 80;
        using var told = await http.GetAsync(new Uri($"{fakes.Graph.BaseUrl}/100500"));
        Assert.Contains("\"call_count\":80", Assert.Single(told.Headers.GetValues("x-app-usage")), StringComparison.Ordinal);

        fakes.Graph.UsedPercent = 100;
        Assert.Equal("400 4", await Graph("4_1/comments", new { message = "a" }));
        Assert.Equal("400 551/1545041", await Blocked());

        async Task<string> Blocked()
        {
            fakes.Graph.UsedPercent = null;
            fakes.Graph.Block("42");
            return await Graph("100500/messages", new { recipient = new { id = "42" }, message = new { text = "a" } });
        }
    }

    [Fact]
    public async Task Meta_gives_lists_in_pages_whose_ready_address_holds_the_token()
    {
        for (var i = 0; i < 150; i++)
            fakes.Graph.CitizenCommented($"4_{i + 10}", null, "42", "min", Now.AddSeconds(i));

        var first = await Get($"{fakes.Graph.BaseUrl}/100500/feed?fields=comments.limit(100){{id}}");
        var comments = first["data"]![0]!["comments"]!;
        Assert.Equal((100, "4_159"), (comments["data"]!.AsArray().Count, (string?)comments["data"]![0]!["id"]));
        Assert.Contains("access_token", (string?)comments["paging"]!["next"], StringComparison.Ordinal);
        var second = await Get($"{fakes.Graph.BaseUrl}/{first["data"]![0]!["id"]}/comments?limit=100&after={comments["paging"]!["cursors"]!["after"]}");
        Assert.Equal((50, null), (second["data"]!.AsArray().Count, (string?)second["paging"]!["next"]));
    }

    [Fact]
    public async Task WhatsApp_takes_free_words_for_a_day_and_its_approved_template_after_that()
    {
        var text = new { messaging_product = "whatsapp", to = "628", type = "text", text = new { body = "halo" } };
        fakes.Write(Platform.WhatsApp, "628", "halo", Now);

        Assert.Equal("200", await WhatsApp(text));
        Assert.Equal("200", await WhatsApp(text));
        clock.Pass(TimeSpan.FromHours(25));
        Assert.Equal("400 131047", await WhatsApp(text));
        Assert.Equal("200", await WhatsApp(Template("tiket_lacak", "KMS", "https://a")));
        Assert.Equal("404 132001", await WhatsApp(Template("lain", "KMS", "https://a")));
        Assert.Equal("400 132000", await WhatsApp(Template("tiket_lacak", "KMS")));
        Assert.Equal("400 100", await WhatsApp(new { to = "628", type = "text", text = new { body = "halo" } }));
        fakes.Block("628");
        Assert.Equal("400 131026", await WhatsApp(Template("tiket_lacak", "KMS", "https://a")));
    }

    [Fact]
    public async Task WhatsApp_takes_eighty_messages_in_a_second()
    {
        fakes.Write(Platform.WhatsApp, "628", "halo", Now);
        var text = new { messaging_product = "whatsapp", to = "628", type = "text", text = new { body = "halo" } };
        for (var i = 0; i < 80; i++)
            Assert.Equal("200", await WhatsApp(text));

        Assert.Equal("400 130429", await WhatsApp(text));
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("200", await WhatsApp(text));
    }

    [Fact]
    public async Task X_counts_weighted_characters_and_takes_no_text_twice()
    {
        Assert.Equal(201, await Post(new string('a', 280), "9"));
        Assert.Equal(400, await Post(new string('a', 281), "9"));
        Assert.Equal(400, await Post(new string('漢', 141), "9"));
        Assert.Equal(201, await Post($"{new string('a', 256)} https://aduan.kemensos.go.id/{new string('b', 200)}", "9"));
        Assert.Equal(403, await Post(new string('a', 280), "9"));
        fakes.Delete("10");
        Assert.Equal(400, await Post("b", "10"));
    }

    [Fact]
    public async Task X_counts_each_address_by_itself_and_says_when_its_window_begins_anew()
    {
        for (var i = 0; i < 15; i++)
            Assert.Equal(201, await Direct($"halo {i}"));

        using var refused = await http.PostAsJsonAsync(new Uri($"{fakes.XUrl}/2/dm_conversations/with/42/messages"), new { text = "lagi" });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("0", Assert.Single(refused.Headers.GetValues("x-rate-limit-remaining")));
        Assert.Equal(Now.AddMinutes(15).ToUnixTimeSeconds().ToString(), Assert.Single(refused.Headers.GetValues("x-rate-limit-reset")));
        Assert.Null(refused.Headers.RetryAfter);
        Assert.Equal(201, await Post("posting biasa", "9"));
        clock.Pass(TimeSpan.FromMinutes(15));
        Assert.Equal(201, await Direct("lagi"));

        async Task<int> Direct(string text)
        {
            using var answer = await http.PostAsJsonAsync(new Uri($"{fakes.XUrl}/2/dm_conversations/with/42/messages"), new { text });
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task YouTube_counts_units_by_the_day_of_Pacific_time()
    {
        fakes.YouTubeQuota = 101;
        Assert.Equal("200", await YouTube("Ug1", "a"));
        Assert.Equal("200", await YouTube("Ug1", "a"));
        await Get($"{fakes.YouTubeUrl}/commentThreads?part=snippet");
        Assert.Equal("403 quotaExceeded", await YouTube("Ug1", "b"));
        // 03:04 UTC is the evening before; the day ends at 08:00 UTC.
        clock.Pass(TimeSpan.FromHours(5));
        Assert.Equal("200", await YouTube("Ug1", "b"));
        Assert.Equal("400 commentTextTooLong", await YouTube("Ug1", new string('a', 10_001)));
        fakes.Delete("Ug1");
        fakes.YouTubeQuota = 10_000;
        Assert.Equal("404 parentCommentNotFound", await YouTube("Ug1", "c"));
    }

    [Fact]
    public async Task YouTube_shows_a_comment_that_is_held_only_to_who_asks_for_those()
    {
        var held = fakes.Write(Platform.YouTube, "UC42", "min", Now);
        var shown = fakes.Write(Platform.YouTube, "UC43", "min", Now);
        fakes.HoldForReview(held);

        Assert.Equal(shown, (string?)(await Get($"{fakes.YouTubeUrl}/commentThreads")).AsObject()["items"]!.AsArray().Single()!["id"]);
        Assert.Equal(held, (string?)(await Get($"{fakes.YouTubeUrl}/commentThreads?moderationStatus=heldForReview")).AsObject()["items"]!.AsArray().Single()!["id"]);
    }

    private async Task<JsonNode> Get(string address) => JsonNode.Parse(await http.GetStringAsync(new Uri(address)))!;

    private Task<string> Graph(string path, object body) => Told($"{fakes.Graph.BaseUrl}/{path}", body);

    private Task<string> WhatsApp(object body) => Told($"{fakes.WhatsAppUrl}/{FakePlatforms.PhoneNumberId}/messages", body);

    private static object Template(string name, params string[] parameters) =>
        new
        {
            messaging_product = "whatsapp",
            to = "628",
            type = "template",
            template = new { name, language = new { code = "id" }, components = new[] { new { type = "body", parameters = parameters.Select(text => new { type = "text", text }) } } },
        };

    private async Task<int> Post(string text, string answers)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"{fakes.XUrl}/2/tweets"), new { text, reply = new { in_reply_to_tweet_id = answers } });
        return (int)answer.StatusCode;
    }

    private async Task<string> YouTube(string parent, string text) => await Told($"{fakes.YouTubeUrl}/comments?part=snippet", new { snippet = new { parentId = parent, textOriginal = text } });

    // Status, and the platform's own name of the error.
    private async Task<string> Told(string address, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(address), body);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["error"];
        if (error is null)
            return $"{(int)answer.StatusCode}";
        var name = (string?)error["errors"]?[0]?["reason"] ?? error["code"]!.ToString();
        return error["error_subcode"] is { } subcode ? $"{(int)answer.StatusCode} {name}/{subcode}" : $"{(int)answer.StatusCode} {name}";
    }

    private sealed class AClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now;

        public void Pass(TimeSpan time) => now += time;
    }
}
