using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Tickets.Domain.Platforms;

namespace Tickets.Testing;

/// <summary>Words that the fake platform took, and that a citizen would now read.</summary>
/// <param name="Door">By which door.</param>
/// <param name="Target">The comment answered, or the user written to.</param>
/// <param name="Recipient">The user who reads it in private; null for a comment, and for a private reply to a comment the fake does not know.</param>
/// <param name="Text">The words.</param>
/// <param name="Id">The fake's proof.</param>
/// <param name="At">When, by the fake's clock, UTC.</param>
/// <param name="Tag">The message tag, if one was used.</param>
public sealed record SentWords(Door Door, string Target, string? Recipient, string Text, string Id, DateTimeOffset At, string? Tag)
{
    /// <summary>The token by which the sender was let in; empty when the fake was shown none.</summary>
    public string Token { get; init; } = "";
}

/// <summary>
/// The Graph API as documented, as far as this product speaks with it, on a real port of the loopback: comment replies, private replies, direct
/// messages, and the lists that show them again. Keeps all in memory; may be told to be in trouble.
/// </summary>
public sealed partial class FakeGraph : IAsyncDisposable
{
    private static readonly TimeSpan OpenWindow = TimeSpan.FromHours(24);
    private static readonly TimeSpan HumanWindow = TimeSpan.FromDays(7);

    private const string InstagramPostId = "555";

    // developers.facebook.com: a comment of Instagram takes 2,200 characters; those of Facebook and both ways of messages as we believe.
    private const int LongestComment = 8000;
    private const int LongestInstagramComment = 2200;
    private const int LongestMessage = 2000;

    private readonly WebApplication host;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly LinkedList<Trouble> troubles = [];
    private readonly List<SentWords> sent = [];
    private readonly Dictionary<string, Comment> comments = [];
    private readonly Dictionary<string, OnePost> posts = [];
    private readonly Dictionary<string, List<Comment>> replies = [];
    private readonly Dictionary<string, List<Said>> conversations = [];
    private readonly Dictionary<string, DateTimeOffset> wroteAt = [];
    private readonly HashSet<string> repliedInPrivate = [];
    private readonly HashSet<string> gone = [];
    private readonly HashSet<string> blockedUs = [];
    private readonly HashSet<string> onInstagram = [];
    private readonly Dictionary<(string Target, Door? Door), Answer> refusals = [];
    private readonly HashSet<string> hidden = [];
    private TaskCompletionSource changed = NewSignal();
    private long lastId = 900_000_000_000_000;
    private string speaksBy = "";
    private int calls;

    private FakeGraph(WebApplication host, TimeProvider time)
    {
        this.host = host;
        this.time = time;
        Address = "";
    }

    /// <summary>Where it listens, as <c>http://127.0.0.1:5123</c>.</summary>
    public string Address { get; private set; }

    /// <summary>What <c>Tickets:Platforms:Meta:BaseUrl</c> should be.</summary>
    public string BaseUrl => $"{Address}/v25.0";

    /// <summary>The token it asks for; null: any or none will do.</summary>
    public string? RequiredToken { get; set; }

    /// <summary>The page it speaks for: the writer of what is sent.</summary>
    public string PageId { get; set; } = "100500";

    /// <summary>
    /// True: direct messages need a word of the citizen within 24 hours (7 days with HUMAN_AGENT), private replies a comment within 7 days.
    /// </summary>
    public bool EnforceWindows { get; set; }

