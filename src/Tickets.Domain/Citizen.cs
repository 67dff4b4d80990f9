using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>A person as one platform knows them. The same person on two platforms is two citizens until somebody links them.</summary>
public sealed class Citizen
{
    private Citizen() { }

    /// <summary>A citizen seen for the first time.</summary>
    public Citizen(Platform platform, string platformUserId, string? name, DateTimeOffset at)
    {
        Platform = platform;
        PlatformUserId = platformUserId;
        Name = name;
        FirstSeenAt = at;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Where.</summary>
    public Platform Platform { get; private set; }

    /// <summary>The platform's own id of the person, scoped as the platform scopes it.</summary>
    public string PlatformUserId { get; private set; } = "";

    /// <summary>The name shown on the platform; null when it does not tell one.</summary>
    public string? Name { get; private set; }

    /// <summary>When the service first read a word of theirs.</summary>
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>Names the person whom somebody found to be several citizens; null while nobody did.</summary>
    public long? PersonId { get; private set; }

    /// <summary>Somebody found that this is the same person as others.</summary>
    public void IsPerson(long person) => PersonId = person;

    /// <summary>Somebody found that this is not the same person as others.</summary>
    public void IsAlone() => PersonId = null;

    /// <summary>The platform told a (new) name.</summary>
    public void IsCalled(string? name)
    {
        if (!string.IsNullOrWhiteSpace(name))
            Name = name;
    }
}
