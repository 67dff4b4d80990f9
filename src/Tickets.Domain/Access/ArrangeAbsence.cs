using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>
/// A member of staff will be away and somebody stands in, or is back. By an administrator, by the supervisor of the directorate, or by themselves.
/// </summary>
/// <param name="Login">Who is away.</param>
/// <param name="From">From when; null when they are back.</param>
/// <param name="Until">Until when; null while nobody knows.</param>
/// <param name="Deputy">Login of the one who stands in; null for nobody.</param>
/// <param name="By">Who says so.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version of the member of staff that the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.NotFound"/>, <see cref="Refusal.NotAllowed"/>, <see cref="Refusal.UnknownReference"/>, <see cref="Refusal.AbsenceNotPossible"/>,
/// <see cref="Refusal.SomebodyWasFaster"/>.
/// </exception>
public sealed record ArrangeAbsence(string Login, DateTimeOffset? From, DateTimeOffset? Until, string? Deputy, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedUser>, IChange;

internal sealed class ArrangeAbsenceShape : AbstractValidator<ArrangeAbsence>
{
    public ArrangeAbsenceShape() => RuleFor(r => r.Deputy).MaximumLength(64);
}

internal sealed class ArrangeAbsenceHandler(TicketsDb db) : IRequestHandler<ArrangeAbsence, ListedUser>
{
    public async Task<ListedUser> Handle(ArrangeAbsence request, CancellationToken cancellationToken)
    {
        var user =
            await db.Users.SingleOrDefaultAsync(u => u.Login == request.Login && u.Active, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.User), ("key", request.Login));
        if (!MayArrangeFor(user, request.By))
            throw new RefusedException(Refusal.NotAllowed);
        request.Version.MustBe(user.Version, user.Login);
        if (request.From is { } from)
            user.WillBeAway(from, request.Until, await Deputy(request.Deputy, cancellationToken));
        else
            user.IsBack();
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.User, user.Login, Was.Changed, Says(request)));
        await db.SaveChangesAsync(cancellationToken);
        return await db.Users.Where(u => u.Id == user.Id).Select(ListedUser.Of(db)).SingleAsync(cancellationToken);
    }

    private static bool MayArrangeFor(User user, Caller by) =>
        by.IsAny(Roles.Administrator)
        || by.Actor.UserId == user.Id
        || (by.IsAny(Roles.Supervisor) && (by.Directorate is null || by.Directorate == user.Directorate));

    private async Task<User?> Deputy(string? login, CancellationToken cancellation) =>
        login is null ? null
        : await db.Users.SingleOrDefaultAsync(u => u.Login == login && u.Active, cancellation)
            ?? throw new RefusedException(Refusal.UnknownReference, ("what", Setting.User), ("key", login));

    private static string Says(ArrangeAbsence request) =>
        request.From is not { } from ? "present"
        : $"absent {from.ToUniversalTime():yyyy-MM-dd'T'HH:mm'Z'}–{request.Until?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'")}" + (request.Deputy is { } deputy ? $", {deputy}" : "");
}
