using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tickets.Domain;
using Tickets.Domain.Access;

namespace Tickets.Api.Access;

/// <summary>People at a browser: a cookie that only the browser and this service see, holding a random token whose hash is a row of the database.</summary>
internal sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "Session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Request) is not { } token)
            return AuthenticateResult.NoResult();
        var known = await Context.RequestServices.GetRequiredService<IMediator>().Send(new RecogniseSession(token, time.GetUtcNow()), Context.RequestAborted);
        if (known is null)
            return AuthenticateResult.Fail("no such session");
        Context.Items[typeof(Caller)] = known.Caller;
        Context.Items[typeof(KnownSession)] = known;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, known.Login)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problems.Write(Context, StatusCodes.Status401Unauthorized, "unauthenticated");

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Write(Context, StatusCodes.Status403Forbidden, nameof(Refusal.NotAllowed));
}

/// <summary>The cookie, and the token that goes with it in a header so that no other site can use it.</summary>
internal static class SessionCookie
{
    /// <summary>The header that every change must carry.</summary>
    public const string Header = "X-CSRF-Token";

    private const int LongestToken = 128;

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 and <= LongestToken } token ? token : null;

    public static void Write(HttpContext http, string token) => http.Response.Cookies.Append(NameFor(http.Request), token, Options(http, Session.LastsAtMost));

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), Options(http, lasts: null));

    /// <summary>Made of the token that a script cannot read, and handed to scripts of our own origin only.</summary>
    public static string CsrfOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("csrf:" + token)));

    // The prefix binds the cookie to this host and to TLS; browsers refuse it without.
    private static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-tickets" : "tickets";

    private static CookieOptions Options(HttpContext http, TimeSpan? lasts) =>
        new()
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = lasts,
            IsEssential = true,
        };
}

/// <summary>Refuses what another site makes a browser send: a change needs the header's token, a live connection needs our own origin.</summary>
internal static class CrossSite
{
    public static void RefuseCrossSite(this WebApplication app) =>
        app.Use(
            async (http, next) =>
            {
                // What anybody may send protects itself: signing in is refused from other sites, citizens' forms carry a token of their own.
                if (http.User.Identity?.AuthenticationType == SessionAuthentication.Name && http.GetEndpoint()?.Metadata.GetMetadata<ForAnybody>() is null && !IsOurs(http))
                    await Problems.Write(http, StatusCodes.Status403Forbidden, "CrossSite");
                else
                    await next();
            }
        );

    /// <summary>For what needs no session yet, as signing in: no page of another site may send it.</summary>
    public static bool ComesFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" || (request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOurOrigin(request, origin));

    private static bool IsOurs(HttpContext http)
    {
        var request = http.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return !request.Headers.ContainsKey("Upgrade") || request.Headers.Origin.ToString() is not { Length: > 0 } origin || IsOurOrigin(request, origin);
        var expected = Encoding.UTF8.GetBytes(SessionCookie.CsrfOf(SessionCookie.Read(request)!));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(request.Headers[SessionCookie.Header].ToString()));
    }

    private static bool IsOurOrigin(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
