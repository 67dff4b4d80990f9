using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Intake;

/// <summary>Messages of which a platform told only the id: their words must be fetched.</summary>
public sealed record FindWordless(Platform Platform, int Most) : IRequest<IReadOnlyList<Wordless>>;

/// <summary>A message without its words.</summary>
/// <param name="MessageId">The platform's id of it.</param>
/// <param name="PostId">The post or media it stands under, or which it is.</param>
/// <param name="ReceivedAt">When it arrived here, UTC.</param>
public sealed record Wordless(string MessageId, string? PostId, DateTimeOffset ReceivedAt);

internal sealed class FindWordlessHandler(TicketsDb db) : IRequestHandler<FindWordless, IReadOnlyList<Wordless>>
{
    public async Task<IReadOnlyList<Wordless>> Handle(FindWordless request, CancellationToken cancellationToken) =>
        await db
            .Messages.Where(m => m.AwaitsWords == true && m.Platform == request.Platform)
            .OrderBy(m => m.Id)
            .Take(request.Most)
            .Select(m => new Wordless(m.PlatformMessageId, m.Conversation.PostId, m.ReceivedAt))
            .ToListAsync(cancellationToken);
}

/// <summary>The words of a message that came without them. Repeating it is harmless.</summary>
/// <param name="Platform">Where.</param>
/// <param name="MessageId">The platform's id.</param>
/// <param name="Text">The words; null when they cannot be had, and nobody need ask again.</param>
/// <param name="Author">The name shown on the platform, if told.</param>
/// <param name="Permalink">Where a person can see it, if told.</param>
/// <param name="At">When.</param>
public sealed record FillInWords(Platform Platform, string MessageId, string? Text, string? Author, string? Permalink, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class FillInWordsHandler(TicketsDb db, TriageMessage triage) : IRequestHandler<FillInWords, Unit>
{
    public async Task<Unit> Handle(FillInWords request, CancellationToken cancellationToken)
    {
        var messages = await db
            .Messages.Include(m => m.Conversation.Citizen)
            .Include(m => m.Conversation.Ticket)
            .Where(m => m.Platform == request.Platform && m.PlatformMessageId == request.MessageId && m.AwaitsWords == true)
            .ToListAsync(cancellationToken);
        foreach (var message in messages)
        {
            message.IsTold(request.Text, request.Permalink is { Length: <= 2000 } link ? link : null);
            if (message.Text is null)
                continue;
            message.Conversation.Citizen.IsCalled(request.Author is { Length: <= 200 } name ? name : null);
            if (message is { Current: true, RemovedAt: null })
                await triage.Consider(message.Conversation, message, isNew: true, says: !message.SaysNothing(), request.At, cancellationToken);
        }

        return Unit.Value;
    }
}
