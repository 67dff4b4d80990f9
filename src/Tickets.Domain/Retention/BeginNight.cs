using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Retention;

/// <summary>
/// Asks whether the rules of retention are to be kept now: once each night between 01.00 and 05.00 in Jakarta; by day only when a whole night was missed. Of
/// several processes one is told yes.
/// </summary>
/// <param name="Now">The present.</param>
public sealed record BeginNight(DateTimeOffset Now) : IRequest<bool>;

internal sealed class BeginNightHandler(TicketsDb db) : IRequestHandler<BeginNight, bool>
{
    private const int From = 1;
    private const int To = 5;

    public async Task<bool> Handle(BeginNight request, CancellationToken cancellationToken)
    {
        var local = request.Now.ToOffset(Sentences.Wib);
        var today = DateOnly.FromDateTime(local.Date).DayNumber;
        var rules = await db.RetentionRules.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (rules is null || rules.KeptOn >= today)
            return false;
        var night = local.Hour is >= From and < To;
        if (!night && !(rules.KeptOn < today - 1))
            return false;
        var kept = rules.KeptOn;
        return await db.Change(
                () => db.RetentionRules.Where(r => r.Id == RetentionRules.Only && r.KeptOn == kept).ExecuteUpdateAsync(s => s.SetProperty(r => r.KeptOn, today), cancellationToken),
                cancellationToken
            ) == 1;
    }
}
