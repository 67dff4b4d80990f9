using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Sla;

/// <summary>SLA policies: the newest version of each, by code; or every version of one, the newest first.</summary>
/// <param name="Code">Only this one; null for all.</param>
/// <param name="EveryVersion">True for earlier versions too: clocks name the one that judges them.</param>
public sealed record ListPolicies(string? Code = null, bool EveryVersion = false) : IRequest<Page<ListedPolicy>>;

/// <summary>A version of an SLA policy.</summary>
/// <param name="Code">The policy.</param>
/// <param name="Version">From 1.</param>
/// <param name="Name">As people call it.</param>
/// <param name="EffectiveFrom">Tickets opened before this instant (UTC) are not judged by it.</param>
/// <param name="Targets">Its promises.</param>
/// <param name="Priority">Only tickets of this priority; null for all, as with the others.</param>
/// <param name="Topic">Only tickets of this topic.</param>
/// <param name="Directorate">Only tickets of this directorate.</param>
/// <param name="Platform">Only tickets from this platform.</param>
/// <param name="Sp4nClass">Only tickets of this class.</param>
/// <param name="Withdrawn">True when no new ticket is judged by it.</param>
/// <param name="Ladder">Who is told while a promise runs out, and after.</param>
public sealed record ListedPolicy(
    string Code,
    int Version,
    string Name,
    DateTimeOffset EffectiveFrom,
    IReadOnlyList<SlaTarget> Targets,
    Priority? Priority,
    string? Topic,
    string? Directorate,
    Platform? Platform,
    Sp4nClass? Sp4nClass,
    bool Withdrawn,
    IReadOnlyList<Rung> Ladder
)
{
    internal static ListedPolicy From(SlaPolicy p) =>
        new(p.Code, p.Version, p.Name, p.EffectiveFrom, p.Targets, p.Priority, p.Topic, p.Directorate, p.Platform, p.Sp4nClass, p.Withdrawn, p.Ladder);
}

internal sealed class ListPoliciesHandler(TicketsDb db) : IRequestHandler<ListPolicies, Page<ListedPolicy>>
{
    public async Task<Page<ListedPolicy>> Handle(ListPolicies request, CancellationToken cancellationToken)
    {
        var policies = db.SlaPolicies.AsNoTracking().Where(p => request.Code == null || p.Code == request.Code);
        if (!request.EveryVersion)
            policies = policies.Where(p => !db.SlaPolicies.Any(newer => newer.Code == p.Code && newer.Version > p.Version));
        return new(await policies.OrderBy(p => p.Code).ThenByDescending(p => p.Version).Select(p => ListedPolicy.From(p)).ToListAsync(cancellationToken), Next: null);
    }
}
