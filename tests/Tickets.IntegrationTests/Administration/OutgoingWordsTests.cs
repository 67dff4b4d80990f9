using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;

namespace Tickets.IntegrationTests.Administration;

public sealed class OutgoingWordsTests : AdministrationTest
{
    private static Caller Dewi => new(Actor.User(1, "Dewi"), Roles.Administrator, Directorate: null);

    private static Caller Surya => new(Actor.User(2, "Surya"), Roles.Administrator, Directorate: null);

    private const string Words = "Laporan {nomor} kami terima. Selesai paling lambat {tenggat}. {lacak}";

    [Fact]
    public async Task A_text_of_ones_own_goes_out_once_a_second_person_approved_it_and_until_it_is_reset()
    {
        var builtIn = (await Send(new ListTemplates("ack.public", "id"))).Items[0];

        var proposed = await Send(new ChangeTemplate("ack.public", "id", Words, Dewi, Now));
        Assert.Equal((builtIn.Text, false, Words, "Dewi", true), (proposed.Text, proposed.Changed, proposed.Draft!.Text, proposed.Draft.By, proposed.Draft.Mine));
        Assert.False((await Send(new ListTemplates("ack.public", "id", Surya))).Items[0].Draft!.Mine);

        var approved = await Send(new ApproveTemplate("ack.public", "id", Surya, Now, proposed.Version));
        Assert.Equal((Words, true, null), (approved.Text, approved.Changed, approved.Draft));
        Assert.Equal([$"Setting Template Acknowledgement, public (Indonesian): approved ({Words}).", $"Setting Template Acknowledgement, public (Indonesian): proposed ({Words})."], (await Audit()).Take(2));

        await Send(new ResetTemplate("ack.public", "id", Dewi, Now));
        await Send(new ResetTemplate("ack.public", "id", Dewi, Now));
        var reset = (await Send(new ListTemplates("ack.public", "id"))).Items[0];
        Assert.Equal((builtIn.Text, false), (reset.Text, reset.Changed));
        Assert.Equal(Placeholders.Codes.Count * 2, (await Send(new ListTemplates())).Items.Count);
    }

    [Fact]
    public async Task Nobody_approves_their_own_words_nor_does_a_machine_nor_whoever_read_an_earlier_draft()
    {
        var first = await Send(new ChangeTemplate("ack.public", "id", Words, Dewi, Now));
        Assert.Equal(Refusal.NeedsSecondPerson, await Refused(new ApproveTemplate("ack.public", "id", Dewi, Now)));
        Assert.Equal(Refusal.OnlyForPeople, await Refused(new ApproveTemplate("ack.public", "id", Admin, Now)));
        await Send(new ChangeTemplate("ack.public", "id", Words + "!", Dewi, Now));
        Assert.Equal(Refusal.SomebodyWasFaster, await Refused(new ApproveTemplate("ack.public", "id", Surya, Now, first.Version)));
        Assert.Equal(Refusal.NothingToApprove, await Refused(new ApproveTemplate("ack.brief", "id", Surya, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new ApproveTemplate("ack.secret", "id", Surya, Now)));
    }

    [Fact]
    public async Task Whoever_mends_a_draft_is_its_author_and_a_draft_that_was_given_up_changes_nothing()
    {
        await Send(new ChangeTemplate("ack.public", "id", Words, Dewi, Now));
        await Send(new ChangeTemplate("ack.public", "id", Words + "!", Surya, Now));
        Assert.Equal(Refusal.NeedsSecondPerson, await Refused(new ApproveTemplate("ack.public", "id", Surya, Now)));
        await Send(new DiscardDraft("ack.public", "id", "terlalu kaku", Dewi, Now));
        Assert.Equal(Refusal.NothingToApprove, await Refused(new DiscardDraft("ack.public", "id", null, Dewi, Now)));
        var after = (await Send(new ListTemplates("ack.public", "id"))).Items[0];
        Assert.Equal((false, null), (after.Changed, after.Draft));
        Assert.Equal("Setting Template Acknowledgement, public (Indonesian): draft rejected (terlalu kaku).", (await Audit())[0]);
    }

    [Fact]
    public async Task A_text_nobody_says_or_in_no_language_of_ours_is_not_found()
    {
        Assert.Equal(Refusal.NotFound, await Refused(new ChangeTemplate("ack.secret", "id", "x", Admin, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new ChangeTemplate("ack.public", "fr", "x", Admin, Now)));
        Assert.Equal(Refusal.PlaceholderMissing, await Refused(new ChangeTemplate("ack.public", "id", "x", Admin, Now)));
    }

    [Fact]
    public async Task Channels_say_whether_anybody_speaks_there()
    {
        var channels = (await Send(new ListChannels())).Items;
        Assert.Equal(Enum.GetValues<Platform>(), channels.Select(c => c.Platform));
        Assert.All(channels, c => Assert.Equal(false, c.Connected));
    }

    [Fact]
    public async Task Words_are_listed_the_newest_first_page_by_page_with_personal_data_covered()
    {
        var number = await ATicketAt("JAMSOS");
        foreach (var i in Enumerable.Range(1, 5))
            await ANotice(number, $"reply:{number}:{i}", "Hubungi 081234567890 ya");
        var first = await Send(new ListNotices(null, new PageOf(null, 2), Admin));
        var second = await Send(new ListNotices(NoticeState.Pending, new PageOf(first.Next, 2), Admin));
        var third = await Send(new ListNotices(null, new PageOf(second.Next, 2), Admin));
        Assert.Equal(["5", "4", "3", "2", "1"], first.Items.Concat(second.Items).Concat(third.Items).Select(n => n.Key[^1..]));
        Assert.Null(third.Next);
        Assert.All(first.Items, n => Assert.DoesNotContain("081234567890", n.Text, StringComparison.Ordinal));
        Assert.All(first.Items, n => Assert.Equal(number, n.Ticket));
        Assert.Empty((await Send(new ListNotices(NoticeState.Sent, new PageOf(null, null), Admin))).Items);
    }

    [Fact]
    public async Task The_code_that_belongs_to_the_citizen_is_shown_to_nobody()
    {
        var number = await ATicketAt("JAMSOS");
        var code = await Database.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.LookupCode).SingleAsync());
        await ANotice(number, "ack:kode", $"Pantau dengan kode {code}.");

        Assert.Equal("Pantau dengan kode ••••.", Assert.Single((await Send(new ListNotices(null, new PageOf(null, null), Admin))).Items).Text);
    }

