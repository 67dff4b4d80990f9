using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Signs somebody out: at one browser, at all others, or everywhere.</summary>
/// <param name="Login">Whose sessions.</param>
/// <param name="Only">This one alone; null for all.</param>
/// <param name="Except">All but this one; null for none spared.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> for a session that is not theirs.</exception>
public sealed record EndSessions(string Login, long? Only, long? Except, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class EndSessionsHandler(TicketsDb db) : IRequestHandler<EndSessions, Unit>
{
    public async Task<Unit> Handle(EndSessions request, CancellationToken cancellationToken)
    {
        var ended = await db
            .Set<Session>()
            .Where(s => s.User.Login == request.Login && s.EndedAt == null)
            .Where(s => (request.Only == null || s.Id == request.Only) && (request.Except == null || s.Id != request.Except))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, request.At), cancellationToken);
        if (ended == 0 && request.Only is { } id)
            throw new RefusedException(Refusal.NotFound, ("what", "session"), ("key", id.ToString()));
        if (ended > 0 && request.Only is null)
            db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Session, request.Login, Was.Ended));
        return Unit.Value;
    }
}
