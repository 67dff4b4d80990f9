using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.SettingUp;

/// <summary>What the pages of consent and the token endpoints of all platforms have in common (RFC 6749, RFC 7636).</summary>
internal static class OAuth
{
    /// <summary>The page of consent with its question; or why there is none with these settings.</summary>
    public static SetupOutcome<Uri> Page(string authorizeUrl, string? clientId, string? clientSecret, Consent consent, string scope, bool pkce, params (string Name, string Value)[] more)
    {
        if (clientId is null)
            return new(null, "the app's id is missing", ForGood: true);
        if (clientSecret is null)
            return new(null, "the app's secret is missing", ForGood: true);
        if (!Uri.TryCreate(authorizeUrl, UriKind.Absolute, out var page) || page.Scheme is not ("https" or "http"))
            return new(null, "AuthorizeUrl is no web address", ForGood: true);
        List<(string Name, string Value)> asked =
        [
            ("response_type", "code"),
            ("client_id", clientId),
            ("redirect_uri", consent.Back.AbsoluteUri),
            ("scope", scope),
            ("state", consent.State),
            .. more,
        ];
        if (pkce)
            asked.AddRange([("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(consent.Verifier)))), ("code_challenge_method", "S256")]);
        var query = string.Join('&', asked.Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value)}"));
        return new UriBuilder(page) { Query = page.Query.Length > 1 ? $"{page.Query[1..]}&{query}" : query }.Uri;
    }

    /// <summary>The young token that an answer brings; or why it brings none.</summary>
    public static SetupOutcome<YoungToken> Token(PlatformAnswer answer, string platform)
    {
        if (answer.IsSuccess && answer.Body.Text("access_token") is { Length: > 0 } token)
            return new YoungToken(token, answer.Body.Text("refresh_token"), answer.Body.Count("expires_in") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null, answer.Body.Text("scope"));
        return Fault<YoungToken>(answer, platform);
    }

    /// <summary>Why an answer is none. What RFC 6749 (5.2) names stays so however often it is asked; what could not be reached does not.</summary>
    public static SetupOutcome<T> Fault<T>(PlatformAnswer answer, string platform)
        where T : class
    {
        if (answer.Status is not { } status)
            return new(null, $"{platform} not reached ({answer.Failure})");
        var error = answer.Body.Find("error");
        var code = error.Text("code", "status") ?? answer.Body.Text("error") ?? answer.Body.Find("errors").Parts().FirstOrDefault().Text("code", "title") ?? answer.Body.Text("title");
        return new(null, $"{platform} {(code is null ? "" : Findings.Shown(code) + " ")}(HTTP {status})", ForGood: status is >= 400 and < 500 and not (408 or 425 or 429));
    }
}
