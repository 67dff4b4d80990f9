using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>Units that solve tickets, by code; those that take none any more included.</summary>
/// <param name="Code">Only this one; null for all.</param>
public sealed record ListDirectorates(string? Code = null) : IRequest<Page<ListedDirectorate>>;

/// <summary>A unit.</summary>
/// <param name="Code">Short code, as <c>JAMSOS</c>.</param>
/// <param name="Name">Its name, in Indonesian.</param>
/// <param name="BelongsTo">The unit above it.</param>
/// <param name="Believed">True while no sourced document confirms that this unit has this task.</param>
/// <param name="Active">False when it no longer takes tickets.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ListedDirectorate(string Code, string Name, string? BelongsTo, bool Believed, bool Active, int Version)
{
    internal static ListedDirectorate From(Directorate directorate) => new(directorate.Code, directorate.Name, directorate.BelongsTo, directorate.Believed, directorate.Active, directorate.Version);
}

internal sealed class ListDirectoratesHandler(TicketsDb db) : IRequestHandler<ListDirectorates, Page<ListedDirectorate>>
{
    public async Task<Page<ListedDirectorate>> Handle(ListDirectorates request, CancellationToken cancellationToken) =>
        new(
            await db.Directorates.Where(d => request.Code == null || d.Code == request.Code).OrderBy(d => d.Code).Select(d => ListedDirectorate.From(d)).ToListAsync(cancellationToken),
            Next: null
        );
}
