using System.Globalization;
using Microsoft.Data.Sqlite;
using Tickets.Testing;

namespace Tickets.Benchmarks;

/// <summary>
/// Pleas at a steady rate, each by another citizen, through the whole service with its workers inside: how long until each is a routed ticket, and until its
/// acknowledgement stands on the platform. The rows tell afterwards, so that looking costs nothing.
/// </summary>
internal static class Story
{
    private const int Connections = 16;
    private const int Posts = 20;
    private const int WarmUp = 500;
    private static readonly TimeSpan PatienceWithLast = TimeSpan.FromMinutes(2);

    private static readonly string[] Pleas =
    [
        "min tolong, PKH ibu saya belum cair dari bulan Juli",
        "Assalamualaikum admin, bansos PKH kami sudah 3 bulan belum cair, mohon bantuannya",
        "tolong min, kartu sembako saya saldonya kosong terus, sudah lapor ke desa tidak ada jawaban",
        "mohon bantuannya pak, BPJS PBI saya dinonaktifkan padahal saya sakit dan tidak mampu bayar",
    ];

    public static async Task Run(int rate, int seconds)
    {
        var count = rate * seconds;
        Figures.Say($"story: {count} pleas, {rate} a second, with workers inside and a platform that takes every acknowledgement");
        Figures.Say($"story: {WarmUp} pleas at a quarter of that before, since a service that just started is not what is asked about");
        using var folder = new TemporaryFolder();
        await using var platform = await FakeGraph.Start();
        await using var api = await ServerProcess.Api(
            folder.Path,
            ("Tickets__Platforms__Meta__AccessToken", "a-token"),
            ("Tickets__Platforms__Meta__PageId", SignedRequests.PageId),
            ("Tickets__Platforms__Meta__BaseUrl", platform.BaseUrl)
        );

        var now = TimeProvider.System.GetUtcNow();
        var requests = SignedRequests.Of(WarmUp + count, index => Comment(index - WarmUp, now));
        await Load.Paced(api.Port, Connections, requests, 0, rate / 4.0, WarmUp);
        await AllAcknowledged(platform, WarmUp);

        var sentAt = new DateTimeOffset[count];
        var cpu = api.Cpu;
        var load = await Load.Paced(api.Port, Connections, requests, WarmUp, rate, count, index => sentAt[index] = TimeProvider.System.GetUtcNow());
        var posted = TimeProvider.System.GetUtcNow();
        await AllAcknowledged(platform, WarmUp + count);

        var took = TimeProvider.System.GetUtcNow() - sentAt[0];
        var routed = RoutedAt(folder.Path);
        var acknowledged = platform.Sent.ToDictionary(words => words.Target, words => words.At);
        var routing = Waits(sentAt, routed);
        Figures.Print("story.tickets", routing.Length, "tickets");
        Figures.Print("story.accepted.p50", Figures.Percentile(load.Seconds, 0.50), "s");
        Figures.Print("story.accepted.p99", Figures.Percentile(load.Seconds, 0.99), "s");
        Figures.Print("story.routed.p50", Figures.Percentile(routing, 0.50), "s");
        Figures.Print("story.routed.p99", Figures.Percentile(routing, 0.99), "s");
        Figures.Print("story.routed.max", Figures.Percentile(routing, 1), "s");
        var answering = Waits(sentAt, acknowledged);
        Figures.Print("story.acknowledged.p50", Figures.Percentile(answering, 0.50), "s");
        Figures.Print("story.acknowledged.p99", Figures.Percentile(answering, 0.99), "s");
        Figures.Print("story.acknowledged.last", acknowledged.Count == 0 ? double.NaN : Math.Max(0, (acknowledged.Values.Max() - posted).TotalSeconds), "s after the last comment");
        Figures.Print("story.cpu", (api.Cpu - cpu) / took, "cores");
        Figures.Print("story.cpu.each", (api.Cpu - cpu).TotalMilliseconds / count, "ms/comment");
        if (routing.Length != count || answering.Length != count || platform.Sent.Count != WarmUp + count)
            throw new InvalidOperationException($"Of {count} pleas {routing.Length} became routed tickets; {platform.Sent.Count} acknowledgements arrived.");
    }

    private static string CommentId(int index) => string.Create(CultureInfo.InvariantCulture, $"100500_{1_000_000_000 + index}");

    private static byte[] Comment(int index, DateTimeOffset at) =>
        MetaPayloads.FacebookComment(
            SignedRequests.PageId,
            string.Create(CultureInfo.InvariantCulture, $"100500_{1 + Math.Abs(index) % Posts}"),
            CommentId(index),
            (2_000_000_000 + index).ToString(CultureInfo.InvariantCulture),
            "Warga",
            Pleas[Math.Abs(index) % Pleas.Length],
            at
        );

    private static async Task AllAcknowledged(FakeGraph platform, int count)
    {
        var until = TimeProvider.System.GetUtcNow() + PatienceWithLast;
        while (platform.Calls < count && TimeProvider.System.GetUtcNow() < until)
            await Task.Delay(20);
        // The last call may still be under way.
        await platform.Until(sent => sent.Count >= count, TimeSpan.FromSeconds(2));
    }

    // When the row says that the ticket was routed; it was seen a commit later.
    private static Dictionary<string, DateTimeOffset> RoutedAt(string directory)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(directory, "tickets.db")};Mode=ReadOnly;Pooling=False");
        file.Open();
        using var query = file.CreateCommand();
        query.CommandText = """
            SELECT m."PlatformMessageId", e."RecordedAt"
            FROM "Messages" m
            JOIN "Conversations" c ON c."Id" = m."ConversationId"
            JOIN "Tickets" t ON t."Id" = c."TicketId" AND t."Status" = 'Assigned'
            JOIN "Events" e ON e."TicketId" = t."Id" AND e."Type" = 'TicketRouted'
            """;
        using var rows = query.ExecuteReader();
        Dictionary<string, DateTimeOffset> routed = [];
        while (rows.Read())
            routed.Add(rows.GetString(0), new DateTimeOffset(rows.GetInt64(1), TimeSpan.Zero));
        return routed;
    }

    private static double[] Waits(DateTimeOffset[] sentAt, Dictionary<string, DateTimeOffset> until) =>
        [.. sentAt.Select((at, index) => (At: at, Id: CommentId(index))).Where(c => until.ContainsKey(c.Id)).Select(c => (until[c.Id] - c.At).TotalSeconds)];
}
