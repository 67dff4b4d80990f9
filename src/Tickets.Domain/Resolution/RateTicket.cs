using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Resolution;

/// <summary>A citizen says what they thought of how they were served, by the link that came with the answer. Once a ticket.</summary>
/// <param name="Token">As the link says.</param>
/// <param name="Score">1 to 5.</param>
/// <param name="Sentence">Their words; may be left out.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.AlreadyRated"/>.</exception>
public sealed record RateTicket(string Token, int Score, string? Sentence, DateTimeOffset At) : IRequest<Unit>, IChange;

/// <summary>What a rating link opens; null when it opens nothing.</summary>
public sealed record FindRated(string Token) : IRequest<RatedTicket?>;

/// <summary>A ticket that may be rated.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Rated">True when it was.</param>
public sealed record RatedTicket(string Number, bool Rated);

internal sealed class RateTicketShape : AbstractValidator<RateTicket>
{
    public RateTicketShape()
    {
        RuleFor(r => r.Score).InclusiveBetween(1, 5);
        RuleFor(r => r.Sentence).MaximumLength(1000);
    }
}

internal sealed class RateTicketHandler(TicketsDb db) : IRequestHandler<RateTicket, Unit>
{
    public async Task<Unit> Handle(RateTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.RatedBy(request.Token, cancellationToken) ?? throw new RefusedException(Refusal.NotFound, ("what", "tiket"), ("key", request.Token));
        await db.OneAtATime(cancellationToken);
        if (await db.Set<Rating>().AnyAsync(r => r.TicketId == ticket.Id, cancellationToken))
            throw new RefusedException(Refusal.AlreadyRated);
        var sentence = string.IsNullOrWhiteSpace(request.Sentence) ? null : PersonalData.Mask(request.Sentence.Trim());
        db.Add(new Rating(ticket.Id, request.Score, sentence, request.At));
        db.RecordOn(ticket, Actor.Citizen(ticket.Citizen), request.At, new TicketRated(ticket.Number, request.Score));
        return Unit.Value;
    }
}

internal sealed class FindRatedHandler(TicketsDb db) : IRequestHandler<FindRated, RatedTicket?>
{
    public async Task<RatedTicket?> Handle(FindRated request, CancellationToken cancellationToken) =>
        await db.RatedBy(request.Token, cancellationToken) is { } ticket
            ? new RatedTicket(ticket.Number, await db.Set<Rating>().AnyAsync(r => r.TicketId == ticket.Id, cancellationToken))
            : null;
}

internal static class RatingLinks
{
    // Only what was answered can be rated.
    public static async Task<Ticket?> RatedBy(this TicketsDb db, string token, CancellationToken cancellation)
    {
        if (RatingToken.NumberOf(token) is not { } number)
            return null;
        var ticket = await db.Ticket(number, cancellation);
        return ticket?.ResolvedAt is not null && RatingToken.Of(ticket).Equals(token, StringComparison.OrdinalIgnoreCase) ? ticket : null;
    }
}
