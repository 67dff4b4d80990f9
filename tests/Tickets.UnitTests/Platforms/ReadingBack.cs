using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Platforms;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.YouTube;

namespace Tickets.UnitTests.Platforms;

public sealed class ReadingBack : Connections
{
    [Fact]
    public async Task What_X_did_not_tell_of_is_found_and_nothing_comes_twice()
    {
        var told = Fakes.Write(Platform.X, "42", "@kemensosri sudah diterima", Now.AddMinutes(-50));
        await Deliver("x", $$$"""{"data":{"id":"{{{told}}}","text":"@kemensosri sudah diterima","author_id":"42"}}""");
        var missed = Fakes.Write(Platform.X, "43", "@kemensosri tolong, PKH belum cair", Now.AddMinutes(-40));
        var message = Fakes.Write(Platform.X, "44", "halo min", Now.AddMinutes(-30), inPrivate: true);

        Assert.Equal(2, await CatchUp().Read(Channel(Platform.X), Now.AddHours(-1), byNight: false, default));
        await ReadAll();
        Assert.Equal(new[] { told, missed, message }.Order(StringComparer.Ordinal), await Messages(Platform.X));

        Assert.Equal(0, await CatchUp().Read(Channel(Platform.X), Now.AddHours(-1), byNight: true, default));
        await ReadAll();
        Assert.Equal(3, (await Messages(Platform.X)).Count);
        Assert.Equal(0, (await Look(Platform.X)).Holes);
    }

    [Fact]
    public async Task Comments_under_the_page_s_posts_are_read_back_as_the_webhook_would_have_told()
    {
        Fakes.Graph.CitizenCommented("4_77", null, "42", "min tolong", Now.AddMinutes(-10));
        Fakes.Graph.CitizenCommented("4_78", "4_77", "43", "saya juga", Now.AddMinutes(-9));
        Fakes.Graph.CitizenCommented("4_70", null, "42", "yang lama", Now.AddDays(-3));

        Assert.Equal(2, await CatchUp().Read(Channel(Platform.Facebook), Now.AddHours(-1), byNight: false, default));
        await ReadAll();
        Assert.Equal(["4_77", "4_78"], await Messages(Platform.Facebook));
        Fakes.Graph.CitizenCommented("17900", null, "42", "min tolong", Now.AddMinutes(-10));
        Assert.Equal(1, await CatchUp().Read(Channel(Platform.Instagram), Now.AddHours(-1), byNight: false, default));
    }

    [Fact]
    public async Task What_was_changed_while_nobody_told_is_found_and_counted_once_and_stands()
    {
        Fakes.Graph.CitizenCommented("4_77", null, "42", "min tolong, PKH belum cair", Now.AddMinutes(-50));
        Fakes.Graph.CitizenCommented("4_70", null, "43", "min tolong, BPNT belum cair", Now.AddHours(-30));
        Fakes.Graph.CitizenWrote("44", "halo min, PKH belum cair", Now.AddMinutes(-40), "m_1");
        await CatchUp().Read(Channel(Platform.Facebook), Now.AddDays(-2), byNight: false, default);
        await ReadAll();
        Clock.Pass(TimeSpan.FromMinutes(1));

        Fakes.Graph.CitizenEdited("4_77", "min tolong, BLT belum cair");
        // Written before what is read back, and changed since.
        Fakes.Graph.CitizenEdited("4_70", "min tolong, BPNT belum cair sejak Juli");
        Fakes.Graph.CitizenEdited("m_1", "halo min, BLT belum cair");
        Assert.Equal(3, await CatchUp().Read(Channel(Platform.Facebook), Now.AddHours(-24), byNight: true, default));
        await ReadAll();
        Assert.Equal(3, (await Look(Platform.Facebook)).Holes);
        Assert.Equal(["halo min, BLT belum cair", "min tolong, BLT belum cair", "min tolong, BPNT belum cair sejak Juli"], await Standing());
        Assert.Equal(6, await Database.Look(db => db.Messages.CountAsync()));

        Assert.Equal(0, await CatchUp().Read(Channel(Platform.Facebook), Now.AddHours(-24), byNight: true, default));
        await ReadAll();
        Assert.Equal(6, await Database.Look(db => db.Messages.CountAsync()));

        // What Messenger counts goes on from there: the third edit, told at last, stands, and the first, which was on its way all the time, does not.
        await Deliver("meta", Edited(3, "halo min, BLT tahap 2 belum cair"));
        await Deliver("meta", Edited(1, "halo min, PKH tahap 2 belum cair"));
        Assert.Contains("halo min, BLT tahap 2 belum cair", await Standing());

        string Edited(int count, string text) =>
            $$"""{"object":"page","entry":[{"id":"{{Fakes.Graph.PageId}}","time":{{Now.ToUnixTimeMilliseconds()}},"messaging":[{"sender":{"id":"44"},"recipient":{"id":"{{Fakes.Graph.PageId}}"},"timestamp":{{Now.ToUnixTimeMilliseconds()}},"message_edit":{"mid":"m_1","text":"{{text}}","num_edit":{{count}} } }]}]}""";

        Task<List<string?>> Standing() => Database.Look(async db => (await db.Messages.AsNoTracking().Where(m => m.Current).ToListAsync()).ConvertAll(m => m.Text).Order(StringComparer.Ordinal).ToList());
    }

