using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Views;

/// <summary>The filters that the caller keeps, of one screen or of all, by name. A machine keeps none.</summary>
/// <param name="Screen">inbox, queue, tickets, reports or audit; null for all.</param>
/// <param name="By">Who asks.</param>
public sealed record ListViews(string? Screen, Caller By) : IRequest<Page<ListedView>>;

/// <summary>Filters that somebody keeps.</summary>
/// <param name="Id">Key.</param>
/// <param name="Screen">inbox, queue, tickets, reports or audit.</param>
/// <param name="Name">As they call it.</param>
/// <param name="Filters">The filters by their names in the address of the screen.</param>
/// <param name="IsDefault">True where they begin on this screen.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ListedView(long Id, string Screen, string Name, IReadOnlyDictionary<string, string> Filters, bool IsDefault, int Version)
{
    internal static ListedView Of(SavedView view) => new(view.Id, view.Screen, view.Name, view.Filters, view.IsDefault, view.Version);
}

internal sealed class ListViewsHandler(TicketsDb db) : IRequestHandler<ListViews, Page<ListedView>>
{
    public async Task<Page<ListedView>> Handle(ListViews request, CancellationToken cancellationToken)
    {
        var views = await db
            .SavedViews.AsNoTracking()
            .Where(v => v.UserId == request.By.Actor.UserId && (request.Screen == null || v.Screen == request.Screen))
            .OrderBy(v => v.Screen)
            .ThenBy(v => v.Name)
            .ToListAsync(cancellationToken);
        return new([.. views.Select(ListedView.Of)], Next: null);
    }
}
