namespace Tickets.Domain;

/// <summary>The versions of a thing that a caller takes for its present one: what they ask for is done only while it has one of these.</summary>
/// <param name="Versions">Any of them; with none of them it is never done.</param>
public sealed record Seen(IReadOnlyList<int> Versions)
{
    /// <summary>The one version that was seen; null when the caller does not say.</summary>
    public static implicit operator Seen?(int? version) => version is { } one ? new([one]) : null;
}

/// <summary>Comparing what was seen with what is.</summary>
public static class WhatWasSeen
{
    /// <summary>Refuses when somebody has changed it since. A caller who does not say what they saw takes it as it is.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.SomebodyWasFaster"/>.</exception>
    public static void MustBe(this Seen? seen, int version, string key)
    {
        if (seen is not null && !seen.Versions.Contains(version))
            throw new RefusedException(Refusal.SomebodyWasFaster, ("key", key));
    }
}

/// <summary>A thing that people change and that has no life of its own; two changes at once cannot both win.</summary>
public abstract class Versioned
{
    /// <summary>Counts the saved changes. Set by the application, so that it means the same on every database.</summary>
    public int Version { get; private set; }

    /// <summary>Called by the persistence when the changes are about to be written.</summary>
    internal void CountUp() => Version++;
}
