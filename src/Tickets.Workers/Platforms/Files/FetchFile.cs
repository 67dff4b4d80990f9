using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tickets.Domain;
using Tickets.Domain.Media;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.Simulator;
using Tickets.Workers.Platforms.WhatsApp;

namespace Tickets.Workers.Platforms.Files;

/// <summary>
/// Fetches one file, of a citizen or the picture of a post, from where its platform keeps it, and keeps it while it comes: never more of it in memory than a piece, never more on the disk than is taken.
/// </summary>
public sealed class FetchFile(
    IHttpClientFactory clients,
    IOptionsMonitor<PlacesOptions> places,
    IOptionsMonitor<WhatsAppOptions> whatsApp,
    KeepMedia keep,
    TimeProvider time,
    SimulatedPlatform? simulated = null
)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "files";

    private const int MostRedirects = 3;

    // 32 MiB at 4 Mbit/s; what may be less large takes less long.
    private static readonly TimeSpan TakesAtMost = TimeSpan.FromSeconds(90);

    private readonly PlatformHttp graph = new(clients, SendByWhatsApp.ClientName, time);

    /// <summary>The bytes as they lie with us, or why they cannot be had. Throws only when it is asked to stop.</summary>
    public async Task<(KeptMedia? Kept, MediaFault? Fault)> Fetch(TakenErrand errand, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(TakesAtMost * errand.Rules.Most / MediaRules.Platform.Most);
        try
        {
            // It lives in this process, and has no address of the web.
            if (errand.Platform == Platform.Simulator && simulated is not null && errand.Address == SimulatedPlatform.PictureAddress)
                return (await keep.Keep(SimulatedPlatform.Picture(), null, errand.Rules, patience.Token), null);
            var (address, token, fault) = await AddressOf(errand, patience.Token);
            return address is null ? (null, fault) : await Take(errand, address, token, patience.Token);
        }
        catch (RefusedException refused)
        {
            return (null, refused.Refusal == Refusal.MediaTooLarge ? MediaFault.TooLarge : MediaFault.NotTaken);
        }
        // A redirect can be bent so that it is no address (FormatException), and the disk can refuse us: neither may keep other files from being fetched.
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or FormatException or UnauthorizedAccessException or OperationCanceledException && !stopping.IsCancellationRequested)
        {
            return (null, IsInner(failure) ? MediaFault.ElsewhereNotAsked : MediaFault.NotReached);
        }
    }

    /// <summary>Its client: no redirects by itself, no cookies, no proxy that would look names up for it, and no connection to where the internet at large is not.</summary>
    internal static void AddClient(IServiceCollection services) =>
        services
            .AddHttpClient(ClientName, c => c.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler(
                (handler, provider) =>
                {
                    var places = provider.GetRequiredService<IOptionsMonitor<PlacesOptions>>();
                    handler.ConnectTimeout = TimeSpan.FromSeconds(5);
                    handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                    handler.AllowAutoRedirect = false;
                    handler.UseCookies = false;
                    handler.UseProxy = false;
                    handler.ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, places.CurrentValue, cancellation);
                }
            )
            .RemoveAllLoggers();

    private async Task<(Uri? Address, string? Token, MediaFault? Fault)> AddressOf(TakenErrand errand, CancellationToken cancellation)
    {
        const string ById = "whatsapp:";
        var settings = whatsApp.CurrentValue;
        var token = errand.Platform == Platform.WhatsApp ? settings.AccessToken : null;
        var told = errand.Address;
        if (errand.Platform == Platform.WhatsApp && PlatformHttp.Fault(settings.AccessToken, settings.BaseUrl) is not null)
            return (null, null, MediaFault.NotAllowed);
        if (told.StartsWith(ById, StringComparison.Ordinal))
        {
            var id = told[ById.Length..];
            if (errand.Platform != Platform.WhatsApp || !PlatformHttp.IsId(id))
                return (null, null, MediaFault.ElsewhereNotAsked);
            // Good for five minutes (developers.facebook.com/docs/whatsapp/cloud-api/reference/media).
            var answer = await graph.Get($"{settings.BaseUrl.TrimEnd('/')}/{Uri.EscapeDataString(id)}", token, cancellation);
            if (!answer.IsSuccess)
                return (
                    null,
                    null,
                    WhatsAppRefusal.Judge(answer) switch
                    {
                        SendOutcome.ChannelBroken => MediaFault.NotAllowed,
                        SendOutcome.Refused => MediaFault.Gone,
                        _ => MediaFault.NotReached,
                    }
                );
            told = answer.Body.Text("url") ?? "";
        }

        return Uri.TryCreate(told, UriKind.Absolute, out var address) ? (address, token, null) : (null, null, MediaFault.ElsewhereNotAsked);
    }

    private async Task<(KeptMedia?, MediaFault?)> Take(TakenErrand errand, Uri address, string? token, CancellationToken cancellation)
    {
        for (var hops = 0; ; hops++)
        {
            // Asked anew at each turn of the way: who is allowed may still point elsewhere.
            if (!PlacesOfFiles.IsOne(errand.Platform, address, places.CurrentValue))
                return (null, MediaFault.ElsewhereNotAsked);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            // Meta's own hosts turn away whoever does not say what they are.
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Tickets", "1.0"));
            using var response = await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            {
                if (hops == MostRedirects || response.Headers.Location is not { } next)
                    return (null, MediaFault.NotReached);
                address = new Uri(address, next);
                continue;
            }

            if (FaultOf(response, token is not null) is { } fault)
                return (null, fault);
            if (response.Content.Headers.ContentLength > errand.Rules.Most)
                return (null, MediaFault.TooLarge);
            await using var content = await response.Content.ReadAsStreamAsync(cancellation);
            return (await keep.Keep(content, NameOf(response), errand.Rules, cancellation), null);
        }
    }

    private static MediaFault? FaultOf(HttpResponseMessage response, bool withToken) =>
        (int)response.StatusCode switch
        {
            200 => null,
            401 => MediaFault.NotAllowed,
            // Signed addresses say so when their time is over.
            403 => withToken ? MediaFault.NotAllowed : MediaFault.Gone,
            408 or 425 or 429 or >= 500 => MediaFault.NotReached,
            _ => MediaFault.Gone,
        };

    private static string? NameOf(HttpResponseMessage response) => response.Content.Headers.ContentDisposition is { } told ? told.FileNameStar ?? told.FileName?.Trim('"') : null;

    private static bool IsInner(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is InnerAddressException)
                return true;
        return false;
    }

    // The name is looked up here and the very address connected to that was looked at: a name that answers differently the second time gains nothing.
    private static async ValueTask<Stream> Connect(DnsEndPoint to, PlacesOptions places, CancellationToken cancellation)
    {
        var found = await Dns.GetHostAddressesAsync(to.Host, cancellation);
        IPAddress[] fit = places.Trusts(to.Host, to.Port) ? found : [.. found.Where(PlacesOfFiles.IsPublic)];
        if (fit.Length == 0)
            throw new InnerAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(fit, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
