using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Resolution;

/// <summary>What the words of an answer are for.</summary>
public enum WordsFor
{
    /// <summary>Words to the citizen.</summary>
    Reply,

    /// <summary>A question; the resolution clock stands.</summary>
    Question,

    /// <summary>The answer of the matter.</summary>
    Resolution,
}

/// <summary>Exactly what would go out, by which way, and how long it is as the platform counts; nothing is kept or sent.</summary>
/// <param name="Number">Which ticket.</param>
/// <param name="For">What the words are for.</param>
/// <param name="Text">What somebody has written so far; empty for the ways alone.</param>
/// <param name="Public">True under the comment.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record PreviewWords(string Number, WordsFor For, string Text, bool Public, Caller By, DateTimeOffset At) : IRequest<PreviewedWords>;

/// <summary>What would go out.</summary>
/// <param name="Platform">Where; null when nothing was written yet.</param>
/// <param name="Door">By which way.</param>
/// <param name="Text">Exactly what the citizen would read; their lookup code and the link to rate by are covered.</param>
/// <param name="Length">As the platform counts.</param>
/// <param name="Most">The most it takes.</param>
/// <param name="ClosesAt">For an answer of the matter: when the ticket closes unless the citizen objects, UTC.</param>
/// <param name="Refusal">Why it could not go out like this, by name; null when it could.</param>
/// <param name="RefusalFacts">What fills the refusal's sentence.</param>
/// <param name="Doors">The ways that are open.</param>
/// <param name="Handling">Who has the conversation in hand.</param>
/// <param name="ConversationId">The conversation to claim while answering; null when the ticket has none.</param>
public sealed record PreviewedWords(
    Platform? Platform,
    Door? Door,
    string Text,
    int Length,
    int Most,
    DateTimeOffset? ClosesAt,
    Refusal? Refusal,
    IReadOnlyDictionary<string, string>? RefusalFacts,
    IReadOnlyList<DoorView> Doors,
    HandlingView Handling,
    long? ConversationId
);

internal sealed class PreviewWordsShape : AbstractValidator<PreviewWords>
{
    public PreviewWordsShape() => RuleFor(r => r.Text).MaximumLength(10_000);
}

internal sealed class PreviewWordsHandler(TicketsDb db, WriteNotices notices, Timetables timetables, Doors doors) : IRequestHandler<PreviewWords, PreviewedWords>
{
    public async Task<PreviewedWords> Handle(PreviewWords request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        var conversations = (await db.ConversationsOf(ticket, cancellationToken)).FindAll(c => c.CitizenId == ticket.CitizenId);
        var latest = conversations.FirstOrDefault();
        var handling = latest is null ? null : await db.Set<Handling>().AsNoTracking().SingleOrDefaultAsync(h => h.ConversationId == latest.Id, cancellationToken);
        var open = await doors.Open(conversations, request.At, cancellationToken);
        var nothing = new PreviewedWords(null, null, "", 0, 0, null, null, null, open, HandlingView.Of(handling, request.By, request.At), latest?.Id);
        if (string.IsNullOrWhiteSpace(request.Text))
            return nothing;
        try
        {
            // The verbs themselves, on what is loaded: nothing is saved, and the context is emptied after.
            await Say(ticket, request, await timetables.For(ticket, cancellationToken), cancellationToken);
            var notice = db.Notices.Local.Single(n => n.Id == 0);
            var (most, length) = Lengths.Of(notice.Platform, notice.Door, notice.Text);
            return nothing with
            {
                Platform = notice.Platform,
                Door = notice.Door,
                Text = CitizensOwn.Covered(notice.Text, ticket.LookupCode),
                Length = length,
                Most = most,
                ClosesAt = request.For == WordsFor.Resolution ? ticket.ClosesAt : null,
            };
        }
        catch (RefusedException refused)
        {
            return nothing with { Refusal = refused.Refusal, RefusalFacts = refused.Facts };
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task Say(Ticket ticket, PreviewWords request, Timetable timetable, CancellationToken cancellation)
    {
        var by = request.By.Actor;
        switch (request.For)
        {
            case WordsFor.Resolution:
                ticket.Resolve(request.Text.Trim(), timetable, by, request.At);
                await notices.Close(ticket, 0, by, request.At, cancellation);
                break;
            case WordsFor.Question:
                ticket.Ask(request.Public, timetable, by, request.At);
                await notices.FromStaff(ticket, NoticeKind.Question, request.Text.Trim(), request.Public, by, request.At, cancellation);
                break;
            case WordsFor.Reply:
                ticket.AnswerCitizen(request.Public, timetable, by, request.At);
                await notices.FromStaff(ticket, NoticeKind.Reply, request.Text.Trim(), request.Public, by, request.At, cancellation);
                break;
        }
    }
}
