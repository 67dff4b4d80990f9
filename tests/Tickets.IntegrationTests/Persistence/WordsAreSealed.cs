using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.IntegrationTests.Persistence;

/// <summary>What identifies somebody lies sealed on the disk and is read by those who may.</summary>
public sealed class WordsAreSealed : IAsyncLifetime
{
    private const string Nik = "3303014107800001";
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    private ADatabase database = null!;

    public async Task InitializeAsync() =>
        database = await ADatabase.Fresh(new Dictionary<string, string?> { ["Tickets:Triage:OpenAt"] = "2" }, s => s.AddSingleton<IDeliveryReader, ReadMetaDelivery>());

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_NIK_stands_nowhere_in_the_database_and_is_shown_to_who_asks_with_a_line_of_audit()
    {
        await Deliver(MetaPayloads.Messenger(ARunningProduct.PageId, "9001", "m_1", $"tolong dicek NIK {Nik} PKH belum cair", Now));
        await Deliver(MetaPayloads.Messenger(ARunningProduct.PageId, "9002", "m_2", "PKH ibu saya belum cair juga", Now));

        foreach (var column in (string[])["SELECT \"Text\" AS \"Value\" FROM \"Messages\"", "SELECT \"Preview\" AS \"Value\" FROM \"Conversations\"", "SELECT \"Payload\" AS \"Value\" FROM \"Events\""])
            Assert.All(await database.Look(db => db.Database.SqlQueryRaw<string>(column).ToListAsync()), stored => Assert.DoesNotContain(Nik, stored, StringComparison.Ordinal));
        Assert.All(
            await database.Look(db => db.Database.SqlQueryRaw<byte[]>("SELECT \"Body\" AS \"Value\" FROM \"Deliveries\"").ToListAsync()),
            body => Assert.DoesNotContain(Nik, System.Text.Encoding.UTF8.GetString(body), StringComparison.Ordinal)
        );
        // Words that identify nobody need no seal.
        Assert.Contains("PKH ibu saya belum cair juga", await database.Look(db => db.Database.SqlQueryRaw<string>("SELECT \"Text\" AS \"Value\" FROM \"Messages\"").ToListAsync()));

        var inbox = (await database.Send(new ListInbox(null, null, null, null, null, new PageOf(null, null), Now))).Items;
        var item = inbox.Single(c => c.Preview.Contains('•', StringComparison.Ordinal));
        Assert.Contains("33•• •••• •••• ••01", Assert.Single((await database.Send(new ShowConversation(item.Id, "id"))).Messages).Text, StringComparison.Ordinal);
        var shown = await database.Send(new ShowPersonalData(item.Id, null, "m_1", ADatabase.Administrator, Now));
        Assert.Equal($"tolong dicek NIK {Nik} PKH belum cair", shown.Text);
        Assert.Equal(1, await database.Look(db => db.Events.CountAsync(e => e.Type == nameof(PersonalDataShown))));
        Assert.Empty((await database.Send(new ListInbox(null, null, null, null, Nik, new PageOf(null, null), Now))).Items);
    }

    [Fact]
    public async Task Sealed_words_stay_sealed_when_something_else_of_them_changes()
    {
        await Deliver(MetaPayloads.FacebookComment(ARunningProduct.PageId, "100500_1", "1_100", "9001", "Siti", $"NIK saya {Nik}", Now));
        await database.Look(async db =>
        {
            var message = await db.Messages.Include(m => m.Conversation).SingleAsync();
            Assert.Equal($"NIK saya {Nik}", message.Text);
            message.WasHidden(hidden: true, Now);
            return true;
        });

        Assert.DoesNotContain(Nik, Assert.Single(await database.Look(db => db.Database.SqlQueryRaw<string>("SELECT \"Text\" AS \"Value\" FROM \"Messages\"").ToListAsync())), StringComparison.Ordinal);
        Assert.Equal($"NIK saya {Nik}", (await database.Look(db => db.Messages.SingleAsync())).Text);
    }

    private async Task Deliver(byte[] body)
    {
        var id = await database.Look(async db =>
        {
            var delivery = new Delivery("meta", body, Now);
            db.Add(delivery);
            await db.SaveChangesAsync();
            return delivery.Id;
        });
        await database.Send(new ReadDeliveries([id]));
    }
}
