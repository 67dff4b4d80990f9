using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Learning;

/// <summary>Keeps what people decide, in their own transaction, as labels to learn from.</summary>
public sealed class KeepDecisions(TicketsDb db, IUnderstanding understanding, TicketsSettings settings)
{
    // Why a conversation was put away, where that says nothing about whether it asked for help: it was answered, it is somebody's second message.
    private static readonly string[] SaysNothing = ["dijawab", "duplikat", "ganda", "sudah dijawab", "duplicate"];

    /// <summary>An admin made a ticket of these words.</summary>
    public Task Opened(Message? words, Ticket ticket, DateTimeOffset at) => Keep(DecisionKind.Opened, words, needsHelp: true, ticket.Topic, ticket.Priority == Priority.Urgent, at);

    /// <summary>An admin attached a conversation to a running ticket: it is a plea of that topic.</summary>
    public async Task Linked(Conversation conversation, Ticket ticket, DateTimeOffset at, CancellationToken cancellation) =>
        await Keep(DecisionKind.Linked, await Plainest(conversation, cancellation), needsHelp: true, ticket.Topic, urgent: null, at);

    /// <summary>An admin put a conversation away.</summary>
    public async Task Dismissed(Conversation conversation, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!SaysNothing.Contains(reason.Trim().ToLowerInvariant()))
            await Keep(DecisionKind.Dismissed, await Plainest(conversation, cancellation), needsHelp: false, topic: null, urgent: false, at);
    }

    /// <summary>Somebody gave a ticket another topic or priority.</summary>
    public async Task Classified(Ticket ticket, DateTimeOffset at, CancellationToken cancellation) =>
        await Keep(DecisionKind.Classified, await First(ticket, cancellation), needsHelp: true, ticket.Topic, ticket.Priority == Priority.Urgent, at);

    /// <summary>A directorate handed a ticket on: a plea, whose topic is told only when the rules bring one topic alone to where it went.</summary>
    public async Task Transferred(Ticket ticket, DateTimeOffset at, CancellationToken cancellation)
    {
        var topics = await db.RoutingRules.Where(r => r.Directorate == ticket.Directorate && r.Topic != null && r.Region == null).Select(r => r.Topic!).Distinct().ToListAsync(cancellation);
        await Keep(DecisionKind.Transferred, await First(ticket, cancellation), needsHelp: true, topics.Contains(ticket.Topic) ? ticket.Topic : topics.Count == 1 ? topics[0] : null, urgent: null, at);
    }

    /// <summary>A ticket turned out to be none.</summary>
    public async Task Invalidated(Ticket ticket, DateTimeOffset at, CancellationToken cancellation) =>
        await Keep(DecisionKind.Invalidated, await First(ticket, cancellation), needsHelp: false, topic: null, urgent: false, at);

    // The words that ask most plainly are those that were judged.
    private async Task<Message?> Plainest(Conversation conversation, CancellationToken cancellation) =>
        (
            await db
                .Messages.Where(m => m.ConversationId == conversation.Id && m.Current && m.RemovedAt == null && m.Text != null)
                .OrderByDescending(m => m.SentAt)
                .Take(20)
                .ToListAsync(cancellation)
        ).MaxBy(m => m.Assessment?.NeedsHelp ?? 0);

    private async Task<Message?> First(Ticket ticket, CancellationToken cancellation) =>
        (
            await db
                .Messages.Where(m => m.TicketId == ticket.Id && m.Current && m.RemovedAt == null && m.Text != null && m.SentAt <= ticket.OpenedAt)
                .OrderByDescending(m => m.SentAt)
                .Take(20)
                .ToListAsync(cancellation)
        ).MaxBy(m => m.Assessment?.NeedsHelp ?? 0);

    // What the platform told no words of teaches nothing.
    private Task Keep(DecisionKind kind, Message? words, bool needsHelp, string? topic, bool? urgent, DateTimeOffset at)
    {
        if (words?.Text is { Length: > 0 })
            db.Add(new Decision(kind, words, needsHelp, topic, urgent, understanding.Model, settings.Triage.OpenAt, at));
        return Task.CompletedTask;
    }
}