    [Fact]
    public async Task Words_that_a_platform_shows_with_other_spaces_are_not_changed()
    {
        await Deliver("meta", $$"""{"object":"page","entry":[{"id":"{{Fakes.Graph.PageId}}","time":{{Now.ToUnixTimeSeconds()}},"changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"4_77","post_id":"4_4","from":{"id":"42"},"message":"min  tolong\r\nPKH belum cair ","created_time":{{Now.AddMinutes(-10).ToUnixTimeSeconds()}} } }]}]}""");
        Fakes.Graph.CitizenCommented("4_77", null, "42", "min tolong\nPKH belum cair", Now.AddMinutes(-10));

        Assert.Equal(0, await CatchUp().Read(Channel(Platform.Facebook), Now.AddHours(-1), byNight: true, default));
    }

    [Fact]
    public async Task A_comment_that_YouTube_no_longer_gives_is_marked_as_removed_by_night()
    {
        var stays = Fakes.Write(Platform.YouTube, "UC42", "min tolong", Now.AddMinutes(-10));
        var goes = Fakes.Write(Platform.YouTube, "UC43", "salah kirim", Now.AddMinutes(-9));
        Assert.Equal(2, await CatchUp().Read(Channel(Platform.YouTube), Now.AddHours(-1), byNight: false, default));
        await ReadAll();
        Fakes.Delete(goes);

        await CatchUp().Read(Channel(Platform.YouTube), Now.AddHours(-1), byNight: true, default);
        await ReadAll();

        var removed = await Database.Look(db => db.Messages.Where(m => m.RemovedAt != null).Select(m => m.PlatformMessageId).ToListAsync());
        Assert.Equal([goes], removed);
        Assert.Contains(stays, await Messages(Platform.YouTube));
    }

    [Fact]
    public async Task Polling_keeps_only_what_is_new_or_changed()
    {
        var first = Fakes.Write(Platform.YouTube, "UC42", "min tolong", Now.AddMinutes(-10));
        Fakes.Write(Platform.YouTube, "UC43", "sama", Now.AddMinutes(-9), first);
        var poll = ActivatorUtilities.CreateInstance<PollYouTube>(Database.Services, NullLogger<PollYouTube>.Instance);

        Assert.Equal(1, await poll.PollOnce(default));
        Assert.Equal(0, await poll.PollOnce(default));
        Fakes.Edit(Platform.YouTube, first, "min tolong ya", Now);
        Assert.Equal(1, await poll.PollOnce(default));
        await ReadAll();

        var texts = await Database.Look(db => db.Messages.Where(m => m.PlatformMessageId == first).OrderBy(m => m.Revision).Select(m => m.Text).ToListAsync());
        Assert.Equal(["min tolong", "min tolong ya"], texts);
    }

