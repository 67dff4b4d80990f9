using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>
/// Writes down what clocks have passed by now, each warning and breach at its own instant, and answers when the next is due (null when none is).
/// </summary>
public sealed record RecordDueClocks(DateTimeOffset Now) : IRequest<DateTimeOffset?>;

internal sealed class RecordDueClocksHandler(TicketsDb db) : IRequestHandler<RecordDueClocks, DateTimeOffset?>
{
    private const int AtOnce = 200;

    public async Task<DateTimeOffset?> Handle(RecordDueClocks request, CancellationToken cancellationToken)
    {
        while (await RecordSome(request.Now, cancellationToken) == AtOnce) { }

        return await db.Clocks.Where(c => c.NextAt != null).MinAsync(c => c.NextAt, cancellationToken);
    }

    private async Task<int> RecordSome(DateTimeOffset now, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        // Looking costs no turn: most times there is nothing.
        if (!await db.Clocks.AnyAsync(c => c.NextAt != null && c.NextAt <= now, cancellation))
            return 0;
        try
        {
            return await Pass(now, cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody's verb wrote the same clocks first; what is left is found in the next round.
            return AtOnce;
        }
    }

    private Task<int> Pass(DateTimeOffset now, CancellationToken cancellation) =>
        db.Change(
            async () =>
            {
                var due = await db
                    .Clocks.Where(c => c.NextAt != null && c.NextAt <= now)
                    .OrderBy(c => c.NextAt)
                    .Take(AtOnce)
                    .Select(c => c.TicketId)
                    .ToListAsync(cancellation);
                long[] tickets = [.. due.Distinct()];
                foreach (var ticket in await db.Tickets.Where(t => tickets.Contains(t.Id)).ToListAsync(cancellation))
                    ticket.CatchUp(now);
                return due.Count;
            },
            cancellation
        );
}
