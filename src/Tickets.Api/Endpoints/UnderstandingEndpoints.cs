using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Platforms;

namespace Tickets.Api.Endpoints;

/// <summary>What the service makes of a text: the administrator's "try it" box.</summary>
internal static class UnderstandingEndpoints
{
    public static void MapUnderstanding(this IEndpointRouteBuilder api) =>
        api.MapPost("/understanding/assess", (IUnderstanding understanding, AssessBody body) => understanding.Assess(body.Text ?? throw new RefusedException(Refusal.Invalid, ("detail", "request.missing"), ("name", "text")), body.Platform ?? Platform.Facebook, body.Context))
            .WithTags("Understanding")
            .WithSummary("Assess a text")
            .NeedsRole(RoleNames.Every);
}

/// <summary>A text to try, with what stands around it when that is known.</summary>
internal sealed record AssessBody(string? Text, Platform? Platform, AssessmentContext? Context = null);
