using System.Globalization;
using System.Text.Json;
using Tickets.Domain.Intake;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Simulator;

/// <summary>Words on the simulated platform.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Author">Whose: an invented citizen, or <see cref="SimulatedPlatform.Ministry"/>.</param>
/// <param name="Text">The words.</param>
/// <param name="ReplyTo">What they answer; null at the top.</param>
/// <param name="With">The citizen of a direct message; null for a comment.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Removed">Taken away.</param>
/// <param name="Edited">Changed.</param>
public sealed record SimulatedWords(string Id, string Author, string Text, string? ReplyTo, string? With, DateTimeOffset At, bool Removed = false, bool Edited = false);

/// <summary>The troubles that can be turned on.</summary>
/// <param name="RateLimited">Words are refused for a while (429).</param>
/// <param name="Outage">Nothing is taken.</param>
/// <param name="ExpiredToken">The channel's token counts no more.</param>
/// <param name="CutAnswers">Words are taken, and the answer is lost.</param>
/// <param name="Duplicates">Each delivery comes twice.</param>
/// <param name="OutOfOrder">Each second delivery waits for the next and comes after it.</param>
/// <param name="Edits">What citizens write is edited right after.</param>
/// <param name="DelaySeconds">Deliveries come so much later.</param>
public sealed record SimulatedTroubles(
    bool RateLimited = false,
    bool Outage = false,
    bool ExpiredToken = false,
    bool CutAnswers = false,
    bool Duplicates = false,
    bool OutOfOrder = false,
    bool Edits = false,
    int DelaySeconds = 0
);

/// <summary>Words of the ministry that were not taken.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Because">The trouble's name, as in <see cref="SimulatedTroubles"/> but in lower camel case.</param>
public sealed record SimulatedRefusal(DateTimeOffset At, string Because);

/// <summary>
/// A platform of its own kind, in memory: a post with comments and direct messages, for demonstration, training and tests. What citizens do there is delivered as from
/// any platform; what the ministry answers appears. It exists where demonstrations are on, and nowhere else.
/// </summary>
public sealed class SimulatedPlatform(AcceptDeliveries deliveries, TimeProvider time)
{
    /// <summary>The author of the ministry's words.</summary>
    public const string Ministry = "kemensos";

    /// <summary>The one post.</summary>
    public const string PostId = "pos-1";

    /// <summary>What the post says.</summary>
    public const string PostWords = "Penyaluran PKH tahap 4 dimulai pekan ini. Cek jadwal dan status di kanal resmi kami. Jangan menulis NIK di kolom komentar. 🙏";

    /// <summary>Where it says that the post's picture lies: here, and nowhere on the web.</summary>
    public const string PictureAddress = "simulator:" + PostId;

    private const int MostKept = 2000;
    private const int LongestText = 8000;
    private const int MostRefusals = 10;
    private const string Edited = " 🙏 (mohon dibantu)";

    private readonly Lock gate = new();
    private readonly List<SimulatedWords> words = [];
    private readonly Queue<SimulatedRefusal> refused = [];
    private byte[]? heldBack;
    private bool hasToldOfPost;
    private long lastId = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What is turned on.</summary>
    public SimulatedTroubles Troubles { get; private set; } = new();

    /// <summary>All that stands there, in order: a copy.</summary>
    public IReadOnlyList<SimulatedWords> Words
    {
        get
        {
            lock (gate)
                return [.. words];
        }
    }

    /// <summary>The last words of the ministry that were not taken, in order: a copy.</summary>
    public IReadOnlyList<SimulatedRefusal> Refused
    {
        get
        {
            lock (gate)
                return [.. refused];
        }
    }

    /// <summary>The post's picture (PNG), from its beginning.</summary>
    public static Stream Picture() => typeof(SimulatedPlatform).Assembly.GetManifestResourceStream("Tickets.Workers.Platforms.Simulator.post.png")!;

    /// <summary>Turns troubles on and off. What only waited for a next delivery comes in when order returns.</summary>
    public async Task Turn(SimulatedTroubles troubles)
    {
        Troubles = troubles;
        byte[]? before = null;
        lock (gate)
            if (!troubles.OutOfOrder)
                (before, heldBack) = (heldBack, null);
        if (before is not null)
            await deliveries.Accept("simulator", before);
    }

    /// <summary>A citizen comments, answers a comment, or writes in private; answers what now stands there.</summary>
    public async Task<SimulatedWords> Write(string author, string text, string? replyTo, bool inPrivate)
    {
        if (!inPrivate && !hasToldOfPost)
            await TellOfPost();
        var said = Keep(author, text[..Math.Min(text.Length, LongestText)], replyTo, inPrivate ? author : null);
        await Deliver(said, inPrivate ? "message" : "comment");
        return Troubles.Edits ? await Edit(said.Id, said.Text + Edited) ?? said : said;
    }

