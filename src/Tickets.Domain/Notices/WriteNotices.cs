using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>What belongs to a citizen's case alone, whoever writes it: looked for when words are written, and once more before they leave in public.</summary>
internal static partial class CaseFacts
{
    // Shorter answers ("Sudah cair.") are words that anybody may say.
    private const int LeastAnswer = 20;

    /// <summary>Which facts of the case the words tell.</summary>
    /// <param name="text">The words, or one of the numbered parts in which they go out.</param>
    /// <param name="ticket">Whose case it is.</param>
    public static List<string> In(string text, Ticket ticket)
    {
        var told = new List<string>();
        if (ticket.LookupCode.Length > 0 && text.Contains(ticket.LookupCode, StringComparison.OrdinalIgnoreCase))
            told.Add("LookupCode");
        if (ticket.Answer is { Length: > LeastAnswer } answer && Tells(OneSpaced(text), OneSpaced(answer)))
            told.Add("Answer");
        return told;
    }

    // A part does not hold the whole answer, but the answer may hold all of the part.
    private static bool Tells(string text, string answer) =>
        text.Contains(answer, StringComparison.OrdinalIgnoreCase)
        || (PartNumber().Match(text) is { Success: true, Index: > LeastAnswer } number && answer.Contains(text[..number.Index], StringComparison.OrdinalIgnoreCase));

    // Platforms and people break lines anew.
    private static string OneSpaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@" \(\d{1,2}/\d{1,2}\)$", RegexOptions.None, 1000)]
    private static partial Regex PartNumber();
}

/// <summary>
/// Writes the words that go out, in the caller's transaction: by which door, in which language, with no case facts and no personal data in public.
/// </summary>
public sealed class WriteNotices(TicketsDb db, TicketsSettings settings)
{
    // Every word to citizens is Indonesian until a conversation is known to be in another language.
    private const string Language = "id";

    // Meta: one private reply to a comment, within seven days of it; the human-agent window of direct messages is seven days too.
    private static readonly TimeSpan PrivateWindow = TimeSpan.FromDays(7);

    // The ministry's own texts, read once for a unit of work, which may write many notices.
    private Dictionary<string, string>? own;

    /// <summary>How long a corrected date waits after another class, priority, topic or directorate: who chose wrongly chooses again within that time.</summary>
    public static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(10);

    // What was looked up for many tickets at once.
    private readonly Dictionary<long, List<Conversation>> lookedUp = [];
    private readonly HashSet<string> alreadyThere = [];

    /// <summary>Looks at once for what the acknowledgements of these tickets need; without it each looks for itself.</summary>
    public async Task LookUp(IReadOnlyList<Ticket> tickets, CancellationToken cancellation)
    {
        lookedUp.Clear();
        alreadyThere.Clear();
        long?[] ids = [.. tickets.Select(t => t.Id)];
        var conversations = await db.Conversations.Include(c => c.Citizen).Where(c => ids.Contains(c.TicketId)).ToListAsync(cancellation);
        foreach (var ticket in tickets)
            lookedUp[ticket.Id] = [.. conversations.Where(c => c.TicketId == ticket.Id).OrderByDescending(c => c.LastMessageAt)];
        string[] keys = [.. tickets.Select(AcknowledgementOf)];
        alreadyThere.UnionWith(await db.Notices.Where(n => keys.Contains(n.Key)).Select(n => n.Key).ToListAsync(cancellation));
    }

    /// <summary>Number, honest due dates, how to look it up. Once for each ticket.</summary>
    public async Task Acknowledge(Ticket ticket, DateTimeOffset at, CancellationToken cancellation)
    {
        var key = AcknowledgementOf(ticket);
        if (lookedUp.ContainsKey(ticket.Id) ? alreadyThere.Contains(key) : await db.Notices.AnyAsync(n => n.Key == key, cancellation))
            return;
        var conversation = (await Conversations(ticket, cancellation)).FirstOrDefault();
        if (conversation is null || conversation.LastMessageId.Length == 0)
            return;
        var isPublic = conversation.Audience == Audience.Public;
        var text = isPublic ? await SayInPublic(conversation.Platform, "ack.public", "ack.brief", Facts(ticket), cancellation) : await Say("ack.private", Facts(ticket), cancellation);
        var way = new Way(conversation, isPublic ? Door.CommentReply : Door.DirectMessage, isPublic ? conversation.LastMessageId : conversation.Citizen.PlatformUserId);
        Write(key, NoticeKind.Acknowledgement, ticket, way, text, Actor.System, at);
    }

