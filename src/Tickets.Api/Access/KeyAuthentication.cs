using System.Security.Claims;
using System.Text.Encodings.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tickets.Domain;
using Tickets.Domain.Access;

namespace Tickets.Api.Access;

/// <summary><c>Authorization: Bearer &lt;api key&gt;</c>. The key is looked up by its hash; neither is ever logged.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string bearer = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var key = header[bearer.Length..].Trim();
        var known = key.Length is 0 or > 512 ? null : await Context.RequestServices.GetRequiredService<IMediator>().Send(new RecogniseKey(key), Context.RequestAborted);
        if (known is null)
            return AuthenticateResult.Fail("unknown key");
        Context.Items[typeof(Caller)] = known.Caller;
        Context.Items[typeof(KnownKey)] = known;
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, known.Caller.Actor.Name)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Write(Context, StatusCodes.Status401Unauthorized, "unauthenticated");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.Write(Context, StatusCodes.Status403Forbidden, nameof(Refusal.NotAllowed));
}
