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
/// A service by a clock that is turned on, whose webhooks are silent and which then stands still itself: what each platform did not tell of is read back once, by the
/// silence, by night and after a start. WhatsApp has no list to read, and delivers again what was not answered.
/// </summary>
public sealed class WhatWasMissed(ITestOutputHelper output)
{
    // Asks for nothing, so that nobody is answered while the clock is turned on.
    private const string Words = "terima kasih kemensos, semangat terus";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(16);
    private static readonly TimeSpan ALook = TimeSpan.FromSeconds(31);
    private static readonly Platform[] ReadBack = [Platform.Facebook, Platform.Instagram, Platform.X, Platform.YouTube];

    private readonly HashSet<string> onInstagram = [];
    private ARunningProduct service = null!;
    private FakePlatforms fakes = null!;
    private TurnedClock clock = null!;

    [Fact]
    public async Task After_a_silent_webhook_by_night_and_after_an_outage_each_platform_is_read_back_once_and_no_further_than_a_day()
    {
        var file = Path.GetTempFileName();
        // Ten to two in Jakarta; the night's hour is half past two.
        using var hands = clock = TurnedClock.From(new DateTimeOffset(2026, 11, 2, 18, 50, 0, TimeSpan.Zero), file);
        fakes = await FakePlatforms.Start(clock);
        service = ARunningProduct.NotStarted(fakes.Graph, output.WriteLine);
        await using var _ = service;
        service.RunBy(clock.Told);
        var heard = new List<string>();
        heard.Add(fakes.Write(Platform.YouTube, "UC1", Words, Now));
        // Of YouTube too nothing is heard but what is read back: it is polled at a start, and then in an hour.
        await service.Restart([.. fakes.Settings, ("Tickets__Platforms__YouTube__PollSeconds", "3600")]);
        heard.AddRange(await Heard());
        await Stand(heard);
        var tooOld = Missed(Now.AddDays(-3));

        var first = Missed(Now);
        clock.Turn(Silence);
        await Stand(first);
        await WereReadBack(times: 1);

        var second = Missed(Now);
        clock.Turn(TimeSpan.FromMinutes(25));
        await Stand(second);
        await WereReadBack(times: 2);
        Assert.All(await Channels(), c => Assert.Equal(second.Count(id => Of(id).ToString() == (string?)c["platform"]), (int?)c["holes"]));

        service.Kill();
        clock.Turn(TimeSpan.FromMinutes(5));
        var third = Missed(Now);
        clock.Turn(TimeSpan.FromMinutes(5));
        fakes.Graph.Outage = true;
        await service.Restart();
        var polled = third.Where(id => Of(id) == Platform.YouTube).ToList();
        await Stand(polled);
        clock.Turn(ALook);
        foreach (var platform in (Platform[])[Platform.Facebook, Platform.Instagram])
            await Eventually.Holds(
                $"{platform} breaks off",
                Soon,
                () => Task.FromResult(service.Log.Contains($"{platform} broke off", StringComparison.Ordinal)),
                () => Task.FromResult(service.Log)
            );
        fakes.Graph.Mend();
        clock.Turn(ALook);
        await Stand(third);
        await WereReadBack(times: 3);

        // WhatsApp delivers until it is answered, and sometimes once more.
        for (var times = 0; times < 3; times++)
            await Deliver("whatsapp", WhatsApp("wamid.again"));
        await Stand(["wamid.again"]);

        var messages = await Messages();
        Assert.All(messages, m => Assert.Equal(1, m.Value));
        Assert.Empty(tooOld.Intersect(messages.Keys));
        Assert.Equal(heard.Concat(first).Concat(second).Concat(third).Append("wamid.again").Order(StringComparer.Ordinal), messages.Keys.Order(StringComparer.Ordinal));
        // What a start finds by asking YouTube for what is new is no hole.
        var missed = first.Concat(second).Concat(third).Except(polled).GroupBy(Of).ToDictionary(g => g.Key.ToString(), g => g.Count());
        Assert.Equal(missed.OrderBy(p => p.Key), (await Reported()).OrderBy(p => p.Key));
        File.Delete(file);
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

    // Each of them so often, to the end: what is written next is found by the next reading only.
    private Task WereReadBack(int times) =>
        Eventually.Holds(
            $"each platform was read back {times} times",
            Soon,
            async () => await Rows("SELECT json_extract(Payload, '$.platform'), COUNT(*) FROM Events WHERE Type = 'ChannelReadBack' GROUP BY 1") is var read
                && ReadBack.All(p => read.Any(r => r.First == p.ToString() && int.Parse(r.Second, CultureInfo.InvariantCulture) >= times)),
            () => Task.FromResult($"at {Now:HH:mm:ss}{Environment.NewLine}{service.Log}")
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
