using MediatR;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Routing;

/// <summary>What <see cref="ClassifyTicket"/> would change, for whoever may ask for it; nothing is changed.</summary>
/// <param name="Number">Which ticket.</param>
/// <param name="Topic">Topic code; null to stay, as with the others.</param>
/// <param name="Priority">How pressing.</param>
/// <param name="Sp4nClass">Its class by SP4N-LAPOR.</param>
/// <param name="Region">Region code; empty when it is of none that is known.</param>
/// <param name="Version">The version the caller saw.</param>
/// <param name="By">Who.</param>
/// <param name="At">When it would be.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotAllowed"/>, <see cref="Refusal.UnknownReference"/>, <see cref="Refusal.NothingChanges"/>.</exception>
public sealed record PreviewClassification(string Number, string? Topic, Priority? Priority, Sp4nClass? Sp4nClass, string? Region, Seen? Version, Caller By, DateTimeOffset At)
    : IRequest<ClassificationEffect>;

/// <summary>What another classification would change.</summary>
/// <param name="WasPolicy">Name of the SLA policy that would judge a ticket like this as it is.</param>
/// <param name="Policy">Name of the one that would judge it then.</param>
/// <param name="Clocks">Each clock that runs, whether it moves or not.</param>
/// <param name="Directorate">Where the rules would bring a new ticket like this: the ticket itself stays where it is.</param>
/// <param name="CitizenIsTold">Whether the citizen, who was told another day, hears of the new one.</param>
public sealed record ClassificationEffect(string WasPolicy, string Policy, IReadOnlyList<AimedClock> Clocks, string Directorate, bool CitizenIsTold);

/// <summary>A clock that runs, before and after. Instants UTC.</summary>
/// <param name="Kind">What it promises.</param>
/// <param name="WasDueAt">When it is due.</param>
/// <param name="DueAt">When it would be due.</param>
/// <param name="PausedSince">Since when it stands; it is aimed anew when it goes on.</param>
public sealed record AimedClock(ClockKind Kind, DateTimeOffset WasDueAt, DateTimeOffset DueAt, DateTimeOffset? PausedSince);

internal sealed class PreviewClassificationHandler(TicketsDb db, Timetables timetables, WriteNotices notices, RouteToDirectorate routing) : IRequestHandler<PreviewClassification, ClassificationEffect>
{
    public async Task<ClassificationEffect> Handle(PreviewClassification request, CancellationToken cancellationToken)
    {
        var (by, at) = (request.By, request.At);
        var ticket = await db.TicketToClassify(
            new ClassifyTicket(request.Number, request.Topic, request.Priority, request.Sp4nClass, Reason: null, request.Version, by, at, request.Region),
            cancellationToken
        );
        var timetable = await timetables.For(ticket, cancellationToken);
        var wasPolicy = timetable.PolicyFor(ticket, at).Name;
        var was = ticket.Clocks.Where(c => c.Runs).ToDictionary(c => c, c => c.DueAt);
        // Tried on the ticket itself, which is forgotten with the question: nobody saves it.
        ticket.Classify(request.Topic, request.Priority, request.Sp4nClass, reason: null, timetable, by.Actor, at, request.Region);
        return new ClassificationEffect(
            wasPolicy,
            timetable.PolicyFor(ticket, at).Name,
            [.. was.OrderBy(w => w.Key.Kind).Select(w => new AimedClock(w.Key.Kind, w.Value, w.Key.DueAt, w.Key.PausedSince))],
            await routing.Advise(ticket.Topic, ticket.Region, cancellationToken),
            await notices.WouldCorrect(ticket, cancellationToken)
        );
    }
}
