using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Words;

namespace Tickets.Domain.Sla;

/// <summary>What the caller is told of, the newest first. A machine's key speaks for nobody and is told nothing.</summary>
/// <param name="Unread">Only what they have not read.</param>
/// <param name="Page">Which page.</param>
/// <param name="Language">id or en.</param>
/// <param name="By">Who asks.</param>
/// <param name="Now">The present: what waits for their working hours is not shown before.</param>
public sealed record ListNotifications(bool Unread, PageOf Page, string Language, Caller By, DateTimeOffset Now) : IRequest<Page<ListedNotification>>;

/// <summary>An item in somebody's notifications. Instants UTC. All of the clock and its rung is null for a mention, a channel and a calendar.</summary>
/// <param name="Id">Key.</param>
/// <param name="Kind">Rung, Mention, Channel, Reminder or Calendar.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Ticket">Number of the ticket; null for a conversation.</param>
/// <param name="Subject">One line in the citizen's words, personal data masked; null for a conversation.</param>
/// <param name="Conversation">Key of the conversation; null for a ticket.</param>
/// <param name="Mentioner">Name of the colleague who named them in a note.</param>
/// <param name="Clock">Which promise.</param>
/// <param name="Cycle">Which round of it.</param>
/// <param name="Rung">Which rung: <c>50%</c>, <c>breach</c>, <c>breach+PT15H</c>.</param>
/// <param name="To">Whom that rung tells.</param>
/// <param name="OnBehalfOf">Login of the absent person they stand in for.</param>
/// <param name="At">When the rung was reached or the note written.</param>
/// <param name="DueAt">When the clock was due as it stood then.</param>
/// <param name="ToldAt">When they were told.</param>
/// <param name="ReadAt">When they read it.</param>
/// <param name="Others">Names of the others who were told of this rung.</param>
/// <param name="Ladder">The ladder of that clock in its order, with what of it was reached by now.</param>
/// <param name="Ended">True when the promise was kept or fell away since: nothing is left to do.</param>
/// <param name="Platform">The channel that stands still until somebody mends it; null for the others.</param>
public sealed record ListedNotification(
    long Id,
    NotificationKind Kind,
    string Text,
    string? Ticket,
    string? Subject,
    long? Conversation,
    string? Mentioner,
    ClockKind? Clock,
    int? Cycle,
    string? Rung,
    Recipient? To,
    string? OnBehalfOf,
    DateTimeOffset At,
    DateTimeOffset? DueAt,
    DateTimeOffset ToldAt,
    DateTimeOffset? ReadAt,
    IReadOnlyList<string> Others,
    IReadOnlyList<LadderRung> Ladder,
    bool Ended,
    Platform? Platform
);

/// <summary>A rung of a clock's ladder.</summary>
/// <param name="Rung">Which, as <c>80%</c>.</param>
/// <param name="To">Whom it tells.</param>
/// <param name="ReachedAt">When it was reached, UTC; null for one that was not.</param>
public sealed record LadderRung(string Rung, Recipient To, DateTimeOffset? ReachedAt);

internal sealed class ListNotificationsHandler(TicketsDb db, Timetables timetables) : IRequestHandler<ListNotifications, Page<ListedNotification>>
{
    public async Task<Page<ListedNotification>> Handle(ListNotifications request, CancellationToken cancellationToken)
    {
        if (request.By.Actor.UserId is not { } user)
            return new([], Next: null);
        var found = db.Notifications.AsNoTracking().Where(n => n.UserId == user && n.TellAt <= request.Now);
        if (request.Unread)
            found = found.Where(n => n.ReadAt == null);
        if (request.Page.After is { } after)
        {
            if (after.Sort < 0 || after.Sort > DateTime.MaxValue.Ticks)
                throw new RefusedException(Refusal.Invalid, ("detail", "request.cursor"));
            var last = new DateTimeOffset(after.Sort, TimeSpan.Zero);
            found = found.Where(n => n.TellAt < last || (n.TellAt == last && n.Id < after.Id));
        }

        var rows = await found
            .Include(n => n.Ticket)
            .OrderByDescending(n => n.TellAt)
            .ThenByDescending(n => n.Id)
            .Take(request.Page.Take + 1)
            .ToListAsync(cancellationToken);
        var page = request.Page.Cut(rows, n => (n.TellAt.UtcTicks, n.Id));
        var around = await Around(page.Items, user, request.Now, cancellationToken);
        return new([.. page.Items.Select(n => Of(n, request.Language, around))], page.Next);
    }

