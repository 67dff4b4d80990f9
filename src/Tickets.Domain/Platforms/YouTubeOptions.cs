using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>What is needed to hear and to speak under the ministry's films on YouTube, which are polled. Bound from <c>Tickets:Platforms:YouTube</c>.</summary>
public sealed record YouTubeOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Platforms:YouTube";

    /// <summary>The Data API, with its version.</summary>
    public const string DefaultBaseUrl = "https://www.googleapis.com/youtube/v3";

    /// <summary>The page of consent (developers.google.com/identity/protocols/oauth2/web-server).</summary>
    public const string DefaultAuthorizeUrl = "https://accounts.google.com/o/oauth2/v2/auth";

    /// <summary>Where codes and refresh tokens are exchanged (developers.google.com/identity/protocols/oauth2/web-server).</summary>
    public const string DefaultTokenUrl = "https://oauth2.googleapis.com/token";

    /// <summary>For reading what is public. Null: the access token reads too.</summary>
    public string? ApiKey
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The channel owner's token (youtube.force-ssl): replies, and comments held for review. Null: nothing is said.</summary>
    public string? AccessToken
    {
        get;
        init => field = Set.OrNull(value);
    }

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

    /// <summary>Gets a new access token when the old one ends. Null: a token lasts as long as it lasts.</summary>
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

    /// <summary>Where codes and refresh tokens are exchanged; may be a fake on loopback.</summary>
    public string TokenUrl
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultTokenUrl;
    } = DefaultTokenUrl;

    /// <summary>The ministry's channel, <c>UC…</c>. Null: nothing is polled.</summary>
    public string? ChannelId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>How often new comments are asked for, in seconds; less often when the day's quota runs low.</summary>
    public int PollSeconds { get; init; } = 60;

    /// <summary>Units that may be spent in a day of Pacific time (developers.google.com/youtube/v3/determine_quota_cost).</summary>
    public int DailyQuota { get; init; } = 10_000;

    /// <summary>The API, with its version; may be a fake on loopback.</summary>
    public string BaseUrl
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultBaseUrl;
    } = DefaultBaseUrl;

    // A record prints all its members, and these are secrets.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("ChannelId = ").Append(ChannelId).Append(", BaseUrl = ").Append(BaseUrl);
        return true;
    }
}
