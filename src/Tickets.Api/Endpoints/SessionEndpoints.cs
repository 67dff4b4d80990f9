using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using QRCoder;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Endpoints;

/// <summary>Signing in and out, passwords, second factor, and where somebody is signed in.</summary>
internal static class SessionEndpoints
{
    // Spends as much time on a login that nobody has as on one that somebody has.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(null!, Guid.CreateVersion7().ToString()));

    public static void MapSession(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapGet("", Show).WithSummary("Who is signed in; user is null when nobody is").ForAnybody("tells a browser only of itself");
        session
            .MapPost("", Begin)
            .WithSummary("Sign in with login and password, and a code where one is asked for")
            .ProducesProblem(401)
            .ForAnybody("checks the password; slowed down and locked after wrong tries")
            .RequireRateLimiting("sign-in");
        session.MapDelete("", End).WithSummary("Sign out at this browser").NeedsRole(RoleNames.Every).Refuses();
        session
            .MapPost("/password", SetByLink)
            .WithSummary("Set a password by an invitation or reset link")
            .ProducesProblem(400)
            .ForAnybody("needs the link's token, which opens once and not for long")
            .RequireRateLimiting("sign-in");
        session.MapPut("/password", ChangePassword).WithSummary("Change one's own password; all other browsers are signed out").NeedsRole(RoleNames.Every).Refuses(400);
        session.MapGet("/authenticator", ShowAuthenticator).WithSummary("Whether a code is asked for; and the secret to set an authenticator app up by").NeedsRole(RoleNames.Every).Refuses();
        session
            .MapPut("/authenticator", TurnAuthenticatorOn)
            .WithSummary("Ask for a code from now on; answers recovery codes, this once")
            .NeedsRole(RoleNames.Every)
            .Refuses(400);
        session.MapPost("/authenticator/removal", TurnAuthenticatorOff).WithSummary("Ask for no code any more; needs the password").NeedsRole(RoleNames.Every).Refuses(400);

        var sessions = api.MapGroup("/sessions").WithTags("Session").NeedsRole(RoleNames.Every);
        sessions
            .MapGet("", (HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) => mediator.Send(new ListSessions(Mine(http).Login, Mine(http).Id, time.GetUtcNow()), stop))
            .WithSummary("Where one is signed in")
            .Refuses();
        sessions
            .MapDelete(
                "/{id:long}",
                async (long id, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new EndSessions(Mine(http).Login, id, null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Sign out at one browser")
            .Refuses(404);
        sessions
            .MapDelete(
                "",
                async (HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new EndSessions(Mine(http).Login, null, null, http.Caller(), time.GetUtcNow()), stop);
                    SessionCookie.Forget(http);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Sign out everywhere")
            .Refuses();

        var users = api.MapGroup("/users/{login}").WithTags("Access").NeedsRole(Roles.Administrator);
        users
            .MapPost("/invitation", Invite)
            .WithSummary("A link by which a member of staff sets a password; earlier links are void")
            .WithDescription("Told this once, to be handed over by the administrator. It opens once and for 48 hours; it also lifts a lock.")
            .Refuses(404);
        users
            .MapDelete(
                "/sessions",
                async (string login, HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop) =>
                {
                    await mediator.Send(new EndSessions(login, null, null, http.Caller(), time.GetUtcNow()), stop);
                    return TypedResults.NoContent();
                }
            )
            .WithSummary("Sign somebody out everywhere")
            .Refuses();
    }

    /// <summary>The page to which the button of an outside provider leads.</summary>
    public static void MapSingleSignOn(this IEndpointRouteBuilder app) =>
        app.MapGet(
                "/masuk/sso",
                (SingleSignOnSettings sso, string? ke) =>
                    sso.IsSet
                        ? Results.Challenge(new AuthenticationProperties { RedirectUri = SingleSignOn.OurOwn(ke) }, [SingleSignOn.Scheme])
                        : Results.NotFound()
            )
            .ExcludeFromDescription()
            .ForAnybody("leads to the provider that is configured")
            .RequireRateLimiting("sign-in");

    private static SessionBody Show(HttpContext http, SingleSignOnSettings sso)
    {
        var known = http.Items[typeof(KnownSession)] as KnownSession;
        return SessionBody.Of(known, known is null ? null : SessionCookie.Read(http.Request), sso);
    }

    private static async Task<IResult> Begin(
        HttpContext http,
        SignInBody body,
        UserManager<Account> users,
        TicketsDb db,
        IMediator mediator,
        SingleSignOnSettings sso,
        TimeProvider time,
        CancellationToken stop
    )
    {
        if (CrossSite.ComesFromElsewhere(http.Request))
            return await Refused(http, 403, "CrossSite");
        var password = body.Password is { Length: <= 512 } given ? given : "";
        var account = body.Login is { Length: > 0 and <= 64 } login ? await users.FindByNameAsync(login.Trim()) : null;
        if (account is not { PasswordHash: not null, User.Active: true })
        {
            new PasswordHasher<Account>().VerifyHashedPassword(null!, NobodysHash.Value, password);
            return await Refused(http, 401, "SignInFailed");
        }

        if (!await Knows(users, account, password))
            return await Refused(http, 401, "SignInFailed");

        if (account.NeedsCode && string.IsNullOrWhiteSpace(body.Code))
            return await Refused(http, 401, "CodeNeeded");
        // A code is used up with the sign-in that it opens, or not at all.
        if (await db.Change(() => LetIn(http, account.User.Login, body.Code ?? "", users, mediator, time, stop), stop) is not { } token)
        {
            await users.AccessFailedAsync(account);
            return await Refused(http, 401, "CodeWrong");
        }

        SessionCookie.Write(http, token);
        var known = await mediator.Send(new RecogniseSession(token, time.GetUtcNow()), stop);
        return TypedResults.Ok(SessionBody.Of(known, token, sso));
    }

    private static async Task<string?> LetIn(HttpContext http, string login, string code, UserManager<Account> users, IMediator mediator, TimeProvider time, CancellationToken stop)
    {
        // Asked for here, for when the database has it done once more: see TicketsDb.Change.
        if (await users.FindByNameAsync(login) is not { } account || (account.NeedsCode && !await IsRight(users, account, code)))
            return null;
        await users.ResetAccessFailedCountAsync(account);
        return await mediator.Send(new BeginSession(account.UserId, http.Request.Headers.UserAgent.ToString(), "password", time.GetUtcNow()), stop);
    }

    private static async Task<IResult> End(HttpContext http, IMediator mediator, TimeProvider time, CancellationToken stop)
    {
        var mine = Mine(http);
        await mediator.Send(new EndSessions(mine.Login, mine.Id, null, http.Caller(), time.GetUtcNow()), stop);
        SessionCookie.Forget(http);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SetByLink(HttpContext http, LinkPasswordBody body, UserManager<Account> users, TicketsDb db, IMediator mediator, TimeProvider time, CancellationToken stop)
    {
        if (CrossSite.ComesFromElsewhere(http.Request))
            return await Refused(http, 403, "CrossSite");
        var account = body.Login is { Length: > 0 and <= 64 } login ? await users.FindByNameAsync(login) : null;
        if (account is not { User.Active: true } || body.Token is not { Length: > 0 and < 2000 } || body.Password is not { Length: <= 512 })
            return await Refused(http, 400, "LinkInvalid");
        var set = await users.ResetPasswordAsync(account, body.Token, body.Password);
        if (!set.Succeeded)
            return set.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken)) ? await Refused(http, 400, "LinkInvalid") : await Weak(http, set);
        await users.SetLockoutEndDateAsync(account, null);
        await users.ResetAccessFailedCountAsync(account);
        var caller = new Caller(Actor.User(account.UserId, account.User.Name), account.User.Roles, account.User.Directorate);
        await mediator.Send(new EndSessions(account.User.Login, null, null, caller, time.GetUtcNow()), stop);
        await Audit(db, new KnownSession(0, account.User.Login, caller), "password", "changed", time, stop);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangePassword(HttpContext http, OwnPasswordBody body, UserManager<Account> users, TicketsDb db, IMediator mediator, TimeProvider time, CancellationToken stop)
    {
        var (account, mine) = await Own(http, users);
        if (!await Knows(users, account, body.Old is { Length: <= 512 } old ? old : ""))
            return await Refused(http, 400, "PasswordWrong");
        var changed = await users.ChangePasswordAsync(account, body.Old!, body.New is { Length: <= 512 } fresh ? fresh : "");
        if (!changed.Succeeded)
            return changed.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch)) ? await Refused(http, 400, "PasswordWrong") : await Weak(http, changed);
        await mediator.Send(new EndSessions(mine.Login, null, mine.Id, http.Caller(), time.GetUtcNow()), stop);
        await Audit(db, mine, "password", "changed", time, stop);
        return TypedResults.NoContent();
    }

    private static async Task<AuthenticatorBody> ShowAuthenticator(HttpContext http, UserManager<Account> users)
    {
        var (account, mine) = await Own(http, users);
        if (account.NeedsCode)
            return new AuthenticatorBody(true, null, null, await users.CountRecoveryCodesAsync(account));
        await users.ResetAuthenticatorKeyAsync(account);
        var key = (await users.GetAuthenticatorKeyAsync(account))!;
        using var qr = QRCodeGenerator.GenerateQrCode($"otpauth://totp/Tickets:{Uri.EscapeDataString(mine.Login)}?secret={key}&issuer=Tickets&digits=6", QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(qr);
        return new AuthenticatorBody(false, key, svg.GetGraphic(4), 0);
    }

    private static async Task<IResult> TurnAuthenticatorOn(HttpContext http, CodeBody body, UserManager<Account> users, TicketsDb db, TimeProvider time, CancellationToken stop)
    {
        var (account, mine) = await Own(http, users);
        if (account.AuthenticatorKey is null || !await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, Digits(body.Code)))
            return await Refused(http, 400, "CodeWrong");
        await users.SetTwoFactorEnabledAsync(account, true);
        await Audit(db, mine, "authenticator", "created", time, stop);
        return TypedResults.Ok(new RecoveryBody([.. (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, 10))!]));
    }

    private static async Task<IResult> TurnAuthenticatorOff(HttpContext http, ConfirmBody body, UserManager<Account> users, TicketsDb db, TimeProvider time, CancellationToken stop)
    {
        var (account, mine) = await Own(http, users);
        if (!await Knows(users, account, body.Password is { Length: <= 512 } password ? password : ""))
            return await Refused(http, 400, "PasswordWrong");
        await users.SetTwoFactorEnabledAsync(account, false);
        await users.ResetAuthenticatorKeyAsync(account);
        await Audit(db, mine, "authenticator", "deleted", time, stop);
        return TypedResults.NoContent();
    }

    private static async Task<InvitationBody> Invite(string login, HttpContext http, UserManager<Account> users, TicketsDb db, TicketsSettings settings, TimeProvider time, CancellationToken stop)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Login == login && u.Active, stop) ?? throw new RefusedException(Refusal.NotFound, ("what", "user"), ("key", login));
        var account = await users.FindByNameAsync(login);
        if (account is null)
            await users.CreateAsync(account = new Account(user, ""));
        // A fresh stamp voids the links before it.
        await users.UpdateSecurityStampAsync(account);
        var token = await users.GeneratePasswordResetTokenAsync(account);
        await db.Change(
            () =>
            {
                db.RecordSetting(http.Caller().Actor, time.GetUtcNow(), "password", login, "invited");
                return Task.CompletedTask;
            },
            stop
        );
        var at = settings.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        // Behind the hash: it goes into no log and no referrer.
        return new InvitationBody(new Uri(at, $"masuk/tautan#login={Uri.EscapeDataString(login)}&token={Uri.EscapeDataString(token)}").ToString(), time.GetUtcNow() + SignIn.LinkLasts);
    }

    // Wherever a password is asked for, wrong ones lock the account: whoever finds an open browser must not have as many tries as they like.
    private static async Task<bool> Knows(UserManager<Account> users, Account account, string password)
    {
        var isRight = await users.CheckPasswordAsync(account, password);
        // Looked at after the password, which takes its time: an answer that comes sooner would tell which logins there are to lock.
        if (await users.IsLockedOutAsync(account))
            return false;
        if (!isRight)
            await users.AccessFailedAsync(account);
        return isRight;
    }

    private static Task Audit(TicketsDb db, KnownSession session, string what, string change, TimeProvider time, CancellationToken stop) =>
        db.Change(
            () =>
            {
                db.RecordSetting(session.Caller.Actor, time.GetUtcNow(), what, session.Login, change);
                return Task.CompletedTask;
            },
            stop
        );

    private static async Task<bool> IsRight(UserManager<Account> users, Account account, string code) =>
        await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, Digits(code)) || (await users.RedeemTwoFactorRecoveryCodeAsync(account, code.Trim())).Succeeded;

    private static string Digits(string? code) => new([.. (code ?? "").Where(char.IsAsciiDigit).Take(8)]);

    private static KnownSession Mine(HttpContext http) => http.Items[typeof(KnownSession)] as KnownSession ?? throw new RefusedException(Refusal.OnlyForPeople);

    private static async Task<(Account Account, KnownSession Session)> Own(HttpContext http, UserManager<Account> users)
    {
        var mine = Mine(http);
        // Who came by an outside provider has no password here, and nothing to change.
        return (await users.FindByNameAsync(mine.Login) ?? throw new RefusedException(Refusal.NotFound, ("what", "password"), ("key", mine.Login)), mine);
    }

    private static async Task<IResult> Refused(HttpContext http, int status, string name)
    {
        await Problems.Write(http, status, name);
        return Results.Empty;
    }

    private static async Task<IResult> Weak(HttpContext http, IdentityResult why)
    {
        await Problems.Write(http, 400, "PasswordWeak", detail: PasswordRules.Why(why, Problems.Language(http)));
        return Results.Empty;
    }

    /// <param name="Login">Short unique name.</param>
    /// <param name="Password">The password.</param>
    /// <param name="Code">Six digits of the authenticator app, or a recovery code.</param>
    internal sealed record SignInBody(string? Login, string? Password, string? Code);

    /// <param name="Login">As the link says.</param>
    /// <param name="Token">As the link says.</param>
    /// <param name="Password">At least 12 characters.</param>
    internal sealed record LinkPasswordBody(string? Login, string? Token, string? Password);

    internal sealed record OwnPasswordBody(string? Old, string? New);

    internal sealed record CodeBody(string? Code);

    internal sealed record ConfirmBody(string? Password);

    /// <param name="On">True when a code is asked for.</param>
    /// <param name="Key">The secret for an authenticator app; null once it is on.</param>
    /// <param name="Qr">The same as an SVG picture.</param>
    /// <param name="RecoveryCodesLeft">How many recovery codes are left.</param>
    internal sealed record AuthenticatorBody(bool On, string? Key, string? Qr, int RecoveryCodesLeft);

    /// <param name="Codes">Each opens once. Not told again.</param>
    internal sealed record RecoveryBody(IReadOnlyList<string> Codes);

    /// <param name="Link">To be handed to the person.</param>
    /// <param name="ExpiresAt">UTC.</param>
    internal sealed record InvitationBody(string Link, DateTimeOffset ExpiresAt);
}

/// <summary>Who is signed in at a browser.</summary>
/// <param name="User">Null when nobody is.</param>
/// <param name="Csrf">To be sent as <c>X-CSRF-Token</c> with every change.</param>
/// <param name="SingleSignOn">What the button of the outside provider says; null when none is configured.</param>
internal sealed record SessionBody(SessionUser? User, string? Csrf, string? SingleSignOn)
{
    public static SessionBody Of(KnownSession? known, string? token, SingleSignOnSettings sso) =>
        new(
            known is null ? null : new SessionUser(known.Login, known.Caller.Actor.Name, RoleNames.Of(known.Caller.Roles), known.Caller.Directorate),
            token is null ? null : SessionCookie.CsrfOf(token),
            sso.IsSet ? sso.Name : null
        );
}

/// <param name="Login">Short unique name.</param>
/// <param name="Name">As colleagues call them.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Directorate">Code; null for the ministry-wide.</param>
internal sealed record SessionUser(string Login, string Name, IReadOnlyList<string> Roles, string? Directorate);
