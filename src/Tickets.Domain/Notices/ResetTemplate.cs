using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>The built-in words go out again. Repeating it is harmless.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record ResetTemplate(string Code, string Language, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class ResetTemplateHandler(TicketsDb db) : IRequestHandler<ResetTemplate, Unit>
{
    public async Task<Unit> Handle(ResetTemplate request, CancellationToken cancellationToken)
    {
        if (Placeholders.Of(request.Code) is null || !Sentences.Languages.Contains(request.Language))
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Template), ("key", $"{request.Code}/{request.Language}"));
        await db.OneAtATime(cancellationToken);
        if (await db.Templates.SingleOrDefaultAsync(t => t.Code == request.Code && t.Language == request.Language, cancellationToken) is not { } own)
            return Unit.Value;
        request.Version.MustBe(own.Version, $"{request.Code}/{request.Language}");
        db.Remove(own);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Template, $"{request.Code}/{request.Language}", Was.Reset));
        return Unit.Value;
    }
}
