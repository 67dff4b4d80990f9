namespace Tickets.UnitTests;

/// <summary>Tests that look at the time or the memory that something takes: neighbours take both.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
