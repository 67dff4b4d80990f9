using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Resolution;
using Tickets.Domain.Words;

namespace Tickets.Api.Citizen;

/// <summary>Where a citizen says what they thought of the service, by the link that came with the answer.</summary>
// The link is the secret: no other site knows it, and a telephone that forgot a cookie must not lose the answer.
[IgnoreAntiforgeryToken]
[SecretInPath]
public sealed class PenilaianModel(IMediator mediator, TimeProvider time) : PageModel
{
    private const int LongestSentence = 1000;

    /// <summary>1 to 5.</summary>
    [BindProperty]
    public int? Score { get; set; }

    /// <summary>Their words.</summary>
    [BindProperty]
    public string? Sentence { get; set; }

    /// <summary>What the link opens; null when nothing.</summary>
    public RatedTicket? Ticket { get; private set; }

    /// <summary>True when no score was chosen.</summary>
    public bool Missing { get; private set; }

    /// <summary>id or en.</summary>
    public string Language { get; private set; } = "id";

    /// <summary>Shows the question.</summary>
    public async Task OnGet(string token, string? lang, CancellationToken cancellation) => await Find(token, lang, cancellation);

    /// <summary>Keeps the answer, once.</summary>
    public async Task OnPost(string token, string? lang, CancellationToken cancellation)
    {
        await Find(token, lang, cancellation);
        if (Ticket is not { Rated: false })
            return;
        if (Score is not (>= 1 and <= 5))
        {
            Missing = true;
            return;
        }

        try
        {
            await mediator.Send(new RateTicket(token, Score.Value, Shortened(Sentence), time.GetUtcNow()), cancellation);
        }
        catch (RefusedException refused) when (refused.Refusal == Refusal.AlreadyRated)
        {
            // Sent twice at once: the first counts, and both are thanked.
        }

        Ticket = Ticket with { Rated = true };
    }

    /// <summary>A sentence of this page.</summary>
    public string Say(string key) => Sentences.Say(Language, "penilaian." + key);

    // Never through the middle of a letter that is two units.
    private static string? Shortened(string? sentence) => sentence is { Length: > LongestSentence } ? sentence[..(char.IsHighSurrogate(sentence[LongestSentence - 1]) ? LongestSentence - 1 : LongestSentence)] : sentence;

    private async Task Find(string token, string? lang, CancellationToken cancellation)
    {
        Language = lang == "en" ? "en" : "id";
        CitizenPages.Protect(Response);
        Ticket = await mediator.Send(new FindRated(token), cancellation);
        if (Ticket is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
