using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Media;

/// <summary>A person asks once more for a file that could not be had from its platform.</summary>
/// <param name="Errand">Key of the errand.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> for none, and for one of words that the caller may not see; <see cref="Refusal.MediaNotFailed"/>.</exception>
public sealed record RetryMedia(long Errand, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class RetryMediaHandler(TicketsDb db) : IRequestHandler<RetryMedia, Unit>
{
    public async Task<Unit> Handle(RetryMedia request, CancellationToken cancellationToken)
    {
        var key = request.Errand.ToString(CultureInfo.InvariantCulture);
        var errand = await db
            .Set<MediaErrand>()
            .Include(e => e.Message!.Ticket)
            .Include(e => e.Message!.Conversation.Ticket)
            .SingleOrDefaultAsync(e => e.Id == request.Errand && e.Message != null && e.Message.RemovedAt == null, cancellationToken);
        var ticket = errand?.Message!.Ticket ?? errand?.Message!.Conversation.Ticket;
        if (errand is null || !(ticket is null ? request.By.IsAny(Roles.AdminSocial) : request.By.Sees(ticket.Directorate)))
            throw new RefusedException(Refusal.NotFound, ("what", "lampiran"), ("key", key));
        errand.AskAgain(request.At);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Media, key, Was.Retried));
        return Unit.Value;
    }
}
