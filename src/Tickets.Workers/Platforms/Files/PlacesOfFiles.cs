using System.Net;
using System.Net.Sockets;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Files;

/// <summary>The keys under <c>Tickets:Media</c>.</summary>
public sealed record PlacesOptions
{
    /// <summary>Where these settings stand in the configuration.</summary>
    public const string Key = "Tickets:Media";

    /// <summary>
    /// Further places where files may be fetched, as <c>127.0.0.1:5123</c>, with commas between them. These alone are called without TLS and inside our own networks: for
    /// fakes of the platforms, never for what citizens can name.
    /// </summary>
    public string? TrustedHosts { get; init; }

    internal bool Trusts(string host, int port) =>
        (TrustedHosts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// Where each platform keeps the files of citizens and the pictures of posts. The address of a file comes from outside: whatever else it names is not called, least of all an
/// address of our own networks.
/// </summary>
public static class PlacesOfFiles
{
    /// <summary>True where this platform keeps files: by TLS, at one of its own hosts, at the usual port.</summary>
    public static bool IsOne(Platform platform, Uri address, PlacesOptions options) =>
        options.Trusts(address.Host, address.Port)
        || (address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.UserInfo.Length == 0 && address.HostNameType == UriHostNameType.Dns && Hosts(platform).Any(h => IsAt(address.IdnHost, h)));

    /// <summary>True for an address of the internet at large: neither of this machine, nor of a network behind it, nor one set aside for anything else (RFC 6890).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return IsPublic(bytes[0], bytes[1], bytes[2]);
        // 2000::/3 is all that was ever given out; within it Teredo, benchmarks, documentation and 6to4 lead elsewhere.
        return address.AddressFamily == AddressFamily.InterNetworkV6
            && (bytes[0] & 0xE0) == 0x20
            && !(bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] < 0x02 || (bytes[2] == 0x0D && bytes[3] == 0xB8)))
            && !(bytes[0] == 0x20 && bytes[1] == 0x02)
            && !(bytes[0] == 0x3F && bytes[1] == 0xFF);
    }

    private static bool IsPublic(byte one, byte two, byte three) =>
        (one, two, three) switch
        {
            (0 or 10 or 127 or >= 224, _, _) => false,
            (100, >= 64 and <= 127, _) => false,
            (169, 254, _) => false,
            (172, >= 16 and <= 31, _) => false,
            (192, 168, _) or (192, 0, 0 or 2) or (192, 88, 99) => false,
            (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
            _ => true,
        };

    private static string[] Hosts(Platform platform) =>
        platform switch
        {
            Platform.Facebook or Platform.Instagram => ["fbcdn.net", "cdninstagram.com", "fbsbx.com"],
            Platform.WhatsApp => ["fbsbx.com", "whatsapp.net"],
            // What came in a direct message of the older kind lies behind a sign-in that only browsers have: it is asked for, and X says no.
            Platform.X => ["twimg.com", "ton.twitter.com", "ton.x.com"],
            // The pictures of films, as its answers name them: i.ytimg.com.
            Platform.YouTube => ["ytimg.com"],
            Platform.Web or Platform.Simulator => [],
        };

    private static bool IsAt(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || (host.Length > domain.Length && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && host[^(domain.Length + 1)] == '.');
}

/// <summary>A name led to an address of our own networks: nobody connects to it.</summary>
public sealed class InnerAddressException() : IOException("an address that is not of the internet at large");
