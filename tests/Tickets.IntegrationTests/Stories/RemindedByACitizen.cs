using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Resolution;
using Tickets.Domain.Sla;

namespace Tickets.IntegrationTests.Stories;

/// <summary>A citizen whose ticket is late presses a button on the page where they look it up.</summary>
public sealed class RemindedByACitizen : CommentsOfCitizens
{
    private static readonly DateTimeOffset Late = Now.AddDays(30);

    [Fact]
    public async Task The_officer_and_who_heads_them_are_told_and_it_is_on_record()
    {
        var (number, code) = await ATicketOf("sri");
        await Enter("hasan", "supervisor", "JAMSOS");

        Assert.Equal(Reminding.Told, await Send(new RemindOfTicket(number.ToLowerInvariant(), $" {code} ", Late)));

        foreach (var login in (string[])["sri", "hasan"])
            Assert.Contains(number, Assert.Single(await Told(login)).Text, StringComparison.Ordinal);
        var line = Assert.Single((await Send(new ShowTicket(number, "id", Admin))).History, h => h.Type == nameof(CitizenReminded));
        Assert.StartsWith("Warga mengingatkan bahwa laporan ini terlambat; dijanjikan ", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_a_day_is_enough()
    {
        var (number, code) = await ATicketOf("sri");
        await Send(new RemindOfTicket(number, code, Late));

        Assert.Equal(Reminding.AlreadyToday, await Send(new RemindOfTicket(number, code, Late.AddHours(6))));
        Assert.Equal(Reminding.Told, await Send(new RemindOfTicket(number, code, Late.AddDays(1))));
        Assert.Equal(2, (await Told("sri")).Count);
    }

    [Fact]
    public async Task Who_is_not_late_is_not_reminded_and_a_wrong_code_reminds_nobody()
    {
        var (number, code) = await ATicketOf("sri");

        Assert.Equal(Reminding.NotLate, await Send(new RemindOfTicket(number, code, Now)));
        Assert.Equal(Reminding.NotFound, await Send(new RemindOfTicket(number, "SALAH", Late)));
        Assert.Equal(Reminding.NotFound, await Send(new RemindOfTicket("KMS-2026-999999", code, Late)));
        Assert.Empty(await Told("sri"));
    }

    private async Task<(string Number, string Code)> ATicketOf(string login)
    {
        await Enter(login, "officer", "JAMSOS");
        var number = await TicketOf("selamat pagi", "JAMSOS", Topics.Pkh);
        return (number, await Database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.LookupCode).SingleAsync()));
    }

    private async Task<IReadOnlyList<ListedNotification>> Told(string login)
    {
        var user = await Database.Look(db => db.Users.Where(u => u.Login == login).Select(u => new { u.Id, u.Name, u.Roles }).SingleAsync());
        return (await Send(new ListNotifications(false, new PageOf(null, null), "id", new Caller(Actor.User(user.Id, user.Name), user.Roles, "JAMSOS"), Late.AddDays(7)))).Items;
    }
}
