using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Learning;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Regions;

namespace Tickets.Domain.Sla;

/// <summary>
/// An open ticket gets another topic, priority, SP4N class or region, and its running clocks are aimed anew where another policy judges then. By those who triage, the
/// supervisor, or the officer who has it (any of the directorate while it waits in the queue). A citizen who was told a date hears of the new one, if it is another day.
/// </summary>
/// <param name="Number">Which ticket.</param>
/// <param name="Topic">Topic code; null to stay, as with the others.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Sp4nClass">Its class by SP4N-LAPOR.</param>
/// <param name="Reason">Why, for the history.</param>
/// <param name="Version">The version the caller saw.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Region">Region code; null to stay, empty when it is of none that is known.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotAllowed"/>, <see cref="Refusal.UnknownReference"/>, <see cref="Refusal.NothingChanges"/>.</exception>
public sealed record ClassifyTicket(
    string Number,
    string? Topic,
    Priority? Priority,
    Sp4nClass? Sp4nClass,
    string? Reason,
    Seen? Version,
    Caller By,
    DateTimeOffset At,
    string? Region = null
) : IRequest<Unit>, IChange;

internal sealed class ClassifyTicketShape : AbstractValidator<ClassifyTicket>
{
    public ClassifyTicketShape()
    {
        RuleFor(r => r.Topic).MaximumLength(64);
        RuleFor(r => r.Priority).IsInEnum();
        RuleFor(r => r.Sp4nClass).IsInEnum();
        RuleFor(r => r.Region).MaximumLength(16);
        RuleFor(r => r.Reason).MaximumLength(500);
    }
}

internal sealed class ClassifyTicketHandler(TicketsDb db, Timetables timetables, WriteNotices notices, KeepDecisions decisions) : IRequestHandler<ClassifyTicket, Unit>
{
    public async Task<Unit> Handle(ClassifyTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketToClassify(request, cancellationToken);
        var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
        ticket.Classify(request.Topic, request.Priority, request.Sp4nClass, reason, await timetables.For(ticket, cancellationToken), request.By.Actor, request.At, request.Region);
        await notices.CorrectDeadline(ticket, request.By.Actor, request.At, cancellationToken);
        // Where somebody lives says nothing about what they ask.
        if (request is not { Topic: null, Priority: null, Sp4nClass: null })
            await decisions.Classified(ticket, request.At, cancellationToken);
        return Unit.Value;
    }
}

internal static class WhoClassifies
{
    /// <summary>The ticket, if the caller may classify it and what they name is there.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotAllowed"/>, <see cref="Refusal.UnknownReference"/>.</exception>
    public static async Task<Ticket> TicketToClassify(this TicketsDb db, ClassifyTicket request, CancellationToken cancellation)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellation);
        if (!request.By.IsAny(Roles.AdminSocial))
            request.By.MustWorkFor(ticket.Directorate);
        if (!request.By.IsAny(Roles.AdminSocial | Roles.Supervisor) && ticket.OfficerId is { } officer && officer != request.By.Actor.UserId)
            throw new RefusedException(Refusal.NotAllowed);
        if (request.Topic is { } topic && !await db.Topics.AnyAsync(t => t.Code == topic, cancellation))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Topic), ("key", topic));
        if (request.Region is { Length: > 0 } region && AllRegions.Find(region) is null)
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Region), ("key", region));
        return ticket;
    }
}
