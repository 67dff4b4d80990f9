using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Platforms;
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

    [Theory]
    [InlineData("2026-11-02T03:04:05Z", "2026-11-01T19:30:00Z")]
    [InlineData("2026-11-01T19:29:59Z", "2026-10-31T19:30:00Z")]
    [InlineData("2026-11-01T19:30:00Z", "2026-11-01T19:30:00Z")]
    public void The_night_s_hour_is_half_past_two_in_Jakarta(string now, string night) =>
        Assert.Equal(DateTimeOffset.Parse(night, null), Tickets.Workers.Platforms.CatchUp.LastNight(DateTimeOffset.Parse(now, null)));

    private CatchUp CatchUp() => ActivatorUtilities.CreateInstance<CatchUp>(Database.Services, NullLogger<CatchUp>.Instance);

    private IReadBack Channel(Platform platform) => Database.Services.GetServices<IReadBack>().Single(c => c.Platform == platform);

    private Task<Channel> Look(Platform platform) => Database.Look(db => db.Channels.AsNoTracking().SingleAsync(c => c.Platform == platform));

    private Task<List<string>> Messages(Platform platform) =>
        Database.Look(async db => (await db.Messages.Where(m => m.Platform == platform).Select(m => m.PlatformMessageId).Distinct().ToListAsync()).Order(StringComparer.Ordinal).ToList());

    private async Task Deliver(string source, string body)
    {
        await Database.Services.GetRequiredService<AcceptDeliveries>().Accept(source, Encoding.UTF8.GetBytes(body));
        await ReadAll();
    }

    private async Task ReadAll()
    {
        var ids = await Database.Look(db => db.Deliveries.Where(d => d.State == DeliveryState.Accepted).Select(d => d.Id).ToListAsync());
        await Database.Send(new ReadDeliveries(ids));
    }
}
