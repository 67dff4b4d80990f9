using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Access;

/// <summary>The keys under <c>Tickets:Access:OAuth</c>: any provider of OAuth 2 with authorization code and PKCE.</summary>
internal sealed class SingleSignOnSettings
{
    /// <summary>What the button says.</summary>
    public string Name { get; set; } = "SSO";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    public string AuthorizationEndpoint { get; set; } = "";

    public string TokenEndpoint { get; set; } = "";

    /// <summary>Answers, to the access token, JSON about the person.</summary>
    public string UserInformationEndpoint { get; set; } = "";

    /// <summary>The field of that JSON that holds the login.</summary>
    public string LoginField { get; set; } = "preferred_username";

    public string Scopes { get; set; } = "openid profile";

    public bool IsSet => ClientId.Length > 0 && AuthorizationEndpoint.Length > 0 && TokenEndpoint.Length > 0 && UserInformationEndpoint.Length > 0;

    // Containers pass what is not set as empty.
    public static SingleSignOnSettings From(IConfiguration configuration)
    {
        var set = configuration.GetSection("Tickets:Access:OAuth").AsEnumerable(makePathsRelative: true).Where(v => !string.IsNullOrWhiteSpace(v.Value));
        return new ConfigurationBuilder().AddInMemoryCollection(set).Build().Get<SingleSignOnSettings>() ?? new();
    }
}

/// <summary>Sign-in by an outside provider. It says who somebody is; whether they may come in and what they may do stays with this service's users.</summary>
internal static class SingleSignOn
{
    public const string Scheme = "Sso";
    public const string Callback = "/masuk/sso/kembali";

    public static AuthenticationBuilder AddSingleSignOn(this AuthenticationBuilder authentication, SingleSignOnSettings settings) =>
        !settings.IsSet
            ? authentication
            : authentication.AddOAuth(
                Scheme,
                o =>
                {
                    (o.ClientId, o.ClientSecret) = (settings.ClientId, settings.ClientSecret);
                    (o.AuthorizationEndpoint, o.TokenEndpoint, o.UserInformationEndpoint) = (settings.AuthorizationEndpoint, settings.TokenEndpoint, settings.UserInformationEndpoint);
                    o.CallbackPath = Callback;
                    // It signs in nothing of its own: the ticket it brings back becomes a session of ours.
                    o.SignInScheme = SessionAuthentication.Name;
                    o.UsePkce = true;
                    o.SaveTokens = false;
                    o.CorrelationCookie.SameSite = SameSiteMode.Lax;
                    o.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    o.Scope.Clear();
                    foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        o.Scope.Add(scope);
                    o.Events.OnCreatingTicket = c => AskWho(c, settings.LoginField);
                    o.Events.OnTicketReceived = LetIn;
                    o.Events.OnRemoteFailure = Refuse;
                }
            );

    private static async Task AskWho(OAuthCreatingTicketContext context, string field)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, context.Options.UserInformationEndpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        using var response = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        response.EnsureSuccessStatusCode();
        using var told = JsonDocument.Parse(await response.Content.ReadAsStringAsync(context.HttpContext.RequestAborted));
        if (told.RootElement.TryGetProperty(field, out var login) && login.ValueKind == JsonValueKind.String)
            context.Identity!.AddClaim(new Claim(ClaimTypes.Name, login.GetString()!));
    }

    private static async Task LetIn(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        // Some signs have small letters of ours (the Kelvin sign is a k then): whoever is called by one is somebody else.
        var login = context.Principal?.Identity?.Name is { } name && name.All(char.IsAscii) ? name.ToLowerInvariant() : null;
        var db = http.RequestServices.GetRequiredService<TicketsDb>();
        var user = login is null ? null : await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Login == login && u.Active && u.Roles != Roles.None, http.RequestAborted);
        context.HandleResponse();
        if (user is null)
        {
            http.Response.Redirect("/masuk?gagal=sso");
            return;
        }

        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var token = await http.RequestServices.GetRequiredService<IMediator>().Send(new BeginSession(user.Id, http.Request.Headers.UserAgent.ToString(), Scheme, time.GetUtcNow()), http.RequestAborted);
        SessionCookie.Write(http, token);
        http.Response.Redirect(OurOwn(context.ReturnUri));
    }

    /// <summary>The address, when it is one of this service; else its first page. Browsers read a backslash as a slash and pass over tabs: what looks like ours need not be.</summary>
    public static string OurOwn(string? address) => address is ['/'] || (address is ['/', not ('/' or '\\'), ..] && !address.Any(char.IsControl)) ? address : "/";

    private static Task Refuse(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Redirect("/masuk?gagal=sso");
        return Task.CompletedTask;
    }
}
