namespace Tickets.Domain;

/// <summary>
/// What identifies a citizen, kept as a keyed hash: two citizens with the same mark are likely one person on two platforms. It says nothing back, and without the
/// key, which lies outside the database, nobody can try numbers out.
/// </summary>
public sealed class CitizenMark
{
    private CitizenMark() { }

    /// <summary>A citizen wrote something that identifies them, or somebody they speak for.</summary>
    public CitizenMark(Citizen citizen, PersonalDataType kind, string hash, DateTimeOffset at)
    {
        Citizen = citizen;
        Kind = kind;
        Hash = hash;
        At = at;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Who wrote it.</summary>
    public long CitizenId { get; private set; }

    /// <summary>Who wrote it.</summary>
    public Citizen Citizen { get; private set; } = null!;

    /// <summary>What it is.</summary>
    public PersonalDataType Kind { get; private set; }

    /// <summary>Its keyed hash.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>When it was first written, UTC.</summary>
    public DateTimeOffset At { get; private set; }
}
