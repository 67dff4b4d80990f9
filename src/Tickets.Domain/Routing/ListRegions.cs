using MediatR;
using Tickets.Domain.Regions;

namespace Tickets.Domain.Routing;

/// <summary>Provinces, regencies and cities by their official codes, for filters and rules.</summary>
/// <param name="Province">Only this province and what is in it; null for all.</param>
/// <param name="Provinces">True for the provinces alone.</param>
public sealed record ListRegions(string? Province, bool Provinces) : IRequest<Page<ListedRegion>>;

/// <summary>A region.</summary>
/// <param name="Code"><c>33</c> for a province, <c>33.03</c> for a regency or city.</param>
/// <param name="Name">Its name.</param>
/// <param name="Province">Code of its province; of a province its own.</param>
public sealed record ListedRegion(string Code, string Name, string Province);

internal sealed class ListRegionsHandler : IRequestHandler<ListRegions, Page<ListedRegion>>
{
    public Task<Page<ListedRegion>> Handle(ListRegions request, CancellationToken cancellationToken) =>
        Task.FromResult(
            new Page<ListedRegion>(
                [
                    .. AllRegions
                        .List.Where(r => (request.Province is null || r.Province == request.Province) && (!request.Provinces || r.IsProvince))
                        .Select(r => new ListedRegion(r.Code, r.Name, r.Province)),
                ],
                Next: null
            )
        );
}
