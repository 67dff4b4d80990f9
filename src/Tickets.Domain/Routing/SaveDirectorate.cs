using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>An administrator enters a unit or changes one. One that is not active takes no new tickets and keeps those it has.</summary>
/// <param name="Code">Capital letters, digits, dashes; at most 32. Stays: tickets know the unit by it.</param>
/// <param name="Name">Its name, in Indonesian.</param>
/// <param name="BelongsTo">The unit above it.</param>
/// <param name="Believed">True while no sourced document confirms that this unit has this task.</param>
/// <param name="Active">Whether it takes tickets; the fallback directorate always does.</param>
/// <param name="New">True to enter, false to change.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.AlreadyExists"/>, <see cref="Refusal.NotFound"/>, <see cref="Refusal.MustRemain"/>.</exception>
public sealed record SaveDirectorate(string Code, string Name, string? BelongsTo, bool Believed, bool Active, bool New, Caller By, DateTimeOffset At, Seen? Version = null)
    : IRequest<ListedDirectorate>,
        IChange;

internal sealed class SaveDirectorateShape : AbstractValidator<SaveDirectorate>
{
    public SaveDirectorateShape()
    {
        RuleFor(r => r.Code).NotEmpty().Matches(Codes.Capitals).MaximumLength(32);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.BelongsTo).MaximumLength(200);
    }
}

internal sealed class SaveDirectorateHandler(TicketsDb db) : IRequestHandler<SaveDirectorate, ListedDirectorate>
{
    public async Task<ListedDirectorate> Handle(SaveDirectorate request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var directorate = await db.Directorates.SingleOrDefaultAsync(d => d.Code == request.Code, cancellationToken);
        if (request.New && directorate is not null)
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.Directorate), ("key", request.Code));
        if (!request.New && directorate is null)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Directorate), ("key", request.Code));
        if (!request.Active && request.Code == RouteToDirectorate.Fallback)
            throw new RefusedException(Refusal.MustRemain, ("what", Setting.Directorate), ("key", request.Code));
        if (directorate is not null)
            request.Version.MustBe(directorate.Version, request.Code);
        if (directorate is null)
            db.Add(directorate = new Directorate(request.Code, request.Name.Trim(), request.BelongsTo, request.Believed));
        directorate.Change(request.Name.Trim(), request.BelongsTo, request.Believed, request.Active);
        db.Record(
            request.By.Actor,
            request.At,
            new SettingChanged(Setting.Directorate, directorate.Code, request.New ? Was.Created : Was.Changed, directorate.Active ? null : "inactive")
        );
        await db.SaveChangesAsync(cancellationToken);
        return ListedDirectorate.From(directorate);
    }
}