    /// <summary>
    /// Whether words of staff go out under the comment. Who does not say has them told in private; where no private door is open, in public, if they hold no
    /// personal data.
    /// </summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="text">The words.</param>
    /// <param name="inPublic">As their writer said; null when they did not.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> GoOutInPublic(Ticket ticket, string text, bool? inPublic, DateTimeOffset at, CancellationToken cancellation)
    {
        if (inPublic is { } said)
            return said;
        var conversations = await Conversations(ticket, cancellation);
        return await PrivateDoor(ticket, conversations, at, cancellation) is null
            && await PublicDoor(ticket, conversations, cancellation) is not null
            && PersonalData.Find(text).Count == 0;
    }

    /// <summary>Words of staff, as they wrote them.</summary>
    /// <param name="ticket">Whose.</param>
    /// <param name="kind"><see cref="NoticeKind.Reply"/> or <see cref="NoticeKind.Question"/>.</param>
    /// <param name="text">The words.</param>
    /// <param name="inPublic">True under the comment, false in private; see <see cref="GoOutInPublic"/>.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="key">The notice's unique key; null for one of the ticket and its version.</param>
    /// <returns>True when the words go out in public.</returns>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NoPrivateDoor"/>, <see cref="Refusal.NoPublicThread"/>, <see cref="Refusal.PersonalDataInPublic"/>, <see cref="Refusal.WordsTooLong"/>.
    /// </exception>
    public async Task<bool> FromStaff(Ticket ticket, NoticeKind kind, string text, bool inPublic, Actor by, DateTimeOffset at, CancellationToken cancellation, string? key = null)
    {
        var conversations = await Conversations(ticket, cancellation);
        var way =
            inPublic
                ? await PublicDoor(ticket, conversations, cancellation) ?? throw new RefusedException(Refusal.NoPublicThread)
                : await PrivateDoor(ticket, conversations, at, cancellation) ?? throw new RefusedException(Refusal.NoPrivateDoor);
        if (way.Door == Door.CommentReply)
            RefuseCaseFacts(text, ticket);
        else if (!await CodeWasTold(ticket, cancellation))
            text += await Say("reply.footer", Facts(ticket), cancellation);
        Write(key ?? $"{kind.ToString().ToLowerInvariant()}:{ticket.Number}:{ticket.Version}", kind, ticket, way, text, by, at);
        return way.Door == Door.CommentReply;
    }

    /// <summary>Words of staff in a conversation that has no ticket, as they wrote them.</summary>
    /// <exception cref="RefusedException">
    /// <see cref="Refusal.NoPrivateDoor"/>, <see cref="Refusal.NoPublicThread"/>, <see cref="Refusal.PersonalDataInPublic"/>, <see cref="Refusal.WordsTooLong"/>.
    /// </exception>
    public async Task OutsideATicket(Conversation conversation, string text, bool inPublic, Actor by, DateTimeOffset at, CancellationToken cancellation, string? key = null)
    {
        var way = inPublic
            ? await PublicDoor(null, [conversation], cancellation) ?? throw new RefusedException(Refusal.NoPublicThread)
            : await PrivateDoor(null, [conversation], at, cancellation) ?? throw new RefusedException(Refusal.NoPrivateDoor);
        if (way.Door == Door.CommentReply)
            RefusePersonalData(text);
        Write(key ?? $"inbox:{conversation.Id}:{conversation.Version}", NoticeKind.Reply, null, way, text, by, at);
    }