    /// <summary>True: every call is answered 503 with a passing Graph error, and nothing is taken.</summary>
    public bool Outage { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How much of the app's limits is used, in percent: told in <c>x-app-usage</c>; null: the header is left out. From 100 on calls are refused with code 4.</summary>
    public int? UsedPercent { get; set; }

    /// <summary>How many calls came, refused ones included.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>All that was taken so far, in order: a copy.</summary>
    public IReadOnlyList<SentWords> Sent
    {
        get
        {
            lock (gate)
                return [.. sent];
        }
    }

    /// <summary>Takes what is meant for another platform on the same host; answers whether it did.</summary>
    internal Func<HttpContext, Task<bool>>? Beside { get; set; }

    /// <summary>
    /// Whether troubles meet calls that only read, too. Off beside a running product, which reads back and fetches whenever it likes: the trouble is for its words.
    /// </summary>
    public bool TroublesMeetReads { get; set; } = true;

    /// <summary>Path and query of the last call: where a token must not be.</summary>
    public string LastAddress { get; private set; } = "";

    /// <summary>Starts one on a free port, or on <paramref name="port"/> to come back where an earlier one was.</summary>
    public static async Task<FakeGraph> Start(TimeProvider? time = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var graph = new FakeGraph(builder.Build(), time ?? TimeProvider.System);
        graph.host.Run(graph.Handle);
        await graph.host.StartAsync();
        graph.Address = graph.host.Urls.Single();
        return graph;
    }

    /// <summary>The next calls are answered so, and nothing is taken.</summary>
    public void AnswerNext(int times, int status, string? body = null, params (string Name, string Value)[] headers) =>
        Add(times, new Trouble(TroubleKind.Answer, status, body, headers, null));

    /// <summary>The next words are taken, and then the connection is cut before the answer.</summary>
    public void CutNextAfterTaking(int times = 1) => Add(times, new Trouble(TroubleKind.CutAfterTaking, 0, null, [], null));

    /// <summary>The next calls are cut before anything is taken.</summary>
    public void CutNext(int times = 1) => Add(times, new Trouble(TroubleKind.Cut, 0, null, [], null));

    /// <summary>The next words are taken, and the answer waits until this is disposed of.</summary>
    public IDisposable HoldNext()
    {
        var held = new Held();
        Add(1, new Trouble(TroubleKind.Hold, 0, null, [], held.Released));
        return held;
    }

    /// <summary>A citizen blocks the page: no direct message reaches them.</summary>
    public void Block(string userId)
    {
        lock (gate)
            blockedUs.Add(userId);
    }

    /// <summary>Words for this comment or user are refused so from now on, by one door or by all.</summary>
    public void Refuse(string target, Door? door, int code, int subcode, string message)
    {
        lock (gate)
            refusals[(target, door)] = Refusal(400, code, subcode, message);
    }

    /// <summary>It is well again: what waited for its next calls is forgotten, and no outage lasts.</summary>
    public void Mend()
    {
        Outage = false;
        lock (gate)
            troubles.Clear();
    }

    /// <summary>A citizen's comment, which replies may answer. Private replies and windows know its writer and age from here.</summary>
    public void CitizenCommented(string commentId, string? parentId, string authorId, string text, DateTimeOffset at)
    {
        lock (gate)
            Keep(new Comment(commentId, parentId, authorId, text, at));
    }

    /// <summary>A citizen's direct message: opens the window.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="text">The words.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="id">The message's id, as a delivery tells it; null: any.</param>
    /// <param name="platform">Facebook or Instagram.</param>
    public void CitizenWrote(string userId, string text, DateTimeOffset at, string? id = null, Platform platform = Platform.Facebook)
    {
        lock (gate)
        {
            wroteAt[userId] = at;
            Conversation(userId).Add(new Said(id ?? NextId("m_"), userId, text, at));
            if (platform == Platform.Instagram)
                onInstagram.Add(userId);
        }
    }

    /// <summary>A citizen changes a comment or a direct message: it reads otherwise from now on, and nothing tells that it ever read so.</summary>
    public void CitizenEdited(string id, string text)
    {
        lock (gate)
        {
            if (comments.TryGetValue(id, out var comment))
            {
                comments[id] = comment with { Text = text };
                if (comment.ParentId is { } parent)
                    replies[parent][replies[parent].IndexOf(comment)] = comments[id];
            }

            foreach (var conversation in conversations.Values)
                if (conversation.FindIndex(s => s.Id == id) is >= 0 and var index)
                    conversation[index] = conversation[index] with { Text = text };
        }
    }

    /// <summary>Something was posted: whoever asks for the post is told.</summary>
    /// <param name="postId">Its id.</param>
    /// <param name="text">What it says; null when it only shows something.</param>
    /// <param name="picture">Where its picture lies.</param>
    /// <param name="by">Who posted it: a visitor of the page; null for the ministry.</param>
    /// <param name="isFilm">On Instagram: a film, of which the picture is only the cover.</param>
    public void Posted(string postId, string? text, string? picture = null, string? by = null, bool isFilm = false)
    {
        lock (gate)
            posts[postId] = new OnePost(text, picture, by, isFilm);
    }

    /// <summary>A comment is deleted: what is asked of it is refused from now on.</summary>
    public void Delete(string commentId)
    {
        lock (gate)
            gone.Add(commentId);
    }

    /// <summary>Waits until what was taken satisfies this; false when the deadline passes first.</summary>
    public async Task<bool> Until(Func<IReadOnlyList<SentWords>, bool> satisfied, TimeSpan deadline)
    {
        using var passed = new CancellationTokenSource(deadline);
        while (true)
        {
            Task next;
            IReadOnlyList<SentWords> now;
            lock (gate)
            {
                next = changed.Task;
                now = [.. sent];
            }

            if (satisfied(now))
                return true;
            try
            {
                await next.WaitAsync(passed.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await host.StopAsync(atOnce.Token);
        await host.DisposeAsync();
    }

    private async Task Handle(HttpContext context)
    {
        if (Beside is { } beside && await beside(context))
            return;
        Interlocked.Increment(ref calls);
        var request = context.Request;
        LastAddress = $"{request.Path}{request.QueryString}";
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, time, context.RequestAborted);
        var isPost = HttpMethods.IsPost(request.Method);
        var asked = isPost ? await ReadBody(request) : new Asked("", "", "", "", "");
        var trouble = NextTrouble(isPost);
        if (Outage)
            trouble = PassingOutage;

        switch (trouble?.Kind)
        {
            case TroubleKind.Cut:
                context.Abort();
                return;
            case TroubleKind.Answer:
                foreach (var (name, value) in trouble.Headers)
                    context.Response.Headers[name] = value;
                await Write(context, new Answer(trouble.Status, trouble.Body is null ? [] : System.Text.Encoding.UTF8.GetBytes(trouble.Body)));
                return;
        }

        var answer = Answered(request, isPost, asked);
        switch (trouble?.Kind)
        {
            case TroubleKind.CutAfterTaking:
                context.Abort();
                return;
            case TroubleKind.Hold:
                await trouble.Until!.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
        }

        if (UsedPercent is { } percent)
            context.Response.Headers["x-app-usage"] = $$"""{"call_count":{{percent}},"total_time":{{percent / 2}},"total_cputime":{{percent / 2}}}""";
        if (!context.RequestAborted.IsCancellationRequested)
            await Write(context, answer);
    }

    private Answer Answered(HttpRequest request, bool isPost, Asked asked)
    {
        if (UsedPercent >= 100)
            return Refusal(400, 4, 0, "(#4) Application request limit reached");
        if (RequiredToken is { } token && Token(request, asked) != token)
            return Refusal(401, 190, 463, "Error validating access token: Session has expired.");
        var path = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (path.Length > 0 && Version().IsMatch(path[0]))
            path = path[1..];
        var id = path.Length > 0 ? Uri.UnescapeDataString(path[0]) : "";
        var edge = path.Length > 1 ? path[1] : "";
        lock (gate)
        {
            speaksBy = Token(request, asked);
            if (id.Length == 0 || path.Length > 2)
                return Refusal(400, 2500, 0, "Unknown path components");
            if (gone.Contains(id))
                return Missing;
            return (isPost, edge) switch
            {
                (true, "") when asked.Hides => TakeHiding(id),
                (true, "comments" or "replies") => TakeComment(id, asked, isInstagram: edge == "replies"),
                (true, "messages") => TakeMessage(asked),
                (false, "comments") when id == InstagramPostId || id == PostId => Page(request, AllComments(id == InstagramPostId), comment => id == PostId ? AsFacebook(comment) : AsInstagram(comment)),
                (false, "comments") => Page(request, Replies(id), reply => AsFacebook(reply)),
                (false, "replies") => Page(request, Replies(id), reply => AsInstagram(reply)),
                (false, "feed" or "media") => Success(new { data = Posts(request, edge == "media") }),
                (false, "") when Mentioned().Match(request.Query["fields"].ToString()) is { Success: true } mention => Mention(mention.Groups[2].Value, mention.Groups[1].Value),
                (false, "conversations") when !request.Query.ContainsKey("user_id") => Page(request, Conversations(request.Query["platform"] == "instagram"), AsConversation),
                (false, "conversations") => ConversationWith(request),
                (false, "messages") => Page(request, NewestFirst(id.StartsWith("t_", StringComparison.Ordinal) ? id[2..] : id), AsMessage),
                (false, "") => One(id),
                _ => Refusal(400, 2500, 0, $"Unknown path components: /{edge}"),
            };
        }
    }

    private Answer TakeComment(string target, Asked asked, bool isInstagram)
    {
        if (string.IsNullOrEmpty(asked.Message))
            return Refusal(400, 100, 0, "(#100) The parameter message is required");
        if (Refused(target, Door.CommentReply) is { } refused)
            return refused;
        var longest = isInstagram ? LongestInstagramComment : LongestComment;
        if (asked.Message.Length > longest)
            return Refusal(400, 100, 0, $"(#100) Param message must be less than or equal to {longest} characters long.");
        // The platforms keep two levels: a reply to a reply stands under the comment at the top.
        var parent = comments.TryGetValue(target, out var known) && known.ParentId is { } top ? top : target;
        var end = target.IndexOf('_', StringComparison.Ordinal);
        var id = NextId(end > 0 ? target[..(end + 1)] : "");
        Keep(new Comment(id, parent, PageId, asked.Message, Now));
        Take(new SentWords(Door.CommentReply, target, null, asked.Message, id, Now, null));
        return Success(new { id });
    }

    private Answer TakeHiding(string id)
    {
        if (!comments.ContainsKey(id))
            return Missing;
        hidden.Add(id);
        Take(new SentWords(Door.Hide, id, null, "", id, Now, null));
        return Success(new { success = true });
    }

    private Answer TakeMessage(Asked asked)
    {
        if (string.IsNullOrEmpty(asked.Message))
            return Refusal(400, 100, 0, "(#100) Message cannot be empty, must provide valid attachment or text");
        if (asked.Message.Length > LongestMessage)
            return Refusal(400, 100, 0, $"(#100) Length of param message[text] must be less than or equal to {LongestMessage}");
        if (asked.CommentId.Length > 0)
            return TakePrivateReply(asked);
        if (asked.RecipientId.Length == 0)
            return Refusal(400, 100, 2018001, "(#100) No matching user found");
        if (Refused(asked.RecipientId, Door.DirectMessage) is { } refused)
            return refused;
        if (blockedUs.Contains(asked.RecipientId))
            return Refusal(400, 551, 1545041, "(#551) This person isn't available right now.");
        if (EnforceWindows && Now - wroteAt.GetValueOrDefault(asked.RecipientId) > (asked.Tag == "HUMAN_AGENT" ? HumanWindow : OpenWindow))
            return Refusal(400, 10, 2018278, "(#10) This message is sent outside of allowed window.");
        return TakePrivately(Door.DirectMessage, asked.RecipientId, asked.RecipientId, asked);
    }

    private Answer TakePrivateReply(Asked asked)
    {
        if (gone.Contains(asked.CommentId))
            return Missing;
        if (Refused(asked.CommentId, Door.PrivateReply) is { } refused)
            return refused;
        var known = comments.GetValueOrDefault(asked.CommentId);
        if (EnforceWindows && Now - (known?.At ?? default) > HumanWindow)
            return Refusal(400, 10901, 0, "(#10901) Activity is too old to be replied to");
        if (!repliedInPrivate.Add(asked.CommentId))
            return Refusal(400, 10900, 0, "(#10900) Activity already replied to");
        return TakePrivately(Door.PrivateReply, asked.CommentId, known?.AuthorId, asked);
    }

    private Answer? Refused(string target, Door door) => refusals.GetValueOrDefault((target, door)) ?? refusals.GetValueOrDefault((target, null));

    private Answer TakePrivately(Door door, string target, string? recipient, Asked asked)
    {
        var id = NextId("m_");
        if (recipient is not null)
            Conversation(recipient).Add(new Said(id, PageId, asked.Message, Now));
        Take(new SentWords(door, target, recipient, asked.Message, id, Now, asked.Tag.Length > 0 ? asked.Tag : null));
        return Success(new { recipient_id = recipient, message_id = id });
    }

    private void Take(SentWords words)
    {
        sent.Add(words with { Token = speaksBy });
        var signal = changed;
        changed = NewSignal();
        signal.SetResult();
    }

    private Answer ConversationWith(HttpRequest request)
    {
        var user = request.Query["user_id"].ToString();
        if (!conversations.ContainsKey(user))
            return Success(new { data = Array.Empty<object>() });
        var limit = Limit().Match(request.Query["fields"].ToString()) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 25;
        return Success(new { data = new[] { new { id = $"t_{user}", messages = PageOf(NewestFirst(user), 0, limit, AsMessage) } } });
    }

    // The one that was written in last comes first.
    private List<string> Conversations(bool ofInstagram) =>
        [.. conversations.Where(c => c.Value.Count > 0 && onInstagram.Contains(c.Key) == ofInstagram).OrderByDescending(c => c.Value[^1].At).Select(c => c.Key)];

    private object AsConversation(string user) =>
        new
        {
            id = $"t_{user}",
            updated_time = Stamp(conversations[user][^1].At),
            messages = PageOf(NewestFirst(user), 0, 25, said => AsMessageOf(said, user)),
        };

    private object AsMessageOf(Said said, string user) =>
        new
        {
            id = said.Id,
            message = said.Text,
            from = new { id = said.From },
            to = new { data = new[] { new { id = said.From == PageId ? user : PageId } } },
            created_time = Stamp(said.At),
        };

    private Answer One(string id) =>
        comments.TryGetValue(id, out var comment)
            ? Success(
                new
                {
                    id,
                    message = comment.Text,
                    text = comment.Text,
                    parent = comment.ParentId is null ? null : new { id = comment.ParentId },
                    parent_id = comment.ParentId,
                    is_hidden = hidden.Contains(id),
                    hidden = hidden.Contains(id),
                }
            )
            : posts.TryGetValue(id, out var post) ? Success(AsPost(id, post))
            : Success(new { id });

    // In the fields of both. Whose a post of Instagram is stands there only where it is the asking account's own; a page's post names its writer.
    private Dictionary<string, object?> AsPost(string id, OnePost post) =>
        new Dictionary<string, object?>
        {
            ["id"] = id,
            ["message"] = post.Text,
            ["caption"] = post.Text,
            ["from"] = new { id = post.By ?? PageId },
            ["full_picture"] = post.Picture,
            ["owner"] = post.By is null ? new { id = "1" } : null,
            ["media_type"] = post.IsFilm ? "VIDEO" : "IMAGE",
            ["media_url"] = post.IsFilm ? $"{Address}/film.mp4" : post.Picture,
            ["thumbnail_url"] = post.IsFilm ? post.Picture : null,
        }
            .Where(f => f.Value is not null)
            .ToDictionary();

    /// <summary>All comments of one of the two, under one post. Ids of Facebook's comments name their post before a line.</summary>
    private object[] Posts(HttpRequest request, bool isInstagram)
    {
        var limit = CommentLimit().Match(request.Query["fields"].ToString()) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 25;
        return
        [
            new
            {
                id = isInstagram ? InstagramPostId : PostId,
                comments = PageOf(AllComments(isInstagram), 0, Math.Clamp(limit, 1, 100), c => isInstagram ? AsInstagram(c) : AsFacebook(c)),
            },
        ];
    }

    private List<Comment> AllComments(bool ofInstagram) => [.. comments.Values.Where(c => !gone.Contains(c.Id) && c.Id.Contains('_', StringComparison.Ordinal) != ofInstagram).OrderByDescending(c => c.At)];

    private string PostId => $"{PageId}_4";

    private Answer Mention(string id, string what) =>
        comments.TryGetValue(id, out var comment) && !gone.Contains(id)
            ? Success(
                new Dictionary<string, object>
                {
                    [$"mentioned_{what}"] = new { id, text = comment.Text, caption = comment.Text, username = "warga", permalink = $"https://www.instagram.com/p/{id}/" },
                    ["id"] = PageId,
                }
            )
            : Missing;

    private static Answer Page<T>(HttpRequest request, List<T> all, Func<T, object> shown)
    {
        var limit = int.TryParse(request.Query["limit"], out var wanted) ? Math.Clamp(wanted, 1, 100) : 25;
        _ = int.TryParse(request.Query["after"], out var from);
        return Success(PageOf(all, from, limit, shown));
    }

    private static object PageOf<T>(List<T> all, int from, int limit, Func<T, object> shown)
    {
        var page = all.Skip(from).Take(limit).Select(shown).ToArray();
        var after = (from + page.Length).ToString(CultureInfo.InvariantCulture);
        return new
        {
            data = page,
            paging = new
            {
                cursors = new { before = from.ToString(CultureInfo.InvariantCulture), after },
                // As the real one: the ready-made address has the token in it, and nobody should follow it.
                next = from + page.Length < all.Count ? $"https://graph.facebook.com/next?access_token=SECRET&after={after}" : null,
            },
        };
    }

    private object AsFacebook(Comment comment) =>
        new
        {
            id = comment.Id,
            message = comment.Text,
            from = new { id = comment.AuthorId, name = comment.AuthorId == PageId ? "Kemensos" : "Warga" },
            created_time = Stamp(comment.At),
        };

    private object AsInstagram(Comment comment) =>
        new
        {
            id = comment.Id,
            text = comment.Text,
            username = comment.AuthorId == PageId ? "kemensosri" : "warga",
            timestamp = Stamp(comment.At),
        };

    private static object AsMessage(Said said) =>
        new
        {
            id = said.Id,
            message = said.Text,
            from = new { id = said.From },
            created_time = Stamp(said.At),
        };

    private void Keep(Comment comment)
    {
        comments[comment.Id] = comment;
        if (comment.ParentId is null)
            return;
        if (!replies.TryGetValue(comment.ParentId, out var beside))
            replies[comment.ParentId] = beside = [];
        beside.Add(comment);
    }

    private List<Comment> Replies(string id) => replies.GetValueOrDefault(id, []);

    private List<Said> Conversation(string user)
    {
        if (!conversations.TryGetValue(user, out var conversation))
            conversations[user] = conversation = [];
        return conversation;
    }

    private List<Said> NewestFirst(string user) => [.. conversations.GetValueOrDefault(user, []).AsEnumerable().Reverse()];

    private string NextId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++lastId}");

    private DateTimeOffset Now => time.GetUtcNow();

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);

    private void Add(int times, Trouble trouble)
    {
        lock (gate)
        {
            for (; times > 0; times--)
                troubles.AddLast(trouble);
        }
    }

    /// <summary>What concerns words waits for words; reading calls pass it by.</summary>
    private Trouble? NextTrouble(bool isPost)
    {
        lock (gate)
        {
            for (var at = troubles.First; at is not null; at = at.Next)
            {
                if (!isPost && (!TroublesMeetReads || at.Value.Kind is TroubleKind.CutAfterTaking or TroubleKind.Hold))
                    continue;
                troubles.Remove(at);
                return at.Value;
            }

            return null;
        }
    }

    private static string Token(HttpRequest request, Asked asked)
    {
        const string Bearer = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.Ordinal))
            return header[Bearer.Length..];
        return request.Query.TryGetValue("access_token", out var token) ? token.ToString() : asked.Token;
    }

    private static async Task<Asked> ReadBody(HttpRequest request)
    {
        using var memory = new MemoryStream();
        await request.Body.CopyToAsync(memory, request.HttpContext.RequestAborted);
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true)
        {
            try
            {
                using var document = JsonDocument.Parse(memory.GetBuffer().AsMemory(0, (int)memory.Length));
                // Instagram takes it in the address, Facebook in the body.
                var asked = FromJson(document.RootElement);
                return asked with { Hides = asked.Hides || request.Query["hide"] == "true" };
            }
            catch (JsonException)
            {
                return new Asked("", "", "", "", "");
            }
        }

        var form = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length));
        return new Asked(Field("message"), "", "", "", Field("access_token"));

        string Field(string name) => form.TryGetValue(name, out var value) ? value.ToString() : request.Query[name].ToString();
    }

    private static Asked FromJson(JsonElement root)
    {
        var message = Child(root, "message");
        var recipient = Child(root, "recipient");
        return new Asked(
            message.ValueKind == JsonValueKind.Object ? Text(Child(message, "text")) : Text(message),
            Text(Child(recipient, "id")),
            Text(Child(recipient, "comment_id")),
            Text(Child(root, "tag")),
            Text(Child(root, "access_token")),
            Child(root, "is_hidden").ValueKind == JsonValueKind.True
        );

        static JsonElement Child(JsonElement of, string name) =>
            of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var child) ? child : default;

        static string Text(JsonElement of) => of.ValueKind == JsonValueKind.String ? of.GetString()! : "";
    }

    private static async Task Write(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static Answer Success(object body) => new(200, JsonSerializer.SerializeToUtf8Bytes(body, Json));

    private static Answer Refusal(int status, int code, int subcode, string message) =>
        new(
            status,
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    error = new
                    {
                        message,
                        type = "OAuthException",
                        code,
                        error_subcode = subcode == 0 ? (int?)null : subcode,
                        fbtrace_id = "AFakeTrace",
                    },
                },
                Json
            )
        );

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Answer Missing = Refusal(
        400,
        100,
        33,
        "Unsupported request. Object with this ID does not exist, cannot be loaded due to missing permissions, or does not support this operation."
    );

    private static readonly Trouble PassingOutage = new(
        TroubleKind.Answer,
        503,
        """{"error":{"message":"Service temporarily unavailable","type":"OAuthException","is_transient":true,"code":2,"fbtrace_id":"AFakeTrace"}}""",
        [],
        null
    );

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex(@"^v\d+(\.\d+)?$", RegexOptions.None, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^mentioned_(comment|media)\.\w+\((\w+)\)", RegexOptions.None, 1000)]
    private static partial Regex Mentioned();

    [GeneratedRegex(@"\.limit\((\d{1,3})\)", RegexOptions.None, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex(@"comments\.limit\((\d{1,3})\)", RegexOptions.None, 1000)]
    private static partial Regex CommentLimit();

    private enum TroubleKind
    {
        Answer,
        Cut,
        CutAfterTaking,
        Hold,
    }

    private sealed record Trouble(TroubleKind Kind, int Status, string? Body, (string Name, string Value)[] Headers, Task? Until);

    private sealed record Asked(string Message, string RecipientId, string CommentId, string Tag, string Token, bool Hides = false);

    private sealed record Answer(int Status, byte[] Body);

    private sealed record Comment(string Id, string? ParentId, string AuthorId, string Text, DateTimeOffset At);

    private sealed record OnePost(string? Text, string? Picture, string? By, bool IsFilm);

    private sealed record Said(string Id, string From, string Text, DateTimeOffset At);

    private sealed class Held : IDisposable
    {
        private readonly TaskCompletionSource released = NewSignal();

        public Task Released => released.Task;

        public void Dispose() => released.TrySetResult();
    }
}
