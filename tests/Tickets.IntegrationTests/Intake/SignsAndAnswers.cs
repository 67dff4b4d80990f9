using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Testing.Builders;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.IntegrationTests.Intake;

/// <summary>A sign, a sticker or a pressed button is shown and changes nothing; a word, a number or a picture answers.</summary>
public sealed class SignsAndAnswers : IAsyncLifetime
{
    private const string Page = ARunningProduct.PageId;

    /// <summary>A Tuesday in working hours of the national calendar, 10.00 WIB.</summary>
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Later = Now.AddHours(2);

    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData("👍")]
    [InlineData("🙏🙏")]
    [InlineData("...!")]
    [InlineData("sticker")]
    [InlineData("like")]
    [InlineData("unsupported")]
    [InlineData("button")]
    public async Task What_says_nothing_neither_ends_a_wait_nor_opens_a_ticket_again(string what)
    {
        foreach (var status in (TicketStatus[])[TicketStatus.WaitingOnCitizen, TicketStatus.Resolved, TicketStatus.InProgress, TicketStatus.Closed])
        {
            var ticket = await Saved(status);
            var clocks = await Clocks(ticket);

            await Take(Private(ticket, what));
            if (what is not ("sticker" or "like" or "unsupported" or "button"))
                await Take(Public(ticket, what));

            Assert.Equal(status, await StatusOf(ticket));
            Assert.Equal(clocks, await Clocks(ticket));
            Assert.Equal(ticket.Ticket.Id, await database.Look(db => db.Conversations.Where(c => c.Id == ticket.Conversation.Id).Select(c => c.TicketId).SingleAsync()));
        }
    }

    [Theory]
    [InlineData("iya")]
    [InlineData("ya")]
    [InlineData("tidak")]
    [InlineData("sudah")]
    [InlineData("belum")]
    [InlineData("sama2")]
    [InlineData("3")]
    [InlineData("picture")]
    public async Task Any_word_number_or_picture_answers_a_question(string what)
    {
        var ticket = await Saved(TicketStatus.WaitingOnCitizen);

        await Take(Private(ticket, what));

        Assert.Equal(TicketStatus.InProgress, await StatusOf(ticket));
    }

    [Theory]
    [InlineData("iya min", TicketStatus.Resolved)]
    [InlineData("sama-sama", TicketStatus.Resolved)]
    [InlineData("belum", TicketStatus.Assigned)]
    [InlineData("picture", TicketStatus.Assigned)]
    public async Task Under_an_answer_only_what_asks_for_more_opens_the_ticket_again(string what, TicketStatus then)
    {
        var ticket = await Saved(TicketStatus.Resolved);

        await Take(Private(ticket, what));

        Assert.Equal(then, await StatusOf(ticket));
    }

    [Fact]
    public async Task A_sign_that_is_mended_into_words_is_an_answer()
    {
        var ticket = await Saved(TicketStatus.WaitingOnCitizen);
        await Take(Public(ticket, "👍"));

        await Take(MetaPayloads.FacebookEdit(Page, ticket.Conversation.Thread, $"c-{ticket.Ticket.Number}", Citizen(ticket), "Warga", "sudah saya kirim", Later.AddMinutes(1)), Later.AddMinutes(1));

        Assert.Equal(TicketStatus.InProgress, await StatusOf(ticket));
    }

    private static string Citizen(ATicket ticket) => ticket.Ticket.Citizen.PlatformUserId;

    private static byte[] Public(ATicket ticket, string text) =>
        MetaPayloads.FacebookComment(Page, ticket.Conversation.Thread, $"c-{ticket.Ticket.Number}", Citizen(ticket), "Warga", text, Later);

    private static byte[] Private(ATicket ticket, string what)
    {
        var mid = $"m-{ticket.Ticket.Number}";
        return what switch
        {
            "sticker" => MetaPayloads.MessengerSticker(Page, Citizen(ticket), mid, 144885315685735, Later),
            "like" => MetaPayloads.MessengerSticker(Page, Citizen(ticket), mid, 369239263222822, Later),
            "unsupported" => MetaPayloads.MessengerUnsupported(Page, Citizen(ticket), mid, Later),
            "button" => MetaPayloads.MessengerPostback(Page, Citizen(ticket), mid, "Belum cair, tolong", Later),
            "picture" => MetaPayloads.MessengerPicture(Page, Citizen(ticket), mid, "https://scontent.xx.fbcdn.net/v/kk.jpg", Later),
            var text => MetaPayloads.Messenger(Page, Citizen(ticket), mid, text, Later),
        };
    }

    private async Task Take(byte[] delivery, DateTimeOffset? receivedAt = null)
    {
        await using var scope = database.Services.CreateAsyncScope();
        var takeIn = scope.ServiceProvider.GetRequiredService<TakeIn>();
        await scope.ServiceProvider.GetRequiredService<TicketsDb>().Change(
            async () =>
            {
                foreach (var happening in new ReadMetaDelivery().Read(delivery))
                    Assert.Null(await takeIn.It(happening, receivedAt ?? Later, CancellationToken.None));
            },
            CancellationToken.None
        );
    }

    private async Task<ATicket> Saved(TicketStatus status)
    {
        var ticket = ATicket.In(status, Now);
        await database.Look(db => Task.FromResult(ticket.AddTo(db)));
        return ticket;
    }

    private Task<TicketStatus> StatusOf(ATicket ticket) => database.Look(db => db.Tickets.Where(t => t.Number == ticket.Ticket.Number).Select(t => t.Status).SingleAsync());

    private async Task<string> Clocks(ATicket ticket) =>
        await database.Look(async db =>
            string.Join(' ', (await db.Tickets.SingleAsync(t => t.Number == ticket.Ticket.Number)).Clocks.Where(c => c.Runs).Select(c => $"{c.Kind}{c.Cycle}{c.PausedSince:O}").Order(StringComparer.Ordinal)));
}
