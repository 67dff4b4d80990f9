using System.Linq.Expressions;

namespace Tickets.Domain;

/// <summary>
/// How a member of staff proves who they are: one row a <see cref="User"/>, apart from it, because who somebody is and what they may do changes for other
/// reasons than a password. Hashes and counters are ASP.NET Core Identity's own; this is where they are kept.
/// </summary>
public sealed class Account
{
    private Account() { }

    /// <summary>An account without a password yet: it opens nothing until its owner sets one by an invitation.</summary>
    public Account(User user, string stamp)
    {
        User = user;
        UserId = user.Id;
        Stamp = stamp;
    }

    /// <summary>Key, and the user it belongs to.</summary>
    public long UserId { get; private set; }

    /// <summary>Whose it is.</summary>
    public User User { get; private set; } = null!;

    /// <summary>As Identity's hasher wrote it; null while nobody set a password.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Changes with every change of a secret; invitations and reset links made before it are void.</summary>
    public string Stamp { get; private set; } = "";

    /// <summary>Wrong passwords in a row.</summary>
    public int FailedTries { get; private set; }

    /// <summary>Nobody is let in before this instant, UTC.</summary>
    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>True when a code is asked for beside the password.</summary>
    public bool NeedsCode { get; private set; }

    /// <summary>The shared secret of the authenticator app, base 32; null until one is set up.</summary>
    public string? AuthenticatorKey { get; private set; }

    /// <summary>
    /// Which code of the authenticator app was taken last, as the half minute it is of, counted from 1970 UTC (RFC 6238); null while none was. None of it or from
    /// before it is taken again.
    /// </summary>
    public long? LastCodeStep { get; private set; }

    /// <summary>Hashes of the recovery codes that are left, separated by a semicolon; each opens once.</summary>
    public string RecoveryCodes { get; private set; } = "";

    /// <summary>A new password, or none.</summary>
    public void PasswordIs(string? hash) => PasswordHash = hash;

    /// <summary>A secret changed.</summary>
    public void StampIs(string stamp) => Stamp = stamp;

    /// <summary>How many wrong passwords were given in a row.</summary>
    public void FailedTriesAre(int tries) => FailedTries = tries;

    /// <summary>Locked until then, or open.</summary>
    public void IsLockedUntil(DateTimeOffset? until) => LockedUntil = until;

    /// <summary>Whether a code is asked for.</summary>
    public void AsksForCode(bool needed) => NeedsCode = needed;

    /// <summary>An authenticator app is set up; none of its codes was taken.</summary>
    public void AuthenticatorKeyIs(string key) => (AuthenticatorKey, LastCodeStep) = (key, null);

    /// <summary>Fresh recovery codes, or one less.</summary>
    public void RecoveryCodesAre(string hashes) => RecoveryCodes = hashes;
}

/// <summary>
/// Somebody who is signed in at one browser. The browser holds a random token, the row its hash: who reads the database can open nothing with it, and ending
/// the row signs the browser out in every process at once.
/// </summary>
public sealed class Session
{
    /// <summary>Unused for so long, a session ends.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromHours(8);

    /// <summary>However it is used, it ends after this.</summary>
    public static readonly TimeSpan LastsAtMost = TimeSpan.FromDays(3);

    private Session() { }

    /// <summary>Those that let somebody in at an instant: not ended, not idle for too long, not too old.</summary>
    public static Expression<Func<Session, bool>> HoldsAt(DateTimeOffset now)
    {
        var (usedSince, begunSince) = (now - IdleFor, now - LastsAtMost);
        return s => s.EndedAt == null && s.SeenAt >= usedSince && s.StartedAt >= begunSince;
    }

    /// <summary>Somebody signed in.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="hash">SHA-256 of the token.</param>
    /// <param name="browser">What the browser calls itself, shortened by the caller.</param>
    /// <param name="way">password, or the name of the outside provider.</param>
    /// <param name="at">When.</param>
    public Session(long userId, byte[] hash, string browser, string way, DateTimeOffset at)
    {
        UserId = userId;
        Hash = hash;
        Browser = browser;
        Way = way;
        StartedAt = at;
        SeenAt = at;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Who.</summary>
    public long UserId { get; private set; }

    /// <summary>Who.</summary>
    public User User { get; private set; } = null!;

    /// <summary>SHA-256 of the token: 256 random bits, so a slow hash would protect nothing.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>What the browser calls itself.</summary>
    public string Browser { get; private set; } = "";

    /// <summary>How they proved who they are.</summary>
    public string Way { get; private set; } = "";

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it was last used, UTC; to the nearest few minutes.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>When it was ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
}

/// <summary>A key of the key ring that protects links and single sign-on, shared by all processes.</summary>
public sealed class RingKey
{
    private RingKey() { }

    /// <summary>A key.</summary>
    public RingKey(string name, string xml)
    {
        Name = name;
        Xml = xml;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>What the key ring calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>As the key ring wrote it.</summary>
    public string Xml { get; private set; } = "";
}
