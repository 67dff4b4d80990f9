using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>A topic of the administrator's own that nothing speaks of is taken away. The built-in ones stay: assessing a text may find them at any time.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>, <see cref="Refusal.MustRemain"/>, <see cref="Refusal.InUse"/>.</exception>
public sealed record DeleteTopic(string Code, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DeleteTopicHandler(TicketsDb db) : IRequestHandler<DeleteTopic, Unit>
{
    public async Task<Unit> Handle(DeleteTopic request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var topic =
            await db.Topics.SingleOrDefaultAsync(t => t.Code == request.Code, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Topic), ("key", request.Code));
        request.Version.MustBe(topic.Version, request.Code);
        if (Topics.All.Contains(request.Code))
            throw new RefusedException(Refusal.MustRemain, ("what", Setting.Topic), ("key", request.Code));
        if (await IsUsed(request.Code, cancellationToken))
            throw new RefusedException(Refusal.InUse, ("what", Setting.Topic), ("key", request.Code));
        db.Remove(topic);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Topic, request.Code, Was.Deleted));
        return Unit.Value;
    }

    private async Task<bool> IsUsed(string code, CancellationToken cancellation) =>
        await db.Tickets.AnyAsync(t => t.Topic == code, cancellation)
        || await db.Conversations.AnyAsync(c => c.Topic == code, cancellation)
        || await db.RoutingRules.AnyAsync(r => r.Topic == code, cancellation)
        || await db.Programmes.AnyAsync(p => p.Topic == code, cancellation)
        || await db.SlaPolicies.AnyAsync(p => p.Topic == code, cancellation);
}
