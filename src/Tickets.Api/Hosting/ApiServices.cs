using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using Tickets.Api.Access;
using Tickets.Api.Citizen;
using Tickets.Api.Live;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Workers.Hosting;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.Api.Hosting;

/// <summary>Marks the Api's assembly for test hosts.</summary>
public sealed class ApiMarker;

internal static class ApiServices
{
    /// <summary>Listens here unless told.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>What the Api needs beside the domain.</summary>
    public static void AddTicketsApi(this WebApplicationBuilder builder)
    {
        var settings = TicketsSettings.From(builder.Configuration);
        if (string.IsNullOrWhiteSpace(builder.Configuration["urls"]) && builder.Configuration.GetSection("Kestrel:Endpoints").Exists() is false)
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            // No request of ours is larger than a delivery.
            o.Limits.MaxRequestBodySize = 1 << 20;
        });
        builder.Services.AddPlatformOptions(builder.Configuration);
        if (settings.Workers == WorkersKind.Embedded)
        {
            builder.Services.AddTicketsWorkers(builder.Configuration);
            if (settings.Demo ?? builder.Environment.IsDevelopment())
                builder.Services.AddSimulator();
        }
        else
            builder.Services.AddTicketsPublisher(builder.Configuration);

        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
        });
        // Bad input is named to its sender in every environment, by the same problem body as all else.
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.AddSignIn();
        builder.Services.AddSingleton<ToldAddresses>();
        builder.Services.AddSignalR();
        builder.Services.AddSingleton<WhoIsThere>();
        builder.Services.AddHostedService<TellWhatChanged>();
        builder.Services.Configure<ForwardedHeadersOptions>(o => BelieveProxies(o, settings.Proxies));
        builder.Services.AddRateLimiter(AddLimits);
        // Every page forbids frames already, and more strictly than this would.
        builder.Services.AddAntiforgery(o => o.SuppressXFrameOptionsHeader = true);
        builder.Services.AddRazorPages(o => o.RootDirectory = "/Citizen");
        builder.Services.AddTicketsSwagger();
    }

    private static void BelieveProxies(ForwardedHeadersOptions forwarded, ProxySettings proxies)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = proxies.InARow;
        foreach (var address in Listed(proxies.Addresses))
            forwarded.KnownProxies.Add(IPAddress.TryParse(address, out var known) ? known : throw new InvalidOperationException($"Tickets:Proxies:Addresses: {address} is no address."));
        foreach (var network in Listed(proxies.Networks))
            forwarded.KnownIPNetworks.Add(
                System.Net.IPNetwork.TryParse(network, out var known) ? known : throw new InvalidOperationException($"Tickets:Proxies:Networks: {network} is no network such as 10.0.0.0/8.")
            );
    }

    private static string[] Listed(string? several) => several?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    // One connection to the internet is given 2^64 addresses of IPv6 (RFC 6177, RFC 4291): whoever counts each by itself limits nobody.
    private static string Asker(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]) + "/64" : address.ToString();
    }

    // The public pages, by address of the asker: a person looks a few times, a guesser of codes thousands.
    private static void AddLimits(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limits)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (refused, stop) => new(TooOften.Say(refused.HttpContext, refused.Lease, stop));
        limits.AddPolicy(
            "public",
            http => RateLimitPartition.GetSlidingWindowLimiter(
                // Writing costs people's time: fewer, over a longer while.
                (HttpMethods.IsPost(http.Request.Method) ? "post:" : "") + Asker(http),
                key => key.StartsWith("post:", StringComparison.Ordinal)
                    ? new SlidingWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(10), SegmentsPerWindow = 10 }
                    : new SlidingWindowRateLimiterOptions { PermitLimit = 30, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }
            )
        );
        // An account locks after a few wrong tries; this is for whoever tries one password on many accounts. A whole office may share an address.
        limits.AddPolicy(
            "sign-in",
            http => RateLimitPartition.GetSlidingWindowLimiter(
                Asker(http),
                _ => new SlidingWindowRateLimiterOptions { PermitLimit = 60, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }
            )
        );
    }
}
