using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>What is needed to hear and to speak by the ministry's account on X. Bound from <c>Tickets:Platforms:X</c>.</summary>
public sealed record XOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Platforms:X";

    /// <summary>The API's address; its version stands in each path.</summary>
    public const string DefaultBaseUrl = "https://api.x.com";

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
