using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

public sealed class TokensThatExpire : Connections
{
    private const string Key = "reply:cut";

    [Fact]
    public async Task A_call_that_was_cut_waits_for_a_new_token_however_long_it_takes_and_is_settled_by_it()
    {
        await AnAnswerOnX();
        Fakes.Next(Platform.X, new FakeTrouble(FakeTroubleKind.CutAfterTaking));
        await Database.Send(new SendNotices([Key]));
        Assert.Equal(NoticeState.Sending, (await Look()).State);

        // Nothing but this one is under way, so nothing else would tell that the token is gone.
        Fakes.Expire(Platform.X, "token-baru");
        Clock.Pass(TimeSpan.FromMinutes(2));
        await Database.Send(new SendNotices([Key]));
        var channel = await Look(Platform.X);
        Assert.Equal((true, false), (channel.Broken, channel.Unreadable));
        Assert.Equal(1, await Database.Look(db => db.Events.CountAsync(e => e.Type == nameof(ChannelBroke))));

        for (var look = 0; look < 3 * Notice.MostAttempts; look++)
        {
            Clock.Pass(TimeSpan.FromMinutes(20));
            await Database.Send(new SendNotices([Key]));
        }

        Assert.Equal(NoticeState.Sending, (await Look()).State);
        Assert.Equal(1, await Database.Look(db => db.Events.CountAsync(e => e.Type == nameof(ChannelBroke))));

        Fakes.Expire(Platform.X, Token);
        Clock.Pass(TimeSpan.FromMinutes(2));
        await Database.Send(new SendNotices([Key]));
        var said = Assert.Single(Fakes.Sent).Words;
        Assert.Equal((NoticeState.Sent, said.Id), ((await Look()).State, (await Look()).PlatformId));
    }

    [Fact]
    public async Task What_a_lost_token_held_is_tried_with_the_new_one_at_once_and_what_waits_for_a_reason_of_its_own_goes_on_waiting()
    {
        await AnAnswerOnX();
        await Database.Look(async db =>
        {
            var first = await db.Notices.Include(n => n.Conversation.Citizen).SingleAsync();
            var later = new Notice("deadline:later", NoticeKind.Reply, ticket: null, first.Conversation, Door.CommentReply, first.TargetId, "42", "Tanggalnya berubah.", Actor.System, Now);
            later.WaitUntil(Now.AddMinutes(10));
            db.Add(later);
            return await db.SaveChangesAsync();
        });
        Fakes.Expire(Platform.X, "token-baru");
        await Database.Send(new SendNotices([Key]));
        Assert.Equal(Now.AddMinutes(1), (await Look()).NextAttemptAt);

        Clock.Pass(TimeSpan.FromSeconds(5));
        await Database.Send(new ConnectChannel(Platform.X, new Dictionary<string, string?> { ["bearerToken"] = "token-baru" }, ADatabase.Administrator, Now));

        Assert.Equal(Now, (await Look()).NextAttemptAt);
        Assert.Equal(Start.AddMinutes(10), await Database.Look(db => db.Notices.Where(n => n.Key == "deadline:later").Select(n => n.NextAttemptAt).SingleAsync()));
        var channel = await Look(Platform.X);
        Assert.Equal((false, null), (channel.Broken, channel.HeldUntil));
    }

    private Task<Notice> Look() => Database.Look(db => db.Notices.AsNoTracking().SingleAsync(n => n.Key == Key));

    private async Task AnAnswerOnX()
    {
        var post = Fakes.Write(Platform.X, "42", "tolong, PKH belum cair", Now);
        await Deliver("x", JsonSerializer.Serialize(new { data = new { id = post, text = "@kemensosri halo min", author_id = "42" } }));
        await Database.Look(async db =>
        {
            var message = await db.Messages.Include(m => m.Conversation.Citizen).SingleAsync(m => m.PlatformMessageId == post);
            db.Add(new Notice(Key, NoticeKind.Reply, ticket: null, message.Conversation, Door.CommentReply, post, "42", "Terima kasih, kami periksa.", Actor.System, Now));
            return await db.SaveChangesAsync();
        });
    }
}
