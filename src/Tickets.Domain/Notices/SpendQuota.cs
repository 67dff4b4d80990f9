using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Takes units of a platform's daily quota, in one statement: processes that ask at once cannot take more than there is.</summary>
/// <param name="Platform">Whose.</param>
/// <param name="Units">How many.</param>
/// <param name="Most">How many may have been used in the end.</param>
/// <param name="Day">The day by the platform's own time.</param>
public sealed record SpendQuota(Platform Platform, int Units, int Most, DateOnly Day) : IRequest<bool>;

internal sealed class SpendQuotaHandler(TicketsDb db, WriteTurns turns) : IRequestHandler<SpendQuota, bool>
{
    public async Task<bool> Handle(SpendQuota request, CancellationToken cancellationToken)
    {
        var (day, units, most) = (request.Day.DayNumber, request.Units, request.Most);
        using var turn = await turns.Take(cancellationToken);
        await db
            .Channels.Where(c => c.Platform == request.Platform && (c.SpentOn == null || c.SpentOn != day))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.SpentOn, (int?)day).SetProperty(c => c.Spent, 0), cancellationToken);
        var taken = await db
            .Channels.Where(c => c.Platform == request.Platform && c.SpentOn == day && c.Spent + units <= most)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Spent, c => c.Spent + units), cancellationToken);
        return taken > 0;
    }
}
