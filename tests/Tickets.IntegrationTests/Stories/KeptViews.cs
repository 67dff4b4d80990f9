using FluentValidation;
using Tickets.Domain;
using Tickets.Domain.Views;
using Tickets.IntegrationTests.Administration;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Filters that people keep under a name: each their own, and one where they begin.</summary>
public sealed class KeptViews : AdministrationTest
{
    private static readonly Dictionary<string, string> Filters = new() { ["milik"] = "kosong", ["topik"] = "pkh" };
    private Caller sri = null!;
    private Caller agus = null!;

    [Fact]
    public async Task Filters_are_kept_changed_and_deleted_by_their_owner_alone()
    {
        await Hire();
        var kept = await Keep("PKH tanpa petugas");
        Assert.Equal(Filters, kept.Filters);
        Assert.Empty((await Send(new ListViews(null, agus))).Items);

        Assert.Equal(Refusal.NotFound, await Refused(new SaveView(kept.Id, "", "Punya saya", Filters, false, null, agus, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new DeleteView(kept.Id, agus, Now)));
        var changed = await Send(new SaveView(kept.Id, "", "PKH", new Dictionary<string, string> { ["topik"] = "pkh" }, false, kept.Version, sri, Now));
        Assert.Equal(("PKH", "queue"), (changed.Name, changed.Screen));
        Assert.Equal(Refusal.SomebodyWasFaster, await Refused(new SaveView(kept.Id, "", "PKH 2", Filters, false, kept.Version, sri, Now)));

        await Send(new DeleteView(kept.Id, sri, Now));
        Assert.Empty((await Send(new ListViews("queue", sri))).Items);
        Assert.Equal(3, (await Audit()).Count(line => line.Contains("PKH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_one_screen_one_view_is_where_its_owner_begins()
    {
        await Hire();
        await Keep("Satu", begins: true);
        await Keep("Dua", begins: true);
        await Send(new SaveView(null, "inbox", "Instagram", new Dictionary<string, string> { ["platform"] = "instagram" }, true, null, sri, Now));

        Assert.Equal([("Instagram", true), ("Dua", true), ("Satu", false)], (await Send(new ListViews(null, sri))).Items.Select(v => (v.Name, v.IsDefault)));
    }

    [Fact]
    public async Task A_name_is_used_once_on_a_screen_in_capitals_or_not()
    {
        await Hire();
        await Keep("PKH");

        Assert.Equal(Refusal.AlreadyExists, await Refused(new SaveView(null, "queue", " pkh ", Filters, false, null, sri, Now)));
        await Send(new SaveView(null, "inbox", "PKH", Filters, false, null, sri, Now));
    }

    [Fact]
    public async Task Thirty_are_kept_for_a_screen_and_no_more()
    {
        await Hire();
        for (var i = 0; i < 30; i++)
            await Keep($"Tampilan {i}");

        Assert.Equal(Refusal.TooManyKept, await Refused(new SaveView(null, "queue", "Satu lagi", Filters, false, null, sri, Now)));
    }

    [Fact]
    public async Task A_machine_keeps_nothing() =>
        Assert.Equal(Refusal.OnlyForPeople, await Refused(new SaveView(null, "queue", "x", Filters, false, null, new Caller(Actor.Key(1, "mesin"), Roles.Officer, null), Now)));

    [Theory]
    [InlineData("elsewhere", "Nama", "topik", "pkh")]
    [InlineData("queue", "", "topik", "pkh")]
    [InlineData("queue", "Nama", "<script>", "pkh")]
    public async Task What_is_no_view_is_refused(string screen, string name, string filter, string value)
    {
        await Hire();

        await Assert.ThrowsAsync<ValidationException>(() => Send(new SaveView(null, screen, name, new Dictionary<string, string> { [filter] = value }, false, null, sri, Now)));
    }

    private Task<ListedView> Keep(string name, bool begins = false) => Send(new SaveView(null, "queue", name, Filters, begins, null, sri, Now));

    private async Task Hire()
    {
        await Enter("sri", "officer", "JAMSOS");
        await Enter("agus", "officer", "JAMSOS");
        (sri, agus) = await Database.Look(db =>
        {
            var people = db.Users.Where(u => u.Login == "sri" || u.Login == "agus").ToDictionary(u => u.Login, u => new Caller(Actor.User(u.Id, u.Name), u.Roles, u.Directorate));
            return Task.FromResult((people["sri"], people["agus"]));
        });
    }
}
