using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Intake;

/// <summary>Raw deliveries, the newest first, without what they say: that is citizens' words.</summary>
/// <param name="State">Only those that stand there; null for all.</param>
/// <param name="Page">Which page.</param>
public sealed record ListDeliveries(DeliveryState? State, PageOf Page) : IRequest<Page<ListedDelivery>>;

/// <summary>A raw delivery.</summary>
/// <param name="Id">Key, in order of arrival.</param>
/// <param name="Source">Which webhook: <c>meta</c>, <c>whatsapp</c>, <c>x</c>.</param>
/// <param name="ReceivedAt">When it arrived, UTC.</param>
/// <param name="State">What became of it.</param>
/// <param name="Attempts">How often reading failed.</param>
/// <param name="Detail">Why it is unknown or failed.</param>
/// <param name="ProcessedAt">When it was read, UTC.</param>
/// <param name="Bytes">How long its body is.</param>
public sealed record ListedDelivery(long Id, string Source, DateTimeOffset ReceivedAt, DeliveryState State, int Attempts, string? Detail, DateTimeOffset? ProcessedAt, int Bytes)
{
    internal static readonly Expression<Func<Delivery, ListedDelivery>> Of = d =>
        new(d.Id, d.Source, d.ReceivedAt, d.State, d.Attempts, d.Detail, d.ProcessedAt, d.Body.Length);
}

internal sealed class ListDeliveriesShape : AbstractValidator<ListDeliveries>
{
    public ListDeliveriesShape() => RuleFor(r => r.State).IsInEnum();
}

internal sealed class ListDeliveriesHandler(TicketsDb db) : IRequestHandler<ListDeliveries, Page<ListedDelivery>>
{
    public async Task<Page<ListedDelivery>> Handle(ListDeliveries request, CancellationToken cancellationToken)
    {
        var deliveries = db.Deliveries.AsNoTracking();
        // What waits and what is in trouble has an index of its own, in which nothing else stands.
        deliveries = request.State switch
        {
            DeliveryState.Accepted => deliveries.Where(d => d.Unread != null),
            DeliveryState.Unknown or DeliveryState.Failed => deliveries.Where(d => d.Trouble == request.State),
            DeliveryState.Processed => deliveries.Where(d => d.State == DeliveryState.Processed),
            null => deliveries,
        };
        if (request.Page.After is { } after)
            deliveries = deliveries.Where(d => d.Id < after.Id);
        var rows = await deliveries.OrderByDescending(d => d.Id).Take(request.Page.Take + 1).Select(ListedDelivery.Of).ToListAsync(cancellationToken);
        return request.Page.Cut(rows, d => (d.Id, d.Id));
    }
}
