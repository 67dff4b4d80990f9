using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Tickets.Testing;

namespace Tickets.Benchmarks;

/// <summary>
/// What people wait for all day, with a hundred thousand conversations in the database: 2,000 of them wait in the inbox, half of the rest have tickets (an eighth of these are open),
/// the others were dismissed. Each question is asked first with 300 conversations and then with all: what grows is told as a ratio.
/// </summary>
internal static class InboxAtWork
{
    private const string Key = "tk_bench_0123456789abcdef0123456789abcdef";
    private const string Password = "kalimat panjang untuk ukur";
    private const int Each = 104;
    private const int Waiting = 2_000;
    private const int Rounds = 40;
    private const int Opened = 40;
    private const int Loads = 5;

    private static readonly string[] Words =
    [
        "Selamat pagi semuanya, salam dari kampung kami",
        "min tolong, PKH ibu saya belum cair dari bulan Juli",
        "tolong min, kartu sembako saya saldonya kosong terus",
        "BPJS PBI saya dinonaktifkan padahal sakit, mohon bantuannya",
    ];

    public static async Task Run(int conversations)
    {
        using var folder = new TemporaryFolder();
        await using var platform = await FakeGraph.Start();
        var few = new Dictionary<string, double>(StringComparer.Ordinal);
        await using (var api = await Api(folder.Path, platform))
        {
            using var http = Client(api);
            await Begin(api, http);
            foreach (var (name, median, _) in await Ask(http))
                few[name] = median;
        }

        var began = Stopwatch.GetTimestamp();
        Multiply(folder.Path, conversations);
        Figures.Say($"inbox: {conversations} conversations, made in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        await using (var api = await Api(folder.Path, platform))
        {
            using var http = Client(api);
            Figures.Print("inbox.conversations", conversations, "conversations");
            foreach (var (name, median, most) in await Ask(http))
            {
                Figures.Print($"inbox.{name}.p50", median, "ms");
                Figures.Print($"inbox.{name}.p95", most, "ms");
                Figures.Print($"inbox.{name}.growth", median / few[name], "times that with few");
            }

            if (SystemChromium.Path is null)
                Figures.Say("inbox: no browser figures, " + SystemChromium.Missing);
            else
                await Browse(api, http);
        }
    }

    private static Task<ServerProcess> Api(string folder, FakeGraph platform) =>
        ServerProcess.Api(
            folder,
            ("Tickets__Access__BootstrapKey", Key),
            ("Tickets__Demo", "false"),
            // People decide here.
            ("Tickets__Triage__OpenAt", "2"),
            ("Tickets__Platforms__Meta__AccessToken", "a-token"),
            ("Tickets__Platforms__Meta__PageId", SignedRequests.PageId),
            ("Tickets__Platforms__Meta__BaseUrl", platform.BaseUrl)
        );

    private static HttpClient Client(ServerProcess api)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{api.Port}/"), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return http;
    }

    // A few by their real ways: delivered, read, decided, answered, sent.
    private static async Task Begin(ServerProcess api, HttpClient http)
    {
        var now = TimeProvider.System.GetUtcNow();
        await Load.Paced(api.Port, 4, SignedRequests.Of(3 * Each, i => Comment(i, now)), 0, 200, 3 * Each);
        List<long> ids = [];
        await Until("all are in the inbox", async () => (ids = await Inbox(http)).Count == 3 * Each);
        foreach (var id in ids.Where((_, i) => i % 3 == 1))
            await Post(http, $"inbox/{id}/dismissal", new { reason = "salam" });
        var tickets = new List<string>();
        foreach (var id in ids.Where((_, i) => i % 3 == 2))
            tickets.Add((string)(await Post(http, $"inbox/{id}/ticket", new { topic = "pkh" }))["number"]!);
        foreach (var number in tickets.Where((_, i) => i % 8 != 0))
        {
            await Until($"{number} is at a directorate", async () => (string?)(await Get(http, $"tickets/{number}"))["status"] is "Assigned");
            await Post(http, $"tickets/{number}/resolution", new { answer = "Data Anda sudah kami perbaiki; bantuan cair bulan depan." });
            await Post(http, $"tickets/{number}/closure", new { });
        }

        foreach (var state in (string[])["pending", "sending"])
            await Until("all was sent", async () => (await Get(http, $"notices?state={state}"))["items"]!.AsArray().Count == 0);
    }

    private static byte[] Comment(int index, DateTimeOffset now) =>
        MetaPayloads.FacebookComment(
            SignedRequests.PageId,
            string.Create(CultureInfo.InvariantCulture, $"100500_{1 + index % 50}"),
            string.Create(CultureInfo.InvariantCulture, $"100500_{1_000_000 + index}"),
            (2_000_000_000 + index).ToString(CultureInfo.InvariantCulture),
            "Warga",
            $"{Words[index % Words.Length]} {index}",
            now
        );

