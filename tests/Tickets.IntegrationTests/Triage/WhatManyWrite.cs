using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Hosting;
using Tickets.Domain.Intake;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Reporting;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.IntegrationTests.Triage;

/// <summary>What many write, from where, what stands around it, and what people decide: one database a test, deliveries as Meta sends them.</summary>
public sealed class WhatManyWrite : IAsyncLifetime
{
    private const string Page = ARunningProduct.PageId;
    private const string Plea = "min tolong, PKH ibu saya masih belum cair juga sampai sekarang";

    /// <summary>A Tuesday in working hours of the national calendar, 10.00 WIB.</summary>
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    private ADatabase database = null!;

    // Nothing opens by itself: what waits is looked at.
    public async Task InitializeAsync() => database = await ADatabase.Fresh(new Dictionary<string, string?> { ["Tickets:Triage:OpenAt"] = "2" });

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Short_words_are_about_what_the_post_above_them_is_about()
    {
        await Take(MetaPayloads.FacebookPost(Page, Post(1), Page, "Kemensos", "Pencairan PKH tahap 4 dimulai pekan ini untuk keluarga penerima manfaat PKH", Now));
        await Comments("saya juga belum min", citizen: 1, post: 1);
        // Here the words of the post come later, fetched or told.
        await Comments("saya juga belum min", citizen: 2, post: 2);
        var before = (await Inbox()).Single(c => c.Post == Post(2)).Topic;
        // The first was told without its picture.
        Assert.Equal([Post(1), Post(2)], await Untold());
        await database.Send(new TellPost(Platform.Facebook, Post(2), "Penyaluran PKH tahap 4 berlangsung. PKH cair bertahap lewat bank penyalur PKH.", Now));

        Assert.NotEqual(Topics.Pkh, before);
        Assert.All(await Inbox(), c => Assert.Equal(Topics.Pkh, c.Topic));
        Assert.Equal([Post(1)], await Untold());
    }

