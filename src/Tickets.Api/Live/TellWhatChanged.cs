using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Live;

/// <summary>
/// Looks every moment at what was written since, while anybody watches, and tells the screens. It reads the rows and not the bus, so that what any process
/// committed is seen in every other, and nothing has to be connected for it.
/// </summary>
internal sealed partial class TellWhatChanged(IServiceScopeFactory scopes, IHubContext<LiveHub> hub, WhoIsThere there, ILogger<TellWhatChanged> log) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(700);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        (long Event, long Message)? seen = null;
        using var timer = new PeriodicTimer(Moment);
        while (await Next(timer, stoppingToken))
        {
            if (!there.Anybody)
            {
                seen = null;
                continue;
            }

            try
            {
                seen = await Tell(seen, stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                NotTold(log, problem.GetType().Name);
            }
        }
    }

    private async Task<(long Event, long Message)> Tell((long Event, long Message)? seen, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (seen is not { } last)
            return (await db.Events.MaxAsync(e => (long?)e.Id, stopping) ?? 0, await db.Messages.MaxAsync(m => (long?)m.Id, stopping) ?? 0);
        var events = await db
            .Events.AsNoTracking()
            .Where(e => e.Id > last.Event)
            .OrderBy(e => e.Id)
            .Take(MostAtOnce)
            .Select(e => new { e.Id, e.Type, e.Ticket!.Number, e.Ticket.Directorate, e.ConversationId })
            .ToListAsync(stopping);
        var messages = await db
            .Messages.AsNoTracking()
            .Where(m => m.Id > last.Message)
            .OrderBy(m => m.Id)
            .Take(MostAtOnce)
            .Select(m => new { m.Id, m.ConversationId, m.Conversation.Ticket!.Number, m.Conversation.Ticket.Directorate })
            .ToListAsync(stopping);
        if (events.Count + messages.Count == 0)
            return last;

        long[] conversations = [.. events.Select(e => e.ConversationId).OfType<long>().Concat(messages.Select(m => m.ConversationId)).Distinct()];
        var tickets = events.Select(e => (e.Number, e.Directorate)).Concat(messages.Select(m => (m.Number, m.Directorate))).Where(t => t.Number is not null).Distinct().ToList();
        // An opened ticket leaves the inbox, and has no conversation of its own in its event.
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

        return (events.Count > 0 ? events[^1].Id : last.Event, messages.Count > 0 ? messages[^1].Id : last.Message);
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
