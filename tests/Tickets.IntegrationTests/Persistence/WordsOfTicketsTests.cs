using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Resolution;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Persistence;

/// <summary>Tickets are found by words of their subject, however they are written and whatever became of them since.</summary>
public sealed class WordsOfTicketsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Wib.At("2026-07-06 09:00");
    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData("belum cair")]
    [InlineData("BELUM CAIR")]
    [InlineData("elum ca")]
    [InlineData("a \"PKH\"")]
    [InlineData("100%")]
    [InlineData("😭 tiga")]
    [InlineData("ca")]
    [InlineData("É")]
    public async Task What_stands_in_a_subject_is_found(string sought)
    {
        await Named("dana \"PKH\" belum cair 100% 😭 tiga bulan, É");

        Assert.Equal(1, await Found(sought));
    }

    [Theory]
    [InlineData("belum* cair")]
    [InlineData("belum OR sudah")]
    [InlineData("Subject:belum")]
    [InlineData("\"")]
    [InlineData("\"\"\" OR \"")]
    [InlineData("_elum")]
    [InlineData("%%%")]
    [InlineData("a\0b")]
    [InlineData("😭😭")]
    public async Task Signs_of_a_query_language_are_letters_like_others(string sought)
    {
        await Named("dana PKH belum cair");

        Assert.Equal(0, await Found(sought));
    }

    [Fact]
    public async Task After_a_change_the_new_words_are_found_and_the_old_ones_are_not_and_after_a_removal_none()
    {
        await Named("dana PKH belum cair");
        await Named("kartu sembako kosong");
        Assert.Equal(1, await database.Look(db => db.Tickets.Where(t => t.Subject == "dana PKH belum cair").ExecuteUpdateAsync(t => t.SetProperty(x => x.Subject, "kartu hilang"))));

        Assert.Equal((0, 2, 1), (await Found("PKH"), await Found("kartu"), await Found("hilang")));
    }

    [Fact]
    public async Task An_index_that_lost_a_trigger_is_made_anew_at_the_next_start()
    {
        await database.Look(db => db.Database.IsSqlite() ? db.Database.ExecuteSqlRawAsync("DROP TRIGGER \"TicketWords_Added\"") : Task.FromResult(0));
        await Named("dana PKH belum cair");

        await PrepareDatabase.Run(database.Services, CancellationToken.None);
        await Named("dana PKH tidak cair");

        Assert.Equal((2, 1), (await Found("dana"), await Found("tidak")));
    }

    private async Task<int> Found(string q) =>
        (await database.Send(new ListTickets([], null, null, null, null, null, q, new PageOf(null, null), ADatabase.Administrator, Now))).Items.Count;

    private async Task Named(string subject) =>
        await database.Look(async db =>
        {
            var ticket = ATicket.Opened(Now);
            ticket.AddTo(db);
            await db.SaveChangesAsync();
            return await db.Tickets.Where(t => t.Id == ticket.Ticket.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.Subject, subject));
        });
}