    [Fact]
    public async Task Whoever_answers_in_an_older_thread_is_heard_while_its_matter_is_not_over()
    {
        var plea = Fakes.Write(Platform.YouTube, "UC42", "min tolong, PKH ibu saya belum cair", Now.AddMinutes(-30));
        var poll = ActivatorUtilities.CreateInstance<PollYouTube>(Database.Services, NullLogger<PollYouTube>.Instance);
        await poll.PollOnce(default);
        await ReadAll();
        var conversation = await Database.Look(db => db.Conversations.SingleAsync(c => c.Thread == plea));
        if (conversation.TicketId is null)
            await Database.Send(new OpenTicket(conversation.Id, null, null, null, ADatabase.Administrator, Now));

        // Newer threads fill what YouTube gives at once.
        Fakes.YouTubePage = 2;
        for (var other = 0; other < 3; other++)
            Fakes.Write(Platform.YouTube, $"UC5{other}", "semangat terus min", Now.AddMinutes(-other));
        await poll.PollOnce(default);
        await ReadAll();
        var reply = Fakes.Write(Platform.YouTube, "UC42", "belum ada kabar juga min", Now, plea);
        Fakes.Write(Platform.YouTube, "UC60", "dulu juga begitu", Now.AddYears(-2), plea);

        Assert.Equal(1, await poll.PollOnce(default));
        await ReadAll();
        Assert.Contains(reply, await Messages(Platform.YouTube));
        Assert.DoesNotContain(await Database.Look(async db => await db.Messages.AsNoTracking().ToListAsync()), m => m.Text == "dulu juga begitu");
        // Once.
        Assert.Equal(0, await poll.PollOnce(default));
        Assert.Equal(0, await poll.PollOnce(default));
    }

    [Fact]
    public async Task A_mention_gets_its_words()
    {
        Fakes.Graph.CitizenCommented("17894227972186120", null, "42", "@kemensosri min tolong, PKH ibu saya belum cair", Now);
        await Deliver("meta", """{"object":"instagram","entry":[{"id":"17841400000000001","time":1793588645,"changes":[{"field":"mentions","value":{"comment_id":"17894227972186120","media_id":"17918195224117851"}}]}]}""");
        await Deliver("meta", """{"object":"instagram","entry":[{"id":"17841400000000001","time":1793588645,"changes":[{"field":"mentions","value":{"comment_id":"999","media_id":"17918195224117851"}}]}]}""");
        Fakes.Graph.Delete("999");
        var fetch = ActivatorUtilities.CreateInstance<FetchWords>(Database.Services, NullLogger<FetchWords>.Instance);

        Assert.Equal(1, await fetch.FetchOnce(default));

        var message = await Database.Look(db => db.Messages.Include(m => m.Conversation.Citizen).SingleAsync(m => m.PlatformMessageId == "17894227972186120"));
        Assert.Equal(("@kemensosri min tolong, PKH ibu saya belum cair", "warga"), (message.Text, message.Conversation.Citizen.Name));
        Assert.True(message.Conversation.NeedsHelp > 0);
        // What cannot be had, or is there already, is not asked for again.
        Assert.Equal(0, await Database.Look(db => db.Messages.CountAsync(m => m.AwaitsWords == true)));
    }

    [Fact]
    public async Task Silence_is_read_back_once_and_by_one_process_only()
    {
        await Deliver("x", """{"data":{"id":"900","text":"@kemensosri halo","author_id":"42"}}""");
        var quiet = TimeSpan.FromMinutes(15);
        Assert.Null(await Begin(quiet));

        Clock.Pass(TimeSpan.FromMinutes(16));
        var since = await Begin(quiet);
        Assert.Equal(Start.AddMinutes(-5), since);
        Assert.Null(await Begin(quiet));
        Clock.Pass(TimeSpan.FromDays(3));
        Assert.Equal(Now.AddHours(-24), await Begin(quiet));

        Task<DateTimeOffset?> Begin(TimeSpan silence) => Database.Send(new BeginReadBack(Platform.X, Now, silence, TimeSpan.FromHours(24), null));
    }

