using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Views;

/// <summary>Somebody keeps filters no longer.</summary>
/// <param name="Id">Which.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> for one that is not theirs.</exception>
public sealed record DeleteView(long Id, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class DeleteViewHandler(TicketsDb db) : IRequestHandler<DeleteView, Unit>
{
    public async Task<Unit> Handle(DeleteView request, CancellationToken cancellationToken)
    {
        var view =
            await db.SavedViews.SingleOrDefaultAsync(v => v.Id == request.Id && v.UserId == request.By.Actor.UserId, cancellationToken)
            ?? throw SaveViewHandler.NotTheirs(request.Id);
        db.Remove(view);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.SavedView, view.Name, Was.Deleted));
        return Unit.Value;
    }
}
