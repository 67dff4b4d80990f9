namespace Tickets.Domain.Platforms;

/// <summary>The part of a connector that asks a platform for what it may not have told of: after an outage, by night, or always where there is no webhook.</summary>
public interface IReadBack
{
    /// <summary>The platform it asks.</summary>
    Platform Platform { get; }

    /// <summary>True when the settings allow asking.</summary>
    bool Connected { get; }

    /// <summary>
    /// What was written since an instant, as bodies that the platform's <see cref="IDeliveryReader"/> reads. Bounded by pages; more than wanted may come, what was
    /// known already too. Ends early, without throwing, when the platform does not answer.
    /// </summary>
    IAsyncEnumerable<ReadBackPage> Since(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Which of these messages are no longer there, as a body of the same kind; null when the platform cannot be asked so, or all are there.</summary>
    Task<ReadBackPage?> Missing(IReadOnlyList<string> messageIds, CancellationToken cancellation);
}

/// <summary>A page of what was written.</summary>
/// <param name="Source">The reader that reads it.</param>
/// <param name="Body">The body.</param>
/// <param name="Complete">False when the platform broke off: what is further back is not known.</param>
/// <param name="Fault">What the platform said, where a person must mend that it cannot be read; null otherwise.</param>
/// <param name="Older">What stands on the page and is older than was asked for: no hole, but it may have been changed since; null for nothing.</param>
/// <param name="AsEdits">
/// Tells these messages of the page, by the platform's id, as words that were changed: where the platform shows words as they stand now and not whether they were ever
/// others. Null where it says so itself.
/// </param>
public sealed record ReadBackPage(string Source, byte[] Body, bool Complete = true, string? Fault = null, byte[]? Older = null, Func<IReadOnlySet<string>, byte[]>? AsEdits = null)
{
    /// <summary>The platform broke off, and may answer later.</summary>
    public static readonly ReadBackPage BrokenOff = new("", [], Complete: false);

    /// <summary>The platform does not let us read.</summary>
    public static ReadBackPage NotLetIn(string fault) => new("", [], Complete: false, fault);
}
