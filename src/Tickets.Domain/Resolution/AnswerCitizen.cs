using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Resolution;

/// <summary>Staff writes to the citizen, or asks and waits.</summary>
/// <param name="Number">Which ticket.</param>
/// <param name="Text">The words, as the citizen will read them.</param>
/// <param name="Public">True under the comment, false in private; null for private where a door is open, else under the comment unless the words hold personal data.</param>
/// <param name="Waits">True for a question: the resolution clock stands until the citizen writes.</param>
/// <param name="Version">The version the caller saw.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record AnswerCitizen(string Number, string Text, bool? Public, bool Waits, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class AnswerCitizenShape : AbstractValidator<AnswerCitizen>
{
    public AnswerCitizenShape() => RuleFor(r => r.Text).NotEmpty().MaximumLength(10_000);
}

internal sealed class AnswerCitizenHandler(TicketsDb db, WriteNotices notices, Timetables timetables) : IRequestHandler<AnswerCitizen, Unit>
{
    public async Task<Unit> Handle(AnswerCitizen request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        await db.RefuseWhileSomebodyAnswers(ticket, request.By, request.At, cancellationToken);
        var timetable = await timetables.For(ticket, cancellationToken);
        await db.TakeInHand(ticket, request.By, request.At, cancellationToken);
        var text = request.Text.Trim();
        var inPublic = await notices.GoOutInPublic(ticket, text, request.Public, request.At, cancellationToken);
        if (request.Waits)
            ticket.Ask(inPublic, timetable, request.By.Actor, request.At);
        else
            ticket.AnswerCitizen(inPublic, timetable, request.By.Actor, request.At);
        var kind = request.Waits ? NoticeKind.Question : NoticeKind.Reply;
        await notices.FromStaff(ticket, kind, text, inPublic, request.By.Actor, request.At, cancellationToken);
        return Unit.Value;
    }
}

internal static class InHand
{
    /// <summary>An officer who works on a ticket of the queue has taken it.</summary>
    public static async Task TakeInHand(this TicketsDb db, Ticket ticket, Caller by, DateTimeOffset at, CancellationToken cancellation)
    {
        if (ticket.OfficerId is not null || by.Actor.UserId is not { } id || ticket.Status == TicketStatus.New || !ticket.IsOpen)
            return;
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id && u.Active && (u.Roles & Roles.Officer) != Roles.None, cancellation);
        if (user is not null && user.Directorate == ticket.Directorate)
            ticket.Assign(user, by.Actor, at);
    }
}
