using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Regions;
using Tickets.Domain.Routing;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>What helps an admin decide on a conversation: what it seems to be, where it would go, what the citizen has running, who else is at it.</summary>
public sealed record AdviseTriage(long ConversationId, Caller By, DateTimeOffset Now) : IRequest<TriageAdvice>;

/// <summary>Advice on a conversation.</summary>
/// <param name="NeedsHelp">How surely somebody asks for help, 0 to 1.</param>
/// <param name="Urgent">Danger to life or health.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="TopicConfidence">0 to 1.</param>
/// <param name="Priority">As a ticket would get it.</param>
/// <param name="Directorate">Where the rules would bring it.</param>
/// <param name="Reasons">The words that weighed, strongest first; personal data is covered.</param>
/// <param name="Tickets">The citizen's tickets, running ones first: likely to be the same matter.</param>
/// <param name="Alike">How many others wait under the same post with the same topic.</param>
/// <param name="Replies">What the ministry said in this conversation outside a ticket, oldest first.</param>
/// <param name="Handling">Who has it in hand.</param>
/// <param name="Doors">By which ways it can be answered now, and the most that each takes.</param>
/// <param name="Region">Code of the region that the words name; null when they name none.</param>
/// <param name="RegionName">Its name.</param>
/// <param name="People">Who is likely the same person on other platforms, and who was linked.</param>
/// <param name="Surge">Key of the surge that it belongs to; null when it belongs to none.</param>
public sealed record TriageAdvice(
    double NeedsHelp,
    bool Urgent,
    string Topic,
    double TopicConfidence,
    Priority Priority,
    string Directorate,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<LikelyTicket> Tickets,
    int Alike,
    IReadOnlyList<InboxReply> Replies,
    HandlingView Handling,
    IReadOnlyList<DoorView> Doors,
    string? Region,
    string? RegionName,
    IReadOnlyList<LikelyPerson> People,
    long? Surge
);

/// <summary>A ticket of the same citizen.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Subject">One line in the citizen's words.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="CanTakeMore">True when the conversation can be attached to it.</param>
public sealed record LikelyTicket(string Number, string Subject, TicketStatus Status, DateTimeOffset OpenedAt, bool CanTakeMore);

/// <summary>Words of ours outside a ticket.</summary>
/// <param name="Text">Personal data is covered.</param>
/// <param name="Door">By which way.</param>
/// <param name="State">Where they stand.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Detail">Why they wait, failed or are blocked.</param>
public sealed record InboxReply(string Text, Door Door, NoticeState State, DateTimeOffset CreatedAt, string? Detail);

/// <summary>A way to answer.</summary>
/// <param name="Door">Which.</param>
/// <param name="Most">The most it takes.</param>
/// <param name="InBytes">True when it counts bytes of UTF-8, else UTF-16 units.</param>
/// <param name="OpenUntil">When it closes, UTC; null when it stays open.</param>
public sealed record DoorView(Door Door, int Most, bool InBytes, DateTimeOffset? OpenUntil);

internal sealed class AdviseTriageHandler(TicketsDb db, RouteToDirectorate route, WhereFrom where, SamePerson people, Doors doors) : IRequestHandler<AdviseTriage, TriageAdvice>
{
    public async Task<TriageAdvice> Handle(AdviseTriage request, CancellationToken cancellationToken)
    {
        var conversation = await db.WaitingConversation(request.ConversationId, null, cancellationToken);
        var assessments = await db
            .Messages.AsNoTracking()
            .Where(m => m.ConversationId == conversation.Id && m.Current && m.RemovedAt == null && m.Assessment != null)
            .OrderByDescending(m => m.SentAt)
            .Take(20)
            .Select(m => m.Assessment!)
            .ToListAsync(cancellationToken);
        var linked = await people.LinkedTo(conversation.Citizen, cancellationToken);
        var tickets = await db
            .Tickets.AsNoTracking()
            .IgnoreAutoIncludes()
            .Where(t => linked.Contains(t.CitizenId))
            .OrderByDescending(t => t.Id)
            .Take(10)
            .Select(t => new { t.Number, t.Subject, t.Status, t.OpenedAt })
            .ToListAsync(cancellationToken);
        var replies = await db
            .Notices.AsNoTracking()
            .Where(n => n.ConversationId == conversation.Id && n.TicketId == null && n.Door != Door.Hide)
            .OrderBy(n => n.Id)
            .Select(n => new { n.Text, n.Door, n.State, n.CreatedAt, n.Detail })
            .ToListAsync(cancellationToken);
        var alike = conversation.PostId is null
            ? 0
            : await db.Conversations.CountAsync(
                c => c.InboxRank != null && c.PostId == conversation.PostId && c.Platform == conversation.Platform && c.Topic == conversation.Topic && c.Id != conversation.Id,
                cancellationToken
            );
        var region = await where.Of(conversation, words: null, cancellationToken);
        var handling = await db.Set<Handling>().AsNoTracking().SingleOrDefaultAsync(h => h.ConversationId == conversation.Id, cancellationToken);
        return new TriageAdvice(
            conversation.NeedsHelp,
            conversation.Urgent,
            conversation.Topic,
            conversation.TopicConfidence,
            conversation.Urgent && conversation.NeedsHelp >= Conversation.AsksForHelp ? Priority.Urgent : Priority.Normal,
            await route.Advise(conversation.Topic, region, cancellationToken),
            [.. (assessments.MaxBy(a => a.NeedsHelp)?.Reasons ?? []).Select(PersonalData.Mask)],
            [
                .. tickets
                    .Select(t => new LikelyTicket(t.Number, t.Subject, t.Status, t.OpenedAt, t.Status is not (TicketStatus.Closed or TicketStatus.Referred or TicketStatus.Invalid)))
                    .OrderByDescending(t => t.CanTakeMore),
            ],
            alike,
            [.. replies.Select(r => new InboxReply(PersonalData.Mask(r.Text), r.Door, r.State, r.CreatedAt, r.Detail))],
            HandlingView.Of(handling, request.By, request.Now),
            await doors.Open([conversation], request.Now, cancellationToken),
            region,
            AllRegions.Title(region),
            await people.Of(conversation.Citizen, region, cancellationToken),
            conversation.Likeness is { } group ? await db.Surges.Where(s => s.Key == group).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellationToken) : null
        );
    }
}
