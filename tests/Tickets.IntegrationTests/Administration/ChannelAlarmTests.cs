using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Testing;
using Tickets.Workers.Platforms;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.IntegrationTests.Administration;

/// <summary>A channel whose token expired alarms those who can mend it.</summary>
public sealed class ChannelAlarmTests
{
    [Fact]
    public async Task Every_administrator_is_told_at_once_and_once_until_they_have_read_it()
    {
        await using var database = await ADatabase.Fresh(add: services => services.AddSingleton<Pace>().AddSimulator());
        var platform = database.Services.GetRequiredService<SimulatedPlatform>();
        var comment = await platform.Write("Budi", "min PKH belum cair", replyTo: null, inPrivate: false);
        var people = await database.Look(async db =>
        {
            User[] some = [new("dewi", "Dewi", Roles.Administrator, null), new("surya", "Surya", Roles.Administrator | Roles.Reporting, null), new("rina", "Rina", Roles.AdminSocial, null)];
            db.AddRange(some.AsEnumerable());
            var now = DateTimeOffset.UnixEpoch.AddYears(50);
            var conversation = new Conversation(new Citizen(Platform.Simulator, "budi", "Budi", now), Audience.Public, "pos-1", "pos-1", now);
            db.Add(conversation);
            foreach (var key in new[] { "inbox:1", "inbox:2" })
                db.Add(new Notice(key, NoticeKind.Reply, ticket: null, conversation, Door.CommentReply, comment.Id, "budi", "Baik, kami cek.", Actor.System, now));
            await db.SaveChangesAsync();
            return some.Select(u => new Caller(Actor.User(u.Id, u.Name), u.Roles, null)).ToList();
        });
        var later = DateTimeOffset.MaxValue.AddDays(-1);

        await platform.Turn(new SimulatedTroubles(ExpiredToken: true));
        await database.Send(new SendNotices(["inbox:1"]));

        var told = Assert.Single((await Told(people[0])).Items);
        Assert.Equal((Platform.Simulator, null, null, null), (told.Platform, told.Clock, told.To, told.Rung));
        Assert.Equal("Saluran Simulator terhenti dan perlu Anda perbaiki; pesan kepada warga menunggu: the simulated token has expired", told.Text);
        Assert.Single((await Told(people[1])).Items);
        Assert.Empty((await Told(people[2])).Items);
        Assert.True((await database.Send(new ListChannels())).Items.Single(c => c.Platform == Platform.Simulator).Broken);

        // Mended, and broken again before anybody has read the first.
        await database.Send(new LiftHold(Platform.Simulator, people[0], later));
        await database.Send(new ReadNotifications(told.Id, people[0], later));
        await database.Look(db => db.Notices.ExecuteUpdateAsync(s => s.SetProperty(n => n.NextAttemptAt, DateTimeOffset.UnixEpoch)));
        await database.Send(new SendNotices(["inbox:2"]));
        Assert.Equal(2, (await Told(people[0])).Items.Count);
        Assert.Single((await Told(people[1])).Items);

        Task<Page<ListedNotification>> Told(Caller who) => database.Send(new ListNotifications(Unread: false, new PageOf(null, null), "id", who, later));
    }
}
