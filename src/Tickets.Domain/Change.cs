namespace Tickets.Domain;

/// <summary>A request that changes something: it runs in one transaction, saved whole or not at all.</summary>
public interface IChange;
