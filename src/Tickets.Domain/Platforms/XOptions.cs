using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>What is needed to hear and to speak by the ministry's account on X. Bound from <c>Tickets:Platforms:X</c>.</summary>
public sealed record XOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Platforms:X";

    /// <summary>The API's address; its version stands in each path.</summary>
    public const string DefaultBaseUrl = "https://api.x.com";

    /// <summary>The page of consent (docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code).</summary>
    public const string DefaultAuthorizeUrl = "https://x.com/i/oauth2/authorize";

    /// <summary>The app's secret: signs every delivery and answers the challenge. Null: no delivery is believed.</summary>
    public string? ConsumerSecret
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The account's token (OAuth 2.0 user context: tweet.write, dm.write, tweet.read, dm.read). Null: the channel is not connected.</summary>
    public string? BearerToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>What the account's token may do, as X names it, with spaces between; told by X when the channel is connected at its page. Null: nobody said.</summary>
    public string? Scopes
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>True when the token may hide replies.</summary>
    public bool MayModerate => Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Contains("tweet.moderate.write", StringComparer.Ordinal) == true;

    /// <summary>The app's client id for OAuth 2. Null: the channel is connected by token alone, not at the platform's page of consent.</summary>
    public string? ClientId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The app's client secret for OAuth 2.</summary>
    public string? ClientSecret
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>Gets a new access token when the old one ends. Null: a token lasts as long as it lasts. X takes each once and gives another.</summary>
    public string? RefreshToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>When the access token ends, UTC; null when nobody said.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>The platform's page of consent; may be a fake on loopback.</summary>
    public string AuthorizeUrl
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultAuthorizeUrl;
    } = DefaultAuthorizeUrl;

    /// <summary>The app's own token (app-only), by which webhooks are registered. Null: they are registered in the developer console.</summary>
    public string? AppToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The account's id.</summary>
    public string? UserId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The API; may be a fake on loopback. With or without <c>/2</c> at its end.</summary>
    public string BaseUrl
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultBaseUrl;
    } = DefaultBaseUrl;

    // A record prints all its members, and these are secrets.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("UserId = ").Append(UserId).Append(", BaseUrl = ").Append(BaseUrl);
        return true;
    }
}
