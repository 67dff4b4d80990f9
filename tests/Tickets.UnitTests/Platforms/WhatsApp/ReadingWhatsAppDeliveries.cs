using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Platforms.WhatsApp;

public sealed class ReadingWhatsAppDeliveries
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);

    [Fact]
    public void A_text_tells_who_when_and_what_it_answers()
    {
        var message = One<MessageArrived>("""{"context":{"from":"62811","id":"wamid.0"},"from":"628123","id":"wamid.1","timestamp":"1780000000","type":"text","text":{"body":"PKH belum cair"}}""");

        Assert.Equal(
            new MessageArrived(Platform.WhatsApp, Audience.Private, "dm", "wamid.1", "wamid.0", new Author("628123", "Siti"), At, "PKH belum cair", [], null, null, false),
            message with { Attachments = [] }
        );
    }

    [Theory]
    [InlineData("""{"type":"button","button":{"text":"Ya, sudah","payload":"YES"}}""", "Ya, sudah", "")]
    [InlineData("""{"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"1","title":"Belum"}}}""", "Belum", "")]
    [InlineData("""{"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"1","title":"PKH","description":"Belum cair"}}}""", "PKH: Belum cair", "")]
    [InlineData("""{"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"response_json":"{\"nama\":\"Budi\",\"flow_token\":\"x\"}","body":"Sent"}}}""", "Budi", "")]
    [InlineData("""{"type":"image","image":{"id":"9","mime_type":"image/jpeg","caption":"KK saya"}}""", "KK saya", "image whatsapp:9")]
    [InlineData("""{"type":"voice","voice":{"id":"9"}}""", "", "audio whatsapp:9")]
    [InlineData("""{"type":"document","document":{"id":"9","filename":"kk.pdf"}}""", "kk.pdf", "file whatsapp:9")]
    [InlineData("""{"type":"video","video":{"id":"9","url":"https://lookaside.fbsbx.com/9"}}""", "", "video https://lookaside.fbsbx.com/9")]
    [InlineData("""{"type":"location","location":{"latitude":-7.39,"longitude":109.36,"name":"Balai desa","address":"Purbalingga"}}""", "Balai desa, Purbalingga", "location geo:-7.39,109.36")]
    [InlineData("""{"type":"contacts","contacts":[{"name":{"formatted_name":"Pak RT"},"phones":[{"phone":"+62 812"}]}]}""", "Pak RT +62 812", "other ")]
    [InlineData("""{"type":"order","order":{"text":"dua","product_items":[]}}""", "dua", "other ")]
    [InlineData("""{"type":"unsupported","errors":[{"code":131051}]}""", "", "other ")]
    [InlineData("""{"type":"poll_of_the_future"}""", "", "other ")]
    public void What_a_citizen_sends_becomes_words_and_attachments(string content, string text, string attachments)
    {
        var message = One<MessageArrived>($$"""{"from":"628123","id":"wamid.1","timestamp":1780000000,{{content[1..]}}""");

        Assert.Equal(text, message.Text);
        Assert.Equal(attachments, string.Join(", ", message.Attachments.Select(a => $"{a.Type} {a.Url}")));
    }

    [Theory]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.0","emoji":"👍"}}""", "whatsapp.reaction")]
    [InlineData("""{"type":"system","system":{"type":"user_changed_number","new_wa_id":"62899"}}""", "whatsapp.system")]
    [InlineData("""{"type":"request_welcome"}""", "whatsapp.request_welcome")]
    public void What_says_nothing_is_known_and_no_message(string content, string what) =>
        Assert.Equal(what, One<KnownNonMessage>($$"""{"from":"628123","id":"wamid.1","timestamp":"1780000000",{{content[1..]}}""").What);

    [Fact]
    public void An_edit_names_the_message_it_changes()
    {
        var edited = One<MessageEdited>(
            """{"from":"628123","id":"wamid.2","timestamp":"1780000000","type":"edit","edit":{"original_message_id":"wamid.1","message":{"type":"image","image":{"id":"9","caption":"KK yang benar"}}}}"""
        );

        Assert.Equal(("wamid.1", "KK yang benar", "image", null), (edited.Message.MessageId, edited.Message.Text, edited.Message.Attachments.Single().Type, edited.Revision));
    }

    [Fact]
    public void A_revoked_message_is_removed() =>
        Assert.Equal(
            new MessageRemoved(Platform.WhatsApp, "wamid.1", At),
            One<MessageRemoved>("""{"from":"628123","id":"wamid.2","timestamp":"1780000000","type":"revoke","revoke":{"original_message_id":"wamid.1"}}""")
        );

    [Fact]
    public void A_citizen_without_a_number_goes_by_the_business_scoped_id()
    {
        var happenings = Readers.WhatsApp.Read(
            Encoding.UTF8.GetBytes(
                """
                {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
                "contacts":[{"profile":{"name":"Sheena"},"user_id":"ID.13"}],"messages":[{"from_user_id":"ID.13","id":"wamid.1","timestamp":"1780000000","type":"text","text":{"body":"halo"}}]}}]}]}
                """
            )
        );

        Assert.Equal(new Author("ID.13", "Sheena"), Assert.IsType<MessageArrived>(Assert.Single(happenings)).Author);
    }

    [Fact]
    public void A_status_tells_how_our_words_fared_and_hands_their_key_back()
    {
        var failed = Value("""{"statuses":[{"id":"wamid.9","status":"failed","timestamp":"1780000000","recipient_id":"628123","biz_opaque_callback_data":"ack:KMS-2026-000001","errors":[{"code":131047,"title":"Re-engagement message"}]}]}""");

        Assert.Equal(new WordsReported(Platform.WhatsApp, "wamid.9", "ack:KMS-2026-000001", 131047, "failed", At), Assert.Single(failed));
    }

    [Fact]
    public void Words_from_the_phone_beside_this_service_are_echoes()
    {
        var echo = Readers.WhatsApp.Read(
            Encoding.UTF8.GetBytes("""{"field":"smb_message_echoes","value":{"messaging_product":"whatsapp","message_echoes":[{"from":"62811","to":"628123","id":"wamid.7","timestamp":"1780000000","type":"text","text":{"body":"baik Bu"}}]}}""")
        );

        Assert.Equal(new EchoArrived(Platform.WhatsApp, "wamid.7", "628123", null, "baik Bu"), Assert.Single(echo));
    }

    private static T One<T>(string message)
        where T : Happening => Assert.IsType<T>(Assert.Single(Value($$"""{"messages":[{{message}}]}""")));

    private static IReadOnlyList<Happening> Value(string value) =>
        Readers.WhatsApp.Read(
            Encoding.UTF8.GetBytes(
                $$"""
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"62811","phone_number_id":"106"},
                "contacts":[{"profile":{"name":"Siti"},"wa_id":"628123"}],{{value[1..]}}}]}]}
                """
            )
        );
}
