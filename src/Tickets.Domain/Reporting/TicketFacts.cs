using Tickets.Domain.Platforms;

namespace Tickets.Domain.Reporting;

/// <summary>What statistics need of a ticket, no more: nothing of it names or quotes a citizen.</summary>
internal sealed record TicketFacts(
    long Id,
    DateTimeOffset OpenedAt,
    TicketStatus Status,
    bool Merged,
    string? Directorate,
    string Topic,
    Platform Platform,
    string? Officer,
    Priority Priority,
    string? Region
);

/// <summary>What statistics need of a clock.</summary>
internal sealed record ClockFacts(
    ClockKind Kind,
    int Cycle,
    DateTimeOffset StartedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? BreachedAt,
    DateTimeOffset? StoppedAt,
    DateTimeOffset? PausedSince,
    TimeSpan? Used
)
{
    /// <summary>When the promise was broken: the due time, written down or not, once an instant after it has passed while the clock ran.</summary>
    public DateTimeOffset? BrokenBy(DateTimeOffset now) => BreachedAt ?? (DueAt < (MetAt ?? StoppedAt ?? PausedSince ?? now) ? DueAt : null);
}
