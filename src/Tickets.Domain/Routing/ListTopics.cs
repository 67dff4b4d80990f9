using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>What tickets can be about, by code.</summary>
/// <param name="Code">Only this one; null for all.</param>
public sealed record ListTopics(string? Code = null) : IRequest<Page<ListedTopic>>;

/// <summary>A topic.</summary>
/// <param name="Code">As <c>pbi-jk</c>.</param>
/// <param name="Name">Its name in Indonesian.</param>
/// <param name="NameEn">Its name in English.</param>
/// <param name="Version">For <c>If-Match</c>.</param>
public sealed record ListedTopic(string Code, string Name, string NameEn, int Version)
{
    internal static ListedTopic From(Topic topic) => new(topic.Code, topic.Name, topic.NameEn, topic.Version);
}

internal sealed class ListTopicsHandler(TicketsDb db) : IRequestHandler<ListTopics, Page<ListedTopic>>
{
    public async Task<Page<ListedTopic>> Handle(ListTopics request, CancellationToken cancellationToken) =>
        new(
            await db.Topics.Where(t => request.Code == null || t.Code == request.Code).OrderBy(t => t.Code).Select(t => ListedTopic.From(t)).ToListAsync(cancellationToken),
            Next: null
        );
}
