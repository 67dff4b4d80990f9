using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Regions;

namespace Tickets.Domain.Triage;

/// <summary>
/// Of which region a plea speaks: by the places that its words name, the plainest words first; else by the NIK in them, which tells where it was given out and
/// not where its holder lives now.
/// </summary>
public sealed class WhereFrom(TicketsDb db)
{
    private const int MostRead = 20;

    /// <summary>The region's code, as exact as the words are; null when they name none.</summary>
    /// <param name="conversation">Where they stand; what waits for a decision in it counts.</param>
    /// <param name="words">The words that ask most plainly, if known.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<string?> Of(Conversation conversation, Message? words, CancellationToken cancellation)
    {
        var saved = conversation.Id == 0 ? [] : await db
            .Messages.Where(m => m.ConversationId == conversation.Id && m.TicketId == null && m.Current && m.RemovedAt == null && m.Text != null)
            .OrderByDescending(m => m.SentAt)
            .Take(MostRead)
            .ToListAsync(cancellation);
        List<Message> said = [.. (words is null ? [] : new[] { words }).Union(saved.Union(conversation.Heard).OrderByDescending(m => m.SentAt)).Where(m => m.Text is { Length: > 0 })];
        var named = said.Select(m => RegionInWords.Find(m.Text)).OfType<string>().ToList();
        // A regency is more than the province that another message names.
        return named.Find(code => AllRegions.Find(code) is { IsProvince: false }) ?? named.FirstOrDefault() ?? said.Select(OfNik).FirstOrDefault(code => code is not null);
    }

    private static string? OfNik(Message message) =>
        message.Assessment?.PersonalData is { } found
            ? found
                .Where(p => p.Type is PersonalDataType.Nik && p.Start >= 0 && p.Start + p.Length <= message.Text!.Length)
                .Select(p => AllRegions.OfNik(message.Text.AsSpan(p.Start, p.Length)))
                .FirstOrDefault(code => code is not null)
            : null;
}
