using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Intake;

/// <summary>
/// Makes messages, edits, removals and proofs of what a delivery says. Order does not matter, and twice is once: the unique key of platform, message and
/// revision decides.
/// </summary>
public sealed class TakeIn(TicketsDb db, TriageMessage triage, PostWords posts, Timetables timetables, WriteNotices notices)
{
    private const int LongestId = 200;

    // No platform sends more with one message.
    private const int MostFiles = 20;

    // What was looked up for many at once: what of it is not among the tracked is not there. The ministry's own words are not tracked.
    private readonly HashSet<(Platform Platform, string Id)> messagesLookedUp = [];
    private readonly HashSet<(Platform Platform, string Id)> authorsLookedUp = [];
    private readonly HashSet<(Platform Platform, string Id)> ours = [];

    // What is tracked, by what it is looked for: one delivery can hold thousands of comments, and going over all that is tracked for each would take their square.
    private readonly Dictionary<(Platform Platform, string Id), List<Message>> messages = [];
    private readonly Dictionary<(Platform Platform, string Id), EarlyMark> marks = [];
    private readonly Dictionary<(Platform Platform, string Id), Citizen> citizens = [];
    private readonly Dictionary<(Citizen Citizen, string Thread), Conversation> conversations = [];

    /// <summary>Looks at once for all that these happenings will be compared with; without it each looks for itself.</summary>
    public async Task LookUp(IReadOnlyList<Happening> happenings, CancellationToken cancellation)
    {
        messagesLookedUp.Clear();
        authorsLookedUp.Clear();
        ours.Clear();
        messages.Clear();
        marks.Clear();
        citizens.Clear();
        conversations.Clear();
        var arrived = happenings.Select(h => (h as MessageEdited)?.Message ?? h as MessageArrived).OfType<MessageArrived>();
        foreach (var some in arrived.GroupBy(a => a.Platform))
        {
            await LookUpMessages(some.Key, [.. some.Select(a => a.MessageId).Distinct()], cancellation);
            await LookUpAuthors(some.Key, [.. some.Select(a => AuthorOf(a).Id).Distinct()], [.. some.Select(a => a.Thread).Distinct()], cancellation);
        }

        foreach (var message in db.Messages.Local)
            Keep(message);
        foreach (var mark in db.EarlyMarks.Local)
            marks[(mark.Platform, mark.PlatformMessageId)] = mark;
        foreach (var citizen in db.Citizens.Local)
            citizens[(citizen.Platform, citizen.PlatformUserId)] = citizen;
        foreach (var conversation in db.Conversations.Local.Where(c => c.Citizen is not null))
            conversations[(conversation.Citizen, conversation.Thread)] = conversation;
    }

    /// <summary>Takes one thing in; answers what nobody knew about it, or null.</summary>
    public async Task<string?> It(Happening happening, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        switch (happening)
        {
            case MessageArrived arrived:
                return await Arrived(arrived, 0, null, null, receivedAt, cancellation);
            case MessageEdited edited:
                return await Edited(edited, receivedAt, cancellation);
            case MessageRemoved removed:
                await Marked(removed.Platform, removed.MessageId, "removed", removed.At ?? receivedAt, cancellation);
                return null;
            case MessageVisibilityChanged changed:
                await Marked(changed.Platform, changed.MessageId, changed.Hidden ? "hidden" : "shown", changed.At ?? receivedAt, cancellation);
                return null;
            case EchoArrived echo:
                await Echoed(echo, receivedAt, cancellation);
                return null;
            case WordsReported reported:
                await Reported(reported, receivedAt, cancellation);
                return null;
            case PostTold told:
                if (told.PostId.Length is > 0 and <= LongestId)
                    await posts.Told(told.Platform, told.PostId, told.Text, told.Picture, receivedAt, cancellation);
                return null;
            case KnownNonMessage:
                return null;
            case UnknownPart unknown:
                return unknown.Where;
            default:
                throw new InvalidOperationException($"Nobody takes in {happening.GetType().Name}.");
        }
    }

