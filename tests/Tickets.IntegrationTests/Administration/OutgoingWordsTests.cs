using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;

namespace Tickets.IntegrationTests.Administration;

public sealed class OutgoingWordsTests : AdministrationTest
{
    [Fact]
    public async Task A_text_of_ones_own_stands_until_it_is_reset()
    {
        var builtIn = (await Send(new ListTemplates("ack.public", "id"))).Items[0];
        var text = "Laporan {nomor} kami terima. Selesai paling lambat {tenggat}. {lacak}";
        Assert.True((await Send(new ChangeTemplate("ack.public", "id", text, Admin, Now))).Changed);
        await Send(new ChangeTemplate("ack.public", "id", text + "!", Admin, Now));
        Assert.Equal(text + "!", (await Send(new ListTemplates("ack.public", "id"))).Items[0].Text);
        await Send(new ResetTemplate("ack.public", "id", Admin, Now));
        await Send(new ResetTemplate("ack.public", "id", Admin, Now));
        var reset = (await Send(new ListTemplates("ack.public", "id"))).Items[0];
        Assert.Equal((builtIn.Text, false), (reset.Text, reset.Changed));
        Assert.Equal(Placeholders.Codes.Count * 2, (await Send(new ListTemplates())).Items.Count);
    }

    [Fact]
    public async Task A_text_nobody_says_or_in_no_language_of_ours_is_not_found()
    {
        Assert.Equal(Refusal.NotFound, await Refused(new ChangeTemplate("ack.secret", "id", "x", Admin, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new ChangeTemplate("ack.public", "fr", "x", Admin, Now)));
        Assert.Equal(Refusal.PlaceholderMissing, await Refused(new ChangeTemplate("ack.public", "id", "x", Admin, Now)));
    }

    [Fact]
    public async Task Channels_say_whether_anybody_speaks_there()
    {
        var channels = (await Send(new ListChannels())).Items;
        Assert.Equal(Enum.GetValues<Platform>(), channels.Select(c => c.Platform));
        Assert.All(channels, c => Assert.Equal(false, c.Connected));
    }

    [Fact]
    public async Task Words_are_listed_the_newest_first_page_by_page_with_personal_data_covered()
    {
        var number = await ATicketAt("JAMSOS");
        foreach (var i in Enumerable.Range(1, 5))
            await ANotice(number, $"reply:{number}:{i}", "Hubungi 081234567890 ya");
        var first = await Send(new ListNotices(null, new PageOf(null, 2), Admin));
        var second = await Send(new ListNotices(NoticeState.Pending, new PageOf(first.Next, 2), Admin));
        var third = await Send(new ListNotices(null, new PageOf(second.Next, 2), Admin));
        Assert.Equal(["5", "4", "3", "2", "1"], first.Items.Concat(second.Items).Concat(third.Items).Select(n => n.Key[^1..]));
        Assert.Null(third.Next);
        Assert.All(first.Items, n => Assert.DoesNotContain("081234567890", n.Text, StringComparison.Ordinal));
        Assert.All(first.Items, n => Assert.Equal(number, n.Ticket));
        Assert.Empty((await Send(new ListNotices(NoticeState.Sent, new PageOf(null, null), Admin))).Items);
    }

    [Fact]
    public async Task A_supervisor_sees_the_words_of_the_own_directorate_only()
    {
        await ANotice(await ATicketAt("JAMSOS"), "reply:a", "x");
        await ANotice(await ATicketAt("LANSIA"), "reply:b", "x");
        var hasan = new Caller(Actor.User(1, "Hasan"), Roles.Supervisor, "JAMSOS");
        Assert.Equal(["reply:a"], (await Send(new ListNotices(null, new PageOf(null, null), hasan))).Items.Select(n => n.Key));
        Assert.Equal(Refusal.NotFound, await Refused(new RetryNotice("reply:b", hasan, Now)));
    }

    [Fact]
    public async Task Words_that_were_blocked_are_tried_again_by_id_or_key()
    {
        var number = await ATicketAt("JAMSOS");
        await ANotice(number, "reply:a", "x");
        Assert.Equal(Refusal.NoticeNotFailed, await Refused(new RetryNotice("reply:a", Admin, Now)));
        await Block("reply:a");
        Assert.Equal(NoticeState.Pending, (await Send(new RetryNotice("reply:a", Admin, Now.AddHours(1)))).State);
        await Block("reply:a");
        var id = (await Send(new ListNotices(NoticeState.Blocked, new PageOf(null, null), Admin))).Items[0].Id;
        var again = await Send(new RetryNotice(id.ToString(), Admin, Now.AddHours(2)));
        Assert.Equal((NoticeState.Pending, Now.AddHours(2)), (again.State, again.NextAttemptAt));
        Assert.Equal(Refusal.NotFound, await Refused(new RetryNotice("4711", Admin, Now)));
    }

    private Task<bool> ANotice(string number, string key, string text) =>
        Database.Look(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
            var conversation = await db.Conversations.Include(c => c.Citizen).SingleAsync(c => c.TicketId == ticket.Id);
            db.Add(new Notice(key, NoticeKind.Reply, ticket, conversation, Door.CommentReply, "c1", "u1", text, Actor.System, Now));
            return true;
        });

    private Task<bool> Block(string key) =>
        Database.Look(async db =>
        {
            (await db.Notices.SingleAsync(n => n.Key == key)).GiveUp(NoticeState.Blocked, "closed window", Now);
            return true;
        });
}
