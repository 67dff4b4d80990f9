using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Regions;

namespace Tickets.Domain.Routing;

/// <summary>An administrator enters a routing rule or changes one. Tickets that are routed already stay where they are.</summary>
/// <param name="Id">Which one; null to enter a new one.</param>
/// <param name="Order">Lower comes first; 0 to 1,000,000.</param>
/// <param name="Topic">Topic code; null matches all.</param>
/// <param name="Region">Region code: <c>33</c> for a province and all in it, <c>33.03</c> for a regency or city; null matches all.</param>
/// <param name="Directorate">Where the ticket goes.</param>
/// <param name="Note">Why, and from which source.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.UnknownReference"/>.</exception>
public sealed record SaveRoutingRule(long? Id, int Order, string? Topic, string? Region, string Directorate, string? Note, Caller By, DateTimeOffset At, Seen? Version = null)
    : IRequest<ListedRoutingRule>,
        IChange;

internal sealed class SaveRoutingRuleShape : AbstractValidator<SaveRoutingRule>
{
    public SaveRoutingRuleShape()
    {
        RuleFor(r => r.Order).InclusiveBetween(0, 1_000_000);
        RuleFor(r => r.Topic).MaximumLength(64);
        RuleFor(r => r.Region).Matches("^[A-Za-z0-9][A-Za-z0-9.-]{0,15}$");
        RuleFor(r => r.Directorate).NotEmpty().MaximumLength(32);
        RuleFor(r => r.Note).MaximumLength(1000);
    }
}

internal sealed class SaveRoutingRuleHandler(TicketsDb db) : IRequestHandler<SaveRoutingRule, ListedRoutingRule>
{
    public async Task<ListedRoutingRule> Handle(SaveRoutingRule request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        RoutingRule? rule = null;
        if (request.Id is { } id)
            rule =
                await db.RoutingRules.SingleOrDefaultAsync(r => r.Id == id, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.RoutingRule), ("key", id.ToString()));
        if (rule is not null)
            request.Version.MustBe(rule.Version, rule.Id.ToString());
        if (request.Topic is { } topic && !await db.Topics.AnyAsync(t => t.Code == topic, cancellationToken))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Topic), ("key", topic));
        if (request.Region is { } region && AllRegions.Find(region) is null)
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Region), ("key", region));
        if (!await db.Directorates.AnyAsync(d => d.Code == request.Directorate, cancellationToken))
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Directorate), ("key", request.Directorate));
        if (rule is null)
            db.Add(rule = new RoutingRule(request.Order, request.Topic, request.Region, request.Directorate, request.Note));
        else
            rule.Change(request.Order, request.Topic, request.Region, request.Directorate, request.Note);
        await db.SaveChangesAsync(cancellationToken);
        var says = $"{rule.Order}: {rule.Topic ?? "*"}, {rule.Region ?? "*"} → {rule.Directorate}";
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.RoutingRule, rule.Id.ToString(), request.Id is null ? Was.Created : Was.Changed, says));
        return ListedRoutingRule.From(rule);
    }
}
