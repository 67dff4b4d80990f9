using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Tickets.Domain.Platforms;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>
/// A service by a fast clock, whose webhooks fall silent before half past two at night and which then stands still itself: what each platform did not tell of is read
/// back once. WhatsApp has no list to read, and delivers again what was not answered.
/// </summary>
public sealed class WhatWasMissed(ITestOutputHelper output)
{
    private const double Faster = 100;

    // Asks for nothing, so that nobody is answered by a clock at which calls would take minutes.
    private const string Words = "terima kasih kemensos, semangat terus";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly Platform[] ReadBack = [Platform.Facebook, Platform.Instagram, Platform.X, Platform.YouTube];

    private readonly HashSet<string> onInstagram = [];
    private ARunningProduct service = null!;
    private FakePlatforms fakes = null!;
    private FastClock clock = null!;

    [Fact]
    public async Task After_a_silent_webhook_by_night_and_after_an_outage_each_platform_is_read_back_once_and_no_further_than_a_day()
    {
        // Twenty past one in Jakarta: by this clock starting takes a machine with neighbours an hour, and the night is at half past two.
        var told = FastClock.From(new DateTimeOffset(2026, 11, 2, 18, 20, 0, TimeSpan.Zero), Faster);
        clock = new FastClock(told);
        fakes = await FakePlatforms.Start(clock);
        service = ARunningProduct.NotStarted(fakes.Graph, output.WriteLine);
        await using var _ = service;
        service.RunBy(told);
        var heard = new List<string>();
        heard.Add(fakes.Write(Platform.YouTube, "UC1", Words, Now));
        // Of YouTube too nothing is heard but what is read back: it is polled once, at the start.
        await service.Restart([.. fakes.Settings, ("Tickets__Platforms__YouTube__PollSeconds", "3600")]);
        heard.AddRange(await Heard());
        await Stand(heard);
        var tooOld = Missed(Now.AddDays(-3));

        var first = Missed(Now);
        await Stand(first);
        var second = Missed(Now);
        await Stand(second);
        await Eventually.Holds(
            "the night's holes are counted",
            Soon,
            async () => (await Channels()).All(c => c["holes"] is not null),
            async () => string.Join(Environment.NewLine, await Channels())
        );

        service.Kill();
        var third = Missed(Now);
        fakes.Graph.Outage = true;
        await service.Restart();
        await Eventually.Holds("Facebook breaks off", Soon, () => Task.FromResult(service.Log.Contains("Facebook broke off", StringComparison.Ordinal)), () => Task.FromResult(service.Log));
        fakes.Graph.Mend();
        await Stand(third);

        // WhatsApp delivers until it is answered, and sometimes once more.
        for (var times = 0; times < 3; times++)
            await Deliver("whatsapp", WhatsApp("wamid.again"));
        await Stand(["wamid.again"]);

        var messages = await Messages();
        Assert.All(messages, m => Assert.Equal(1, m.Value));
        Assert.Empty(tooOld.Intersect(messages.Keys));
        Assert.Equal(heard.Concat(first).Concat(second).Concat(third).Append("wamid.again").Order(StringComparer.Ordinal), messages.Keys.Order(StringComparer.Ordinal));
        var reported = await Reported();
        foreach (var platform in ReadBack)
        {
            var missed = first.Concat(second).Concat(third).Count(id => Of(id) == platform);
            output.WriteLine($"{platform,-10} missed {missed}, reported {reported.GetValueOrDefault(platform.ToString())}");
            // YouTube is asked for what is new at every start too, which is no hole; what was written before the first start is found by whoever asks first.
            var (least, most) = platform == Platform.YouTube ? (1, missed + 1) : (missed, missed);
            Assert.InRange(reported.GetValueOrDefault(platform.ToString()), least, most);
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    private async Task<List<string>> Heard()
    {
        var citizen = new ACitizen(service);
        List<string> ids = [await citizen.Comments(Words, at: Now), ACitizen.Next(), ACitizen.Next(), "wamid.first"];
        fakes.Graph.CitizenCommented(ids[1], null, "43", Words, Now);
        await Deliver("meta", MetaPayloads.InstagramComment(ARunningProduct.InstagramId, "555", ids[1], "43", "siti", Words, Now));
        await Deliver("x", Encoding.UTF8.GetBytes($$"""{"data":{"id":"{{ids[2]}}","text":"@kemensosri {{Words}}","author_id":"42"} }"""));
        await Deliver("whatsapp", WhatsApp(ids[3]));
        return ids;
    }

    // Citizens write everywhere, and no webhook tells of it.
    private List<string> Missed(DateTimeOffset at)
    {
        var (who, comment, message, instagram) = (ACitizen.Next(), $"4_{ACitizen.Next()}", $"m_{ACitizen.Next()}", ACitizen.Next());
        fakes.Graph.CitizenCommented(comment, null, who, Words, at);
        fakes.Graph.CitizenWrote(who, Words, at, message);
        fakes.Graph.CitizenCommented(instagram, null, who, Words, at);
        onInstagram.Add(instagram);
        return
        [
            comment,
            message,
            instagram,
            fakes.Write(Platform.X, who, $"@kemensosri {Words}", at),
            fakes.Write(Platform.X, who, Words, at, inPrivate: true),
            fakes.Write(Platform.YouTube, "UC" + who, Words, at),
        ];
    }

    private Platform Of(string id) =>
        id.StartsWith("Ug", StringComparison.Ordinal) ? Platform.YouTube
        : id.Contains('_', StringComparison.Ordinal) ? Platform.Facebook
        : onInstagram.Contains(id) ? Platform.Instagram
        : Platform.X;

    private byte[] WhatsApp(string id) =>
        Encoding.UTF8.GetBytes(
            $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"628"}],"messages":[{"from":"628","id":"{{id}}","timestamp":"{{Now.ToUnixTimeSeconds()}}","type":"text","text":{"body":"{{Words}}"} }]} }]}]}"""
        );

    private async Task Deliver(string webhook, byte[] body)
    {
        var answer = await service.Api.DeliverTo(
            webhook,
            body,
            webhook == "x" ? (XSignature.Header, XSignature.Of(body, FakePlatforms.XSecret)) : (MetaSignature.Header, webhook == "meta" ? service.Signature(body) : MetaSignature.Of(body, FakePlatforms.WhatsAppSecret))
        );
        Assert.Equal(200, (int)answer.Status);
    }

    private Task Stand(IReadOnlyList<string> ids) =>
        Eventually.Holds(
            "all stand in the database",
            Soon,
            async () => ids.All((await Messages()).ContainsKey),
            async () => $"{string.Join(", ", ids.Except((await Messages()).Keys))} at {Now:HH:mm}{Environment.NewLine}{service.Log}"
        );

    private async Task<IEnumerable<JsonNode>> Channels() => (await service.Api.All("api/v1/channels")).Where(c => ReadBack.Any(p => p.ToString() == (string?)c["platform"]));

    private async Task<Dictionary<string, int>> Messages() =>
        (await Rows("SELECT PlatformMessageId, COUNT(*) FROM Messages GROUP BY PlatformMessageId")).ToDictionary(r => r.First, r => int.Parse(r.Second, CultureInfo.InvariantCulture));

    // Holes that were reported, of all readings together.
    private async Task<Dictionary<string, int>> Reported() =>
        (await Rows("SELECT json_extract(Payload, '$.platform'), SUM(json_extract(Payload, '$.holes')) FROM Events WHERE Type = 'ChannelReadBack' GROUP BY 1"))
        .ToDictionary(r => r.First, r => int.Parse(r.Second, CultureInfo.InvariantCulture));

    private async Task<List<(string First, string Second)>> Rows(string sql)
    {
        await using var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(service.Folder, "tickets.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string)> rows = [];
        while (await reader.ReadAsync())
            rows.Add((Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!, Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture)!));
        return rows;
    }
}
