using Tickets.Domain;
using Tickets.Domain.Resolution;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Open work page by page and in figures: the same rows, the same order, however it is cut.</summary>
public sealed class TheQueueByPages : CommentsOfCitizens
{
    private static readonly Caller Bayu = new(Actor.User(9, "Bayu"), Roles.Officer, "JAMSOS");

    [Fact]
    public async Task Pages_together_are_the_whole_queue_in_its_order_and_what_waits_comes_last()
    {
        var made = await SevenTickets();

        var whole = await Queue();
        List<string> paged = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Queue(cursor: cursor.Length > 0 ? cursor : null, limit: 2);
            Assert.Equal(page.Truncated, page.Next is not null);
            paged.AddRange(page.Items.Select(i => i.Number));
            cursor = page.Next;
        }

        Assert.Equal(whole.Items.Select(i => i.Number), paged);
        Assert.Equal(made.Order(), paged.Order());
        Assert.False(whole.Truncated);
        Assert.All(whole.Items.Take(5), i => Assert.Equal(TicketStatus.Assigned, i.Status));
        Assert.All(whole.Items.Skip(5), i => Assert.Equal(TicketStatus.WaitingOnCitizen, i.Status));
        var due = whole.Items.Take(5).Select(i => i.DueAt).ToList();
        Assert.Equal(due.Order(), due);
    }

    [Fact]
    public async Task Each_ticket_stands_once_and_by_the_clock_that_is_due_first()
    {
        await SevenTickets();

        var rows = (await Queue()).Items;

        Assert.Equal(rows.Count, rows.DistinctBy(i => i.Number).Count());
        Assert.Equal([ClockKind.FirstResponse], rows.Where(i => i.Status == TicketStatus.Assigned).Select(i => i.Clock!.Value).Distinct());
    }

    [Fact]
    public async Task It_is_sought_by_words_number_and_topic_and_kept_to_the_own_directorate()
    {
        var made = await SevenTickets();
        var kursiRoda = await TicketOf("selamat siang", "DISABILITAS", Topics.Disability);

        Assert.Equal([kursiRoda], (await Queue(topic: Topics.Disability)).Items.Select(i => i.Number));
        Assert.Equal([made[3]], (await Queue(q: made[3][^6..])).Items.Select(i => i.Number));
        Assert.Equal(8, (await Queue(q: "WARGA")).Items.Count);
        Assert.Empty((await Queue(q: "tidak ada")).Items);
        Assert.DoesNotContain(kursiRoda, (await Queue(by: Bayu)).Items.Select(i => i.Number));
    }

    [Theory]
    [InlineData("besok", null)]
    [InlineData("5", null)]
    [InlineData("-1.4", null)]
    [InlineData(null, 0)]
    [InlineData(null, 501)]
    public async Task A_page_that_nobody_can_give_is_refused(string? cursor, int? limit) =>
        Assert.Equal(Refusal.Invalid, await Refused(new ListQueue(null, null, Admin, Now, Cursor: cursor, Limit: limit)));

    [Fact]
    public async Task Its_figures_are_those_of_all_rows()
    {
        await Enter("sri", "officer", "JAMSOS");
        await SevenTickets();
        await TicketOf("selamat siang", "DISABILITAS", Topics.Disability);
        var later = Now.AddDays(40);

        foreach (var (at, by) in ((DateTimeOffset, Caller)[])[(Now, Admin), (later, Admin), (later, Bayu)])
        {
            var rows = (await Queue(by: by, at: at)).Items;
            var summary = await Send(new SumUpQueue(by, at));
            Assert.Equal(
                (rows.Count, rows.Count(i => i.Late), rows.Count(i => !i.Late && i.Status == TicketStatus.WaitingOnCitizen), rows.Count(i => i.Officer is null)),
                (summary.Open, summary.Late, summary.Waiting, summary.Unassigned)
            );
            Assert.Equal(rows.Count(i => !i.Late && i.Status != TicketStatus.WaitingOnCitizen && i.DueAt <= summary.NextWorkingDayEnds), summary.Soon);
            var sri = Assert.Single(summary.Officers);
            Assert.Equal(("sri", rows.Count(i => i.Officer == "sri"), rows.Count(i => i.Officer == "sri" && i.Late)), (sri.Login, sri.Open, sri.Late));
        }
    }

    // Two of them wait for their citizens.
    private async Task<List<string>> SevenTickets()
    {
        List<string> made = [];
        for (var i = 0; i < 7; i++)
            made.Add(await TicketOf("selamat pagi", "JAMSOS", Topics.Pkh));
        foreach (var number in (string[])[made[1], made[4]])
            await Send(new AnswerCitizen(number, "Siapa nama lengkap ibu Anda?", Public: true, Waits: true, null, Admin, Now));
        return made;
    }

    private Task<WorkQueue> Queue(string? topic = null, string? q = null, string? cursor = null, int? limit = null, Caller? by = null, DateTimeOffset? at = null) =>
        Send(new ListQueue(null, null, by ?? Admin, at ?? Now, topic, q, cursor, limit));
}
