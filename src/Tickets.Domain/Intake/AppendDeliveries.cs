namespace Tickets.Domain.Intake;

/// <summary>How one writer's deliveries become rows, a group in one transaction.</summary>
internal abstract class AppendDeliveries : IDisposable
{
    /// <summary>Puts one to the group that is being gathered.</summary>
    /// <exception cref="Exception">None of the group is kept; the next one begins a new group.</exception>
    public abstract void Add(Arrival arrival);

    /// <summary>Ends the group and answers its ids, in the order in which they were added; when this returns, they are on the disk.</summary>
    /// <exception cref="Exception">None of the group is kept; the next one begins a new group.</exception>
    public abstract IReadOnlyList<long> Commit();

    /// <summary>Passes a moment, some 20 µs on a disk that is awake, without letting the disk fall asleep. Never throws: nothing is promised by it.</summary>
    public virtual void StayAwake() => Thread.Yield();

    /// <inheritdoc/>
    public abstract void Dispose();
}
