using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.UnitTests.Platforms.Meta;

public sealed class ReadingMetaDeliveries
{
    private const string Page = "100500";
    private const string Post = "100500_777";
    private const string Account = "17841400000000001";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_visitors_comment_arrives_with_everything_that_Meta_says()
    {
        var message = One<MessageArrived>(MetaPayloads.FacebookComment(Page, Post, "777_888", "42", "Siti", "min tolong 🙏", At));

        Assert.Equal(Platform.Facebook, message.Platform);
        Assert.Equal(Audience.Public, message.Audience);
        Assert.Equal(Post, message.Thread);
        Assert.Equal("777_888", message.MessageId);
        Assert.Null(message.ReplyToId);
        Assert.Equal(new Author("42", "Siti"), message.Author);
        Assert.Equal(At, message.SentAt);
        Assert.Equal("min tolong 🙏", message.Text);
        Assert.Equal(Post, message.PostId);
        Assert.Equal("https://www.facebook.com/100500_777", message.Permalink);
        Assert.False(message.IsMention);
    }

    [Fact]
    public void An_answer_to_a_comment_names_the_comment()
    {
        var message = One<MessageArrived>(MetaPayloads.FacebookComment(Page, Post, "777_889", "42", "Siti", "sudah", At, "777_888"));

        Assert.Equal("777_888", message.ReplyToId);
        Assert.Equal(Post, message.Thread);
    }

    [Fact]
    public void The_pages_own_comment_is_an_echo()
    {
        var echo = One<EchoArrived>(MetaPayloads.FacebookEcho(Page, Post, "777_890", "777_888", "Terima kasih", At));

        Assert.Equal(new EchoArrived(Platform.Facebook, "777_890", null, "777_888", "Terima kasih"), echo);
    }

    [Fact]
    public void A_thumb_in_Messenger_is_a_reaction_and_another_sticker_a_message()
    {
        Assert.Equal("messaging.like", One<KnownNonMessage>(MetaPayloads.MessengerSticker(Page, "42", "m_1", 369239263222822, At)).What);
        Assert.Equal("sticker", Assert.Single(One<MessageArrived>(MetaPayloads.MessengerSticker(Page, "42", "m_2", 144885315685735, At)).Attachments).Type);
    }

    [Fact]
    public void A_pressed_button_is_told_from_written_words()
    {
        Assert.True(One<MessageArrived>(MetaPayloads.MessengerPostback(Page, "42", "m_3", "Get Started", At)).IsButton);
        Assert.False(One<MessageArrived>(MetaPayloads.Messenger(Page, "42", "m_4", "Get Started", At)).IsButton);
    }

    [Theory]
    [InlineData(65, "nested deeper than 64")]
    [InlineData(64, "neither entry nor field nor message")]
    public void However_deep_JSON_is_called_JSON(int depth, string told)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

