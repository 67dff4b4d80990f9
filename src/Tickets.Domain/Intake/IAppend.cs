namespace Tickets.Domain.Intake;

/// <summary>How one writer's deliveries become rows, a group in one transaction.</summary>
internal interface IAppend : IDisposable
{
    /// <summary>Puts one to the group that is being gathered.</summary>
    /// <exception cref="Exception">None of the group is kept; the next one begins a new group.</exception>
    void Add(Arrival arrival);

    /// <summary>Ends the group and answers its ids, in the order in which they were added; when this returns, they are on the disk.</summary>
    /// <exception cref="Exception">None of the group is kept; the next one begins a new group.</exception>
    IReadOnlyList<long> Commit();

    /// <summary>Passes a moment, at most some 20 µs on a disk that is awake, without letting the disk fall asleep. Never throws: nothing is promised by it.</summary>
    void StayAwake();
}
