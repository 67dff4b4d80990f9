using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tickets.Domain.Platforms;

namespace Tickets.Testing;

/// <summary>What a citizen wrote on a platform of the fakes.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="AuthorId">Who.</param>
/// <param name="Text">The words.</param>
/// <param name="At">When, UTC.</param>
/// <param name="ReplyTo">What they answer; null at the top.</param>
/// <param name="Private">True for a direct message.</param>
/// <param name="EditedAt">When they were last changed, UTC.</param>
public sealed record FakeWords(string Id, string AuthorId, string Text, DateTimeOffset At, string? ReplyTo, bool Private, DateTimeOffset? EditedAt = null);

/// <summary>
/// All platforms on one host of the loopback, as documented: the Graph API (<see cref="Graph"/>), the WhatsApp Cloud API, X's API v2 and the YouTube Data API, with their status
/// codes, error bodies, paging, limits and windows, and without the idempotency that none of them has. Keeps all in memory; tests and the simulator's troubles
/// script it.
/// </summary>
public sealed class FakePlatforms : IAsyncDisposable
{
    /// <summary>The ministry's account on X.</summary>
    public const string XUserId = "7001";

    /// <summary>The ministry's channel on YouTube.</summary>
    public const string YouTubeChannelId = "UCkemensos";

    /// <summary>The id of the ministry's WhatsApp number.</summary>
    public const string PhoneNumberId = "106540352242922";

    /// <summary>Signs what WhatsApp delivers.</summary>
    public const string WhatsAppSecret = "rahasia-wa";

    /// <summary>Signs what X delivers.</summary>
    public const string XSecret = "rahasia-x";

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly List<SentWords> sent = [];
    private readonly Dictionary<Platform, List<FakeWords>> words = [];
    private readonly Dictionary<Platform, Queue<FakeTrouble>> troubles = [];
    private readonly HashSet<string> gone = [];
    private readonly HashSet<string> blockedUs = [];
    private readonly Dictionary<(string Target, Door? Door), FakeTrouble> refusals = [];
    private readonly HashSet<string> held = [];
    private readonly Dictionary<string, (DateTimeOffset Since, int Calls)> xWindows = [];
    private readonly Dictionary<Platform, string> onlyTokens = [];
    private readonly HashSet<string> hiddenReplies = [];
    private (DateTimeOffset Since, int Calls) whatsAppSecond;
    private DateOnly youTubeDay;
    private long lastId = 500_000_000;
    private int calls;

    private FakePlatforms(FakeGraph graph, TimeProvider time)
    {
        Graph = graph;
        this.time = time;
        graph.Beside = Handle;
    }

    /// <summary>Facebook and Instagram.</summary>
    public FakeGraph Graph { get; }

    /// <summary>What <c>Tickets:Platforms:WhatsApp:BaseUrl</c> should be.</summary>
    public string WhatsAppUrl => $"{Graph.Address}/whatsapp/v25.0";

    /// <summary>What <c>Tickets:Platforms:X:BaseUrl</c> should be.</summary>
    public string XUrl => $"{Graph.Address}/x";

    /// <summary>What <c>Tickets:Platforms:YouTube:BaseUrl</c> should be.</summary>
    public string YouTubeUrl => $"{Graph.Address}/youtube/v3";

    /// <summary>What connects the product to WhatsApp, X and YouTube here, as environment variables.</summary>
    public (string Name, string Value)[] Settings =>
        [
            ("Tickets__Platforms__WhatsApp__AppSecret", WhatsAppSecret),
            ("Tickets__Platforms__WhatsApp__VerifyToken", "kata-wa"),
            ("Tickets__Platforms__WhatsApp__AccessToken", "token"),
            ("Tickets__Platforms__WhatsApp__PhoneNumberId", PhoneNumberId),
            ("Tickets__Platforms__WhatsApp__BaseUrl", WhatsAppUrl),
            ("Tickets__Platforms__X__ConsumerSecret", XSecret),
            ("Tickets__Platforms__X__BearerToken", "token"),
            ("Tickets__Platforms__X__UserId", XUserId),
            ("Tickets__Platforms__X__BaseUrl", XUrl),
            ("Tickets__Platforms__YouTube__AccessToken", "token"),
            ("Tickets__Platforms__YouTube__ChannelId", YouTubeChannelId),
            ("Tickets__Platforms__YouTube__BaseUrl", YouTubeUrl),
            ("Tickets__Platforms__YouTube__PollSeconds", "1"),
            ("Tickets__Platforms__YouTube__DailyQuota", "100000000"),
        ];

