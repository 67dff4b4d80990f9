using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.UnitTests.Platforms;

namespace Tickets.UnitTests.Notices;

/// <summary>An answer too long for one message goes out in parts, in order, and none of them without the one before.</summary>
public sealed class PartsOfOneAnswer : Connections
{
    private const string Citizen = "628123";
    private static readonly string[] Keys = ["reply:1", "reply:1:2", "reply:1:3"];

    [Fact]
    public async Task When_nobody_can_tell_whether_the_first_arrived_the_others_end_with_it_and_follow_once_a_person_has_decided()
    {
        await Write();
        Fakes.Next(Platform.WhatsApp, new FakeTrouble(FakeTroubleKind.Cut));
        await Database.Send(new SendNotices([Keys[0]]));
        Clock.Pass(TimeSpan.FromMinutes(11));
        await Database.Send(new SendNotices([Keys[0]]));

        Assert.Equal([NoticeState.Failed, NoticeState.Blocked, NoticeState.Blocked], await States());
        Assert.Equal(Keys, await Asked());
        // Whatever is swept up later, none is said alone.
        Clock.Pass(TimeSpan.FromDays(1));
        await Database.Send(new SendNotices(Keys));
        Assert.Empty(Fakes.Sent);

        var alone = await Assert.ThrowsAsync<RefusedException>(() => Database.Send(new ReleaseNotice(Keys[2], Arrived: false, null, "akan saya kirim", ADatabase.Administrator, Now)));
        Assert.Equal(Refusal.PartBeforeNotSent, alone.Refusal);
        await Hears();
        await Database.Send(new ReleaseNotice(Keys[0], Arrived: false, null, "tidak ada di ponsel warga", ADatabase.Administrator, Now));
        await Database.Send(new SendNotices([Keys[0]]));

        Assert.Equal(["satu (1/3)", "dua (2/3)", "tiga (3/3)"], Fakes.Sent.Select(s => s.Words.Text));
        Assert.Equal([NoticeState.Sent, NoticeState.Sent, NoticeState.Sent], await States());
    }

    [Fact]
    public async Task When_the_first_is_refused_the_others_end_with_it_and_whoever_tries_the_last_again_tries_the_first()
    {
        await Write();
        Fakes.Block(Citizen);
        await Database.Send(new SendNotices(Keys));
        await Database.Send(new FallBack([Keys[0]], Now));

        Assert.Equal([NoticeState.Blocked, NoticeState.Blocked, NoticeState.Blocked], await States());
        Assert.Equal(Keys, await Asked());
        Assert.Equal("the part before, reply:1:2, did not arrive", await Database.Look(db => db.Notices.Where(n => n.Key == Keys[2]).Select(n => n.Detail).SingleAsync()));

        await Database.Send(new RetryNotice(Keys[2], ADatabase.Administrator, Now));
        Assert.Equal([NoticeState.Pending, NoticeState.Pending, NoticeState.Pending], await States());
        await Database.Send(new SendNotices([Keys[2]]));
        Assert.Empty(Fakes.Sent);
        Assert.Equal([NoticeState.Pending, NoticeState.Pending, NoticeState.Pending], await States());
    }

    [Fact]
    public async Task When_a_later_part_fails_those_before_it_stand_and_those_after_it_end()
    {
        await Write();
        await Database.Look(async db =>
        {
            (await db.Notices.SingleAsync(n => n.Key == Keys[0])).Arrived("wamid.1", Now);
            return await db.SaveChangesAsync();
        });
        Fakes.Block(Citizen);
        await Database.Send(new SendNotices(Keys));
        await Database.Send(new FallBack([Keys[1]], Now));

        Assert.Equal([NoticeState.Sent, NoticeState.Blocked, NoticeState.Blocked], await States());
        Assert.Equal(Keys[1..], await Asked());
    }

    [Fact]
    public async Task What_is_true_no_more_is_withdrawn_with_all_its_parts()
    {
        await Write();
        await Database.Look(async db =>
        {
            (await db.Notices.Include(n => n.Ticket).SingleAsync(n => n.Key == Keys[0])).Withdraw(Actor.System, Now);
            return await db.SaveChangesAsync();
        });

        await Database.Send(new SendNotices(Keys));

        Assert.Equal([NoticeState.Withdrawn, NoticeState.Withdrawn, NoticeState.Withdrawn], await States());
        Assert.Empty(await Asked());
        Assert.Empty(Fakes.Sent);
    }

    private async Task Write()
    {
        await Database.Look(async db =>
        {
            var conversation = new Conversation(new Citizen(Platform.WhatsApp, Citizen, "Siti", Now), Audience.Private, Citizen, null, Now);
            db.Add(conversation);
            string[] words = ["satu (1/3)", "dua (2/3)", "tiga (3/3)"];
            for (var part = 0; part < Keys.Length; part++)
                db.Add(new Notice(Keys[part], NoticeKind.Reply, ticket: null, conversation, Door.DirectMessage, Citizen, Citizen, words[part], Actor.System, Now, follows: part == 0 ? null : Keys[part - 1]));
            return await db.SaveChangesAsync();
        });
        await Hears();
    }

    // The citizen wrote just now: the window for answers is open.
    private Task<int> Hears()
    {
        Fakes.Write(Platform.WhatsApp, Citizen, "halo", Now);
        return Database.Look(db => db.Notices.ExecuteUpdateAsync(s => s.SetProperty(n => n.AnsweredAt, Now)));
    }

    private Task<List<NoticeState>> States() => Database.Look(db => db.Notices.OrderBy(n => n.Id).Select(n => n.State).ToListAsync());

    // Of which words a person was asked, each once.
    private async Task<List<string>> Asked() =>
        [.. (await Database.Look(db => db.Events.Where(e => e.Type == nameof(AdminAsked)).OrderBy(e => e.Id).ToListAsync())).Select(e => ((AdminAsked)e.What).Key).Order(StringComparer.Ordinal)];
}
