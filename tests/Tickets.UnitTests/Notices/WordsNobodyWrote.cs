using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Retention;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.UnitTests.Platforms;

namespace Tickets.UnitTests.Notices;

/// <summary>
/// Meta keeps the window from a day to seven for words of persons. What the service says by itself goes another way then, or waits until the citizen writes again, and no
/// admin is asked about it.
/// </summary>
public sealed class WordsNobodyWrote : LateWords
{
    [Theory]
    [InlineData(Platform.Facebook)]
    [InlineData(Platform.Instagram)]
    public async Task A_corrected_date_waits_for_the_citizen_while_an_officer_may_write(Platform platform)
    {
        var number = await Opened(platform);
        await Moved(number, TimeSpan.FromHours(30));

        Assert.True((await Correction(number)).AwaitsCitizen);
        await Database.Send(new AnswerCitizen(number, "Sedang kami periksa di Dinas Sosial.", Public: false, Waits: false, null, ADatabase.Administrator, Now));
        await SendAll();
        Assert.Equal([null, "HUMAN_AGENT"], Fakes.Graph.Sent.Select(s => s.Tag));

        Clock.Pass(TimeSpan.FromHours(1));
        await Says(platform, "baik, terima kasih kabarnya, saya tunggu ya");
        await SendAll();

        var told = Fakes.Graph.Sent[^1];
        Assert.Equal((3, null), (Fakes.Graph.Sent.Count, told.Tag));
        Assert.Contains("kini paling lambat", told.Text, StringComparison.Ordinal);
        Assert.Contains("20 Nov 2026", told.Text, StringComparison.Ordinal);
        Assert.Equal(NoticeState.Sent, (await Correction(number)).State);
        Assert.Empty(await Happened(nameof(AdminAsked)));
        Assert.Single(await Happened(nameof(CitizenAwaited)));
    }

    [Fact]
    public async Task Where_the_citizen_commented_too_the_corrected_date_stands_under_the_comment()
    {
        var number = await Opened(Platform.Facebook, "4_1");
        await Says(Platform.Facebook, "PKH ibu saya belum cair ini lanjutannya");
        await Moved(number, TimeSpan.FromHours(30));

        var pointer = Fakes.Graph.Sent[^1];
        Assert.Equal((Door.CommentReply, "20 Nov 2026"), (pointer.Door, pointer.Text.Contains("20 Nov 2026", StringComparison.Ordinal) ? "20 Nov 2026" : pointer.Text));
        Assert.DoesNotContain(Fakes.Graph.Sent, s => s.Tag is not null);
        Assert.Empty(await Happened(nameof(AdminAsked)));
    }

    [Fact]
    public async Task WhatsApp_takes_its_template_and_the_date_follows_when_the_citizen_answers()
    {
        var number = await Opened(Platform.WhatsApp);
        await Moved(number, TimeSpan.FromHours(30));

        var template = Fakes.Sent[^1].Words;
        Assert.Equal(Door.Template, template.Door);
        Assert.Contains(number, template.Text, StringComparison.Ordinal);
        Assert.True((await Correction(number)).AwaitsCitizen);

        await Says(Platform.WhatsApp, "bagaimana kabarnya min?");
        await SendAll();
        Assert.Equal(Door.DirectMessage, Fakes.Sent[^1].Words.Door);
        Assert.Contains("20 Nov 2026", Fakes.Sent[^1].Words.Text, StringComparison.Ordinal);
        Assert.Empty(await Happened(nameof(AdminAsked)));
    }

    [Fact]
    public async Task Without_an_approved_template_nobody_is_asked_either()
    {
        var number = await Opened(Platform.WhatsApp);
        Fakes.Refuse(Citizen, Door.Template, 404, """{"error":{"message":"(#132001) Template name does not exist in the translation","type":"OAuthException","code":132001}}""");
        await Moved(number, TimeSpan.FromHours(30));

        Assert.True((await Correction(number)).AwaitsCitizen);
        Assert.Empty(await Happened(nameof(AdminAsked)));
    }