    /// <summary>The token that WhatsApp, X and YouTube ask for; null: any.</summary>
    public string? RequiredToken { get; set; }

    /// <summary>True: direct messages of WhatsApp need a word of the citizen within 24 hours.</summary>
    public bool EnforceWindows { get; set; } = true;

    /// <summary>The approved template of the ministry.</summary>
    public string Template { get; set; } = "tiket_lacak";

    /// <summary>Messages that WhatsApp takes in a second.</summary>
    public int WhatsAppLimit { get; set; } = 80;

    /// <summary>Calls that each address of X takes in its window of a quarter of an hour; null: as documented, 100 posts, 15 direct messages and 300 readings.</summary>
    public int? XLimit { get; set; }

    /// <summary>Threads that YouTube gives at once at most.</summary>
    public int YouTubePage { get; set; } = 100;

    /// <summary>Units that YouTube takes in a day.</summary>
    public int YouTubeQuota { get; set; } = 10_000;

    /// <summary>Units of YouTube that were used on this day of Pacific time.</summary>
    public int YouTubeSpent { get; private set; }

    /// <summary>Films on YouTube, by id: what each is called, where its picture lies, and of whose channel it is.</summary>
    public ConcurrentDictionary<string, (string Title, string? Picture, string Channel)> YouTubeFilms { get; } = [];

    /// <summary>Posts of the ministry's own account on X.</summary>
    public ISet<string> OwnPosts { get; } = new HashSet<string>();

    /// <summary>Told of every message that WhatsApp took: what a status would say. Key and id.</summary>
    public Action<string, string>? WhatsAppTook { get; set; }

    /// <summary>How many calls came to WhatsApp, X and YouTube.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>All that was taken so far by WhatsApp, X and YouTube, in order: a copy.</summary>
    public IReadOnlyList<(Platform Platform, SentWords Words)> Sent
    {
        get
        {
            lock (gate)
                return [.. sent.Select(s => (PlatformOf(s), s))];
        }
    }

    /// <summary>Starts them on a free port, or where an earlier one was.</summary>
    public static async Task<FakePlatforms> Start(TimeProvider? time = null, int port = 0) => new(await FakeGraph.Start(time, port), time ?? TimeProvider.System);

    /// <summary>A citizen writes; answers the id.</summary>
    public string Write(Platform platform, string authorId, string text, DateTimeOffset at, string? replyTo = null, bool inPrivate = false)
    {
        lock (gate)
        {
            var id =
                platform == Platform.YouTube ? (replyTo is null ? $"Ug{++lastId}" : $"{replyTo}.{++lastId}")
                : platform == Platform.WhatsApp ? $"wamid.{++lastId}"
                : Next();
            Of(platform).Add(new FakeWords(id, authorId, text, at, replyTo, inPrivate));
            return id;
        }
    }

    /// <summary>A citizen changes what they wrote.</summary>
    public void Edit(Platform platform, string id, string text, DateTimeOffset at)
    {
        lock (gate)
        {
            var all = Of(platform);
            var index = all.FindIndex(w => w.Id == id);
            all[index] = all[index] with { Text = text, EditedAt = at };
        }
    }

    /// <summary>Words are deleted: what is asked of them is refused from now on, and lists leave them out.</summary>
    public void Delete(string id)
    {
        lock (gate)
            gone.Add(id);
    }

    /// <summary>A citizen blocks the ministry.</summary>
    public void Block(string userId)
    {
        lock (gate)
            blockedUs.Add(userId);
    }

    /// <summary>The next calls that send words by this platform fare so.</summary>
    public void Next(Platform platform, FakeTrouble trouble, int times = 1)
    {
        lock (gate)
        {
            if (!troubles.TryGetValue(platform, out var queue))
                troubles[platform] = queue = new Queue<FakeTrouble>();
            for (; times > 0; times--)
                queue.Enqueue(trouble);
        }
    }

    /// <summary>The token of this platform expires: from now on it lets in nobody but who shows the new one.</summary>
    public void Expire(Platform platform, string newToken)
    {
        if (platform is Platform.Facebook or Platform.Instagram)
            Graph.RequiredToken = newToken;
        else
            lock (gate)
                onlyTokens[platform] = newToken;
    }

