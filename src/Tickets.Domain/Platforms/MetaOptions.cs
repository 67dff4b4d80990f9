using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>
/// What is needed to hear and to speak on the ministry's Facebook page and Instagram account. One Meta app serves both.
/// Bound from <c>Tickets:Platforms:Meta</c>; secrets come from the environment or a file.
/// </summary>
public sealed record MetaOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Platforms:Meta";

    /// <summary>
    /// The Graph API, with its version. v25.0 appeared on 18 February 2026 and lives until 29 July 2028
    /// (developers.facebook.com/docs/graph-api/changelog/versions).
    /// </summary>
    public const string DefaultBaseUrl = "https://graph.facebook.com/v25.0";

    /// <summary>Facebook Login's page of consent, of the same version (developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow).</summary>
    public const string DefaultAuthorizeUrl = "https://www.facebook.com/v25.0/dialog/oauth";

    /// <summary>The app's id. Null: the channel is connected by token alone, not at Facebook's page of consent.</summary>
    public string? AppId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The app's secret: signs every delivery. Null: no delivery is believed.</summary>
    public string? AppSecret
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The word agreed with Meta for the handshake of the webhook. Null: no handshake succeeds.</summary>
    public string? VerifyToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The page's access token. Null: the channel is not connected and nothing is sent.</summary>
    public string? AccessToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The Facebook page.</summary>
    public string? PageId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The Instagram professional account.</summary>
    public string? InstagramId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The Graph API, with its version; may be a fake on loopback.</summary>
    public string BaseUrl
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultBaseUrl;
    } = DefaultBaseUrl;

    /// <summary>Facebook Login's page of consent; may be a fake on loopback.</summary>
    public string AuthorizeUrl
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultAuthorizeUrl;
    } = DefaultAuthorizeUrl;

    // A record prints all its members, and these are secrets.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("PageId = ").Append(PageId).Append(", InstagramId = ").Append(InstagramId).Append(", BaseUrl = ").Append(BaseUrl);
        return true;
    }
}
