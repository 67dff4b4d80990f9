using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>New tickets go to their directorates by the rules. Repeating it is harmless: only new tickets move.</summary>
public sealed record RouteTickets(IReadOnlyList<string> Numbers, DateTimeOffset At) : IRequest<Unit>;

internal sealed class RouteTicketsHandler(TicketsDb db, RouteToDirectorate route, WriteNotices notices) : IRequestHandler<RouteTickets, Unit>
{
    // Together while it goes well, which costs one commit for many; few enough that nobody waits long for a turn.
    private const int Together = 25;

    public async Task<Unit> Handle(RouteTickets request, CancellationToken cancellationToken)
    {
        foreach (var some in request.Numbers.Chunk(Together))
        {
            try
            {
                await RouteThem(some, request.At, cancellationToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException && some.Length > 1)
            {
                await RouteOneByOne(some, request.At, cancellationToken);
            }
        }

        return Unit.Value;
    }

    // What is wrong with one ticket hinders no other; who asked hears of it in the end.
    private async Task RouteOneByOne(string[] numbers, DateTimeOffset at, CancellationToken cancellation)
    {
        List<Exception> problems = [];
        foreach (var number in numbers)
        {
            try
            {
                await RouteThem([number], at, cancellation);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
            throw new AggregateException(problems);
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
            },
            cancellation
        );
    }
}
