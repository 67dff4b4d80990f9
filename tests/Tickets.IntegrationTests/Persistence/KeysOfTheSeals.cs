using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Persistence;

/// <summary>An Api and Workers on one database, as they are shipped: what one of them seals, the others open, and nobody without the folder of keys.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed class KeysOfTheSeals(ApiUnderTest api) : IDisposable
{
    private const string Words = "NIK saya 3303014107800001";
    private const string Sign = "\u0001seal1:";

    private readonly List<ServiceProvider> processes = [];
    private readonly string data = api.Services.GetRequiredService<TicketsSettings>().DataDirectory;
    private readonly DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("tickets-keys-");

    public void Dispose()
    {
        processes.ForEach(p => p.Dispose());
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public void What_an_administrator_entered_in_the_Api_a_Worker_opens()
    {
        var entered = new Dictionary<string, string?> { ["Tickets:Platforms:X:BearerToken"] = "rahasia" };

        var stored = api.Services.GetRequiredService<SealedSettings>().Seal(entered);

        Assert.Equal(entered, Worker(Path.Combine(data, "keys")).GetRequiredService<SealedSettings>().Open(Platform.X, stored));
    }

    [Fact]
    public void Words_that_one_of_them_sealed_the_other_reads()
    {
        var (ours, theirs) = (api.Services.GetRequiredService<WordSeal>(), Worker(Path.Combine(data, "keys")).GetRequiredService<WordSeal>());

        Assert.Equal(Words, ours.Open(theirs.Seal(Words)));
        Assert.Equal(Words, theirs.Open(ours.Seal(Words)));
        Assert.Equal("{}"u8.ToArray(), ours.Open(theirs.Seal("{}"u8.ToArray())));
    }

    [Fact]
    public void The_keys_are_files_and_the_database_without_them_opens_nothing()
    {
        var stored = api.Services.GetRequiredService<WordSeal>().Seal(Words);
        var entered = api.Services.GetRequiredService<SealedSettings>().Seal(new Dictionary<string, string?> { ["Tickets:Platforms:X:BearerToken"] = "rahasia" });

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(data, "keys"), "key-*.xml"));
        var thief = Worker(elsewhere.FullName);
        Assert.Equal(WordSeal.NotOpened, thief.GetRequiredService<WordSeal>().Open(stored));
        Assert.Empty(thief.GetRequiredService<SealedSettings>().Open(Platform.X, entered));
    }

    [Fact]
    public void What_an_Api_sealed_when_the_keys_lay_in_the_database_is_opened_still()
    {
        var ring = api.Services.GetRequiredService<IDataProtectionProvider>();
        var words = Sign + ring.CreateProtector("Tickets.Words.v1").Protect(Words);
        var settings = ring.CreateProtector("Tickets.Channels.v1").Protect("""{"Tickets:Platforms:X:BearerToken":"rahasia"}""");

        foreach (var process in (IServiceProvider[])[api.Services, Worker(Path.Combine(data, "keys"))])
        {
            Assert.Equal(Words, process.GetRequiredService<WordSeal>().Open(words));
            Assert.Equal("rahasia", process.GetRequiredService<SealedSettings>().Open(Platform.X, settings)["Tickets:Platforms:X:BearerToken"]);
        }
    }

    [Fact]
    public void Two_that_made_their_first_key_at_the_same_moment_read_each_other()
    {
        var (one, other) = (Path.Combine(elsewhere.FullName, "satu"), Path.Combine(elsewhere.FullName, "dua"));
        var (ours, theirs) = (Worker(one).GetRequiredService<WordSeal>(), Worker(other).GetRequiredService<WordSeal>());
        var (said, heard) = (ours.Seal(Words), theirs.Seal(Words));

        foreach (var key in Directory.GetFiles(other, "key-*.xml"))
            File.Copy(key, Path.Combine(one, Path.GetFileName(key)));

        Assert.Equal(Words, ours.Open(heard));
        Assert.Equal(Words, ours.Open(said));
    }

    private ServiceProvider Worker(string keys)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Tickets:DataDirectory"] = data,
            ["Tickets:KeyDirectory"] = keys,
            ["Tickets:Workers"] = nameof(WorkersKind.Separate),
            ["Tickets:Understanding:Model"] = "rules",
        };
        var process = new ServiceCollection().AddLogging().AddTicketsDomain(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        processes.Add(process);
        return process;
    }
}