        Assert.Contains(told, One<UnknownPart>(Encoding.UTF8.GetBytes(deep)).Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_visitors_post_is_a_thread_of_its_own()
    {
        var message = One<MessageArrived>(MetaPayloads.FacebookPost(Page, "100500_990", "42", "Siti", "bansos?", At));

        Assert.Equal(("100500_990", "100500_990"), (message.Thread, message.MessageId));
    }

    [Fact]
    public void Edits_removals_and_hidings_name_their_comment()
    {
        Assert.Equal("baru", One<MessageEdited>(MetaPayloads.FacebookEdit(Page, Post, "777_1", "42", "Siti", "baru", At)).Message.Text);
        Assert.Equal(
            new MessageRemoved(Platform.Facebook, "777_1", At),
            One<MessageRemoved>(MetaPayloads.FacebookRemove(Page, Post, "777_1", "42", At))
        );
        Assert.Equal(
            new MessageVisibilityChanged(Platform.Facebook, "777_1", true, At),
            One<MessageVisibilityChanged>(MetaPayloads.FacebookHide(Page, Post, "777_1", "42", At))
        );
        Assert.False(One<MessageVisibilityChanged>(MetaPayloads.FacebookHide(Page, Post, "777_1", "42", At, hidden: false)).Hidden);
    }

    [Fact]
    public void A_reaction_is_known_and_no_message()
    {
        Assert.Equal("feed.reaction.add", One<KnownNonMessage>(MetaPayloads.FacebookReaction(Page, Post, "777_1", "42", At)).What);
    }

    [Fact]
    public void A_mention_without_words_says_that_they_must_be_fetched()
    {
        var facebook = One<MessageArrived>(MetaPayloads.FacebookMention(Page, "42_5", "42", "Siti", null, At));
        var instagram = One<MessageArrived>(MetaPayloads.InstagramMention(Account, "1790", "1780", At));
        var caption = One<MessageArrived>(MetaPayloads.InstagramMention(Account, "1790", null, At));

        Assert.True(facebook.IsMention && instagram.IsMention && caption.IsMention);
        Assert.Null(facebook.Text);
        Assert.Null(instagram.Text);
        Assert.Null(instagram.Author);
        Assert.Equal(("1790", "1780"), (instagram.Thread, instagram.MessageId));
        Assert.Equal(("1790", "1790"), (caption.Thread, caption.MessageId));
    }

    [Fact]
    public void A_direct_message_is_private_and_in_the_thread_dm()
    {
        var messenger = One<MessageArrived>(MetaPayloads.Messenger(Page, "42", "m_1", "halo", At, "m_0"));
        var instagram = One<MessageArrived>(MetaPayloads.InstagramDm(Account, "43", "aWdf1", "halo", At));

        Assert.Equal((Platform.Facebook, Audience.Private, "dm"), (messenger.Platform, messenger.Audience, messenger.Thread));
        Assert.Equal("m_0", messenger.ReplyToId);
        Assert.Equal((Platform.Instagram, Audience.Private, "dm"), (instagram.Platform, instagram.Audience, instagram.Thread));
        Assert.Equal(At, messenger.SentAt);
        Assert.Equal(At, instagram.SentAt);
    }

    [Fact]
    public void A_picture_alone_has_empty_words()
    {
        var message = One<MessageArrived>(MetaPayloads.MessengerPicture(Page, "42", "m_1", "https://example.org/ktp.jpg", At));

        Assert.Equal("", message.Text);
        Assert.Equal([new IncomingAttachment("image", "https://example.org/ktp.jpg")], message.Attachments);
    }

    [Fact]
    public void An_answer_to_a_story_names_the_story()
    {
        var message = One<MessageArrived>(MetaPayloads.InstagramStoryReply(Account, "43", "aWdf1", "180", "ini benar?", At));

        Assert.Equal("180", message.PostId);
        Assert.Equal("story", Assert.Single(message.Attachments).Type);
    }

    [Theory]
    [InlineData("👍", "messaging.story_like")]
    [InlineData("❤️❤️", "messaging.story_like")]
    [InlineData("👍 tapi kapan cair?", null)]
    [InlineData("??", null)]
    public void A_mere_sign_in_answer_to_a_story_is_a_reaction(string text, string? known)
    {
        var told = Assert.Single(new ReadMetaDelivery().Read(MetaPayloads.InstagramStoryReply(Account, "43", "aWdf1", "180", text, At)));

        Assert.Equal(known, (told as KnownNonMessage)?.What);
        Assert.Equal(known is null, told is MessageArrived);
    }

    [Fact]
    public void A_story_that_names_the_ministry_is_a_mention()
    {
        var message = One<MessageArrived>(
            """
            {"object":"instagram","entry":[{"id":"1","time":1772420645000,"messaging":[{"sender":{"id":"43"},"recipient":{"id":"1"},
             "message":{"mid":"aWdf2","attachments":[{"type":"story_mention","payload":{"url":"https://example.org/s"}}]}}]}]}
            """
        );

        Assert.True(message.IsMention);
        Assert.Equal("story", Assert.Single(message.Attachments).Type);
    }

    [Fact]
    public void An_unsent_message_is_removed_and_an_edited_one_counts_its_edits()
    {
        Assert.Equal("aWdf1", One<MessageRemoved>(MetaPayloads.InstagramUnsend(Account, "43", "aWdf1", At)).MessageId);
        Assert.Equal(2, One<MessageEdited>(MetaPayloads.MessengerEdit(Page, "42", "m_1", "halo lagi", 2, At)).Revision);
    }

    [Fact]
    public void Our_own_direct_messages_are_echoes_even_without_the_flag()
    {
        var flagged = One<EchoArrived>(MetaPayloads.MessengerEcho(Page, "42", "m_9", "Selamat pagi", At));
        var silent = One<EchoArrived>(
            """
            {"object":"instagram","entry":[{"id":"900","time":1,"messaging":[{"sender":{"id":"900"},"recipient":{"id":43},
            "message":{"mid":"aWdf9","text":"Selamat pagi"}}]}]}
            """
        );

        Assert.Equal("42", flagged.RecipientId);
        Assert.Equal("43", silent.RecipientId);
    }

    [Fact]
    public void Both_forms_of_an_Instagram_comment_say_the_same()
    {
        var changes = One<MessageArrived>(MetaPayloads.InstagramComment(Account, "1790", "1780", "43", "siti", "min", At));
        var flat = One<MessageArrived>(MetaPayloads.InstagramCommentFlat(Account, "1790", "1780", "43", "siti", "min", At));

        Assert.Equal(changes with { Attachments = flat.Attachments }, flat);
        Assert.Equal(("1790", "1780", "min"), (flat.Thread, flat.MessageId, flat.Text));
    }

    [Fact]
    public void The_accounts_own_Instagram_comment_is_an_echo()
    {
        var echo = One<EchoArrived>(MetaPayloads.InstagramComment(Account, "1790", "1781", Account, "kemensos", "cek DM", At, "1780"));

        Assert.Equal("1780", echo.ReplyToId);
    }

    [Fact]
    public void Everything_in_a_delivery_is_read_in_its_order_and_the_unknown_does_not_hide_the_rest()
    {
        var read = Read(
            """
            {"object":"page","entry":[
              {"id":1,"time":1772420645,"changes":[
                {"field":"feed","value":{"item":"comment","verb":"add","comment_id":2,"post_id":3,"sender_id":4,"message":"a"}},
                {"field":"sorcery","value":{}}, 7, null, {"field":"feed","value":[]},
                {"field":"feed","value":{"item":"comment","verb":"add"}}]},
              "nonsense",
              {"id":"1","messaging":{"sender":{"id":"4"},"message":{"mid":"m","text":"b"}}}]}
            """
        );

        Assert.Collection(
            read,
            first =>
            {
                var message = Assert.IsType<MessageArrived>(first);
                Assert.Equal(("2", "3", "4"), (message.MessageId, message.Thread, message.Author!.Id));
            },
            second => Assert.Equal("entry[0].changes[1]: field 'sorcery'", Assert.IsType<UnknownPart>(second).Where),
            third => Assert.IsType<UnknownPart>(third),
            fourth => Assert.IsType<UnknownPart>(fourth),
            fifth => Assert.Contains("without an id", Assert.IsType<UnknownPart>(fifth).Where, StringComparison.Ordinal),
            sixth => Assert.Equal("entry[1]: no changes and no messaging", Assert.IsType<UnknownPart>(sixth).Where),
            seventh => Assert.Equal("b", Assert.IsType<MessageArrived>(seventh).Text)
        );
    }

    [Fact]
    public void Bare_parts_and_lists_of_them_are_read_as_what_they_are()
    {
        Assert.Equal("m", One<MessageArrived>("""[{"sender":{"id":"4"},"recipient":{"id":"1"},"message":{"mid":"m","text":"b"}}]""").MessageId);
        Assert.Equal(Platform.Instagram, One<MessageArrived>("""{"field":"comments","value":{"id":"1","text":"a","media":{"id":"2"}}}""").Platform);
        Assert.Equal(
            "5_6",
            One<MessageArrived>("""{"item":"comment","verb":"add","commentId":"5_6","postId":"1_5","from":{"id":"9"},"message":"a"}""").MessageId
        );
        Assert.Equal(2, Read($"[{Comment("1")},{Comment("2")}]").Count);
        // What the App Dashboard's test button sends.
        Assert.Equal(
            "test_message_id",
            One<MessageArrived>(
                """
                {"field":"messages","value":{"sender":{"id":"1"},"recipient":{"id":"2"},"timestamp":"1527459824",
                 "message":{"mid":"test_message_id","text":"t"}}}
                """
            ).MessageId
        );

        static string Comment(string id) =>
            """
            {"object":"page","entry":[{"id":"1","changes":[
              {"field":"feed","value":{"item":"comment","verb":"add","comment_id":"ID","message":"a"}}]}]}
            """.Replace("ID", id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1772420645", "2026-03-02T03:04:05Z")]
    [InlineData("\"1772420645\"", "2026-03-02T03:04:05Z")]
    [InlineData("1772420645123", "2026-03-02T03:04:05.123Z")]
    [InlineData("1772420645123456", "2026-03-02T03:04:05.123Z")]
    [InlineData("\"2026-03-02T10:04:05+0700\"", "2026-03-02T03:04:05Z")]
    [InlineData("\"2026-03-02T03:04:05\"", "2026-03-02T03:04:05Z")]
    [InlineData("\"2021-09-08T06\\\"34\\\":04+0000\"", null)]
    [InlineData("12341", null)]
    [InlineData("-1", null)]
    [InlineData("1e308", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("{}", null)]
    [InlineData("\"\"", null)]
    public void A_time_is_understood_or_left_out(string time, string? expected)
    {
        var message = One<MessageArrived>($$$"""{"sender":{"id":"4"},"timestamp":{{{time}}},"message":{"mid":"m","text":"b"}}""");

        Assert.Equal(expected, message.SentAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'"));
    }

    [Fact]
    public void A_message_without_a_time_has_that_of_its_entry()
    {
        Assert.Equal(At, One<MessageArrived>(MetaPayloads.InstagramComment(Account, "1790", "1780", "43", "siti", "min", At)).SentAt);
    }

    [Fact]
    public void Half_an_emoji_does_not_cost_the_message()
    {
        var cut = One<MessageArrived>("""{"sender":{"id":"4"},"message":{"mid":"m","text":"tolong \ud83d"}}""");
        var whole = One<MessageArrived>("""{"sender":{"id":"4"},"message":{"mid":"m","text":"\\u tolong \ud83d\ude4f\udE4F\\\ud83dx","\ud83d":1}}""");

        Assert.Equal("tolong \ufffd", cut.Text);
        Assert.Equal("\\u tolong 🙏\ufffd\\\ufffdx", whole.Text);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_do_not_cost_the_message()
    {
        byte[] body = [.. "\uFEFF{\"sender\":{\"id\":\"4\"},\"message\":{\"mid\":\"m\",\"text\":\"ibu "u8, 0xE9, 0xFF, .. "\"}}"u8];

        Assert.Equal("ibu \ufffd\ufffd", One<MessageArrived>(body).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("{\"object\":\"page\",\"entry\":[]}")]
    [InlineData("{\"object\":\"whatsapp_business_account\",\"entry\":[{}]}")]
    public void What_says_nothing_is_one_unknown_part(string body)
    {
        One<UnknownPart>(body);
    }

    [Fact]
    public void A_nest_deeper_than_any_platform_builds_is_unknown()
    {
        One<UnknownPart>(new string('[', 100_000) + new string(']', 100_000));
    }

    [Fact]
    public void A_megabyte_of_nonsense_is_listed_in_a_few_parts()
    {
        var read = Read("{\"object\":\"page\",\"entry\":[" + string.Join(',', Enumerable.Repeat("{}", 300_000)) + "]}");

        Assert.Equal(51, read.Count);
        Assert.Equal(new UnknownPart("body: 299950 further parts"), read[^1]);
    }

    [Fact]
    public void A_name_from_outside_is_shown_only_in_letters_it_cannot_do_harm_with()
    {
        var unknown = One<UnknownPart>("{\"object\":\"<script>\\nSiti 0812\",\"entry\":[]}");

        Assert.Equal("body: object '?script??Siti?0812'", unknown.Where);
    }

    private static T One<T>(byte[] body)
        where T : Happening => Assert.IsType<T>(Assert.Single(new ReadMetaDelivery().Read(body)));

    private static T One<T>(string body)
        where T : Happening => One<T>(Encoding.UTF8.GetBytes(body));

    private static IReadOnlyList<Happening> Read(string body) => new ReadMetaDelivery().Read(Encoding.UTF8.GetBytes(body));
}