    /// <summary>Asks in private to delete a comment that shows personal data; see <see cref="DeletionRequest"/>.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NoPrivateDoor"/>, <see cref="Refusal.WordsTooLong"/>.</exception>
    public async Task AskToDelete(Conversation conversation, Message message, string? text, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        var way = await PrivateDoor(null, [conversation], at, cancellation) ?? throw new RefusedException(Refusal.NoPrivateDoor);
        var asked = await db.Notices.CountAsync(n => n.ConversationId == conversation.Id && n.Kind == NoticeKind.DeletionRequest, cancellation);
        Write($"delete:{message.Id}:{asked + 1}", NoticeKind.DeletionRequest, null, way, text ?? await DeletionRequest(cancellation), by, at);
    }

    /// <summary>The prepared words that ask to delete a comment with personal data.</summary>
    public Task<string> DeletionRequest(CancellationToken cancellation) => Say("exposed.private", [], cancellation);

    /// <summary>The answer of the matter in private where there is a way, else a public pointer to where it can be read.</summary>
    public async Task Close(Ticket ticket, int cycle, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        var facts = Facts(ticket);
        facts["jawaban"] = ticket.Answer ?? "";
        facts["tutup"] = ticket.ClosesAt is { } closes ? Sentences.Moment(closes, Language) : "";
        facts["penilaian"] = new Uri(settings.PublicUrl ?? new Uri("http://127.0.0.1:5080"), "penilaian/" + RatingToken.Of(ticket)).ToString();
        await PrivateOrPointer($"closure:{ticket.Number}:{cycle}", ticket, "closure", facts, by, at, cancellation);
    }

    /// <summary>Where else to go.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.PersonalDataInPublic"/>.</exception>
    public async Task Refer(Ticket ticket, string reason, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        // The agency is named in public too, and in the history of every place that shows the ticket.
        RefusePersonalData(ticket.Agency ?? "");
        var facts = Facts(ticket);
        facts["instansi"] = ticket.Agency ?? "";
        facts["alasan"] = reason;
        await PrivateOrPointer($"referral:{ticket.Number}:{ticket.Version}", ticket, "referral", facts, by, at, cancellation);
    }

