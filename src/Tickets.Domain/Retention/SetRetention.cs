using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Retention;

/// <summary>An administrator decides how long words and names are kept. The next night keeps to it.</summary>
/// <param name="ClosedMonths">Months after the end of a ticket, 3 to 120; null: never.</param>
/// <param name="RemovedDays">Days after a message was taken away, 0 to 30.</param>
/// <param name="DeliveryDays">Days after the arrival of a raw delivery, 7 to 730; null: never.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record SetRetention(int? ClosedMonths, int? RemovedDays, int? DeliveryDays, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ShownRetention>, IChange;

internal sealed class SetRetentionShape : AbstractValidator<SetRetention>
{
    public SetRetentionShape()
    {
        RuleFor(r => r.ClosedMonths).InclusiveBetween(RetentionRules.FewestMonths, RetentionRules.MostMonths);
        RuleFor(r => r.RemovedDays).NotNull().InclusiveBetween(0, RetentionRules.MostRemovedDays);
        RuleFor(r => r.DeliveryDays).InclusiveBetween(RetentionRules.FewestDeliveryDays, RetentionRules.MostDeliveryDays);
    }
}

internal sealed class SetRetentionHandler(TicketsDb db) : IRequestHandler<SetRetention, ShownRetention>
{
    public async Task<ShownRetention> Handle(SetRetention request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var rules = await db.RetentionRules.SingleAsync(cancellationToken);
        request.Version.MustBe(rules.Version, Setting.Retention);
        var before = Said(rules);
        rules.Change(request.ClosedMonths, request.RemovedDays!.Value, request.DeliveryDays);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Retention, Setting.Retention, Was.Changed, $"{before} → {Said(rules)}"));
        await db.SaveChangesAsync(cancellationToken);
        return await db.Shown(rules, request.At, cancellationToken);
    }

    private static string Said(RetentionRules rules) => $"closedMonths {Number(rules.ClosedMonths)}, removedDays {Number(rules.RemovedDays)}, deliveryDays {Number(rules.DeliveryDays)}";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "–";
}
