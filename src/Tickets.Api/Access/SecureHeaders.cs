namespace Tickets.Api.Access;

/// <summary>What browsers are told to forbid. Pages that need more say so themselves.</summary>
internal static class SecureHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // Its pages carry styles of their own; scripts come from here alone.
    private const string ApiPages = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

    public static void UseSecureHeaders(this WebApplication app) =>
        app.Use(
            (http, next) =>
            {
                http.Response.OnStarting(() =>
                {
                    Add(http);
                    return Task.CompletedTask;
                });
                return next();
            }
        );

    /// <summary>Adds those that nobody set, to an answer that has not begun.</summary>
    public static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
        headers.TryAdd("Content-Security-Policy", http.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase) ? ApiPages : Nothing);
        if (http.Request.IsHttps)
            headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            headers.TryAdd("Cache-Control", "no-store");
    }
}
