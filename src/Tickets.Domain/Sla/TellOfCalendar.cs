using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Sla;

/// <summary>
/// Calendars have no working time left for what is promised by them, so that others count: every administrator is told, once a calendar until they have read it.
/// Repeating it is harmless.
/// </summary>
/// <param name="Calendars">Their versions, as <c>SATGAS@1</c>.</param>
/// <param name="At">When.</param>
public sealed record TellOfCalendar(IReadOnlyList<string> Calendars, DateTimeOffset At) : IRequest<Unit>;

internal sealed class TellOfCalendarHandler(TicketsDb db) : IRequestHandler<TellOfCalendar, Unit>
{
    public async Task<Unit> Handle(TellOfCalendar request, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await db.Change(
            async () =>
            {
                // Two workers at once would tell twice.
                await db.OneAtATime(cancellationToken);
                var administrators = await db.Users.Where(u => u.Active && (u.Roles & Roles.Administrator) != Roles.None).ToListAsync(cancellationToken);
                foreach (var code in request.Calendars.Select(Timetable.CodeOf).Distinct(StringComparer.Ordinal))
                {
                    var told = await db
                        .Notifications.Where(n => n.Kind == NotificationKind.Calendar && n.Detail == code && n.ReadAt == null)
                        .Select(n => n.UserId)
                        .ToListAsync(cancellationToken);
                    db.AddRange(administrators.Where(u => !told.Contains(u.Id)).Select(u => Notification.OfCalendar(u, code, request.At)));
                }
            },
            cancellationToken
        );
        return Unit.Value;
    }
}
