using Tickets.Domain;
using Tickets.Domain.Routing;

namespace Tickets.IntegrationTests.Administration;

public sealed class OrganisationTests : AdministrationTest
{
    [Fact]
    public async Task A_directorate_nothing_speaks_of_can_be_deleted()
    {
        await Send(new SaveDirectorate("UJI", "Direktorat Uji", null, Believed: true, Active: true, New: true, Admin, Now));
        Assert.Single((await Send(new ListDirectorates("UJI"))).Items);
        await Send(new DeleteDirectorate("UJI", Admin, Now));
        Assert.Empty((await Send(new ListDirectorates("UJI"))).Items);
        Assert.Equal(["Setting Directorate UJI: deleted.", "Setting Directorate UJI: created."], (await Audit()).Take(2));
    }

    [Fact]
    public async Task A_directorate_in_use_stays()
    {
        Assert.Equal(Refusal.InUse, await Refused(new DeleteDirectorate("LANSIA", Admin, Now)));
        foreach (var code in (string[])["TIKET", "ORANG"])
            await Send(new SaveDirectorate(code, code, null, false, true, New: true, Admin, Now));
        await ATicketAt("TIKET");
        await Enter("budi", "officer", "ORANG");
        Assert.Equal(Refusal.InUse, await Refused(new DeleteDirectorate("TIKET", Admin, Now)));
        Assert.Equal(Refusal.InUse, await Refused(new DeleteDirectorate("ORANG", Admin, Now)));
    }

    [Fact]
    public async Task The_directorate_that_gets_what_no_rule_names_can_be_neither_deleted_nor_deactivated()
    {
        Assert.Equal(Refusal.MustRemain, await Refused(new DeleteDirectorate("HUMAS", Admin, Now)));
        Assert.Equal(Refusal.MustRemain, await Refused(new SaveDirectorate("HUMAS", "Humas", null, false, Active: false, New: false, Admin, Now)));
        Assert.Equal("Humas", (await Send(new SaveDirectorate("HUMAS", "Humas", null, false, Active: true, New: false, Admin, Now))).Name);
    }

    [Fact]
    public async Task A_code_is_given_once()
    {
        Assert.Equal(Refusal.AlreadyExists, await Refused(new SaveDirectorate("ANAK", "x", null, false, true, New: true, Admin, Now)));
        Assert.Equal(Refusal.AlreadyExists, await Refused(new SaveTopic("pkh", "x", "x", New: true, Admin, Now)));
        Assert.Equal(Refusal.AlreadyExists, await Refused(new SaveProgramme("PKH", "x", "pkh", false, New: true, Admin, Now)));
    }

    [Fact]
    public async Task A_topic_of_ones_own_goes_when_nothing_speaks_of_it_and_a_built_in_one_stays()
    {
        await Send(new SaveTopic("banjir", "Banjir", "Floods", New: true, Admin, Now));
        var rule = await Send(new SaveRoutingRule(null, 10, "banjir", null, "KORBAN-BENCANA", null, Admin, Now));
        Assert.Equal(Refusal.InUse, await Refused(new DeleteTopic("banjir", Admin, Now)));
        await Send(new DeleteRoutingRule(rule.Id, Admin, Now));
        await Send(new DeleteTopic("banjir", Admin, Now));
        Assert.Equal(Refusal.MustRemain, await Refused(new DeleteTopic(Topics.Elderly, Admin, Now)));
    }

    [Fact]
    public async Task A_rule_that_is_entered_routes_the_next_ticket()
    {
        await Send(new SaveRoutingRule(null, 1, Topics.Pkh, null, "LANSIA", null, Admin, Now));
        Assert.Equal((1, "LANSIA"), ((await Send(new ListRoutingRules())).Items[0].Order, (await Send(new ListRoutingRules())).Items[0].Directorate));
        var first = (await Send(new ListRoutingRules())).Items[0];
        var changed = await Send(new SaveRoutingRule(first.Id, 2, Topics.Pkh, "32", "ANAK", "uji", Admin, Now));
        Assert.Equal(new ListedRoutingRule(first.Id, 2, Topics.Pkh, "32", "ANAK", "uji", Version: 2), changed);
    }

    [Fact]
    public async Task A_rule_that_names_what_is_not_there_is_refused()
    {
        Assert.Equal(Refusal.UnknownReference, await Refused(new SaveRoutingRule(null, 1, "bulan", null, "LANSIA", null, Admin, Now)));
        Assert.Equal(Refusal.UnknownReference, await Refused(new SaveRoutingRule(null, 1, null, null, "BULAN", null, Admin, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new SaveRoutingRule(4711, 1, null, null, "LANSIA", null, Admin, Now)));
    }

    [Fact]
    public async Task Programmes_come_and_go()
    {
        await Send(new SaveProgramme("UJI", "Program Uji", Topics.Child, Believed: true, New: true, Admin, Now));
        Assert.Equal("Baru", (await Send(new SaveProgramme("UJI", "Baru", Topics.Elderly, false, New: false, Admin, Now))).Name);
        Assert.Equal(Refusal.UnknownReference, await Refused(new SaveProgramme("UJI", "Baru", "bulan", false, New: false, Admin, Now)));
        await Send(new DeleteProgramme("UJI", Admin, Now));
        Assert.Equal(Refusal.NotFound, await Refused(new DeleteProgramme("UJI", Admin, Now)));
    }

    [Theory]
    [InlineData("min tolong, PKH ibu saya belum cair dari bulan Juli, kami di Kota Surabaya", null, "35.78", "ANAK")]
    [InlineData("min tolong, PKH ibu saya belum cair dari bulan Juli, kami di Kota Surabaya", "", null, "JAMSOS")]
    [InlineData("min tolong, PKH ibu saya belum cair dari bulan Juli, kami di Kota Surabaya", "33", "33", "JAMSOS")]
    [InlineData("min tolong, PKH ibu saya belum cair dari bulan Juli", "35.09", "35.09", "ANAK")]
    public async Task Rules_are_tried_with_the_region_of_the_words_or_another(string words, string? asked, string? region, string directorate)
    {
        var rule = await Send(new SaveRoutingRule(null, 100, Topics.Pkh, "35", "ANAK", "uji", Admin, Now));
        var tried = await Send(new TryRouting(words, asked));
        Assert.Equal((Topics.Pkh, region, directorate), (tried.Topic, tried.Region, tried.Directorate));
        Assert.Equal(directorate == "ANAK", tried.Rule == rule.Id);
        Assert.Equal(Refusal.UnknownReference, await Refused(new TryRouting(words, "99")));
    }
}
