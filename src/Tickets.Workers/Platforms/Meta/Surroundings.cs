namespace Tickets.Workers.Platforms.Meta;

/// <summary>What an entry says of all its parts.</summary>
/// <param name="Platform">Null when the delivery does not name its object, as a bare part.</param>
/// <param name="OwnId">The page or account it was sent for; null when it is not told.</param>
/// <param name="NotifiedAt">When Meta sent it, UTC: the best instant for parts that have none of their own.</param>
/// <param name="Place">Where.</param>
internal readonly record struct Surroundings(Domain.Platforms.Platform? Platform, string? OwnId, DateTimeOffset? NotifiedAt, Place Place)
{
    public bool IsOwn(string? id) => id is not null && string.Equals(id, OwnId, StringComparison.Ordinal);

    public Surroundings At(string list, int index) => this with { Place = Place with { List = list, Index = index } };
}
