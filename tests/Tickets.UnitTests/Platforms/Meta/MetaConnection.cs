using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.UnitTests.Platforms.Meta;

/// <summary>The connector as the product registers it, against the fake platform over real HTTP.</summary>
public abstract class MetaConnection : IAsyncLifetime
{
    protected const string Token = "EAAB-rahasia";
    protected const string Page = "100500";
    protected const string Words = "Terima kasih, aduan Ibu kami terima dengan nomor KMS-2026-000123.";
    protected static readonly DateTimeOffset Now = new(2026, 3, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly StandingClock clock = new(Now);
    private readonly Listener listener = new();
    private readonly List<ServiceProvider> providers = [];

    protected FakeGraph Graph { get; private set; } = null!;

    protected IEnumerable<string> Logged => listener.Lines;

    public async Task InitializeAsync()
    {
        Graph = await FakeGraph.Start(clock);
        Graph.RequiredToken = Token;
    }

    public async Task DisposeAsync()
    {
        foreach (var provider in providers)
            await provider.DisposeAsync();
        await Graph.DisposeAsync();
    }

    protected IPlatformSender Sender(
        Platform platform = Platform.Facebook,
        string? baseUrl = null,
        string? token = Token,
        TimeSpan? timeout = null
    )
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(listener));
        services.AddSingleton<TimeProvider>(clock);
        services.AddMeta(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Tickets:Platforms:Meta:AccessToken"] = token,
                        ["Tickets:Platforms:Meta:PageId"] = Page,
                        ["Tickets:Platforms:Meta:InstagramId"] = "17841400000000001",
                        ["Tickets:Platforms:Meta:BaseUrl"] = baseUrl ?? Graph.BaseUrl,
                    }
                )
                .Build()
        );
        if (timeout is { } patience)
            services.AddHttpClient(GraphApi.ClientName, client => client.Timeout = patience);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        providers.Add(provider);
        return provider.GetServices<IPlatformSender>().Single(sender => sender.Platform == platform);
    }

    protected static OutgoingWords Reply(string commentId = "777_888", string text = Words, Platform platform = Platform.Facebook) =>
        new("notice-1", platform, Door.CommentReply, commentId, "42", text, Now, Now);

    protected static OutgoingWords PrivateReply(string commentId = "777_888", DateTimeOffset? answeredAt = null) =>
        new("notice-2", Platform.Facebook, Door.PrivateReply, commentId, "42", Words, Now, answeredAt ?? Now);

    protected static OutgoingWords Direct(DateTimeOffset? answeredAt, string userId = "42", Platform platform = Platform.Facebook) =>
        new("notice-3", platform, Door.DirectMessage, userId, userId, Words, Now, answeredAt);

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Listener : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
