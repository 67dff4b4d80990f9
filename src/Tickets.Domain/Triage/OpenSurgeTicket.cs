using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Learning;
using Tickets.Domain.Persistence;
using Tickets.Domain.Regions;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>
/// One parent ticket for a surge: opened from the conversation that waits longest, the others join it. Asked again, whoever came since joins the same ticket while
/// it has not ended. Each citizen is still answered where they wrote: by an answer to the surge.
/// </summary>
/// <param name="SurgeId">Which.</param>
/// <param name="Topic">Topic code; null to keep the assessed one.</param>
/// <param name="Priority">Null to keep the assessed one.</param>
/// <param name="Directorate">Where to; null to let the rules decide.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Officer">Login of who is to have it, in their directorate; null for the one on duty with the least open work.</param>
/// <param name="Region">Region code; null to keep what the words name, empty when it is of none that is known.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.UnknownReference"/>, <see cref="Refusal.OfficerOfAnotherDirectorate"/>, <see cref="Refusal.OfficerNotActive"/>, <see cref="Refusal.ConversationNotWaiting"/> when nobody waits, <see cref="Refusal.SomebodyAnswers"/> when others have all of them in hand.</exception>
public sealed record OpenSurgeTicket(long SurgeId, string? Topic, Priority? Priority, string? Directorate, Caller By, DateTimeOffset At, string? Officer = null, string? Region = null) : IRequest<SurgeDone>;

internal sealed class OpenSurgeTicketShape : AbstractValidator<OpenSurgeTicket>
{
    public OpenSurgeTicketShape()
    {
        RuleFor(r => r.Topic).MaximumLength(64);
        RuleFor(r => r.Directorate).MaximumLength(32);
        RuleFor(r => r.Officer).MaximumLength(64);
        RuleFor(r => r.Region).MaximumLength(16);
    }
}

internal sealed class OpenSurgeTicketHandler(TicketsDb db, OpenFromConversation opening, RouteToDirectorate route, Timetables timetables, KeepDecisions decisions) : IRequestHandler<OpenSurgeTicket, SurgeDone>
{
    private const int Together = 50;

    public async Task<SurgeDone> Handle(OpenSurgeTicket request, CancellationToken cancellationToken)
    {
        var number = await db.Change(() => Parent(request, cancellationToken), cancellationToken);
        var key = (await db.SurgeFor(request.SurgeId, cancellationToken)).Key;
        var ids = await db.Conversations.Where(c => c.Likeness == key && c.InboxRank != null).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
        var (done, inHand) = (0, 0);
        foreach (var some in ids.Chunk(Together))
        {
            db.ChangeTracker.Clear();
            var (d, h) = await db.Change(() => Join(some, number, request, cancellationToken), cancellationToken);
            (done, inHand) = (done + d, inHand + h);
        }

        return new SurgeDone(done, inHand, 0, number);
    }

    private async Task<string> Parent(OpenSurgeTicket request, CancellationToken cancellation)
    {
        var surge = await db.SurgeFor(request.SurgeId, cancellation);
        // A parent that is answered hears nobody who comes now: they would be closed with it, unanswered.
        if (surge.Ticket is { IsOpen: true } running)
            return running.Number;
        if (request.Topic is { } topic && !await db.Topics.AnyAsync(t => t.Code == topic, cancellation))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Topic), ("key", topic));
        if (request.Directorate is { } code && !await db.Directorates.AnyAsync(d => d.Code == code && d.Active, cancellation))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Directorate), ("key", code));
        var officer = request.Officer is { } login ? await route.Chosen(login, request.Directorate, cancellation) : null;
        if (request.Region is { Length: > 0 } region && AllRegions.Find(region) is null)
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Region), ("key", region));
        var waiting = db.Conversations.Where(c => c.Likeness == surge.Key && c.InboxRank != null);
        var me = request.By.Actor.UserId;
        // Whom somebody answers just now is left to them, as when the others join.
        var first = await waiting
            .Where(c => !db.Set<Handling>().Any(h => h.ConversationId == c.Id && h.ClaimedBy != null && h.ClaimedBy != me && h.ClaimedUntil > request.At))
            .Include(c => c.Citizen)
            .Include(c => c.Ticket)
            .OrderBy(c => c.WaitingSince)
            .ThenBy(c => c.Id)
            .FirstOrDefaultAsync(cancellation);
        if (first is null)
        {
            await db.RefuseWhileSomebodyAnswers(await waiting.Select(c => c.Id).ToListAsync(cancellation), request.By, request.At, cancellation);
            throw new RefusedException(Refusal.ConversationNotWaiting, ("id", surge.Id.ToString()));
        }

        var words = await db
            .Messages.Where(m => m.ConversationId == first.Id && m.TicketId == null && m.Current && m.RemovedAt == null && m.Text != null)
            .OrderByDescending(m => m.SentAt)
            .FirstOrDefaultAsync(cancellation);
        var ticket = await opening.Open(first, words, words?.Assessment, new Wishes(request.Topic ?? surge.Topic, request.Priority, request.Region), request.By.Actor, request.At, cancellation);
        surge.IsCarriedBy(ticket);
        await decisions.Opened(words, ticket, request.At);
        if ((request.Directorate ?? officer?.Directorate) is { } directorate)
            await route.To(directorate, "admin", ticket, request.By.Actor, request.At, cancellation, officer);
        return ticket.Number;
    }

    private async Task<(int Done, int InHand)> Join(long[] ids, string number, OpenSurgeTicket request, CancellationToken cancellation)
    {
        var ticket = await db.TicketFor(number, request.By, null, cancellation);
        var held = (await db.Set<Handling>().AsNoTracking().Where(h => ids.Contains(h.ConversationId)).ToListAsync(cancellation))
            .Where(h => h.IsHeldFrom(request.By.Actor.UserId, request.At))
            .Select(h => h.ConversationId)
            .ToHashSet();
        var done = 0;
        foreach (var conversation in await db.Conversations.Include(c => c.Citizen).Include(c => c.Ticket).Where(c => ids.Contains(c.Id) && c.InboxRank != null).ToListAsync(cancellation))
        {
            if (held.Contains(conversation.Id))
                continue;
            conversation.JoinTicket(ticket, await timetables.For(conversation, cancellation), request.By.Actor, request.At, opening: false);
            await decisions.Linked(conversation, ticket, request.At, cancellation);
            await db.GiveWords(conversation, ticket, cancellation);
            done++;
        }

        return (done, held.Count);
    }
}
