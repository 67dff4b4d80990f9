using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>What holds for users and keys alike.</summary>
internal static class AccessRules
{
    /// <summary>Short names: lower case, so that nobody is taken for another.</summary>
    public const string LoginShape = "^[a-z0-9][a-z0-9._-]{1,63}$";

    /// <summary>Whether roles need a directorate: an officer works on its tickets, unless other roles show them all tickets anyway.</summary>
    public static bool NeedDirectorate(Roles roles) => roles.HasFlag(Roles.Officer) && (roles & (Roles.AdminSocial | Roles.Administrator)) == Roles.None;

    /// <summary>Refuses an officer without a directorate, and a directorate that does not exist.</summary>
    public static async Task RefuseUnfit(this TicketsDb db, Roles roles, string? directorate, CancellationToken cancellation)
    {
        if (directorate is null && NeedDirectorate(roles))
            throw new RefusedException(Refusal.OfficerNeedsDirectorate);
        if (directorate is not null && !await db.Directorates.AnyAsync(d => d.Code == directorate, cancellation))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Directorate), ("key", directorate));
    }

    /// <summary>Refuses when nobody else who is active is an administrator.</summary>
    public static async Task RefuseLastAdministrator(this TicketsDb db, User leaving, CancellationToken cancellation)
    {
        if (
            leaving is { Active: true }
            && leaving.Roles.HasFlag(Roles.Administrator)
            && !await db.Users.AnyAsync(u => u.Id != leaving.Id && u.Active && (u.Roles & Roles.Administrator) != Roles.None, cancellation)
        )
            throw new RefusedException(Refusal.LastAdministrator);
    }

    /// <summary>Open tickets of one who can work on them no longer go back to the queue of their directorate: nobody would look for them in a closed hand.</summary>
    public static async Task HandBackWork(this TicketsDb db, User user, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        var works = user.Active && user.Roles.HasFlag(Roles.Officer);
        var held = await db
            .Tickets.Where(t => t.OfficerId == user.Id)
            .Where(t => t.Status == TicketStatus.Assigned || t.Status == TicketStatus.InProgress || t.Status == TicketStatus.WaitingOnCitizen)
            .Where(t => !works || t.Directorate != user.Directorate)
            .ToListAsync(cancellation);
        foreach (var ticket in held)
            ticket.Assign(officer: null, by, at);
    }
}
