using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Tickets.Domain.Platforms;

namespace Tickets.Testing;

/// <summary>What went in, what came of it, what went out.</summary>
/// <param name="Posted">Deliveries that a webhook answered with 200.</param>
/// <param name="Refused">Answers of webhooks that were neither 200 nor a refusal that was asked for.</param>
/// <param name="Kept">Deliveries in the database that came by webhooks, or by reading back what those should have told.</param>
/// <param name="ReadBack">Of those, pages that were read back.</param>
/// <param name="Processed">Of those, read without a rest.</param>
/// <param name="Unknown">Of those, read with a part that nobody knows.</param>
/// <param name="UnknownPosted">How many such were posted.</param>
/// <param name="Failed">Of those, not read.</param>
/// <param name="Written">Different messages that citizens wrote.</param>
/// <param name="Messages">Different messages in the database.</param>
/// <param name="Notices">Words on their way out.</param>
/// <param name="Sent">Of those, sent.</param>
/// <param name="BlockedWithTask">Of those, given up, and given to a person or another way.</param>
/// <param name="OtherWays">Of those given up, how many went on by another way.</param>
/// <param name="Open">Of those, neither: still on their way.</param>
/// <param name="Taken">Words that the fakes took.</param>
/// <param name="TakenTwice">Words that the fakes took more than once.</param>
/// <param name="Shown">Words that stand on the lookup page, which no platform takes.</param>
/// <param name="NotShown">Reports by the web form whose answer the lookup page does not show.</param>
/// <param name="Reported">Reports by the web form.</param>
/// <param name="Expired">How many tokens expired.</param>
/// <param name="Broke">How often a channel was found broken and its administrators alarmed.</param>
/// <param name="StillBroken">Channels that are still broken.</param>
/// <param name="Detail">What is in the way, for the one who reads a failure.</param>
public sealed record SoakSums(
    int Posted,
    int Refused,
    int Kept,
    int ReadBack,
    int Processed,
    int Unknown,
    int UnknownPosted,
    int Failed,
    int Written,
    int Messages,
    int Notices,
    int Sent,
    int BlockedWithTask,
    int OtherWays,
    int Open,
    int Taken,
    int TakenTwice,
    int Shown,
    int NotShown,
    int Reported,
    int Expired,
    int Broke,
    int StillBroken,
    string Detail
)
{
    /// <summary>Nothing was lost, nothing was said twice, and nobody waits unseen.</summary>
    public bool Balance =>
        Refused == 0
        && Posted + ReadBack == Kept
        && Kept == Processed + Unknown
        && Unknown == UnknownPosted
        && Failed == 0
        && Written == Messages
        && Notices == Sent + BlockedWithTask
        && Open == 0
        && Taken + Shown == Sent
        && TakenTwice == 0
        && NotShown == 0
        && StillBroken == 0;
}

/// <summary>All platforms at once, with troubles on, against the product as it is shipped: in the end the sums must balance.</summary>
public sealed partial class Soak(int seed, Action<string> tell)
{
    private const string Answer = "Data Ibu sudah kami perbaiki; bantuan cair pada 5 Oktober melalui kantor pos.";
    private const string GivenUp = "State IN ('Blocked', 'Failed') AND SeeksOtherWay IS NULL";

    // A sum that has not moved for so long, with nothing due meanwhile, moves no more.
    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(2);

    // WhatsApp is given so long to report what became of a call that was cut.
    private static readonly TimeSpan ReportsComeWithin = TimeSpan.FromMinutes(10);

    // Beyond this somebody must look, whatever still moves.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    // The channels whose tokens expire, in turn: so often in a run, and not more often than so many turns.
    private static readonly Platform[] Expiring = [Platform.WhatsApp, Platform.Facebook, Platform.YouTube, Platform.X];
    private const int Tokens = 20;
    private const int TokenEvery = 60;

