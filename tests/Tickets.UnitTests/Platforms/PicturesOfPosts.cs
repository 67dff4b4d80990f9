using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Media;
using Tickets.Domain.Platforms;
using Tickets.Domain.Retention;
using Tickets.Domain.Triage;
using Tickets.Testing;
using Tickets.Workers.Platforms.Files;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.YouTube;

namespace Tickets.UnitTests.Platforms;

/// <summary>What the ministry's posts show becomes ours, since the platforms' addresses of it expire; and what cannot be had is passed over.</summary>
public sealed class PicturesOfPosts : Connections
{
    private const string Says = "Penyaluran PKH tahap 4 dimulai pekan ini.";

    private FakeFiles files = null!;
    private FetchWords? fetchWords;
    private FetchFiles? fetchFiles;

    private string Page => Fakes.Graph.PageId;

    protected override void Configure(Dictionary<string, string?> settings)
    {
        files = new FakeFiles(Fakes.Graph);
        settings["Tickets:Media:TrustedHosts"] = files.Host;
    }

    [Fact]
    public async Task Each_platform_tells_where_its_post_s_picture_lies_and_it_is_kept_beside_the_words()
    {
        Fakes.Graph.Posted($"{Page}_9", Says, files.Keep("facebook", FakeFiles.Picture));
        await Meta(MetaPayloads.FacebookPost(Page, $"{Page}_9", Page, "Kementerian Sosial RI", Says, Now));
        Fakes.Graph.Posted("17900001", Says, files.Keep("instagram", FakeFiles.Picture), isFilm: true);
        await Meta(MetaPayloads.InstagramComment("17841400000000001", "17900001", "17990001", "42", "budi", "kapan cair min", Now));
        Fakes.YouTubeFilms["v1"] = (Says, files.Keep("youtube", FakeFiles.Picture), FakePlatforms.YouTubeChannelId);
        Fakes.Write(Platform.YouTube, "UC42", "kapan cair min", Now.AddMinutes(-1));
        var own = FakePlatforms.XUserId;
        await Deliver(
            "x",
            $$$"""{"for_user_id":"{{{own}}}","tweet_create_events":[{"id_str":"700","text":"{{{Says}}}","user":{"id_str":"{{{own}}}"},"extended_entities":{"media":[{"type":"video","media_url_https":"{{{files.Keep("x", FakeFiles.Picture)}}}"}]} }]}"""
        );

        await AskAbout();
        await Fetch();

        var posts = await Database.Look(db => db.Posts.AsNoTracking().OrderBy(p => p.PlatformPostId).ToListAsync());
        Assert.Equal(new[] { $"{Page}_9", "17900001", "700", "v1" }.Order(StringComparer.Ordinal), posts.Select(p => p.PlatformPostId).Order(StringComparer.Ordinal));
        Assert.All(posts, p => Assert.Equal((Says, null, "image/png"), (p.Text, p.IsUntold, p.PictureType)));
        using var kept = new MemoryStream();
        await using (var bytes = Database.Services.GetRequiredService<KeepMedia>().Open(posts[0].PictureSha256!)!)
            await bytes.CopyToAsync(kept);
        Assert.Equal(FakeFiles.Picture, kept.ToArray());
        Assert.Equal(0, await Errands());

        // Told once more, by another address: the one that was kept first stays.
        Fakes.Graph.Posted("17900001", Says, files.Keep("lagi", FakeFiles.Picture));
        await Meta(MetaPayloads.FacebookPost(Page, $"{Page}_9", Page, "Kementerian Sosial RI", Says, Now));
        await AskAbout();
        await Fetch();
        Assert.Equal([1, 1, 1, 1, 0], ((string[])["facebook", "instagram", "youtube", "x", "lagi"]).Select(files.Asked));
    }