    private async Task<string?> Arrived(MessageArrived arrived, int revision, DateTimeOffset? editedAt, string? editId, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        if (arrived.MessageId.Length is 0 or > LongestId || arrived.Thread.Length is 0 or > LongestId || arrived.Author?.Id.Length is 0 or > LongestId)
            return $"id out of bounds in a message of {arrived.Platform}";
        var revisions = await Revisions(arrived.Platform, arrived.MessageId, cancellation);
        if (revisions.Any(m => m.Revision == revision))
            return null;
        if (await IsOurs(arrived.Platform, arrived.MessageId, cancellation))
            return null;

        var at = Sensible(arrived.SentAt, receivedAt);
        var conversation = await ConversationOf(arrived, at, cancellation);
        var message = Add(arrived, conversation, revision, editedAt, editId, at, receivedAt);
        await ApplyEarlyMark(message, cancellation);
        if (revisions.Count > 0)
        {
            // Edits overtake the first writing and each other: what stands now is the latest revision.
            if (revisions.Exists(m => m.IsLaterThan(message)))
                message.IsSuperseded();
            foreach (var older in revisions.Where(message.IsLaterThan))
                older.IsSuperseded();
            // Changed words are of the matter that they were of before.
            message.IsOfTheMatterOf(revisions[0]);
            // What was taken away stays away, whatever late edit of it arrives.
            if (revisions.Select(m => m.RemovedAt).FirstOrDefault(r => r is not null) is { } removed)
                message.WasRemoved(removed);
            if (revisions.Select(m => m.HiddenAt).FirstOrDefault(h => h is not null) is { } hidden)
                message.WasHidden(hidden: true, hidden);
        }

        if (message is { Current: true, RemovedAt: null })
            // Words that take the place of a mere sign are the first.
            await triage.Consider(conversation, message, isNew: revisions.TrueForAll(m => m.SaysNothing()), says: !arrived.IsButton && !message.SaysNothing(), receivedAt, cancellation);
        if (revisions.Count > 0 && message.Current)
            await db.NameByWhatStands([.. revisions, message], cancellation);
        if (revisions.Count == 0 && conversation is { Audience: Audience.Private, Id: not 0 })
            await notices.TellWhatWaited(conversation, receivedAt, cancellation);
        return null;
    }

    private async Task<string?> Edited(MessageEdited edited, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        var revisions = await Revisions(edited.Message.Platform, edited.Message.MessageId, cancellation);
        var editId = edited.EditId is { Length: > 0 and <= LongestId } own ? own : null;
        var isTimed = edited.Revision is null && !edited.IsCounted;
        var editedAt = isTimed ? WhenEdited(edited, revisions) : null;
        if (isTimed && IsKnown(edited, editedAt, editId, revisions))
            return null;
        // Which edit it was nobody said, only that it stands now: the next after those that are known, and before all that are told of later.
        if (edited is { IsCounted: true, Revision: null } && revisions.Exists(m => m.Current && m.Text == Bounded(edited.Message.Text)))
            return null;
        var revision = edited.Revision ?? Math.Max(1, revisions.Select(m => m.Revision + 1).DefaultIfEmpty(1).Max());
        if (revisions.Exists(m => m.Revision == revision))
            return null;
        var refused = await Arrived(edited.Message with { SentAt = revisions.FirstOrDefault()?.SentAt ?? edited.Message.SentAt }, revision, editedAt, editId, receivedAt, cancellation);
        if (
            refused is null
            && revisions.Count > 0
            && (await Revisions(edited.Message.Platform, edited.Message.MessageId, cancellation)).Find(m => m.Revision == revision) is { Current: true } message
        )
            message.Conversation.Edited(message, Actor.Citizen(message.Conversation.Citizen), receivedAt);
        return refused;
    }

    // Facebook counts no edits. The time it gives beside one is that of the edit or, in some shapes, still that of the first writing; then the time at which it
    // told of the edit is the next best, and the same in every repeat of the delivery.
    private static DateTimeOffset? WhenEdited(MessageEdited edited, List<Message> revisions) =>
        edited.EditedAt
        ?? (edited.Message.SentAt is { } at && revisions.TrueForAll(m => m.Revision > 0 || at > m.SentAt) ? at : edited.ToldAt ?? edited.Message.SentAt);

