using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Hosting;

namespace Tickets.UnitTests.Platforms;

/// <summary>All connectors as the product registers them, against the fake platforms over real HTTP and a database of their own.</summary>
public abstract class Connections : IAsyncLifetime
{
    protected const string Token = "rahasia-token";
    protected const string Words = "Terima kasih, laporan Ibu kami catat dengan nomor KMS-2026-000123. Pantau di https://aduan.example.go.id/lacak ya.";
    protected static readonly DateTimeOffset Start = new(2026, 11, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Dictionary<string, string?> settings = [];
    private ADatabase database = null!;

    protected FakePlatforms Fakes { get; private set; } = null!;

    protected MovableClock Clock { get; } = new(Start);

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected ADatabase Database => database;

    public async Task InitializeAsync()
    {
        Fakes = await FakePlatforms.Start(Clock);
        Fakes.RequiredToken = Token;
        settings["Tickets:Platforms:WhatsApp:AccessToken"] = Token;
        settings["Tickets:Platforms:WhatsApp:PhoneNumberId"] = FakePlatforms.PhoneNumberId;
        settings["Tickets:Platforms:WhatsApp:BaseUrl"] = Fakes.WhatsAppUrl;
        settings["Tickets:Platforms:X:BearerToken"] = Token;
        settings["Tickets:Platforms:X:UserId"] = FakePlatforms.XUserId;
        settings["Tickets:Platforms:X:BaseUrl"] = Fakes.XUrl;
        settings["Tickets:Platforms:YouTube:AccessToken"] = Token;
        settings["Tickets:Platforms:YouTube:ChannelId"] = FakePlatforms.YouTubeChannelId;
        settings["Tickets:Platforms:YouTube:BaseUrl"] = Fakes.YouTubeUrl;
        settings["Tickets:Platforms:Meta:AccessToken"] = Token;
        settings["Tickets:Platforms:Meta:PageId"] = Fakes.Graph.PageId;
        settings["Tickets:Platforms:Meta:InstagramId"] = "17841400000000001";
        settings["Tickets:Platforms:Meta:BaseUrl"] = Fakes.Graph.BaseUrl;
        Configure(settings);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        database = await ADatabase.Fresh(
            settings,
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddConnectors(configuration);
            }
        );
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await Fakes.DisposeAsync();
    }

    /// <summary>Other settings than the usual.</summary>
    protected virtual void Configure(Dictionary<string, string?> settings) { }

    protected IPlatformSender Sender(Platform platform) => database.Services.GetServices<IPlatformSender>().Single(s => s.Platform == platform);

    protected Task<Channel> Look(Platform platform) => Database.Look(db => db.Channels.AsNoTracking().SingleAsync(c => c.Platform == platform));

    /// <summary>A delivery comes in and is read.</summary>
    protected async Task Deliver(string source, string body)
    {
        await Database.Services.GetRequiredService<AcceptDeliveries>().Accept(source, Encoding.UTF8.GetBytes(body));
        await ReadAll();
    }

    /// <summary>All that came in is read.</summary>
    protected async Task ReadAll()
    {
        var ids = await Database.Look(db => db.Deliveries.Where(d => d.State == DeliveryState.Accepted).Select(d => d.Id).ToListAsync());
        await Database.Send(new ReadDeliveries(ids));
    }

    protected OutgoingWords Comment(Platform platform, string target, string text = Words) => new("reply:1", platform, Door.CommentReply, target, "42", text, Now, Now);

    protected OutgoingWords Direct(Platform platform, string user, string text = Words, DateTimeOffset? answeredAt = null) =>
        new("reply:2", platform, Door.DirectMessage, user, user, text, Now, answeredAt ?? Now);

    /// <summary>A clock that the test moves.</summary>
    protected sealed class MovableClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public override DateTimeOffset GetUtcNow() => now;

        public void Pass(TimeSpan time) => now += time;
    }
}
