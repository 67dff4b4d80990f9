using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Resolution;

/// <summary>A citizen looks their ticket up by its number and code; null when the two do not belong together.</summary>
public sealed record LookUpTicket(string Number, string Code) : IRequest<TrackedTicket?>;

/// <summary>What a citizen sees of their ticket: no personal data, no names of staff. All instants UTC.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Directorate">The directorate's name; null before routing.</param>
/// <param name="PromisedAt">When it is to be solved.</param>
/// <param name="IsLate">True when that has passed.</param>
/// <param name="Stages">What has happened, oldest first.</param>
/// <param name="LastWords">What the ministry said last, personal data masked.</param>
/// <param name="ClosesAt">Until when the citizen can object.</param>
/// <param name="Agency">The agency it was referred to.</param>
/// <param name="MergedInto">The ticket it went into.</param>
public sealed record TrackedTicket(
    string Number,
    TicketStatus Status,
    string? Directorate,
    DateTimeOffset? PromisedAt,
    bool IsLate,
    IReadOnlyList<(TicketStatus Stage, DateTimeOffset At)> Stages,
    string? LastWords,
    DateTimeOffset? ClosesAt,
    string? Agency,
    string? MergedInto
);

internal sealed class LookUpTicketHandler(TicketsDb db, TimeProvider time) : IRequestHandler<LookUpTicket, TrackedTicket?>
{
    public async Task<TrackedTicket?> Handle(LookUpTicket request, CancellationToken cancellationToken)
    {
        if (await db.TicketOfCitizen(request.Number, request.Code, cancellationToken) is not { } ticket)
            return null;
        var directorate = await db.Directorates.Where(d => d.Code == ticket.Directorate).Select(d => d.Name).FirstOrDefaultAsync(cancellationToken);
        var events = await db.Events.AsNoTracking().Where(e => e.TicketId == ticket.Id).OrderBy(e => e.Id).Select(e => new { e.Type, e.At }).ToListAsync(cancellationToken);
        var promise = ticket.LastOf(ClockKind.Resolution);
        return new TrackedTicket(
            ticket.Number,
            ticket.Status,
            directorate,
            promise?.DueAt,
            ticket.Late(time.GetUtcNow()) is not null,
            [.. events.Select(e => (Stage: StageOf(e.Type), e.At)).Where(s => s.Stage is not null).Select(s => (s.Stage!.Value, s.At))],
            await LastWords(ticket, cancellationToken),
            ticket.ClosesAt,
            ticket.Agency,
            ticket.MergedInto
        );
    }

    private async Task<string?> LastWords(Ticket ticket, CancellationToken cancellation)
    {
        var said = ticket.Status is TicketStatus.Resolved or TicketStatus.Closed ? ticket.Answer : null;
        said ??= await db
            .Notices.Where(n => n.TicketId == ticket.Id && (n.Kind == NoticeKind.Reply || n.Kind == NoticeKind.Question))
            .OrderByDescending(n => n.Id)
            .Select(n => n.Text)
            .FirstOrDefaultAsync(cancellation);
        return said is null ? null : PersonalData.Mask(said);
    }

    private static TicketStatus? StageOf(string type) =>
        type switch
        {
            nameof(TicketOpened) => TicketStatus.New,
            nameof(TicketRouted) or nameof(TicketTransferred) or nameof(TicketReopened) => TicketStatus.Assigned,
            nameof(TicketAnswered) => TicketStatus.InProgress,
            nameof(CitizenAsked) => TicketStatus.WaitingOnCitizen,
            nameof(TicketResolved) => TicketStatus.Resolved,
            nameof(TicketClosed) or nameof(TicketMerged) => TicketStatus.Closed,
            nameof(TicketReferred) => TicketStatus.Referred,
            nameof(TicketInvalidated) => TicketStatus.Invalid,
            _ => null,
        };
}

internal static class TicketsOfCitizens
{
    /// <summary>The ticket, when number and code belong together. The code is compared in constant time.</summary>
    public static async Task<Ticket?> TicketOfCitizen(this TicketsDb db, string number, string code, CancellationToken cancellation)
    {
        var sought = number.Trim().ToUpperInvariant();
        if (sought.Length is 0 or > 20 || await db.Ticket(sought, cancellation) is not { } ticket)
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ticket.LookupCode), Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant())) ? ticket : null;
    }

    /// <summary>The promise to solve it that is overdue; null while it is not.</summary>
    public static Clock? Late(this Ticket ticket, DateTimeOffset now) =>
        ticket.LastOf(ClockKind.Resolution) is { Runs: true, PausedSince: null } promise && promise.DueAt < now ? promise : null;
}