    // An edit with an id of its own is known by it. Else the same words at the same time or later are a repeat, or were overtaken; after words that stand they say only since when.
    private static bool IsKnown(MessageEdited edited, DateTimeOffset? at, string? editId, List<Message> revisions)
    {
        var words = Bounded(edited.Message.Text);
        if (editId is not null ? revisions.Exists(m => m.EditId == editId) : revisions.Exists(m => m.Text == words && (m.EditedAt ?? DateTimeOffset.MinValue) >= (at ?? DateTimeOffset.MinValue)))
            return true;
        if (revisions.Find(m => m.Current) is not { } standing || standing.Text != words || standing.EditedAt > at)
            return false;
        standing.StoodAgain(at!.Value, editId);
        return true;
    }

    private async Task Marked(Platform platform, string messageId, string mark, DateTimeOffset at, CancellationToken cancellation)
    {
        if (messageId.Length is 0 or > LongestId)
            return;
        var revisions = await Revisions(platform, messageId, cancellation);
        foreach (var message in revisions)
        {
            var before = (message.RemovedAt, message.HiddenAt);
            if (mark == "removed")
                message.WasRemoved(at);
            else
                message.WasHidden(mark == "hidden", at);
            if (!message.Current || before == (message.RemovedAt, message.HiddenAt))
                continue;
            message.Conversation.Marked(message, mark, at);
            if (mark == "removed")
            {
                await Forget(message.Conversation, at, cancellation);
                await db.NameByWhatStands(revisions, cancellation);
            }
        }

        if (revisions.Count > 0)
            return;
        var early = await EarlyMarkOf(platform, messageId, cancellation);
        if (early is null)
            db.Add(early = marks[(platform, messageId)] = new EarlyMark(platform, messageId));
        if (mark == "removed")
            early.WasRemoved(at);
        else
            early.WasHidden(mark == "hidden", at);
    }

    private async Task Forget(Conversation conversation, DateTimeOffset at, CancellationToken cancellation)
    {
        var last = await LastStanding(conversation, cancellation);
        conversation.ForgetRemoved(
            last,
            last?.Text is { } text ? PersonalData.Mask(text) : "",
            await WaitsSince(conversation, cancellation),
            await timetables.For(conversation, cancellation),
            at
        );
    }

    // What was written before was decided.
    private async Task<DateTimeOffset?> WaitsSince(Conversation conversation, CancellationToken cancellation)
    {
        if (conversation.WaitingSince is not { } since)
            return null;
        var saved = conversation.Id == 0 ? [] : await db
            .Messages.Where(m => m.ConversationId == conversation.Id && m.Current && m.RemovedAt == null && m.SentAt >= since)
            .OrderBy(m => m.SentAt)
            .Take(100)
            .ToListAsync(cancellation);
        return saved
            .Union(db.Messages.Local.Where(m => m.Conversation == conversation))
            .Where(m => m is { Current: true, RemovedAt: null } && m.SentAt >= since)
            .Min(m => (DateTimeOffset?)m.SentAt);
    }

    private async Task<Message?> LastStanding(Conversation conversation, CancellationToken cancellation)
    {
        var saved = conversation.Id == 0 ? [] : await db
            .Messages.Where(m => m.ConversationId == conversation.Id && m.Current && m.RemovedAt == null)
            .OrderByDescending(m => m.SentAt)
            .Take(100)
            .ToListAsync(cancellation);
        return saved
            .Union(db.Messages.Local.Where(m => m.Conversation == conversation))
            .Where(m => m is { Current: true, RemovedAt: null })
            .OrderByDescending(m => m.SentAt)
            .ThenByDescending(m => m.Id == 0 ? long.MaxValue : m.Id)
            .FirstOrDefault();
    }

    // The platform tells us of our own words: a call that was cut is settled by it.
    private async Task Echoed(EchoArrived echo, DateTimeOffset at, CancellationToken cancellation)
    {
        if (echo.Text is null || echo.MessageId.Length is 0 or > LongestId)
            return;
        var target = echo.ReplyToId ?? echo.RecipientId;
        var notice = await db
            .Notices.Include(n => n.Ticket)
            .Where(n => n.State == NoticeState.Sending && n.Door != Door.Hide && n.Platform == echo.Platform && (n.TargetId == target || n.RecipientId == target))
            .ToListAsync(cancellation);
        notice.FirstOrDefault(n => OutgoingWords.AreSame(echo.Text, n.Text))?.Arrived(echo.MessageId, at);
    }

