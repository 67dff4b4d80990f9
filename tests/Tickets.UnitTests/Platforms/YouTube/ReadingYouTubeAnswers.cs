using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Platforms.YouTube;

public sealed class ReadingYouTubeAnswers
{
    private const string Author = """ "authorDisplayName":"@siti","authorChannelId":{"value":"UC42"} """;

    [Fact]
    public void A_thread_becomes_its_comment_and_its_replies()
    {
        var happenings = Read(
            $$$"""
            {"kind":"youtube#commentThreadListResponse","items":[{"kind":"youtube#commentThread","id":"Ug1","snippet":{"channelId":"UC1","videoId":"v1","topLevelComment":{"id":"Ug1","snippet":{ {{{Author}}},
            "textDisplay":"PKH <b>belum</b> cair<br>3 bulan &amp; lebih","publishedAt":"2026-11-02T03:04:05Z","updatedAt":"2026-11-02T03:04:05Z"} } },
            "replies":{"comments":[{"id":"Ug1.a","snippet":{ {{{Author}}},"textOriginal":"sama","publishedAt":"2026-11-02T03:05:05Z","updatedAt":"2026-11-02T03:05:05Z"} },
            {"id":"Ug1.b","snippet":{"authorChannelId":{"value":"UC1"},"textOriginal":"Baik"} }]} }]}
            """
        );

        var top = Assert.IsType<MessageArrived>(happenings[0]);
        Assert.Equal((Platform.YouTube, Audience.Public, "Ug1", "Ug1", (string?)null, "v1"), (top.Platform, top.Audience, top.Thread, top.MessageId, top.ReplyToId, top.PostId));
        Assert.Equal(("PKH belum cair\n3 bulan & lebih", "https://www.youtube.com/watch?v=v1&lc=Ug1"), (top.Text, top.Permalink));
        var reply = Assert.IsType<MessageArrived>(happenings[1]);
        Assert.Equal(("Ug1", "Ug1", "Ug1.a"), (reply.Thread, reply.ReplyToId, reply.MessageId));
        Assert.Equal(new EchoArrived(Platform.YouTube, "Ug1.b", null, "Ug1", "Baik"), happenings[2]);
    }

    [Fact]
    public void An_edited_comment_is_an_edit()
    {
        var edited = Assert.IsType<MessageEdited>(
            Assert.Single(Read($$$"""{"items":[{"id":"Ug1","snippet":{ {{{Author}}},"textOriginal":"baru","publishedAt":"2026-11-02T03:04:05Z","updatedAt":"2026-11-02T04:04:05Z"} }]}"""))
        );

        Assert.Equal(("Ug1", "baru", null), (edited.Message.MessageId, edited.Message.Text, edited.Revision));
    }

    [Fact]
    public void A_comment_held_for_review_is_a_message_that_nobody_else_sees()
    {
        var happenings = Read($$$"""{"items":[{"id":"Ug1","snippet":{ {{{Author}}},"textOriginal":"tolong","moderationStatus":"heldForReview","publishedAt":"2026-11-02T03:04:05Z"} }]}""");

        Assert.IsType<MessageArrived>(happenings[0]);
        Assert.True(Assert.IsType<MessageVisibilityChanged>(happenings[1]).Hidden);
    }

    [Fact]
    public void A_comment_that_is_no_longer_given_was_removed() =>
        Assert.Equal("removed YouTube Ug1", Told.Of(Read("""{"kind":"tickets#missingComments","at":"2026-11-02T03:04:05Z","items":[{"id":"Ug1"}]}""")));

    [Fact]
    public void Answers_in_a_list_are_read_one_by_one() =>
        Assert.Equal(
            ["Ug1", "Ug2"],
            Read($$$"""[{"kind":"youtube#comment","id":"Ug1","snippet":{ {{{Author}}},"textOriginal":"tolong"} },{"kind":"youtube#comment","id":"Ug2","snippet":{ {{{Author}}},"textOriginal":"sama"} }]""").OfType<MessageArrived>().Select(m => m.MessageId)
        );

    private static IReadOnlyList<Happening> Read(string body) => Readers.YouTube.Read(Encoding.UTF8.GetBytes(body));
}