    /// <summary>
    /// The next step of the ladder for words that were blocked: an approved template, then a public pointer to where they can be read, then a person. Each step
    /// is in the history. Repeating it is harmless.
    /// </summary>
    public async Task GoOn(Notice blocked, Ticket ticket, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!blocked.ByPerson && await GoOnByItself(blocked, ticket, at, cancellation))
            return;
        var reason = blocked.Detail ?? "";
        // What staff said to the citizen alone, or an acknowledgement, is not said in public instead; where words were taken for abuse, no more are said, nor where they are true no more.
        var goesOn = blocked.Kind == NoticeKind.Closure && !ticket.TookBack(blocked.CreatedAt) && !reason.StartsWith(nameof(RefusedBecause.TakenForAbuse), StringComparison.Ordinal);
        var conversations = goesOn ? await Conversations(ticket, cancellation) : [];
        var facts = Facts(ticket);
        facts["tutup"] = ticket.ClosesAt is { } closes ? Sentences.Moment(closes, Language) : "–";
        facts["instansi"] = ticket.Agency ?? "";
        var root = blocked.Key.Split('>')[0];
        var words = root.StartsWith("referral:", StringComparison.Ordinal) ? "referral.public" : "closure.public";
        var (way, key, text) =
            blocked.Door is Door.DirectMessage or Door.PrivateReply && TemplateDoor(conversations) is { } template ? (template, $"{root}>template", await Say("closure.template", facts, cancellation))
            : blocked.Door != Door.CommentReply && await PublicDoor(ticket, conversations, cancellation) is { } thread ? (thread, $"{root}>pointer", await SayInPublic(thread.Conversation.Platform, words, "closure.brief", facts, cancellation))
            : (null, null, "");
        blocked.OtherWay(key, key?[(root.Length + 1)..], at);
        await db.EndPartsAfter(blocked, at, cancellation);
        if (way is not null && key is not null && !await db.Notices.AnyAsync(n => n.Key == key, cancellation))
            Write(key, blocked.Kind, ticket, way, text, Actor.System, at, way.Door == Door.Template ? Parameters(facts) : null);
    }

    // What nobody wrote finds a closed window: a corrected date is told under the comment where there is one, WhatsApp takes its template, and whatever is left waits until the
    // citizen writes again. The page of lookups tells it all the while, and a person who were asked about each could do no more.
    private async Task<bool> GoOnByItself(Notice blocked, Ticket ticket, DateTimeOffset at, CancellationToken cancellation)
    {
        var root = blocked.Key.Split('>')[0];
        if (blocked.Door == Door.Template)
        {
            // What it points to waits already.
            blocked.OtherWay(root, "citizen", at);
            return true;
        }

        if (blocked.Door != Door.DirectMessage || blocked.Detail?.StartsWith(nameof(RefusedBecause.WindowClosed), StringComparison.Ordinal) != true)
            return false;
        var conversations = await Conversations(ticket, cancellation);
        var facts = Facts(ticket);
        if (blocked.Kind == NoticeKind.DeadlineCorrection && ticket.IsOpen && await PublicDoor(ticket, conversations, cancellation) is { } thread)
        {
            // A decree's correction names the calendar's version, as NASIONAL@2.
            var template = root.Contains('@', StringComparison.Ordinal) ? "deadline.public" : "reclassified.public";
            blocked.OtherWay($"{root}>pointer", "pointer", at);
            await db.EndPartsAfter(blocked, at, cancellation);
            Write($"{root}>pointer", blocked.Kind, ticket, thread, await SayInPublic(thread.Conversation.Platform, template, "closure.brief", facts, cancellation), Actor.System, at);
            return true;
        }

        await db.WithdrawPartsAfter(blocked, at, cancellation);
        blocked.AwaitCitizen(at);
        if (!ticket.IsOpen)
            blocked.Withdraw(Actor.System, at);
        else if (TemplateDoor(conversations) is { } approved && !await db.Notices.AnyAsync(n => n.Key == $"{root}>template", cancellation))
            Write($"{root}>template", blocked.Kind, ticket, approved, await Say("closure.template", facts, cancellation), Actor.System, at, Parameters(facts));
        return true;
    }

    /// <summary>
    /// The citizen wrote in private: what waited for that goes out and tells what holds now, or is withdrawn where it is known or true no more; and what waits for other
    /// reasons may use the window that is open again.
    /// </summary>
    public async Task TellWhatWaited(Conversation conversation, DateTimeOffset at, CancellationToken cancellation)
    {
        var waiting = await db
            .Notices.Include(n => n.Ticket!.Citizen)
            .Where(n => n.ConversationId == conversation.Id && n.State == NoticeState.Pending && n.Door == Door.DirectMessage)
            .ToListAsync(cancellation);
        foreach (var notice in waiting)
        {
            notice.CitizenWrote(conversation.LastHeardAt);
            if (!notice.AwaitsCitizen)
                continue;
            if (await StillToTell(notice, at, cancellation) is { } text)
                notice.GoOutNow(text, at);
            else
                notice.Withdraw(Actor.System, at);
        }
    }

    private async Task<string?> StillToTell(Notice notice, DateTimeOffset at, CancellationToken cancellation)
    {
        if (notice.Ticket is not { IsOpen: true } ticket)
            return null;
        string text;
        if (notice.Kind == NoticeKind.Acknowledgement)
        {
            // A person was faster, and told number and code below their own words.
            if (await CodeWasTold(ticket, cancellation))
                return null;
            text = await Say("ack.private", Facts(ticket), cancellation);
        }
        else
        {
            if (Promise(ticket) is not { PausedSince: null, BreachedAt: null } clock || clock.DueAt <= at)
                return null;
            if ((await ToldLast([ticket.Id], cancellation)).TryGetValue(ticket.Id, out var told) && Day(clock.DueAsOf(told.At)) == Day(clock.DueAt))
                return null;
            text = await Say("deadline.late", Facts(ticket), cancellation);
        }

        return Lengths.Fits(notice.Platform, notice.Door, text) ? text : await Say("ack.brief", Facts(ticket), cancellation);
    }

    /// <summary>
    /// A decree moved promises: tells one corrected date to each citizen who had been told another, once for each ticket and version of the calendar. What waited to
    /// tell them of an earlier correction is withdrawn.
    /// </summary>
    /// <param name="tickets">Keys of the tickets whose promise may have moved.</param>
    /// <param name="calendar">The calendar's version, as <c>NASIONAL@2</c>: part of the key.</param>
    /// <param name="reason">The decree.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How many were written to.</returns>
    public async Task<int> CorrectDeadlines(IReadOnlyList<long> tickets, string calendar, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        await RewordAcknowledgements(tickets, at, cancellation);
        var told = await ToldLast(tickets, cancellation);
        if (told.Count == 0)
            return 0;
        long[] ids = [.. told.Keys];
        var moved = await db.Tickets.Include(t => t.Citizen).Where(t => EF.Parameter(ids).Contains(t.Id)).ToListAsync(cancellation);
        moved.RemoveAll(t => Promise(t) is not { } clock || clock.DueAsOf(told[t.Id].At) == clock.DueAt);
        await LookUp(moved, cancellation);
        string[] keys = [.. moved.Select(t => CorrectionOf(t, calendar))];
        var there = (await db.Notices.Where(n => keys.Contains(n.Key)).Select(n => n.Key).ToListAsync(cancellation)).ToHashSet();
        var count = 0;
        foreach (var ticket in moved.Where(t => !there.Contains(CorrectionOf(t, calendar))))
        {
            await Withdraw(told[ticket.Id].Unsent, Actor.System, at, cancellation);
            var facts = Facts(ticket);
            facts["alasan"] = reason;
            facts["semula"] = Sentences.Moment(Promise(ticket)!.DueAsOf(told[ticket.Id].At), Language);
            await PrivateOrPointer($"deadline:{ticket.Number}:{calendar}", ticket, "deadline", facts, Actor.System, at, cancellation, NoticeKind.DeadlineCorrection);
            count++;
        }

        return count;
    }

    /// <summary>
    /// Another policy judges a ticket: where the promised answer moved to another day from what the citizen was told last, they are told the new date, after
    /// <see cref="SettlesWithin"/>. What had not gone out by then is withdrawn: of several changes one after the other they hear once, of one that was taken back not at all.
    /// </summary>
    public async Task CorrectDeadline(Ticket ticket, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        await RewordAcknowledgements([ticket.Id], at, cancellation);
        if (!(await ToldLast([ticket.Id], cancellation)).TryGetValue(ticket.Id, out var told))
            return;
        await Withdraw(told.Unsent, by, at, cancellation);
        if (MovedSince(told, ticket) is not { } clock)
            return;
        var facts = Facts(ticket);
        facts["semula"] = Sentences.Moment(clock.DueAsOf(told.At), Language);
        foreach (var notice in await PrivateOrPointer($"deadline:{ticket.Number}:{ticket.Version}", ticket, "reclassified", facts, by, at, cancellation, NoticeKind.DeadlineCorrection))
            notice.WaitUntil(at + SettlesWithin);
    }

    /// <summary>Whether <see cref="CorrectDeadline"/> would tell the citizen of a ticket that is as this one.</summary>
    public async Task<bool> WouldCorrect(Ticket ticket, CancellationToken cancellation) =>
        (await ToldLast([ticket.Id], cancellation)).TryGetValue(ticket.Id, out var told) && MovedSince(told, ticket) is not null;

    /// <summary>The keys of the acknowledgements of tickets.</summary>
    public static string AcknowledgementOf(string number) => $"ack:{number}";

    private static Clock? Promise(Ticket ticket) => ticket.Clocks.LastOrDefault(c => c.Kind == ClockKind.Resolution && c.Runs);

    // Of one that stands nobody knows the date yet.
    private static Clock? MovedSince(Told told, Ticket ticket) =>
        Promise(ticket) is { PausedSince: null, BreachedAt: null } clock && Day(clock.DueAsOf(told.At)) != Day(clock.DueAt) ? clock : null;

    private static DateTime Day(DateTimeOffset instant) => instant.ToOffset(Sentences.Wib).Date;

    // A citizen whose channel stands still has not been told the date yet: the acknowledgement that waits tells the one that holds now, and nothing is to be corrected.
    private async Task RewordAcknowledgements(IReadOnlyList<long> tickets, DateTimeOffset at, CancellationToken cancellation)
    {
        long?[] ids = [.. tickets];
        var waiting = await db
            .Notices.Include(n => n.Ticket)
            .Where(n => EF.Parameter(ids).Contains(n.TicketId) && n.Kind == NoticeKind.Acknowledgement && n.State == NoticeState.Pending)
            .Where(n => n.Follows == null && !db.Notices.Any(part => part.Follows == n.Key))
            .ToListAsync(cancellation);
        foreach (var notice in waiting)
        {
            var facts = Facts(notice.Ticket!);
            var text = notice.Door == Door.CommentReply ? await SayInPublic(notice.Platform, "ack.public", "ack.brief", facts, cancellation) : await Say("ack.private", facts, cancellation);
            if (text != notice.Text && Lengths.Fits(notice.Platform, notice.Door, text))
                notice.Reword(text, at);
        }
    }

    // Of those who were told a date: when last, and which words about it have not gone out yet.
    private async Task<Dictionary<long, Told>> ToldLast(IReadOnlyList<long> tickets, CancellationToken cancellation)
    {
        long?[] ids = [.. tickets];
        var words = await db
            .Notices.Where(n => EF.Parameter(ids).Contains(n.TicketId) && (n.Kind == NoticeKind.Acknowledgement || n.Kind == NoticeKind.DeadlineCorrection))
            // An approved template says that there is news, and not which.
            .Where(n => n.Door != Door.Template)
            .OrderBy(n => n.Id)
            .Select(n => new
            {
                n.Id,
                TicketId = n.TicketId!.Value,
                n.Kind,
                n.State,
                n.CreatedAt,
            })
            .ToListAsync(cancellation);
        return words
            .Where(w => w.State is NoticeState.Sent or NoticeState.Sending)
            .GroupBy(w => w.TicketId)
            .ToDictionary(
                sent => sent.Key,
                sent => new Told(
                    sent.Last().CreatedAt,
                    [.. words.Where(w => w.TicketId == sent.Key && w is { Kind: NoticeKind.DeadlineCorrection, State: NoticeState.Pending }).Select(w => w.Id)]
                )
            );
    }

    private async Task Withdraw(IReadOnlyList<long> unsent, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        if (unsent.Count == 0)
            return;
        foreach (var notice in await db.Notices.Include(n => n.Ticket).Where(n => unsent.Contains(n.Id)).ToListAsync(cancellation))
            notice.Withdraw(by, at);
    }

    private static string CorrectionOf(Ticket ticket, string calendar) => $"deadline:{ticket.Number}:{calendar}";

    private static string AcknowledgementOf(Ticket ticket) => AcknowledgementOf(ticket.Number);

    private async Task<List<Notice>> PrivateOrPointer(
        string key,
        Ticket ticket,
        string template,
        Dictionary<string, string> facts,
        Actor by,
        DateTimeOffset at,
        CancellationToken cancellation,
        NoticeKind kind = NoticeKind.Closure
    )
    {
        var conversations = await Conversations(ticket, cancellation);
        var way = await PrivateDoor(ticket, conversations, at, cancellation);
        // The one private reply to a comment is kept for the words of a person.
        if (way is not null && (kind != NoticeKind.DeadlineCorrection || way.Door != Door.PrivateReply))
            return Write(key, kind, ticket, way, await Fitting(way, await Say($"{template}.private", facts, cancellation), kind, facts, cancellation), by, at);
        if (kind == NoticeKind.Closure && TemplateDoor(conversations) is { } approved)
            return Write(key, kind, ticket, approved, await Say("closure.template", facts, cancellation), by, at, Parameters(facts));
        if (await PublicDoor(ticket, conversations, cancellation) is { } thread)
            return Write(key, kind, ticket, thread, await SayInPublic(thread.Conversation.Platform, $"{template}.public", "closure.brief", facts, cancellation), by, at);
        if (conversations.FirstOrDefault() is not { } shut)
            return [];
        // No way is open: a person must see that the citizen has not been told. Further parts end with the first.
        var unheard = Write(key, kind, ticket, new Way(shut, Door.DirectMessage, shut.Citizen.PlatformUserId), await Say($"{template}.private", facts, cancellation), by, at);
        unheard[0].GiveUp(NoticeState.Blocked, nameof(RefusedBecause.WindowClosed), at);
        return [];
    }

    private async Task<List<Conversation>> Conversations(Ticket ticket, CancellationToken cancellation)
    {
        if (ticket.Id != 0)
            return OfItsCitizen(lookedUp.TryGetValue(ticket.Id, out var known) ? known : await db.ConversationsOf(ticket, cancellation));
        return [.. db.Conversations.Local.Where(c => ReferenceEquals(c.Ticket, ticket)).OrderByDescending(c => c.LastMessageAt)];


        // A conversation of somebody else may be linked to a ticket; its answers are still its own citizen's.
        List<Conversation> OfItsCitizen(List<Conversation> all) => all.FindAll(c => c.CitizenId == ticket.CitizenId);
    }

    private async Task<Way?> PublicDoor(Ticket? ticket, List<Conversation> conversations, CancellationToken cancellation)
    {
        if (conversations.FirstOrDefault(c => c.Audience == Audience.Public && c.LastMessageId.Length > 0) is not { } thread)
            return null;
        // In a thread that went on to another matter the answer stands under the words it answers.
        var answered = ticket is null || thread.TicketId == ticket.Id ? null : await db
            .Messages.Where(m => m.ConversationId == thread.Id && m.TicketId == ticket.Id && m.Current && m.RemovedAt == null)
            .OrderByDescending(m => m.SentAt)
            .Select(m => m.PlatformMessageId)
            .FirstOrDefaultAsync(cancellation);
        return new(thread, Door.CommentReply, answered ?? thread.LastMessageId);
    }

    private async Task<Way?> PrivateDoor(Ticket? ticket, List<Conversation> conversations, DateTimeOffset at, CancellationToken cancellation)
    {
        var direct = conversations.FirstOrDefault(c => c.Audience == Audience.Private);
        if (direct is not null && Windows.Of(direct.Platform) is var window && (window is null || at - direct.LastHeardAt < window))
            return new(direct, Door.DirectMessage, direct.Citizen.PlatformUserId);
        // Only Meta lets a comment be answered in private.
        long[] threads = [.. conversations.Where(c => c.Audience == Audience.Public && c.Platform is Platform.Facebook or Platform.Instagram or Platform.Simulator).Select(c => c.Id)];
        var since = at - PrivateWindow;
        var matter = ticket?.Id;
        var comment = await db
            .Messages.Where(m => threads.Contains(m.ConversationId) && m.Current && m.RemovedAt == null && m.ReceivedAt > since)
            .Where(m => !db.Notices.Any(n => n.Platform == m.Platform && n.Door == Door.PrivateReply && n.TargetId == m.PlatformMessageId && n.State != NoticeState.Withdrawn))
            .OrderByDescending(m => m.TicketId == matter)
            .ThenByDescending(m => m.SentAt)
            .ThenByDescending(m => m.Id)
            .Select(m => new { m.ConversationId, m.PlatformMessageId })
            .FirstOrDefaultAsync(cancellation);
        return comment is null ? null : new(conversations.Single(c => c.Id == comment.ConversationId), Door.PrivateReply, comment.PlatformMessageId);
    }

    private static void RefusePersonalData(string text)
    {
        var found = PersonalData.Find(text);
        if (found.Count > 0)
            throw new RefusedException(Refusal.PersonalDataInPublic, ("what", string.Join(", ", found.Select(f => f.Type.ToString()).Distinct())));
    }

    private async Task<bool> CodeWasTold(Ticket ticket, CancellationToken cancellation) =>
        await db.Notices.AnyAsync(
            n =>
                n.TicketId == ticket.Id
                && n.Door != Door.CommentReply
                // An approved template has no place for it.
                && n.Door != Door.Template
                && (n.State == NoticeState.Sent || n.State == NoticeState.Sending || (n.State == NoticeState.Pending && n.NextAttemptAt != null)),
            cancellation
        );

    // In public nothing is told that belongs to the citizen alone: neither what identifies them nor what was found in their case.
    private static void RefuseCaseFacts(string text, Ticket ticket)
    {
        RefusePersonalData(text);
        var told = CaseFacts.In(text, ticket);
        if (told.Count > 0)
            throw new RefusedException(Refusal.PersonalDataInPublic, ("what", string.Join(", ", told)));
    }

    private static Way? TemplateDoor(List<Conversation> conversations) =>
        conversations.FirstOrDefault(c => c is { Platform: Platform.WhatsApp, Audience: Audience.Private }) is { } direct ? new(direct, Door.Template, direct.Citizen.PlatformUserId) : null;

    private static string[] Parameters(Dictionary<string, string> facts) => [facts["nomor"], facts["lacak"]];

    // One message is all there is by a private reply: what does not fit into it is read behind the address.
    private async Task<string> Fitting(Way way, string text, NoticeKind kind, Dictionary<string, string> facts, CancellationToken cancellation) =>
        kind == NoticeKind.Closure && way.Door == Door.PrivateReply && !Lengths.Fits(way.Conversation.Platform, way.Door, text) ? await Say("closure.short", facts, cancellation) : text;

    // Longer words go out in parts, each after the one before has arrived.
    private List<Notice> Write(string key, NoticeKind kind, Ticket? ticket, Way way, string text, Actor by, DateTimeOffset at, IReadOnlyList<string>? parameters = null)
    {
        var parts = SplitWords.For(way.Conversation.Platform, way.Door, text);
        if (parts is null)
        {
            var (most, length) = Lengths.Of(way.Conversation.Platform, way.Door, text);
            throw new RefusedException(Refusal.WordsTooLong, ("platform", way.Conversation.Platform.ToString()), ("most", most.ToString()), ("length", length.ToString()));
        }

        List<Notice> written = [];
        foreach (var part in parts)
        {
            var name = written.Count == 0 ? key : $"{key}:{written.Count + 1}";
            written.Add(
                new Notice(name, kind, ticket, way.Conversation, way.Door, way.TargetId, way.Conversation.Citizen.PlatformUserId, part, by, at, parameters, written.LastOrDefault()?.Key)
            );
        }

        db.AddRange(written);
        return written;
    }

    private Dictionary<string, string> Facts(Ticket ticket) =>
        new()
        {
            ["nomor"] = ticket.Number,
            ["kode"] = ticket.LookupCode,
            ["lacak"] = new Uri(settings.PublicUrl ?? new Uri("http://127.0.0.1:5080"), "lacak").ToString(),
            ["tanggapan"] = Due(ticket, ClockKind.FirstResponse),
            ["tenggat"] = Due(ticket, ClockKind.Resolution),
        };

    private static string Due(Ticket ticket, ClockKind kind) =>
        ticket.LastOf(kind) is { } clock ? Sentences.Moment(clock.DueAt, Language) : "–";

    // Where a platform takes few characters, the same in brief rather than in parts.
    private async Task<string> SayInPublic(Platform platform, string code, string brief, Dictionary<string, string> facts, CancellationToken cancellation)
    {
        var text = await Say(code, facts, cancellation);
        return Lengths.Fits(platform, Door.CommentReply, text) ? text : await Say(brief, facts, cancellation);
    }

    private async Task<string> Say(string code, Dictionary<string, string> facts, CancellationToken cancellation)
    {
        own ??= await db.Templates.Where(t => t.Language == Language && t.Text != null).ToDictionaryAsync(t => t.Code, t => t.Text!, cancellation);
        return own.TryGetValue(code, out var text) ? Sentences.Fill(text, facts) : Sentences.Say(Language, code, facts);
    }

    private sealed record Way(Conversation Conversation, Door Door, string TargetId);

    private sealed record Told(DateTimeOffset At, IReadOnlyList<long> Unsent);
}