    // By the key that travelled with the words a cut call is settled, and by their id a late refusal is told.
    private async Task Reported(WordsReported reported, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        if (reported.MessageId.Length is 0 or > LongestId)
            return;
        var key = reported.Key is { Length: <= LongestId } told ? told : null;
        var notice = await db
            .Notices.Include(n => n.Ticket)
            .FirstOrDefaultAsync(n => n.Platform == reported.Platform && (n.PlatformId == reported.MessageId || (key != null && n.Key == key)), cancellation);
        if (notice is null || (notice.State == NoticeState.Sent && notice.PlatformId != reported.MessageId))
            return;
        var at = reported.At is { } when && when <= receivedAt ? when : receivedAt;
        if (reported.FailedBecause is { } code)
            notice.DidNotArrive($"{(code is 131047 or 131026 ? RefusedBecause.WindowClosed : RefusedBecause.RecipientUnreachable)}: {reported.Platform} {code}", receivedAt);
        else if (notice.State == NoticeState.Sending)
            notice.Arrived(reported.MessageId, at);
    }

    private async Task<bool> IsOurs(Platform platform, string messageId, CancellationToken cancellation) =>
        messagesLookedUp.Contains((platform, messageId))
            ? ours.Contains((platform, messageId))
            : await db.Notices.AnyAsync(n => n.Platform == platform && n.PlatformId == messageId, cancellation);

    private async Task<EarlyMark?> EarlyMarkOf(Platform platform, string messageId, CancellationToken cancellation) =>
        marks.GetValueOrDefault((platform, messageId))
        ?? (
            messagesLookedUp.Contains((platform, messageId))
                ? null
                : await db.EarlyMarks.FirstOrDefaultAsync(m => m.Platform == platform && m.PlatformMessageId == messageId, cancellation)
        );

    private async Task LookUpMessages(Platform platform, string[] ids, CancellationToken cancellation)
    {
        await db
            .Messages.Include(m => m.Conversation.Citizen)
            .Include(m => m.Conversation.Ticket)
            .Where(m => m.Platform == platform && ids.Contains(m.PlatformMessageId))
            .LoadAsync(cancellation);
        await db.EarlyMarks.Where(m => m.Platform == platform && ids.Contains(m.PlatformMessageId)).LoadAsync(cancellation);
        var sent = await db.Notices.Where(n => n.Platform == platform && ids.Contains(n.PlatformId)).Select(n => n.PlatformId!).ToListAsync(cancellation);
        ours.UnionWith(sent.Select(id => (platform, id)));
        messagesLookedUp.UnionWith(ids.Select(id => (platform, id)));
    }

    private async Task LookUpAuthors(Platform platform, string[] ids, string[] threads, CancellationToken cancellation)
    {
        var known = await db.Citizens.Where(c => c.Platform == platform && ids.Contains(c.PlatformUserId)).ToListAsync(cancellation);
        if (known.Count > 0)
        {
            long[] keys = [.. known.Select(c => c.Id)];
            await db
                .Conversations.Include(c => c.Ticket)
                .Where(c => keys.Contains(c.CitizenId) && threads.Contains(c.Thread))
                .LoadAsync(cancellation);
        }

        authorsLookedUp.UnionWith(ids.Select(id => (platform, id)));
    }

    private async Task<List<Message>> Revisions(Platform platform, string messageId, CancellationToken cancellation)
    {
        if (messages.TryGetValue((platform, messageId), out var known))
            return [.. known];
        if (messagesLookedUp.Contains((platform, messageId)))
            return [];
        var saved = await db
            .Messages.Include(m => m.Conversation.Citizen)
            .Include(m => m.Conversation.Ticket)
            .Where(m => m.Platform == platform && m.PlatformMessageId == messageId)
            .ToListAsync(cancellation);
        if (saved.Count > 0)
            messages[(platform, messageId)] = [.. saved];
        return saved;
    }

    private void Keep(Message message)
    {
        var key = (message.Platform, message.PlatformMessageId);
        if (!messages.TryGetValue(key, out var revisions))
            messages[key] = revisions = [];
        if (!revisions.Contains(message))
            revisions.Add(message);
    }

