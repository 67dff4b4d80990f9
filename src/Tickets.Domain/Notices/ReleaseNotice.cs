using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Notices;

/// <summary>
/// A person decides about words of which the service cannot tell whether they reached the citizen: they go out once more without looking for them first, or
/// they count as sent. Further parts of the same words follow then.
/// </summary>
/// <param name="Which">Key within the database, or the unique key: <c>ack:KMS-2026-000123</c>.</param>
/// <param name="Arrived">True when the person saw them on the platform, false when they should go out once more.</param>
/// <param name="PlatformId">The platform's id of them, where the person knows it; only with <paramref name="Arrived"/>.</param>
/// <param name="Reason">How they know; kept in the history.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.NoticeNotFailed"/>, <see cref="Refusal.PartBeforeNotSent"/>.</exception>
public sealed record ReleaseNotice(string Which, bool Arrived, string? PlatformId, string Reason, Caller By, DateTimeOffset At) : IRequest<ListedNotice>, IChange;

internal sealed class ReleaseNoticeShape : AbstractValidator<ReleaseNotice>
{
    public ReleaseNoticeShape()
    {
        RuleFor(r => r.Which).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(1000);
        RuleFor(r => r.PlatformId).MaximumLength(Notice.LongestPlatformId);
    }
}

internal sealed class ReleaseNoticeHandler(TicketsDb db) : IRequestHandler<ReleaseNotice, ListedNotice>
{
    public async Task<ListedNotice> Handle(ReleaseNotice request, CancellationToken cancellationToken)
    {
        var notice =
            await db.Notices.Include(n => n.Ticket).Include(n => n.Conversation).SeenBy(request.By).Named(request.Which).SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Notice), ("key", request.Which));
        if (await db.FirstUnsaid(notice, cancellationToken) is var first && first != notice)
            throw new RefusedException(Refusal.PartBeforeNotSent, ("key", first.Key));
        if (request.Arrived)
            notice.WasSeenThere(string.IsNullOrWhiteSpace(request.PlatformId) ? null : request.PlatformId.Trim(), request.Reason, request.By.Actor, request.At);
        else
            notice.SendAnyway(request.Reason, request.By.Actor, request.At);
        await db.PartsFollowAgain(notice, request.By.Actor, request.At, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return await db.Notices.Where(n => n.Id == notice.Id).Select(ListedNotice.Of).SingleAsync(cancellationToken);
    }
}
