using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms.Meta;

public sealed class SendingByGraph : MetaConnection
{
    [Theory]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Instagram)]
    public async Task A_reply_to_a_comment_stands_under_it_and_its_id_is_the_proof(Platform platform)
    {
        var outcome = await Sender(platform).Send(Reply(platform: platform), default);

        var sent = Assert.Single(Graph.Sent);
        Assert.Equal((Door.CommentReply, "777_888", Words), (sent.Door, sent.Target, sent.Text));
        Assert.Equal(new SendOutcome.Sent(sent.Id), outcome);
        Assert.Equal(platform == Platform.Instagram ? "/v25.0/777_888/replies" : "/v25.0/777_888/comments", Graph.LastAddress);
    }

    [Theory]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Instagram)]
    public async Task A_comment_is_hidden_and_that_it_is_hidden_is_read_back(Platform platform)
    {
        Graph.CitizenCommented("777_888", null, "42", "NIK saya 3303014107800001", Now);
        var hide = Reply(platform: platform) with { Door = Door.Hide, Text = "" };
        Assert.IsType<Settlement.NotFound>(await Sender(platform).FindSent(hide, default));

        Assert.Equal(new SendOutcome.Sent("777_888"), await Sender(platform).Send(hide, default));

        Assert.Equal((Door.Hide, "777_888"), (Assert.Single(Graph.Sent).Door, Graph.Sent[0].Target));
        Assert.Equal(new Settlement.Found("777_888"), await Sender(platform).FindSent(hide, default));
    }

    [Fact]
    public async Task A_comment_that_is_gone_cannot_be_hidden()
    {
        Graph.Delete("777_888");

        AssertRefused(RefusedBecause.TargetGone, await Sender().Send(Reply() with { Door = Door.Hide, Text = "" }, default));
    }

    [Fact]
    public async Task A_private_reply_goes_to_the_comment_by_the_page()
    {
        var outcome = await Sender(Platform.Instagram).Send(PrivateReply() with { Platform = Platform.Instagram }, default);

        var sent = Assert.Single(Graph.Sent);
        Assert.Equal((Door.PrivateReply, "777_888"), (sent.Door, sent.Target));
        Assert.Equal(new SendOutcome.Sent(sent.Id), outcome);
        // With Facebook login the Instagram account's own node has no messages.
        Assert.Equal($"/v25.0/{Page}/messages", Graph.LastAddress);
    }

    [Fact]
    public async Task A_comment_is_answered_in_private_only_once()
    {
        var sender = Sender();
        await sender.Send(PrivateReply(), default);

        AssertRefused(RefusedBecause.AlreadyReplied, await sender.Send(PrivateReply(), default));
        Assert.Single(Graph.Sent);
    }

    [Fact]
    public async Task A_comment_older_than_seven_days_is_not_answered_in_private()
    {
        AssertRefused(RefusedBecause.WindowClosed, await Sender().Send(PrivateReply(answeredAt: Now.AddDays(-7).AddSeconds(-1)), default));
        Assert.Equal(0, Graph.Calls);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(24, null)]
    [InlineData(25, "HUMAN_AGENT")]
    [InlineData(168, "HUMAN_AGENT")]
    public async Task A_direct_message_is_tagged_once_the_first_day_is_over(int hours, string? tag)
    {
        Graph.EnforceWindows = true;
        Graph.CitizenWrote("42", "halo", Now.AddHours(-hours));

        Assert.IsType<SendOutcome.Sent>(await Sender().Send(Direct(Now.AddHours(-hours)), default));
        Assert.Equal(tag, Assert.Single(Graph.Sent).Tag);
    }

    [Fact]
    public async Task After_seven_days_a_direct_message_is_not_even_tried()
    {
        AssertRefused(RefusedBecause.WindowClosed, await Sender().Send(Direct(Now.AddHours(-169)), default));
        Assert.Equal(0, Graph.Calls);
    }

    [Fact]
    public async Task The_platform_closes_the_window_when_nobody_knows_when_the_citizen_wrote()
    {
        Graph.EnforceWindows = true;

        AssertRefused(RefusedBecause.WindowClosed, await Sender().Send(Direct(answeredAt: null), default));
    }

    [Fact]
    public async Task Without_a_token_the_channel_is_not_connected()
    {
        Assert.Equal(new SendOutcome.ChannelBroken("not connected"), await Sender(token: null).Send(Reply(), default));
        Assert.Equal(0, Graph.Calls);
    }

    [Theory]
    [InlineData("EAAB rahasia", null)]
    [InlineData("EAAB\nrahasia", null)]
    [InlineData("  ", null)]
    [InlineData(Token, "graph.facebook.com")]
    [InlineData(Token, "ftp://graph.facebook.com")]
    public async Task Settings_that_cannot_work_break_the_channel(string token, string? baseUrl)
    {
        Assert.IsType<SendOutcome.ChannelBroken>(await Sender(token: token, baseUrl: baseUrl).Send(Reply(), default));
        Assert.IsType<Settlement.ChannelBroken>(await Sender(token: token, baseUrl: baseUrl).FindSent(Reply(), default));
        Assert.Equal(0, Graph.Calls);
    }

    [Fact]
    public async Task A_token_from_a_file_may_end_in_a_line_break()
    {
        Assert.IsType<SendOutcome.Sent>(await Sender(token: Token + "\n").Send(Reply(), default));
    }

    [Fact]
    public async Task A_wrong_token_breaks_the_channel()
    {
        var outcome = await Sender(token: "EAAB-lama").Send(Reply(), default);

        Assert.Equal("Graph 190/463 (HTTP 401, trace AFakeTrace)", Assert.IsType<SendOutcome.ChannelBroken>(outcome).Detail);
    }

    [Fact]
    public async Task A_deleted_comment_is_gone()
    {
        Graph.Delete("777_888");

        AssertRefused(RefusedBecause.TargetGone, await Sender().Send(Reply(), default));
        AssertRefused(RefusedBecause.TargetGone, await Sender().Send(PrivateReply(), default));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/")]
    public async Task An_id_that_would_climb_in_the_address_is_refused(string id)
    {
        AssertRefused(RefusedBecause.Invalid, await Sender().Send(Reply(id), default));
        Assert.Equal(0, Graph.Calls);
    }

    [Fact]
    public async Task A_passing_outage_is_uncertain_until_the_thread_is_read_back()
    {
        Graph.Outage = true;
        var sender = Sender();
        Assert.IsType<SendOutcome.Uncertain>(await sender.Send(Reply(), default));
        Assert.IsType<Settlement.Unknown>(await sender.FindSent(Reply(), default));

        Graph.Outage = false;
        Assert.IsType<Settlement.NotFound>(await sender.FindSent(Reply(), default));
        Assert.IsType<SendOutcome.Sent>(await sender.Send(Reply(), default));
        Assert.Single(Graph.Sent);
    }

    [Theory]
    [InlineData(400, 4, 0, true)]
    [InlineData(400, 17, 0, true)]
    [InlineData(400, 32, 0, true)]
    [InlineData(403, 341, 0, true)]
    [InlineData(400, 613, 0, true)]
    [InlineData(400, 80001, 0, true)]
    [InlineData(400, 80006, 0, true)]
    [InlineData(429, 77777, 0, true)]
    [InlineData(400, 100, 2534037, false)]
    public async Task Limits_delay(int status, int code, int subcode, bool wholeChannel)
    {
        Graph.AnswerNext(1, status, Error(code, subcode));

        Assert.Equal(wholeChannel, Assert.IsType<SendOutcome.Delayed>(await Sender().Send(Reply(), default)).WholeChannel);
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(400, 1)]
    [InlineData(503, 2)]
    [InlineData(400, 9)]
    [InlineData(400, 1200)]
    [InlineData(500, 77777)]
    [InlineData(500, 100)]
    public async Task What_broke_inside_the_platform_may_have_been_taken_and_is_settled_by_reading_back(int status, int code)
    {
        Graph.AnswerNext(1, status, Error(code, 0));

        Assert.IsType<SendOutcome.Uncertain>(await Sender().Send(Reply(), default));
    }

    [Theory]
    [InlineData(10, 2018278, RefusedBecause.WindowClosed)]
    [InlineData(10, 2534022, RefusedBecause.WindowClosed)]
    [InlineData(10901, 0, RefusedBecause.WindowClosed)]
    [InlineData(100, 33, RefusedBecause.TargetGone)]
    [InlineData(803, 0, RefusedBecause.TargetGone)]
    [InlineData(551, 1545041, RefusedBecause.RecipientUnreachable)]
    [InlineData(551, 0, RefusedBecause.RecipientUnreachable)]
    [InlineData(100, 2018001, RefusedBecause.RecipientUnreachable)]
    [InlineData(10900, 0, RefusedBecause.AlreadyReplied)]
    [InlineData(10903, 0, RefusedBecause.AlreadyReplied)]
    [InlineData(368, 0, RefusedBecause.TakenForAbuse)]
    [InlineData(100, 0, RefusedBecause.Invalid)]
    public async Task What_will_never_be_taken_is_refused_with_its_reason(int code, int subcode, RefusedBecause because)
    {
        Graph.AnswerNext(1, 400, Error(code, subcode));

        AssertRefused(because, await Sender().Send(Reply(), default));
    }

    [Theory]
    [InlineData("(#100) Length of param message[text] must be less than or equal to 2000", RefusedBecause.TooLong)]
    [InlineData("This comment has already been replied to", RefusedBecause.AlreadyReplied)]
    [InlineData("(#100) Object does not exist", RefusedBecause.TargetGone)]
    public async Task Where_the_code_says_little_the_sentence_is_read(string sentence, RefusedBecause because)
    {
        Graph.AnswerNext(1, 400, JsonSerializer.Serialize(new { error = new { message = sentence, code = 100 } }));

        AssertRefused(because, await Sender().Send(Reply(), default));
    }

    [Theory]
    [InlineData(190, 460)]
    [InlineData(102, 0)]
    [InlineData(10, 0)]
    [InlineData(3, 0)]
    [InlineData(200, 0)]
    [InlineData(230, 0)]
    [InlineData(299, 0)]
    public async Task A_lost_token_or_permission_breaks_the_channel(int code, int subcode)
    {
        Graph.AnswerNext(1, 403, Error(code, subcode));

        Assert.IsType<SendOutcome.ChannelBroken>(await Sender().Send(Reply(), default));
    }

    [Fact]
    public async Task A_duplicate_is_settled_by_reading_back()
    {
        Graph.AnswerNext(1, 400, Error(506, 0));

        Assert.IsType<SendOutcome.Uncertain>(await Sender().Send(Reply(), default));
    }

    [Theory]
    [InlineData("Retry-After", "90", 90)]
    [InlineData("Retry-After", "Mon, 02 Mar 2026 03:05:05 GMT", 60)]
    [InlineData("x-business-use-case-usage", """{"100500":[{"type":"pages","estimated_time_to_regain_access":19},{"type":"messenger"}]}""", 1140)]
    [InlineData("x-app-usage", """{"call_count":100,"total_time":25,"total_cputime":25}""", null)]
    [InlineData("x-app-usage", """{"estimated_time_to_regain_access":"5"}""", 300)]
    [InlineData("x-app-usage", """{"estimated_time_to_regain_access":99999}""", 86400)]
    [InlineData("x-app-usage", "[[[[[{", null)]
    public async Task The_platform_says_how_long_to_wait(string header, string value, int? seconds)
    {
        Graph.AnswerNext(1, 400, Error(32, 0), (header, value));

        var delayed = Assert.IsType<SendOutcome.Delayed>(await Sender().Send(Reply(), default));
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, delayed.RetryAfter);
    }

    [Theory]
    [InlineData(200, "{}", typeof(SendOutcome.Uncertain))]
    [InlineData(200, "", typeof(SendOutcome.Uncertain))]
    [InlineData(200, """{"success":true}""", typeof(SendOutcome.Uncertain))]
    [InlineData(200, """{"error":{"code":190}}""", typeof(SendOutcome.ChannelBroken))]
    [InlineData(500, "<html>", typeof(SendOutcome.Uncertain))]
    [InlineData(502, null, typeof(SendOutcome.Uncertain))]
    [InlineData(504, null, typeof(SendOutcome.Uncertain))]
    [InlineData(429, null, typeof(SendOutcome.Delayed))]
    [InlineData(301, null, typeof(SendOutcome.ChannelBroken))]
    [InlineData(404, "<html>", typeof(SendOutcome.ChannelBroken))]
    [InlineData(400, "[1]", typeof(SendOutcome.Delayed))]
    [InlineData(400, """{"error":"quite"}""", typeof(SendOutcome.Delayed))]
    [InlineData(400, """{"error":{"code":"many","message":7}}""", typeof(SendOutcome.Refused))]
    public async Task An_answer_without_proof_or_reason_is_judged_by_what_may_have_happened(int status, string? body, Type expected)
    {
        Graph.AnswerNext(1, status, body, ("Location", "/elsewhere"));

        Assert.IsType(expected, await Sender().Send(Reply(), default));
        Assert.Equal(1, Graph.Calls);
    }

    [Fact]
    public async Task A_cut_after_the_words_left_is_uncertain_and_never_repeated_beneath_us()
    {
        var sender = Sender();
        // The second call runs over the connection of the first, where a client is tempted to try again by itself.
        await sender.Send(Reply("777_1"), default);
        Graph.CutNextAfterTaking();

        Assert.IsType<SendOutcome.Uncertain>(await sender.Send(Reply("777_2"), default));
        Assert.Equal(["777_1", "777_2"], Graph.Sent.Select(sent => sent.Target));
        Assert.Equal(2, Graph.Calls);
    }

    [Fact]
    public async Task A_time_out_after_the_words_left_is_uncertain()
    {
        var sender = Sender(timeout: TimeSpan.FromSeconds(1));
        // The connection stands already, so that the patience is spent on the answer alone.
        await sender.Send(Reply("777_1"), default);
        using var held = Graph.HoldNext();

        var outcome = await sender.Send(Reply("777_2"), default);

        Assert.Equal("the call was cut (TimedOut)", Assert.IsType<SendOutcome.Uncertain>(outcome).Detail);
        Assert.Equal("777_2", Graph.Sent[^1].Target);
    }

    [Fact]
    public async Task A_shutdown_after_the_words_left_is_uncertain_and_before_it_a_cancellation()
    {
        using var stopping = new CancellationTokenSource();
        using var held = Graph.HoldNext();
        var sender = Sender();
        var sending = sender.Send(Reply(), stopping.Token);
        Assert.True(await Graph.Until(sent => sent.Count == 1, TimeSpan.FromSeconds(30)));
        await stopping.CancelAsync();

        Assert.IsType<SendOutcome.Uncertain>(await sending);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.Send(Reply(), stopping.Token));
        Assert.Single(Graph.Sent);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent()
    {
        var outcome = await Sender(baseUrl: $"http://127.0.0.1:{FreePort()}/v25.0").Send(Reply(), default);

        Assert.True(Assert.IsType<SendOutcome.Delayed>(outcome).WholeChannel);
    }

    [Fact]
    public async Task A_host_without_a_name_was_not_reached()
    {
        Assert.IsType<SendOutcome.Delayed>(await Sender(baseUrl: "http://graph.invalid/v25.0").Send(Reply(), default));
    }

    [Fact]
    public async Task Neither_token_nor_words_nor_citizen_are_logged_or_stand_in_an_address()
    {
        var sender = Sender();
        await sender.Send(Reply(), default);
        await sender.Send(Direct(Now), default);
        Graph.AnswerNext(1, 400, JsonSerializer.Serialize(new { error = new { message = $"Malformed access token {Token}", code = 190 } }));
        var broken = await sender.Send(Reply(), default);
        Graph.CutNextAfterTaking();
        var cut = await sender.Send(Reply(), default);
        await sender.FindSent(Direct(Now), default);

        Assert.DoesNotContain(Token, Graph.LastAddress, StringComparison.Ordinal);
        foreach (var line in Logged.Append(broken.ToString()).Append(cut.ToString()))
        {
            Assert.DoesNotContain(Token, line, StringComparison.Ordinal);
            Assert.DoesNotContain("KMS-2026", line, StringComparison.Ordinal);
            Assert.DoesNotContain("777_888", line, StringComparison.Ordinal);
        }
    }

    [FactWhenSharedData]
    public async Task Each_real_error_body_is_understood()
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["10-2018278-outside-window"] = "Refused WindowClosed",
            ["100-2018047-upload-failure"] = "Refused Invalid",
            ["17-user-limit"] = "Delayed, whole channel",
            ["190-463-token-expired"] = "ChannelBroken",
            ["230-needs-pages_messaging"] = "ChannelBroken",
            ["32-page-limit"] = "Delayed, whole channel",
            ["368-blocked"] = "Refused TakenForAbuse",
            ["4-app-limit"] = "Delayed, whole channel",
            ["613-custom-limit"] = "Delayed, whole channel",
            ["exampleError"] = "ChannelBroken",
            ["exampleErrorNew"] = "ChannelBroken",
            ["exampleOauthError"] = "ChannelBroken",
            ["oauthExampleError"] = "Uncertain",
            ["pyfb-base-error_data"] = "Refused TargetGone",
            ["pyfb-testdata-error"] = "ChannelBroken",
        };
        var actual = new Dictionary<string, string>(StringComparer.Ordinal);
        var sender = Sender();
        foreach (var file in SharedData.Files("webhooks/errors-meta"))
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            var root = document.RootElement;
            var status = root.TryGetProperty("http_status", out var given) ? given.GetInt32() : 400;
            Graph.AnswerNext(1, status, (root.TryGetProperty("body", out var body) ? body : root).GetRawText());
            actual[Path.GetFileNameWithoutExtension(file)] = await sender.Send(Reply(), default) switch
            {
                SendOutcome.Refused refused => $"Refused {refused.Because}",
                SendOutcome.Delayed { WholeChannel: true } => "Delayed, whole channel",
                var outcome => outcome.GetType().Name,
            };
        }

        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private static void AssertRefused(RefusedBecause because, SendOutcome outcome) =>
        Assert.Equal(because, Assert.IsType<SendOutcome.Refused>(outcome).Because);

    private static string Error(int code, int subcode) =>
        JsonSerializer.Serialize(new { error = new { message = $"(#{code}) Something", type = "OAuthException", code, error_subcode = subcode } });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
