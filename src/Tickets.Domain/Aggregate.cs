namespace Tickets.Domain;

/// <summary>
/// A thing with a life of its own: its changes are recorded as events and commit together with them; two changes at once cannot both win.
/// </summary>
public abstract class Aggregate
{
    private readonly List<Happened> happened = [];

    /// <summary>Key within the database; 0 until saved.</summary>
    public long Id { get; private set; }

    /// <summary>Counts the saved changes. Set by the application, so that it means the same on every database.</summary>
    public int Version { get; private set; }

    /// <summary>What happened since it was loaded and is not saved yet.</summary>
    internal IReadOnlyList<Happened> Unsaved => happened;

    /// <summary>Called by the persistence when the changes are about to be written.</summary>
    internal IReadOnlyList<Happened> TakeUnsaved()
    {
        Happened[] taken = [.. happened];
        happened.Clear();
        Version++;
        return taken;
    }

    /// <summary>Writes an event down; it is saved with the change that caused it.</summary>
    protected virtual void Record(Actor by, DateTimeOffset at, TicketEvent what) => happened.Add(new Happened(by, at, what));
}

/// <summary>An event with who caused it and when, before it becomes a row.</summary>
internal sealed record Happened(Actor By, DateTimeOffset At, TicketEvent What);

/// <summary>Who did it. Passed to every verb; never ambient.</summary>
/// <param name="Kind">What sort of doer.</param>
/// <param name="Id">User or key id; the platform's id for a citizen; null for the system.</param>
/// <param name="Name">As shown in the history.</param>
public sealed record Actor(ActorKind Kind, string? Id, string Name)
{
    /// <summary>The service itself: routing, clocks, automatic closure.</summary>
    public static readonly Actor System = new(ActorKind.System, null, "Sistem");

    /// <summary>The citizen, by platform name; the name is shown to staff only.</summary>
    public static Actor Citizen(Citizen citizen) => new(ActorKind.Citizen, citizen.PlatformUserId, citizen.Name ?? "Warga");

    /// <summary>A member of staff.</summary>
    public static Actor User(long id, string name) => new(ActorKind.User, id.ToString(), name);

    /// <summary>A machine by its key.</summary>
    public static Actor Key(long id, string name) => new(ActorKind.Key, id.ToString(), name);

    /// <summary>The user's id when the doer is a member of staff.</summary>
    public long? UserId => Kind == ActorKind.User ? long.Parse(Id!) : null;
}

/// <summary>Sorts of doers.</summary>
public enum ActorKind
{
    /// <summary>The service itself.</summary>
    System,

    /// <summary>A citizen on a platform.</summary>
    Citizen,

    /// <summary>A member of staff.</summary>
    User,

    /// <summary>A machine by its API key.</summary>
    Key,
}
