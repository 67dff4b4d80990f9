using System.Text;

namespace Tickets.Domain.Platforms;

/// <summary>
/// What is needed to hear and to speak on the ministry's WhatsApp number by the Cloud API. Bound from <c>Tickets:Platforms:WhatsApp</c>; secrets come from
/// the environment or a file, or are entered by an administrator and kept sealed.
/// </summary>
public sealed record WhatsAppOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Platforms:WhatsApp";

    /// <summary>The name of the approved template that tells a citizen outside the window where to look: {{1}} the ticket's number, {{2}} the address.</summary>
    public const string DefaultTemplate = "tiket_lacak";

    /// <summary>The app's secret: signs every delivery. Null: no delivery is believed.</summary>
    public string? AppSecret
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The word agreed for the handshake of the webhook. Null: no handshake succeeds.</summary>
    public string? VerifyToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The system user's access token. Null: the channel is not connected and nothing is sent.</summary>
    public string? AccessToken
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The id of the ministry's number, which is not the number itself.</summary>
    public string? PhoneNumberId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The id of the business account that owns the number: its webhooks are asked for by it. Null: they are asked for in Meta's own dashboard.</summary>
    public string? BusinessAccountId
    {
        get;
        init => field = Set.OrNull(value);
    }

    /// <summary>The approved template for words outside the window.</summary>
    public string Template
    {
        get;
        init => field = Set.OrNull(value) ?? DefaultTemplate;
    } = DefaultTemplate;

    /// <summary>The template's language, as it was approved.</summary>
    public string TemplateLanguage
    {
        get;
        init => field = Set.OrNull(value) ?? "id";
    } = "id";

    /// <summary>The Graph API, with its version; may be a fake on loopback.</summary>
    public string BaseUrl
    {
        get;
        init => field = Set.OrNull(value) ?? MetaOptions.DefaultBaseUrl;
    } = MetaOptions.DefaultBaseUrl;

    // A record prints all its members, and these are secrets.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("PhoneNumberId = ").Append(PhoneNumberId).Append(", BaseUrl = ").Append(BaseUrl);
        return true;
    }
}

/// <summary>Containers pass what is not set as empty.</summary>
internal static class Set
{
    public static string? OrNull(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
