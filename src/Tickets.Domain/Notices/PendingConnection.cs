using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Where the connecting of a channel at the platform's own page stands.</summary>
public enum ConnectionStage
{
    /// <summary>The administrator is at the platform's page.</summary>
    Waiting,

    /// <summary>The platform said yes; one of several pages or channels must be chosen.</summary>
    Choose,

    /// <summary>The channel has its token.</summary>
    Connected,

    /// <summary>It came to nothing, and nothing was changed.</summary>
    Failed,
}

/// <summary>Why the connecting of a channel came to nothing.</summary>
public enum ConnectionFault
{
    /// <summary>The administrator, or the platform for them, said no.</summary>
    Denied,

    /// <summary>The platform did not take the code, or could not be reached.</summary>
    NotTaken,

    /// <summary>Whoever said yes manages no page, account or channel that could be connected.</summary>
    NothingToConnect,
}

/// <summary>
/// The connecting of a channel, sealed beside its settings until it is through: one at a time for each channel, of one session, and its state is good for one answer
/// within a quarter of an hour.
/// </summary>
internal sealed record PendingConnection(
    string? StateHash,
    long Session,
    string Verifier,
    Uri Back,
    DateTimeOffset EndsAt,
    ConnectionStage Stage,
    ConnectionFault? Fault = null,
    string? Detail = null,
    IReadOnlyList<Connectable>? Found = null
)
{
    /// <summary>Beside the settings, and none of them.</summary>
    public const string Key = "Connecting";

    /// <summary>Nobody needs longer to say yes.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    public static PendingConnection? In(IReadOnlyDictionary<string, string?> settings) =>
        settings.GetValueOrDefault(Key) is { } json ? JsonSerializer.Deserialize<PendingConnection>(json) : null;

    public void Into(Dictionary<string, string?> settings) => settings[Key] = JsonSerializer.Serialize(this);

    public bool IsAnsweredBy(string state) => StateHash is { } hash && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(state)));

    public static string HashOf(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
}