    private static void Multiply(string folder, int conversations)
    {
        using var rows = CopiedRows.In(folder, "Citizens", "Conversations", "Messages", "Tickets", "Clocks", "Events", "Notices");
        rows.Execute("BEGIN");
        const string waits = "SELECT \"Id\" FROM \"Conversations\" WHERE \"InboxRank\" IS NOT NULL";
        foreach (var (within, copies) in (ReadOnlySpan<(string, int)>)[("IN", Waiting / Each - 1), ("NOT IN", (conversations - Waiting) / (2 * Each) - 1)])
        {
            var these = $"{within} ({waits})";
            rows.Copy("Citizens", $"\"Id\" IN (SELECT \"CitizenId\" FROM \"Conversations\" WHERE \"Id\" {these})", copies, ("Id", rows.Own("Citizens")), ("PlatformUserId", "\"PlatformUserId\" || '-' || n.i"));
            if (within == "NOT IN")
                rows.Copy(
                    "Tickets",
                    "1",
                    copies,
                    ("Id", rows.Own("Tickets")),
                    ("CitizenId", rows.Of("CitizenId", "Citizens")),
                    // The numbers of this year are the service's own to give.
                    ("Number", $"'KMS-1999-' || printf('%07d', {rows.Own("Tickets")})")
                );
            rows.Copy(
                "Conversations",
                $"\"Id\" {these}",
                copies,
                ("Id", rows.Own("Conversations")),
                ("CitizenId", rows.Of("CitizenId", "Citizens")),
                ("TicketId", rows.Of("TicketId", "Tickets")),
                ("PostId", "\"PostId\" || '-' || n.i"),
                ("LastMessageAt", "\"LastMessageAt\" - n.i * 10000000"),
                ("LastMessageId", "\"LastMessageId\" || '-' || n.i")
            );
            rows.Copy(
                "Messages",
                $"\"ConversationId\" {these}",
                copies,
                ("Id", rows.Own("Messages")),
                ("ConversationId", rows.Of("ConversationId", "Conversations")),
                ("TicketId", rows.Of("TicketId", "Tickets")),
                ("PlatformMessageId", "\"PlatformMessageId\" || '-' || n.i")
            );
            rows.Copy("Clocks", $"\"ConversationId\" {these}" + (within == "NOT IN" ? " OR \"TicketId\" IS NOT NULL" : ""), copies, ("Id", rows.Own("Clocks")), ("ConversationId", rows.Of("ConversationId", "Conversations")), ("TicketId", rows.Of("TicketId", "Tickets")));
            rows.Copy("Events", $"\"ConversationId\" {these}" + (within == "NOT IN" ? " OR \"TicketId\" IS NOT NULL" : ""), copies, ("Id", rows.Own("Events")), ("ConversationId", rows.Of("ConversationId", "Conversations")), ("TicketId", rows.Of("TicketId", "Tickets")));
        }

        rows.Copy(
            "Notices",
            "\"TicketId\" IS NOT NULL AND \"State\" = 'Sent'",
            (conversations - Waiting) / (2 * Each) - 1,
            ("Id", rows.Own("Notices")),
            ("TicketId", rows.Of("TicketId", "Tickets")),
            ("ConversationId", rows.Of("ConversationId", "Conversations")),
            ("Key", "\"Key\" || '-' || n.i"),
            ("TargetId", "\"TargetId\" || '-' || n.i"),
            ("PlatformId", "\"PlatformId\" || '-' || n.i")
        );
        rows.Execute("COMMIT");
        rows.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Figures.Say($"inbox: {rows.Scalar("SELECT COUNT(*) FROM \"Conversations\"")} conversations, {rows.Scalar("SELECT COUNT(*) FROM \"Conversations\" WHERE \"InboxRank\" IS NOT NULL")} of them wait; {rows.Scalar("SELECT COUNT(*) FROM \"Tickets\"")} tickets; {rows.Scalar("SELECT COUNT(*) FROM \"Messages\"")} messages");
    }

    private static async Task<List<(string Name, double Median, double Most)>> Ask(HttpClient http)
    {
        var ids = await Inbox(http, 100);
        var ticket = (string)(await Get(http, "tickets?limit=1"))["items"]![0]!["number"]!;
        (string Name, Func<int, Task> Question)[] questions =
        [
            // As the app opens one: both at once.
            ("open", i => Task.WhenAll(Read(http, $"inbox/{ids[i % ids.Count]}"), Read(http, $"inbox/{ids[i % ids.Count]}/advice"))),
            ("list", _ => Read(http, "inbox?limit=100")),
            ("list.topic", _ => Read(http, "inbox?limit=100&topic=pkh")),
            ("list.dismissed", _ => Read(http, "inbox?limit=100&state=dismissed")),
            ("list.found", _ => Read(http, "inbox?limit=100&q=sembako")),
            ("list.dismissed.found", _ => Read(http, "inbox?limit=100&state=dismissed&q=" + "tidak-ada-di-sini")),
            ("surges", _ => Read(http, "inbox/surges")),
            ("counts", _ => Read(http, "counts")),
            ("tickets", _ => Read(http, "tickets?limit=50")),
            ("tickets.late", _ => Read(http, "tickets?limit=50&due=late")),
            ("tickets.directorate", _ => Read(http, "tickets?limit=50&directorate=LANSIA&status=inprogress")),
            ("tickets.number", _ => Read(http, $"tickets?q={ticket}")),
            ("tickets.found", _ => Read(http, "tickets?limit=50&q=sembako")),
            ("tickets.notfound", _ => Read(http, "tickets?limit=50&q=" + "tidak-ada-di-sini")),
            ("ticket", _ => Read(http, $"tickets/{ticket}")),
            // As the app asks for it, and all at once.
            ("queue", _ => Read(http, "queue?limit=100")),
            ("queue.directorate", _ => Read(http, "queue?limit=100&directorate=JAMSOS")),
            ("queue.officer", _ => Read(http, "queue?limit=100&officer=none")),
            ("queue.found", _ => Read(http, "queue?limit=100&q=" + "tidak-ada-di-sini")),
            ("queue.500", _ => Read(http, "queue")),
            ("queue.summary", _ => Read(http, "queue/summary")),
        ];
        List<(string, double, double)> answers = [];
        foreach (var (name, question) in questions)
        {
            for (var i = 0; i < 10; i++)
                await question(i);
            var took = new double[Rounds];
            for (var i = 0; i < Rounds; i++)
            {
                var from = Stopwatch.GetTimestamp();
                await question(i);
                took[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            }

            answers.Add((name, Figures.Median(took), Figures.Percentile(took, 0.95)));
        }

        return answers;
    }

    private static async Task Browse(ServerProcess api, HttpClient http)
    {
        await Post(http, "users", new { login = "ukur-rina", name = "Rina", roles = new[] { "admin-social" } });
        var link = new Uri((string)(await Post(http, "users/ukur-rina/invitation", new { }))["link"]!);
        var told = link.Fragment.TrimStart('#').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        using (var set = await http.PostAsJsonAsync("api/v1/session/password", new { login = told["login"], token = told["token"], password = Password }))
            set.EnsureSuccessStatusCode();

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = SystemChromium.Path, Args = SystemChromium.Arguments });
        List<double> ready = [];
        var scripts = 0L;
        IPage page = null!;
        for (var load = 0; load < Loads; load++)
        {
            // Each with nothing kept from before.
            var context = await browser.NewContextAsync(new() { BaseURL = http.BaseAddress!.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "id-ID", TimezoneId = "Asia/Jakarta" });
            await context.APIRequest.PostAsync("api/v1/session", new() { DataObject = new { login = "ukur-rina", password = Password } });
            page = await context.NewPageAsync();
            var packed = new List<Task<long>>();
            page.Response += (_, answer) =>
            {
                if (answer.Request.ResourceType == "script")
                    packed.Add(Packed(answer));
            };
            var from = Stopwatch.GetTimestamp();
            await page.GotoAsync("/kotak-masuk", new() { WaitUntil = WaitUntilState.Commit });
            await page.Locator(".item").First.WaitForAsync();
            // It can be worked with when a key does what it says.
            await page.Keyboard.PressAsync("j");
            await page.Locator(".item[data-open]").WaitForAsync();
            ready.Add(Stopwatch.GetElapsedTime(from).TotalSeconds);
            scripts = (await Task.WhenAll(packed)).Sum();
            if (load < Loads - 1)
                await context.CloseAsync();
        }

        Figures.Print("inbox.browser.interactive", Figures.Median(ready), "s");
        Figures.Print("inbox.browser.interactive.limit", Figures.Median(ready) / 1.5, "of the 1.5 s that are allowed");
        Figures.Print("inbox.browser.scripts", scripts / 1000.0, "kB gzipped");
        Figures.Print("inbox.browser.scripts.limit", scripts / 300_000.0, "of the 300 kB that are allowed");

        var opened = await page.EvaluateAsync<double[]>(OpenByKey, Opened);
        Figures.Print("inbox.browser.open.p50", Figures.Percentile(opened, 0.50), "ms");
        Figures.Print("inbox.browser.open.p95", Figures.Percentile(opened, 0.95), "ms");
        Figures.Print("inbox.browser.open.limit", Figures.Percentile(opened, 0.50) / 100, "of the 100 ms that are allowed");

        var rows = await page.EvaluateAsync<int>(LoadAll);
        var scrolled = JsonNode.Parse((await page.EvaluateAsync<JsonElement>(Scroll)).GetRawText())!;
        double[] frames = [.. scrolled["frames"]!.AsArray().Select(f => (double)f!)];
        Figures.Print("inbox.browser.rows", rows, "rows loaded");
        Figures.Print("inbox.browser.scroll.p50", Figures.Percentile(frames, 0.50), "ms a frame");
        Figures.Print("inbox.browser.scroll.p95", Figures.Percentile(frames, 0.95), "ms a frame");
        Figures.Print("inbox.browser.scroll.slow", 100.0 * frames.Count(f => f > 50) / frames.Length, "% of frames over 50 ms");
        Figures.Print("inbox.browser.scroll.drawn", (double)scrolled["drawn"]!, "rows drawn at most");

        // One more comes in while all 2,000 are there.
        var asked = 0;
        page.Request += (_, request) => asked += new Uri(request.Url).AbsolutePath == "/api/v1/inbox" ? 1 : 0;
        await Load.Paced(api.Port, 1, SignedRequests.Of(1, _ => Comment(9_999_999, TimeProvider.System.GetUtcNow())), 0, 10, 1);
        await page.WaitForTimeoutAsync(6000);
        Figures.Print("inbox.browser.live", asked, "pages asked for anew when one conversation comes in");
    }

    private const string OpenByKey = """
        async count => {
          const took = [];
          for (let i = 0; i < count; i++) {
            const before = document.querySelector('.item[data-open]')?.dataset.id;
            const from = performance.now();
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
            await new Promise(done => {
              const look = () => {
                const open = document.querySelector('.item[data-open]')?.dataset.id;
                if (open && open !== before && document.querySelector('.talk .bubble:not([data-coming])') && !document.querySelector('.talk .mantine-Skeleton-root')) done();
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            });
            took.push(performance.now() - from);
            await new Promise(rest => setTimeout(rest, 150));
          }
          return took;
        }
        """;

    private const string LoadAll = """
        async () => {
          const scroller = document.querySelector('.list .scrolls');
          for (let quiet = 0, last = 0; quiet < 20; ) {
            scroller.scrollTop = scroller.scrollHeight;
            await new Promise(rest => setTimeout(rest, 100));
            quiet = scroller.scrollHeight === last ? quiet + 1 : 0;
            last = scroller.scrollHeight;
          }
          return Math.round(scroller.scrollHeight / 76);
        }
        """;

    private const string Scroll = """
        async () => {
          const scroller = document.querySelector('.list .scrolls');
          scroller.scrollTop = 0;
          await new Promise(rest => setTimeout(rest, 500));
          const frames = [];
          let drawn = 0, last = performance.now();
          while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 2) {
            scroller.scrollTop += 160;
            await new Promise(next => requestAnimationFrame(next));
            const now = performance.now();
            frames.push(now - last);
            last = now;
            drawn = Math.max(drawn, document.querySelectorAll('.item').length);
          }
          return { frames, drawn };
        }
        """;

    private static async Task<long> Packed(IResponse answer)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(await answer.BodyAsync());
        return packed.Length;
    }

    private static async Task<List<long>> Inbox(HttpClient http, int most = int.MaxValue)
    {
        List<long> ids = [];
        for (string? cursor = ""; cursor is not null && ids.Count < most;)
        {
            var page = await Get(http, "inbox?limit=100" + (cursor.Length > 0 ? "&cursor=" + Uri.EscapeDataString(cursor) : ""));
            ids.AddRange(page["items"]!.AsArray().Select(i => (long)i!["id"]!));
            cursor = (string?)page["next"];
        }

        return ids;
    }

    private static async Task<JsonNode> Get(HttpClient http, string path) => JsonNode.Parse(await http.GetStringAsync("api/v1/" + path))!;

    private static async Task Read(HttpClient http, string path)
    {
        using var answer = await http.GetAsync("api/v1/" + path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<JsonNode> Post(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync("api/v1/" + path, body);
        var said = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {said}");
        return said.Length > 0 ? JsonNode.Parse(said)! : new JsonObject();
    }

    private static async Task Until(string what, Func<Task<bool>> holds)
    {
        for (var from = Stopwatch.GetTimestamp(); !await holds(); await Task.Delay(200))
            if (Stopwatch.GetElapsedTime(from) > TimeSpan.FromMinutes(2))
                throw new TimeoutException($"Not within two minutes: {what}.");
    }
}
