using System.Globalization;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using Tickets.Domain.Words;

namespace Tickets.Api.Citizen;

/// <summary>What a citizen reads who asked more often than a person does.</summary>
internal static class TooOften
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A page in plain words, and <c>Retry-After</c> for machines.</summary>
    public static Task Say(HttpContext http, RateLimitLease refused, CancellationToken stop)
    {
        var wait = refused.TryGetMetadata(MetadataName.RetryAfter, out var told) && told > TimeSpan.Zero ? told : Patience;
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        var language = http.Request.Query["lang"] == "en" ? "en" : "id";
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="{language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{Words("title")}</title><link rel="stylesheet" href="/citizen/citizen.css"></head>
            <body><main><h1>{Words("title")}</h1><p class="error" role="alert">{Words("toooften")}</p><p><a href="/lacak{(language == "en" ? "?lang=en" : "")}">{Words("toooftenagain")}</a></p></main></body>
            </html>
            """,
            stop
        );

        string Words(string key) =>
            HtmlEncoder.Default.Encode(Sentences.Say(language, "lacak." + key, new Dictionary<string, string> { ["seconds"] = seconds.ToString(CultureInfo.InvariantCulture) }));
    }
}
