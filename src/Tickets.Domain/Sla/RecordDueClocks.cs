using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>
/// Writes down what clocks have passed by now, each warning, breach and rung at its own instant, tells people of the rungs, and answers when the next is due
/// (null when none is).
/// </summary>
public sealed record RecordDueClocks(DateTimeOffset Now) : IRequest<DateTimeOffset?>;

internal sealed class RecordDueClocksHandler(TicketsDb db, Timetables timetables, TellPeople tell) : IRequestHandler<RecordDueClocks, DateTimeOffset?>
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
                    .Select(c => new { c.TicketId, c.ConversationId })
                    .ToListAsync(cancellation);
                await Tickets([.. due.Select(c => c.TicketId).OfType<long>().Distinct()], now, cancellation);
                await Conversations([.. due.Where(c => c.TicketId is null).Select(c => c.ConversationId).OfType<long>().Distinct()], now, cancellation);
                return due.Count;
            },
            cancellation
        );

    private async Task Tickets(long[] ids, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ids.Length == 0)
            return;
        foreach (var ticket in await db.Tickets.Where(t => ids.Contains(t.Id)).ToListAsync(cancellation))
        {
            var timetable = await timetables.For(ticket, cancellation);
            await tell.Of(ticket, ticket.Climb(timetable, now), timetable, now, cancellation);
        }
    }

    private async Task Conversations(long[] ids, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ids.Length == 0)
            return;
        foreach (var conversation in await db.Conversations.Where(c => ids.Contains(c.Id)).ToListAsync(cancellation))
        {
            var timetable = await timetables.For(conversation, cancellation);
            await tell.Of(conversation, conversation.Climb(timetable, now), timetable, now, cancellation);
        }
    }
}
