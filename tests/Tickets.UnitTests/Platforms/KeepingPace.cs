using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms;

namespace Tickets.UnitTests.Platforms;

public sealed class KeepingPace
{
    private readonly Clock clock = new();

    [Fact]
    public void Private_replies_keep_to_750_an_hour_and_urgent_words_overtake()
    {
        var pace = new Pace(clock);
        var taken = 0;
        while (pace.Take(Platform.Instagram, Door.PrivateReply, urgent: false) is null)
            taken++;

        Assert.Equal(675, taken);
        Assert.Null(pace.Take(Platform.Instagram, Door.PrivateReply, urgent: true));
        clock.Now += TimeSpan.FromMinutes(1);
        var more = 0;
        while (pace.Take(Platform.Instagram, Door.PrivateReply, urgent: false) is null)
            more++;
        Assert.InRange(more, 11, 13);
    }

    [Theory]
    [InlineData(2, Platform.Instagram, Door.PrivateReply, 337)]
    [InlineData(3, Platform.X, Door.DirectMessage, 4)]
    [InlineData(1000, Platform.X, Door.DirectMessage, 1)]
    public void Several_processes_share_the_limit_and_none_of_them_stands_still(int processes, Platform platform, Door door, int share)
    {
        var pace = new Pace(clock, new TicketsSettings { WorkerProcesses = processes });
        var taken = 0;
        while (pace.Take(platform, door, urgent: false) is null)
            taken++;

        Assert.Equal(share, taken);
        clock.Now += TimeSpan.FromDays(1);
        Assert.Null(pace.Take(platform, door, urgent: false));
    }

    [Fact]
    public void What_Meta_tells_of_its_usage_slows_the_channel_and_lets_go_again()
    {
        var pace = new Pace(clock);
        int InAMinute()
        {
            while (pace.Take(Platform.Facebook, Door.PrivateReply, urgent: false) is null) { }
            clock.Now += TimeSpan.FromMinutes(4);
            var taken = 0;
            while (pace.Take(Platform.Facebook, Door.PrivateReply, urgent: false) is null)
                taken++;
            return taken;
        }

        var free = InAMinute();
        pace.Used(Platform.Facebook, 80);
        var slowed = InAMinute();
        pace.Used(Platform.Facebook, 99);
        var crawling = InAMinute();
        pace.Used(Platform.Facebook, 20);

        Assert.True(free > slowed * 3 && slowed > crawling * 3, $"{free}, {slowed}, {crawling}");
        Assert.Equal(free, InAMinute());
    }

    [Fact]
    public void One_channel_slows_no_other()
    {
        var pace = new Pace(clock);
        pace.Left(Platform.X, Door.CommentReply, 0, clock.Now.AddMinutes(5));

        Assert.Equal(TimeSpan.FromMinutes(5), pace.Take(Platform.X, Door.CommentReply, urgent: true));
        Assert.Null(pace.Take(Platform.X, Door.DirectMessage, urgent: false));
        Assert.Null(pace.Take(Platform.WhatsApp, Door.DirectMessage, urgent: false));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