    [Fact]
    public async Task What_broke_off_by_day_and_ends_within_the_night_s_hour_is_the_night_s_reading_with_its_holes_counted()
    {
        Clock.Pass(new DateTimeOffset(2026, 11, 2, 19, 5, 0, TimeSpan.Zero) - Now);
        Fakes.Write(Platform.X, "43", "@kemensosri tolong, PKH belum cair", Now.AddHours(-20));
        await Deliver("x", """{"data":{"id":"900","text":"@kemensosri halo","author_id":"42"}}""");
        var catchUp = CatchUp();
        // Twenty past two in Jakarta: silent for a quarter of an hour, and X answers nothing.
        Clock.Pass(TimeSpan.FromMinutes(16));
        Fakes.XLimit = 0;
        await LookAgain();
        Assert.Equal((0, null), (await Readings(), await Holes()));

        Clock.Pass(TimeSpan.FromMinutes(15));
        Fakes.XLimit = null;
        await LookAgain();
        Assert.Equal((1, 1), (await Readings(), await Holes()));

        // Once is enough for a night.
        Clock.Pass(TimeSpan.FromMinutes(10));
        await LookAgain();
        Assert.Equal(1, await Readings());

        async Task<int?> Holes() => (await Look(Platform.X)).Holes;
        Task LookAgain() => catchUp.LookAt(Channel(Platform.X), null, default);
        Task<int> Readings() => Database.Look(db => db.Events.CountAsync(e => e.Type == nameof(ChannelReadBack)));
    }

    [Fact]
    public async Task A_reading_by_day_that_ends_after_the_night_s_hour_does_not_pass_for_the_night_s()
    {
        var hour = new DateTimeOffset(2026, 11, 2, 19, 30, 0, TimeSpan.Zero);
        var began = hour.AddSeconds(-10);
        await Database.Send(new FinishReadBack(Platform.X, began.AddHours(-1), Holes: 0, Kept: 0, ByNight: false, began, hour.AddSeconds(20)));

        Assert.Equal(hour.AddSeconds(30).AddHours(-24), await Night());
        Assert.Null(await Night());
        // Nor does it take the night's place when it ends later still.
        await Database.Send(new FinishReadBack(Platform.X, began.AddHours(-1), Holes: 0, Kept: 0, ByNight: false, began, hour.AddMinutes(2)));
        Assert.Null(await Night());

        Task<DateTimeOffset?> Night() => Database.Send(new BeginReadBack(Platform.X, hour.AddSeconds(30), TimeSpan.FromMinutes(15), TimeSpan.FromHours(24), hour));
    }

    [Fact]
    public async Task A_channel_that_is_only_read_alarms_the_administrators_once_when_it_cannot_be_read_and_is_well_by_itself()
    {
        var administrator = await Administrator();
        var poll = ActivatorUtilities.CreateInstance<PollYouTube>(Database.Services, NullLogger<PollYouTube>.Instance);
        await poll.PollOnce(default);
        Assert.False((await Look(Platform.YouTube)).Broken);

        // A token that is renewed a moment later is no alarm.
        Fakes.RequiredToken = "token-baru";
        await poll.PollOnce(default);
        Assert.False((await Look(Platform.YouTube)).Broken);
        await poll.PollOnce(default);
        await poll.PollOnce(default);

        var broken = (await Database.Send(new ListChannels())).Items.Single(c => c.Platform == Platform.YouTube);
        Assert.Equal((true, true, null, "not readable: YouTube authError (HTTP 401)"), (broken.Broken, broken.Unreadable, broken.HeldUntil, broken.Detail));
        var told = Assert.Single((await Database.Send(new ListNotifications(Unread: true, new PageOf(null, null), "id", administrator, Now))).Items);
        Assert.Equal("Saluran YouTube tidak dapat dibaca dan perlu Anda perbaiki; tulisan warga di sana belum masuk: YouTube authError (HTTP 401)", told.Text);
        Assert.Equal(1, await Database.Look(db => db.Events.CountAsync(e => e.Type == nameof(ChannelBroke))));

        Fakes.RequiredToken = Token;
        await poll.PollOnce(default);
        var well = await Look(Platform.YouTube);
        Assert.Equal((false, null), (well.Broken, well.Detail));
    }