    /// <summary>Replies on X that are hidden.</summary>
    public IReadOnlyCollection<string> HiddenReplies
    {
        get
        {
            lock (gate)
                return [.. hiddenReplies];
        }
    }

    /// <summary>A comment on YouTube waits until the channel lets it through.</summary>
    public void HoldForReview(string id)
    {
        lock (gate)
            held.Add(id);
    }

    /// <summary>Words for this comment, post or user are refused so from now on, by one door or by all.</summary>
    public void Refuse(string target, Door? door, int status, string body)
    {
        lock (gate)
            refusals[(target, door)] = new FakeTrouble(FakeTroubleKind.Answer, status, body);
    }

    /// <summary>Whether trouble waits for the next call that sends words by this platform.</summary>
    public bool IsTroubled(Platform platform)
    {
        lock (gate)
            return troubles.TryGetValue(platform, out var queue) && queue.Count > 0;
    }

    /// <summary>All platforms are well again: what waited for their next calls is forgotten.</summary>
    public void Mend()
    {
        lock (gate)
            troubles.Clear();
        Graph.Mend();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Graph.DisposeAsync();

    private static Platform PlatformOf(SentWords words) => Enum.Parse<Platform>(words.Tag!);

    private async Task<bool> Handle(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        Platform? platform = path.FirstOrDefault() switch
        {
            "whatsapp" => Platform.WhatsApp,
            "x" => Platform.X,
            "youtube" => Platform.YouTube,
            _ => null,
        };
        if (platform is not { } which)
            return false;
        Interlocked.Increment(ref calls);
        var isPost = HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPut(http.Request.Method);
        var body = isPost ? await ReadBody(http) : null;
        var trouble = isPost ? NextTrouble(which) : null;
        if (trouble?.Kind == FakeTroubleKind.Cut)
        {
            http.Abort();
            return true;
        }

        if (trouble?.Kind == FakeTroubleKind.Answer)
        {
            foreach (var (name, value) in trouble.Headers)
                http.Response.Headers[name] = value;
            await Write(http, trouble.Status, trouble.Body ?? "");
            return true;
        }

        var (status, answer) = Answer(which, http, path, body);
        // What was refused was not taken: its answer arrives.
        if (trouble?.Kind == FakeTroubleKind.CutAfterTaking && status < 300)
            http.Abort();
        else
            await Write(http, status, answer is null ? "" : JsonSerializer.Serialize(answer, Json));
        return true;
    }

    private (int Status, object? Body) Answer(Platform platform, HttpContext http, string[] path, JsonNode? body)
    {
        lock (gate)
            return platform switch
            {
                Platform.WhatsApp => WhatsApp(http, body),
                Platform.X => X(http, path, body),
                _ => YouTube(http, path, body),
            };
    }

    private (int, object?) WhatsApp(HttpContext http, JsonNode? body)
    {
        if (!HasToken(http, Platform.WhatsApp))
            return (401, GraphError(190, "Error validating access token: Session has expired."));
        if (body is null)
            return (200, new { id = PhoneNumberId, display_phone_number = "+62 811-1022-210", verified_name = "Kementerian Sosial RI" });
        var now = time.GetUtcNow();
        whatsAppSecond = now - whatsAppSecond.Since < TimeSpan.FromSeconds(1) ? (whatsAppSecond.Since, whatsAppSecond.Calls + 1) : (now, 1);
        if (whatsAppSecond.Calls > WhatsAppLimit)
            return (400, GraphError(130429, "(#130429) Rate limit hit"));
        var to = (string?)body?["to"] ?? (string?)body?["recipient"] ?? "";
        var type = (string?)body?["type"];
        if ((string?)body?["messaging_product"] != "whatsapp")
            return (400, GraphError(100, "(#100) The parameter messaging_product is required."));
        if (to.Length == 0 || type is not ("text" or "template"))
            return (400, GraphError(100, "(#100) Invalid parameter"));
        if (Refused(to, type == "template" ? Door.Template : Door.DirectMessage) is { } refused)
            return refused;
        if (blockedUs.Contains(to))
            return (400, GraphError(131026, "Message undeliverable"));
        if (type == "template" && (string?)body["template"]?["name"] != Template)
            return (404, GraphError(132001, "(#132001) Template name does not exist in the translation"));
        if (type == "template" && body["template"]?["components"]?[0]?["parameters"]?.AsArray().Count != 2)
            return (400, GraphError(132000, "(#132000) Number of parameters does not match the expected number of params"));
        var text = type == "text" ? (string?)body?["text"]?["body"] ?? "" : string.Join(" · ", body?["template"]?["components"]?[0]?["parameters"]?.AsArray().Select(p => (string?)p?["text"]) ?? []);
        if (text.Length > 4096)
            return (400, GraphError(100, "(#100) Param text['body'] must be at most 4096 characters long."));
        var wroteAt = Of(Platform.WhatsApp).Where(w => w.AuthorId == to).Select(w => w.At).DefaultIfEmpty().Max();
        if (type == "text" && EnforceWindows && time.GetUtcNow() - wroteAt > TimeSpan.FromHours(24))
            return (400, GraphError(131047, "Re-engagement message"));
        var id = $"wamid.{Next()}";
        Take(Platform.WhatsApp, type == "template" ? Door.Template : Door.DirectMessage, to, to, text, id);
        WhatsAppTook?.Invoke((string?)body?["biz_opaque_callback_data"] ?? "", id);
        return (200, new { messaging_product = "whatsapp", contacts = new[] { new { input = to, wa_id = to } }, messages = new[] { new { id } } });
    }

    private (int, object?) X(HttpContext http, string[] path, JsonNode? body)
    {
        // Each address has a window of its own, which begins with its first call.
        var now = time.GetUtcNow();
        var (address, documented) = body is null ? (string.Join('/', path[1..]), 300) : path is ["x", "2", "tweets"] ? ("tweets", 100) : path is [.., "hidden"] ? ("hidden", 50) : ("messages", 15);
        var limit = XLimit ?? documented;
        var window = xWindows.GetValueOrDefault(address);
        window = now - window.Since < TimeSpan.FromMinutes(15) ? (window.Since, window.Calls + 1) : (now, 1);
        xWindows[address] = window;
        var left = limit - window.Calls;
        http.Response.Headers["x-rate-limit-limit"] = limit.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["x-rate-limit-remaining"] = Math.Max(0, left).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["x-rate-limit-reset"] = window.Since.AddMinutes(15).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (left < 0)
            return (429, new { title = "Too Many Requests", detail = "Too Many Requests", type = "about:blank", status = 429 });
        if (!HasToken(http, Platform.X))
            return (401, new { title = "Unauthorized", detail = "Unauthorized", type = "about:blank", status = 401 });
        return path switch
        {
            ["x", "2", "tweets"] when body is not null => Post(body),
            ["x", "2", "dm_conversations", "with", var user, "messages"] when body is not null => DirectMessage(Uri.UnescapeDataString(user), body),
            ["x", "2", "tweets", var reply, "hidden"] when body is not null => HideReply(reply, body),
            ["x", "2", "users", var user, "tweets"] => (200, Timeline(http, user)),
            ["x", "2", "users", _, "mentions"] => (200, Mentions(http)),
            ["x", "2", "dm_events"] => (200, DirectMessages(http, null)),
            ["x", "2", "users", "me"] => (200, new { data = new { id = XUserId, name = "Kemensos", username = "kemensosri" } }),
            ["x", "2", "dm_conversations", "with", var user, "dm_events"] => (200, DirectMessages(http, user)),
            _ => (404, new { title = "Not Found Error", type = "https://api.twitter.com/2/problems/resource-not-found", status = 404 }),
        };
    }

    private (int, object?) Post(JsonNode body)
    {
        var text = (string?)body["text"] ?? "";
        var target = (string?)body["reply"]?["in_reply_to_tweet_id"];
        if (Refused(target ?? "", Door.CommentReply) is { } refused)
            return refused;
        if (text.Length == 0)
            return (400, Problem(400, "Invalid Request", "One or more parameters to your request was invalid."));
        if (Domain.Notices.Lengths.Weighted(text) > 280)
            return (400, Problem(400, "Invalid Request", "Your Tweet text is too long. For more information on how Twitter determines text length see…"));
        if (target is not null && gone.Contains(target))
            return (400, Problem(400, "Invalid Request", "You attempted to reply to a Tweet that is deleted or not visible to you."));
        if (sent.Any(s => s.Tag == nameof(Platform.X) && s.Door == Door.CommentReply && s.Text == text && s.Target == target))
            return (403, Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."));
        var id = Next();
        Take(Platform.X, Door.CommentReply, target ?? "", null, text, id);
        return (201, new { data = new { id, text } });
    }

    // Replies only, and only under posts of the account's own: those that a test gave it.
    private (int, object?) HideReply(string reply, JsonNode body)
    {
        if (Refused(reply, Door.Hide) is { } refused)
            return refused;
        if (gone.Contains(reply) || Of(Platform.X).Find(w => w.Id == reply) is not { } words)
            return (404, Problem(404, "Not Found Error", $"Could not find tweet with id: [{reply}]."));
        if (words.ReplyTo is null || !OwnPosts.Contains(words.ReplyTo))
            return (403, Problem(403, "Forbidden", "You are not permitted to perform this action."));
        var isHidden = (bool?)body["hidden"] ?? false;
        if (isHidden)
            hiddenReplies.Add(reply);
        else
            hiddenReplies.Remove(reply);
        Take(Platform.X, Door.Hide, reply, null, "", reply);
        return (200, new { data = new { hidden = isHidden } });
    }

    private (int, object?) DirectMessage(string user, JsonNode body)
    {
        if (Refused(user, Door.DirectMessage) is { } refused)
            return refused;
        if (((string?)body["text"])?.Length > 10_000)
            return (400, Problem(400, "Invalid Request", "The text of your direct message exceeds the maximum length."));
        if (blockedUs.Contains(user))
            return (403, Problem(403, "Forbidden", "You cannot send messages to this user."));
        var id = Next();
        Take(Platform.X, Door.DirectMessage, user, user, (string?)body["text"] ?? "", id);
        return (201, new { data = new { dm_conversation_id = $"{XUserId}-{user}", dm_event_id = id } });
    }

    private object Timeline(HttpContext http, string user) =>
        Page(
            http,
            sent.Where(s => s.Tag == nameof(Platform.X) && s.Door == Door.CommentReply)
                .Reverse()
                .Select(s => (object)new
                {
                    id = s.Id,
                    // As X shows replies: the names of those answered stand first, and links are shortened.
                    text = $"@warga {s.Text}",
                    author_id = user,
                    created_at = Iso(s.At),
                    referenced_tweets = new[] { new { type = "replied_to", id = s.Target } },
                })
        );

    private object Mentions(HttpContext http)
    {
        var since = DateTimeOffset.TryParse(http.Request.Query["start_time"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : default;
        return Page(
            http,
            Of(Platform.X)
                .Where(w => !w.Private && !gone.Contains(w.Id) && w.At >= since)
                .OrderByDescending(w => w.At)
                .Select(w => (object)new
                {
                    id = w.Id,
                    text = w.Text,
                    author_id = w.AuthorId,
                    created_at = Iso(w.At),
                    conversation_id = w.ReplyTo ?? w.Id,
                    in_reply_to_user_id = w.ReplyTo is null ? null : XUserId,
                    referenced_tweets = w.ReplyTo is null ? null : new[] { new { type = "replied_to", id = w.ReplyTo } },
                })
        );
    }

    private object DirectMessages(HttpContext http, string? user) =>
        Page(
            http,
            Of(Platform.X)
                .Where(w => w.Private && (user is null || w.AuthorId == user))
                .Select(w => (w.At, One: DirectMessage(w.Id, w.AuthorId, w.AuthorId, w.Text, w.At)))
                .Concat(
                    sent.Where(s => s.Tag == nameof(Platform.X) && s.Door == Door.DirectMessage && (user is null || s.Target == user))
                        .Select(s => (s.At, One: DirectMessage(s.Id, XUserId, s.Target, s.Text, s.At)))
                )
                .OrderByDescending(m => m.At)
                .Select(m => m.One)
        );

    private static object DirectMessage(string id, string sender, string with, string text, DateTimeOffset at) =>
        new
        {
            id,
            event_type = "MessageCreate",
            text,
            sender_id = sender,
            dm_conversation_id = $"{XUserId}-{with}",
            created_at = Iso(at),
        };

    private static object Page(HttpContext http, IEnumerable<object> all)
    {
        var size = int.TryParse(http.Request.Query["max_results"], out var wanted) ? wanted : 10;
        _ = int.TryParse(http.Request.Query["pagination_token"], out var from);
        object[] items = [.. all];
        object[] page = [.. items.Skip(from).Take(size)];
        return new { data = page.Length == 0 ? null : page, meta = new { result_count = page.Length, next_token = from + page.Length < items.Length ? $"{from + page.Length}" : null } };
    }

    private (int, object?) YouTube(HttpContext http, string[] path, JsonNode? body)
    {
        var cost = body is null ? 1 : 50;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Pacific).DateTime);
        if (day != youTubeDay)
            (youTubeDay, YouTubeSpent) = (day, 0);
        if (YouTubeSpent + cost > YouTubeQuota)
            return (403, YouTubeError(403, "quotaExceeded", "youtube.quota"));
        YouTubeSpent += cost;
        if (!HasToken(http, Platform.YouTube) && !http.Request.Headers.ContainsKey("X-Goog-Api-Key"))
            return (401, YouTubeError(401, "authError", "global"));
        return path switch
        {
            ["youtube", "v3", "comments"] when body is not null => Comment(body),
            ["youtube", "v3", "comments", "setModerationStatus"] when body is not null => Moderate(http),
            ["youtube", "v3", "commentThreads"] => (200, Threads(http)),
            ["youtube", "v3", "comments"] => (200, Comments(http)),
            ["youtube", "v3", "videos"] => (200, Films(http)),
            ["youtube", "v3", "channels"] => (200, new { items = new[] { new { id = YouTubeChannelId, kind = "youtube#channel" } } }),
            _ => (404, YouTubeError(404, "notFound", "global")),
        };
    }

    private (int, object?) Comment(JsonNode body)
    {
        var parent = (string?)body["snippet"]?["parentId"] ?? "";
        var text = (string?)body["snippet"]?["textOriginal"] ?? "";
        if (Refused(parent, Door.CommentReply) is { } refused)
            return refused;
        if (gone.Contains(parent))
            return (404, YouTubeError(404, "parentCommentNotFound", "youtube.comment"));
        if (text.Length == 0)
            return (400, YouTubeError(400, "commentTextRequired", "youtube.comment"));
        if (text.Length > 10_000)
            return (400, YouTubeError(400, "commentTextTooLong", "youtube.comment"));
        var id = $"{parent}.{Next()}";
        Take(Platform.YouTube, Door.CommentReply, parent, null, text, id);
        return (200, new { kind = "youtube#comment", id });
    }

    private (int, object?) Moderate(HttpContext http)
    {
        var (id, status) = (http.Request.Query["id"].ToString(), http.Request.Query["moderationStatus"].ToString());
        if (status is not ("heldForReview" or "published" or "rejected"))
            return (400, YouTubeError(400, "invalidParameter", "global"));
        if (gone.Contains(id) || !Of(Platform.YouTube).Exists(w => w.Id == id))
            return (404, YouTubeError(404, "commentNotFound", "youtube.comment"));
        if (status == "heldForReview")
            held.Add(id);
        Take(Platform.YouTube, Door.Hide, id, null, "", id);
        return (204, null);
    }

    private object Threads(HttpContext http)
    {
        var size = Math.Min(YouTubePage, int.TryParse(http.Request.Query["maxResults"], out var wanted) ? wanted : 20);
        _ = int.TryParse(http.Request.Query["pageToken"], out var from);
        var awaits = http.Request.Query["moderationStatus"] == "heldForReview";
        List<FakeWords> tops = [.. Of(Platform.YouTube).Where(w => held.Contains(w.Id) == awaits && w.ReplyTo is null && !gone.Contains(w.Id)).OrderByDescending(w => w.At)];
        var page = tops.Skip(from).Take(size).ToArray();
        return new
        {
            kind = "youtube#commentThreadListResponse",
            nextPageToken = from + page.Length < tops.Count ? $"{from + page.Length}" : null,
            items = page.Select(top => new
            {
                kind = "youtube#commentThread",
                id = top.Id,
                snippet = new
                {
                    channelId = YouTubeChannelId,
                    videoId = "v1",
                    topLevelComment = Resource(top),
                    totalReplyCount = RepliesTo(top.Id).Count,
                },
                replies = new { comments = RepliesTo(top.Id).Take(5).ToArray() },
            }),
        };
    }

    private object Comments(HttpContext http)
    {
        var parent = http.Request.Query["parentId"].ToString();
        if (parent.Length > 0)
            return new { kind = "youtube#commentListResponse", items = RepliesTo(parent) };
        var ids = http.Request.Query["id"].ToString().Split(',');
        return new { kind = "youtube#commentListResponse", items = Of(Platform.YouTube).Where(w => ids.Contains(w.Id) && !gone.Contains(w.Id)).Select(Resource).ToArray() };
    }

    private List<object> RepliesTo(string parent) =>
        [
            .. Of(Platform.YouTube).Where(w => w.ReplyTo == parent && !gone.Contains(w.Id)).Select(Resource),
            .. sent.Where(s => s.Tag == nameof(Platform.YouTube) && s.Target == parent)
                .Select(s => Resource(new FakeWords(s.Id, YouTubeChannelId, s.Text, s.At, parent, false))),
        ];

    // Ids that there are not are left out.
    private object Films(HttpContext http) =>
        new
        {
            kind = "youtube#videoListResponse",
            items = http.Request.Query["id"].ToString().Split(',').Where(YouTubeFilms.ContainsKey).Select(id =>
            {
                var (title, picture, channel) = YouTubeFilms[id];
                return new { kind = "youtube#video", id, snippet = new { channelId = channel, title, thumbnails = picture is null ? null : new { medium = new { url = picture, width = 320, height = 180 } } } };
            }),
        };

    private object Resource(FakeWords words) =>
        new
        {
            kind = "youtube#comment",
            id = words.Id,
            snippet = new
            {
                authorDisplayName = words.AuthorId == YouTubeChannelId ? "@kemensos" : "@warga",
                authorChannelId = new { value = words.AuthorId },
                channelId = YouTubeChannelId,
                videoId = "v1",
                parentId = words.ReplyTo,
                textDisplay = words.Text,
                textOriginal = words.Text,
                moderationStatus = held.Contains(words.Id) ? "heldForReview" : null,
                publishedAt = Iso(words.At),
                updatedAt = Iso(words.EditedAt ?? words.At),
            },
        };

    private void Take(Platform platform, Door door, string target, string? recipient, string text, string id) =>
        sent.Add(new SentWords(door, target, recipient, text, id, time.GetUtcNow(), platform.ToString()));

    private List<FakeWords> Of(Platform platform)
    {
        if (!words.TryGetValue(platform, out var all))
            words[platform] = all = [];
        return all;
    }

    private FakeTrouble? NextTrouble(Platform platform)
    {
        lock (gate)
            return troubles.TryGetValue(platform, out var queue) && queue.TryDequeue(out var trouble) ? trouble : null;
    }

    private (int, object?)? Refused(string target, Door door) =>
        refusals.TryGetValue((target, door), out var one) || refusals.TryGetValue((target, null), out one) ? (one.Status, JsonNode.Parse(one.Body ?? "{}")) : null;

    private bool HasToken(HttpContext http, Platform platform) =>
        (onlyTokens.GetValueOrDefault(platform) ?? RequiredToken) is not { } asked || http.Request.Headers.Authorization.ToString() == $"Bearer {asked}";

    private string Next() => (++lastId).ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static object GraphError(int code, string message) => new { error = new { message, type = "OAuthException", code, fbtrace_id = "AFakeTrace" } };

    private static object Problem(int status, string title, string detail) => new { title, detail, type = "about:blank", status };

    private static object YouTubeError(int code, string reason, string domain) =>
        new { error = new { code, message = reason, errors = new[] { new { message = reason, domain, reason } } } };

    private static async Task<JsonNode?> ReadBody(HttpContext http)
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory, http.RequestAborted);
        try
        {
            return JsonNode.Parse(memory.GetBuffer().AsSpan(0, (int)memory.Length)) ?? new JsonObject();
        }
        catch (JsonException)
        {
            return new JsonObject();
        }
    }

    private static async Task Write(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        if (body.Length == 0)
            return;
        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), http.RequestAborted);
    }

    private static readonly TimeZoneInfo Pacific = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
}

/// <summary>How a call may fare.</summary>
public enum FakeTroubleKind
{
    /// <summary>It is answered so, and nothing is taken.</summary>
    Answer,

    /// <summary>It is cut, and nothing is taken.</summary>
    Cut,

    /// <summary>The words are taken, and the connection is cut before the answer.</summary>
    CutAfterTaking,
}

/// <summary>Trouble for one call.</summary>
/// <param name="Kind">How it fares.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Body">The answer's body.</param>
/// <param name="Headers">The answer's headers.</param>
public sealed record FakeTrouble(FakeTroubleKind Kind, int Status = 0, string? Body = null, params (string Name, string Value)[] Headers);
