namespace Tickets.Domain;

/// <summary>Who asks through the API: the doer, what they may do, and which directorate they see.</summary>
/// <param name="Actor">As it stands in the history.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Directorate">Code of the only directorate they see; null for all that their roles allow.</param>
public sealed record Caller(Actor Actor, Roles Roles, string? Directorate)
{
    /// <summary>Has at least one of these roles.</summary>
    public bool IsAny(Roles roles) => (Roles & roles) != Roles.None;

    /// <summary>
    /// Sees the tickets of every directorate: those who triage, administer or inspect; officers, supervisors and directors only when they are bound to none.
    /// </summary>
    public bool SeesAll =>
        IsAny(Roles.AdminSocial | Roles.Administrator | Roles.Inspectorate)
        || (IsAny(Roles.Officer | Roles.Supervisor | Roles.Reporting | Roles.Director) && Directorate is null);

    /// <summary>May see a ticket of this directorate.</summary>
    public bool Sees(string? directorate) => SeesAll || (Directorate is not null && Directorate == directorate);

    /// <summary>Solving is the directorate's own: somebody bound to one does not solve for another, whatever else they may do.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotAllowed"/>.</exception>
    public void MustWorkFor(string? directorate)
    {
        if (Directorate is not null && Directorate != directorate)
            throw new RefusedException(Refusal.NotAllowed);
    }

    /// <summary>The directorate to which lists are narrowed; null for all.</summary>
    public string? Narrowed => SeesAll ? null : Directorate;
}
