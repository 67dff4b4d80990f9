using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Whoever shows a list asks for the rows that changed, and is told of those that still belong to it.</summary>
public sealed class RowsThatChanged : CommentsOfCitizens
{
    [Fact]
    public async Task Those_that_were_decided_are_not_among_them_and_others_are_not_told()
    {
        var (one, two, three) = (await Comment("selamat pagi min"), await Comment("mantap"), await Comment("semangat terus"));
        await Send(new DismissConversation(two, "pujian", Admin, Now));

        Assert.Equal([one], (await Among(null, one, two)).Select(i => i.Id));
        Assert.Equal([two], (await Among(ConversationState.Dismissed, one, two)).Select(i => i.Id));
        Assert.Equal([three], (await Among(null, three, 999_999)).Select(i => i.Id));
    }

    [Fact]
    public async Task No_more_can_be_asked_for_than_a_page_has()
    {
        long[] many = [.. Enumerable.Range(1, ListInbox.MostAmong + 1)];

        Assert.Equal(Refusal.Invalid, await Refused(new ListInbox(null, null, null, null, null, new PageOf(null, 100), Now, Among: many)));
    }

    [Fact]
    public async Task A_row_tells_how_much_working_time_there_is_to_decide()
    {
        var help = await Comment("kapan ya min bantuannya turun?");

        var row = Assert.Single(await Among(null, help));
        var later = Assert.Single(await Among(null, Now.AddDays(30), help));

        Assert.NotNull(row.DecideBy);
        Assert.StartsWith("NASIONAL", row.Calendar, StringComparison.Ordinal);
        // What is left of Tuesday from 10.00, two whole days of seven hours and a half, and Friday to its end.
        Assert.Equal(("PT27H30M", 0d), (row.Left, row.Share));
        Assert.Equal(("PT0S", 1d), (later.Left, later.Share));
    }

    [Fact]
    public async Task A_conversation_shows_the_words_of_the_post_that_it_stands_under()
    {
        var id = await Comment("saya juga belum min");
        Assert.Null((await Send(new ShowConversation(id, "id"))).PostText);

        await Send(new Domain.Intake.TellPost(Platform.Facebook, Post, "Penyaluran PKH tahap 4 dimulai pekan ini.", Now));

        Assert.Equal("Penyaluran PKH tahap 4 dimulai pekan ini.", (await Send(new ShowConversation(id, "id"))).PostText);
        var number = await Send(new OpenTicket(id, Topics.Pkh, null, "JAMSOS", Admin, Now));
        Assert.Equal("Penyaluran PKH tahap 4 dimulai pekan ini.", (await Send(new Domain.Resolution.ShowTicket(number, "id", Admin))).Conversation!.PostText);
    }

    [Fact]
    public async Task What_identifies_somebody_in_a_post_of_a_visitor_is_covered_above_the_words_under_it()
    {
        var id = await Comment("saya juga belum min");
        await Send(new Domain.Intake.TellPost(Platform.Facebook, Post, "Min NIK saya 3301014107900007 PKH belum cair", Now));
        var number = await Send(new OpenTicket(id, Topics.Pkh, null, "JAMSOS", Admin, Now));

        Assert.Equal("Min NIK saya 33•• •••• •••• ••07 PKH belum cair", (await Send(new ShowConversation(id, "id"))).PostText);
        Assert.Equal("Min NIK saya 33•• •••• •••• ••07 PKH belum cair", (await Send(new Domain.Resolution.ShowTicket(number, "id", Admin))).Conversation!.PostText);
    }

    [Fact]
    public async Task Words_in_one_language_are_found_among_those_in_others()
    {
        var javanese = await Comment("kapan bantuane medun min, kulo dereng nampi nopo-nopo");
        await Comment("kapan ya min bantuannya turun?");

        Assert.Equal([javanese], (await In("jv")).Select(i => i.Id));
        Assert.Equal(Refusal.Invalid, await Refused(new ListInbox(null, null, null, null, null, new PageOf(null, 100), Now, Language: "%\"")));
    }

    private async Task<IReadOnlyList<InboxItem>> In(string language) => (await Send(new ListInbox(null, null, null, null, null, new PageOf(null, 100), Now, Language: language))).Items;

    private Task<IReadOnlyList<InboxItem>> Among(ConversationState? state, params long[] ids) => Among(state, Now, ids);

    private async Task<IReadOnlyList<InboxItem>> Among(ConversationState? state, DateTimeOffset at, params long[] ids) =>
        (await Send(new ListInbox(state, null, null, null, null, new PageOf(null, 100), at, Among: ids))).Items;
}
