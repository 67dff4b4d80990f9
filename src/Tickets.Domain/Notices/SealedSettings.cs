using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>
/// Seals what administrators enter to connect a channel, and opens it for the processes that speak there. The keys of the seal are files outside of the database:
/// a copy of the database alone opens nothing.
/// </summary>
public sealed partial class SealedSettings(SealKeys keys, StoredSettings stored, IServiceScopeFactory scopes, ILogger<SealedSettings> log) : IDisposable
{
    private readonly IDataProtector protector = keys.For("Tickets.Channels.v1");
    private readonly SemaphoreSlim one = new(1, 1);
    private long applied = -1;

    /// <summary>The settings, sealed.</summary>
    public string Seal(IReadOnlyDictionary<string, string?> settings) => protector.Protect(JsonSerializer.Serialize(settings));

    /// <summary>The settings as they were sealed; none when the seal was made by keys that are not here.</summary>
    public Dictionary<string, string?> Open(Platform platform, string? sealedSettings)
    {
        if (sealedSettings is null)
            return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string?>>(protector.Unprotect(sealedSettings)) ?? [];
        }
        catch (Exception problem) when (problem is CryptographicException or JsonException)
        {
            NotOpened(log, platform);
            return [];
        }
    }

    /// <summary>Makes what is stored count in this process, if it changed since the last time.</summary>
    public async Task Apply(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var channels = await scope.ServiceProvider.GetRequiredService<TicketsDb>().Channels.AsNoTracking().Where(c => c.SealedVersion > 0).ToListAsync(cancellation);
            var version = channels.Sum(c => (long)c.SealedVersion);
            if (version == applied)
                return;
            var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            // Facebook and Instagram share one app: what was entered last for either counts.
            foreach (var channel in channels.OrderBy(c => c.SealedVersion))
                foreach (var (key, value) in Open(channel.Platform, channel.Sealed))
                    // What is still being connected is sealed beside the settings and is none of them.
                    if (key.StartsWith("Tickets:", StringComparison.OrdinalIgnoreCase))
                        all[key] = value;
            if (applied >= 0 || all.Count > 0)
                stored.Replace(all);
            applied = version;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored settings of {Platform} cannot be opened with the keys of this process; the configuration alone counts")]
    private static partial void NotOpened(ILogger logger, Platform platform);
}
