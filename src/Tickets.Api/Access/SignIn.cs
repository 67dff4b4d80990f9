using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Access;

internal static class SignIn
{
    /// <summary>How long an invitation or a reset link opens.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromHours(48);

    private const string Whoever = "Caller";

    /// <summary>Keys for machines, sessions for people, and the rules of passwords.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var sso = SingleSignOnSettings.From(builder.Configuration);
        builder.Services.AddSingleton(sso);
        builder
            .Services.AddAuthentication(Whoever)
            .AddPolicyScheme(Whoever, null, o => o.ForwardDefaultSelector = http => http.Request.Headers.ContainsKey("Authorization") ? KeyAuthentication.Name : SessionAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.Name, null)
            .AddSingleSignOn(sso);
        builder.Services.AddAuthorization();

        builder.Services.AddDataProtection().SetApplicationName(KeyRing.Application);
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = new KeyRing(s.GetRequiredService<IServiceScopeFactory>())));
        builder
            .Services.AddIdentityCore<Account>(o =>
            {
                // Long rather than odd: what people can remember they do not write down.
                (o.Password.RequiredLength, o.Password.RequiredUniqueChars) = (12, 6);
                (o.Password.RequireDigit, o.Password.RequireLowercase, o.Password.RequireUppercase, o.Password.RequireNonAlphanumeric) = (false, false, false, false);
                (o.Lockout.MaxFailedAccessAttempts, o.Lockout.DefaultLockoutTimeSpan, o.Lockout.AllowedForNewUsers) = (5, TimeSpan.FromMinutes(15), true);
            })
            .AddUserStore<AccountsOfStaff>()
            .AddPasswordValidator<NotTheLogin>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        builder.Services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = LinkLasts);
    }
}
