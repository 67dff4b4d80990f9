using Microsoft.Extensions.Options;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>Calls the Graph API, for Facebook and Instagram alike.</summary>
public sealed class GraphApi(IHttpClientFactory clients, IOptionsMonitor<MetaOptions> options, TimeProvider time)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "meta-graph";

    private readonly PlatformHttp http = new(clients, ClientName, time);

    internal MetaOptions Options => options.CurrentValue;

    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// Why nothing can be called with these settings; null when it can. They are read anew at every call, so a new token needs no restart.
    /// </summary>
    internal string? Fault => PlatformHttp.Fault(Options.AccessToken, Options.BaseUrl);

    internal Task<PlatformAnswer> Post(string path, object body, CancellationToken cancellation) => http.Post(Address(path), Options.AccessToken, body, cancellation);

    internal Task<PlatformAnswer> Get(string path, CancellationToken cancellation) => http.Get(Address(path), Options.AccessToken, cancellation);

    private string Address(string path) => $"{Options.BaseUrl.TrimEnd('/')}/{path}";
}