    // Of all clocks of the page at once: who else was told, and how far their ladders were climbed.
    private async Task<Surroundings> Around(IReadOnlyList<Notification> page, long user, DateTimeOffset now, CancellationToken cancellation)
    {
        long[] ids = [.. page.Select(n => n.ClockId).OfType<long>().Distinct()];
        if (ids.Length == 0)
            return new(new Dictionary<long, Clock>(), Enumerable.Empty<(long, string, string)>().ToLookup(t => (t.Item1, t.Item2), t => t.Item3), new Timetable([], []));
        var clocks = await db.Clocks.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellation);
        var told = await db
            .Notifications.Where(n => n.ClockId != null && ids.Contains(n.ClockId.Value) && n.UserId != user && n.TellAt <= now)
            .Join(db.Users, n => n.UserId, u => u.Id, (n, u) => new { n.ClockId, n.Rung, u.Name })
            .OrderBy(t => t.Name)
            .ToListAsync(cancellation);
        return new(clocks, told.ToLookup(t => (t.ClockId!.Value, t.Rung!), t => t.Name), await timetables.Current(cancellation));
    }

    private static ListedNotification Of(Notification n, string language, Surroundings around)
    {
        var clock = n.ClockId is { } id ? around.Clocks.GetValueOrDefault(id) : null;
        return new(
            n.Id,
            n.Kind,
            TextOf(n, language),
            n.Ticket?.Number,
            n.Ticket?.Subject,
            n.ConversationId,
            n.By,
            n.Clock,
            n.Cycle,
            n.Rung,
            n.To,
            n.OnBehalfOf,
            n.At,
            n.DueAt,
            n.TellAt,
            n.ReadAt,
            n.ClockId is { } told ? [.. around.Told[(told, n.Rung!)]] : [],
            clock is null ? [] : LadderOf(clock, around.Timetable),
            clock is { Runs: false },
            n.Platform
        );
    }

    // What was reached stands for ever; what the policy has beyond it is still to come.
    private static IReadOnlyList<LadderRung> LadderOf(Clock clock, Timetable timetable) =>
        [
            .. clock.Escalations.Select(e => new LadderRung(e.Rung, e.To, e.At)),
            .. timetable
                .LadderOf(clock.Policy)
                .Where(l => l.Rung.IsFor(clock.Kind) && clock.Escalations.All(e => e.Rung != l.Rung.At))
                .Select(l => new LadderRung(l.Rung.At, l.Rung.To, ReachedAt: null)),
        ];

    private static string TextOf(Notification told, string language)
    {
        if (told.Platform is { } channel)
            return told.Detail?.StartsWith(Channel.NotReadable, StringComparison.Ordinal) == true
                ? Sentences.Say(language, "notification.unreadable", new Dictionary<string, string> { ["platform"] = channel.ToString(), ["reason"] = told.Detail[Channel.NotReadable.Length..] })
                : Sentences.Say(language, "notification.channel", new Dictionary<string, string> { ["platform"] = channel.ToString(), ["reason"] = Sentences.Find(language, "fault." + told.Detail) ?? told.Detail ?? "" });
        if (told.Kind == NotificationKind.Calendar)
            return Sentences.Say(language, "notification.calendar", new Dictionary<string, string> { ["calendar"] = told.Detail! });
        if (told.Kind == NotificationKind.Mention)
            return Sentences.Say(language, "notification.mention", new Dictionary<string, string> { ["by"] = told.By!, ["what"] = told.Ticket!.Number });
        if (told.Kind == NotificationKind.Reminder)
            return Sentences.Say(language, "notification.reminder", new Dictionary<string, string> { ["what"] = told.Ticket!.Number, ["dueAt"] = Sentences.Moment(told.DueAt!.Value, language) });
        var what = told.Ticket?.Number ?? Sentences.Say(language, "notification.conversation", new Dictionary<string, string> { ["id"] = told.ConversationId.ToString()! });
        var facts = new Dictionary<string, string>
        {
            ["what"] = what,
            ["clock"] = Sentences.Say(language, "clock." + told.Clock),
            ["rung"] = History.Rung(told.Rung!, language),
            ["dueAt"] = Sentences.Moment(told.DueAt!.Value, language),
        };
        var moment = RungMoment.Parse(told.Rung!);
        var text = Sentences.Say(language, moment.Share is not null ? "notification.share" : moment.IsAfterBreach ? "notification.unanswered" : "notification.breach", facts);
        return told.OnBehalfOf is { } absent ? text + Sentences.Say(language, "notification.onBehalfOf", new Dictionary<string, string> { ["user"] = absent }) : text;
    }

    private sealed record Surroundings(IReadOnlyDictionary<long, Clock> Clocks, ILookup<(long Clock, string Rung), string> Told, Timetable Timetable);
}