    [Fact]
    public async Task What_may_pass_by_itself_alarms_after_a_quarter_of_an_hour()
    {
        await Administrator();
        var poll = ActivatorUtilities.CreateInstance<PollYouTube>(Database.Services, NullLogger<PollYouTube>.Instance);
        Fakes.YouTubeQuota = 0;
        await poll.PollOnce(default);
        Clock.Pass(TimeSpan.FromMinutes(14));
        await poll.PollOnce(default);
        Assert.False((await Look(Platform.YouTube)).Broken);

        Clock.Pass(TimeSpan.FromMinutes(1));
        await poll.PollOnce(default);
        Assert.True((await Look(Platform.YouTube)).Unreadable);
        Assert.Equal(1, await Database.Look(db => db.Notifications.CountAsync(n => n.Platform == Platform.YouTube)));
    }

    [Theory]
    [InlineData(Platform.X)]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Instagram)]
    public async Task A_channel_that_cannot_be_read_back_is_broken_too_and_goes_on_being_asked(Platform platform)
    {
        await Administrator();
        Fakes.RequiredToken = "token-baru";
        Fakes.Graph.RequiredToken = "token-baru";
        var catchUp = CatchUp();
        await catchUp.Read(Channel(platform), Now.AddHours(-1), byNight: false, default);
        Assert.True((await Look(platform)).Unreadable);
        Assert.Equal(1, await Database.Look(db => db.Notifications.CountAsync(n => n.Platform == platform)));

        Fakes.RequiredToken = Token;
        Fakes.Graph.RequiredToken = Token;
        Clock.Pass(TimeSpan.FromMinutes(1));
        await catchUp.LookAt(Channel(platform), null, default);
        Assert.False((await Look(platform)).Broken);
    }

    [Fact]
    public void Words_that_leave_and_patience_that_is_asked_for_do_not_hide_that_nobody_reads_the_citizens()
    {
        var channel = new Channel(Platform.YouTube);
        Assert.True(channel.CannotBeRead("authError"));
        Assert.False(channel.CannotBeRead("authError"));
        Assert.False(channel.Hold(Now.AddMinutes(1), broken: false, "rate limit"));
        channel.Works(Now);
        Assert.Equal((true, null), (channel.Unreadable, channel.HeldUntil));

        // What sending finds counts too, and is not mended by reading.
        Assert.True(channel.Hold(Now.AddMinutes(1), broken: true, "token expired"));
        Assert.False(channel.IsReadAgain());
        Assert.Equal((true, false, "token expired"), (channel.Broken, channel.Unreadable, channel.Detail));
        channel.Works(Now);
        Assert.False(channel.Broken);
    }

    [Theory]
    [InlineData("2026-11-02T03:04:05Z", "2026-11-01T19:30:00Z")]
    [InlineData("2026-11-01T19:29:59Z", "2026-10-31T19:30:00Z")]
    [InlineData("2026-11-01T19:30:00Z", "2026-11-01T19:30:00Z")]
    public void The_night_s_hour_is_half_past_two_in_Jakarta(string now, string night) =>
        Assert.Equal(DateTimeOffset.Parse(night, null), Tickets.Workers.Platforms.CatchUp.LastNight(DateTimeOffset.Parse(now, null)));

    private async Task<Caller> Administrator() =>
        await Database.Look(async db =>
        {
            var user = new User("dewi", "Dewi", Roles.Administrator, null);
            db.Add(user);
            await db.SaveChangesAsync();
            return new Caller(Actor.User(user.Id, user.Name), user.Roles, null);
        });

    private CatchUp CatchUp() => ActivatorUtilities.CreateInstance<CatchUp>(Database.Services, NullLogger<CatchUp>.Instance);

    private IReadBack Channel(Platform platform) => Database.Services.GetServices<IReadBack>().Single(c => c.Platform == platform);

    private Task<List<string>> Messages(Platform platform) =>
        Database.Look(async db => (await db.Messages.Where(m => m.Platform == platform).Select(m => m.PlatformMessageId).Distinct().ToListAsync()).Order(StringComparer.Ordinal).ToList());
}