    // X names a thread by the post answered: what answers words of ours, or words next to them, goes on where those stand.
    private async Task<string> ThreadOf(MessageArrived arrived, CancellationToken cancellation)
    {
        if (arrived.Platform != Platform.X || arrived.ReplyToId is not { Length: <= LongestId } answered || arrived.Thread != answered)
            return arrived.Thread;
        return await db.Notices.Where(n => n.Platform == Platform.X && n.PlatformId == answered).Select(n => n.Conversation.Thread).FirstOrDefaultAsync(cancellation)
            ?? (await Revisions(Platform.X, answered, cancellation)).FirstOrDefault()?.Conversation.Thread
            ?? arrived.Thread;
    }

    private async Task<Conversation> ConversationOf(MessageArrived arrived, DateTimeOffset at, CancellationToken cancellation)
    {
        var thread = await ThreadOf(arrived, cancellation);
        // Another thread than was looked up for many at once is looked for by itself.
        if (thread != arrived.Thread)
            authorsLookedUp.Remove((arrived.Platform, AuthorOf(arrived).Id));
        arrived = arrived with { Thread = thread };
        var author = AuthorOf(arrived);
        var lookedUp = authorsLookedUp.Contains((arrived.Platform, author.Id));
        var citizen = citizens.GetValueOrDefault((arrived.Platform, author.Id))
            ?? (lookedUp ? null : await db.Citizens.FirstOrDefaultAsync(c => c.Platform == arrived.Platform && c.PlatformUserId == author.Id, cancellation));
        var name = author.Name is { } called ? Conversation.Shorten(called, 200) : null;
        if (citizen is null)
            db.Add(citizen = new Citizen(arrived.Platform, author.Id, name, at));
        else
            citizen.IsCalled(name);
        citizens[(arrived.Platform, author.Id)] = citizen;
        var conversation = conversations.GetValueOrDefault((citizen, arrived.Thread))
            ?? (citizen.Id == 0 || lookedUp ? null : await db.Conversations.Include(c => c.Citizen).Include(c => c.Ticket).FirstOrDefaultAsync(c => c.CitizenId == citizen.Id && c.Thread == arrived.Thread, cancellation));
        if (conversation is null)
            db.Add(conversation = new Conversation(citizen, arrived.Audience, arrived.Thread, arrived.PostId is { Length: <= LongestId } post ? post : null, at));
        conversations[(citizen, arrived.Thread)] = conversation;
        return conversation;
    }

    private Message Add(MessageArrived arrived, Conversation conversation, int revision, DateTimeOffset? editedAt, string? editId, DateTimeOffset at, DateTimeOffset receivedAt)
    {
        var message = new Message(
            conversation,
            arrived.Platform,
            arrived.MessageId,
            revision,
            arrived.ReplyToId is { Length: <= LongestId } reply ? reply : null,
            Bounded(arrived.Text),
            [.. arrived.Attachments.Take(50).Select(a => new Attachment(a.Type, a.Url is { Length: <= 4000 } ? a.Url : null))],
            arrived.Permalink is { Length: <= 2000 } link ? link : null,
            at,
            receivedAt,
            editedAt,
            editId
        );
        db.Add(message);
        Keep(message);
        foreach (var position in Enumerable.Range(0, message.Attachments.Count).Where(i => MediaErrand.IsFor(message.Attachments[i])).Take(MostFiles))
            db.Add(new MediaErrand(message, position, receivedAt));
        return message;
    }

    private async Task ApplyEarlyMark(Message message, CancellationToken cancellation)
    {
        var early = await EarlyMarkOf(message.Platform, message.PlatformMessageId, cancellation);
        if (early?.RemovedAt is { } removed)
            message.WasRemoved(removed);
        if (early?.HiddenAt is { } hidden)
            message.WasHidden(hidden: true, hidden);
    }

    // A platform that tells only ids (an Instagram mention) still says that somebody called for us.
    private static Author AuthorOf(MessageArrived arrived) => arrived.Author ?? new Author("unknown:" + Conversation.Shorten(arrived.MessageId, 150), null);

    // A platform's clock far off ours would put a plea at the wrong end of the inbox.
    private static DateTimeOffset Sensible(DateTimeOffset? sentAt, DateTimeOffset receivedAt) =>
        sentAt is { } at && at <= receivedAt + TimeSpan.FromMinutes(5) && at > receivedAt - TimeSpan.FromDays(3650) ? at : receivedAt;

    private static string? Bounded(string? text) => text is { Length: > Message.LongestText } ? text[..Message.LongestText] : text;
}
