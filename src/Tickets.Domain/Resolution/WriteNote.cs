using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Resolution;

/// <summary>
/// Staff writes a note that no citizen sees. Whoever is named in it by <c>@</c> and their login is told. An <c>@</c> before a word that is nobody's login, such as a
/// citizen's name on a platform, is a word like any other.
/// </summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Text">The note.</param>
/// <param name="Version">The version the caller saw.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.MentionedCannotSee"/> for a colleague who may not see the ticket: nobody is told of what is kept from them, and nobody believes that they were.
/// <see cref="Refusal.TooManyMentioned"/>.
/// </exception>
public sealed record WriteNote(string Number, string Text, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class WriteNoteShape : AbstractValidator<WriteNote>
{
    public WriteNoteShape() => RuleFor(r => r.Text).NotEmpty().MaximumLength(10_000);
}

internal sealed partial class WriteNoteHandler(TicketsDb db) : IRequestHandler<WriteNote, Unit>
{
    // A note to more than these is a circular, and belongs elsewhere.
    private const int MostMentioned = 10;

    public async Task<Unit> Handle(WriteNote request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        var text = request.Text.Trim();
        foreach (var person in await Mentioned(text, ticket, cancellationToken))
            if (person.Id != request.By.Actor.UserId)
                db.Add(new Notification(person, ticket, request.By.Actor.Name, request.At));
        ticket.Note(text, request.By.Actor, request.At);
        return Unit.Value;
    }

    private async Task<List<User>> Mentioned(string text, Ticket ticket, CancellationToken cancellation)
    {
        // A full stop or a dash after a login ends the sentence, and may also be its last sign.
        var named = Mention().Matches(text).Select(m => m.Groups["login"].Value).ToList();
        string[] logins = [.. named.Concat(named.Select(n => n.TrimEnd('.', '-', '_'))).Distinct()];
        if (logins.Length == 0)
            return [];
        var people = await db.Users.AsNoTracking().Where(u => u.Active && logins.Contains(u.Login)).OrderBy(u => u.Id).ToListAsync(cancellation);
        if (people.Count > MostMentioned)
            throw new RefusedException(Refusal.TooManyMentioned, ("most", MostMentioned.ToString(CultureInfo.InvariantCulture)));
        return people.Find(p => !p.MaySeeTicketsOf(ticket.Directorate)) is { } stranger
            ? throw new RefusedException(Refusal.MentionedCannotSee, ("user", stranger.Name), ("number", ticket.Number))
            : people;
    }

    // As logins are shaped; what stands in the middle of a word, as in an e-mail address, names nobody.
    [GeneratedRegex("(?<![A-Za-z0-9._@-])@(?<login>[a-z0-9][a-z0-9._-]{1,63})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();
}
