using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Resolution;

/// <summary>One ticket with its conversation, words of ours and history.</summary>
public sealed record ShowTicket(string Number, string Language, Caller By) : IRequest<TicketDetails>;

/// <summary>All there is of a ticket.</summary>
/// <param name="Ticket">The ticket itself.</param>
/// <param name="Answer">The answer of the matter as it was last given, personal data masked.</param>
/// <param name="Conversation">What the citizen wrote.</param>
/// <param name="Notices">What went out.</param>
/// <param name="History">What happened.</param>
/// <param name="Earlier">Other tickets of the same person that the caller may see, the newest first; at most ten.</param>
public sealed record TicketDetails(
    TicketView Ticket,
    string? Answer,
    TicketConversation? Conversation,
    IReadOnlyList<NoticeView> Notices,
    IReadOnlyList<HistoryLine> History,
    IReadOnlyList<LikelyTicket> Earlier
);

/// <summary>The words that belong to the ticket, in all places, with those of the tickets that went into it.</summary>
/// <param name="Id">Key of the conversation that began it.</param>
/// <param name="Post">The post it began under.</param>
/// <param name="Messages">The words that stand, oldest first; at most the last 500.</param>
/// <param name="PostText">What the post says; personal data is covered, for visitors write posts too. Null when nobody told, or there is none.</param>
/// <param name="PostHasPicture">True when the post's picture is kept: it is served at <c>/api/v1/inbox/{id}/post-picture</c>.</param>
public sealed record TicketConversation(long Id, string? Post, IReadOnlyList<MessageView> Messages, string? PostText, bool PostHasPicture);

/// <summary>Words of ours.</summary>
/// <param name="Key">Unique.</param>
/// <param name="Kind">What sort.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Attempts">How often a call was begun.</param>
/// <param name="PlatformId">The proof.</param>
/// <param name="SentAt">UTC.</param>
/// <param name="Door">By which way.</param>
/// <param name="Text">The words; personal data, the lookup code and the link to rate by are covered.</param>
/// <param name="NextAttemptAt">UTC.</param>
/// <param name="Detail">Why they wait, failed or are blocked; personal data is covered.</param>
/// <param name="CreatedAt">When they were written, UTC.</param>
public sealed record NoticeView(
    string Key,
    NoticeKind Kind,
    NoticeState State,
    int Attempts,
    string? PlatformId,
    DateTimeOffset? SentAt,
    Door Door,
    string Text,
    DateTimeOffset? NextAttemptAt,
    string? Detail,
    DateTimeOffset CreatedAt
);

internal sealed class ShowTicketHandler(TicketsDb db, SamePerson people) : IRequestHandler<ShowTicket, TicketDetails>
{
    private const int Most = 500;
    private const int MostEarlier = 10;

    public async Task<TicketDetails> Handle(ShowTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        var ids = await db.MergedTogether(ticket, cancellationToken);
        var messages = await db
            .Messages.AsNoTracking()
            .Include(m => m.Media)
            .Include(m => m.Errands)
            .Where(m => m.TicketId != null && ids.Contains(m.TicketId.Value) && m.Current)
            .OrderByDescending(m => m.SentAt)
            .Take(Most)
            .ToListAsync(cancellationToken);
        long[] spoken = [.. messages.Select(m => m.ConversationId).Distinct()];
        var conversations = await db
            .Conversations.AsNoTracking()
            .Where(c => c.TicketId == ticket.Id || spoken.Contains(c.Id))
            .OrderBy(c => c.StartedAt)
            .ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.PostId, c.Platform })
            .ToListAsync(cancellationToken);
        // What was told of a ticket that went into it was told of its matter.
        var notices = await db.Notices.AsNoTracking().Where(n => n.TicketId != null && ids.Contains(n.TicketId.Value)).OrderBy(n => n.Id).ToListAsync(cancellationToken);
        var codes = await db.Tickets.Where(t => ids.Contains(t.Id)).Select(t => t.LookupCode).ToListAsync(cancellationToken);
        var history = await db.Events.AsNoTracking().Where(e => e.TicketId == ticket.Id).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancellationToken);
        var hidesUpTo = await db.HidesRemovedUpTo(cancellationToken);
        var names = await Names(ticket, history, request.Language, cancellationToken);
        var begun = conversations.FirstOrDefault();
        var post = begun?.PostId is { } under ? await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Platform == begun.Platform && p.PlatformPostId == under, cancellationToken) : null;
        return new TicketDetails(
            TicketView.Of(ticket),
            ticket.Answer is null ? null : PersonalData.Mask(ticket.Answer),
            begun is null
                ? null
                : new TicketConversation(begun.Id, begun.PostId, [.. messages.OrderBy(m => m.SentAt).ThenBy(m => m.Id).Select(m => MessageView.Of(m, hidesUpTo))], post?.Text is { } words ? PersonalData.Mask(words) : null, post?.PictureSha256 is not null),
            [
                .. notices.Select(n => new NoticeView(
                    n.Key,
                    n.Kind,
                    n.State,
                    n.Attempts,
                    n.PlatformId,
                    n.SentAt,
                    n.Door,
                    PersonalData.Mask(CitizensOwn.Covered(n.Text, codes)),
                    n.NextAttemptAt,
                    n.Detail is null ? null : PersonalData.Mask(n.Detail),
                    n.CreatedAt
                )),
            ],
            [.. history.OrderBy(e => e.Id).Select(e => HistoryLine.Of(e, request.Language, names)).Select(l => l with { Text = PersonalData.Mask(l.Text) })],
            await Earlier(ticket, request.By, cancellationToken)
        );
    }

    // Of people only those who had it in hand.
    private async Task<IReadOnlyDictionary<string, string>> Names(Ticket ticket, List<EventRow> history, string language, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(await HistoryLine.Names(db, language, cancellation), StringComparer.Ordinal);
        string[] logins = [.. history.Where(e => e.Type == nameof(TicketAssigned)).Select(e => JsonSerializer.Deserialize<TicketAssigned>(e.Payload, TicketEventNames.Json)?.Officer).OfType<string>().Distinct()];
        foreach (var person in logins.Length == 0 ? [] : await db.Users.AsNoTracking().Where(u => logins.Contains(u.Login)).Select(u => new { u.Login, u.Name }).ToListAsync(cancellation))
            names[person.Login] = person.Name;
        if (ticket.Officer is { } officer)
            names[officer.Login] = officer.Name;
        return names;
    }

    private async Task<IReadOnlyList<LikelyTicket>> Earlier(Ticket ticket, Caller by, CancellationToken cancellation)
    {
        var linked = await people.LinkedTo(ticket.Citizen, cancellation);
        var tickets = db.Tickets.AsNoTracking().IgnoreAutoIncludes().Where(t => linked.Contains(t.CitizenId) && t.Id != ticket.Id);
        if (by.Narrowed is { } directorate)
            tickets = tickets.Where(t => t.Directorate == directorate);
        var found = await tickets.OrderByDescending(t => t.Id).Take(MostEarlier).Select(t => new { t.Number, t.Subject, t.Status, t.OpenedAt }).ToListAsync(cancellation);
        return [.. found.Select(t => new LikelyTicket(t.Number, t.Subject, t.Status, t.OpenedAt, t.Status is not (TicketStatus.Closed or TicketStatus.Referred or TicketStatus.Invalid)))];
    }
}