    /// <summary>A citizen changes their words; null when there are none of that id.</summary>
    public async Task<SimulatedWords?> Edit(string id, string text)
    {
        if (Change(id, w => w with { Text = text[..Math.Min(text.Length, LongestText)], Edited = true }) is not { } said)
            return null;
        await Deliver(said, "edit");
        return said;
    }

    /// <summary>A citizen takes their words away; null when there are none of that id.</summary>
    public async Task<SimulatedWords?> Remove(string id)
    {
        if (Change(id, w => w with { Removed = true }) is not { } said)
            return null;
        await Deliver(said, "remove");
        return said;
    }

    /// <summary>The ministry speaks: the platform's side of sending.</summary>
    internal SendOutcome Take(OutgoingWords outgoing)
    {
        var troubles = Troubles;
        if (troubles.ExpiredToken)
            return Not("expiredToken", new SendOutcome.ChannelBroken("the simulated token has expired"));
        if (troubles.Outage)
            return Not("outage", new SendOutcome.Delayed("simulated outage (503)", TimeSpan.FromSeconds(5), WholeChannel: false));
        if (troubles.RateLimited)
            return Not("rateLimited", new SendOutcome.Delayed("simulated limit (429)", TimeSpan.FromSeconds(10), WholeChannel: true));
        lock (gate)
        {
            var target = words.Find(w => w.Id == outgoing.TargetId);
            if (outgoing.Door != Door.DirectMessage && target is null or { Removed: true })
                return new SendOutcome.Refused(RefusedBecause.TargetGone, "the simulated comment is gone");
            var with = outgoing.Door == Door.CommentReply ? null : outgoing.Door == Door.PrivateReply ? target!.Author : outgoing.RecipientId;
            var said = Keep(Ministry, outgoing.Text, outgoing.Door == Door.DirectMessage ? null : outgoing.TargetId, with);
            return troubles.CutAnswers ? Not("cutAnswers", new SendOutcome.Uncertain("the simulated answer was lost")) : new SendOutcome.Sent(said.Id);
        }
    }

    private SendOutcome Not(string because, SendOutcome outcome)
    {
        lock (gate)
        {
            refused.Enqueue(new SimulatedRefusal(time.GetUtcNow(), because));
            while (refused.Count > MostRefusals)
                refused.Dequeue();
        }

        return outcome;
    }

    /// <summary>Whether words of the ministry stand there.</summary>
    internal string? Find(OutgoingWords outgoing)
    {
        lock (gate)
            return words.FindLast(w => w.Author == Ministry && w.Text == outgoing.Text && (w.ReplyTo == outgoing.TargetId || w.With == outgoing.RecipientId))?.Id;
    }

    private SimulatedWords Keep(string author, string text, string? replyTo, string? with)
    {
        lock (gate)
        {
            var said = new SimulatedWords($"sim-{++lastId}", author, text, replyTo, with, time.GetUtcNow());
            words.Add(said);
            if (words.Count > MostKept)
                words.RemoveRange(0, words.Count - MostKept);
            return said;
        }
    }

    private SimulatedWords? Change(string id, Func<SimulatedWords, SimulatedWords> change)
    {
        lock (gate)
        {
            var index = words.FindIndex(w => w.Id == id && w.Author != Ministry);
            return index < 0 ? null : words[index] = change(words[index]);
        }
    }

    // Two at once tell of it twice, which changes nothing.
    private async Task TellOfPost()
    {
        await deliveries.Accept("simulator", JsonSerializer.SerializeToUtf8Bytes(new { happened = "post", id = PostId, text = PostWords, picture = PictureAddress }));
        hasToldOfPost = true;
    }

    private async Task Deliver(SimulatedWords said, string happened)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                happened,
                id = said.Id,
                author = new { id = said.Author.ToLower(CultureInfo.InvariantCulture), name = said.Author },
                post = PostId,
                reply_to = said.ReplyTo,
                text = said.Text,
                is_private = said.With is not null,
                at = said.At.ToUnixTimeMilliseconds(),
                edited_at = happened == "edit" ? time.GetUtcNow().ToUnixTimeMilliseconds() : (long?)null,
            }
        );
        var troubles = Troubles;
        if (troubles.DelaySeconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(troubles.DelaySeconds, 60)), time);
        byte[]? before;
        lock (gate)
        {
            if (troubles.OutOfOrder && heldBack is null)
            {
                heldBack = body;
                return;
            }

            (before, heldBack) = (heldBack, null);
        }

        await deliveries.Accept("simulator", body);
        if (before is not null)
            await deliveries.Accept("simulator", before);
        if (troubles.Duplicates)
            await deliveries.Accept("simulator", body);
    }
}
