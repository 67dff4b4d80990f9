using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>A programme of aid is taken off the list; its topic stays.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record DeleteProgramme(string Code, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DeleteProgrammeHandler(TicketsDb db) : IRequestHandler<DeleteProgramme, Unit>
{
    public async Task<Unit> Handle(DeleteProgramme request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var programme =
            await db.Programmes.SingleOrDefaultAsync(p => p.Code == request.Code, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Programme), ("key", request.Code));
        request.Version.MustBe(programme.Version, request.Code);
        db.Remove(programme);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Programme, request.Code, Was.Deleted));
        return Unit.Value;
    }
}
