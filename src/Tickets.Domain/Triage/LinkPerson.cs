using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Triage;

/// <summary>An admin finds that the citizen of a conversation is the same person as another citizen. Their tickets are then shown together; nothing is merged.</summary>
/// <param name="ConversationId">Whose citizen.</param>
/// <param name="Citizen">Key of the other; null to take the link away.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
public sealed record LinkPerson(long ConversationId, long? Citizen, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class LinkPersonHandler(TicketsDb db) : IRequestHandler<LinkPerson, Unit>
{
    public async Task<Unit> Handle(LinkPerson request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        var citizen = conversation.Citizen;
        if (request.Citizen is not { } id)
        {
            if (citizen.PersonId is null)
                return Unit.Value;
            citizen.IsAlone();
            db.RecordOn(conversation, request.By.Actor, request.At, new PersonUnlinked(citizen.Id));
            return Unit.Value;
        }

        var other = await db.Citizens.SingleOrDefaultAsync(c => c.Id == id && c.Id != citizen.Id, cancellationToken) ?? throw new RefusedException(Refusal.NotFound, ("what", "warga"), ("key", id.ToString()));
        if (citizen.PersonId is not null && citizen.PersonId == other.PersonId)
            return Unit.Value;
        var person = Math.Min(citizen.PersonId ?? citizen.Id, other.PersonId ?? other.Id);
        long?[] groups = [citizen.PersonId, other.PersonId];
        // Whoever was linked to either of them is one person with both.
        foreach (var each in await db.Citizens.Where(c => c.PersonId != null && groups.Contains(c.PersonId)).ToListAsync(cancellationToken))
            each.IsPerson(person);
        citizen.IsPerson(person);
        other.IsPerson(person);
        db.RecordOn(conversation, request.By.Actor, request.At, new PersonLinked(citizen.Id, other.Id));
        return Unit.Value;
    }
}
