using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>
/// An administrator proposes words of their own. They wait as a draft until a second person approves them (<see cref="ApproveTemplate"/>); what went out before
/// goes out until then. Words that are those that go out already need nobody: an earlier draft is given up.
/// </summary>
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
        var key = $"{request.Code}/{request.Language}";
        if (!Sentences.Languages.Contains(request.Language))
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Template), ("key", key));
        Placeholders.Check(request.Code, request.Text);
        await db.OneAtATime(cancellationToken);
        var own = await db.Templates.SingleOrDefaultAsync(t => t.Code == request.Code && t.Language == request.Language, cancellationToken);
        request.Version.MustBe(own?.Version ?? 0, key);
        if (request.Text == (own?.Text ?? Sentences.Say(request.Language, request.Code)))
        {
            if (own?.Discard() == true)
                db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Template, key, Was.Rejected));
        }
        else
        {
            if (own is null)
                db.Add(own = new Template(request.Code, request.Language));
            own.Propose(request.Text, request.By.Actor, request.At);
            db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Template, key, Was.Proposed, request.Text));
        }

        await db.SaveChangesAsync(cancellationToken);
        return ListedTemplate.From(request.Code, request.Language, own, request.By);
    }
}
