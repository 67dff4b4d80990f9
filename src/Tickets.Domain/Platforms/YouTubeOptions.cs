using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>What is needed to hear and to speak under the ministry's films on YouTube, which are polled. Bound from <c>Tickets:Platforms:YouTube</c>.</summary>
public sealed record YouTubeOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Platforms:YouTube";

    /// <summary>The Data API, with its version.</summary>
    public const string DefaultBaseUrl = "https://www.googleapis.com/youtube/v3";

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
