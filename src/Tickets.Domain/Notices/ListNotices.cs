using System.Globalization;
using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Notices;

/// <summary>Outgoing words and their proof, the newest first; of the tickets that the caller sees.</summary>
/// <param name="State">Only those that stand there; null for all.</param>
/// <param name="Page">Which page.</param>
/// <param name="By">Who asks.</param>
public sealed record ListNotices(NoticeState? State, PageOf Page, Caller By) : IRequest<Page<ListedNotice>>;

/// <summary>Words on their way to a citizen.</summary>
/// <param name="Id">Key within the database.</param>
/// <param name="Key">Unique: <c>ack:KMS-2026-000123</c>.</param>
/// <param name="Kind">What sort of words.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Ticket">The ticket's number; null for words outside a ticket.</param>
/// <param name="Platform">The platform.</param>
/// <param name="Door">By which way they go.</param>
/// <param name="Text">The words; personal data, the lookup code and the link to rate by are covered.</param>
/// <param name="Attempts">How often a call was begun.</param>
/// <param name="Detail">Why they wait, failed or are blocked; personal data is covered.</param>
/// <param name="CreatedAt">When they were written, UTC.</param>
/// <param name="NextAttemptAt">When something is done next, UTC; null when nothing will be.</param>
/// <param name="SentAt">When the platform took them, UTC.</param>
/// <param name="PlatformId">The platform's own id of them: the proof.</param>
public sealed record ListedNotice(
    long Id,
    string Key,
    NoticeKind Kind,
    NoticeState State,
    string? Ticket,
    Platform Platform,
    Door Door,
    string Text,
    int Attempts,
    string? Detail,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? SentAt,
    string? PlatformId
)
{
    internal static readonly Expression<Func<Notice, ListedNotice>> Of = n =>
        new(
            n.Id,
            n.Key,
            n.Kind,
            n.State,
            n.Ticket == null ? null : n.Ticket.Number,
            n.Platform,
            n.Door,
            Covered(n.Text, n.Ticket == null ? null : n.Ticket.LookupCode),
            n.Attempts,
            n.Detail == null ? null : PersonalData.Mask(n.Detail),
            n.CreatedAt,
            n.NextAttemptAt,
            n.SentAt,
            n.PlatformId
        );

    private static string Covered(string text, string? code) => PersonalData.Mask(CitizensOwn.Covered(text, code));
}

internal sealed class ListNoticesShape : AbstractValidator<ListNotices>
{
    public ListNoticesShape() => RuleFor(r => r.State).IsInEnum();
}

internal sealed class ListNoticesHandler(TicketsDb db) : IRequestHandler<ListNotices, Page<ListedNotice>>
{
    public async Task<Page<ListedNotice>> Handle(ListNotices request, CancellationToken cancellationToken)
    {
        var notices = db.Notices.SeenBy(request.By);
        if (request.State is { } state)
            notices = notices.Where(n => n.State == state);
        // The index keeps only what is not sent; SQLite uses it when the question says so in the same words.
        if (request.State is not (null or NoticeState.Sent))
            notices = notices.Where(n => n.State != NoticeState.Sent);
        if (request.Page.After is { } after)
            notices = notices.Where(n => n.Id < after.Id);
        var rows = await notices.OrderByDescending(n => n.Id).Take(request.Page.Take + 1).Select(ListedNotice.Of).ToListAsync(cancellationToken);
        return request.Page.Cut(rows, n => (n.Id, n.Id));
    }
}

internal static class NoticesSeen
{
    /// <summary>Words of the tickets that somebody may see.</summary>
    public static IQueryable<Notice> SeenBy(this IQueryable<Notice> notices, Caller caller) =>
        caller.SeesAll ? notices : notices.Where(n => n.Ticket != null && n.Ticket.Directorate == caller.Directorate && caller.Directorate != null);

    /// <summary>The one of this key within the database, or of this unique key: that one names its kind before a colon and is never a number.</summary>
    public static IQueryable<Notice> Named(this IQueryable<Notice> notices, string which) =>
        long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? notices.Where(n => n.Id == id) : notices.Where(n => n.Key == which);
}
