using MediatR;
using Microsoft.EntityFrameworkCore;
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
public sealed record TicketDetails(TicketView Ticket, string? Answer, TicketConversation? Conversation, IReadOnlyList<NoticeView> Notices, IReadOnlyList<HistoryLine> History);

/// <summary>The words that belong to the ticket, in all places, with those of the tickets that went into it.</summary>
/// <param name="Id">Key of the conversation that began it.</param>
/// <param name="Post">The post it began under.</param>
/// <param name="Messages">The words that stand, oldest first; at most the last 500.</param>
public sealed record TicketConversation(long Id, string? Post, IReadOnlyList<MessageView> Messages);

/// <summary>Words of ours.</summary>
/// <param name="Key">Unique.</param>
/// <param name="Kind">What sort.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Attempts">How often a call was begun.</param>
/// <param name="PlatformId">The proof.</param>
/// <param name="SentAt">UTC.</param>
/// <param name="Door">By which way.</param>
/// <param name="Text">The words, personal data masked.</param>
/// <param name="NextAttemptAt">UTC.</param>
/// <param name="Detail">Why they wait, failed or are blocked.</param>
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

internal sealed class ShowTicketHandler(TicketsDb db) : IRequestHandler<ShowTicket, TicketDetails>
{
    private const int Most = 500;

    public async Task<TicketDetails> Handle(ShowTicket request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, null, cancellationToken);
        var ids = await db.MergedTogether(ticket, cancellationToken);
        var messages = await db
            .Messages.AsNoTracking()
            .Include(m => m.Media)
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
            .Select(c => new { c.Id, c.PostId })
            .ToListAsync(cancellationToken);
        var notices = await db.Notices.AsNoTracking().Where(n => n.TicketId == ticket.Id).OrderBy(n => n.Id).ToListAsync(cancellationToken);
        var history = await db.Events.AsNoTracking().Where(e => e.TicketId == ticket.Id).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancellationToken);
        return new TicketDetails(
            TicketView.Of(ticket),
            ticket.Answer is null ? null : PersonalData.Mask(ticket.Answer),
            conversations.Count == 0
                ? null
                : new TicketConversation(conversations[0].Id, conversations[0].PostId, [.. messages.OrderBy(m => m.SentAt).ThenBy(m => m.Id).Select(MessageView.Of)]),
            [
                .. notices.Select(n => new NoticeView(
                    n.Key,
                    n.Kind,
                    n.State,
                    n.Attempts,
                    n.PlatformId,
                    n.SentAt,
                    n.Door,
                    PersonalData.Mask(n.Text.Replace(ticket.LookupCode, "••••", StringComparison.Ordinal)),
                    n.NextAttemptAt,
                    n.Detail,
                    n.CreatedAt
                )),
            ],
            [.. history.OrderBy(e => e.Id).Select(e => HistoryLine.Of(e, request.Language)).Select(l => l with { Text = PersonalData.Mask(l.Text) })]
        );
    }
}
