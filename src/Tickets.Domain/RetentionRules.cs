namespace Tickets.Domain;

/// <summary>
/// How long words and names are kept. One row, which administrators change. Keeping ends with the purpose (UU 27/2022 on personal data: erase when the purpose
/// or the time for keeping is over); how long that is no document says, so it is a setting.
/// </summary>
public sealed class RetentionRules : Versioned
{
    /// <summary>The key of the only row.</summary>
    public const int Only = 1;

    /// <summary>The fewest months that a closed ticket keeps its words: a citizen may still ask, and a report may still be checked.</summary>
    public const int FewestMonths = 3;

    /// <summary>The most.</summary>
    public const int MostMonths = 120;

    /// <summary>The most days that words which their writer took away may still be shown to staff.</summary>
    public const int MostRemovedDays = 30;

    /// <summary>The fewest days that raw deliveries are kept: a reading that was wrong can be found and done again.</summary>
    public const int FewestDeliveryDays = 7;

    /// <summary>The most.</summary>
    public const int MostDeliveryDays = 730;

    private RetentionRules() { }

    /// <summary>The rules of a new database.</summary>
    public RetentionRules(int? closedMonths, int removedDays, int? deliveryDays)
    {
        Id = Only;
        Change(closedMonths, removedDays, deliveryDays);
    }

    /// <summary>Key: always <see cref="Only"/>.</summary>
    public int Id { get; private set; }

    /// <summary>So many months after the end of a ticket its words and names are taken away; null: never.</summary>
    public int? ClosedMonths { get; private set; }

    /// <summary>So many days after its writer took a message away, people no longer see its words; 0: at once.</summary>
    public int RemovedDays { get; private set; }

    /// <summary>So many days after its arrival a raw delivery that was read is deleted; null: never.</summary>
    public int? DeliveryDays { get; private set; }

    /// <summary>The night on which they were last kept, as the number of its day in Jakarta (<see cref="DateOnly.DayNumber"/>); null before the first.</summary>
    public int? KeptOn { get; private set; }

    /// <summary>An administrator set them.</summary>
    public void Change(int? closedMonths, int removedDays, int? deliveryDays) => (ClosedMonths, RemovedDays, DeliveryDays) = (closedMonths, removedDays, deliveryDays);

    /// <summary>What was taken away by its writer up to this instant is not shown any more.</summary>
    public DateTimeOffset HidesRemovedUpTo(DateTimeOffset now) => RemovedDays == 0 ? DateTimeOffset.MaxValue : now.AddDays(-RemovedDays);
}
