using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Processes that die at any moment, as in a power cut. The moments are told by progress, not by time: others may run beside it.</summary>
public sealed class NothingIsLostInACrash(ITestOutputHelper output)
{
    private const int Deaths = 20;
    private const int FreshEachTime = 25;

    [Fact]
    public async Task Five_hundred_comments_survive_twenty_deaths_each_once_with_its_ticket_and_its_notice()
    {
        await using var service = await ARunningProduct.Embedded(output.WriteLine);
        var comments = Enumerable.Range(0, Deaths * FreshEachTime).Select(i => new ACommentOfMany(i)).ToList();
        foreach (var comment in comments)
            service.Graph.CitizenCommented(comment.Id, null, comment.AuthorId, comment.Text, comment.At);
        var meta = new MetaWhoTriesAgain(service);
        List<Task> posting = [];

        for (var death = 0; death < Deaths; death++)
        {
            List<Task> fresh = [.. comments.Skip(death * FreshEachTime).Take(FreshEachTime).Select(meta.Posts)];
            posting.AddRange(fresh);
            await AMomentToDie(death, fresh, service);
            service.Kill();
            // Every other time it must not even be ready before the next crowd comes.
            if (death % 2 == 0)
                service.Start();
            else
                await service.Restart();
        }

        await service.UntilReady();
        await Task.WhenAll(posting).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(meta.Refusals);

        var asking = ACommentOfMany.Sorted(comments.Where(c => c.Asks).Select(c => c.Id));
        var tickets = await TicketsWithProof(service, asking.Count);
        Assert.Equal(asking, ACommentOfMany.Sorted(tickets.Select(t => (string)Assert.Single(ACitizen.Messages(t))["id"]!)));
        Assert.Equal(
            Enumerable.Range(1, asking.Count),
            tickets.Select(t => int.Parse(((string)t["number"]!).Split('-')[2], CultureInfo.InvariantCulture)).Order()
        );

        var others = ACommentOfMany.Sorted(comments.Where(c => !c.Asks).Select(c => c.Id));
        var waiting = await Each(await service.Api.All("api/v1/inbox"), async c => (await service.Api.Get($"api/v1/inbox/{(long)c["id"]!}")).Json);
        Assert.Equal(others, ACommentOfMany.Sorted(waiting.SelectMany(ACitizen.Messages).Select(m => (string)m["id"]!)));

        var sent = service.Graph.Sent;
        Assert.Equal(asking, ACommentOfMany.Sorted(sent.Select(w => w.Target)));
        Assert.All(sent, w => Assert.Equal(Door.CommentReply, w.Door));
        Assert.All(sent, w => Assert.Contains(service.Address.ToString(), w.Text, StringComparison.Ordinal));
        foreach (var ticket in tickets)
        {
            var words = Assert.Single(sent, w => w.Target == (string)ACitizen.Messages(ticket).Single()["id"]!);
            var notice = Assert.Single(ticket["notices"]!.AsArray());
            Assert.Equal(words.Id, (string?)notice!["platformId"]);
            Assert.Contains((string)ticket["number"]!, words.Text, StringComparison.Ordinal);
        }
    }

    // By progress, not by time: soon after the first is taken, amid them, when all are taken and work on them has begun, or when words are just leaving.
    private static async Task AMomentToDie(int death, List<Task> fresh, ARunningProduct service)
    {
        var sent = service.Graph.Sent.Count;
        await Eventually.Holds(
            $"the moment of death {death}",
            TimeSpan.FromSeconds(60),
            () =>
                Task.FromResult(
                    (death % 4) switch
                    {
                        0 => fresh.Any(p => p.IsCompleted),
                        1 => fresh.Count(p => p.IsCompleted) > FreshEachTime / 2,
                        2 => fresh.TrueForAll(p => p.IsCompleted),
                        _ => service.Graph.Sent.Count > sent,
                    }
                ),
            () => Task.FromResult(service.Log)
        );
    }

    // A call that a death cut is settled by reading back, when it is surely over: some twenty seconds later.
    private static async Task<List<JsonNode>> TicketsWithProof(ARunningProduct service, int count)
    {
        List<JsonNode> unfinished = [];
        return await Eventually.Finds(
            "every plea has its ticket and every ticket its proof",
            TimeSpan.FromSeconds(90),
            async () =>
            {
                if (service.Graph.Sent.Count < count)
                    return null;
                var tickets = await Each(await service.Api.All("api/v1/tickets"), async t => await service.Api.Ticket((string)t["number"]!));
                unfinished = [.. tickets.Where(t => t["notices"]!.AsArray() is not [{ } only] || (string?)only["state"] != "Sent")];
                return tickets.Count >= count && unfinished.Count == 0 ? tickets : null;
            },
            () => Task.FromResult($"{service.Graph.Sent.Count} words arrived. {string.Join(Environment.NewLine, unfinished)}{service.Log}")
        );
    }

    private static async Task<List<JsonNode>> Each(List<JsonNode> of, Func<JsonNode, Task<JsonNode>> look)
    {
        List<JsonNode> found = [];
        foreach (var some in of.Chunk(10))
            found.AddRange(await Task.WhenAll(some.Select(look)));
        return found;
    }

