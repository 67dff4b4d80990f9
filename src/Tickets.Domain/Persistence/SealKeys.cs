using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Tickets.Domain.Persistence;

/// <summary>
/// The keys of the seals: files in one folder that all processes of a service share, outside of the database. They are made at the first use, and are no business of
/// whatever else protects data in a process, as sign-in does by <see cref="KeyRing"/>.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="scopes">For the keys by which an Api sealed before the seals had keys of their own.</param>
public sealed class SealKeys(DirectoryInfo folder, IServiceScopeFactory scopes)
{
    private const string Files = "key-*.xml";

    private readonly Lock gate = new();
    private (IDataProtectionProvider Keys, int Count)? read;
    private IDataProtectionProvider? inTheDatabase;

    /// <summary>Seals for one purpose, and opens what was sealed for it, by whichever process.</summary>
    public IDataProtector For(string purpose) => new Seal(this, purpose);

    private IDataProtector Current(string purpose)
    {
        lock (gate)
            return (read ??= (Read(folder), Count())).Keys.CreateProtector(purpose);
    }

    // A process that began at the same moment may have made a key that nobody had seen when ours were read.
    private bool HasMore()
    {
        lock (gate)
        {
            if (Count() is var count && count == read?.Count)
                return false;
            read = (Read(folder), count);
            return true;
        }
    }

    private int Count() => Directory.Exists(folder.FullName) ? Directory.EnumerateFiles(folder.FullName, Files).Count() : 0;

    private static IDataProtectionProvider Read(DirectoryInfo folder) => DataProtectionProvider.Create(folder, keys => keys.SetApplicationName("Tickets"));

    // Null while there are none: then no Api has sealed by them.
    private IDataProtectionProvider? InTheDatabase => inTheDatabase ??= ReadFromDatabase(scopes);

    private static IDataProtectionProvider? ReadFromDatabase(IServiceScopeFactory scopes)
    {
        var ring = new KeyRing(scopes);
        if (ring.GetAllElements().Count == 0)
            return null;
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName(KeyRing.Application).DisableAutomaticKeyGeneration();
        services.Configure<KeyManagementOptions>(o => o.XmlRepository = ring);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }

    private sealed class Seal(SealKeys keys, string purpose) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => throw new NotSupportedException("A seal has one purpose.");

        public byte[] Protect(byte[] plaintext) => keys.Current(purpose).Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            try
            {
                return keys.Current(purpose).Unprotect(protectedData);
            }
            catch (CryptographicException) when (keys.HasMore())
            {
                return Unprotect(protectedData);
            }
            catch (CryptographicException) when (keys.InTheDatabase is { } earlier)
            {
                return earlier.CreateProtector(purpose).Unprotect(protectedData);
            }
        }
    }
}
