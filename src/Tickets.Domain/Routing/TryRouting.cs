using FluentValidation;
using MediatR;
using Tickets.Domain.Audit;
using Tickets.Domain.Platforms;
using Tickets.Domain.Regions;

namespace Tickets.Domain.Routing;

/// <summary>Where the rules would bring somebody's words; nothing is changed.</summary>
/// <param name="Text">The words.</param>
/// <param name="Region">Region code; null for the one of which the words speak, empty for none.</param>
/// <exception cref="RefusedException"><see cref="Refusal.UnknownReference"/>.</exception>
public sealed record TryRouting(string Text, string? Region) : IRequest<TriedRouting>;

/// <summary>Where words would be brought, and why.</summary>
/// <param name="Topic">Topic code, as the service understands the words.</param>
/// <param name="TopicConfidence">How sure the topic is, 0 to 1.</param>
/// <param name="Region">Region code: the one that was asked for, or of which the words speak; null for none.</param>
/// <param name="RegionName">What it is called, a regency or city with its province.</param>
/// <param name="Directorate">Directorate code.</param>
/// <param name="Rule">The rule that decides; null when none matches.</param>
public sealed record TriedRouting(string Topic, double TopicConfidence, string? Region, string? RegionName, string Directorate, long? Rule);

internal sealed class TryRoutingShape : AbstractValidator<TryRouting>
{
    public TryRoutingShape()
    {
        RuleFor(r => r.Text).NotEmpty().MaximumLength(10_000);
        RuleFor(r => r.Region).MaximumLength(16);
    }
}

internal sealed class TryRoutingHandler(IUnderstanding understands, RouteToDirectorate routing) : IRequestHandler<TryRouting, TriedRouting>
{
    public async Task<TriedRouting> Handle(TryRouting request, CancellationToken cancellationToken)
    {
        var region = request.Region ?? RegionInWords.Find(request.Text);
        if (region is { Length: > 0 } && AllRegions.Find(region) is null)
            throw new RefusedException(Refusal.UnknownReference, ("what", Setting.Region), ("key", region));
        region = region is "" ? null : region;
        var assessed = understands.Assess(request.Text, Platform.Facebook);
        var rule = await routing.Matching(assessed.Topic, region, cancellationToken);
        return new(assessed.Topic, assessed.TopicConfidence, region, region is null ? null : AllRegions.Title(region), rule?.Directorate ?? RouteToDirectorate.Fallback, rule?.Id);
    }
}
