using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>The words that go out by themselves, in every language.</summary>
/// <param name="Code">Only this one; null for all.</param>
/// <param name="Language">Only this language; null for all.</param>
public sealed record ListTemplates(string? Code = null, string? Language = null) : IRequest<Page<ListedTemplate>>;

/// <summary>Words that go out by themselves.</summary>
/// <param name="Code">Which, as <c>ack.public</c>.</param>
/// <param name="Language">id or en.</param>
/// <param name="Text">What goes out, with placeholders in braces.</param>
/// <param name="BuiltIn">What goes out unless an administrator wrote something else.</param>
/// <param name="Changed">True when an administrator did.</param>
/// <param name="Must">Placeholders the text must keep.</param>
/// <param name="May">Placeholders that are filled in.</param>
/// <param name="Version">For <c>If-Match</c>; 0 while the built-in text goes out.</param>
public sealed record ListedTemplate(string Code, string Language, string Text, string BuiltIn, bool Changed, IReadOnlyList<string> Must, IReadOnlyList<string> May, int Version)
{
    internal static ListedTemplate From(string code, string language, Template? own)
    {
        var builtIn = Sentences.Say(language, code);
        var placeholders = Placeholders.Of(code)!;
        return new(code, language, own?.Text ?? builtIn, builtIn, own is not null, placeholders.Must, placeholders.May, own?.Version ?? 0);
    }
}

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
            select ListedTemplate.From(code, language, own.GetValueOrDefault((code, language)));
        return new([.. listed], Next: null);
    }
}
