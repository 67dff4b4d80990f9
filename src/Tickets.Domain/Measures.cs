using System.Diagnostics.Metrics;
using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>What the service counts for those who run it, under the meter <c>Tickets</c>; nothing in it names a person or a ticket.</summary>
public static class Measures
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "Tickets";

    private static readonly Meter Counted = new(Meter);
    private static readonly Counter<long> Deliveries = Counted.CreateCounter<long>("tickets.deliveries.accepted", "{delivery}", "Raw deliveries that are on the disk");
    private static readonly Histogram<int> Together = Counted.CreateHistogram<int>("tickets.deliveries.together", "{delivery}", "Deliveries that shared a commit");
    private static readonly Counter<long> Notices = Counted.CreateCounter<long>("tickets.notices.settled", "{notice}", "Words that arrived or were given up, by platform and state");
    private static readonly Counter<long> Aside = Counted.CreateCounter<long>("tickets.events.put_aside", "{event}", "Events that this version cannot read");

    /// <summary>So many deliveries became durable in one commit.</summary>
    public static void Accepted(int together)
    {
        Deliveries.Add(together);
        Together.Record(together);
    }

    /// <summary>Words came to rest.</summary>
    public static void Settled(Platform platform, NoticeState state) => Notices.Add(1, new("platform", platform.ToString()), new("state", state.ToString()));

    /// <summary>Events were put aside.</summary>
    public static void PutAside(int events) => Aside.Add(events);
}
