using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>The words that go out by themselves, in every language, with what waits for approval.</summary>
/// <param name="Code">Only this one; null for all.</param>
/// <param name="Language">Only this language; null for all.</param>
/// <param name="By">Who asks: they are told which drafts are their own.</param>
public sealed record ListTemplates(string? Code = null, string? Language = null, Caller? By = null) : IRequest<Page<ListedTemplate>>;

/// <summary>Words that go out by themselves.</summary>
/// <param name="Code">Which, as <c>ack.public</c>.</param>
/// <param name="Language">id or en.</param>
/// <param name="Text">What goes out, with placeholders in braces.</param>
/// <param name="BuiltIn">What goes out unless an administrator wrote something else and another approved it.</param>
/// <param name="Changed">True when other words than the built-in go out.</param>
/// <param name="Must">Placeholders the text must keep.</param>
/// <param name="May">Placeholders that are filled in.</param>
/// <param name="Version">For <c>If-Match</c>; 0 while the built-in text goes out and nothing waits.</param>
/// <param name="Draft">What waits for a second person; null when nothing does.</param>
public sealed record ListedTemplate(
    string Code,
    string Language,
    string Text,
    string BuiltIn,
    bool Changed,
    IReadOnlyList<string> Must,
    IReadOnlyList<string> May,
    int Version,
    TemplateDraft? Draft
)
{
    internal static ListedTemplate From(string code, string language, Template? own, Caller? by)
    {
        var builtIn = Sentences.Say(language, code);
        var placeholders = Placeholders.Of(code)!;
        var draft = own?.Draft is { } text ? new TemplateDraft(text, own.DraftByName ?? "–", own.DraftAt!.Value, by is not null && own.IsDraftOf(by.Actor)) : null;
        return new(code, language, own?.Text ?? builtIn, builtIn, own?.Text is not null, placeholders.Must, placeholders.May, own?.Version ?? 0, draft);
    }
}

/// <summary>Words that wait for a second person.</summary>
/// <param name="Text">With placeholders in braces.</param>
/// <param name="By">Who wrote them.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Mine">True when that is who asks: they cannot approve it.</param>
public sealed record TemplateDraft(string Text, string By, DateTimeOffset At, bool Mine);

internal sealed class ListTemplatesHandler(TicketsDb db) : IRequestHandler<ListTemplates, Page<ListedTemplate>>
{
    public async Task<Page<ListedTemplate>> Handle(ListTemplates request, CancellationToken cancellationToken)
    {
        var own = await db.Templates.AsNoTracking().ToDictionaryAsync(t => (t.Code, t.Language), cancellationToken);
        var listed =
            from code in Placeholders.Codes
            where request.Code is null || request.Code == code
            from language in Sentences.Languages
            where request.Language is null || request.Language == language
            select ListedTemplate.From(code, language, own.GetValueOrDefault((code, language)), request.By);
        return new([.. listed], Next: null);
    }
}
