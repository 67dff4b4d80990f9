using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Live;

/// <summary>
/// Looks every moment at what was written since, while anybody watches, and tells the screens. It reads the rows and not the bus, so that what any process
/// committed is seen in every other, and nothing has to be connected for it.
/// </summary>
internal sealed partial class TellWhatChanged(IServiceScopeFactory scopes, IHubContext<LiveHub> hub, WhoIsThere there, TimeProvider time, ILogger<TellWhatChanged> log) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(700);

    // A connection keeps the rights with which it was opened; about every five seconds it is looked whether they hold.
    private const int LooksEvery = 7;

    // People are told in their working hours: what is written now may be for tomorrow.
    private readonly List<(DateTimeOffset At, long User)> later = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Written? told = null;
        var moments = 0;
        using var timer = new PeriodicTimer(Moment);
        while (await Next(timer, stoppingToken))
        {
            if (there.Since is not { } since)
            {
                told = null;
                later.Clear();
                continue;
            }

            try
            {
                if (++moments % LooksEvery == 0)
                    await LetGo(stoppingToken);
                told = await Tell(told ?? since, stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                NotTold(log, problem.GetType().Name);
            }
        }
    }

    private async Task<Written> Tell(Written last, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var told = await TellPeople(db, last.Notification, stopping);
        var events = await db
            .Events.AsNoTracking()
            .Where(e => e.Id > last.Event)
            .OrderBy(e => e.Id)
            .Take(MostAtOnce)
            .Select(e => new { e.Id, e.Type, e.TicketId, e.Ticket!.Number, e.Ticket.Directorate, e.ConversationId })
            .ToListAsync(stopping);
        var messages = await db
            .Messages.AsNoTracking()
            .Where(m => m.Id > last.Message)
            .OrderBy(m => m.Id)
            .Take(MostAtOnce)
            .Select(m => new { m.Id, m.ConversationId, m.Conversation.Ticket!.Number, m.Conversation.Ticket.Directorate })
            .ToListAsync(stopping);
        if (events.Count + messages.Count == 0)
            return last with { Notification = told };

        // An opened ticket takes its conversation out of the inbox, and its event names the ticket alone.
        long?[] opened = [.. events.Where(e => e.Type == nameof(TicketOpened)).Select(e => e.TicketId)];
        var taken = opened.Length == 0 ? [] : await db.Conversations.Where(c => opened.Contains(c.TicketId)).Select(c => c.Id).Take(MostAtOnce).ToListAsync(stopping);
        long[] conversations = [.. events.Select(e => e.ConversationId).OfType<long>().Concat(messages.Select(m => m.ConversationId)).Concat(taken).Distinct()];
        var tickets = events.Select(e => (e.Number, e.Directorate)).Concat(messages.Select(m => (m.Number, m.Directorate))).Where(t => t.Number is not null).Distinct().ToList();
        if (conversations.Length > 0 || tickets.Count > 0)
            await hub.Clients.Group(LiveHub.Inbox).SendAsync("inbox", new { conversations }, stopping);
        if (tickets.Count > 0)
        {
            await hub.Clients.Group(LiveHub.Everything).SendAsync("tickets", new { tickets = tickets.Select(t => t.Number) }, stopping);
            foreach (var unit in tickets.Where(t => t.Directorate is not null).GroupBy(t => t.Directorate!))
                await hub.Clients.Group(LiveHub.Unit(unit.Key)).SendAsync("tickets", new { tickets = unit.Select(t => t.Number) }, stopping);
        }

        // Who mends channels is alarmed at once.
        if (events.Exists(e => e.Type == nameof(ChannelBroke)))
            await hub.Clients.Group(LiveHub.Inbox).SendAsync("channels", new { }, stopping);

        return new(events.Count > 0 ? events[^1].Id : last.Event, messages.Count > 0 ? messages[^1].Id : last.Message, told);
    }

    // Whoever signed out, left, lost their key, whose session lapsed, or who may see less or more than before: their screen comes back by itself, with the rights they
    // have now.
    private async Task LetGo(CancellationToken stopping)
    {
        Line[] lines = [.. there.Lines];
        if (lines.Length == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        long[] people = [.. lines.Select(l => l.Caller.Actor.UserId).OfType<long>().Distinct()];
        long[] sessions = [.. lines.Select(l => l.Session).OfType<long>().Distinct()];
        long[] keys = [.. lines.Select(l => l.Key).OfType<long>().Distinct()];
        var rights = await db
            .Users.AsNoTracking()
            .Where(u => people.Contains(u.Id) && u.Active)
            .Select(u => new { u.Id, u.Roles, u.Directorate })
            .ToDictionaryAsync(u => u.Id, u => (u.Roles, u.Directorate), stopping);
        var open = (await db.Set<Session>().Where(s => sessions.Contains(s.Id)).Where(Session.HoldsAt(time.GetUtcNow())).Select(s => s.Id).ToListAsync(stopping)).ToHashSet();
        var taken = (await db.ApiKeys.Where(k => keys.Contains(k.Id) && k.RevokedAt == null).Select(k => k.Id).ToListAsync(stopping)).ToHashSet();
        foreach (var line in lines)
            if (
                (line.Caller.Actor.UserId is { } user && (!rights.TryGetValue(user, out var now) || now != (line.Caller.Roles, line.Caller.Directorate)))
                || (line.Session is { } session && !open.Contains(session))
                || (line.Key is { } key && !taken.Contains(key))
            )
                line.Connection.Abort();
    }

    private async Task<long> TellPeople(TicketsDb db, long last, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var written = await db
            .Notifications.AsNoTracking()
            .Where(n => n.Id > last)
            .OrderBy(n => n.Id)
            .Take(MostAtOnce)
            .Select(n => new { n.Id, n.UserId, n.TellAt })
            .ToListAsync(stopping);
        later.AddRange(written.Select(n => (n.TellAt, n.UserId)));
        long[] people = [.. later.Where(l => l.At <= now).Select(l => l.User).Distinct()];
        later.RemoveAll(l => l.At <= now);
        foreach (var person in people)
            await hub.Clients.Group(LiveHub.Person(person)).SendAsync("notifications", new { }, stopping);
        return written.Count > 0 ? written[^1].Id : last;
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Screens were not told of changes ({Problem}); they ask again by themselves")]
    private static partial void NotTold(ILogger logger, string problem);
}

/// <summary>How far the rows go that screens are told of, by their ids.</summary>
internal sealed record Written(long Event, long Message, long Notification)
{
    public static async Task<Written> UpToNow(TicketsDb db, CancellationToken cancellation) =>
        new(
            await db.Events.MaxAsync(e => (long?)e.Id, cancellation) ?? 0,
            await db.Messages.MaxAsync(m => (long?)m.Id, cancellation) ?? 0,
            await db.Notifications.MaxAsync(n => (long?)n.Id, cancellation) ?? 0
        );
}
