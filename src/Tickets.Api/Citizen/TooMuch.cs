using System.Globalization;
using System.Text.Encodings.Web;
using Tickets.Api.Access;
using Tickets.Domain.Words;

namespace Tickets.Api.Citizen;

/// <summary>What a citizen reads who sends more files than the form takes: said before anything of it is kept.</summary>
internal static class TooMuch
{
    // Of some photographs too many the rest is read, so that the browser hears the answer; beyond that the connection is cut off.
    private const long MostThrownAway = 64 << 20;

    /// <summary>Looks at what a form declares before it is read.</summary>
    public static void RefuseTooMuch(this WebApplication app) =>
        app.Use(
            (http, next) =>
                HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/lapor", StringComparison.OrdinalIgnoreCase) && http.Request.ContentLength > LaporModel.MostBytes
                    ? Say(http)
                    : next()
        );

    private static async Task Say(HttpContext http)
    {
        await Problems.ThrowAway(http, MostThrownAway);
        var language = http.Request.Query["lang"] == "en" ? "en" : "id";
        CitizenPages.Protect(http.Response);
        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="{language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{Words("title")}</title><link rel="stylesheet" href="/citizen/citizen.css"></head>
            <body><main><h1>{Words("title")}</h1><p class="error" role="alert">{Words("toomuch")}</p><p><a href="/lapor{(language == "en" ? "?lang=en" : "")}">{Words("back")}</a></p></main></body>
            </html>
            """,
            http.RequestAborted
        );

        string Words(string key) =>
            HtmlEncoder.Default.Encode(
                Sentences.Say(language, "lapor." + key, new Dictionary<string, string> { ["most"] = (LaporModel.MostBytes >> 20).ToString(CultureInfo.InvariantCulture) })
            );
    }
}
