using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

/// <summary>X hides replies under posts of the ministry's own, for a token that may (docs.x.com/x-api/posts/hide-replies).</summary>
public sealed class HidingOnX : Connections
{
    private const string Post = "800";
    private const string Exposed = "min tolong NIK saya 3303014107800001 PKH belum cair";

    protected override void Configure(Dictionary<string, string?> settings) => settings["Tickets:Platforms:X:Scopes"] = "tweet.read tweet.write tweet.moderate.write users.read";

    [Fact]
    public async Task A_reply_under_our_own_post_is_hidden_once_with_the_answer_of_X_as_proof()
    {
        await WePosted();
        var reply = await Replied();
        var (conversation, message) = await Shown(reply);
        Assert.True(message is { Exposes: true, CanBeHidden: true, Hiding: null });

        var hide = new HideComment(conversation, reply, ADatabase.Administrator, Now);
        await Database.Send(hide);
        await Database.Send(hide);
        var key = await Database.Look(db => db.Notices.Where(n => n.Door == Door.Hide).Select(n => n.Key).SingleAsync());
        await Database.Send(new SendNotices([key]));

        Assert.Equal([reply], Fakes.HiddenReplies);
        Assert.Single(Fakes.Sent);
        Assert.NotNull((await Shown(reply)).Message.HiddenAt);
        Assert.Equal((NoticeState.Sent, reply), await Database.Look(async db => await db.Notices.Select(n => new ValueTuple<NoticeState, string?>(n.State, n.PlatformId)).SingleAsync()));
    }

    [Fact]
    public async Task A_hiding_whose_answer_was_lost_is_done_again_and_hides_once()
    {
        await WePosted();
        var reply = await Replied();
        Fakes.Next(Platform.X, new FakeTrouble(FakeTroubleKind.CutAfterTaking));
        var words = Comment(Platform.X, reply, "") with { Door = Door.Hide };

        Assert.IsType<SendOutcome.Uncertain>(await Sender(Platform.X).Send(words, default));
        Assert.IsType<Settlement.NotFound>(await Sender(Platform.X).FindSent(words, default));
        Assert.Equal(new SendOutcome.Sent(reply), await Sender(Platform.X).Send(words, default));
        Assert.Equal([reply], Fakes.HiddenReplies);
    }

    [Fact]
    public async Task In_a_conversation_that_a_citizen_began_hiding_is_not_offered_and_X_would_refuse_it()
    {
        var post = Fakes.Write(Platform.X, "42", Exposed, Now);
        await Deliver("x", JsonSerializer.Serialize(new { data = new { id = post, text = "@kemensosri " + Exposed, author_id = "42", conversation_id = post } }));

        var (conversation, message) = await Shown(post);
        Assert.True(message is { Exposes: true, CanBeHidden: false });
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Database.Send(new HideComment(conversation, post, ADatabase.Administrator, Now)));
        Assert.Equal(Refusal.CannotBeHidden, refused.Refusal);
        // That it may not is no reason to hold what else is to be said there.
        var answer = Assert.IsType<SendOutcome.Refused>(await Sender(Platform.X).Send(Comment(Platform.X, post, "") with { Door = Door.Hide }, default));
        Assert.Equal(RefusedBecause.Invalid, answer.Because);
        Fakes.Delete(post);
        Assert.Equal(RefusedBecause.TargetGone, Assert.IsType<SendOutcome.Refused>(await Sender(Platform.X).Send(Comment(Platform.X, post, "") with { Door = Door.Hide }, default)).Because);
    }

    private async Task WePosted()
    {
        Fakes.OwnPosts.Add(Post);
        await Deliver("x", JsonSerializer.Serialize(new { data = new { id = Post, text = "Pencairan PKH tahap 4 dimulai.", author_id = FakePlatforms.XUserId, conversation_id = Post } }));
    }

    private async Task<string> Replied()
    {
        var reply = Fakes.Write(Platform.X, "42", Exposed, Now, Post);
        await Deliver(
            "x",
            JsonSerializer.Serialize(
                new
                {
                    data = new
                    {
                        id = reply,
                        text = "@kemensosri " + Exposed,
                        author_id = "42",
                        conversation_id = Post,
                        in_reply_to_user_id = FakePlatforms.XUserId,
                        referenced_tweets = new[] { new { type = "replied_to", id = Post } },
                    },
                }
            )
        );
        return reply;
    }

    private async Task<(long Conversation, MessageView Message)> Shown(string id)
    {
        var conversation = await Database.Look(db => db.Messages.Where(m => m.PlatformMessageId == id).Select(m => m.ConversationId).SingleAsync());
        return (conversation, Assert.Single((await Database.Send(new ShowConversation(conversation, "id"))).Messages));
    }
}

/// <summary>The same with a token of which nobody said that it may hide.</summary>
public sealed class HidingOnXWithoutTheRight : Connections
{
    [Fact]
    public void Hiding_is_not_offered() => Assert.False(Sender(Platform.X).MayHide);
}
