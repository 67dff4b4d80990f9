using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.WorkingTime;
using Tickets.Testing.Builders;

namespace Tickets.Benchmarks;

/// <summary>
/// The SLA clock with many open tickets on SQLite: how late a breach is written down, how long a burst in one second takes, what waiting costs, and how soon all
/// clocks are counted again after a decree while deliveries come in.
/// </summary>
internal static class DueClocks
{
    private const string Key = "tk_bench_0123456789abcdef0123456789abcdef";
    private const int Templates = 200;
    private const int Steady = 2_000;
    private const int Burst = 10_000;
    private const int DeliveriesASecond = 100;
    private const int QuietSeconds = 5;
    private const int QuietMilliseconds = 12;
    private static readonly TimeSpan LongestToWarm = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Warms = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SteadyFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TellsFor = TimeSpan.FromSeconds(15);

    /// <summary>All of it, or one part: <c>idle</c>, <c>late</c> or <c>decree</c>.</summary>
    public static async Task Run(int tickets, string? part)
    {
        using var folder = new TemporaryFolder();
        var began = Stopwatch.GetTimestamp();
        await Fill(folder.Path, tickets);
        Figures.Say($"clock: {tickets} open tickets with their running clocks, made in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        Figures.Print("clock.tickets", tickets, "tickets");

        if (part is null or "idle")
            await Idle(folder.Path);
        if (part is null or "late")
            await Late(folder.Path, tickets);
        if (part is null or "decree")
        {
            await using var api = await Api(folder.Path);
            await Quiet(api, "clock.decree");
            await Recount(api, tickets);
        }
    }

    private static async Task Idle(string folder)
    {
        await using var api = await Api(folder);
        // What is done once a second is compiled for good when it has been done thirty times.
        await Task.Delay(Warms);
        await Quiet(api, "clock.idle");
        var cpu = api.Cpu;
        await Task.Delay(IdleFor);
        Figures.Print("clock.idle", (api.Cpu - cpu) / IdleFor * 100, "% of a core");
    }

    private static async Task Late(string folder, int tickets)
    {
        // Due times are set while nobody writes; the service finds them when it starts.
        var steadyFrom = TimeProvider.System.GetUtcNow().AddSeconds(15);
        var burstAt = steadyFrom + SteadyFor + TimeSpan.FromSeconds(5);
        var burst = Math.Min(Burst, tickets / 2);
        MakeDue(folder, steadyFrom, burstAt, burst);
        await using var api = await Api(folder);
        await UntilPassed(burstAt.AddSeconds(12));
        var steady = Lateness(folder, steadyFrom, steadyFrom + SteadyFor);
        Figures.Print("clock.recorded", steady.Length, "breaches");
        Figures.Print("clock.late.p50", Figures.Percentile(steady, 0.50) * 1000, "ms");
        Figures.Print("clock.late.p99", Figures.Percentile(steady, 0.99) * 1000, "ms");
        Figures.Print("clock.late.max", Figures.Percentile(steady, 1) * 1000, "ms");
        var all = Lateness(folder, burstAt, burstAt.AddSeconds(1));
        Figures.Print("clock.burst.recorded", all.Length, "breaches");
        Figures.Print("clock.burst.max", Figures.Percentile(all, 1), "s");
        if (steady.Length != Math.Min(Steady, tickets / 2) || all.Length != burst)
            throw new InvalidOperationException($"Of {Math.Min(Steady, tickets / 2)} and {burst} breaches {steady.Length} and {all.Length} were written down, each once.");
    }

    private static Task<ServerProcess> Api(string folder) =>
        ServerProcess.Api(folder, ("Tickets__Access__BootstrapKey", Key), ("Tickets__Demo", "false"));

    // A service that just started compiles what it runs. Whether it was at rest afterwards stands beside whatever is measured next.
    private static async Task Quiet(ServerProcess api, string before)
    {
        var began = Stopwatch.GetTimestamp();
        var (quiet, spent) = (0, 0.0);
        while (quiet < QuietSeconds && Stopwatch.GetElapsedTime(began) < LongestToWarm)
        {
            var cpu = api.Cpu;
            await Task.Delay(TimeSpan.FromSeconds(1));
            spent = (api.Cpu - cpu).TotalMilliseconds;
            quiet = spent < QuietMilliseconds ? quiet + 1 : 0;
        }

        Figures.Print($"{before}.was_quiet", quiet == QuietSeconds ? 1 : 0, "1");
        if (quiet < QuietSeconds)
            Figures.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"NOT QUIET: after {LongestToWarm.TotalSeconds} s the service still spends {spent:0} ms of CPU in a second; {before} is no figure of a service at rest."
                )
            );
    }

    private static async Task UntilPassed(DateTimeOffset instant)
    {
        if (instant - TimeProvider.System.GetUtcNow() is { Ticks: > 0 } left)
            await Task.Delay(left);
    }

    private static async Task Recount(ServerProcess api, int tickets)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{api.Port}/"), Timeout = TimeSpan.FromMinutes(3) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var body = Decree(TimeProvider.System.GetUtcNow());
        var began = Stopwatch.GetTimestamp();
        using var preview = await http.PostAsJsonAsync("api/v1/calendars/NASIONAL/versions?preview=true", body);
        var effect = JsonNode.Parse(await preview.Content.ReadAsStringAsync())!["effect"]!;
        Figures.Print("clock.decree.preview", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
        Figures.Print("clock.decree.clocks", (int)effect["clocks"]!, "clocks");
        Figures.Print("clock.decree.move", (int)effect["clocksMoved"]!, "clocks");

        began = Stopwatch.GetTimestamp();
        using var entered = await http.PostAsJsonAsync("api/v1/calendars/NASIONAL/versions", body);
        entered.EnsureSuccessStatusCode();
        using var stop = new CancellationTokenSource();
        var intake = Intake(api, stop.Token);
        JsonNode version;
        do
        {
            await Task.Delay(250);
            version = JsonNode.Parse(await http.GetStringAsync("api/v1/calendars/NASIONAL/versions/2"))!;
        } while ((string?)version["state"] is not ("Done" or "done") && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(10));
        if ((string?)version["state"] is not ("Done" or "done"))
            throw new TimeoutException("The recount after the decree did not end within ten minutes.");
        Figures.Print("clock.decree.recount", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
        Figures.Print("clock.decree.moved", (int)version["moved"]!, "clocks");
        await stop.CancelAsync();
        var waits = await intake;
        await Task.Delay(TellsFor);
        version = JsonNode.Parse(await http.GetStringAsync("api/v1/calendars/NASIONAL/versions/2"))!;
        Figures.Print("clock.decree.told", (int)version["told"]! / TellsFor.TotalSeconds, "corrected dates a second, afterwards");
        Figures.Print("clock.decree.intake", waits.Length, "deliveries meanwhile");
        Figures.Print("clock.decree.intake.p50", Figures.Percentile(waits, 0.50) * 1000, "ms");
        Figures.Print("clock.decree.intake.p99", Figures.Percentile(waits, 0.99) * 1000, "ms");
        if ((int)version["done"]! < tickets)
            throw new InvalidOperationException($"The recount ended at {version}");
    }

    private static async Task<double[]> Intake(ServerProcess api, CancellationToken stop)
    {
        var requests = SignedRequests.OfSize(900, 60_000, TimeProvider.System.GetUtcNow());
        List<double> waits = [];
        for (var from = 0; !stop.IsCancellationRequested && from + DeliveriesASecond <= 60_000; from += DeliveriesASecond)
            waits.AddRange((await Load.Paced(api.Port, 4, requests, from, DeliveriesASecond, DeliveriesASecond)).Seconds);
        return [.. waits];
    }

    // The next working day becomes a holiday: every clock moves.
    private static object Decree(DateTimeOffset now)
    {
        var national = WorkingCalendar.Compile(NationalCalendar.Definition);
        var next = NationalCalendar.Definition.DateAt(national.Due(now, WorkingDuration.OfWorkingDays(1)));
        var definition = NationalCalendar.Definition with { Closures = [.. NationalCalendar.Definition.Closures, new(next, Name: "Libur uji")] };
        return new
        {
            definition = JsonElement.Parse(JsonSerializer.Serialize(definition)),
            effectiveFrom = next.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            reason = "SKB uji",
        };
    }

    // Some tickets by their real verbs, and as many copies of their rows as are wanted: column by column, whatever columns there are.
    private static async Task Fill(string folder, int tickets)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Tickets:DataDirectory"] = folder }).Build();
        await using var services = new ServiceCollection().AddLogging().AddTicketsDomain(configuration).BuildServiceProvider();
        await PrepareDatabase.Run(services, CancellationToken.None);
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            var now = TimeProvider.System.GetUtcNow();
            await db.Change(
                () =>
                {
                    for (var i = 0; i < Templates; i++)
                        Acknowledged(ATicket.Opened(now.AddSeconds(-30 * i)).Routed("JAMSOS").LookedAt(now), db);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
        }

        SqliteConnection.ClearAllPools();
        using var file = Open(folder);
        // Nothing is lost that could not be made again: no log, and nothing waits for the disk.
        Execute(file, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -400000;");
        string[] tables = ["Citizens", "Conversations", "Tickets", "Clocks", "Notices"];
        // Before the first copy: what is copied later refers to the rows of the first ones.
        var most = tables.ToDictionary(t => t, t => Scalar(file, $"SELECT MAX(\"Id\") FROM \"{t}\""));
        var indexes = Indexes(file, tables);
        foreach (var (name, _) in indexes)
            Execute(file, $"DROP INDEX \"{name}\"");
        using (var all = file.BeginTransaction())
        {
            var copies = tickets / Templates - 1;
            Copy(file, "Citizens", copies, ("Id", Id("Citizens")), ("PlatformUserId", "\"PlatformUserId\" || '-' || n.i"));
            Copy(file, "Tickets", copies, ("Id", Id("Tickets")), ("CitizenId", Of("CitizenId", "Citizens")), ("Number", "'KMS-1999-' || printf('%07d', \"Id\" + n.i * 1000)"));
            Copy(file, "Conversations", copies, ("Id", Id("Conversations")), ("CitizenId", Of("CitizenId", "Citizens")), ("TicketId", Of("TicketId", "Tickets")));
            // Nothing else comes due while the bench measures.
            var quiet = TimeProvider.System.GetUtcNow().AddHours(3).UtcTicks.ToString(CultureInfo.InvariantCulture);
            Execute(file, $"UPDATE \"Clocks\" SET \"NextAt\" = {quiet} WHERE \"NextAt\" < {quiet}");
            Copy(file, "Clocks", copies, ("Id", Id("Clocks")), ("TicketId", Of("TicketId", "Tickets")));
            Copy(
                file,
                "Notices",
                copies,
                ("Id", Id("Notices")),
                ("TicketId", Of("TicketId", "Tickets")),
                ("ConversationId", Of("ConversationId", "Conversations")),
                ("Key", "\"Key\" || '-' || n.i"),
                ("PlatformId", "\"PlatformId\" || '-' || n.i")
            );
            all.Commit();
        }

        // The numbers of this year are the service's own to give.
        Execute(file, $"UPDATE \"Tickets\" SET \"Number\" = 'KMS-1998-' || printf('%07d', \"Id\") WHERE \"Id\" <= {most["Tickets"]}");
        foreach (var (_, sql) in indexes)
            Execute(file, sql);
        Execute(file, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL;");

        string Id(string table) => Of("Id", table);

        string Of(string column, string table) => string.Create(CultureInfo.InvariantCulture, $"\"{column}\" + n.i * {most[table]}");
    }

    // Every citizen was told the first date.
    private static void Acknowledged(ATicket ticket, TicketsDb db)
    {
        ticket.AddTo(db);
        var (number, at) = (ticket.Ticket.Number, ticket.Ticket.OpenedAt);
        ticket.Conversation.Hear(
            new Message(ticket.Conversation, Platform.Facebook, $"comment-{number}", 0, null, "PKH ibu saya belum cair", [], null, at, at),
            new Assessment(0.9, Topics.Pkh, 0.9, false, [], []),
            "PKH ibu saya belum cair"
        );
        var notice = new Notice(
            $"ack:{number}",
            NoticeKind.Acknowledgement,
            ticket.Ticket,
            ticket.Conversation,
            Door.CommentReply,
            ticket.Conversation.LastMessageId,
            ticket.Conversation.Citizen.PlatformUserId,
            "Terima kasih, laporan Anda kami catat.",
            Actor.System,
            at
        );
        notice.BeginCall(at);
        notice.Arrived($"reply-{number}", at);
        db.Add(notice);
    }

    private static void Copy(SqliteConnection file, string table, int copies, params (string Column, string Expression)[] changed)
    {
        List<string> columns = [];
        using (var info = file.CreateCommand())
        {
            info.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            using var rows = info.ExecuteReader();
            while (rows.Read())
                columns.Add(rows.GetString(0));
        }

        var expressions = columns.ConvertAll(c => changed.FirstOrDefault(x => x.Column == c).Expression ?? $"\"{c}\"");
        Execute(
            file,
            $"""
            INSERT INTO "{table}" ({string.Join(", ", columns.ConvertAll(c => $"\"{c}\""))})
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies.ToString(CultureInfo.InvariantCulture)})
            SELECT {string.Join(", ", expressions)} FROM n, (SELECT * FROM "{table}") AS t
            """
        );
    }

    private static List<(string Name, string Sql)> Indexes(SqliteConnection file, string[] tables)
    {
        using var query = file.CreateCommand();
        query.CommandText = $"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({string.Join(", ", tables.Select(t => $"'{t}'"))})";
        using var rows = query.ExecuteReader();
        List<(string, string)> found = [];
        while (rows.Read())
            found.Add((rows.GetString(0), rows.GetString(1)));
        return found;
    }

    private static void MakeDue(string folder, DateTimeOffset steadyFrom, DateTimeOffset burstAt, int burst)
    {
        using var file = Open(folder);
        var steady = Math.Min(Steady, burst);
        // One of the two clocks of each ticket, spread over the table; the warning has passed already.
        const string Set = """SET "DueAt" = {0}, "WarnAt" = {0} - 864000000000, "WarnedAt" = {0} - 864000000000, "NextAt" = {0} + 1""";
        foreach (var (from, to, due) in (ReadOnlySpan<(int, int, string)>)
            [
                (0, steady, $"({steadyFrom.UtcTicks} + c.n * {SteadyFor.Ticks / steady})"),
                (steady, steady + burst, $"({burstAt.UtcTicks} + (c.n % 1000) * 10000)"),
            ])
            Execute(
                file,
                $"""
                UPDATE "Clocks" {string.Format(CultureInfo.InvariantCulture, Set, due)}
                FROM (SELECT "Id" AS id, row_number() OVER (ORDER BY "Id") - 1 AS n FROM "Clocks" WHERE "Kind" = 'Resolution' AND "MetAt" IS NULL LIMIT {steady + burst}) AS c
                WHERE "Clocks"."Id" = c.id AND c.n >= {from} AND c.n < {to}
                """
            );
    }

    // From the due time to the instant that its row says; the commit follows.
    private static double[] Lateness(string folder, DateTimeOffset from, DateTimeOffset to)
    {
        using var file = Open(folder);
        using var query = file.CreateCommand();
        query.CommandText = $"""SELECT "RecordedAt" - "At" FROM "Events" WHERE "Type" = 'SlaBreached' AND "At" >= {from.UtcTicks} AND "At" < {to.UtcTicks}""";
        using var rows = query.ExecuteReader();
        List<double> late = [];
        while (rows.Read())
            late.Add(TimeSpan.FromTicks(rows.GetInt64(0)).TotalSeconds);
        return [.. late];
    }

    private static SqliteConnection Open(string folder)
    {
        var file = new SqliteConnection($"Data Source={Path.Combine(folder, "tickets.db")};Pooling=False;Default Timeout=120");
        file.Open();
        return file;
    }

    private static void Execute(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
