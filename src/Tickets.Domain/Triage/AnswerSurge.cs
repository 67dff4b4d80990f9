using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Triage;

/// <summary>
/// One answer to all conversations of a surge: those that wait are decided by it; those with a running ticket, their own or the parent's, are told too, and on a
/// ticket of their own it counts as an answer. It goes by groups, each whole or not at all; asked again with the same words it reaches only those whom it has not
/// reached.
/// </summary>
/// <param name="SurgeId">Which.</param>
/// <param name="Text">The words, as the citizens will read them.</param>
/// <param name="Public">True under the comments, else in private.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.PersonalDataInPublic"/>, <see cref="Refusal.WordsTooLong"/>.</exception>
public sealed record AnswerSurge(long SurgeId, string Text, bool Public, Caller By, DateTimeOffset At) : IRequest<SurgeDone>;

/// <summary>What became of the conversations of a surge.</summary>
/// <param name="Done">How many were answered, or joined the ticket.</param>
/// <param name="InHand">How many were left alone because somebody answers there just now.</param>
/// <param name="NoWay">How many could not be reached that way, and wait on.</param>
/// <param name="Ticket">Number of the parent ticket.</param>
public sealed record SurgeDone(int Done, int InHand, int NoWay, string? Ticket);

internal sealed class AnswerSurgeShape : AbstractValidator<AnswerSurge>
{
    public AnswerSurgeShape() => RuleFor(r => r.Text).NotEmpty().MaximumLength(10_000);
}

internal sealed class AnswerSurgeHandler(TicketsDb db, Timetables timetables, WriteNotices notices) : IRequestHandler<AnswerSurge, SurgeDone>
{
    private const int Together = 50;

    public async Task<SurgeDone> Handle(AnswerSurge request, CancellationToken cancellationToken)
    {
        var surge = await db.SurgeFor(request.SurgeId, cancellationToken);
        var text = request.Text.Trim();
        var same = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Public}:{text}")))[..12];
        var ids = await db
            .Conversations.Where(c => c.Likeness == surge.Key && (c.InboxRank != null || (c.TicketId != null && c.Ticket!.ClosedAt == null)))
            .OrderBy(c => c.Id)
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
        var (done, inHand, noWay) = (0, 0, 0);
        foreach (var some in ids.Chunk(Together))
        {
            db.ChangeTracker.Clear();
            var (d, h, n) = await db.Change(() => Answer(some, surge, text, same, request, cancellationToken), cancellationToken);
            (done, inHand, noWay) = (done + d, inHand + h, noWay + n);
        }

        return new SurgeDone(done, inHand, noWay, surge.Ticket?.Number);
    }

    private async Task<(int Done, int InHand, int NoWay)> Answer(long[] ids, Surge surge, string text, string same, AnswerSurge request, CancellationToken cancellation)
    {
        var conversations = await db
            .Conversations.Include(c => c.Citizen)
            .Include(c => c.Ticket!.Citizen)
            .Where(c => ids.Contains(c.Id))
            .OrderBy(c => c.Id)
            .ToListAsync(cancellation);
        var held = (await db.Set<Handling>().AsNoTracking().Where(h => ids.Contains(h.ConversationId)).ToListAsync(cancellation))
            .Where(h => h.IsHeldFrom(request.By.Actor.UserId, request.At))
            .Select(h => h.ConversationId)
            .ToHashSet();
        string[] keys = [.. ids.Select(id => KeyOf(surge, same, id))];
        var told = (await db.Notices.Where(n => keys.Contains(n.Key)).Select(n => n.Key).ToListAsync(cancellation)).ToHashSet();
        var (done, noWay) = (0, 0);
        foreach (var conversation in conversations.Where(c => !held.Contains(c.Id) && c.State != ConversationState.Dismissed))
        {
            var key = KeyOf(surge, same, conversation.Id);
            if (told.Contains(key))
                continue;
            try
            {
                await Tell(conversation, surge, text, key, request, cancellation);
            }
            catch (RefusedException refused) when (refused.Refusal is Refusal.NoPrivateDoor or Refusal.NoPublicThread)
            {
                noWay++;
                continue;
            }

            done++;
        }

        return (done, conversations.Count(c => held.Contains(c.Id)), noWay);
    }

    private async Task Tell(Conversation conversation, Surge surge, string text, string key, AnswerSurge request, CancellationToken cancellation)
    {
        // The parent's own citizen is told as all others are; a ticket that is not routed yet is told as its conversation.
        if (conversation.Ticket is { HasEnded: false, Status: not TicketStatus.New } own && own.Id != surge.TicketId && own.CitizenId == conversation.CitizenId)
        {
            await notices.FromStaff(own, NoticeKind.Reply, text, request.Public, request.By.Actor, request.At, cancellation, key);
            own.AnswerCitizen(request.Public, await timetables.For(own, cancellation), request.By.Actor, request.At);
            return;
        }

        await notices.OutsideATicket(conversation, text, request.Public, request.By.Actor, request.At, cancellation, key);
        if (conversation.State == ConversationState.Waiting)
            conversation.Dismiss(ReplyInInbox.Answered, await timetables.For(conversation, cancellation), request.By.Actor, request.At);
    }

    private static string KeyOf(Surge surge, string same, long conversation) => $"surge:{surge.Id}:{same}:{conversation}";
}

internal static class Surges
{
    /// <summary>A surge, with its parent ticket.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>.</exception>
    public static async Task<Surge> SurgeFor(this TicketsDb db, long id, CancellationToken cancellation) =>
        await db.Surges.Include(s => s.Ticket).SingleOrDefaultAsync(s => s.Id == id, cancellation) ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Surge), ("key", id.ToString()));
}
