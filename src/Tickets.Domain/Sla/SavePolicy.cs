using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Routing;
using Tickets.Domain.Words;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>
/// An administrator enters an SLA policy or changes one, which makes a new version in force from now on. Clocks that run keep the version that judges them.
/// </summary>
/// <param name="Code">Small letters, digits, dashes; at most 64.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Targets">
/// Its promises, one a clock; first response and resolution are always promised. Durations are ISO 8601 (<c>PT1H</c>) or working days (<c>P5WD</c>) of the
/// named calendar.
/// </param>
/// <param name="Priority">Only tickets of this priority; null for all, as with the others.</param>
/// <param name="Topic">Only tickets of this topic.</param>
/// <param name="Directorate">Only tickets of this directorate.</param>
/// <param name="Platform">Only tickets from this platform.</param>
/// <param name="Sp4nClass">Only tickets of this class.</param>
/// <param name="New">True to enter, false to change.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <param name="Ladder">Who is told while a promise runs out, and after; null for that of the version before, at first the usual one; empty for nobody.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.AlreadyExists"/>, <see cref="Refusal.NotFound"/>, <see cref="Refusal.UnknownReference"/>; <see cref="Refusal.MustRemain"/> for narrowing the
/// policy that catches all; <see cref="Refusal.ClockPromisedTwice"/>, <see cref="Refusal.PromiseWithoutTime"/>, <see cref="Refusal.RungNotUnderstood"/>,
/// <see cref="Refusal.RungTwice"/>.
/// </exception>
/// <exception cref="CalendarRefused">A duration that is none, negative, over 20 years, or that the calendar has no time for.</exception>
public sealed record SavePolicy(
    string Code,
    string Name,
    IReadOnlyList<SlaTarget> Targets,
    Priority? Priority,
    string? Topic,
    string? Directorate,
    Platform? Platform,
    Sp4nClass? Sp4nClass,
    bool New,
    Caller By,
    DateTimeOffset At,
    Seen? Version = null,
    IReadOnlyList<Rung>? Ladder = null
) : IRequest<ListedPolicy>, IChange
{
    /// <summary>The policy that matches every ticket: without it some would have no promise.</summary>
    public const string CatchAll = "normal";
}

internal sealed class SavePolicyShape : AbstractValidator<SavePolicy>
{
    private const int MostRungs = 50;

    public SavePolicyShape()
    {
        RuleFor(r => r.Code).NotEmpty().Matches(Codes.Smalls).MaximumLength(64);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Targets).NotNull();
        RuleForEach(r => r.Targets)
            .ChildRules(target =>
            {
                target.RuleFor(t => t.Clock).IsInEnum();
                target.RuleFor(t => t.Duration).NotEmpty().MaximumLength(32);
                target.RuleFor(t => t.Calendar).NotEmpty().MaximumLength(64);
            });
        foreach (var promised in (ClockKind[])[ClockKind.FirstResponse, ClockKind.Resolution])
            RuleFor(r => r.Targets).Must(t => t.Any(x => x.Clock == promised)).Says("shape.promised", ("clock", promised.ToString())).When(r => r.Targets is not null);
        RuleForEach(r => r.Ladder)
            .ChildRules(rung =>
            {
                rung.RuleFor(r => r.At).NotEmpty().MaximumLength(40);
                rung.RuleFor(r => r.To).IsInEnum();
                rung.RuleForEach(r => r.Clocks).IsInEnum();
            });
        RuleFor(r => r.Ladder).Must(l => l!.Count <= MostRungs).Says("shape.atMost", ("most", $"{MostRungs}")).When(r => r.Ladder is not null);
        RuleFor(r => r.Priority).IsInEnum();
        RuleFor(r => r.Platform).IsInEnum();
        RuleFor(r => r.Sp4nClass).IsInEnum();
    }
}

internal sealed class SavePolicyHandler(TicketsDb db, Timetables timetables) : IRequestHandler<SavePolicy, ListedPolicy>
{
    public async Task<ListedPolicy> Handle(SavePolicy request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var before = await db.SlaPolicies.AsNoTracking().Where(p => p.Code == request.Code).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
        var version = before?.Version;
        if (request.New && version is not null)
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.SlaPolicy), ("key", request.Code));
        if (!request.New && version is null)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.SlaPolicy), ("key", request.Code));
        if (version is { } newest)
            request.Version.MustBe(newest, request.Code);
        var policy = new SlaPolicy(
            request.Code,
            (version ?? 0) + 1,
            request.Name.Trim(),
            request.At,
            request.Targets,
            request.Priority,
            request.Topic,
            request.Directorate,
            request.Platform,
            request.Sp4nClass,
            request.Ladder ?? before?.Ladder ?? SeedData.Ladder
        );
        if (policy.Code == SavePolicy.CatchAll && policy.Says > 0)
            throw new RefusedException(Refusal.MustRemain, ("what", Setting.SlaPolicy), ("key", policy.Code));
        RefuseTwice(policy.Ladder);
        await RefuseUnknown(request, cancellationToken);
        foreach (var target in request.Targets)
            await RefuseUncountable(target, request.At, cancellationToken);
        db.Add(policy);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.SlaPolicy, policy.Label, request.New ? Was.Created : Was.Changed));
        db.AfterCommit(timetables.Forget);
        return ListedPolicy.From(policy);
    }

    private async Task RefuseUnknown(SavePolicy request, CancellationToken cancellation)
    {
        if (request.Topic is { } topic && !await db.Topics.AnyAsync(t => t.Code == topic, cancellation))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Topic), ("key", topic));
        if (request.Directorate is { } directorate && !await db.Directorates.AnyAsync(d => d.Code == directorate, cancellation))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Directorate), ("key", directorate));
    }

    // Which of the two would be climbed, nobody could say.
    private static void RefuseTwice(IReadOnlyList<Rung> ladder)
    {
        foreach (var kind in Enum.GetValues<ClockKind>())
            if (ladder.Where(r => r.IsFor(kind)).GroupBy(r => RungMoment.Parse(r.At).Order).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new RefusedException(Refusal.RungTwice, ("rung", twice.First().At), ("clock", kind.ToString()));
    }

    // A promise that cannot be counted at some time to come would be found out only when a ticket opens then.
    private async Task RefuseUncountable(SlaTarget target, DateTimeOffset at, CancellationToken cancellation)
    {
        var duration = WorkingDuration.OfAPromise(target.Duration);
        if (duration.IsZero)
            throw new RefusedException(Refusal.PromiseWithoutTime, ("clock", target.Clock.ToString()));
        var versions = await db.Calendars.AsNoTracking().Where(c => c.Code == target.Calendar).OrderBy(c => c.Version).ToListAsync(cancellation);
        if (versions.Count == 0)
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Calendar), ("key", target.Calendar));
        new Timetable([], versions).Calendar(versions[^1].Label).RefuseUnlessAlwaysReached(at, duration);
    }
}
