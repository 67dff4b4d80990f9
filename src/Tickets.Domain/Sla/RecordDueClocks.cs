using System.Data.Common;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>
/// Writes down what clocks have passed by now, each warning, breach and rung at its own instant, tells people of the rungs, and answers when the next is due
/// (null when none is).
/// </summary>
/// <remarks>
/// Several processes share the queue. Who takes clocks out of it puts them back for <see cref="Lease"/> later in the same statement, before doing anything with
/// them; recording then sets their true next instant. A process that dies in between delays its clocks by the lease and changes nothing else: what is recorded
/// follows from the due times, never from when somebody looked. A clock that cannot be reckoned is left to its lease and holds no other up.
/// </remarks>
/// <exception cref="NotRecordedException">Some could not be recorded; all others were.</exception>
public sealed record RecordDueClocks(DateTimeOffset Now) : IRequest<DateTimeOffset?>
{
    /// <summary>How long the clocks of a process that died are left alone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
}

/// <summary>Some clocks could not be recorded.</summary>
/// <param name="clocks">Which, by their keys, and why.</param>
public sealed class NotRecordedException(IReadOnlyList<(long Clock, Exception Why)> clocks)
    : Exception($"Not recorded: {string.Join(", ", clocks.Select(c => c.Clock))}", new AggregateException(clocks.Select(c => c.Why)));

internal sealed class RecordDueClocksHandler(TicketsDb db, Timetables timetables, TellPeople tell) : IRequestHandler<RecordDueClocks, DateTimeOffset?>
{
    private const int AtOnce = 500;
    private const int Tries = 3;

    public async Task<DateTimeOffset?> Handle(RecordDueClocks request, CancellationToken cancellationToken)
    {
        // Looking costs no turn: most times there is nothing.
        while (await Next(cancellationToken) is { } next)
        {
            if (next > request.Now)
                return next;
            // Others have them in hand: what they leave is there again later.
            if (await RecordSome(request.Now, cancellationToken) == 0)
                return request.Now.AddSeconds(1);
        }

        return null;
    }

    private Task<DateTimeOffset?> Next(CancellationToken cancellation) => db.Clocks.Where(c => c.NextAt != null).MinAsync(c => c.NextAt, cancellation);

    private async Task<int> RecordSome(DateTimeOffset now, CancellationToken cancellation)
    {
        var taken = await db.Change(() => db.TakeDueClocks(now, now + RecordDueClocks.Lease, AtOnce, cancellation), cancellation);
        long[] clocks = [.. taken];
        if (clocks.Length > 0 && !await RecordTogether(clocks, now, cancellation))
            await RecordOneByOne(clocks, now, cancellation);
        return taken.Count;
    }

    // False where one of them spoils it for all: somebody else writes it all the time, or it cannot be reckoned.
    private async Task<bool> RecordTogether(long[] clocks, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return await Record(clocks, now, cancellation);
        }
        catch (Exception problem) when (IsOfOne(problem))
        {
            return false;
        }
    }

    // Only that one is left to its lease.
    private async Task RecordOneByOne(long[] clocks, DateTimeOffset now, CancellationToken cancellation)
    {
        List<(long, Exception)> problems = [];
        foreach (var clock in clocks)
            try
            {
                await Record([clock], now, cancellation);
            }
            catch (Exception problem) when (IsOfOne(problem))
            {
                problems.Add((clock, problem));
            }

        if (problems.Count > 0)
            throw new NotRecordedException(problems);
    }

    // What is wrong with the database is wrong with all; a key that is there already is not.
    private static bool IsOfOne(Exception problem) => problem is not (OperationCanceledException or DbException or DbUpdateException) || Faults.IsTwin(problem);

    private async Task<bool> Record(long[] clocks, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var tried = 0; tried < Tries; tried++)
            try
            {
                db.ChangeTracker.Clear();
                await db.Change(() => Pass(clocks, now, cancellation), cancellation);
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody's verb wrote the same clocks first.
            }

        return false;
    }

    private async Task Pass(long[] clocks, DateTimeOffset now, CancellationToken cancellation)
    {
        var owners = await db.Clocks.Where(c => EF.Parameter(clocks).Contains(c.Id)).Select(c => new { c.TicketId, c.ConversationId }).ToListAsync(cancellation);
        await Tickets([.. owners.Select(c => c.TicketId).OfType<long>().Distinct()], now, cancellation);
        await Conversations([.. owners.Where(c => c.TicketId is null).Select(c => c.ConversationId).OfType<long>().Distinct()], now, cancellation);
    }

    private async Task Tickets(long[] ids, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ids.Length == 0)
            return;
        foreach (var ticket in await db.Tickets.Where(t => EF.Parameter(ids).Contains(t.Id)).ToListAsync(cancellation))
        {
            var timetable = await timetables.For(ticket, cancellation);
            await tell.Of(ticket, ticket.Climb(timetable, now), timetable, now, cancellation);
        }
    }

    private async Task Conversations(long[] ids, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ids.Length == 0)
            return;
        foreach (var conversation in await db.Conversations.Where(c => EF.Parameter(ids).Contains(c.Id)).ToListAsync(cancellation))
        {
            var timetable = await timetables.For(conversation, cancellation);
            await tell.Of(conversation, conversation.Climb(timetable, now), timetable, now, cancellation);
        }
    }
}
