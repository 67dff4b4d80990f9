using FluentValidation;
using MediatR;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Notices;

/// <summary>Proposed words are given up: by their author, or by whoever read them and says why not. What goes out stays.</summary>
/// <param name="Code">Which words, as <c>ack.public</c>.</param>
/// <param name="Language">id or en.</param>
/// <param name="Reason">Why; may be left out.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller read; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.NothingToApprove"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record DiscardDraft(string Code, string Language, string? Reason, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DiscardDraftShape : AbstractValidator<DiscardDraft>
{
    public DiscardDraftShape() => RuleFor(r => r.Reason).MaximumLength(500);
}

internal sealed class DiscardDraftHandler(TicketsDb db) : IRequestHandler<DiscardDraft, Unit>
{
    public async Task<Unit> Handle(DiscardDraft request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var own = await db.DraftedTemplate(request.Code, request.Language, cancellationToken);
        request.Version.MustBe(own.Version, $"{request.Code}/{request.Language}");
        own.Discard();
        var reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Template, $"{request.Code}/{request.Language}", Was.Rejected, reason));
        return Unit.Value;
    }
}