    /// <summary>Posts until it gets its 200.</summary>
    private sealed class MetaWhoTriesAgain(ARunningProduct service)
    {
        /// <summary>Answers of a service that was there and did not take it.</summary>
        public ConcurrentBag<string> Refusals { get; } = [];

        public async Task Posts(ACommentOfMany comment)
        {
            using var patience = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            do
            {
                try
                {
                    var answer = await service.Api.Deliver(comment.Delivery);
                    if ((int)answer.Status == 200)
                        return;
                    Refusals.Add($"{(int)answer.Status}: {answer.Text}");
                }
                catch (Exception cut) when (cut is HttpRequestException or TaskCanceledException)
                {
                    // It died with our delivery in its hands, or is not back yet.
                }
            } while (await patience.WaitForNextTickAsync());
        }
    }
}

/// <summary>Words on their way when their sender dies, again and again.</summary>
public sealed class NoNoticeIsLostInACrash(ITestOutputHelper output)
{
    [Fact]
    public async Task A_thousand_notices_reach_the_platform_once_each_though_their_sender_dies_amid_them()
    {
        const int notices = 1000;
        const int deaths = 8;
        await using var service = await ARunningProduct.Embedded(output.WriteLine);
        var began = Stopwatch.GetTimestamp();
        List<ACommentOfMany> pleas = [.. Enumerable.Range(0, notices).Select(i => new ACommentOfMany(2 * i))];
        foreach (var plea in pleas)
            service.Graph.CitizenCommented(plea.Id, null, plea.AuthorId, plea.Text, plea.At);
        foreach (var some in pleas.Chunk(250))
        {
            var crowd = some.Select(c => ($"{ARunningProduct.PageId}_777", c.Id, c.AuthorId, "Siti", c.Text, c.At));
            Assert.Equal(200, (int)(await service.Api.Deliver(MetaPayloads.FacebookComments(ARunningProduct.PageId, crowd))).Status);
        }

        // Each time at another point of the way: words are claimed, on the wire, taken but not recorded, and recorded all the time.
        for (var death = 1; death <= deaths; death++)
        {
            var sent = service.Graph.Sent.Count;
            var amid = sent + ((notices - sent) / (deaths - death + 2));
            Assert.True(await service.Graph.Until(all => all.Count >= amid, TimeSpan.FromSeconds(60)), service.Log);
            service.Kill();
            service.Start();
        }

        await service.UntilReady();

        await Eventually.Holds(
            "every notice has its proof",
            TimeSpan.FromSeconds(90),
            async () => service.Graph.Sent.Count >= notices && await CountOf(service, "sent") >= notices,
            async () => $"{service.Graph.Sent.Count} words arrived, {await CountOf(service, "sent")} are known to. {service.Log}"
        );
        output.WriteLine($"{notices} notices, {deaths} deaths: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.Equal(ACommentOfMany.Sorted(pleas.Select(p => p.Id)), ACommentOfMany.Sorted(service.Graph.Sent.Select(w => w.Target)));
        Assert.Equal(ACommentOfMany.Sorted(service.Graph.Sent.Select(w => w.Id)), ACommentOfMany.Sorted((await service.Api.All("api/v1/notices?state=sent")).Select(n => (string)n["platformId"]!)));
        Assert.Equal(0, await CountOf(service, "failed") + await CountOf(service, "blocked"));
    }

    private static async Task<int> CountOf(ARunningProduct service, string state) => (await service.Api.All($"api/v1/notices?state={state}")).Count;
}

/// <summary>A start that is cut before there is a database to speak of.</summary>
public sealed class AFirstStartThatWasKilled(ITestOutputHelper output)
{
    [Fact]
    public async Task A_first_start_that_was_killed_does_not_keep_the_next_from_starting()
    {
        await using var service = ARunningProduct.NotStarted(await FakeGraph.Start(), output.WriteLine);
        foreach (var bytes in (int[])[1, 20_000, 100_000, 200_000, 300_000])
        {
            service.Start();
            await Eventually.Holds($"the database has grown to {bytes} bytes", TimeSpan.FromSeconds(60), () => Task.FromResult(service.BytesOnDisk >= bytes));
            service.Kill();
        }

        await service.Restart();
        service.Kill();
        // Where exactly it dies is chance, so the worst is made by hand: dead while it held the migrations' own lock.
        await using (var file = new SqliteConnection(SqliteFile.ConnectionString(service.Folder)))
        {
            await file.OpenAsync();
            await using var leave = file.CreateCommand();
            leave.CommandText = """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-21 21:00:00');
                """;
            await leave.ExecuteNonQueryAsync();
        }

        await service.Restart();
    }
}

/// <summary>One of many: every other one asks for something.</summary>
internal sealed record ACommentOfMany(int Number)
{
    public bool Asks => Number % 2 == 0;

    public string Id { get; } = $"777_{ACitizen.Next()}";

    public string AuthorId { get; } = ACitizen.Next();

    public string Text => Asks ? $"{ACitizen.Plea}, sudah {Number} hari" : $"Selamat pagi semuanya, salam dari rumah nomor {Number}";

    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();

    public byte[] Delivery => MetaPayloads.FacebookComment(ARunningProduct.PageId, $"{ARunningProduct.PageId}_777", Id, AuthorId, "Siti", Text, At);

    public static List<string> Sorted(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];
}
