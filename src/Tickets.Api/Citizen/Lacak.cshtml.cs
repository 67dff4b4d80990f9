using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tickets.Domain.Resolution;
using Tickets.Domain.Words;

namespace Tickets.Api.Citizen;

/// <summary>Where a citizen looks their ticket up: server-rendered, without script.</summary>
// The code is the secret: no other site knows it, and a telephone that forgot a cookie must not lose the reminder.
[IgnoreAntiforgeryToken]
public sealed class LacakModel(IMediator mediator, TimeProvider time) : PageModel
{
    /// <summary>The number as the citizen typed it.</summary>
    [BindProperty(SupportsGet = true, Name = "nomor")]
    public string? Number { get; set; }

    /// <summary>The code as the citizen typed it.</summary>
    [BindProperty(SupportsGet = true, Name = "kode")]
    public string? Code { get; set; }

    /// <summary>The ticket, when number and code belong together.</summary>
    public TrackedTicket? Ticket { get; private set; }

    /// <summary>True when they were given and do not.</summary>
    public bool NotFoundThen { get; private set; }

    /// <summary>id or en.</summary>
    public string Language { get; private set; } = "id";

    /// <summary>What became of a reminder; null when there was none.</summary>
    public Reminding? Reminded { get; private set; }

    /// <summary>Shows the form, and the ticket when number and code are given.</summary>
    public async Task OnGet(string? number, string? code, string? lang, CancellationToken cancellation)
    {
        Number ??= number;
        Code ??= code;
        await Find(lang, cancellation);
    }

    /// <summary>Reminds of a ticket that is late, and shows it.</summary>
    public async Task OnPost(string? lang, CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(Number) && !string.IsNullOrWhiteSpace(Code))
            Reminded = await mediator.Send(new RemindOfTicket(Number, Code, time.GetUtcNow()), cancellation);
        await Find(lang, cancellation);
    }

    private async Task Find(string? lang, CancellationToken cancellation)
    {
        // Indonesian unless asked: a telephone's language says little about its owner's.
        Language = lang == "en" ? "en" : "id";
        // The code stands in the address: nobody else is to learn or keep it.
        CitizenPages.Protect(Response);
        Response.Headers.XContentTypeOptions = "nosniff";
        if (string.IsNullOrWhiteSpace(Number) || string.IsNullOrWhiteSpace(Code))
            return;
        Ticket = await mediator.Send(new LookUpTicket(Number, Code), cancellation);
        NotFoundThen = Ticket is null;
    }

    /// <summary>A sentence of this page.</summary>
    public string Say(string key, params (string Name, string Value)[] facts) => Sentences.Say(Language, "lacak." + key, facts.ToDictionary(f => f.Name, f => f.Value));

    /// <summary>This page in the other language, with what was typed.</summary>
    public string Otherwise => QueryString.Create(new Dictionary<string, string?> { ["nomor"] = Number, ["kode"] = Code, ["lang"] = Language == "en" ? null : "en" }.Where(p => p.Value is not null)).ToString() is { Length: > 0 } query ? "/lacak" + query : "/lacak";

    /// <summary>A stage by its word.</summary>
    public string Stage(Domain.TicketStatus status) => Sentences.Say(Language, "status." + status);

    /// <summary>An instant in words.</summary>
    public string When(DateTimeOffset at) => Sentences.Moment(at, Language);
}
