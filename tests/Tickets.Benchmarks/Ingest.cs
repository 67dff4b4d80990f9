using Microsoft.Data.Sqlite;

namespace Tickets.Benchmarks;

/// <summary>
/// How many deliveries a second the Api makes durable before it answers 200, and how that compares with a server that only verifies the signature. Both are
/// measured in turn, so that a noisy machine is noisy for both.
/// </summary>
internal static class Ingest
{
    private const int BodySize = 900;
    private const int Bodies = 300_000;
    private const int Rounds = 9;
    private static readonly int[] ConnectionCounts = [64, 256];

    // Where the next load begins among the bodies: the same words again would be no new ones.
    private static int used;

    public static async Task Run(int seconds)
    {
        var measured = TimeSpan.FromSeconds(seconds);
        Figures.Say($"ingest: bodies of {BodySize} bytes, all different; {Environment.ProcessorCount} cores for server and generator together");
        var requests = SignedRequests.OfSize(BodySize, Bodies, TimeProvider.System.GetUtcNow());
        await Generator(requests, measured);
        await Against(requests, measured);
        await WithWorkers(requests, measured);
    }

    private static async Task Generator(SignedRequests requests, TimeSpan measured)
    {
        await using var trivial = await ServerProcess.Comparison("--trivial");
        foreach (var connections in ConnectionCounts)
            Figures.Print($"ingest.generator.{connections}", (await FullLoad(trivial, connections, requests, measured)).PerSecond, "requests/s");
    }

    private static async Task Against(SignedRequests requests, TimeSpan measured)
    {
        using var folder = new TemporaryFolder();
        Figures.Say("ingest: the Api with its workers elsewhere (Tickets__Workers=Separate), so that accepting is measured alone");
        await using var ceiling = await ServerProcess.Comparison("--ceiling");
        await using var api = await ServerProcess.Api(folder.Path, ("Tickets__Workers", "Separate"), ("Tickets__Bus", "InMemory"), ("Tickets__PublicUrl", "http://127.0.0.1"));
        var kept = await WarmUp(api, requests);
        await WarmUp(ceiling, requests);

        foreach (var connections in ConnectionCounts)
        {
            List<double> ceilings = [], accepted = [], ratios = [], cpuOfCeiling = [], cpu = [];
            for (var round = 0; round < Rounds; round++)
            {
                var before = ceiling.Cpu;
                var load = await FullLoad(ceiling, connections, requests, measured);
                cpuOfCeiling.Add((ceiling.Cpu - before).TotalMicroseconds / load.Answered);
                ceilings.Add(load.PerSecond);
                before = api.Cpu;
                load = await FullLoad(api, connections, requests, measured);
                cpu.Add((api.Cpu - before).TotalMicroseconds / load.Answered);
                accepted.Add(load.PerSecond);
                kept += load.Answered;
                // Of neighbours in time: what the machine does besides changes from one second to the next.
                ratios.Add(accepted[^1] / ceilings[^1]);
                Figures.Say($"ingest: {connections} connections, round {round + 1}: ceiling {ceilings[^1]:0}/s, accepted {accepted[^1]:0}/s, {ratios[^1]:0.00}");
            }

            var perSecond = Figures.Median(accepted);
            Figures.Print($"ingest.ceiling.{connections}", Figures.Median(ceilings), "requests/s");
            Figures.Print($"ingest.accepted.{connections}", perSecond, "deliveries/s");
            Figures.Print($"ingest.ratio.{connections}", Figures.Median(ratios), "ratio");
            Figures.Print($"ingest.ceiling.cpu.{connections}", Figures.Median(cpuOfCeiling), "us/request");
            Figures.Print($"ingest.accepted.cpu.{connections}", Figures.Median(cpu), "us/delivery");
            kept += await HalfLoad(api, connections, requests, perSecond / 2, measured);
        }

        AllKept(folder.Path, kept);
    }

    private static async Task<int> HalfLoad(ServerProcess api, int connections, SignedRequests requests, double perSecond, TimeSpan measured)
    {
        var count = (int)(perSecond * measured.TotalSeconds);
        var load = await Load.Paced(api.Port, connections, requests, used, perSecond, count);
        used += load.Answered;
        Figures.Print($"ingest.half.{connections}.p50", Figures.Percentile(load.Seconds, 0.50) * 1000, "ms");
        Figures.Print($"ingest.half.{connections}.p99", Figures.Percentile(load.Seconds, 0.99) * 1000, "ms");
        return load.Answered;
    }

    private static async Task WithWorkers(SignedRequests requests, TimeSpan measured)
    {
        using var folder = new TemporaryFolder();
        Figures.Say("ingest: the Api with its workers inside, which read, route and answer meanwhile");
        await using var api = await ServerProcess.Api(folder.Path);
        var kept = await WarmUp(api, requests);
        foreach (var connections in ConnectionCounts)
        {
            var load = await FullLoad(api, connections, requests, measured);
            kept += load.Answered;
            Figures.Print($"ingest.embedded.{connections}", load.PerSecond, "deliveries/s");
        }

        AllKept(folder.Path, kept);
    }

    private static async Task<int> WarmUp(ServerProcess server, SignedRequests requests) => (await FullLoad(server, 64, requests, TimeSpan.FromSeconds(3))).Answered;

    private static async Task<LoadResult> FullLoad(ServerProcess server, int connections, SignedRequests requests, TimeSpan measured)
    {
        var load = await Load.AsFastAsItGoes(server.Port, connections, requests, used, measured);
        used += load.Answered;
        return load;
    }

    private static void AllKept(string directory, int answered)
    {
        using var file = new SqliteConnection($"Data Source={Path.Combine(directory, "tickets.db")};Mode=ReadOnly;Pooling=False");
        file.Open();
        using var count = file.CreateCommand();
        count.CommandText = """SELECT COUNT(*) FROM "Deliveries" """;
        var kept = (long)count.ExecuteScalar()!;
        if (kept != answered)
            throw new InvalidOperationException($"{answered} deliveries were answered 200, and {kept} are kept.");
        Figures.Say($"ingest: {kept} deliveries answered 200, as many kept");
    }
}
