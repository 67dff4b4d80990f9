using MediatR;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Notices;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;

namespace Tickets.Workers;

/// <summary>How often a step is tried again at once before it is left to the sweep.</summary>
/// <param name="Times">At most this often.</param>
/// <param name="First">The first pause; each further one is twice as long.</param>
public sealed record Retry(int Times, TimeSpan First)
{
    /// <summary>For what fails because somebody else was writing: soon, and not for ever.</summary>
    public static readonly Retry Soon = new(5, TimeSpan.FromMilliseconds(100));
}

/// <summary>One line of the table.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Queue">Where it waits for us.</param>
/// <param name="UseCase">What we do then.</param>
/// <param name="Retry">When that fails.</param>
/// <param name="AtOnce">How many at the same time in one process.</param>
public sealed record Step(Type Event, string Queue, Func<object, DateTimeOffset, IRequest<Unit>> UseCase, Retry Retry, int AtOnce);

/// <summary>
/// The one table of what follows from what. Messages only hint at what the rows say: every use case here may run twice, and what is lost the sweep asks for
/// again. Events that nobody here waits for are published for other systems of the ministry all the same.
/// </summary>
public static class Choreography
{
    /// <summary>Event → use case → queue → retry.</summary>
    public static readonly IReadOnlyList<Step> Steps =
    [
        // Reading is one at a time in a process: it writes in groups, and SQLite has one write lock.
        On<DeliveriesAccepted>("tickets.intake", (e, _) => new ReadDeliveries(e.Ids), atOnce: 1),
        On<TicketOpened>("tickets.routing", (e, now) => new RouteTicket(e.Number, now), atOnce: 4),
        On<NoticeQueued>("tickets.notices", (e, _) => new SendNotice(e.Key), atOnce: 16),
        On<SlaBreached>("tickets.escalation", (e, now) => new EscalateBreach(e.Number, e.Clock, e.Cycle, now), atOnce: 2),
    ];

    /// <summary>Published for whoever listens; nothing inside follows from them.</summary>
    public static readonly IReadOnlyList<Type> ForOthers =
    [
        typeof(TicketRouted), typeof(TicketTransferred), typeof(SlaWarning), typeof(TicketEscalated), typeof(CitizenReplied), typeof(TicketResolved),
        typeof(TicketClosed), typeof(TicketReopened), typeof(NoticeSent), typeof(NoticeFailed),
    ];

    private static Step On<TEvent>(string queue, Func<TEvent, DateTimeOffset, IRequest<Unit>> useCase, int atOnce)
        where TEvent : class => new(typeof(TEvent), queue, (e, now) => useCase((TEvent)e, now), Retry.Soon, atOnce);
}
