using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tickets.Domain.Platforms;

/// <summary>
/// What administrators entered to connect channels, as a part of the configuration that stands before all others: whoever reads settings sees a new token at
/// once, without a restart.
/// </summary>
public sealed class StoredSettings : ConfigurationProvider, IConfigurationSource
{
    /// <summary>The settings that may be entered for a platform, by their configuration key; none for those that need none.</summary>
    public static IReadOnlyDictionary<string, string> Of(Platform platform) =>
        platform switch
        {
            Platform.Facebook or Platform.Instagram => Keys(MetaOptions.Key, nameof(MetaOptions.AppId), nameof(MetaOptions.AppSecret), nameof(MetaOptions.VerifyToken), nameof(MetaOptions.AccessToken), nameof(MetaOptions.PageId), nameof(MetaOptions.InstagramId)),
            Platform.WhatsApp => Keys(WhatsAppOptions.Key, nameof(WhatsAppOptions.AppSecret), nameof(WhatsAppOptions.VerifyToken), nameof(WhatsAppOptions.AccessToken), nameof(WhatsAppOptions.PhoneNumberId), nameof(WhatsAppOptions.BusinessAccountId), nameof(WhatsAppOptions.Template), nameof(WhatsAppOptions.TemplateLanguage)),
            Platform.X => Keys(XOptions.Key, nameof(XOptions.ConsumerSecret), nameof(XOptions.BearerToken), nameof(XOptions.UserId), nameof(XOptions.ClientId), nameof(XOptions.ClientSecret), nameof(XOptions.RefreshToken), nameof(XOptions.AppToken), nameof(XOptions.Scopes)),
            Platform.YouTube => Keys(YouTubeOptions.Key, nameof(YouTubeOptions.ApiKey), nameof(YouTubeOptions.AccessToken), nameof(YouTubeOptions.ChannelId), nameof(YouTubeOptions.ClientId), nameof(YouTubeOptions.ClientSecret), nameof(YouTubeOptions.RefreshToken)),
            Platform.Web or Platform.Simulator => new Dictionary<string, string>(),
        };

    /// <summary>
    /// The channel whose row keeps the settings of a platform: one Meta app serves Facebook and Instagram, and two rows would have to agree which was written last.
    /// </summary>
    public static Platform KeptBy(Platform platform) => platform == Platform.Instagram ? Platform.Facebook : platform;

    /// <summary>Where the platform's access token stands in the configuration, where its refresh token, and when it ends; null where tokens do not end by themselves.</summary>
    public static RenewableToken? TokenOf(Platform platform) =>
        platform switch
        {
            Platform.X => new(
                $"{XOptions.Key}:{nameof(XOptions.BearerToken)}",
                $"{XOptions.Key}:{nameof(XOptions.RefreshToken)}",
                $"{XOptions.Key}:{nameof(XOptions.TokenExpiresAt)}",
                $"{XOptions.Key}:{nameof(XOptions.Scopes)}"
            ),
            Platform.YouTube => new(
                $"{YouTubeOptions.Key}:{nameof(YouTubeOptions.AccessToken)}",
                $"{YouTubeOptions.Key}:{nameof(YouTubeOptions.RefreshToken)}",
                $"{YouTubeOptions.Key}:{nameof(YouTubeOptions.TokenExpiresAt)}"
            ),
            Platform.Facebook or Platform.Instagram or Platform.WhatsApp or Platform.Web or Platform.Simulator => null,
        };

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>These count from now on.</summary>
    public void Replace(IReadOnlyDictionary<string, string?> settings)
    {
        Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }

    private static Dictionary<string, string> Keys(string section, params string[] names) => names.ToDictionary(n => char.ToLowerInvariant(n[0]) + n[1..], n => $"{section}:{n}", StringComparer.OrdinalIgnoreCase);
}

/// <summary>Where in the configuration a token that ends by itself stands.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">What gets the next one.</param>
/// <param name="ExpiresAt">When it ends, UTC, in ISO 8601.</param>
/// <param name="Scopes">What it may do; null where nobody asks for that.</param>
public sealed record RenewableToken(string Access, string Refresh, string ExpiresAt, string? Scopes = null)
{
    /// <summary>A young token as settings, by configuration key, with what goes with it.</summary>
    public Dictionary<string, string> Settings(YoungToken young, DateTimeOffset now, params (string Key, string Value)[] more)
    {
        var settings = more.ToDictionary(m => m.Key, m => m.Value);
        settings[Access] = young.AccessToken;
        if (young.RefreshToken is { } refresh)
            settings[Refresh] = refresh;
        if (young.LastsFor is { } lasts)
            settings[ExpiresAt] = (now + lasts).ToString("O", CultureInfo.InvariantCulture);
        if (Scopes is not null && young.Scopes is { } scopes)
            settings[Scopes] = scopes;
        return settings;
    }
}
