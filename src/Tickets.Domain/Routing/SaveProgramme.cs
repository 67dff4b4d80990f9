using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>An administrator enters a programme of aid or changes one.</summary>
/// <param name="Code">Capital letters, digits, dashes; at most 32. Stays.</param>
/// <param name="Name">Its name.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Believed">True while no sourced document confirms it.</param>
/// <param name="New">True to enter, false to change.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.AlreadyExists"/>, <see cref="Refusal.NotFound"/>, <see cref="Refusal.UnknownReference"/>.</exception>
public sealed record SaveProgramme(string Code, string Name, string Topic, bool Believed, bool New, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedProgramme>, IChange;

internal sealed class SaveProgrammeShape : AbstractValidator<SaveProgramme>
{
    public SaveProgrammeShape()
    {
        RuleFor(r => r.Code).NotEmpty().Matches(Codes.Capitals).MaximumLength(32);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Topic).NotEmpty().MaximumLength(64);
    }
}

internal sealed class SaveProgrammeHandler(TicketsDb db) : IRequestHandler<SaveProgramme, ListedProgramme>
{
    public async Task<ListedProgramme> Handle(SaveProgramme request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var programme = await db.Programmes.SingleOrDefaultAsync(p => p.Code == request.Code, cancellationToken);
        if (request.New && programme is not null)
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.Programme), ("key", request.Code));
        if (!request.New && programme is null)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Programme), ("key", request.Code));
        if (!await db.Topics.AnyAsync(t => t.Code == request.Topic, cancellationToken))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Topic), ("key", request.Topic));
        if (programme is not null)
            request.Version.MustBe(programme.Version, request.Code);
        if (programme is null)
            db.Add(programme = new Programme(request.Code, request.Name.Trim(), request.Topic, request.Believed));
        programme.Change(request.Name.Trim(), request.Topic, request.Believed);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Programme, programme.Code, request.New ? Was.Created : Was.Changed, programme.Topic));
        await db.SaveChangesAsync(cancellationToken);
        return ListedProgramme.From(programme);
    }
}
