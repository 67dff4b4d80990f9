using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.X;

namespace Tickets.UnitTests.Platforms.X;

public sealed class ReadingXDeliveries
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);
    private const string User = """ "user":{"id_str":"42","name":"Siti","screen_name":"siti"},"created_at":"Mon Nov 02 03:04:05 +0000 2026" """;

    [Fact]
    public void An_extended_post_is_read_whole_and_without_escapes()
    {
        var message = One<MessageArrived>(
            $$$"""{"for_user_id":"1","tweet_create_events":[{"id_str":"900","text":"@kemensos PKH…","truncated":true,"extended_tweet":{"full_text":"@kemensos PKH &amp; BPNT ibu saya &lt;3 bulan","entities":{"user_mentions":[{"id_str":"1"}]}},{{{User}}}}]}"""
        );

        Assert.Equal(
            (Platform.X, Audience.Public, "900", "900", (string?)null, new Author("42", "Siti"), At, "@kemensos PKH & BPNT ibu saya <3 bulan", "https://x.com/siti/status/900"),
            (message.Platform, message.Audience, message.Thread, message.MessageId, message.ReplyToId, message.Author, message.SentAt!.Value, message.Text, message.Permalink)
        );
        Assert.True(message.IsMention);
    }

    [Fact]
    public void An_answer_to_our_post_names_it()
    {
        var message = One<MessageArrived>($$$"""{"for_user_id":"1","tweet_create_events":[{"id_str":"901","in_reply_to_status_id_str":"900","in_reply_to_user_id_str":"1","text":"belum cair",{{{User}}}}]}""");

        Assert.Equal(("900", "900", false), (message.ReplyToId, message.Thread, message.IsMention));
    }

    [Theory]
    [InlineData("""{"id_str":"1","retweeted_status":{"id_str":"2"},"text":"RT"}""", "x.repost")]
    [InlineData("""{"id_str":"1","user":{"id_str":"42"},"in_reply_to_user_id_str":"7","text":"@orang halo","entities":{"user_mentions":[]}}""", "x.post (to others)")]
    public void Reposts_and_words_to_others_are_no_messages(string post, string what) =>
        Assert.Equal(what, One<KnownNonMessage>($$"""{"for_user_id":"1","tweet_create_events":[{{post}}]}""").What);

    [Fact]
    public void Our_own_post_tells_what_the_answers_under_it_are_about() =>
        Assert.Equal(
            new PostTold(Platform.X, "1", "Pengumuman"),
            One<PostTold>("""{"for_user_id":"1","tweet_create_events":[{"id_str":"1","user":{"id_str":"1"},"text":"Pengumuman"}]}""")
        );

    [Fact]
    public void A_post_that_quotes_ours_is_for_us()
    {
        var message = One<MessageArrived>($$$"""{"for_user_id":"1","tweet_create_events":[{"id_str":"902","is_quote_status":true,"quoted_status":{"id_str":"900","user":{"id_str":"1"}},"text":"ini bagaimana?","entities":{"user_mentions":[]},{{{User}}}}]}""");

        Assert.Equal(("902", "900"), (message.MessageId, message.PostId));
    }

    [Fact]
    public void Our_own_answer_is_proof_that_it_arrived() =>
        Assert.Equal(
            new EchoArrived(Platform.X, "903", null, "902", "Baik"),
            One<EchoArrived>("""{"for_user_id":"1","tweet_create_events":[{"id_str":"903","user":{"id_str":"1"},"in_reply_to_status_id_str":"902","text":"Baik"}]}""")
        );

    [Fact]
    public void A_direct_message_tells_its_sender_by_the_users_beside_it()
    {
        var message = One<MessageArrived>(
            """{"for_user_id":"1","direct_message_events":[{"type":"message_create","id":"77","created_timestamp":"1780000000000","message_create":{"target":{"recipient_id":"1"},"sender_id":"42","message_data":{"text":"halo","attachment":{"type":"media","media":{"type":"photo","media_url_https":"https://ton.x.com/1.jpg"}}}}}],"users":{"42":{"id":"42","name":"Siti"}}}"""
        );

        Assert.Equal((Audience.Private, "dm", "77", new Author("42", "Siti"), "halo"), (message.Audience, message.Thread, message.MessageId, message.Author, message.Text));
        Assert.Equal(new IncomingAttachment("image", "https://ton.x.com/1.jpg"), Assert.Single(message.Attachments));
    }

    [Theory]
    [InlineData("""{"for_user_id":"1","tweet_delete_events":[{"status":{"id":"900","user_id":"42"},"timestamp_ms":"1780000000000"}]}""", "removed X 900")]
    [InlineData("""{"for_user_id":"1","favorite_events":[{"id":"1"}]}""", "known x.favorite_events")]
    [InlineData("""{"for_user_id":"1","follow_events":[{"type":"follow"}]}""", "known x.follow_events")]
    [InlineData("""{"for_user_id":"1","user_event":{"revoke":{}}}""", "known x.user_event")]
    [InlineData("""{"for_user_id":"1","direct_message_indicate_typing_events":[{}]}""", "known x.direct_message_indicate_typing_events")]
    [InlineData("""{"for_user_id":"1","moon_events":[{}]}""", "unknown moon_events[0]: event 'moon_events'")]
    [InlineData("""{"data":{"event_type":"like.create","payload":{"id":"1"}}}""", "known x.like.create")]
    [InlineData("""{"data":[{"id":"1","event_type":"ParticipantsJoin","dm_conversation_id":"1-42"}]}""", "known x.dm.ParticipantsJoin")]
    public void Other_activity_is_told_apart(string body, string told) => Assert.Equal(told, Told.Of(Readers.X.Read(Encoding.UTF8.GetBytes(body))));

    [Fact]
    public void A_post_of_the_second_version_carries_author_media_and_conversation()
    {
        var message = Own<MessageArrived>(
            """
            {"data":{"id":"900","text":"kepotong","note_tweet":{"text":"yang panjang &amp; lengkap"},"author_id":"42","conversation_id":"800","in_reply_to_user_id":"1","created_at":"2026-11-02T03:04:05.000Z",
            "referenced_tweets":[{"type":"replied_to","id":"850"}],"attachments":{"media_keys":["3_1"]}},
            "includes":{"users":[{"id":"42","name":"Siti","username":"siti"}],"media":[{"media_key":"3_1","type":"photo","url":"https://pbs.twimg.com/1.jpg"}]},"matching_rules":[{"id":"1"}]}
            """
        );

        Assert.Equal(("800", "900", "850", "yang panjang & lengkap", At), (message.Thread, message.MessageId, message.ReplyToId, message.Text, message.SentAt!.Value));
        Assert.Equal((new Author("42", "Siti"), "https://x.com/siti/status/900", false), (message.Author, message.Permalink, message.IsMention));
        Assert.Equal(new IncomingAttachment("image", "https://pbs.twimg.com/1.jpg"), Assert.Single(message.Attachments));
    }

    [Fact]
    public void An_edited_post_is_a_revision_of_the_first()
    {
        var edited = Own<MessageEdited>("""{"data":{"id":"902","text":"betul","author_id":"42","edit_history_tweet_ids":["900","901","902"]}}""");

        Assert.Equal(("900", 2, "betul"), (edited.Message.MessageId, edited.Revision, edited.Message.Text));
    }

    [Fact]
    public void Our_own_words_of_the_second_version_are_echoes()
    {
        Assert.Equal(new EchoArrived(Platform.X, "5", null, "4", "Baik"), Own<EchoArrived>("""{"data":{"id":"5","text":"Baik","author_id":"1","referenced_tweets":[{"type":"replied_to","id":"4"}]}}"""));
        Assert.Equal(
            new EchoArrived(Platform.X, "6", "42", null, "Baik"),
            Own<EchoArrived>("""{"data":[{"id":"6","event_type":"MessageCreate","text":"Baik","sender_id":"1","dm_conversation_id":"1-42"}]}""")
        );
    }

    private static T One<T>(string body)
        where T : Happening => Assert.IsType<T>(Assert.Single(Readers.X.Read(Encoding.UTF8.GetBytes(body))));

    private static T Own<T>(string body)
        where T : Happening => Assert.IsType<T>(Assert.Single(new ReadXDelivery(() => "1").Read(Encoding.UTF8.GetBytes(body))));
}