    [Fact]
    public async Task Near_equal_pleas_of_many_are_a_surge_that_is_answered_once_and_that_one_may_leave()
    {
        for (var i = 0; i < 12; i++)
            await Comments($"{Plea}{(i % 2 == 0 ? " ya" : "")}", citizen: i, post: 1, at: Now.AddSeconds(i * 10));

        var surge = Assert.Single(await Surges());
        Assert.Equal((Post(1), Topics.Pkh, 12, 12), (surge.Post, surge.Topic, surge.Waiting, surge.Size));
        Assert.NotNull(surge.AlarmedAt);
        Assert.Equal(1, await database.Look(db => db.Events.CountAsync(e => e.Type == nameof(SurgeAlarmed))));

        var apart = (await Inbox())[0].Id;
        await database.Send(new LeaveSurge(apart, ADatabase.Administrator, Now.AddMinutes(3)));
        var answer = new AnswerSurge(surge.Id!.Value, "Pencairan tahap 4 berlangsung sampai 30 Agustus. Mohon tunggu.", Public: true, ADatabase.Administrator, Now.AddMinutes(4));
        Assert.Equal(11, (await database.Send(answer)).Done);

        Assert.Equal(apart, Assert.Single(await Inbox()).Id);
        Assert.Equal(11, await database.Look(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.Reply && n.Door == Door.CommentReply)));
        Assert.Equal(0, (await database.Send(answer)).Done);
        Assert.Empty(await Surges());
    }

    [Fact]
    public async Task A_surge_is_one_row_and_not_one_for_each_but_for_who_is_in_danger()
    {
        for (var i = 0; i < 9; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddSeconds(i * 10));
        await Comments("apakah kantor buka hari Sabtu?", citizen: 40, post: 1, at: Now.AddMinutes(2));
        Assert.Equal(10, (await Inbox()).Count);

        Assert.Equal("apakah kantor buka hari Sabtu?", Assert.Single(await Inbox(collapsed: true)).Preview);
        Assert.Equal(9, Assert.Single(await Surges()).Waiting);

        // One of them adds, under their own words, that it cannot wait.
        await Take(
            MetaPayloads.FacebookComment(Page, Post(1), "2_49999", "9003", "Warga 3", "ibu saya sakit parah dan sudah 3 hari tidak makan, tolong segera", Now.AddMinutes(3), parentId: "2_40003"),
            Now.AddMinutes(3)
        );
        Assert.Equal("Warga 3", Assert.Single(await Inbox(collapsed: true), c => c.Urgent).Citizen);
    }

    [Fact]
    public async Task Who_left_a_surge_stays_apart_when_another_worker_reads_them_again()
    {
        for (var i = 0; i < 10; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddSeconds(i));
        var apart = (await Inbox()).Single(c => c.Citizen == "Warga 3").Id;
        await database.Send(new LeaveSurge(apart, ADatabase.Administrator, Now.AddMinutes(1)));

        await using var other = await AnotherWorker();
        for (var i = 0; i < 10; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddMinutes(2).AddSeconds(i), worker: other);

        Assert.Null(await database.Look(db => db.Conversations.Where(c => c.Id == apart).Select(c => c.Likeness).SingleAsync()));
        Assert.Equal(9, Assert.Single(await Surges()).Waiting);
    }

    [Fact]
    public async Task A_ticket_for_a_surge_is_not_opened_over_the_hands_of_who_answers_its_first()
    {
        for (var i = 0; i < 8; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddSeconds(i));
        var surge = Assert.Single(await Surges()).Id!.Value;
        var all = (await Inbox()).OrderBy(c => c.Id).Select(c => c.Id).ToList();
        await database.Send(new SaveUser("ratna", "Ratna", ["admin-social"], null, OnDuty: true, Active: true, New: true, ADatabase.Administrator, Now));
        var ratna = new Caller(Actor.User(await database.Look(db => db.Users.Where(u => u.Login == "ratna").Select(u => u.Id).SingleAsync()), "Ratna"), Roles.AdminSocial, null);
        await database.Send(new ClaimConversation(all[0], Over: false, ratna, Now.AddMinutes(1)));

        var done = await database.Send(new OpenSurgeTicket(surge, null, null, null, ADatabase.Administrator, Now.AddMinutes(1)));

        Assert.Equal((6, 1), (done.Done, done.InHand));
        Assert.Equal(all[0], Assert.Single(await Inbox()).Id);
        await database.Send(new ClaimConversation(all[0], Over: false, ratna, Now.AddMinutes(2)));
        await database.Look(db => db.Surges.ExecuteUpdateAsync(s => s.SetProperty(x => x.TicketId, (long?)null)));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => database.Send(new OpenSurgeTicket(surge, null, null, null, ADatabase.Administrator, Now.AddMinutes(2))));
        Assert.Equal(Refusal.SomebodyAnswers, refused.Refusal);
    }

    private async Task<ServiceProvider> AnotherWorker()
    {
        var folder = await database.Look(db => Task.FromResult(Path.GetDirectoryName(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource)!));
        var settings = new Dictionary<string, string?> { ["Tickets:DataDirectory"] = folder, ["Tickets:Triage:OpenAt"] = "2" };
        return new ServiceCollection().AddLogging().AddTicketsDomain(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider(validateScopes: true);
    }

    [Fact]
    public async Task What_two_workers_read_of_one_surge_alarms_together()
    {
        // Usually a dozen write the same at this hour: each of the two sees no more than that.
        await database.Look(async db =>
        {
            var usual = new SurgeLevel(10);
            usual.Learn(12);
            db.Add(usual);
            await db.SaveChangesAsync();
            return usual.Threshold;
        });
        await using var other = await AnotherWorker();
        for (var i = 0; i < 12; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddSeconds(i));
        for (var i = 12; i < 25; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddSeconds(i), worker: other);

        var surge = Assert.Single(await Surges());
        Assert.Equal((25, (DateTimeOffset?)null), (surge.Size, surge.AlarmedAt));
        await Comments(Plea, citizen: 25, post: 1, at: Now.AddSeconds(90), worker: other);

        Assert.Equal(Now.AddSeconds(90), Assert.Single(await Surges()).AlarmedAt);
        Assert.Equal(1, await database.Look(db => db.Events.CountAsync(e => e.Type == nameof(SurgeAlarmed))));
    }

    [Fact]
    public async Task A_surge_that_is_spread_over_two_workers_is_seen_as_soon_as_by_one()
    {
        await using var one = await Worker();
        await using var two = await Worker();
        for (var i = 0; i < FormSurges.From; i++)
            await Comments(Plea, citizen: i, post: 1, at: Now.AddSeconds(i), worker: i % 2 == 0 ? one : two);

        Assert.Equal(FormSurges.From, Assert.Single(await Surges()).Size);

        async Task<ServiceProvider> Worker()
        {
            var folder = await database.Look(db => Task.FromResult(Path.GetDirectoryName(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource)!));
            var settings = new Dictionary<string, string?> { ["Tickets:DataDirectory"] = folder, ["Tickets:Triage:OpenAt"] = "2", ["Tickets:WorkerProcesses"] = "2" };
            return new ServiceCollection().AddLogging().AddTicketsDomain(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider(validateScopes: true);
        }
    }

    [Fact]
    public async Task A_surge_may_become_one_ticket_which_whoever_comes_later_joins()
    {
        for (var i = 0; i < 9; i++)
            await Comments(Plea, citizen: i, post: i, at: Now.AddSeconds(i * 20));
        var surge = Assert.Single(await Surges(), s => s.Id is not null);
        Assert.Equal("", surge.Post);

        var opened = await database.Send(new OpenSurgeTicket(surge.Id!.Value, null, null, "JAMSOS", ADatabase.Administrator, Now.AddMinutes(5)));
        Assert.Equal(8, opened.Done);
        await Comments(Plea, citizen: 50, post: 3, at: Now.AddMinutes(6));
        Assert.Single(await Inbox());
        var again = await database.Send(new OpenSurgeTicket(surge.Id!.Value, null, null, null, ADatabase.Administrator, Now.AddMinutes(7)));

        Assert.Equal((1, opened.Ticket), (again.Done, again.Ticket));
        Assert.Equal(1, await database.Look(db => db.Tickets.CountAsync()));
        Assert.Equal(10, await database.Look(db => db.Conversations.CountAsync(c => c.TicketId != null)));
        // The answer reaches all of them, each where they wrote.
        Assert.Equal(10, (await database.Send(new AnswerSurge(surge.Id!.Value, "Sedang kami tindak lanjuti.", true, ADatabase.Administrator, Now.AddMinutes(8)))).Done);
    }

    [Fact]
    public async Task The_same_plea_under_another_post_joins_the_ticket_that_runs_and_another_matter_does_not()
    {
        await Comments(Plea, citizen: 1, post: 1);
        var number = await Open((await Inbox())[0].Id);

        await Comments("Min tolong PKH ibu saya masih blm cair juga sampai sekarang", citizen: 1, post: 2, at: Now.AddHours(2));
        await Comments("pak, kursi roda untuk adik saya yang difabel bagaimana cara mengajukan", citizen: 1, post: 3, at: Now.AddHours(3));

        Assert.Equal(Post(3), Assert.Single(await Inbox()).Post);
        Assert.Equal(2, (await database.Send(new ShowTicket(number, "id", ADatabase.Administrator))).Conversation!.Messages.Count);
    }

    [Fact]
    public async Task A_NIK_in_public_is_flagged_at_once_and_hidden_once_when_somebody_says_so()
    {
        await Comments("tolong dicek NIK 3303014107800001 PKH belum cair", citizen: 1, post: 1);
        await Comments(Plea, citizen: 2, post: 1);
        var flagged = Assert.Single(await Inbox(), c => c.Exposes);
        var shown = await database.Send(new ShowConversation(flagged.Id, "id"));
        var message = Assert.Single(shown.Messages);
        Assert.True(message is { Exposes: true, CanBeHidden: true, Hiding: null });
        Assert.Contains("hapus komentar", shown.DeletionRequest, StringComparison.Ordinal);
        Assert.Contains(shown.History, h => h.Type == nameof(PersonalDataExposed));

        var hide = new HideComment(flagged.Id, message.Id, ADatabase.Administrator, Now.AddMinutes(1));
        await database.Send(hide);
        await database.Send(hide);
        await database.Send(new AskToDelete(flagged.Id, message.Id, null, ADatabase.Administrator, Now.AddMinutes(2)));

        Assert.Equal([(Door.Hide, message.Id), (Door.PrivateReply, message.Id)], await database.Look(async db => (await db.Notices.OrderBy(n => n.Id).Select(n => new { n.Door, n.TargetId }).ToListAsync()).ConvertAll(n => (n.Door, n.TargetId))));
        // Its matter goes on waiting; hidden on the platform, it exposes nobody any more.
        await Take(MetaPayloads.FacebookHide(Page, Post(1), message.Id, "9001", Now.AddMinutes(5)));
        Assert.DoesNotContain(await Inbox(), c => c.Exposes);
    }

    [Fact]
    public async Task A_private_number_exposes_nobody()
    {
        await Take(MetaPayloads.Messenger(Page, "9001", "m_1", "NIK saya 3303014107800001 tolong dicek", Now));

        var item = Assert.Single(await Inbox());
        Assert.False(item.Exposes);
        var message = Assert.Single((await database.Send(new ShowConversation(item.Id, "id"))).Messages);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => database.Send(new HideComment(item.Id, message.Id, ADatabase.Administrator, Now)));
        Assert.Equal(Refusal.CannotBeHidden, refused.Refusal);
    }

    [Fact]
    public async Task Where_they_live_routes_filters_and_groups()
    {
        await database.Send(new SaveRoutingRule(null, 1, Topics.Pkh, "33", "LANSIA", null, ADatabase.Administrator, Now));
        await Comments($"{Plea}, kami di Purbalingga", citizen: 1, post: 1);
        await Comments($"{Plea}, NIK 3273014107800001", citizen: 2, post: 2);
        foreach (var item in await Inbox())
            await Open(item.Id);

        var advised = await database.Look(db => db.Tickets.OrderBy(t => t.Region).Select(t => t.Region).ToListAsync());
        Assert.Equal(["32.73", "33.03"], advised);
        var inJava = await database.Send(new ListTickets([], null, null, null, null, null, null, new PageOf(null, null), ADatabase.Administrator, Now, Region: "33"));
        Assert.Equal("Kabupaten Purbalingga, Jawa Tengah", Assert.Single(inJava.Items).RegionName);
        await database.Send(new RouteTickets([inJava.Items[0].Number], Now));
        Assert.Equal("LANSIA", (await database.Send(new ShowTicket(inJava.Items[0].Number, "id", ADatabase.Administrator))).Ticket.Directorate);
        var report = await database.Send(new SlaReport("2026-08-01", "2026-09-01", "province", ADatabase.Administrator, Now.AddHours(5)));
        Assert.Equal(["32", "33"], report.Groups.Select(g => g.Key["province"]));
        var unknown = await Assert.ThrowsAsync<RefusedException>(() => database.Send(new SaveRoutingRule(null, 1, null, "99", "LANSIA", null, ADatabase.Administrator, Now)));
        Assert.Equal(Refusal.UnknownReference, unknown.Refusal);
    }

    [Fact]
    public async Task Where_they_live_is_said_otherwise_by_a_person_and_the_rules_go_by_that()
    {
        await database.Send(new SaveRoutingRule(null, 1, Topics.Pkh, "33.03", "LANSIA", null, ADatabase.Administrator, Now));
        await Comments($"{Plea}, saudara saya di Bandung sudah", citizen: 1, post: 1);
        await Comments(Plea, citizen: 2, post: 2);
        var inbox = await Inbox();
        var (named, silent) = (inbox.Single(c => c.Post == Post(1)).Id, inbox.Single(c => c.Post == Post(2)).Id);
        async Task<string> From(long conversation, string? region) => await database.Send(new OpenTicket(conversation, null, null, null, ADatabase.Administrator, Now.AddHours(1), Region: region));

        Assert.Equal(Refusal.UnknownReference, (await Assert.ThrowsAsync<RefusedException>(() => From(named, "33.99"))).Refusal);
        var number = await From(named, "33.03");
        await database.Send(new RouteTickets([number], Now.AddHours(1)));
        var shown = await database.Send(new ShowTicket(number, "id", ADatabase.Administrator));
        Assert.Equal(("33.03", "LANSIA"), (shown.Ticket.Region, shown.Ticket.Directorate));
        Assert.Equal("Wilayah: Kabupaten Purbalingga, Jawa Tengah; semula Jawa Barat.", Assert.Single(shown.History, h => h.Type == nameof(RegionCorrected)).Text);

        // What nobody named is said later on: no clock is moved by that, no ticket sent elsewhere, and it is no label of a topic.
        var other = await From(silent, null);
        await database.Send(new RouteTickets([other], Now.AddHours(1)));
        var before = await database.Send(new ShowTicket(other, "id", ADatabase.Administrator));
        var labels = await database.Look(db => db.Decisions.CountAsync());
        await database.Send(new ClassifyTicket(other, null, null, null, "warga menyebut alamatnya", null, ADatabase.Administrator, Now.AddHours(2), Region: "33.03"));
        var after = await database.Send(new ShowTicket(other, "id", ADatabase.Administrator));
        Assert.Equal((null, "33.03", before.Ticket.Directorate), (before.Ticket.Region, after.Ticket.Region, after.Ticket.Directorate));
        Assert.Equal(before.Ticket.Clocks.Select(c => (c.Kind, c.DueAt)), after.Ticket.Clocks.Select(c => (c.Kind, c.DueAt)));
        Assert.Equal(labels, await database.Look(db => db.Decisions.CountAsync()));
        var again = await Assert.ThrowsAsync<RefusedException>(() => database.Send(new ClassifyTicket(other, null, null, null, null, null, ADatabase.Administrator, Now.AddHours(2), Region: "33.03")));
        Assert.Equal(Refusal.NothingChanges, again.Refusal);
        var report = await database.Send(new SlaReport("2026-08-01", "2026-09-01", "province", ADatabase.Administrator, Now.AddHours(5)));
        Assert.Equal("33", Assert.Single(report.Groups).Key["province"]);

        await database.Send(new ClassifyTicket(other, null, null, null, null, null, ADatabase.Administrator, Now.AddHours(3), Region: ""));
        Assert.Null((await database.Send(new ShowTicket(other, "id", ADatabase.Administrator))).Ticket.Region);
    }

    [Fact]
    public async Task The_same_telephone_number_proposes_one_person_and_only_somebody_links_them()
    {
        await Comments($"{Plea}, hubungi 0812-3456-7890", citizen: 1, post: 1);
        var number = await Open(Assert.Single(await Inbox()).Id);
        await Take(MetaPayloads.InstagramDm(ARunningProduct.InstagramId, "7777", "ig_1", "min kursi roda untuk adik saya, WA +62 812 3456 7890", Now.AddHours(1)));
        var item = Assert.Single(await Inbox());

        var advice = await database.Send(new AdviseTriage(item.Id, ADatabase.Administrator, Now.AddHours(2)));
        var likely = Assert.Single(advice.People);
        Assert.Equal((Platform.Facebook, "phone", false), (likely.Platform, Assert.Single(likely.Because), likely.Linked));
        Assert.Empty(advice.Tickets);

        await database.Send(new LinkPerson(item.Id, likely.Citizen, ADatabase.Administrator, Now.AddHours(2)));
        advice = await database.Send(new AdviseTriage(item.Id, ADatabase.Administrator, Now.AddHours(2)));
        Assert.Equal(number, Assert.Single(advice.Tickets).Number);
        Assert.True(Assert.Single(advice.People).Linked);
        var other = await Open(item.Id);
        Assert.Equal(number, Assert.Single((await database.Send(new ShowTicket(other, "id", ADatabase.Administrator))).Earlier).Number);

        // The same plea there is the same plea, once somebody said that they are one person.
        await Take(MetaPayloads.InstagramComment(ARunningProduct.InstagramId, "ig_m1", "ig_c1", "7777", "sri", $"{Plea}, hubungi 0812-3456-7890", Now.AddHours(2)));
        Assert.Empty(await Inbox());
        Assert.Equal(2, (await database.Send(new ShowTicket(number, "id", ADatabase.Administrator))).Conversation!.Messages.Count);

        await database.Send(new LinkPerson(item.Id, null, ADatabase.Administrator, Now.AddHours(3)));
        Assert.Empty((await database.Send(new ShowTicket(other, "id", ADatabase.Administrator))).Earlier);
    }

    [Fact]
    public async Task What_people_decide_is_kept_as_labels_and_measures_the_service()
    {
        await Comments($"{Plea}, hubungi 0812-3456-7890", citizen: 1, post: 1);
        await Comments("semoga bapak ibu sehat selalu dan sukses", citizen: 2, post: 2);
        await Comments("KIS saya tidak aktif padahal harus kontrol, mohon bantuannya", citizen: 3, post: 3);
        var inbox = await Inbox();
        await Open(inbox.Single(c => c.Post == Post(1)).Id);
        await database.Send(new DismissConversation(inbox.Single(c => c.Post == Post(2)).Id, "pujian", ADatabase.Administrator, Now.AddHours(1)));
        var number = await Open(inbox.Single(c => c.Post == Post(3)).Id);
        await database.Send(new ClassifyTicket(number, Topics.OtherAgency, null, null, "urusan BPJS", null, ADatabase.Administrator, Now.AddHours(2)));

        var labels = await database.Send(new ExportDecisions(null, null, ADatabase.Administrator, Now.AddHours(3)));
        Assert.Equal(
            [("yes", Topics.Pkh), ("no", ""), ("yes", Topics.OtherAgency)],
            labels.OrderBy(l => l.Text.StartsWith("min", StringComparison.Ordinal) ? 0 : l.NeedsHelp == "no" ? 1 : 2).Select(l => (l.NeedsHelp, l.Topic))
        );
        Assert.DoesNotContain(labels, l => l.Text.Contains("0812", StringComparison.Ordinal));
        Assert.Equal(1, await database.Look(db => db.Events.CountAsync(e => e.Type == nameof(DecisionsExported))));

        var accuracy = await database.Send(new MeasureUnderstanding(30, Now.AddHours(3)));
        Assert.Equal((3, 2, 1.0, 0.5), (accuracy.Decided, accuracy.Pleas, accuracy.PleasFound, accuracy.TopicsRight));
        await Assert.ThrowsAsync<RefusedException>(() => database.Send(new MeasureUnderstanding(0, Now)));
    }

    [Fact]
    public async Task Of_the_tickets_of_a_time_the_share_that_was_handed_on_is_a_share_of_these_tickets()
    {
        // Three of long ago are handed on today; of two that were opened today, one.
        foreach (var citizen in (int[])[1, 2, 3, 4, 5])
            await Comments($"{Plea} nomor urut {citizen}", citizen, post: citizen, at: citizen <= 3 ? Now.AddDays(-41) : Now.AddMinutes(-citizen));
        var opened = new List<string>();
        foreach (var item in (await Inbox()).OrderBy(c => c.Post, StringComparer.Ordinal))
            opened.Add(await database.Send(new OpenTicket(item.Id, null, null, "JAMSOS", ADatabase.Administrator, opened.Count < 3 ? Now.AddDays(-40) : Now)));
        foreach (var number in opened.Take(4))
            await database.Send(new TransferTicket(number, "ANAK", "Mohon ditindaklanjuti", null, ADatabase.Administrator, Now.AddHours(1)));

        var accuracy = await database.Send(new MeasureUnderstanding(30, Now.AddHours(3)));

        Assert.Equal(0.5, accuracy.Transferred);
    }

    private async Task<IEnumerable<string>> Untold() => (await database.Send(new FindUntoldPosts(Platform.Facebook, 10))).Select(p => p.PostId).Order(StringComparer.Ordinal);

    private static string Post(int number) => $"{Page}_{number + 1}";

    private async Task<string> Open(long conversation) => await database.Send(new OpenTicket(conversation, null, null, null, ADatabase.Administrator, Now.AddHours(1)));

    private Task Comments(string text, int citizen, int post, DateTimeOffset? at = null, IServiceProvider? worker = null) =>
        Take(MetaPayloads.FacebookComment(Page, Post(post), $"{post + 1}_{citizen + 1}00{(at ?? Now).Minute}{(at ?? Now).Hour}", $"{9000 + citizen}", $"Warga {citizen}", text, at ?? Now), at ?? Now, worker);

    private async Task Take(byte[] delivery, DateTimeOffset? receivedAt = null, IServiceProvider? worker = null)
    {
        await using var scope = (worker ?? database.Services).CreateAsyncScope();
        var takeIn = scope.ServiceProvider.GetRequiredService<TakeIn>();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Change(
            async () =>
            {
                foreach (var happening in new ReadMetaDelivery().Read(delivery))
                    Assert.Null(await takeIn.It(happening, receivedAt ?? Now, CancellationToken.None));
            },
            CancellationToken.None
        );
    }

    private async Task<IReadOnlyList<InboxItem>> Inbox(bool collapsed = false) => (await database.Send(new ListInbox(null, null, null, null, null, new PageOf(null, null), Now, Collapsed: collapsed))).Items;

    private async Task<IReadOnlyList<ListedSurge>> Surges() => (await database.Send(new ListSurges(Now.AddMinutes(3)))).Items;
}
