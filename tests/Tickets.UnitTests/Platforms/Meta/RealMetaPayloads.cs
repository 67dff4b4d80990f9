using System.Text;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.UnitTests.Platforms.Meta;

public sealed class RealMetaPayloads
{
    /// <summary>
    /// File → what it says: kind, platform, thread, id, the answered id (^), attachments (+), no words yet (?), a mention (@), the revision (#).
    /// </summary>
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["facebook-feed/bottender-commentEdited"] = "edited Facebook …36744456 …43408045",
        ["facebook-feed/bottender-commentRemove"] = "removed Facebook …43408045",
        ["facebook-feed/bottender-pageLikeAdd"] = "known feed.like.add",
        ["facebook-feed/bottender-postReaction"] = "known feed.reaction.add",
        ["facebook-feed/bottender-postRemove"] = "removed Facebook …53406744",
        ["facebook-feed/bottender-reactionAdd"] = "known feed.reaction.add",
        ["facebook-feed/bottender-reactionRemove"] = "known feed.reaction.remove",
        ["facebook-feed/bottender-statusAdd"] = "arrived Facebook …53406744 …53406744",
        ["facebook-feed/bottender-statusEdited"] = "edited Facebook …36744456 …36744456",
        ["facebook-feed/feed-album-edited"] = "known feed.album.edited",
        ["facebook-feed/feed-comment-add-25"] = "echo Facebook …93085259 to -",
        ["facebook-feed/feed-comment-add-with-photo"] = "echo Facebook …93085259 to -",
        ["facebook-feed/feed-comment-add-with-video"] = "echo Facebook …93085259 to -",
        ["facebook-feed/feed-comment-edited-with-photo"] = "known feed.comment.edited (own)",
        ["facebook-feed/feed-comment-edited-with-video"] = "known feed.comment.edited (own)",
        ["facebook-feed/feed-comment-hide"] = "hidden Facebook …90021366",
        ["facebook-feed/feed-comment-remove-25"] = "removed Facebook …39537901",
        ["facebook-feed/feed-comment-unhide"] = "shown Facebook …90021366",
        ["facebook-feed/feed-like-add-25"] = "known feed.like.add",
        ["facebook-feed/feed-like-add-comment-25"] = "known feed.like.add",
        ["facebook-feed/feed-like-add-page-25"] = "known feed.like.add",
        ["facebook-feed/feed-photo-add-25"] = "known feed.photo.add (own)",
        ["facebook-feed/feed-photo-add-message"] = "post Facebook …76685784",
        ["facebook-feed/feed-photo-edited-message"] = "post Facebook …36652708",
        ["facebook-feed/feed-photo-hide"] = "known feed.photo.hide",
        ["facebook-feed/feed-post-edit"] = "edited Facebook …87835232 …87835232",
        ["facebook-feed/feed-post-remove-25"] = "removed Facebook …36652708",
        ["facebook-feed/feed-reaction-add-comment"] = "known feed.reaction.add",
        ["facebook-feed/feed-reaction-add"] = "known feed.reaction.add",
        ["facebook-feed/feed-reaction-remove"] = "known feed.reaction.remove",
        ["facebook-feed/feed-share-hide"] = "known feed.share.hide",
        ["facebook-feed/feed-share-unhide"] = "known feed.share.unhide",
        ["facebook-feed/feed-status-add-25"] = "post Facebook …03745849",
        ["facebook-feed/feed-status-add-photos"] = "post Facebook …03745849",
        ["facebook-feed/feed-status-edited-25"] = "post Facebook …25137650",
        ["facebook-feed/feed-status-edited-photos"] = "post Facebook …25137650",
        ["facebook-feed/feed-status-unhide"] = "shown Facebook …64352426",
        ["facebook-feed/feed-two-entries-25"] = "known page.parking | known page.payment_options",
        ["facebook-feed/feed-video-block"] = "known feed.video.block",
        ["facebook-feed/feed-video-edited"] = "post Facebook …36652708",
        ["facebook-feed/feed-video-mute"] = "known feed.video.mute",
        ["facebook-feed/feed-video-remove-25"] = "removed Facebook …76685784",
        ["facebook-feed/feed-video-unblock"] = "known feed.video.unblock",
        ["facebook-feed/mention-post-add-real"] = "arrived Facebook …36423179 …36423179 by nobody @",
        ["facebook-feed/mention-post-add"] = "arrived Facebook …44444444 …44444444 ? @",
        ["facebook-feed/permission-granted.wh-1"] = "known object.permissions",
        ["facebook-feed/ratings-comment-add-25"] = "arrived Facebook …29604590 …32937783 ?",
        ["facebook-feed/ratings-comment-edited-25"] = "known ratings.comment.edited (own)",
        ["facebook-feed/ratings-like-add-25"] = "known ratings.like.add",
        ["facebook-feed/ratings-like-remove-25"] = "known ratings.like.remove",
        ["facebook-feed/ratings-rating-edit-25"] = "edited Facebook …29604590 …29604590",
        ["facebook-feed/ratings-rating-remove-25"] = "removed Facebook …29604590",
        ["facebook-feed/ratings-reaction-add"] = "known ratings.reaction.add",
        ["facebook-feed/unknown-change-value"] = "unknown entry[0].changes[0]: field 'foo'",
        ["facebook-feed/user-television-add"] = "known object.user",
        ["messenger/bottender-accountLinkingLinked"] = "known messaging.account_linking",
        ["messenger/bottender-accountLinkingUnlinked"] = "known messaging.account_linking",
        ["messenger/bottender-brandedCamera"] = "known messaging.branded_camera",
        ["messenger/bottender-checkoutUpdate"] = "known messaging.checkout_update",
        ["messenger/bottender-customerChatPluginReferral"] = "known messaging.referral",
        ["messenger/bottender-fallbackMessage"] = "arrived Facebook dm …hDxGk2N0 +share",
        ["messenger/bottender-gamePlay"] = "known messaging.game_play",
        ["messenger/bottender-hugeLikeStickerMessage"] = "known messaging.like",
        ["messenger/bottender-imageMessage"] = "arrived Facebook dm …hDxGk2N0 +image",
        ["messenger/bottender-likeStickerMessage"] = "known messaging.like",
        ["messenger/bottender-locationMessage"] = "arrived Facebook dm …hDxGk2N0 +location",
        ["messenger/bottender-optin"] = "known messaging.optin",
        ["messenger/bottender-policyEnforcement"] = "known messaging.policy-enforcement",
        ["messenger/bottender-postback"] = "known messaging.postback",
        ["messenger/bottender-postbackReferral"] = "arrived Facebook dm …22894827",
        ["messenger/bottender-reactionReact"] = "known messaging.reaction",
        ["messenger/bottender-requestThreadControl"] = "known messaging.request_thread_control",
        ["messenger/bottender-requestThreadControlFromInbox"] = "known messaging.request_thread_control",
        ["messenger/bottender-takeThreadControl"] = "known messaging.take_thread_control",
        ["messenger/bottender-textMessageFromCustomerChatPlugin"] = "arrived Facebook dm …f4HFNDGl",
        ["messenger/bottender-videoMessage"] = "arrived Facebook dm …hDxGk2N0 +video",
        ["messenger/messaging-accountlinking-unlinked"] = "known messaging.account_linking",
        ["messenger/messaging-approles"] = "known messaging.app_roles",
        ["messenger/messaging-button-template"] = "arrived Facebook dm …d3f4f233 +other(no url)",
        ["messenger/messaging-delivery-basic"] = "known messaging.delivery",
        ["messenger/messaging-message-basic-echo"] = "echo Facebook …ae206a38 to 12345654332",
        ["messenger/messaging-message-edits"] = "edited Facebook dm …ae206a38 #37",
        ["messenger/messaging-message-isunsupported"] = "arrived Facebook dm message_id +other(no url)",
        ["messenger/messaging-message-location-attachment"] = "arrived Facebook dm …21086067 +location",
        ["messenger/messaging-message-nlp-1"] = "arrived Facebook dm …5SGZ-6BD",
        ["messenger/messaging-message-prior"] = "arrived Facebook dm …ae206a38",
        ["messenger/messaging-message-sticker-thumbup"] = "known messaging.like",
        ["messenger/messaging-optin-basic"] = "known messaging.optin",
        ["messenger/messaging-optin-userref"] = "known messaging.optin",
        ["messenger/messaging-pass-thread-control"] = "known messaging.pass_thread_control",
        ["messenger/messaging-policy-callback-block"] = "known messaging.policy-enforcement",
        ["messenger/messaging-reaction-1"] = "known messaging.reaction",
        ["messenger/messaging-read-basic"] = "known messaging.read",
        ["messenger/messaging-referral-basic"] = "known messaging.referral",
        ["messenger/messaging-request-thread-control"] = "known messaging.request_thread_control",
        ["instagram/chatwoot-instagram_message_attachment_event"] = "arrived Instagram dm message-id-1 sometime +share",
        ["instagram/chatwoot-instagram_message_create_event"] = "arrived Instagram dm message-id-1 sometime",
        ["instagram/chatwoot-instagram_message_reply_event"] = "arrived Instagram dm message-id-2 ^message-id-1 sometime",
        ["instagram/chatwoot-instagram_message_standby_event"] = "arrived Instagram dm message-id-1 sometime",
        ["instagram/chatwoot-instagram_message_unsend_event"] = "removed Instagram …o-delete",
        ["instagram/chatwoot-instagram_shared_reel_event"] = "arrived Instagram dm message-id-1 sometime +share",
        ["instagram/chatwoot-instagram_story_mention_event_with_echo"] = "echo Instagram message-id-1 to …ser-id-1",
        ["instagram/chatwoot-instagram_story_reply_event"] = "arrived Instagram dm message-id-1 sometime +story",
        ["instagram/chatwoot-messaging_seen_event"] = "known messaging.read",
        ["instagram/meta-docs-changes-comment-facebook-login"] = "arrived Instagram <MEDIA_ID> <COMMENT_ID> ^…MENT_ID>",
        ["instagram/meta-docs-flat-comment-instagram-login"] = "arrived Instagram <MEDIA_ID> <COMMENT_ID>",
        ["instagram/meta-docs-mention-in-comment"] = "arrived Instagram …24117851 …72186120 by nobody ? @",
        ["instagram/meta-docs-mention-on-media"] = "arrived Instagram …24117851 …24117851 by nobody ? @",
        ["instagram/meta-docs-message-edit"] = "edited Facebook dm <MESSAGE_ID> by nobody sometime",
        ["instagram/meta-docs-postback"] = "arrived Instagram dm <MESSAGE_ID>",
        ["instagram/wh-story_insights"] = "known instagram.story_insights",
    };

    [FactWhenSharedData]
    public void Each_real_payload_is_read_into_what_it_says()
    {
        var actual = new StringBuilder();
        var expected = new StringBuilder();
        foreach (var file in Files())
        {
            var name = Name(file);
            actual.AppendLine($"[\"{name}\"] = \"{Summary(File.ReadAllBytes(file))}\",");
            expected.AppendLine($"[\"{name}\"] = \"{Expected.GetValueOrDefault(name, "(not listed)")}\",");
        }

        Assert.Equal(expected.ToString(), actual.ToString());
    }

    [FactWhenSharedData]
    public void Every_listed_payload_is_there()
    {
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), Files().Select(Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Files() =>
        SharedData.Files("webhooks/facebook-feed").Concat(SharedData.Files("webhooks/messenger")).Concat(SharedData.Files("webhooks/instagram"));

    private static string Name(string file) => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}";

    private static string Summary(byte[] body) => Told.Of(new ReadMetaDelivery().Read(body));
}
