using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>
/// A second administrator has read the proposed words and lets them go out from now on. Only a person can: a machine's key has read nothing, and its maker may be
/// the author.
/// </summary>
/// <param name="Code">Which words, as <c>ack.public</c>.</param>
/// <param name="Language">id or en.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller read; null when they do not say.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.NotFound"/>, <see cref="Refusal.NothingToApprove"/>, <see cref="Refusal.NeedsSecondPerson"/>, <see cref="Refusal.OnlyForPeople"/>,
/// <see cref="Refusal.SomebodyWasFaster"/>.
/// </exception>
public sealed record ApproveTemplate(string Code, string Language, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedTemplate>, IChange;

internal sealed class ApproveTemplateHandler(TicketsDb db) : IRequestHandler<ApproveTemplate, ListedTemplate>
{
    public async Task<ListedTemplate> Handle(ApproveTemplate request, CancellationToken cancellationToken)
    {
        var key = $"{request.Code}/{request.Language}";
        await db.OneAtATime(cancellationToken);
        var own = await db.DraftedTemplate(request.Code, request.Language, cancellationToken);
        request.Version.MustBe(own.Version, key);
        if (request.By.Actor.UserId is null)
            throw new RefusedException(Refusal.OnlyForPeople);
        own.Approve(request.By.Actor);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Template, key, Was.Approved, own.Text));
        await db.SaveChangesAsync(cancellationToken);
        return ListedTemplate.From(request.Code, request.Language, own, request.By);
    }
}

internal static class TemplateDrafts
{
    /// <summary>Words of which somebody wrote their own.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> for words that nobody says, <see cref="Refusal.NothingToApprove"/> when nothing waits.</exception>
    public static async Task<Template> DraftedTemplate(this TicketsDb db, string code, string language, CancellationToken cancellation)
    {
        var key = $"{code}/{language}";
        if (Placeholders.Of(code) is null || !Sentences.Languages.Contains(language))
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Template), ("key", key));
        return await db.Templates.SingleOrDefaultAsync(t => t.Code == code && t.Language == language && t.Draft != null, cancellation)
            ?? throw new RefusedException(Refusal.NothingToApprove, ("key", key));
    }
}
