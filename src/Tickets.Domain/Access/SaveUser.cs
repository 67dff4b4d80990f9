using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Access;

/// <summary>
/// An administrator enters a member of staff or changes one. The login stays: the history knows people by it. Who can work on their open tickets no longer
/// gives them back to the queue.
/// </summary>
/// <param name="Login">Short unique name: lower-case letters, digits, dot, dash, underscore; 2 to 64.</param>
/// <param name="Name">As colleagues call them.</param>
/// <param name="Roles">At least one, by name; see <see cref="RoleNames"/>.</param>
/// <param name="Directorate">Code; an officer needs one.</param>
/// <param name="OnDuty">Whether new tickets may be given to them now.</param>
/// <param name="Active">False shuts them out; their keys are refused meanwhile.</param>
/// <param name="New">True to enter, false to change.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <param name="Calendar">Code of the calendar they work by; null to leave it as it is, at first the national one.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.AlreadyExists"/>, <see cref="Refusal.NotFound"/>, <see cref="Refusal.OfficerNeedsDirectorate"/>, <see cref="Refusal.UnknownReference"/>,
/// <see cref="Refusal.LastAdministrator"/>.
/// </exception>
public sealed record SaveUser(
    string Login,
    string Name,
    IReadOnlyList<string> Roles,
    string? Directorate,
    bool OnDuty,
    bool Active,
    bool New,
    Caller By,
    DateTimeOffset At,
    Seen? Version = null,
    string? Calendar = null
) : IRequest<ListedUser>, IChange;

internal sealed class SaveUserShape : AbstractValidator<SaveUser>
{
    public SaveUserShape()
    {
        RuleFor(r => r.Login).NotEmpty().Matches(AccessRules.LoginShape);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Roles).NotEmpty().Must(r => RoleNames.Parse(r) is not null).Says("shape.roles", ("known", string.Join(", ", RoleNames.Of(RoleNames.Every))));
        RuleFor(r => r.Directorate).MaximumLength(32);
        RuleFor(r => r.Calendar).MaximumLength(64);
    }
}

internal sealed class SaveUserHandler(TicketsDb db) : IRequestHandler<SaveUser, ListedUser>
{
    public async Task<ListedUser> Handle(SaveUser request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var roles = RoleNames.Parse(request.Roles)!.Value;
        await db.RefuseUnfit(roles, request.Directorate, cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Login == request.Login, cancellationToken);
        if (request.New && user is not null)
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.User), ("key", request.Login));
        if (!request.New && user is null)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.User), ("key", request.Login));
        if (user is not null)
            request.Version.MustBe(user.Version, request.Login);
        if (user is null)
            db.Add(user = new User(request.Login, request.Name.Trim(), roles, request.Directorate));
        else if (!request.Active || !roles.HasFlag(Roles.Administrator))
            await db.RefuseLastAdministrator(user, cancellationToken);
        if (request.Calendar is { } calendar)
        {
            if (!await db.Calendars.AnyAsync(c => c.Code == calendar, cancellationToken))
                throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Calendar), ("key", calendar));
            user.WorksBy(calendar);
        }

        user.Change(request.Name.Trim(), roles, request.Directorate, request.OnDuty, request.Active);
        if (!request.New)
            await db.HandBackWork(user, request.By.Actor, request.At, cancellationToken);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.User, user.Login, request.New ? Was.Created : Was.Changed, Says(user)));
        await db.SaveChangesAsync(cancellationToken);
        return await db.Users.Where(u => u.Id == user.Id).Select(ListedUser.Of(db)).SingleAsync(cancellationToken);
    }

    private static string Says(User user) =>
        string.Join(", ", RoleNames.Of(user.Roles)) + (user.Directorate is { } d ? $" @ {d}" : "") + (user.OnDuty ? "" : ", off duty") + (user.Active ? "" : ", inactive");
}
