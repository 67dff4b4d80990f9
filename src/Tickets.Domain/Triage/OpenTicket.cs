using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Regions;
using Tickets.Domain.Routing;

namespace Tickets.Domain.Triage;

/// <summary>An admin makes a ticket of a conversation in the inbox.</summary>
/// <param name="ConversationId">Which.</param>
/// <param name="Topic">Topic code; null to keep the assessed one.</param>
/// <param name="Priority">Null to keep the assessed one.</param>
/// <param name="Directorate">Where to; null to let the rules decide.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <param name="Officer">Login of who is to have it, in their directorate; null for the one on duty with the least open work.</param>
/// <param name="Region">Region code; null to keep what the words name, empty when it is of none that is known.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.UnknownReference"/>, <see cref="Refusal.OfficerOfAnotherDirectorate"/>, <see cref="Refusal.OfficerNotActive"/>, <see cref="Refusal.SomebodyAnswers"/>.
/// </exception>
public sealed record OpenTicket(long ConversationId, string? Topic, Priority? Priority, string? Directorate, Caller By, DateTimeOffset At, Seen? Version = null, string? Officer = null, string? Region = null) : IRequest<string>, IChange;

internal sealed class OpenTicketShape : AbstractValidator<OpenTicket>
{
    public OpenTicketShape()
    {
        RuleFor(r => r.Topic).MaximumLength(64);
        RuleFor(r => r.Directorate).MaximumLength(32);
        RuleFor(r => r.Officer).MaximumLength(64);
        RuleFor(r => r.Region).MaximumLength(16);
    }
}

internal sealed class OpenTicketHandler(TicketsDb db, OpenFromConversation opening, RouteToDirectorate route, KeepDecisions decisions) : IRequestHandler<OpenTicket, string>
{
    public async Task<string> Handle(OpenTicket request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, request.Version, cancellationToken);
        await db.RefuseWhileSomebodyAnswers([conversation.Id], request.By, request.At, cancellationToken);
        if (request.Topic is { } topic && !await db.Topics.AnyAsync(t => t.Code == topic, cancellationToken))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Topic), ("key", topic));
        if (request.Directorate is { } code && !await db.Directorates.AnyAsync(d => d.Code == code && d.Active, cancellationToken))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Directorate), ("key", code));

        var officer = request.Officer is { } login ? await route.Chosen(login, request.Directorate, cancellationToken) : null;
        if (request.Region is { Length: > 0 } region && AllRegions.Find(region) is null)
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Region), ("key", region));
        var words = await db
            .Messages.Where(m => m.ConversationId == conversation.Id && m.TicketId == null && m.Current && m.RemovedAt == null && m.Text != null)
            .OrderByDescending(m => m.SentAt)
            .Take(20)
            .ToListAsync(cancellationToken);
        // The words that ask most plainly say best what the ticket is about.
        var plainest = words.MaxBy(m => m.Assessment?.NeedsHelp ?? 0);
        var ticket = await opening.Open(conversation, plainest, plainest?.Assessment, new Wishes(request.Topic, request.Priority, request.Region), request.By.Actor, request.At, cancellationToken);
        await decisions.Opened(plainest, ticket, request.At);
        if ((request.Directorate ?? officer?.Directorate) is { } directorate)
            await route.To(directorate, "admin", ticket, request.By.Actor, request.At, cancellationToken, officer);
        return ticket.Number;
    }
}
