namespace Tickets.Domain;

/// <summary>Filters of a screen that somebody keeps under a name. At most one for each screen is where that person begins.</summary>
public sealed class SavedView : Versioned
{
    /// <summary>The screens that have filters.</summary>
    public static readonly IReadOnlyList<string> Screens = ["inbox", "queue", "tickets", "reports", "audit"];

    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    private SavedView() { }

    /// <summary>Somebody keeps what they see.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="screen">One of <see cref="Screens"/>.</param>
    /// <param name="name">As they call it; unique with the screen.</param>
    /// <param name="filters">The filters by their names in the address of the screen.</param>
    public SavedView(long userId, string screen, string name, IReadOnlyDictionary<string, string> filters)
    {
        UserId = userId;
        Screen = screen;
        Name = name;
        Filters = filters;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; private set; }

    /// <summary>Of which screen.</summary>
    public string Screen { get; private set; } = "";

    /// <summary>As they call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The filters by their names in the address of the screen.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; private set; } = new Dictionary<string, string>();

    /// <summary>True where its owner begins on this screen.</summary>
    public bool IsDefault { get; private set; }

    /// <summary>Another name, other filters.</summary>
    public void Change(string name, IReadOnlyDictionary<string, string> filters)
    {
        Name = name;
        Filters = filters;
    }

    /// <summary>Its owner begins here, or no longer.</summary>
    public void Begins(bool here) => IsDefault = here;
}
