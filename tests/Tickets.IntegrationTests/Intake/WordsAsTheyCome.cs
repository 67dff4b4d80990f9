using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.Domain.Sweeping;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Testing.Builders;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.IntegrationTests.Intake;

/// <summary>Words that are mended, repeated, late or many, one delivery after the other.</summary>
public sealed class WordsAsTheyCome : IAsyncLifetime
{
    private const string Page = ARunningProduct.PageId;
    private const string Siti = "9001";
    private const string Plea = "min tolong, PKH ibu saya masih belum cair juga";
    private const string Greeting = "Selamat pagi semuanya";

    /// <summary>A Tuesday in working hours of the national calendar, 10.00 WIB.</summary>
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    private ADatabase database = null!;

    // Nothing opens by itself: what waits is looked at.
    public async Task InitializeAsync() => database = await ADatabase.Fresh(new Dictionary<string, string?> { ["Tickets:Triage:OpenAt"] = "2" });

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_repeated_edit_brings_no_older_words_back_and_a_true_one_does_once()
    {
        await Comments("pagi");
        var (first, second) = (Edit("siang", Now.AddMinutes(1)), Edit("sore", Now.AddMinutes(2)));
        await Take(first);
        await Take(second);
        await Take(first);
        Assert.Equal(("sore", 3), await Stands());

        var back = Edit("siang", Now.AddMinutes(3));
        await Take(back);
        await Take(second);
        await Take(back);
        Assert.Equal(("siang", 4), await Stands());

        await Take(Edit("pagi", Now.AddMinutes(4)));
        Assert.Equal(("pagi", 5), await Stands());
    }

    [Fact]
    public async Task Edits_that_overtake_each_other_leave_the_latest_words_standing()
    {
        await Take(Edit("malam", Now.AddMinutes(3)));
        await Take(Edit("siang", Now.AddMinutes(1)));
        await Comments("pagi");
        await Take(Edit("sore", Now.AddMinutes(2)));

        Assert.Equal(("malam", 4), await Stands());
    }

    [Fact]
    public async Task Edits_beside_which_the_time_of_the_first_writing_stands_are_ordered_by_when_they_were_told()
    {
        await Comments("pagi");
        byte[] Told(string text, int minutes) => MetaPayloads.FacebookEdit(Page, Post(1), Comment(1), Siti, "Siti", text, Now.AddMinutes(minutes), createdAt: Now);
        await Take(Told("siang", 1));
        await Take(Told("sore", 2));
        await Take(Told("siang", 1));
        Assert.Equal("sore", (await Stands()).Text);

        await Take(Told("siang", 3));
        Assert.Equal("siang", (await Stands()).Text);
    }

    [Fact]
    public async Task The_same_words_told_again_later_are_no_new_revision_but_no_older_ones_come_after_them()
    {
        await Comments("pagi");
        await Take(Edit("siang", Now.AddMinutes(1)));
        await Take(Edit("siang", Now.AddMinutes(3)));
        Assert.Equal(("siang", 2), await Stands());

        await Take(Edit("sore", Now.AddMinutes(2)));
        Assert.Equal("siang", (await Stands()).Text);
    }

    [Fact]
    public async Task Of_equal_urgency_whose_oldest_words_wait_longest_comes_first_and_a_decision_ends_the_waiting()
    {
        await Comments(Greeting, post: 1, at: Now);
        await Comments(Greeting, post: 2, at: Now.AddMinutes(1));
        await Comments("Sehat selalu", post: 1, at: Now.AddMinutes(2), number: 2);
        Assert.Equal([Post(1), Post(2)], await Waiting());

        var first = (await Inbox())[0];
        Assert.Equal((Now, Now.AddMinutes(2)), (first.WaitingSince, first.LastMessageAt));
        await database.Send(new DismissConversation(first.Id, "salam", ADatabase.Administrator, Now.AddMinutes(3)));
        await Comments(Plea, post: 1, at: Now.AddMinutes(4), number: 3);
        var returned = (await Inbox()).Single(c => c.Post == Post(1));
        Assert.Equal(Now.AddMinutes(4), returned.WaitingSince);
    }

    [Fact]
    public async Task Words_that_were_taken_away_wait_no_longer()
    {
        await Comments(Greeting, post: 1, at: Now);
        await Comments("Sehat selalu", post: 1, at: Now.AddMinutes(2), number: 2);
        await Comments(Greeting, post: 2, at: Now.AddMinutes(1));

        await Take(MetaPayloads.FacebookRemove(Page, Post(1), Comment(1), Siti, Now.AddMinutes(3)));

        Assert.Equal([Post(2), Post(1)], await Waiting());
    }

