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
            Platform.Facebook or Platform.Instagram => Keys(MetaOptions.Key, nameof(MetaOptions.AppSecret), nameof(MetaOptions.VerifyToken), nameof(MetaOptions.AccessToken), nameof(MetaOptions.PageId), nameof(MetaOptions.InstagramId)),
            Platform.WhatsApp => Keys(WhatsAppOptions.Key, nameof(WhatsAppOptions.AppSecret), nameof(WhatsAppOptions.VerifyToken), nameof(WhatsAppOptions.AccessToken), nameof(WhatsAppOptions.PhoneNumberId), nameof(WhatsAppOptions.Template), nameof(WhatsAppOptions.TemplateLanguage)),
            Platform.X => Keys(XOptions.Key, nameof(XOptions.ConsumerSecret), nameof(XOptions.BearerToken), nameof(XOptions.UserId)),
            Platform.YouTube => Keys(YouTubeOptions.Key, nameof(YouTubeOptions.ApiKey), nameof(YouTubeOptions.AccessToken), nameof(YouTubeOptions.ChannelId)),
            Platform.Web or Platform.Simulator => new Dictionary<string, string>(),
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
