using System.Globalization;
using System.Text.Json;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

public sealed class SendingByTheOthers : Connections
{
    private static readonly FakeTrouble CutAfter = new(FakeTroubleKind.CutAfterTaking);

    [Fact]
    public async Task WhatsApp_takes_words_within_a_day_and_a_template_after_it()
    {
        Fakes.Write(Platform.WhatsApp, "628123", "halo", Now.AddHours(-1));
        Assert.IsType<SendOutcome.Sent>(await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123"), default));

        Clock.Pass(TimeSpan.FromHours(24));
        // Not even tried by what we know, and refused by what WhatsApp knows.
        AssertRefused(RefusedBecause.WindowClosed, await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123", answeredAt: Now.AddHours(-25)), default));
        AssertRefused(RefusedBecause.WindowClosed, await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123"), default));
        var template = Direct(Platform.WhatsApp, "628123", answeredAt: Now.AddDays(-3)) with { Door = Door.Template, Parameters = ["KMS-2026-000123", "https://aduan.example.go.id/lacak"] };
        Assert.IsType<SendOutcome.Sent>(await Sender(Platform.WhatsApp).Send(template, default));

        Assert.Equal(
            [(Door.DirectMessage, Words), (Door.Template, "KMS-2026-000123 · https://aduan.example.go.id/lacak")],
            Fakes.Sent.Select(s => (s.Words.Door, s.Words.Text))
        );
    }

    [Fact]
    public async Task WhatsApp_settles_a_cut_call_by_its_own_report_or_asks_a_person()
    {
        Fakes.Write(Platform.WhatsApp, "628123", "halo", Now);
        Fakes.Next(Platform.WhatsApp, CutAfter);
        string? key = null;
        Fakes.WhatsAppTook = (k, _) => key = k;

        Assert.IsType<SendOutcome.Uncertain>(await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123"), default));
        Assert.Equal("reply:2", key);
        var words = Direct(Platform.WhatsApp, "628123");
        Assert.IsType<Settlement.Unknown>(await Sender(Platform.WhatsApp).FindSent(words, default));
        Clock.Pass(TimeSpan.FromMinutes(11));
        Assert.IsType<Settlement.CannotTell>(await Sender(Platform.WhatsApp).FindSent(words, default));
    }

    [Theory]
    [InlineData(131047, "Refused WindowClosed")]
    [InlineData(131026, "Refused RecipientUnreachable")]
    [InlineData(131050, "Refused RecipientUnreachable")]
    [InlineData(131056, "Delayed")]
    [InlineData(130429, "Delayed, whole channel")]
    [InlineData(131048, "Delayed, whole channel")]
    [InlineData(80007, "Delayed, whole channel")]
    [InlineData(4, "Delayed, whole channel")]
    [InlineData(131000, "Delayed")]
    [InlineData(190, "ChannelBroken")]
    [InlineData(368, "ChannelBroken")]
    [InlineData(131031, "ChannelBroken")]
    [InlineData(200, "ChannelBroken")]
    [InlineData(132001, "Refused Invalid")]
    [InlineData(132005, "Refused TooLong")]
    [InlineData(77777, "Refused Invalid")]
    public async Task Each_code_of_WhatsApp_has_its_outcome(int code, string outcome)
    {
        Fakes.Next(Platform.WhatsApp, new FakeTrouble(FakeTroubleKind.Answer, 400, JsonSerializer.Serialize(new { error = new { message = "(#" + code + ")", code } })));

        Assert.Equal(outcome, Named(await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123"), default)));
    }

    [Fact]
    public async Task YouTube_holds_a_comment_back_and_that_it_is_held_is_read_back()
    {
        var comment = Fakes.Write(Platform.YouTube, "UC42", "NIK saya 3303014107800001", Now);
        var hide = Comment(Platform.YouTube, comment, "") with { Door = Door.Hide };
        Assert.IsType<Settlement.NotFound>(await Sender(Platform.YouTube).FindSent(hide, default));
        Fakes.Next(Platform.YouTube, CutAfter);
        Assert.IsType<SendOutcome.Uncertain>(await Sender(Platform.YouTube).Send(hide, default));
        Assert.Equal(new Settlement.Found(comment), await Sender(Platform.YouTube).FindSent(hide, default));

        // Done twice it is done once; the answer has no content.
        Assert.Equal(new SendOutcome.Sent(comment), await Sender(Platform.YouTube).Send(hide, default));
        Assert.Equal((Door.Hide, comment), (Fakes.Sent[0].Words.Door, Fakes.Sent[0].Words.Target));
        Fakes.Delete(comment);
        AssertRefused(RefusedBecause.TargetGone, await Sender(Platform.YouTube).Send(hide, default));
    }

    [Fact]
    public async Task X_replies_and_finds_a_reply_whose_answer_was_lost()
    {
        var post = Fakes.Write(Platform.X, "42", "@kemensosri tolong", Now);
        Fakes.Next(Platform.X, CutAfter);
        Assert.IsType<SendOutcome.Uncertain>(await Sender(Platform.X).Send(Comment(Platform.X, post), default));

        var found = Assert.IsType<Settlement.Found>(await Sender(Platform.X).FindSent(Comment(Platform.X, post), default));

        Assert.Equal(Fakes.Sent.Single().Words.Id, found.PlatformId);
        Assert.IsType<Settlement.NotFound>(await Sender(Platform.X).FindSent(Comment(Platform.X, post, "Lain."), default));
        // The platform itself takes nothing twice; whether it is ours is then read back.
        Assert.IsType<SendOutcome.Uncertain>(await Sender(Platform.X).Send(Comment(Platform.X, post), default));
    }

    [Fact]
    public async Task X_writes_to_who_wrote_and_finds_those_words_too()
    {
        Fakes.Write(Platform.X, "42", "halo", Now, inPrivate: true);
        var sent = Assert.IsType<SendOutcome.Sent>(await Sender(Platform.X).Send(Direct(Platform.X, "42"), default));

        Assert.Equal(new Settlement.Found(sent.PlatformId), await Sender(Platform.X).FindSent(Direct(Platform.X, "42"), default));
        Fakes.Block("43");
        AssertRefused(RefusedBecause.RecipientUnreachable, await Sender(Platform.X).Send(Direct(Platform.X, "43"), default));
    }

    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized", "ChannelBroken")]
    [InlineData(402, "CreditsDepleted", "Your enrolled account does not have any credits", "ChannelBroken")]
    [InlineData(403, "Forbidden", "Your account is suspended and is not permitted to access this feature.", "ChannelBroken")]
    [InlineData(403, "Unsupported Authentication", "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.", "ChannelBroken")]
    [InlineData(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.", "Uncertain")]
    [InlineData(403, "Forbidden", "You cannot send messages to users who are not following you.", "Refused RecipientUnreachable")]
    [InlineData(400, "Invalid Request", "You attempted to reply to a Tweet that is deleted or not visible to you.", "Refused TargetGone")]
    [InlineData(403, "Forbidden", "Reply to this conversation is not allowed because you have not been mentioned", "Refused TargetGone")]
    [InlineData(400, "Invalid Request", "Tweet needs to be a bit shorter.", "Refused TooLong")]
    [InlineData(400, "Invalid Request", "One or more parameters to your request was invalid.", "Refused Invalid")]
    [InlineData(404, "Not Found Error", "Could not find tweet", "Refused TargetGone")]
    [InlineData(429, "Too Many Requests", "Too Many Requests", "Delayed, whole channel")]
    [InlineData(503, "Service Unavailable", "Service Unavailable", "Delayed")]
    [InlineData(500, "Internal", "", "Uncertain")]
    public async Task Each_problem_of_X_has_its_outcome(int status, string title, string detail, string outcome)
    {
        Fakes.Next(Platform.X, new FakeTrouble(FakeTroubleKind.Answer, status, JsonSerializer.Serialize(new { title, detail, type = "about:blank", status })));

        Assert.Equal(outcome, Named(await Sender(Platform.X).Send(Comment(Platform.X, "900"), default)));
    }

    [Fact]
    public async Task The_usage_headers_of_WhatsApp_say_in_minutes_how_long_to_wait()
    {
        Fakes.Next(
            Platform.WhatsApp,
            new FakeTrouble(
                FakeTroubleKind.Answer,
                400,
                """{"error":{"code":80007,"message":"rate limit"}}""",
                ("x-business-use-case-usage", """{"102290129340398":[{"type":"whatsapp","call_count":100,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":11}]}""")
            )
        );

        var delayed = Assert.IsType<SendOutcome.Delayed>(await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123"), default));
        Assert.Equal((TimeSpan.FromMinutes(11), true), (delayed.RetryAfter, delayed.WholeChannel));
    }

    [Fact]
    public async Task The_limit_of_X_says_until_when_to_wait()
    {
        var reset = Now.AddMinutes(7).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Fakes.Next(
            Platform.X,
            new FakeTrouble(FakeTroubleKind.Answer, 429, """{"title":"Too Many Requests","status":429}""", ("x-rate-limit-limit", "450"), ("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", reset))
        );

        var delayed = Assert.IsType<SendOutcome.Delayed>(await Sender(Platform.X).Send(Comment(Platform.X, "900"), default));
        Assert.Equal((TimeSpan.FromMinutes(7), true), (delayed.RetryAfter, delayed.WholeChannel));
        // What the headers told, the next words know without asking.
        Assert.Equal(TimeSpan.FromMinutes(7), Assert.IsType<SendOutcome.NoRoom>(await Sender(Platform.X).Send(Comment(Platform.X, "901"), default)).Wait);
        Clock.Pass(TimeSpan.FromMinutes(8));
        Assert.IsType<SendOutcome.Sent>(await Sender(Platform.X).Send(Comment(Platform.X, "901"), default));
    }

    [Fact]
    public async Task YouTube_replies_under_the_top_comment_and_finds_the_reply()
    {
        var top = Fakes.Write(Platform.YouTube, "UC42", "tolong", Now);
        var under = Fakes.Write(Platform.YouTube, "UC43", "sama", Now, top);
        Fakes.Next(Platform.YouTube, CutAfter);
        Assert.IsType<SendOutcome.Uncertain>(await Sender(Platform.YouTube).Send(Comment(Platform.YouTube, under), default));

        Assert.IsType<Settlement.Found>(await Sender(Platform.YouTube).FindSent(Comment(Platform.YouTube, under), default));
        Assert.Equal(top, Fakes.Sent.Single().Words.Target);
    }

    [Theory]
    [InlineData(403, "commentsDisabled", "Refused TargetGone")]
    [InlineData(404, "parentCommentNotFound", "Refused TargetGone")]
    [InlineData(404, "videoNotFound", "Refused TargetGone")]
    [InlineData(400, "commentTextTooLong", "Refused TooLong")]
    [InlineData(400, "commentTextRequired", "Refused Invalid")]
    [InlineData(403, "insufficientPermissions", "ChannelBroken")]
    [InlineData(400, "keyInvalid", "ChannelBroken")]
    [InlineData(401, "authError", "ChannelBroken")]
    [InlineData(403, "rateLimitExceeded", "Delayed, whole channel")]
    [InlineData(400, "processingFailure", "Delayed")]
    [InlineData(500, "backendError", "Uncertain")]
    public async Task Each_reason_of_YouTube_has_its_outcome(int status, string reason, string outcome)
    {
        Fakes.Next(Platform.YouTube, new FakeTrouble(FakeTroubleKind.Answer, status, JsonSerializer.Serialize(new { error = new { code = status, message = reason, errors = new[] { new { reason } } } })));

        Assert.Equal(outcome, Named(await Sender(Platform.YouTube).Send(Comment(Platform.YouTube, "Ug1"), default)));
    }

    [Fact]
    public async Task A_used_up_quota_waits_for_midnight_in_Pacific_time()
    {
        Fakes.Next(Platform.YouTube, new FakeTrouble(FakeTroubleKind.Answer, 403, """{"error":{"code":403,"errors":[{"reason":"quotaExceeded","domain":"youtube.quota"}]}}"""));

        var delayed = Assert.IsType<SendOutcome.Delayed>(await Sender(Platform.YouTube).Send(Comment(Platform.YouTube, "Ug1"), default));
        // 03:04:05 UTC on 2 November is 19:04:05 on the 1st at UTC-8: summer time ended that morning.
        Assert.Equal(new TimeSpan(4, 55, 55), delayed.RetryAfter);
    }

    [Fact]
    public async Task Our_own_account_of_the_quota_leaves_the_last_units_to_urgent_words()
    {
        var sender = Sender(Platform.YouTube);
        for (var i = 0; i < 190; i++)
            Assert.IsType<SendOutcome.Sent>(await sender.Send(Comment(Platform.YouTube, "Ug1", $"Jawaban {i}."), default));

        Assert.Equal(new TimeSpan(4, 55, 55), Assert.IsType<SendOutcome.NoRoom>(await sender.Send(Comment(Platform.YouTube, "Ug1", "Biasa."), default)).Wait);
        Assert.IsType<SendOutcome.Sent>(await sender.Send(Comment(Platform.YouTube, "Ug1", "Mendesak.") with { Urgent = true }, default));
        Clock.Pass(TimeSpan.FromHours(5));
        Assert.IsType<SendOutcome.Sent>(await sender.Send(Comment(Platform.YouTube, "Ug1", "Besoknya."), default));
    }

    [FactWhenSharedData]
    public async Task Each_real_error_body_of_YouTube_is_understood()
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["403-quotaExceeded"] = "Delayed, whole channel",
            ["error_permission_resp"] = "ChannelBroken",
            ["error_response"] = "ChannelBroken",
            ["error_response_simple"] = "Refused Invalid",
        };
        var actual = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in SharedData.Files("webhooks/errors-youtube"))
        {
            var body = await File.ReadAllTextAsync(file);
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("error");
            var status = error.ValueKind == JsonValueKind.Object ? error.GetProperty("code").GetInt32() : 400;
            Fakes.Next(Platform.YouTube, new FakeTrouble(FakeTroubleKind.Answer, status, body));
            actual[Path.GetFileNameWithoutExtension(file)] = Named(await Sender(Platform.YouTube).Send(Comment(Platform.YouTube, "Ug1"), default));
        }

        Assert.Equal(expected.OrderBy(p => p.Key, StringComparer.Ordinal), actual.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.X)]
    [InlineData(Platform.YouTube)]
    public async Task Public_words_with_personal_data_never_leave_the_house(Platform platform)
    {
        var words = Comment(platform, "900", "NIK Ibu 3303121205800001 sudah kami cek, hubungi 081234567890.");

        AssertRefused(RefusedBecause.PersonalData, await Sender(platform).Send(words, default));
        Assert.Empty(Fakes.Sent);
        Assert.Equal(0, Fakes.Calls + Fakes.Graph.Calls);
    }

    [Theory]
    [InlineData(Platform.WhatsApp, Door.CommentReply)]
    [InlineData(Platform.X, Door.Template)]
    [InlineData(Platform.YouTube, Door.DirectMessage)]
    [InlineData(Platform.Facebook, Door.Template)]
    public async Task A_door_that_a_platform_does_not_have_is_refused(Platform platform, Door door) =>
        AssertRefused(RefusedBecause.Invalid, await Sender(platform).Send(Direct(platform, "42") with { Door = door }, default));

    [Theory]
    [InlineData(Platform.WhatsApp)]
    [InlineData(Platform.X)]
    [InlineData(Platform.YouTube)]
    public async Task A_wrong_token_breaks_the_channel(Platform platform)
    {
        Fakes.RequiredToken = "lain";

        var words = platform == Platform.WhatsApp ? Direct(platform, "628123") : Comment(platform, "900");
        Assert.IsType<SendOutcome.ChannelBroken>(await Sender(platform).Send(words, default));
    }

    private static void AssertRefused(RefusedBecause because, SendOutcome outcome) => Assert.Equal(because, Assert.IsType<SendOutcome.Refused>(outcome).Because);

    private static string Named(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused refused => $"Refused {refused.Because}",
            SendOutcome.Delayed { WholeChannel: true } => "Delayed, whole channel",
            _ => outcome.GetType().Name,
        };
}
