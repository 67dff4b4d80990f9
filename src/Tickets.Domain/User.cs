namespace Tickets.Domain;

/// <summary>What somebody may do. Several at once are usual.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Triage the inbox, answer, merge, transfer (<c>admin-social</c>).</summary>
    AdminSocial = 1,

    /// <summary>Work on tickets of the own directorate (<c>officer</c>).</summary>
    Officer = 2,

    /// <summary>See what is late in the own directorate and reassign (<c>supervisor</c>); without a directorate, everywhere.</summary>
    Supervisor = 4,

    /// <summary>Pull statistics (<c>reporting</c>).</summary>
    Reporting = 8,

    /// <summary>Settings, keys, deliveries, audit (<c>administrator</c>).</summary>
    Administrator = 16,

    /// <summary>Heads a directorate: sees its tickets and is told of broken promises (<c>director</c>); without a directorate, everywhere.</summary>
    Director = 32,

    /// <summary>The Inspectorate General: sees every ticket and is told of what nobody mends (<c>inspectorate</c>).</summary>
    Inspectorate = 64,
}

/// <summary>Roles by the names that the contract gives them.</summary>
public static class RoleNames
{
    private static readonly (Roles Role, string Name)[] Names =
    [
        (Roles.AdminSocial, "admin-social"),
        (Roles.Officer, "officer"),
        (Roles.Supervisor, "supervisor"),
        (Roles.Reporting, "reporting"),
        (Roles.Administrator, "administrator"),
        (Roles.Director, "director"),
        (Roles.Inspectorate, "inspectorate"),
    ];

    /// <summary>Every role.</summary>
    public const Roles Every = Roles.AdminSocial | Roles.Officer | Roles.Supervisor | Roles.Reporting | Roles.Administrator | Roles.Director | Roles.Inspectorate;

    /// <summary>The names of the roles that are set.</summary>
    public static IReadOnlyList<string> Of(Roles roles) => [.. Names.Where(n => roles.HasFlag(n.Role)).Select(n => n.Name)];

    /// <summary>The roles of these names; null when one is unknown.</summary>
    public static Roles? Parse(IEnumerable<string> names)
    {
        var roles = Roles.None;
        foreach (var name in names)
        {
            var role = Names.FirstOrDefault(n => n.Name == name).Role;
            if (role == Roles.None)
                return null;
            roles |= role;
        }

        return roles;
    }
}

/// <summary>A member of staff.</summary>
public sealed class User : Versioned
{
    private User() { }

    /// <summary>A member of staff.</summary>
    public User(string login, string name, Roles roles, string? directorate)
    {
        Login = login;
        Name = name;
        Roles = roles;
        Directorate = directorate;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Short unique name, lower-case.</summary>
    public string Login { get; private set; } = "";

    /// <summary>As colleagues call them.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What they may do.</summary>
    public Roles Roles { get; private set; }

    /// <summary>Code of the directorate they work for; null for the ministry-wide.</summary>
    public string? Directorate { get; private set; }

    /// <summary>Whether new tickets may be given to them now.</summary>
    public bool OnDuty { get; private set; } = true;

    /// <summary>False when they left.</summary>
    public bool Active { get; private set; } = true;

    /// <summary>Open tickets in their hands; kept in step by the persistence, so that routing need not count.</summary>
    public int OpenWork { get; private set; }

    /// <summary>Whether tickets of a directorate can be in their hands.</summary>
    public bool WorksFor(string? directorate) => Active && Roles.HasFlag(Roles.Officer) && Directorate == directorate;

    /// <summary>Whether they may see tickets of a directorate; null for those that are at none yet.</summary>
    public bool MaySeeTicketsOf(string? directorate) =>
        Active
        && (Roles & (Roles.AdminSocial | Roles.Officer | Roles.Supervisor | Roles.Administrator | Roles.Director | Roles.Inspectorate)) != Roles.None
        && new Caller(Actor.User(Id, Name), Roles, Directorate).Sees(directorate);

    /// <summary>Code of the calendar they work by, in their own time zone; null for the national one.</summary>
    public string? Calendar { get; private set; }

    /// <summary>Who stands in for them while they are absent.</summary>
    public long? DeputyId { get; private set; }

    /// <summary>From when they are absent, UTC; null when no absence is known.</summary>
    public DateTimeOffset? AbsentFrom { get; private set; }

    /// <summary>Until when, UTC; null while nobody knows.</summary>
    public DateTimeOffset? AbsentUntil { get; private set; }

    /// <summary>Whether they are absent at an instant: from the beginning on, up to the end.</summary>
    public bool IsAbsent(DateTimeOffset at) => AbsentFrom <= at && !(AbsentUntil <= at);

    /// <summary>They will be away, and somebody stands in.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.AbsenceNotPossible"/>.</exception>
    public void WillBeAway(DateTimeOffset from, DateTimeOffset? until, User? deputy)
    {
        if (until <= from || (deputy is not null && deputy.Login == Login))
            throw new RefusedException(Refusal.AbsenceNotPossible, ("user", Login));
        (AbsentFrom, AbsentUntil, DeputyId) = (from, until, deputy?.Id);
    }

    /// <summary>They are back, or will not go.</summary>
    public void IsBack() => (AbsentFrom, AbsentUntil) = (null, null);

    /// <summary>The calendar they work by; null for the national one.</summary>
    public void WorksBy(string? calendar) => Calendar = calendar;

    /// <summary>An administrator changed it.</summary>
    public void Change(string name, Roles roles, string? directorate, bool onDuty, bool active) =>
        (Name, Roles, Directorate, OnDuty, Active) = (name, roles, directorate, onDuty, active);
}

/// <summary>A key by which a machine or, until people sign in, a person is known. Only its hash is kept.</summary>
public sealed class ApiKey
{
    private ApiKey() { }

    /// <summary>A key, of a user or of a machine with roles of its own.</summary>
    public ApiKey(string name, byte[] hash, Roles roles, string? directorate, long? userId, DateTimeOffset createdAt)
    {
        Name = name;
        Hash = hash;
        Roles = roles;
        Directorate = directorate;
        UserId = userId;
        CreatedAt = createdAt;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>What it is for.</summary>
    public string Name { get; private set; } = "";

    /// <summary>SHA-256 of the key: keys have 256 random bits, so a slow hash would protect nothing.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>What it may do, when it is no user's.</summary>
    public Roles Roles { get; private set; }

    /// <summary>The directorate it sees, when it is no user's; null for all.</summary>
    public string? Directorate { get; private set; }

    /// <summary>The user it speaks for.</summary>
    public long? UserId { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when it is refused.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>It is refused from now on.</summary>
    public void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    /// <summary>It is taken again: the demonstration was switched on once more.</summary>
    internal void Restore() => RevokedAt = null;
}