    [Fact]
    public async Task The_inbox_is_paged_in_its_order_and_leaves_nobody_out()
    {
        for (var post = 1; post <= 7; post++)
            await Comments(Greeting, post, Now.AddMinutes(-post));
        for (var post = 1; post <= 7; post++)
            await Comments("Sehat selalu", post, Now.AddMinutes(post), number: 2);

        List<string?> seen = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await database.Send(new ListInbox(null, null, null, null, null, new PageOf(cursor, 3), Now));
            seen.AddRange(page.Items.Select(c => c.Post));
            cursor = page.Next;
        }

        Assert.Equal(Enumerable.Range(1, 7).Reverse().Select(Post), seen);
    }

    [Theory]
    [InlineData("ÉMILE")]
    [InlineData("émile")]
    [InlineData("Siti")]
    [InlineData("sITI")]
    public async Task A_search_finds_letters_in_capitals_or_not(string q)
    {
        await Comments("Pagi, Émile menyapa", post: 1);

        var found = await database.Send(new ListInbox(null, null, null, null, q, new PageOf(null, null), Now));

        Assert.Single(found.Items);
        Assert.Empty((await database.Send(new ListInbox(null, null, null, null, "100%", new PageOf(null, null), Now))).Items);
    }

    [Fact]
    public async Task Tickets_are_found_by_their_number_and_by_words_of_their_subject_in_capitals_or_not()
    {
        var ticket = ATicket.Opened(Now);
        await Saved(ticket);

        async Task<int> Found(string q) => (await database.Send(new ListTickets([], null, null, null, null, null, q, new PageOf(null, null), ADatabase.Administrator, Now))).Items.Count;

        Assert.Equal(1, await Found($" {ticket.Ticket.Number.ToLowerInvariant()} "));
        Assert.Equal(1, await Found(ticket.Ticket.Number.Split('-')[2]));
        Assert.Equal(0, await Found("9" + ticket.Ticket.Number.Split('-')[2]));
        Assert.Equal(1, await Found("pkh IBU"));
        Assert.Equal(0, await Found("KMS-2026-999999"));
    }

    [Fact]
    public async Task An_objection_that_came_before_the_end_and_is_read_after_it_opens_the_ticket_again()
    {
        var ticket = ATicket.Opened(Now).Routed("JAMSOS").Resolved(Now.AddHours(1));
        await Saved(ticket);
        var end = Now.AddHours(1) + Ticket.TimeToObject;
        Assert.Equal(1, await database.Send(new CloseUncontested(end.AddHours(1))));
        Assert.Equal(TicketStatus.Closed, await StatusOf(ticket));

        await Take(Objection(ticket, 1, end.AddMinutes(-1)), receivedAt: end.AddSeconds(-1));

        Assert.Equal(TicketStatus.Assigned, await StatusOf(ticket));
    }

    [Fact]
    public async Task An_objection_that_came_after_the_end_is_a_matter_of_its_own()
    {
        var ticket = ATicket.Opened(Now).Routed("JAMSOS").Resolved(Now.AddHours(1));
        await Saved(ticket);
        var end = Now.AddHours(1) + Ticket.TimeToObject;
        await database.Send(new CloseUncontested(end));

        await Take(Objection(ticket, 2, end.AddMinutes(1)), receivedAt: end.AddMinutes(1));

        Assert.Equal(TicketStatus.Closed, await StatusOf(ticket));
        var waiting = Assert.Single(await Inbox());
        Assert.Equal((ticket.Conversation.Thread, null, end.AddMinutes(1)), (waiting.Post, waiting.Ticket, waiting.WaitingSince));
    }

    [Fact]
    public async Task However_many_tickets_were_left_behind_all_are_routed()
    {
        await Saved([.. Enumerable.Range(0, 60).Select(_ => ATicket.Opened(Now))]);

        var left = await database.Send(new FindLeftBehind(Now.AddMinutes(1), TimeSpan.FromSeconds(3)));
        Assert.Equal(60, left.NewTickets.Count);
        await database.Send(new RouteTickets(left.NewTickets, Now.AddMinutes(1)));

        Assert.Equal(60, await database.Look(db => db.Tickets.CountAsync(t => t.Status == TicketStatus.Assigned && t.Directorate == "JAMSOS")));
        Assert.Empty((await database.Send(new FindLeftBehind(Now.AddMinutes(2), TimeSpan.FromSeconds(3)))).NewTickets);
    }

    [Fact]
    public async Task A_ticket_is_named_by_what_stands_of_its_words_and_by_none_when_nothing_does()
    {
        await Comments("saya dengar bantuan PKH untuk warga Sukamaju");
        var id = Assert.Single(await Inbox()).Id;
        var number = await database.Send(new OpenTicket(id, null, null, null, ADatabase.Administrator, Now.AddHours(1)));
        async Task<string> Subject() => await database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.Subject).SingleAsync());
        async Task<int> Found(string q) => (await database.Send(new ListTickets([], null, null, null, null, null, q, new PageOf(null, null), ADatabase.Administrator, Now))).Items.Count;

        await Take(Edit("saya dengar bantuan sembako", Now.AddHours(2)), Now.AddHours(2));
        Assert.Equal("saya dengar bantuan sembako", await Subject());

        await Comments("kapan dibagikan?", at: Now.AddHours(3), number: 2);
        Assert.Equal("saya dengar bantuan sembako", await Subject());

        await Take(MetaPayloads.FacebookRemove(Page, Post(1), Comment(1), Siti, Now.AddHours(4)), Now.AddHours(4));
        Assert.Equal("kapan dibagikan?", await Subject());

        await Take(MetaPayloads.FacebookRemove(Page, Post(1), Comment(2), Siti, Now.AddHours(5)), Now.AddHours(5));
        Assert.Equal("Pesan sudah dihapus di platform", await Subject());
        Assert.Equal((0, 0, 0), (await Found("Sukamaju"), await Found("sembako"), await Found("dibagikan")));
    }

    [Fact]
    public async Task A_second_reply_goes_out_in_public_unless_it_holds_personal_data_or_private_was_asked_for()
    {
        await Comments(Plea);
        var id = Assert.Single(await Inbox()).Id;
        var number = await database.Send(new OpenTicket(id, null, null, "JAMSOS", ADatabase.Administrator, Now.AddHours(1)));
        Task<MediatR.Unit> Reply(string text, bool? inPublic, int hours) => database.Send(new AnswerCitizen(number, text, inPublic, Waits: false, null, ADatabase.Administrator, Now.AddHours(hours)));

        await Reply("Kami periksa dahulu.", null, 2);
        await Reply("Masih kami periksa.", null, 3);
        var personal = await Assert.ThrowsAsync<RefusedException>(() => Reply("NIK 3201014506890003 sudah kami terima.", null, 4));
        var asked = await Assert.ThrowsAsync<RefusedException>(() => Reply("Masih kami periksa.", false, 4));

        Assert.Equal((Refusal.NoPrivateDoor, Refusal.NoPrivateDoor), (personal.Refusal, asked.Refusal));
        Assert.Equal([Door.PrivateReply, Door.CommentReply], await database.Look(db => db.Notices.Where(n => n.Kind == NoticeKind.Reply).OrderBy(n => n.Id).Select(n => n.Door).ToListAsync()));
        Assert.Equal(2, await database.Look(db => db.Events.CountAsync(e => e.Type == nameof(TicketAnswered))));
    }

    private static string Post(int number) => $"{Page}_{number}";

    private static string Comment(int number, int post = 1) => $"{post}_{number}00";

    private static byte[] Edit(string text, DateTimeOffset at) => MetaPayloads.FacebookEdit(Page, Post(1), Comment(1), Siti, "Siti", text, at);

    private static byte[] Objection(ATicket ticket, int number, DateTimeOffset at) =>
        MetaPayloads.FacebookComment(Page, ticket.Conversation.Thread, Comment(number, 77), ticket.Ticket.Citizen.PlatformUserId, "Warga", Plea, at);

    private Task Comments(string text, int post = 1, DateTimeOffset? at = null, int number = 1) =>
        Take(MetaPayloads.FacebookComment(Page, Post(post), Comment(number, post), Siti, "Siti", text, at ?? Now), at ?? Now);

    private async Task Take(byte[] delivery, DateTimeOffset? receivedAt = null)
    {
        await using var scope = database.Services.CreateAsyncScope();
        var takeIn = scope.ServiceProvider.GetRequiredService<TakeIn>();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Change(
            async () =>
            {
                foreach (var happening in new ReadMetaDelivery().Read(delivery))
                    Assert.Null(await takeIn.It(happening, receivedAt ?? Now.AddHours(1), CancellationToken.None));
            },
            CancellationToken.None
        );
    }

    // What stands of the one message, and how many revisions there are of it.
    private async Task<(string? Text, int Revisions)> Stands() =>
        await database.Look(async db => ((await db.Messages.SingleAsync(m => m.Current)).Text, await db.Messages.CountAsync()));

    private async Task<IReadOnlyList<InboxItem>> Inbox() => (await database.Send(new ListInbox(null, null, null, null, null, new PageOf(null, null), Now))).Items;

    private async Task<IEnumerable<string?>> Waiting() => (await Inbox()).Select(c => c.Post);

    private Task<bool> Saved(params ATicket[] tickets) =>
        database.Look(db =>
        {
            foreach (var ticket in tickets)
                ticket.AddTo(db);
            return Task.FromResult(true);
        });

    private Task<TicketStatus> StatusOf(ATicket ticket) => database.Look(db => db.Tickets.Where(t => t.Number == ticket.Ticket.Number).Select(t => t.Status).SingleAsync());
}