    [Fact]
    public async Task What_is_no_picture_or_too_large_or_elsewhere_or_a_visitor_s_is_passed_over_and_the_words_stand()
    {
        var no = files.Keep("halaman", "<html><script>alert(1)</script></html>"u8.ToArray(), "image/jpeg");
        var film = files.Keep("film", [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[64]], "video/mp4");
        var large = files.Keep("besar", [.. FakeFiles.Picture, .. new byte[MediaRules.Picture.Most]]);
        var away = files.Answer("alih", http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = "http://169.254.169.254/latest/meta-data/";
            return Task.CompletedTask;
        });
        string[] told = [no, film, large, away, "https://127.0.0.1/api/v1/tickets", $"http://{files.Host}/files/lenyap", new string('a', 5000)];
        for (var i = 0; i < told.Length; i++)
            await Comment($"{Page}_{i}", told[i]);
        await Comment($"{Page}_90", files.Keep("warga", FakeFiles.Picture), by: "42");

        await AskAbout();
        await Fetch();
        await Fetch();

        var posts = await Database.Look(db => db.Posts.AsNoTracking().ToListAsync());
        Assert.Equal(told.Length + 1, posts.Count);
        Assert.All(posts, p => Assert.Equal((Says, null, null), (p.Text, p.IsUntold, p.PictureSha256)));
        Assert.Equal(0, await Errands());
        Assert.Equal([1, 1, 1, 1, 0], ((string[])["halaman", "film", "besar", "alih", "warga"]).Select(files.Asked));
    }

    [Fact]
    public async Task A_picture_that_is_not_given_is_asked_for_ten_times_and_a_citizen_s_file_goes_first()
    {
        var sick = files.Answer("sakit", http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await Comment($"{Page}_1", sick);
        await AskAbout();
        Clock.Pass(TimeSpan.FromSeconds(1));
        await Meta(MetaPayloads.MessengerPicture(Page, "43", "m_43", files.Keep("foto", FakeFiles.Picture), Now));
        Assert.EndsWith("/foto", Assert.Single(await Database.Send(new TakeErrands(Now, 1))).Address, StringComparison.Ordinal);

        for (var hours = 0; hours < 40; hours += 2)
        {
            await Fetch();
            Clock.Pass(TimeSpan.FromHours(2));
        }

        Assert.Equal(MediaErrand.MostAttempts, files.Asked("sakit"));
        Assert.Equal((0, 1), (await Errands(), await Database.Look(db => db.Media.CountAsync())));
        Assert.False((await Database.Send(new ShowConversation(await ConversationUnder($"{Page}_1"), "id"))).PostHasPicture);
    }

    [Fact]
    public async Task A_picture_is_shown_to_whoever_may_see_the_words_under_it()
    {
        await Comment($"{Page}_1", files.Keep("poster", FakeFiles.Picture));
        await AskAbout();
        await Fetch();
        var id = await ConversationUnder($"{Page}_1");
        Caller admin = Somebody(Roles.AdminSocial), solves = Somebody(Roles.Officer, "JAMSOS"), other = Somebody(Roles.Officer, "LANSIA"), director = Somebody(Roles.Director, "LANSIA");

        Assert.True((await Database.Send(new ShowConversation(id, "id"))).PostHasPicture);
        Assert.True(await Sees(admin, id));
        // What waits in the inbox is no officer's, of whatever directorate.
        Assert.False(await Sees(solves, id));

        var number = await Database.Send(new OpenTicket(id, Topics.Pkh, null, "JAMSOS", ADatabase.Administrator, Now));
        Assert.True((await Database.Send(new Domain.Resolution.ShowTicket(number, "id", solves))).Conversation!.PostHasPicture);
        Assert.Equal((true, true, false, false), (await Sees(admin, id), await Sees(solves, id), await Sees(other, id), await Sees(director, id)));

        // What went into another directorate's ticket is read there, by both.
        await Comment($"{Page}_2", null);
        var into = await Database.Send(new OpenTicket(await ConversationUnder($"{Page}_2"), Topics.Pkh, null, "LANSIA", ADatabase.Administrator, Now));
        await Database.Send(new Domain.Resolution.MergeTickets(number, into, null, ADatabase.Administrator, Now));
        Assert.Equal((true, true), (await Sees(solves, id), await Sees(other, id)));
        Assert.False(await Sees(admin, await ConversationUnder($"{Page}_2")));
    }

    [Fact]
    public async Task Words_and_picture_of_a_post_go_with_the_last_words_under_it()
    {
        await Comment($"{Page}_1", files.Keep("poster", FakeFiles.Picture));
        await Comment($"{Page}_2", null);
        // What a citizen who still waits sent along is the same as what a post shows.
        await Comment($"{Page}_3", files.Keep("sama", [.. FakeFiles.Picture, 0]));
        await Meta(MetaPayloads.MessengerPicture(Page, "43", "m_43", files.Keep("kiriman", [.. FakeFiles.Picture, 0]), Now));
        await AskAbout();
        await Fetch();
        var hash = await PictureOf($"{Page}_1");
        var sentToo = await PictureOf($"{Page}_3");
        foreach (var over in (string[])[$"{Page}_1", $"{Page}_3"])
            await Database.Send(new DismissConversation(await ConversationUnder(over), "salam", ADatabase.Administrator, Now));
        // Files carry the world's time.
        Clock.Pass(TimeProvider.System.GetUtcNow() - Now + TimeSpan.FromDays(800));

        await Database.Send(new ForgetSome(Kept.Tickets, 0, Now, 200));
        Assert.Equal(3, await Database.Look(db => db.Posts.CountAsync()));
        await Database.Send(new ForgetSome(Kept.Conversations, 0, Now, 200));
        await Database.Send(new ForgetSome(Kept.Tickets, 0, Now, 200));

        Assert.Equal($"{Page}_2", await Database.Look(db => db.Posts.Select(p => p.PlatformPostId).SingleAsync()));
        var kept = Database.Services.GetRequiredService<KeepMedia>();
        Assert.Null(kept.Open(hash));
        await using var stays = kept.Open(sentToo);
        Assert.NotNull(stays);
    }

    private static Caller Somebody(Roles roles, string? directorate = null) => new(Actor.User(1, "Uji"), roles, directorate);

    private Task Meta(byte[] body) => Deliver("meta", Encoding.UTF8.GetString(body));

    // A citizen writes something short under a post of which the platform will tell this.
    private async Task Comment(string post, string? picture, string? by = null)
    {
        Fakes.Graph.Posted(post, Says, picture, by);
        var comment = $"{post[(Page.Length + 1)..]}_7";
        await Meta(MetaPayloads.FacebookComment(Page, post, comment, "warga", "Siti", "kapan cair min", Now));
    }

    private async Task AskAbout()
    {
        fetchWords ??= ActivatorUtilities.CreateInstance<FetchWords>(Database.Services, NullLogger<FetchWords>.Instance);
        await fetchWords.FetchOnce(default);
        // Comments first, what they stand under next.
        var poll = ActivatorUtilities.CreateInstance<PollYouTube>(Database.Services, NullLogger<PollYouTube>.Instance);
        await poll.PollOnce(default);
        await ReadAll();
        await poll.PollOnce(default);
    }

    private Task<int> Fetch() => (fetchFiles ??= ActivatorUtilities.CreateInstance<FetchFiles>(Database.Services, NullLogger<FetchFiles>.Instance)).FetchDue(default);

    private Task<int> Errands() => Database.Look(db => db.Set<MediaErrand>().CountAsync());

    private Task<long> ConversationUnder(string post) => Database.Look(db => db.Conversations.Where(c => c.PostId == post).Select(c => c.Id).SingleAsync());

    private Task<string> PictureOf(string post) => Database.Look(db => db.Posts.Where(p => p.PlatformPostId == post).Select(p => p.PictureSha256!).SingleAsync());

    private async Task<bool> Sees(Caller caller, long conversation)
    {
        try
        {
            return (await Database.Send(new ShowPostPicture(conversation, caller))).Kind.ContentType == "image/png";
        }
        catch (RefusedException refused) when (refused.Refusal == Refusal.NotFound)
        {
            return false;
        }
    }
}
