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
/// <param name="UseCases">What we do then, for as many as came together.</param>
/// <param name="Retry">When that fails.</param>
/// <param name="Together">At most so many at once make one use case, which costs one commit for all.</param>
/// <param name="AtOnce">How many such groups at the same time in one process.</param>
public sealed record Step(
    Type Event,
    string Queue,
    Func<IReadOnlyList<object>, DateTimeOffset, IEnumerable<IRequest<Unit>>> UseCases,
    Retry Retry,
    int Together,
    int AtOnce
)
{
    /// <summary>How long the first of a group waits for company.</summary>
    public static readonly TimeSpan WaitsForCompany = TimeSpan.FromMilliseconds(20);
}

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
        On<DeliveriesAccepted>("tickets.intake", (all, _) => [new ReadDeliveries([.. all.SelectMany(e => e.Ids)])], together: 100, atOnce: 1),
        On<TicketOpened>("tickets.routing", (all, now) => [new RouteTickets([.. all.Select(e => e.Number)], now)], together: 25, atOnce: 2),
        On<NoticeQueued>("tickets.notices", (all, _) => [new SendNotices([.. all.Select(e => e.Key)])], together: 20, atOnce: 4),
        On<NoticeFailed>("tickets.fallback", (all, now) => [new FallBack([.. all.Select(e => e.Key)], now)], together: 20, atOnce: 1),
        On<CalendarRanOut>("tickets.calendars", (all, now) => [new TellOfCalendar([.. all.Select(e => e.Calendar)], now)], together: 100, atOnce: 1),
    ];

    /// <summary>Published for whoever listens; nothing inside follows from them.</summary>
    public static readonly IReadOnlyList<Type> ForOthers =
    [
        typeof(TicketRouted), typeof(TicketTransferred), typeof(TicketClassified), typeof(RegionCorrected), typeof(SlaWarning), typeof(SlaBreached), typeof(TicketEscalated),
        typeof(TriageWarning), typeof(TriageBreached), typeof(TriageEscalated), typeof(CitizenReplied), typeof(TicketResolved), typeof(TicketClosed),
        typeof(TicketReopened), typeof(NoticeSent), typeof(SurgeAlarmed),
    ];

    private static Step On<TEvent>(string queue, Func<IEnumerable<TEvent>, DateTimeOffset, IEnumerable<IRequest<Unit>>> useCases, int together, int atOnce)
        where TEvent : class => new(typeof(TEvent), queue, (all, now) => useCases(all.Cast<TEvent>(), now), Retry.Soon, together, atOnce);
}
