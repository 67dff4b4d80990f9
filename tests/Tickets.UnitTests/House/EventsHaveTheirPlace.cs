using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Workers;

namespace Tickets.UnitTests.House;

/// <summary>Every event is on the bus, by the choreography, or history only; nobody has to guess.</summary>
public class EventsHaveTheirPlace
{
    [Fact]
    public void Every_event_is_in_the_choreography_or_history_only()
    {
        var followed = Choreography.Steps.Select(s => s.Event).ToList();
        Type[] onTheBus = [.. followed, .. Choreography.ForOthers];
        var lost = TicketEventNames.All.Where(e => Outboxes.Publishes(e) != onTheBus.Contains(e)).Select(e => $"{e.Name}: {(Outboxes.Publishes(e) ? "goes to the bus and stands in no table" : "stands in a table and never leaves the history")}");

        Expect.Nothing(lost);
    }

    [Fact]
    public void No_event_stands_in_the_choreography_twice()
    {
        Type[] onTheBus = [.. Choreography.Steps.Select(s => s.Event), .. Choreography.ForOthers];

        Assert.Equal(onTheBus.Distinct(), onTheBus);
    }

    [Fact]
    public void Queues_have_one_step_each()
    {
        var queues = Choreography.Steps.Select(s => s.Queue).ToList();

        Assert.Equal(queues.Distinct(), queues);
    }

    [Fact]
    public void Only_events_and_hints_between_our_own_processes_are_published()
    {
        var strangers = Choreography.Steps.Select(s => s.Event).Concat(Choreography.ForOthers).Where(e => !e.IsSubclassOf(typeof(TicketEvent)) && e != typeof(DeliveriesAccepted)).Select(e => e.Name);

        Expect.Nothing(strangers);
    }
}