    [Fact]
    public async Task A_date_that_moves_back_while_it_waits_is_told_to_nobody()
    {
        var number = await Opened(Platform.Facebook);
        await Moved(number, TimeSpan.FromHours(30));
        await Classify(number, Sp4nClass.Normative);

        await Says(Platform.Facebook, "halo, bagaimana kabar laporan saya ya");
        await SendAll();

        Assert.Equal(NoticeState.Withdrawn, (await Correction(number)).State);
        Assert.Single(Fakes.Graph.Sent);
    }

    [Fact]
    public async Task A_ticket_that_ends_while_a_date_waits_tells_no_other_date_and_is_forgotten_in_its_time()
    {
        var number = await Opened(Platform.Facebook);
        await Moved(number, TimeSpan.FromHours(30));
        await Database.Send(new ResolveTicket(number, "Bantuan sudah cair.", null, ADatabase.Administrator, Now));
        await SendAll();
        await Database.Send(new CloseTicket(number, null, ADatabase.Administrator, Now));

        Assert.True((await Correction(number)).AwaitsCitizen);
        Assert.Equal([number], await Database.Look(db => db.TicketsToForget(Now.AddDays(1)).Select(t => t.Number).ToListAsync()));
        await Says(Platform.Facebook, "terima kasih banyak min");
        await SendAll();
        Assert.DoesNotContain(Fakes.Graph.Sent, s => s.Text.Contains("kini paling lambat", StringComparison.Ordinal));
        Assert.Equal(NoticeState.Withdrawn, (await Correction(number)).State);
    }

    [Fact]
    public async Task An_acknowledgement_that_comes_too_late_waits_and_the_officers_own_words_tell_number_and_code()
    {
        var number = await Opened(Platform.Facebook, after: TimeSpan.FromHours(30));
        await SendAll();
        Assert.Empty(Fakes.Graph.Sent);
        Assert.True((await Acknowledgement(number)).AwaitsCitizen);

        await Database.Send(new AnswerCitizen(number, "Sedang kami periksa.", Public: false, Waits: false, null, ADatabase.Administrator, Now));
        await SendAll();
        var code = await Database.Look(db => db.Tickets.Select(t => t.LookupCode).SingleAsync());
        Assert.Contains(code, Assert.Single(Fakes.Graph.Sent).Text, StringComparison.Ordinal);

        await Says(Platform.Facebook, "baik saya tunggu kabar selanjutnya");
        await SendAll();
        Assert.Single(Fakes.Graph.Sent);
        Assert.Equal(NoticeState.Withdrawn, (await Acknowledgement(number)).State);
        Assert.Empty(await Happened(nameof(AdminAsked)));
    }

    [Fact]
    public async Task An_acknowledgement_that_comes_too_late_goes_out_when_the_citizen_writes_before_anybody_answered()
    {
        var number = await Opened(Platform.Facebook, after: TimeSpan.FromHours(30));
        await SendAll();

        await Says(Platform.Facebook, "halo min, bagaimana kabar laporan saya");
        await SendAll();

        var told = Assert.Single(Fakes.Graph.Sent);
        Assert.Contains(number, told.Text, StringComparison.Ordinal);
        Assert.Null(told.Tag);
        Assert.Equal(NoticeState.Sent, (await Acknowledgement(number)).State);
    }

    [Fact]
    public async Task Words_that_waited_for_their_channel_use_the_window_that_the_citizen_opened_anew()
    {
        var number = await Opened(Platform.Facebook, send: false);
        Clock.Pass(TimeSpan.FromHours(30));
        await Says(Platform.Facebook, "halo min, bagaimana kabar laporan saya");
        await SendAll();

        Assert.Contains(number, Assert.Single(Fakes.Graph.Sent).Text, StringComparison.Ordinal);
        Assert.Null(Fakes.Graph.Sent[0].Tag);
    }
}

/// <summary>A ministry that has agreed on it with Meta lets the service speak under the tag too.</summary>
public sealed class WordsNobodyWroteByAgreement : LateWords
{
    [Fact]
    public async Task A_corrected_date_goes_out_under_the_tag_of_persons()
    {
        var number = await Opened(Platform.Facebook);
        await Moved(number, TimeSpan.FromHours(30));

        Assert.Equal([null, "HUMAN_AGENT"], Fakes.Graph.Sent.Select(s => s.Tag));
        Assert.Equal(NoticeState.Sent, (await Correction(number)).State);
    }