    private readonly Random random = new(seed);
    private readonly HashSet<string> written = [];
    private readonly List<(string Webhook, byte[] Body)> posted = [];
    private readonly ConcurrentBag<Task> statuses = [];
    private ARunningProduct product = null!;
    private FakePlatforms fakes = null!;
    private HttpClient http = null!;
    private long lastId = 7_000_000_000;
    private long began;
    private int accepted;
    private int refused;
    private int unknown;
    private int resolved;
    private int xPosts;
    private int xMessages;
    private int xResolved;
    private Platform? expired;
    private int expiries;
    private readonly Dictionary<string, (string Code, string From)> reports = [];
    private readonly List<string> answered = [];

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(began);

    /// <summary>
    /// Lets citizens write and officers answer as often as they would in so long at that rate, then mends all and waits until all is said. A machine that does not keep
    /// pace takes longer, and nothing less is done.
    /// </summary>
    public async Task<SoakSums> Run(TimeSpan length, int perSecond)
    {
        fakes = await FakePlatforms.Start();
        fakes.YouTubeQuota = int.MaxValue;
        fakes.Graph.EnforceWindows = true;
        product = ARunningProduct.NotStarted(fakes.Graph, tell);
        await using var _ = product;
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = product.Address, Timeout = TimeSpan.FromSeconds(30) };
        using var __ = http;
        fakes.WhatsAppTook = (key, id) => statuses.Add(ReportLater(key, id));
        await product.Restart(fakes.Settings);
        await Write(length, perSecond);
        await RenewToken();
        fakes.Mend();
        tell($"written; {accepted} deliveries, {written.Count} messages, {resolved} tickets resolved; waiting until all is said");
        return await UntilQuiet();
    }

    private async Task Write(TimeSpan length, int perSecond)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        began = TimeProvider.System.GetTimestamp();
        var told = TimeSpan.Zero;
        var turns = (int)(length.TotalSeconds * perSecond);
        var tokens = Math.Max(TokenEvery, turns / Tokens);
        for (var turn = 0; turn < turns; turn++)
        {
            await timer.WaitForNextTickAsync();
            if (turn % 15 == 0)
                Trouble(length);
            if (turn % 40 == 39)
                await Resolve();
            if (turn % tokens == tokens / 3)
                ExpireToken();
            else if (turn % tokens == tokens - 1)
                await RenewToken();
            await Something();
            if (Elapsed - told >= TimeSpan.FromMinutes(1))
            {
                told = Elapsed;
                tell($"{told.TotalMinutes:0} min: {accepted} deliveries, {fakes.Sent.Count + fakes.Graph.Sent.Count} words taken, {product.BytesInMemory >> 20} MiB in memory, {product.BytesOnDisk >> 20} MiB on the disk");
            }
        }
    }

    // One channel after the other loses its token, and its words wait.
    private void ExpireToken()
    {
        expired = Expiring[expiries++ % Expiring.Length];
        fakes.Expire(expired.Value, NewToken);
    }

    // An administrator enters a new one: what was held goes on at once.
    private async Task RenewToken()
    {
        if (expired is not { } platform)
            return;
        expired = null;
        var setting = platform == Platform.X ? "bearerToken" : "accessToken";
        var answer = await product.Api.Put($"api/v1/channels/{platform.ToString().ToLowerInvariant()}", new { settings = new Dictionary<string, string> { [setting] = NewToken } });
        if ((int)answer.Status >= 300)
            throw new InvalidOperationException($"{platform}: {(int)answer.Status} {answer.Text}");
    }

    private string NewToken => $"token-{expiries}";

    // One trouble at a time for each platform: more would pile up where little is sent, and outlast the run.
    private void Trouble(TimeSpan length)
    {
        fakes.Graph.Outage = random.Next(12) == 0;
        const string limited = """{"error":{"message":"(#613) Calls to this api have exceeded the rate limit.","type":"OAuthException","code":613}}""";
        switch (random.Next(8))
        {
            case 0:
                fakes.Graph.AnswerNext(1, 400, limited, ("Retry-After", "1"));
                break;
            case 1:
                fakes.Graph.CutNextAfterTaking();
                break;
            case 2:
                fakes.Graph.CutNext();
                break;
            case 3 when !fakes.IsTroubled(Platform.WhatsApp):
                // What WhatsApp never took it never reports: a person is asked in the end, so only where the run outlasts that.
                var neverTaken = random.Next(4) == 0 && length - Elapsed >= ReportsComeWithin - TimeSpan.FromMinutes(1);
                fakes.Next(Platform.WhatsApp, new FakeTrouble(neverTaken ? FakeTroubleKind.Cut : FakeTroubleKind.CutAfterTaking));
                break;
            case 4 when !fakes.IsTroubled(Platform.WhatsApp):
                fakes.Next(Platform.WhatsApp, new FakeTrouble(FakeTroubleKind.Answer, 400, """{"error":{"code":131056,"message":"pair rate limit"}}"""));
                break;
            case 5 when !fakes.IsTroubled(Platform.YouTube):
                fakes.Next(Platform.YouTube, new FakeTrouble(random.Next(2) == 0 ? FakeTroubleKind.CutAfterTaking : FakeTroubleKind.Cut));
                break;
            case 6 when !fakes.IsTroubled(Platform.X):
                fakes.Next(Platform.X, new FakeTrouble(random.Next(2) == 0 ? FakeTroubleKind.CutAfterTaking : FakeTroubleKind.Answer, 503, "{\"title\":\"Service Unavailable\"}"));
                break;
            default:
                break;
        }
    }

    private Task Something()
    {
        var at = TimeProvider.System.GetUtcNow();
        var who = Next();
        var plea = random.Next(3) > 0;
        var text = (plea ? "min tolong, PKH ibu saya belum cair dari bulan Juli " : "semangat terus min ") + who;
        switch (random.Next(16))
        {
            case 0 or 1:
                var post = $"{ARunningProduct.PageId}_{Next()}";
                var comment = $"{post.Split('_')[1]}_{Next()}";
                fakes.Graph.CitizenCommented(comment, null, who, text, at);
                // Some are sorry at once, and nothing can be said under their comment any more.
                if (random.Next(40) == 0)
                    fakes.Graph.Delete(comment);
                return Post("meta", MetaPayloads.FacebookComment(ARunningProduct.PageId, post, comment, who, "Siti", text, at, null), $"Facebook {comment}");
            case 2:
                var instagram = Next();
                fakes.Graph.CitizenCommented(instagram, null, who, text, at);
                return Post("meta", MetaPayloads.InstagramComment(ARunningProduct.InstagramId, Next(), instagram, who, "siti", text, at), $"Instagram {instagram}");
            case 3:
                var mid = $"m_{Next()}";
                fakes.Graph.CitizenWrote(who, text, at, mid);
                return Post("meta", MetaPayloads.Messenger(ARunningProduct.PageId, who, mid, text, at), $"Facebook {mid}");
            case 4 or 5 or 6:
                var wamid = fakes.Write(Platform.WhatsApp, who, text, at);
                // Now and then somebody writes and blocks us at once.
                if (random.Next(20) == 0)
                    fakes.Block(who);
                return Post("whatsapp", WhatsApp($$"""{"from":"{{who}}","id":"{{wamid}}","timestamp":"{{at.ToUnixTimeSeconds()}}","type":"text","text":{"body":"{{text}}"} }"""), $"WhatsApp {wamid}");
            case 7:
                return Post("whatsapp", WhatsApp($$"""{"from":"{{who}}","id":"wamid.r{{Next()}}","timestamp":"{{at.ToUnixTimeSeconds()}}","type":"reaction","reaction":{"message_id":"x","emoji":"👍"} }"""));
            case 8 when Room(ref xPosts, 15, TimeSpan.FromSeconds(20)):
                var tweet = fakes.Write(Platform.X, who, text, at);
                return Post("x", Encoding.UTF8.GetBytes($$$"""{"for_user_id":"{{{FakePlatforms.XUserId}}}","tweet_create_events":[{"id_str":"{{{tweet}}}","text":"{{{text}}}","user":{"id_str":"{{{who}}}","name":"Budi","screen_name":"budi"},"timestamp_ms":"{{{at.ToUnixTimeMilliseconds()}}}","entities":{"user_mentions":[{"id_str":"{{{FakePlatforms.XUserId}}}"}]} }]}"""), $"X {tweet}");
            case 9 when Room(ref xMessages, 3, TimeSpan.FromSeconds(150)):
                var dm = fakes.Write(Platform.X, who, text, at, inPrivate: true);
                return Post("x", Encoding.UTF8.GetBytes($$$"""{"for_user_id":"{{{FakePlatforms.XUserId}}}","direct_message_events":[{"type":"message_create","id":"{{{dm}}}","created_timestamp":"{{{at.ToUnixTimeMilliseconds()}}}","message_create":{"target":{"recipient_id":"{{{FakePlatforms.XUserId}}}"},"sender_id":"{{{who}}}","message_data":{"text":"{{{text}}}"} } }]}"""), $"X {dm}");
            case 10 or 11:
                written.Add($"YouTube {fakes.Write(Platform.YouTube, $"UC{who}", text, at)}");
                return Task.CompletedTask;
            case 12:
                unknown++;
                return Post(random.Next(3) switch { 0 => "meta", 1 => "whatsapp", _ => "x" }, Encoding.UTF8.GetBytes($$"""{"somethingNew":{{Next()}} }"""));
            case 13 when posted.Count > 0:
                // Platforms deliver again what they are not sure of.
                var (webhook, again) = posted[random.Next(posted.Count)];
                if (Encoding.UTF8.GetString(again).Contains("somethingNew", StringComparison.Ordinal))
                    unknown++;
                return Post(webhook, again);
            case 14:
                return Report(who, text);
            default:
                return Post("meta", MetaPayloads.FacebookReaction(ARunningProduct.PageId, $"{ARunningProduct.PageId}_1", null, who, at));
        }
    }

    // By the web form, as a browser without script sends it; now and then the button is pressed twice.
    private async Task Report(string who, string text)
    {
        var from = $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}";
        using var page = await Ask(new HttpRequestMessage(HttpMethod.Get, "lapor"), from);
        var html = await page.Content.ReadAsStringAsync();
        var form = Guid.Parse(Field(html, "Form"));
        var cookie = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var numbers = new HashSet<string>();
        for (var times = random.Next(8) == 0 ? 2 : 1; times > 0; times--)
        {
            using var content = new MultipartFormDataContent
            {
                { new StringContent($"{form}"), "Form" },
                { new StringContent($"Siti {who}"), "Name" },
                { new StringContent(text), "Text" },
                { new StringContent("true"), "Agree" },
                { new StringContent(""), "Website" },
                { new StringContent(Field(html, "__RequestVerificationToken")), "__RequestVerificationToken" },
            };
            using var sent = new HttpRequestMessage(HttpMethod.Post, "lapor") { Content = content };
            sent.Headers.TryAddWithoutValidation("Cookie", cookie);
            using var answer = await Ask(sent, from);
            if (Reports().Match(await answer.Content.ReadAsStringAsync()) is not { Success: true } told)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            numbers.Add(told.Groups[1].Value);
            reports[told.Groups[1].Value] = (told.Groups[2].Value, from);
        }

        // Sent twice it is reported once.
        if (numbers.Count != 1)
            Interlocked.Increment(ref refused);
        written.Add($"Web {form:N}");
    }

    // Each citizen has an address of their own, as before a proxy.
    private async Task<HttpResponseMessage> Ask(HttpRequestMessage request, string from)
    {
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
        return await http.SendAsync(request);
    }

    private static string Field(string html, string name) => Regex.Match(html, $"name=\"{name}\"[^>]* value=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    [GeneratedRegex("<dd>(KMS-[^<]+)</dd>\\s*<dt>[^<]*</dt>\\s*<dd>([^<]+)</dd>", RegexOptions.None, 1000)]
    private static partial Regex Reports();

    // Whoever reported by the form reads the answer where they follow their report.
    private async Task<int> NotShown()
    {
        var missing = 0;
        foreach (var number in answered)
        {
            var (code, from) = reports[number];
            using var page = await Ask(new HttpRequestMessage(HttpMethod.Get, $"lacak?nomor={number}&kode={code}"), from);
            missing += WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()).Contains(Answer, StringComparison.Ordinal) ? 0 : 1;
        }

        return missing;
    }

    // The documented limits of X leave room for a hundred posts and fifteen messages in a quarter of an hour.
    private bool Room(ref int used, int atOnce, TimeSpan oneMoreEvery)
    {
        if (used >= atOnce + (Elapsed / oneMoreEvery))
            return false;
        used++;
        return true;
    }

    // An officer answers a ticket that waits: the closing words walk their ladder.
    private async Task Resolve()
    {
        var waiting = (await product.Api.Get("api/v1/tickets?status=Assigned&limit=20")).Json["items"]!.AsArray();
        if (waiting.Count == 0)
            return;
        var ticket = waiting[random.Next(waiting.Count)]!;
        if ((string?)ticket["platform"] == nameof(Platform.X) && !Room(ref xResolved, 4, TimeSpan.FromSeconds(60)))
            return;
        var answer = await product.Api.Do((string)ticket["number"]!, "resolution", new { answer = Answer }, (int)ticket["version"]!);
        // A citizen may have written meanwhile: the officer would look again.
        if ((int)answer.Status == 200)
        {
            resolved++;
            if (reports.ContainsKey((string)ticket["number"]!))
                answered.Add((string)ticket["number"]!);
        }
        else if ((int)answer.Status >= 500)
            Interlocked.Increment(ref refused);
    }

    private async Task Post(string webhook, byte[] body, string? message = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"webhooks/{webhook}") { Content = new ByteArrayContent(body) };
        var (header, value) = webhook switch
        {
            "x" => (XSignature.Header, XSignature.Of(body, FakePlatforms.XSecret)),
            "whatsapp" => (MetaSignature.Header, MetaSignature.Of(body, FakePlatforms.WhatsAppSecret)),
            _ => (MetaSignature.Header, product.Signature(body)),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await http.SendAsync(request);
        if ((int)answer.StatusCode != 200)
        {
            Interlocked.Increment(ref refused);
            return;
        }

        Interlocked.Increment(ref accepted);
        if (message is not null)
            written.Add(message);
        if (posted.Count < 1000 && header.Length > 0 && message is not null)
            posted.Add((webhook, body));
    }

    // WhatsApp reports every message with the key that came along with it.
    private async Task ReportLater(string key, string id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        await timer.WaitForNextTickAsync();
        await Post("whatsapp", Encoding.UTF8.GetBytes(Value($$"""{"statuses":[{"id":"{{id}}","status":"sent","timestamp":"{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}","biz_opaque_callback_data":"{{key}}"}]}""")));
    }

    private static byte[] WhatsApp(string message) => Encoding.UTF8.GetBytes(Value($$"""{"contacts":[{"profile":{"name":"Siti"} }],"messages":[{{message}}]}"""));

    private static string Value(string value) => $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{{value}} }]}]}""";

    private string Next() => (++lastId).ToString(CultureInfo.InvariantCulture);

    private async Task<SoakSums> UntilQuiet()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        SoakSums? before = null;
        var ended = TimeProvider.System.GetTimestamp();
        var (changed, told) = (ended, ended);
        while (true)
        {
            var (sums, next) = await Count();
            if (sums.Balance)
            {
                await Task.WhenAll(statuses);
                return sums;
            }

            if (before is null || before != sums || next > TimeProvider.System.GetUtcNow() - Stalled)
                changed = TimeProvider.System.GetTimestamp();
            before = sums;
            if (TimeProvider.System.GetElapsedTime(changed) > Stalled || TimeProvider.System.GetElapsedTime(ended) > Longest)
                return sums;
            if (TimeProvider.System.GetElapsedTime(told) > TimeSpan.FromSeconds(30))
            {
                told = TimeProvider.System.GetTimestamp();
                tell($"waiting: {sums.Open} words on their way, the next at {next:HH:mm:ss} ({sums})");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    // The sums, and when the product will do something next by itself.
    private async Task<(SoakSums Sums, DateTimeOffset? Next)> Count()
    {
        await using var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(product.Folder, "tickets.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await db.OpenAsync();
        var taken = fakes.Sent.Select(s => $"{s.Platform} {s.Words.Target} {s.Words.Text}").Concat(fakes.Graph.Sent.Select(s => $"Graph {s.Target} {s.Text}")).ToList();
        var open = await One("SELECT COUNT(*) FROM Notices WHERE State NOT IN ('Sent', 'Blocked', 'Failed')");
        var sums = new SoakSums(
            accepted,
            refused,
            await One("SELECT COUNT(*) FROM Deliveries WHERE Source <> 'youtube'"),
            await One("SELECT COALESCE(SUM(json_extract(Payload, '$.kept')), 0) FROM Events WHERE Type = 'ChannelReadBack' AND json_extract(Payload, '$.platform') <> 'YouTube'"),
            await One("SELECT COUNT(*) FROM Deliveries WHERE Source <> 'youtube' AND State = 'Processed'"),
            await One("SELECT COUNT(*) FROM Deliveries WHERE State = 'Unknown'"),
            unknown,
            await One("SELECT COUNT(*) FROM Deliveries WHERE State = 'Failed'"),
            written.Count,
            await One("SELECT COUNT(*) FROM (SELECT DISTINCT Platform, PlatformMessageId FROM Messages)"),
            await One("SELECT COUNT(*) FROM Notices"),
            await One("SELECT COUNT(*) FROM Notices WHERE State = 'Sent'"),
            await One($"SELECT COUNT(*) FROM Notices WHERE {GivenUp} AND (InsteadKey IS NOT NULL OR \"Key\" IN (SELECT json_extract(Payload, '$.key') FROM Events WHERE Type = 'AdminAsked'))"),
            await One($"SELECT COUNT(*) FROM Notices WHERE {GivenUp} AND InsteadKey IS NOT NULL"),
            open,
            taken.Count,
            taken.Count - taken.Distinct(StringComparer.Ordinal).Count(),
            await One("SELECT COUNT(*) FROM Notices WHERE State = 'Sent' AND Platform = 'Web'"),
            open > 0 ? answered.Count : await NotShown(),
            reports.Count,
            expiries,
            await One("SELECT COUNT(*) FROM Events WHERE Type = 'ChannelBroke'"),
            await One("SELECT COUNT(*) FROM Channels WHERE Broken = 1"),
            await Text("SELECT group_concat(Platform || ' ' || State || ' ' || n || ' ' || coalesce(Detail, ''), '; ') FROM (SELECT Platform, State, Detail, COUNT(*) AS n FROM Notices WHERE State <> 'Sent' GROUP BY Platform, State, Detail)")
        );
        return (sums, await Next());

        async Task<DateTimeOffset?> Next()
        {
            var ticks = await Text("SELECT MIN(NextAttemptAt) FROM Notices WHERE NextAttemptAt IS NOT NULL");
            return long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) ? new DateTimeOffset(at, TimeSpan.Zero) : null;
        }

        async Task<int> One(string sql)
        {
            await using var command = db.CreateCommand();
            command.CommandText = sql;
            return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }

        async Task<string> Text(string sql)
        {
            await using var command = db.CreateCommand();
            command.CommandText = sql;
            return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
        }
    }
}
