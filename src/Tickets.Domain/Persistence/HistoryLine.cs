using Tickets.Domain.Words;

namespace Tickets.Domain.Persistence;

/// <summary>One line of a history as people read it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Type">The event's name.</param>
/// <param name="Text">A plain sentence.</param>
public sealed record HistoryLine(DateTimeOffset At, string Actor, string Type, string Text)
{
    /// <summary>An event in a language.</summary>
    public static HistoryLine Of(EventRow row, string language) => new(row.At, row.ActorName, row.Type, History.Say(row.Type, row.Payload, language));
}