    protected override void Configure(Dictionary<string, string?> settings)
    {
        base.Configure(settings);
        settings["Tickets:Notices:HumanAgentForAutomaticWords"] = "true";
    }
}

/// <summary>A citizen whose words are some time ago, on a platform that looks at the time.</summary>
public abstract class LateWords : Connections
{
    protected const string Citizen = "62811223344";
    private const string Plea = "min tolong, PKH ibu saya belum cair dari bulan Juli";
    private int said;

    protected override void Configure(Dictionary<string, string?> settings) => settings["Tickets:Triage:OpenAt"] = "2";

    protected async Task<string> Opened(Platform platform, string thread = Conversation.Direct, TimeSpan after = default, bool send = true)
    {
        Fakes.Graph.EnforceWindows = true;
        await Says(platform, Plea, thread);
        Clock.Pass(after);
        var conversation = await Database.Look(db => db.Conversations.Select(c => c.Id).SingleAsync());
        var number = await Database.Send(new OpenTicket(conversation, Topics.Pkh, Priority.Normal, "JAMSOS", ADatabase.Administrator, Now));
        if (send)
            await SendAll();
        return number;
    }

    /// <summary>The class changes, and the new date is tried once it has settled.</summary>
    protected async Task Moved(string number, TimeSpan later)
    {
        Clock.Pass(later);
        await Classify(number, Sp4nClass.NonSupervisory);
        Clock.Pass(WriteNotices.SettlesWithin);
        await SendAll();
    }

    protected Task<Notice> Correction(string number) => One(number, NoticeKind.DeadlineCorrection);

    protected Task<Notice> Acknowledgement(string number) => One(number, NoticeKind.Acknowledgement);

    private Task<Notice> One(string number, NoticeKind kind) =>
        Database.Look(db => db.Notices.AsNoTracking().SingleAsync(n => n.Ticket!.Number == number && n.Kind == kind && n.Door == Door.DirectMessage));

    protected Task Classify(string number, Sp4nClass sp4nClass) => Database.Send(new ClassifyTicket(number, null, null, sp4nClass, "perlu diperiksa", null, ADatabase.Administrator, Now));

    protected Task<List<string>> Happened(string type) => Database.Look(db => db.Events.Where(e => e.Type == type).Select(e => e.Payload).ToListAsync());

    // What waits is tried as the bus and the sweep would: first the words, then other ways for what was blocked, then these.
    protected async Task SendAll()
    {
        for (var round = 0; round < 3; round++)
        {
            await Database.Send(new SendNotices(await Database.Look(db => db.Notices.OrderBy(n => n.Id).Select(n => n.Key).ToListAsync())));
            await Database.Send(new FallBack(await Database.Look(db => db.Notices.Where(n => n.SeeksOtherWay == true).Select(n => n.Key).ToListAsync()), Now));
        }
    }

    protected async Task Says(Platform platform, string words, string thread = Conversation.Direct)
    {
        var id = thread == Conversation.Direct ? $"words-{++said}" : thread;
        if (platform == Platform.WhatsApp)
            Fakes.Write(platform, Citizen, words, Now);
        else if (thread == Conversation.Direct)
            Fakes.Graph.CitizenWrote(Citizen, words, Now);
        else
            Fakes.Graph.CitizenCommented(id, null, Citizen, words, Now);
        await using var scope = Database.Services.CreateAsyncScope();
        var takeIn = scope.ServiceProvider.GetRequiredService<TakeIn>();
        var audience = thread == Conversation.Direct ? Audience.Private : Audience.Public;
        var arrived = new MessageArrived(platform, audience, thread, id, null, new Author(Citizen, "Siti"), Now, words, [], thread == Conversation.Direct ? null : thread, null, IsMention: false);
        await scope.ServiceProvider.GetRequiredService<TicketsDb>().Change(async () => Assert.Null(await takeIn.It(arrived, Now, CancellationToken.None)), CancellationToken.None);
    }
}
