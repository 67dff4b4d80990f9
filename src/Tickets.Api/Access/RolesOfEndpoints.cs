using Tickets.Domain;

namespace Tickets.Api.Access;

/// <summary>Which roles may use an endpoint: one of them is enough. Every endpoint declares it, or that anybody may; a test looks.</summary>
/// <param name="Roles">One of these is enough.</param>
public sealed record NeedsRole(Roles Roles);

/// <summary>Anybody may use the endpoint, without sign-in; <paramref name="Why"/> says how it protects itself.</summary>
public sealed record ForAnybody(string Why);

internal static class RolesOfEndpoints
{
    /// <summary>One of these roles is enough; without sign-in 401, without a role 403.</summary>
    public static TBuilder NeedsRole<TBuilder>(this TBuilder builder, Roles roles)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.RequireAuthorization(policy => policy.RequireAssertion(c => (c.Resource as HttpContext)?.FindCaller()?.IsAny(roles) == true));
        builder.WithMetadata(new NeedsRole(roles));
        return builder;
    }

    /// <summary>No sign-in needed.</summary>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder builder, string why)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new ForAnybody(why));
        return builder.AllowAnonymous();
    }

    /// <summary>Who asks.</summary>
    public static Caller Caller(this HttpContext http) => http.FindCaller() ?? throw new RefusedException(Refusal.NotAllowed);

    /// <summary>Who asks; null without sign-in.</summary>
    public static Caller? FindCaller(this HttpContext http) => http.Items[typeof(Caller)] as Caller;
}
