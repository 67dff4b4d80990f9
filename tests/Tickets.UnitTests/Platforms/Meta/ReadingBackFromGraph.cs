using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Platforms.Meta;

public sealed class ReadingBackFromGraph : MetaConnection
{
    [Theory]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Instagram)]
    public async Task A_reply_whose_answer_was_lost_is_found(Platform platform)
    {
        var sender = Sender(platform);
        Graph.CutNextAfterTaking();
        await sender.Send(Reply(platform: platform), default);

        Assert.Equal(new Settlement.Found(Assert.Single(Graph.Sent).Id), await sender.FindSent(Reply(platform: platform), default));
    }

    [Fact]
    public async Task A_reply_that_never_left_is_not_found()
    {
        Graph.CutNext();
        var sender = Sender();
        Assert.IsType<SendOutcome.Uncertain>(await sender.Send(Reply(), default));

        Assert.IsType<Settlement.NotFound>(await sender.FindSent(Reply(), default));
    }

    [Fact]
    public async Task A_reply_is_found_behind_many_pages_of_others()
    {
        for (var i = 0; i < 350; i++)
            Graph.CitizenCommented($"777_9{i:0000}", "777_888", "43", "sama min", Now);
        var sender = Sender();
        await sender.Send(Reply(), default);

        Assert.IsType<Settlement.Found>(await sender.FindSent(Reply(), default));
        Assert.Contains("after=300", Graph.LastAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_longer_than_can_be_read_is_for_a_person()
    {
        for (var i = 0; i < 2_100; i++)
            Graph.CitizenCommented($"777_9{i:0000}", "777_888", "43", "sama min", Now);

        Assert.IsType<Settlement.CannotTell>(await Sender().FindSent(Reply(), default));
    }

    [Theory]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Instagram)]
    public async Task A_reply_to_a_reply_is_found_beside_it(Platform platform)
    {
        Graph.CitizenCommented("777_1", null, "43", "min", Now);
        Graph.CitizenCommented("777_2", "777_1", "42", "saya juga", Now);
        var sender = Sender(platform);
        await sender.Send(Reply("777_2", platform: platform), default);

        Assert.IsType<Settlement.Found>(await sender.FindSent(Reply("777_2", platform: platform), default));
    }

    [Theory]
    [InlineData(Door.PrivateReply, Platform.Facebook)]
    [InlineData(Door.PrivateReply, Platform.Instagram)]
    [InlineData(Door.DirectMessage, Platform.Facebook)]
    [InlineData(Door.DirectMessage, Platform.Instagram)]
    public async Task A_private_message_is_found_in_the_conversation(Door door, Platform platform)
    {
        Graph.CitizenCommented("777_888", null, "42", "min", Now);
        var words = (door == Door.PrivateReply ? PrivateReply() : Direct(Now)) with { Platform = platform };
        var sender = Sender(platform);
        Assert.IsType<Settlement.NotFound>(await sender.FindSent(words, default));
        Graph.CutNextAfterTaking();
        await sender.Send(words, default);

        Assert.Equal(new Settlement.Found(Assert.Single(Graph.Sent).Id), await sender.FindSent(words, default));
        Assert.Contains(platform == Platform.Instagram ? "platform=instagram" : "platform=messenger", Graph.LastAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_message_is_found_behind_a_page_of_newer_ones()
    {
        var sender = Sender();
        await sender.Send(Direct(Now), default);
        for (var i = 0; i < 120; i++)
            Graph.CitizenWrote("42", $"halo {i}", Now);

        Assert.IsType<Settlement.Found>(await sender.FindSent(Direct(Now), default));
    }

    [Fact]
    public async Task White_space_may_change_on_the_way()
    {
        var sender = Sender();
        await sender.Send(Reply(text: "Yth. Ibu,\n\n aduan  diterima."), default);

        Assert.IsType<Settlement.Found>(await sender.FindSent(Reply(text: " Yth. Ibu,\r\naduan diterima. "), default));
        Assert.IsType<Settlement.NotFound>(await sender.FindSent(Reply(text: "Yth. Ibu, aduan"), default));
        Assert.IsType<Settlement.NotFound>(await sender.FindSent(Reply(text: "Yth. Ibu, aduan diterima. Kami"), default));
    }

    [Fact]
    public async Task The_same_words_of_an_earlier_day_or_of_a_citizen_are_not_ours()
    {
        Graph.CitizenCommented("777_9", "777_888", Page, Words, Now.AddMinutes(-2));
        Graph.CitizenCommented("777_10", "777_888", "43", Words, Now);

        Assert.IsType<Settlement.NotFound>(await Sender().FindSent(Reply(), default));
    }

    [Fact]
    public async Task Words_stamped_a_little_before_the_attempt_are_ours()
    {
        Graph.CitizenCommented("777_9", "777_888", Page, Words, Now.AddSeconds(-59));

        Assert.Equal(new Settlement.Found("777_9"), await Sender().FindSent(Reply(), default));
    }

    [Fact]
    public async Task Under_a_deleted_comment_nothing_stands()
    {
        Graph.Delete("777_888");

        Assert.IsType<Settlement.NotFound>(await Sender().FindSent(Reply(), default));
    }

    [Fact]
    public async Task A_platform_in_trouble_could_not_be_asked_now()
    {
        Graph.AnswerNext(1, 400, """{"error":{"code":32,"message":"limit"}}""", ("Retry-After", "30"));
        var sender = Sender();

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<Settlement.Unknown>(await sender.FindSent(Reply(), default)).RetryAfter);
        Graph.CutNext();
        Assert.IsType<Settlement.Unknown>(await sender.FindSent(Reply(), default));
        Graph.AnswerNext(1, 200, "{}");
        Assert.IsType<Settlement.Unknown>(await sender.FindSent(Reply(), default));
        Graph.AnswerNext(1, 400, """{"error":{"code":100,"message":"Invalid parameter"}}""");
        Assert.IsType<Settlement.CannotTell>(await sender.FindSent(Direct(Now), default));
        // That is the whole channel's trouble, not these words'.
        Assert.IsType<Settlement.ChannelBroken>(await Sender(token: "lama").FindSent(Reply(), default));
        Assert.IsType<Settlement.ChannelBroken>(await Sender(token: null).FindSent(Reply(), default));
    }
}
