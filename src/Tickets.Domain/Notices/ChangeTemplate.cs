using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>An administrator writes words of their own; what waits to be sent already keeps its text.</summary>
/// <param name="Code">Which words, as <c>ack.public</c>.</param>
/// <param name="Language">id or en.</param>
/// <param name="Text">With placeholders in braces; at most 1000 characters, what every platform takes before they are filled.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.PlaceholderMissing"/>, <see cref="Refusal.PlaceholderUnknown"/>.</exception>
public sealed record ChangeTemplate(string Code, string Language, string Text, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedTemplate>, IChange;

internal sealed class ChangeTemplateShape : AbstractValidator<ChangeTemplate>
{
    public ChangeTemplateShape() => RuleFor(r => r.Text).NotEmpty().MaximumLength(1000);
}

internal sealed class ChangeTemplateHandler(TicketsDb db) : IRequestHandler<ChangeTemplate, ListedTemplate>
{
    public async Task<ListedTemplate> Handle(ChangeTemplate request, CancellationToken cancellationToken)
    {
        if (!Sentences.Languages.Contains(request.Language))
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Template), ("key", $"{request.Code}/{request.Language}"));
        Placeholders.Check(request.Code, request.Text);
        await db.OneAtATime(cancellationToken);
        var own = await db.Templates.SingleOrDefaultAsync(t => t.Code == request.Code && t.Language == request.Language, cancellationToken);
        request.Version.MustBe(own?.Version ?? 0, $"{request.Code}/{request.Language}");
        if (own is null)
            db.Add(own = new Template(request.Code, request.Language, request.Text));
        else
            own.Change(request.Text);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Template, $"{request.Code}/{request.Language}", Was.Changed, request.Text));
        await db.SaveChangesAsync(cancellationToken);
        return ListedTemplate.From(request.Code, request.Language, own);
    }
}
