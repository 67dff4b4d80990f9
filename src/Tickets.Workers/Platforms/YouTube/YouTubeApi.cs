using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.YouTube;

/// <summary>Calls the YouTube Data API and keeps account of the day's quota, for all processes together.</summary>
public sealed class YouTubeApi(IHttpClientFactory clients, IOptionsMonitor<YouTubeOptions> options, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "youtube";

    private readonly PlatformHttp http = new(clients, ClientName, time);

    internal YouTubeOptions Options => options.CurrentValue;

    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Why nothing can be called with these settings; null when it can.</summary>
    internal string? Fault(bool toSpeak) => PlatformHttp.Fault(toSpeak ? Options.AccessToken : Options.AccessToken ?? Options.ApiKey, Options.BaseUrl);

    /// <summary>
    /// Takes units of the day's quota; null when there were enough, else how long until the next day. Reading may use seven tenths of them, words the rest too,
    /// and the last twentieth is for urgent words.
    /// </summary>
    internal async Task<TimeSpan?> Spend(int units, bool forWords, bool urgent, CancellationToken cancellation)
    {
        var now = Now;
        var most = urgent ? Options.DailyQuota : (int)(forWords ? Options.DailyQuota * 95L / 100 : Options.DailyQuota * 7L / 10);
        await using var scope = scopes.CreateAsyncScope();
        var taken = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SpendQuota(Platform.YouTube, units, most, PacificDay.Of(now)), cancellation);
        return taken ? null : PacificDay.UntilNext(now);
    }

    internal Task<PlatformAnswer> Get(string path, CancellationToken cancellation) =>
        http.Get(Address(path), Options.AccessToken, cancellation, Options.AccessToken is null ? Options.ApiKey : null);

    internal Task<PlatformAnswer> Post(string path, object body, CancellationToken cancellation) => http.Post(Address(path), Options.AccessToken, body, cancellation);

    internal Task<PlatformAnswer> PostNothing(string path, CancellationToken cancellation) => http.PostNothing(Address(path), Options.AccessToken, cancellation);

    private string Address(string path) => $"{Options.BaseUrl.TrimEnd('/')}/{path}";
}

/// <summary>Quotas of Google begin anew at midnight in Pacific time.</summary>
internal static class PacificDay
{
    private static readonly DateTimeZone Pacific = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];

    public static DateOnly Of(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(Pacific).Date.ToDateOnly();

    public static TimeSpan UntilNext(DateTimeOffset at)
    {
        var tomorrow = Instant.FromDateTimeOffset(at).InZone(Pacific).Date.PlusDays(1);
        return Pacific.AtStartOfDay(tomorrow).ToInstant().ToDateTimeOffset() - at;
    }
}
