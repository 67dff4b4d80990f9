using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>Programmes of aid and the topics they belong to, by code.</summary>
/// <param name="Code">Only this one; null for all.</param>
public sealed record ListProgrammes(string? Code = null) : IRequest<Page<ListedProgramme>>;

/// <summary>A programme of aid.</summary>
/// <param name="Code">Short code, as <c>PKH</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="Believed">True while no sourced document confirms it.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ListedProgramme(string Code, string Name, string Topic, bool Believed, int Version)
{
    internal static ListedProgramme From(Programme programme) => new(programme.Code, programme.Name, programme.Topic, programme.Believed, programme.Version);
}

internal sealed class ListProgrammesHandler(TicketsDb db) : IRequestHandler<ListProgrammes, Page<ListedProgramme>>
{
    public async Task<Page<ListedProgramme>> Handle(ListProgrammes request, CancellationToken cancellationToken) =>
        new(
            await db.Programmes.Where(p => request.Code == null || p.Code == request.Code).OrderBy(p => p.Code).Select(p => ListedProgramme.From(p)).ToListAsync(cancellationToken),
            Next: null
        );
}