    [Fact]
    public async Task The_link_by_which_the_citizen_rates_is_shown_to_nobody_whose_work_is_rated()
    {
        var number = await ATicketAt("JAMSOS");
        var link = RatingToken.Of(await Database.Look(db => db.Tickets.SingleAsync(t => t.Number == number)));
        await ANotice(number, "closure:a", $"Bagaimana layanan kami? https://aduan.example.go.id/penilaian/{link}. Terima kasih.");
        await Fail("closure:a");
        const string covered = "Bagaimana layanan kami? https://aduan.example.go.id/penilaian/••••. Terima kasih.";

        Assert.Equal(covered, Assert.Single((await Send(new ListNotices(null, new PageOf(null, null), Admin))).Items).Text);
        Assert.Equal(covered, (await Send(new RetryNotice("closure:a", Admin, Now))).Text);
        Assert.Equal(covered, Assert.Single((await Send(new ShowTicket(number, "id", Admin))).Notices).Text);
    }

    [Fact]
    public async Task A_supervisor_sees_the_words_of_the_own_directorate_only()
    {
        await ANotice(await ATicketAt("JAMSOS"), "reply:a", "x");
        await ANotice(await ATicketAt("LANSIA"), "reply:b", "x");
        var hasan = new Caller(Actor.User(1, "Hasan"), Roles.Supervisor, "JAMSOS");
        Assert.Equal(["reply:a"], (await Send(new ListNotices(null, new PageOf(null, null), hasan))).Items.Select(n => n.Key));
        Assert.Equal(Refusal.NotFound, await Refused(new RetryNotice("reply:b", hasan, Now)));
    }

    [Fact]
    public async Task Words_that_were_blocked_are_tried_again_by_id_or_key()
    {
        var number = await ATicketAt("JAMSOS");
        await ANotice(number, "reply:a", "x");
        Assert.Equal(Refusal.NoticeNotFailed, await Refused(new RetryNotice("reply:a", Admin, Now)));
        await Block("reply:a");
        Assert.Equal(NoticeState.Pending, (await Send(new RetryNotice("reply:a", Admin, Now.AddHours(1)))).State);
        await Block("reply:a");
        var id = (await Send(new ListNotices(NoticeState.Blocked, new PageOf(null, null), Admin))).Items[0].Id;
        var again = await Send(new RetryNotice(id.ToString(), Admin, Now.AddHours(2)));
        Assert.Equal((NoticeState.Pending, Now.AddHours(2)), (again.State, again.NextAttemptAt));
        Assert.Equal(Refusal.NotFound, await Refused(new RetryNotice("4711", Admin, Now)));
    }

    [Fact]
    public async Task Words_of_which_nobody_can_tell_are_sent_anyway_when_a_person_says_so()
    {
        var number = await ATicketAt("JAMSOS");
        await ANotice(number, "reply:a", "x");
        Assert.Equal(Refusal.NoticeNotFailed, await Refused(new ReleaseNotice("reply:a", Arrived: false, null, "tidak ada", Admin, Now)));
        await Fail("reply:a");

        // Asked to try again, they are looked for first; released, they are not.
        Assert.Equal(NoticeState.Sending, (await Send(new RetryNotice("reply:a", Admin, Now))).State);
        await Fail("reply:a");
        var released = await Send(new ReleaseNotice("reply:a", Arrived: false, null, "sudah saya cek, tidak ada", Admin, Now));

        Assert.Equal((NoticeState.Pending, Now), (released.State, released.NextAttemptAt));
        Assert.Contains("A person decided about outgoing words (reply): send anyway. sudah saya cek, tidak ada", await Audit());
    }

