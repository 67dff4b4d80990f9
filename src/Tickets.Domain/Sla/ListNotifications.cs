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

/// <summary>An item in somebody's notifications. Instants UTC. All of the clock and its rung is null for a channel.</summary>
/// <param name="Id">Key.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Ticket">Number of the ticket; null for a conversation.</param>
/// <param name="Conversation">Key of the conversation; null for a ticket.</param>
/// <param name="Clock">Which promise.</param>
/// <param name="Cycle">Which round of it.</param>
/// <param name="Rung">Which rung: <c>50%</c>, <c>breach</c>, <c>breach+PT15H</c>.</param>
/// <param name="To">Whom that rung tells.</param>
/// <param name="OnBehalfOf">Login of the absent person they stand in for.</param>
/// <param name="At">When the rung was reached.</param>
/// <param name="DueAt">When the clock was due as it stood then.</param>
/// <param name="ToldAt">When they were told.</param>
/// <param name="ReadAt">When they read it.</param>
/// <param name="Platform">The channel that stands still until somebody mends it; null for a rung.</param>
public sealed record ListedNotification(
    long Id,
    string Text,
    string? Ticket,
    long? Conversation,
    ClockKind? Clock,
    int? Cycle,
    string? Rung,
    Recipient? To,
    string? OnBehalfOf,
    DateTimeOffset At,
    DateTimeOffset? DueAt,
    DateTimeOffset ToldAt,
    DateTimeOffset? ReadAt,
    Platform? Platform
);

internal sealed class ListNotificationsHandler(TicketsDb db) : IRequestHandler<ListNotifications, Page<ListedNotification>>
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
            .OrderByDescending(n => n.TellAt)
            .ThenByDescending(n => n.Id)
            .Take(request.Page.Take + 1)
            .Select(n => new ListedNotification(n.Id, n.Detail ?? "", n.Ticket!.Number, n.ConversationId, n.Clock, n.Cycle, n.Rung, n.To, n.OnBehalfOf, n.At, n.DueAt, n.TellAt, n.ReadAt, n.Platform))
            .ToListAsync(cancellationToken);
        var page = request.Page.Cut(rows, n => (n.ToldAt.UtcTicks, n.Id));
        return new([.. page.Items.Select(n => n with { Text = TextOf(n, request.Language) })], page.Next);
    }

    private static string TextOf(ListedNotification told, string language)
    {
        // What the platform said stands in the text's place until here.
        if (told.Platform is { } channel)
            return Sentences.Say(language, "notification.channel", new Dictionary<string, string> { ["platform"] = channel.ToString(), ["reason"] = told.Text });
        var what = told.Ticket ?? Sentences.Say(language, "notification.conversation", new Dictionary<string, string> { ["id"] = told.Conversation.ToString()! });
        var facts = new Dictionary<string, string>
        {
            ["what"] = what,
            ["clock"] = Sentences.Say(language, "clock." + told.Clock),
            ["rung"] = told.Rung!,
            ["dueAt"] = Sentences.Moment(told.DueAt!.Value, language),
        };
        var moment = RungMoment.Parse(told.Rung!);
        var text = Sentences.Say(language, moment.Share is not null ? "notification.share" : moment.IsAfterBreach ? "notification.unanswered" : "notification.breach", facts);
        return told.OnBehalfOf is { } absent ? text + Sentences.Say(language, "notification.onBehalfOf", new Dictionary<string, string> { ["user"] = absent }) : text;
    }
}
