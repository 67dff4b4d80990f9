using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Notices;

/// <summary>Looks for another way for words that a platform will never take the way they were to go. Repeating it is harmless.</summary>
/// <param name="Keys">Which; those for which another way was looked for already are passed over.</param>
/// <param name="At">When.</param>
public sealed record FallBack(IReadOnlyList<string> Keys, DateTimeOffset At) : IRequest<Unit>;

internal sealed class FallBackHandler(TicketsDb db, WriteNotices notices) : IRequestHandler<FallBack, Unit>
{
    public async Task<Unit> Handle(FallBack request, CancellationToken cancellationToken)
    {
        foreach (var key in request.Keys.Distinct())
        {
            db.ChangeTracker.Clear();
            await db.Change(
                async () =>
                {
                    var blocked = await db.Notices.Include(n => n.Ticket).ThenInclude(t => t!.Citizen).SingleOrDefaultAsync(n => n.Key == key && n.SeeksOtherWay == true, cancellationToken);
                    if (blocked is null)
                        return;
                    if (blocked.Ticket is { } ticket)
                    {
                        await notices.GoOn(blocked, ticket, request.At, cancellationToken);
                        return;
                    }

                    blocked.OtherWay(null, null, request.At);
                    await db.EndPartsAfter(blocked, request.At, cancellationToken);
                },
                cancellationToken
            );
        }

        return Unit.Value;
    }
}