    [Fact]
    public async Task Words_that_a_person_saw_on_the_platform_count_as_sent()
    {
        var number = await ATicketAt("JAMSOS");
        await ANotice(number, "reply:a", "x");
        await ANotice(number, "reply:b", "x");
        await Fail("reply:a");
        await Fail("reply:b");

        var known = await Send(new ReleaseNotice("reply:a", Arrived: true, " 777_1 ", "ada", Admin, Now.AddHours(1)));
        var seen = await Send(new ReleaseNotice("reply:b", Arrived: true, null, "ada", Admin, Now.AddHours(1)));

        Assert.Equal((NoticeState.Sent, "777_1", Now), (known.State, known.PlatformId, known.SentAt));
        Assert.Equal((NoticeState.Sent, (string?)null), (seen.State, seen.PlatformId));
        var told = await Database.Look(db => db.Events.Where(e => e.Type == nameof(NoticeSent)).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal([(number, "777_1"), (number, NoticeSent.SeenByAPerson)], told.Select(e => (NoticeSent)e.What).Select(s => (s.Number, s.PlatformId)));
    }

    [Fact]
    public async Task A_release_needs_a_reason_and_the_right_directorate()
    {
        await ANotice(await ATicketAt("LANSIA"), "reply:b", "x");
        await Fail("reply:b");
        var hasan = new Caller(Actor.User(1, "Hasan"), Roles.Supervisor, "JAMSOS");

        Assert.Equal(Refusal.NotFound, await Refused(new ReleaseNotice("reply:b", Arrived: true, null, "ada", hasan, Now)));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new ReleaseNotice("reply:b", Arrived: true, null, "", Admin, Now)));
    }

    [Fact]
    public async Task A_hold_is_lifted_by_hand_and_what_waits_is_tried_at_once()
    {
        await ANotice(await ATicketAt("JAMSOS"), "reply:a", "x");
        await Database.Look(async db =>
        {
            (await db.Channels.SingleAsync(c => c.Platform == Platform.Facebook)).Hold(Now.AddDays(1), broken: true, "Graph 190");
            var notice = await db.Notices.SingleAsync(n => n.Key == "reply:a");
            notice.BeginCall(Now);
            notice.Wait("Graph 190", TimeSpan.FromDays(1), counts: false, Now);
            return true;
        });

        await Send(new LiftHold(Platform.Facebook, Admin, Now.AddMinutes(1)));
        await Send(new LiftHold(Platform.Facebook, Admin, Now.AddMinutes(2)));

        var channel = (await Send(new ListChannels())).Items.Single(c => c.Platform == Platform.Facebook);
        Assert.Equal((null, false, null), (channel.HeldUntil, channel.Broken, channel.Detail));
        Assert.Equal(Now.AddMinutes(1), (await Send(new ListNotices(null, new PageOf(null, null), Admin))).Items[0].NextAttemptAt);
        Assert.Single(await Audit(), line => line == "Setting Channel Facebook: hold lifted (Graph 190).");
    }

    [Fact]
    public async Task Words_without_a_connector_are_given_up_under_their_ticket()
    {
        var number = await ATicketAt("JAMSOS");
        await ANotice(number, "reply:a", "x");

        await Send(new SendNotices(["reply:a"]));

        var given = (NoticeFailed)(await Database.Look(db => db.Events.SingleAsync(e => e.Type == nameof(NoticeFailed)))).What;
        Assert.Equal((number, "reply:a", NoticeState.Blocked), (given.Number, given.Key, given.State));
    }

    [Fact]
    public async Task An_id_of_the_platform_that_is_too_long_keeps_no_words_from_being_known_as_sent()
    {
        await ANotice(await ATicketAt("JAMSOS"), "reply:a", "x");
        await Database.Look(async db =>
        {
            (await db.Notices.SingleAsync(n => n.Key == "reply:a")).Arrived(new string('7', 300), Now);
            return true;
        });

        var sent = (await Send(new ListNotices(NoticeState.Sent, new PageOf(null, null), Admin))).Items[0];
        Assert.Equal((200, "the platform's id has 300 characters; the first 200 are kept"), (sent.PlatformId!.Length, sent.Detail));
    }

    private Task<bool> Fail(string key) =>
        Database.Look(async db =>
        {
            var notice = await db.Notices.Include(n => n.Ticket).SingleAsync(n => n.Key == key);
            notice.BeginCall(Now);
            notice.GiveUp(NoticeState.Failed, "nobody can tell", Now);
            return true;
        });

    private Task<bool> ANotice(string number, string key, string text) =>
        Database.Look(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
            var conversation = await db.Conversations.Include(c => c.Citizen).SingleAsync(c => c.TicketId == ticket.Id);
            db.Add(new Notice(key, NoticeKind.Reply, ticket, conversation, Door.CommentReply, "c1", "u1", text, Actor.System, Now));
            return true;
        });

    private Task<bool> Block(string key) =>
        Database.Look(async db =>
        {
            (await db.Notices.SingleAsync(n => n.Key == key)).GiveUp(NoticeState.Blocked, "closed window", Now);
            return true;
        });
}
