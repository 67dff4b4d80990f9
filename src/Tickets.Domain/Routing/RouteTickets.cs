using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>New tickets go to their directorates by the rules. Repeating it is harmless: only new tickets move.</summary>
/// <exception cref="NotRoutedException">Some could not be routed; all others were.</exception>
public sealed record RouteTickets(IReadOnlyList<string> Numbers, DateTimeOffset At) : IRequest<Unit>;

/// <summary>Some tickets could not be routed.</summary>
/// <param name="tickets">Which, and why.</param>
public sealed class NotRoutedException(IReadOnlyList<(string Number, Exception Why)> tickets)
    : Exception($"Not routed: {string.Join(", ", tickets.Select(t => t.Number))}", new AggregateException(tickets.Select(t => t.Why)))
{
    /// <summary>Which, and why.</summary>
    public IReadOnlyList<(string Number, Exception Why)> Tickets { get; } = tickets;
}

internal sealed class RouteTicketsHandler(TicketsDb db, RouteToDirectorate route, WriteNotices notices) : IRequestHandler<RouteTickets, Unit>
{
    // Together while it goes well, which costs one commit for many; few enough that nobody waits long for a turn.
    private const int Together = 25;

    // From here on a ticket may have been shown to a person as one that cannot be routed.
    private static readonly TimeSpan LongWaited = TimeSpan.FromMinutes(1);

    public async Task<Unit> Handle(RouteTickets request, CancellationToken cancellationToken)
    {
        // What is wrong with one ticket hinders no other; who asked hears of it in the end.
        List<(string, Exception)> problems = [];
        foreach (var some in request.Numbers.Chunk(Together))
            if (await Problem(some, request.At, cancellationToken) is { } problem)
                problems.AddRange(some.Length > 1 ? await RouteOneByOne(some, request.At, cancellationToken) : [(some[0], problem)]);
        return problems.Count > 0 ? throw new NotRoutedException(problems) : Unit.Value;
    }

    private async Task<List<(string, Exception)>> RouteOneByOne(string[] numbers, DateTimeOffset at, CancellationToken cancellation)
    {
        List<(string, Exception)> problems = [];
        foreach (var number in numbers)
            if (await Problem([number], at, cancellation) is { } problem)
                problems.Add((number, problem));
        return problems;
    }

    private async Task<Exception?> Problem(string[] numbers, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            await RouteThem(numbers, at, cancellation);
            return null;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return problem;
        }
    }

    private Task RouteThem(string[] numbers, DateTimeOffset at, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        return db.Change(
            async () =>
            {
                var tickets = await db
                    .Tickets.Include(t => t.Citizen)
                    .Where(t => numbers.Contains(t.Number) && t.Status == TicketStatus.New)
                    .OrderBy(t => t.Id)
                    .ToListAsync(cancellation);
                await notices.LookUp(tickets, cancellation);
                foreach (var ticket in tickets)
                    await route.ByRules(ticket, Actor.System, at, cancellation);
                if (tickets.Where(t => at - t.OpenedAt > LongWaited).Select(t => t.Id).ToArray() is { Length: > 0 } late)
                    await TakeOffTheList(late, cancellation);
            },
            cancellation
        );
    }

    // Where PutTicketAside put them.
    private Task<int> TakeOffTheList(long[] ids, CancellationToken cancellation) =>
        db
            .Events.Where(e => e.Outbox == false && e.TicketId != null && ids.Contains(e.TicketId.Value) && e.Type == nameof(TicketOpened))
            .Where(e => db.Events.Any(n => n.TicketId == e.TicketId && n.Type == nameof(TicketNotRouted)))
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Outbox, (bool?)null), cancellation);
}
